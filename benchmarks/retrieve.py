"""Cost of `lstgeo retrieve`, as whole processes, beside what else could be done.

    python -m benchmarks.retrieve [--scene FOLDER] [--output FOLDER] [--rows 7800 --columns 7600]

In one run, in turn: lstgeo in both encodings, the I/O floor, a plain script, rioxarray with dask,
and start-up. Writes JSON, a table and a plot; prints the table. The
scene is made where it is not there, in a cache outside the checkout.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks import plot, process
from benchmarks.process import Cost

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "lstgeo-benchmarks"
RESULTS = Path(__file__).parent / "results"
PICTURE = Path(__file__).parents[1] / "docs" / "benchmarks.png"
SMALL = (64, 64)

Commands = dict[str, list[str]]
Figures = dict[str, dict[str, float]]


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scene", type=Path)
    parser.add_argument("--output", type=Path, default=RESULTS)
    parser.add_argument("--rows", type=int, default=7800)
    parser.add_argument("--columns", type=int, default=7600)
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args()
    folder = given.scene or made((given.rows, given.columns))
    with tempfile.TemporaryDirectory(dir=folder) as name:
        document = results(folder, Path(name), given.repeats)
    given.output.mkdir(parents=True, exist_ok=True)
    (given.output / "retrieve.json").write_text(json.dumps(document, indent=1) + "\n")
    plot.write(document["median"], PICTURE)
    print(table(document["median"]))


def made(shape: tuple[int, int]) -> Path:
    """Folder of the synthetic scene of a shape, made where it is not there."""
    folder = CACHE / "x".join(map(str, shape))
    if not (folder / "water_vapour.tif").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        process.output("benchmarks.scene", str(folder), *map(str, shape))
    return folder


def results(folder: Path, work: Path, repeats: int) -> dict[str, Figures]:
    """Costs of all commands, taken in turn, and what they were measured on."""
    scene, vapour = next(folder.glob("L*_02_T1")), folder / "water_vapour.tif"
    for encoding in ("float32", "usgs"):
        _keep(scene, vapour, work / encoding, encoding)
    commands = _commands(scene, vapour, work)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, command in commands.items():
            costs[name].append(process.cost(command))
            print(name, costs[name][-1], file=sys.stderr, flush=True)
    return {"machine": _machine(), "runs": costs_as(costs), "median": medians(costs)}  # type: ignore[dict-item]


def _commands(scene: Path, vapour: Path, work: Path) -> Commands:
    small = process.lstgeo("retrieve", str(made(SMALL) / scene.name), "--wv", "20")
    retrieve = process.lstgeo("retrieve", str(scene), "--wv", str(vapour), "-o")
    lst = str(work / "lst.tif")
    files = [str(scene), str(vapour), lst]
    floor = [sys.executable, "-m", "benchmarks.floor", str(scene)]
    return {
        "lstgeo --help": process.lstgeo("--help"),
        "64 x 64 scene": [*small, "-o", lst],
        "lstgeo float32": [*retrieve, lst],
        "floor float32": [*floor, str(work / "float32"), str(work), "float32"],
        "lstgeo usgs": [*retrieve, lst, "--encoding", "usgs"],
        "floor usgs": [*floor, str(work / "usgs"), str(work), "usgs"],
        "plain script": [sys.executable, "-m", "benchmarks.single_channel", *files],
        "rioxarray + dask": [sys.executable, "-m", "benchmarks.rioxarray_dask", *files],
    }


def _keep(scene: Path, vapour: Path, folder: Path, encoding: str) -> None:
    """Keep the arrays of a retrieval for the floor."""
    folder.mkdir()
    given = ["--wv", str(vapour), "--encoding", encoding, "-o", str(folder / "lst.tif")]
    process.cost(process.lstgeo("retrieve", str(scene), *given))
    process.output("benchmarks.kept", str(folder), encoding)


def costs_as(costs: dict[str, list[Cost]]) -> dict[str, list[dict[str, float]]]:
    """Every run, for JSON."""
    return {name: [asdict(cost) for cost in runs] for name, runs in costs.items()}


def medians(costs: dict[str, list[Cost]]) -> Figures:
    """Median of each figure."""
    return {
        name: {
            figure: statistics.median(asdict(cost)[figure] for cost in runs)
            for figure in ("wall_s", "cpu_s", "peak_mb")
        }
        for name, runs in costs.items()
    }


def table(figures: Figures) -> str:
    """Markdown, the ratios to the floor of the same encoding and to the script among it."""
    lines = [
        "| process | wall s | CPU s | peak MB | CPU / floor | wall / floor | wall / script |",
        "|---|---|---|---|---|---|---|",
    ]
    script = figures["plain script"]
    for name, cost in figures.items():
        floor = figures["floor usgs" if "usgs" in name else "floor float32"]
        ratios = (
            cost["cpu_s"] / floor["cpu_s"],
            cost["wall_s"] / floor["wall_s"],
            cost["wall_s"] / script["wall_s"],
        )
        numbers = [f"{cost[key]:.1f}" for key in ("wall_s", "cpu_s")] + [f"{cost['peak_mb']:.0f}"]
        lines.append(f"| {' | '.join([name, *numbers, *(f'{ratio:.2f}' for ratio in ratios)])} |")
    return "\n".join(lines)


def _machine() -> dict[str, object]:
    load = os.getloadavg()[0]
    return {"processors": os.cpu_count(), "machine": platform.machine(), "load_at_end": load}


if __name__ == "__main__":
    main()
