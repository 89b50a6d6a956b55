"""Coverage-guided fuzzing of the readers of lists, where atheris is installed.

python -m tests.batches.fuzz_lists -runs=100000 -seed=1
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["lstgeo.batches.rows", "lstgeo.pipeline"]):
    from lstgeo.batches import rows

from lstgeo.errors import LstgeoError

FORMS = ("txt", "csv", "jsonl")


def one(data: bytes) -> None:
    """Read `data` as a list; only an error of lstgeo may come of it."""
    path = FOLDER / f"list.{FORMS[data[0] % len(FORMS)] if data else 'csv'}"
    path.write_bytes(data[1:])
    with contextlib.suppress(LstgeoError):
        for row in rows.of(path)():
            assert row.scene


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as made:
        FOLDER = Path(made)
        atheris.Setup(sys.argv, one)
        atheris.Fuzz()
