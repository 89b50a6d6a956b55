"""The manifest of a folder of models: sha256 and size of each file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from lstgeo.errors import MissingFileError, OutputError

NAME = "manifest.json"


def entries(folder: Path) -> dict[str, dict[str, str | int]]:
    """Sha256 and bytes of every `.onnx` file of a folder and of those in it, by relative path."""
    if not folder.is_dir():
        raise MissingFileError(f"there is no folder of models {folder}")
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.onnx"))
    shown = [name for name in names if not any(part[0] == "." for part in name.split("/"))]
    return {name: entry(folder / name) for name in shown}


def entry(path: Path) -> dict[str, str | int]:
    """Sha256 and bytes of one file."""
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def write(folder: Path) -> Path:
    """Write the manifest of a folder, whole or not at all."""
    target = folder / NAME
    partial = target.with_name(f".{NAME}.part")
    text = json.dumps(entries(folder), indent=1) + "\n"
    try:
        partial.write_text(text, "utf-8")
        partial.replace(target)
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror}") from error
    finally:
        partial.unlink(missing_ok=True)
    return target
