"""Cost of `lstgeo retrieve`, as whole processes, on a synthetic scene.

    python -m benchmarks.retrieve [--rows 7800 --columns 7600]

prints JSON: start-up, and the retrieval with each encoding; medians of three runs.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks import process

RUNS = 3


def measured(command: Sequence[str]) -> dict[str, float]:
    """Median cost of a command over the runs, by name."""
    costs = [asdict(process.cost(command)) for _ in range(RUNS)]
    return {name: statistics.median(cost[name] for cost in costs) for name in costs[0]}


def results(shape: tuple[int, int]) -> dict[str, object]:
    """Costs on a scene of `shape`, with what they were measured on."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = json.loads(process.output("benchmarks.scene", name, *map(str, shape)))
        retrieve = process.lstgeo("retrieve", made["scene"], "--wv", made["water_vapour"])
        return {
            "pixels": shape[0] * shape[1],
            "processors": os.cpu_count(),
            "help": measured(process.lstgeo("--help")),
            "float32": measured([*retrieve, "-o", str(folder / "lst.tif")]),
            "usgs": measured([*retrieve, "-o", str(folder / "lst.tif"), "--encoding", "usgs"]),
        }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2048)
    parser.add_argument("--columns", type=int, default=2048)
    given = parser.parse_args()
    print(json.dumps(results((given.rows, given.columns)), indent=2))


if __name__ == "__main__":
    main()
