"""Small batches, and what must hold of a folder of results at any moment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lstgeo.raster import commit
from tests import scenes

SHAPE = (24, 20)
SUFFIXES = (".tif", "_uncertainty.tif", "_qa.tif", ".json")


def scene(folder: Path, number: int = 0, **changes: Any) -> Path:
    """Small scene called `S<number>`, in a folder of its own."""
    name = {"LANDSAT_PRODUCT_ID": f"S{number}"} | changes
    return scenes.write(folder / f"s{number}", shape=SHAPE, changes=name)


def vapours(folder: Path, count: int) -> Path:
    """CSV list of one scene under `count` different skies, each with an output of its own."""
    name = scene(folder).relative_to(folder)
    rows = [f"{name},o{number}.tif,{1 + number}" for number in range(count)]
    return listed(folder, ["scene,output,wv", *rows], "list.csv")


def listed(folder: Path, rows: Iterable[object], name: str = "list.txt") -> Path:
    """A list file of `rows`."""
    path = folder / name
    path.write_text("\n".join(str(row) for row in rows) + "\n", "utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes | dict[str, Any]]:
    """Every visible result by name; items without the moment of their making."""
    return {
        str(path.relative_to(folder)): _item(path) if path.suffix == ".json" else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in {".tif", ".json"} and not _hidden(path, folder)
    }


def require_no_half(folder: Path, whole: dict[str, Any]) -> None:
    """Assert that what is visible is as in `whole`, and that items have all their files."""
    for name, content in contents(folder).items():
        assert content == whole[name], name
    for item in folder.glob("*.json"):
        for asset in json.loads(item.read_text("utf-8"))["assets"].values():
            assert asset["file:checksum"] == "1220" + commit.sha256(folder / asset["href"])


def hidden(folder: Path) -> list[str]:
    """Files and folders that are hidden in a folder of results, besides the folder of the locks."""
    return [str(path) for path in folder.rglob(".*") if path.name != ".lstgeo-batch"]


def lines(folder: Path) -> Iterator[dict[str, Any]]:
    """Lines of the journal, whole ones."""
    for raw in (folder / "batch.jsonl").read_bytes().splitlines():
        try:
            yield json.loads(raw)
        except ValueError:
            continue


def states(folder: Path, state: str) -> list[dict[str, Any]]:
    """Lines of the journal with that state."""
    return [line for line in lines(folder) if line["state"] == state]


def _item(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    del document["properties"]["created"]
    return document


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)
