"""The rules of the house that no linter checks."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import lstgeo

PACKAGE = Path(lstgeo.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST = 250
HEAVY = {
    "xarray",
    "rasterio",
    "rioxarray",
    "dask",
    "numpy",
    "matplotlib",
    "onnxruntime",
    "torch",
    "pystac",
}


def _names(code: str) -> set[str]:
    """Top-level modules that are loaded after `code` has run in a fresh interpreter."""
    ended = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True, text=True, check=True, cwd=PACKAGE.parent,
    )  # fmt: skip
    return {name.partition(".")[0] for name in ended.stdout.split()}


def _public(tree: ast.Module) -> list[ast.FunctionDef | ast.ClassDef]:
    """Public functions and classes of a module, and the public methods of those classes."""
    found: list[ast.FunctionDef | ast.ClassDef] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            found.append(node)
            members = node.body if isinstance(node, ast.ClassDef) else []
            found += [
                member
                for member in members
                if isinstance(member, ast.FunctionDef) and not member.name.startswith("_")
            ]
    return found


@pytest.mark.parametrize("code", ["import lstgeo", "import lstgeo.cli"])
def test_importing_costs_nothing_heavy(code: str) -> None:
    assert not _names(code) & HEAVY


def test_the_package_stays_away_from_torch() -> None:
    public = "; ".join(f"lstgeo.{name}" for name in lstgeo.__all__)
    assert not _names(f"import lstgeo; {public}") & {"torch", "onnx", "sklearn"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST
    tree = ast.parse(text)
    assert ast.get_docstring(tree)
    silent = [node.name for node in _public(tree) if not ast.get_docstring(node)]
    assert not silent


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'lstgeo' has no attribute 'nothing'"):
        lstgeo.nothing  # noqa: B018
