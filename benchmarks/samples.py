"""Speed of `lstgeo simulate`, as a whole process: samples a second, and the share of each step.

    python -m benchmarks.samples [--count 200000 --sensor landsat8 --band B10]

prints JSON; one run, and the median of five parts for the steps.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import process
from lstgeo.simulation import samples, supply

RUNS = 5


def seconds(work: Callable[[int], object]) -> float:
    """Median time of work on a part."""
    spent = []
    for index in range(RUNS):
        start = time.perf_counter()
        work(index)
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def results(count: int, sensor: str, band: str) -> dict[str, object]:
    """Cost of the command, and of drawing columns and of simulating a part."""
    recipe, columns = samples.Recipe(sensor, band), supply.Generated()
    samples.part(recipe, columns, 0)
    drawn = seconds(lambda index: columns.columns(index, samples.SCENES))
    whole = seconds(lambda index: samples.part(recipe, columns, index))
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "samples.nc"
        options = ["--sensor", sensor, "--band", band, "--count", str(count), "-o", str(path)]
        cost = process.cost(process.lstgeo("simulate", *options))
        size = path.stat().st_size
    return {
        "processors": os.cpu_count(),
        "count": count,
        "wall_s": cost.wall_s,
        "cpu_s": cost.cpu_s,
        "peak_mb": cost.peak_mb,
        "samples_per_s": round(count / cost.wall_s),
        "minutes_for_a_million": round(1e6 / (count / cost.wall_s) / 60, 2),
        "bytes_per_sample": round(size / count, 1),
        "part_s": round(whole, 3),
        "columns_of_a_part_s": round(drawn, 3),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200_000)
    parser.add_argument("--sensor", default="landsat8")
    parser.add_argument("--band", default="B10")
    given = parser.parse_args()
    print(json.dumps(results(given.count, given.sensor, given.band), indent=2))


if __name__ == "__main__":
    main()
