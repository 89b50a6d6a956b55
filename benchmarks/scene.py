"""Make the synthetic scene of a benchmark: `python -m benchmarks.scene FOLDER ROWS COLUMNS`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from lstgeo.simulation import scene

SEED = 8


def main() -> None:
    """Write the scene and print the paths of its folder and its water vapour."""
    folder, rows, columns = sys.argv[1:]
    made = scene.write(Path(folder), shape=(int(rows), int(columns)), seed=SEED)
    print(json.dumps({"scene": str(made.scene), "water_vapour": str(made.water_vapour)}))


if __name__ == "__main__":
    main()
