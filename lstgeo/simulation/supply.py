"""Where the columns of samples come from: the generator, or files; the same for the same seed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from lstgeo.errors import InputError, MissingFileError
from lstgeo.profiles import collection, drawing, generator, levels, reading, sky, tail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lstgeo.profiles.columns import Columns

SUFFIXES = (".csv", ".nc")
"""Files of a folder that are read as profiles."""


class Supply(Protocol):
    """Columns in parts of equal size, whatever part is asked for first."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source that a column may name."""

    @property
    def provenance(self) -> dict[str, str]:
        """Where the columns come from, for the attributes of a file."""

    def columns(self, part: int, count: int) -> Columns:
        """The `count` columns of a part."""


@dataclass(frozen=True)
class Generated:
    """Columns drawn from the statistics that ship with lstgeo, each one once."""

    seed: int = 0
    sources = (drawing.SOURCE, tail.SOURCE)

    @property
    def provenance(self) -> dict[str, str]:
        """Name and sha256 of the generator's table."""
        table = resources.files(generator.__name__.rpartition(".")[0]).joinpath(generator.TABLE)
        return {"profiles": generator.TABLE, "profiles_sha256": digest(table.read_bytes())}

    def columns(self, part: int, count: int) -> Columns:
        """Columns that no other part holds."""
        state = np.random.SeedSequence([self.seed, part]).generate_state(1, np.uint64)
        return generator.generate(count, int(state[0]))


@dataclass(frozen=True, eq=False)
class Collected:
    """Columns of files: all of them in random order, then all of them in another."""

    batch: Columns
    provenance: dict[str, str]
    seed: int = 0

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources that the columns name, sorted."""
        return tuple(str(name) for name in np.unique(self.batch.source))

    def columns(self, part: int, count: int) -> Columns:
        """Columns in the order of the round in which each falls."""
        size = len(self.batch)
        turn, place = np.divmod(np.arange(part * count, (part + 1) * count), size)
        index = np.empty(count, dtype=int)
        for number in np.unique(turn):
            order = np.random.default_rng([self.seed, int(number)]).permutation(size)
            index[turn == number] = order[place[turn == number]]
        return self.batch.take(index)


def of(profiles: str | Path | None, seed: int = 0) -> Supply:
    """Supply from a profile file, a folder of them, or, without either, from the generator.

    A folder that holds the files of :mod:`collection` gives the collection: selected, built,
    independent and humid columns. Of other files the cloudy columns are left out.

    Raises MissingFileError where nothing is there, InputError where a column cannot be right or
    none is clear.
    """
    if profiles is None:
        return Generated(seed)
    path = Path(profiles)
    files = _files(path)
    named = {file.name: digest(file.read_bytes()) for file in files}
    provenance = {
        "profiles": ", ".join(named),
        "profiles_sha256": ", ".join(named.values()),
    }
    if collection.complete(path):
        whole = collection.load(path)
        parts = [whole.selected, whole.summer, whole.independent, whole.warmer]
        return Collected(levels.concatenated(parts), provenance, seed)
    batch = levels.concatenated([reading.read(file) for file in files])
    clear = sky.clear(batch)
    if not clear.any():
        raise InputError(f"none of the {len(batch)} columns of {path} is of a clear sky")
    return Collected(batch.take(clear), provenance, seed)


def digest(content: bytes) -> str:
    """Sha256 of what a file holds."""
    return hashlib.sha256(content).hexdigest()


def _files(path: Path) -> Sequence[Path]:
    """Files to read: the path itself, those of the collection, or the profiles of a folder."""
    if not path.is_dir():
        if not path.is_file():
            raise MissingFileError(f"there is no profile file or folder {path}")
        return [path]
    known = [path / name for name in collection.FILES.values()]
    if all(file.is_file() for file in known):
        return known
    found = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES)
    if not found:
        raise MissingFileError(f"folder {path} holds no profile, no {' or '.join(SUFFIXES)} file")
    return found
