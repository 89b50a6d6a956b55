"""An urban heat island: `python examples/heat_island.py [FOLDER]`, without any data.

In a simulated summer morning the town is found as the least green place that is not water, and the
temperature is averaged over rings around it. With a real scene only the two files change.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import xarray as xr

import lstgeo
from lstgeo.simulation import scene as simulation

CELL = 10
"""Pixels along the side of the cells in which the town is looked for: 300 m."""

RINGS = np.arange(0, 6001, 1000)
"""Edges of the rings around the town [m]."""


def main(folder: Path) -> None:
    """Simulate, retrieve, find the town, and print the temperature of the rings around it."""
    files = simulation.write(folder, shape=(512, 512), seed=11)
    scene = lstgeo.open_scene(files.scene)
    result = lstgeo.retrieve(
        scene, water_vapour=files.water_vapour, air_temperature=files.air_temperature
    )
    masks = lstgeo.decode_quality(result.quality)
    land = (masks["clear"] & ~masks["water"]).compute()
    temperature = result.surface_temperature.where(land).compute()
    sigma = float(result.surface_temperature_uncertainty.where(land).mean())

    red, near_infrared = scene.red_reflectance, scene.near_infrared_reflectance
    greenness = ((near_infrared - red) / (near_infrared + red)).where(land).compute()
    distance = _distance(temperature, *_least_green(greenness))

    rings = temperature.groupby_bins(distance, RINGS)
    means, counts = rings.mean(), rings.count()
    around = float(means[-1])
    for ring, mean, count in zip(
        means.distance_bins.values, means.values, counts.values, strict=True
    ):
        bar = "#" * max(0, round(4 * (mean - around)))
        print(f"{ring.left / 1000:.0f}-{ring.right / 1000:.0f} km {mean:7.2f} K {count:6.0f} {bar}")
    print(f"the town is {float(means[0]) - around:+.1f} K from its surroundings; sigma of a pixel")
    print(f"is {sigma:.1f} K, but most of that the two share: it is the same air over both")
    lstgeo.write(result, folder / "lst.tif")


def _least_green(greenness: xr.DataArray) -> tuple[float, float]:
    """Place of the least green square kilometre [m, m]."""
    cells = greenness.coarsen(x=CELL, y=CELL, boundary="trim").mean()
    around = cells.rolling(x=3, y=3, center=True, min_periods=9).mean()
    place = around.where(around == around.min(), drop=True)
    return float(place.x[0]), float(place.y[0])


def _distance(like: xr.DataArray, x: float, y: float) -> xr.DataArray:
    away: xr.DataArray = np.hypot(like.x - x, like.y - y)
    return away.broadcast_like(like).rename("distance")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
