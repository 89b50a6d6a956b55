"""Publishing a set of files so that it is either all there or not at all."""

from __future__ import annotations

import glob
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rasterio.errors import RasterioError

from lstgeo.errors import OutputError

_READ = 1 << 20

_RANDOM = 8
"""Characters that `tempfile` adds to a name."""


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Hidden folder beside `target` to make files in; it is gone at the end, whatever happens.

    The folder of `target` is made where it is missing, and removed where nothing was published in
    it. Raises OutputError where it cannot be made or written to, or has no room.
    """
    made: list[Path] = []
    try:
        made += [
            parent for parent in (target.parent, *target.parent.parents) if not parent.exists()
        ]
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.stem}.", dir=target.parent))
    except OSError as error:
        raise OutputError(f"{target.parent} cannot be written to: {error.strerror}") from error
    try:
        yield folder
    except RasterioError as error:
        raise OutputError(f"{target} cannot be written: {error.__cause__ or error}") from error
    except OSError as error:
        if isinstance(error, OutputError) or error.errno is None:
            raise
        raise OutputError(f"{target} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            for parent in made:
                parent.rmdir()


def sweep(target: Path) -> None:
    """Remove the hidden folders that killed processes left of `target`.

    Only for who knows that nobody is writing `target` now.
    """
    for folder in target.parent.glob(f".{glob.escape(target.stem)}.{'?' * _RANDOM}"):
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, names: list[str], destination: Path) -> None:
    """Move the files `names` from a staging folder to `destination`, in that order, durably.

    The last one is the proof that the others are complete: an old one is removed first, and the new
    one appears after all the others are on the disk.
    """
    proof = destination / names[-1]
    proof.unlink(missing_ok=True)
    for name in names:
        _sync(folder / name)
    for name in names:
        (folder / name).replace(destination / name)
    _sync(destination)


def sha256(path: str | Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as stream:
        while piece := stream.read(_READ):
            digest.update(piece)
    return digest.hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
