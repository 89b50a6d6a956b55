"""Samples on disk: finished parts kept in a hidden folder, then one CF-NetCDF file of them all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import netCDF4
import numpy as np

from lstgeo.simulation import sample_fields

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array

Samples = Mapping[str, "Array"]

CONVENTIONS = "CF-1.11"
DIMENSION = "sample"

_RECIPE = "recipe.json"


@dataclass(frozen=True)
class Staging:
    """Hidden folder of finished parts beside the file that they will be.

    A part is written under another name and renamed, so it is there whole or not at all. The
    folder knows the recipe of its parts: those of another recipe are thrown away.
    """

    folder: Path

    @classmethod
    def beside(cls, target: Path, recipe: Mapping[str, Any]) -> Staging:
        """Staging of `target`, emptied unless its parts are of this `recipe`."""
        folder = target.with_name(f".{target.name}.parts")
        text = json.dumps(recipe, indent=1, sort_keys=True)
        note = folder / _RECIPE
        if folder.is_dir() and (not note.is_file() or note.read_text("utf-8") != text):
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        _whole(note, lambda partial: partial.write_text(text, "utf-8"))
        return cls(folder)

    def has(self, index: int) -> bool:
        """Whether a part is finished."""
        return self._path(index).is_file()

    def keep(self, index: int, samples: Samples) -> None:
        """Store a finished part."""
        _whole(self._path(index), lambda partial: _save(partial, samples))

    def part(self, index: int) -> dict[str, Array] | None:
        """A stored part; None where it cannot be read, as after a loss of power."""
        try:
            with np.load(self._path(index)) as stored:
                return {name: stored[name] for name in sample_fields.FIELDS}
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return None

    def remove(self) -> None:
        """Remove the folder and what is in it."""
        shutil.rmtree(self.folder)

    def _path(self, index: int) -> Path:
        return self.folder / f"{index:06d}.npz"


def write(
    target: Path,
    parts: Callable[[int], Samples],
    count: int,
    size: int,
    attributes: Mapping[str, Any],
    sources: tuple[str, ...],
) -> None:
    """Write `count` samples, `size` of them from each of the `parts`, which also is the chunk.

    The file is written beside its place and renamed.
    """
    partial = target.with_name(f".{target.name}.part")
    try:
        with netCDF4.Dataset(partial, "w", format="NETCDF4") as data:
            data.setncatts({"Conventions": CONVENTIONS} | dict(attributes))
            data.createDimension(DIMENSION, count)
            _define(data, min(size, count), sources)
            for start in range(0, count, size):
                samples = parts(start // size)
                for name in sample_fields.FIELDS:
                    data[name][start : start + size] = samples[name][: count - start]
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _define(data: netCDF4.Dataset, chunk: int, sources: tuple[str, ...]) -> None:
    """Variables of all fields; the names of `sources` go with their codes."""
    for name, field in sample_fields.FIELDS.items():
        variable = data.createVariable(
            name, field.dtype, (DIMENSION,), compression="zlib", complevel=1, chunksizes=(chunk,)
        )
        given = dict(field.attributes)
        if name == "source":
            given["flag_meanings"] = " ".join(text.replace(" ", "_") for text in sources)
        if "flag_meanings" in given:
            codes = len(str(given["flag_meanings"]).split())
            given["flag_values"] = np.arange(codes, dtype=field.dtype)
        variable.setncatts(given)


def _save(path: Path, samples: Samples) -> None:
    stored = {
        name: np.asarray(samples[name], dtype=field.dtype)
        for name, field in sample_fields.FIELDS.items()
    }
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, **stored)


def _whole(path: Path, save: Callable[[Path], Any]) -> None:
    """Let `save` fill a file beside `path`, then give it that name."""
    partial = path.with_name(f".{path.name}")
    save(partial)
    partial.replace(path)
