"""The coupled models of wide sensors on simulated granules: `python -m benchmarks.granules`.

Each granule is one scan with a column of air of its own and one draw of the usual errors of the
inputs and of the sensor's calibration, noise in every pixel. Error, sigma and coverage of the map
against the truth, by sensor and view. Writes JSON; prints the table of docs/how-to/swath.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import lstgeo
from benchmarks import retrieve
from lstgeo import vocabulary
from lstgeo.profiles import generator
from lstgeo.profiles.columns import Columns
from lstgeo.sensors import calibration, platforms
from lstgeo.simulation import granule, granule_grid, sensing

VIEWS = (
    *(("modis_terra", slice(647, 707)), ("modis_terra", slice(62, 122))),
    *(
        ("modis_terra", slice(0, 60)),
        ("ecostress", slice(2680, 2720)),
        ("ecostress", slice(20, 60)),
    ),
)
"""Sensors, and the samples of a scan that are kept."""

COLDEST, MOISTEST = 262.0, 80.0
"""Columns of colder air [K], over snow, or with more water vapour [kg m-2] are left out."""

FIRST = 5
"""Pixels of the first row that have no value on purpose."""


def main() -> None:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=retrieve.RESULTS)
    parser.add_argument("--columns", type=int, default=150)
    given = parser.parse_args()
    drawn = generator.generate(3 * given.columns, seed=5)
    usable = (drawn.air_temperature > COLDEST) & (drawn.total_column_water_vapour < MOISTEST)
    air = drawn.take(np.flatnonzero(usable)[: given.columns])
    water = air.total_column_water_vapour
    document = {
        "columns": len(water),
        "water_kg_m2": [round(float(end), 1) for end in (water.min(), water.max())],
        "views": [scores(sensor, samples, air) for sensor, samples in VIEWS],
    }
    (given.output / "granules.json").write_text(json.dumps(document, indent=1) + "\n")
    print(table(document))


def scores(sensor: str, samples: slice, air: Columns) -> dict[str, Any]:
    """View [degree], RMSE and median sigma [K], coverage and rms of error over sigma."""
    random = np.random.default_rng(3)
    with tempfile.TemporaryDirectory() as name:
        granules = [
            one(Path(name) / str(number), sensor, samples, air.take([number]), random)
            for number in range(len(air.air_temperature))
        ]
    view, error, sigma = (np.concatenate(part) for part in zip(*granules, strict=True))
    print(sensor, samples, file=sys.stderr, flush=True)
    ratio = error / sigma
    return {
        "sensor": sensor,
        "view": round(float(np.median(view)), 1),
        "rmse": round(float(np.sqrt(np.mean(error**2))), 3),
        "within_1_sigma": round(float(np.mean(abs(ratio) < 1)), 3),
        "within_1.96_sigma": round(float(np.mean(abs(ratio) < 1.96)), 3),
        "error_over_sigma": round(float(np.sqrt(np.mean(ratio**2))), 3),
        "median_sigma": round(float(np.median(sigma)), 2),
    }


def one(
    folder: Path, sensor: str, samples: slice, air: Columns, random: np.random.Generator
) -> tuple[NDArray[np.floating[Any]], ...]:
    """View angle, error and sigma of the cells of one granule, its inputs and calibration wrong."""
    band = platforms.sensor(sensor).bands[0]
    usual, draw = sensing.USUAL_ERRORS, random.standard_normal(5)
    made = granule.write(
        folder,
        sensor=sensor,
        scans=1,
        columns=samples,
        air=air,
        bias=calibration.radiance_sigma(band, band.calibration_sigma) * draw[4],
        seed=int(random.integers(1 << 31)),
    )
    scene = lstgeo.open_scene(made.radiance)
    found = lstgeo.retrieve(
        scene,
        method="coupled",
        water_vapour=made.water_vapour * max(1 + usual.water_vapour * draw[0], 0.01),
        air_temperature=made.air_temperature + usual.air_temperature * draw[1],
        surface_pressure=made.surface_pressure + usual.surface_pressure * draw[2],
        emissivity=min(made.emissivity + usual.emissivity * draw[3], 1.0),
    ).compute(scheduler="synchronous")
    pixel = granule_grid.pixels(made, scene)
    shown = pixel >= FIRST
    kelvin, sigma = (
        found[quantity.name].to_numpy()[shown]
        for quantity in (
            vocabulary.SURFACE_TEMPERATURE,
            vocabulary.SURFACE_TEMPERATURE_UNCERTAINTY,
        )
    )
    view, true = (
        values.reshape(-1)[pixel[shown]]
        for values in (made.scan.view_zenith, made.surface_temperature)
    )
    return view, kelvin - true, sigma


def table(document: dict[str, Any]) -> str:
    """Rows of the documentation's table."""
    rows = []
    for row in document["views"]:
        title = platforms.sensor(row["sensor"]).title
        ratio = f"{row['error_over_sigma']:.2f}".lstrip("0")
        rows.append(
            f"| {title} | {row['view']:.0f}° | {row['rmse']:.2f} | {row['within_1_sigma']:.0%} | "
            f"{row['within_1.96_sigma']:.0%} | {ratio} | {row['median_sigma']:.1f} |"
        )
    return "\n".join(rows).replace("%", " %")


if __name__ == "__main__":
    main()
