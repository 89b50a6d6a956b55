"""The profile tier on a synthetic scene with its simulated reanalysis: error, coverage, cost.

    python -m benchmarks.profiles [--rows 7800 --columns 7600] [--draws 8] [--output FOLDER]

Surface temperature against the truth, emissivity known, with profiles that are right and with
drawn errors of `lstgeo.profiles.errors.USUAL`: the same error in every column of the reanalysis
(`one error`) or one of its own in each (`own errors`), each kept at both hours. Errors are looked
at in every eighth strip, those of right profiles in all. A scene has one air and a draw one error,
so the same is done on many small scenes, each with air of its own. Before that, processor time and
peak memory of whole commands beside the coupled tier's, taken in turn. Writes JSON; prints tables.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

import lstgeo
from benchmarks import process, retrieve
from benchmarks.process import Cost
from lstgeo import quality
from lstgeo.profiles import columns, errors
from lstgeo.raster import door
from lstgeo.simulation import scene

METHODS = ("profile", "rte")
"""The tier, and the plain equation with the same profiles."""

KNOWN = {"emissivity": 0.0, "calibration": 0.0}
RIGHT = KNOWN | {"profile_temperature": 0.0, "profile_log_humidity": 0.0}
"""Sigmas of a synthetic scene, whose calibration and emissivity are exact; and of its air."""

SHARED = {"one error": True, "own errors": False}
"""Whether the columns of a reanalysis err alike, by name."""

SMALL, SCENES = (384, 384), 24
WATER = (8.0, 38.0)
"""The small scenes: their shape, how many, and their mean water vapour, from least to greatest."""

EVERY = 8
"""Strips for each one that is looked at, where profiles are wrong."""


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=retrieve.RESULTS)
    parser.add_argument("--rows", type=int, default=7800)
    parser.add_argument("--columns", type=int, default=7600)
    parser.add_argument("--draws", type=int, default=8)
    parser.add_argument("--repeats", type=int, default=2)
    given = parser.parse_args()
    shape = (given.rows, given.columns)
    folder = retrieve.made(shape)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        document: dict[str, Any] = {
            "shape": shape,
            "cost": costs(folder, Path(name), given.repeats),
        }
        document["error"] = list(accuracy(folder, Path(name), given.draws, EVERY))
        document["error_of_small_scenes"] = list(small_scenes(Path(name), SCENES))
    (given.output / "profiles.json").write_text(json.dumps(document, indent=1) + "\n")
    print(table(document))


def costs(folder: Path, work: Path, repeats: int) -> dict[str, dict[str, float]]:
    """Median costs of retrievals of a scene with all defaults, by what they are given."""
    scene, lst = str(next(folder.glob("L*_02_T1"))), str(work / "lst.tif")
    air = ("--wv", str(folder / "water_vapour.tif"), "--air-temperature")
    profiles = ("--profiles", str(folder / "reanalysis.nc"))
    given = {
        "coupled": (*air, str(folder / "air_temperature.tif")),
        "profile": profiles,
        "rte": (*profiles, "--method", "rte"),
    }
    found: dict[str, list[Cost]] = {name: [] for name in given}
    for _ in range(repeats):
        for name, options in given.items():
            found[name].append(process.cost(process.lstgeo("retrieve", scene, *options, "-o", lst)))
            print(name, found[name][-1], file=sys.stderr, flush=True)
    return retrieve.medians(found)


def small_scenes(work: Path, count: int) -> Iterator[dict[str, Any]]:
    """Error and coverage on small scenes from dry to humid, each with air and errors of its own."""
    for seed, middle in enumerate(np.linspace(*WATER, count)):
        folder = work / "small"
        scene.write(folder, shape=SMALL, seed=seed, water_vapour=(middle - 3, middle + 3))
        for row in accuracy(folder, work, 1, first=seed):
            yield {"scene": seed, "water_vapour": round(float(middle), 1)} | row
        shutil.rmtree(folder)


def accuracy(
    folder: Path, work: Path, draws: int, every: int = 1, first: int = 0
) -> Iterator[dict[str, Any]]:
    """Error and coverage by method: right profiles first, then every draw of wrong ones."""
    told = folder / "reanalysis.nc"
    for method in METHODS:
        yield {"profiles": "right", "draw": 0} | scores(folder, told, method, RIGHT, 1)
    for name, shared in SHARED.items():
        for draw in range(first, first + draws):
            wrong = perturbed(told, work / "wrong.nc", draw, shared=shared)
            for method in METHODS:
                yield {"profiles": name, "draw": draw} | scores(folder, wrong, method, KNOWN, every)


def scores(
    folder: Path, profiles: Path, method: str, sigmas: dict[str, float], every: int
) -> dict[str, Any]:
    """Rms and mean error, rms sigma [K] and coverage of clear pixels, in one strip of `every`."""
    truth = folder / "truth"
    found = lstgeo.retrieve(
        next(folder.glob("L*_02_T1")),
        profiles=profiles,
        emissivity=truth / "emissivity.tif",
        method=method,
        input_sigma=sigmas,
    )
    true = door.open_raster(truth / "surface_temperature.tif", mask_and_scale=True)
    parts, top = [], 0
    for number, rows in enumerate(found.chunksizes["y"]):
        if number % every == 0:
            part = slice(top, top + rows)
            parts.append(_sums(found.isel(y=part), true.isel(y=part)))
        top += rows
    count, total, squares, variance, one, two = np.sum(parts, axis=0)
    return {
        "method": method,
        "pixels": int(count),
        "rmse": round(float(np.sqrt(squares / count)), 4),
        "bias": round(float(total / count), 4),
        "sigma": round(float(np.sqrt(variance / count)), 4),
        "within_1_sigma": round(float(one / count), 4),
        "within_2_sigma": round(float(two / count), 4),
    }


def _sums(found: xr.Dataset, true: xr.DataArray) -> list[float]:
    """Clear pixels, their errors, squares of these and of sigma, and how many sigma covers."""
    found, true = found.compute(), true.compute()
    clear = quality.clear(found.quality.values)
    error = (found.surface_temperature.values - true.values)[clear].astype(float)
    sigma = found.surface_temperature_uncertainty.values[clear].astype(float)
    far = np.abs(error)
    values = (np.ones(error.size), error, error**2, sigma**2, far <= sigma, far <= 1.96 * sigma)
    return [float(np.sum(value)) for value in values]


def perturbed(source: Path, target: Path, draw: int, *, shared: bool) -> Path:
    """Reanalysis with the usual errors, the same at all its times; ground and 2 m err with it."""
    with xr.open_dataset(source, engine="netcdf4") as opened:
        data = opened.load().drop_vars("tcwv").transpose(..., "level")
    pressure = 100.0 * data.level.values[::-1].astype(float)
    for row, column in np.ndindex(data.sizes["latitude"], data.sizes["longitude"]):
        seed = [draw] if shared else [draw, row, column]
        place = {"latitude": row, "longitude": column}
        for time in range(data.sizes["time"]):
            _err(data, {"time": time} | place, pressure, np.random.default_rng(seed))
    data.to_netcdf(target, engine="netcdf4")
    return target


def _err(
    data: xr.Dataset, place: dict[str, int], pressure: Any, random: np.random.Generator
) -> None:
    """Give one column, which lies at `place`, errors; `pressure` [Pa] rises from its ground up."""
    names = ("t", "q")
    air, moist = (data[name][place].values[::-1].astype(float) for name in names)
    batch = columns.of(pressure, air, moist, "reanalysis")
    one, none = np.ones(1), np.zeros(1)
    wrong = errors.given(
        batch, errors.USUAL.temperature * one, errors.USUAL.log_humidity * one, none, random
    )
    for name, values in zip(names, (wrong.temperature, wrong.specific_humidity), strict=True):
        data[name][place] = values[0, ::-1]
    ground = float(data.sp[place])
    lowest = int(np.argmax(pressure < ground))
    data.t2m[place] = data.t2m[place] + (wrong.temperature[0] - air)[lowest]
    data.sp[place] = ground + errors.USUAL.surface_pressure * random.standard_normal()


def table(document: dict[str, Any]) -> str:
    """Markdown: errors of the one scene and of the small ones, then costs."""
    parts = [errors_table(document[name]) for name in ("error", "error_of_small_scenes")]
    lines = ["| process | CPU s | wall s | peak MB |", "|---|---|---|---|"]
    for name, cost in document["cost"].items():
        figures = f"{cost['cpu_s']:.1f} | {cost['wall_s']:.1f} | {cost['peak_mb']:.0f}"
        lines.append(f"| {name} | {figures} |")
    return "\n\n".join([*parts, "\n".join(lines)])


def errors_table(rows: list[dict[str, Any]]) -> str:
    """Markdown: root mean squares over all draws, and the mean shares that sigma covers."""
    lines = [
        "| profiles | method | draws | error [K] | of a draw | sigma [K] | within 1, 1.96 sigma |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in ("right", *SHARED):
        for method in METHODS:
            drawn = [row for row in rows if (row["method"], row["profiles"]) == (method, name)]
            found = {key: np.array([row[key] for row in drawn]) for key in FIGURES}
            rmse, sigma = (np.sqrt(np.mean(found[key] ** 2)) for key in ("rmse", "sigma"))
            within = (100 * found[key].mean() for key in ("within_1_sigma", "within_2_sigma"))
            cells = (
                *(name, method, str(len(drawn)), f"{rmse:.3f}"),
                f"{found['rmse'].min():.2f} to {found['rmse'].max():.2f}",
                *(f"{sigma:.3f}", ", ".join(f"{share:.0f} %" for share in within)),
            )
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


FIGURES = ("rmse", "sigma", "within_1_sigma", "within_2_sigma")


if __name__ == "__main__":
    main()
