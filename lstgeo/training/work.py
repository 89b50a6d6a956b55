"""The hidden folder that a training keeps unfinished things in, so that a killed run goes on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from lstgeo.errors import OutputError

if TYPE_CHECKING:
    from lstgeo.training.config import Config

SPECTRA = "spectra-"
"""Start of the names of folders that know themselves what they belong to."""

_NOTE = "config.json"


def folder(config: Config, output: Path) -> Path:
    """Folder beside the model to be, emptied unless its contents are of this configuration.

    Raises OutputError where it cannot be made.
    """
    place = output / f".{config.model}.work"
    note = place / _NOTE
    text = json.dumps({"digest": config.digest} | config.document(), indent=1, sort_keys=True)
    try:
        place.mkdir(parents=True, exist_ok=True)
        if _digest(note) != config.digest:
            _empty(place)
            partial = note.with_name(f".{note.name}")
            partial.write_text(text, "utf-8")
            partial.replace(note)
    except OSError as error:
        raise OutputError(f"{output} cannot be written to: {error.strerror}") from error
    return place


def remove(place: Path) -> None:
    """Remove a work folder and what is in it."""
    shutil.rmtree(place, ignore_errors=True)


def _digest(note: Path) -> str | None:
    try:
        return str(json.loads(note.read_text("utf-8"))["digest"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _empty(place: Path) -> None:
    for item in place.iterdir():
        if item.is_dir() and not item.name.startswith(SPECTRA):
            shutil.rmtree(item)
        elif not item.is_dir():
            item.unlink()
