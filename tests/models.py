"""The shipped model that tests look at, and copies of it that are not as they should be."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from lstgeo.model import shipped
from lstgeo.retrieval import choice
from lstgeo.sensors import platforms

NAME = "landsat8-b10-coupled-v1"
PATH = shipped.FOLDER / f"{NAME}.onnx"

PROFILE_NAME = "landsat8-b10-profile-v1"


def _needs(name: str) -> pytest.MarkDecorator:
    there = {model.name for model in shipped.models()}
    return pytest.mark.skipif(name not in there, reason=f"needs the model {name}")


needs_model, needs_profile_model = _needs(NAME), _needs(PROFILE_NAME)


def default(sensor: str = "landsat8", band: str | None = None) -> str:
    """Name of the default method of a band."""
    return choice.default(platforms.sensor(sensor).band(band))


def patched(folder: Path, old: str, new: str, name: str = f"{NAME}.onnx") -> Path:
    """Copy of the model in `folder`, in whose metadata `new` stands where `old`, as long, stood."""
    content = PATH.read_bytes()
    assert len(old) == len(new)
    assert content.count(old.encode()) >= 1, old
    path = folder / name
    path.write_bytes(content.replace(old.encode(), new.encode(), 1))
    return path


def manifest(folder: Path, *, sha256: str | None = None) -> None:
    """Write a manifest of the models of `folder`, each with its own checksum or with `sha256`."""
    entries = {
        path.name: {
            "sha256": sha256 or hashlib.sha256(path.read_bytes()).hexdigest(),
            "bytes": path.stat().st_size,
        }
        for path in sorted(folder.glob("*.onnx"))
    }
    (folder / "manifest.json").write_text(json.dumps(entries), "utf-8")
