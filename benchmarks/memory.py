"""Peak memory below bounds, on scenes of several widths: `python -m benchmarks.memory [OUTPUT]`.

Prints and writes JSON. Scenes wider than those that are simulated are made of copies side by side.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import rasterio

from benchmarks import process, retrieve

ROWS, COLUMNS = 1024, 7600
COPIES = (1, 4)
BOUNDS = ("500MB", "600MB", "700MB", "900MB", "1200MB")
THREADS = 4


def main() -> None:
    """Measure, write and print."""
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else retrieve.RESULTS
    rows = []
    for copies in COPIES:
        with tempfile.TemporaryDirectory(dir=retrieve.CACHE) as name:
            scene = widened(retrieve.made((ROWS, COLUMNS)), Path(name), copies)
            rows += [_cost(scene, COLUMNS * copies, bound) for bound in (None, *BOUNDS)]
    text = json.dumps(rows, indent=1)
    (output / "memory.json").write_text(text + "\n")
    print(text)


def widened(source: Path, target: Path, copies: int) -> Path:
    """Scene with its rasters repeated side by side."""
    scene = next(source.glob("L*_02_T1"))
    made = target / scene.name
    made.mkdir()
    for path in scene.iterdir():
        if path.suffix == ".TIF":
            _widen(path, made / path.name, copies)
        else:
            shutil.copy(path, made)
    return made


def _widen(source: Path, target: Path, copies: int) -> None:
    with rasterio.open(source) as opened:
        profile = opened.profile | {"width": opened.width * copies}
        values = np.tile(opened.read(1), (1, copies))
    with rasterio.open(target, "w", **profile) as made:
        made.write(values, 1)


def _cost(scene: Path, columns: int, bound: str | None) -> dict[str, object]:
    options = ["--max-memory", bound] if bound else []
    given = ["--wv", "20", "--threads", str(THREADS), "-o", str(scene.parent / "lst.tif")]
    command = process.lstgeo("retrieve", str(scene), *given, *options)
    try:
        cost = process.cost(command)
    except subprocess.CalledProcessError:
        return {"columns": columns, "bound": bound, "refused": True}
    row = {"columns": columns, "bound": bound, "threads": THREADS}
    return row | {"peak_mb": cost.peak_mb, "cpu_s": cost.cpu_s, "wall_s": cost.wall_s}


if __name__ == "__main__":
    main()
