"""One place at two overpasses, stacked with xarray: `python examples/time_series.py [FOLDER]`.

A Landsat 8 and a Landsat 9 scene of the same land, eight days apart, are simulated, so that the
example needs no download. Only clear pixels are kept; the change between the days carries the
uncertainty of both.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import xarray as xr

import lstgeo
from lstgeo.simulation import scene as simulation

DAYS = {"landsat8": (14.0, 18.0), "landsat9": (24.0, 30.0)}
"""Least and greatest water vapour over the scene of each satellite's day [kg m-2]."""


def main(folder: Path) -> None:
    """Simulate, retrieve, stack; print a line a day and the change between them."""
    series = xr.concat(
        [retrieved(folder / sensor, sensor, water) for sensor, water in DAYS.items()], dim="time"
    )
    print(
        xr.Dataset(
            {
                "median temperature [K]": series.surface_temperature.median(["y", "x"]),
                "median sigma [K]": series.surface_temperature_uncertainty.median(["y", "x"]),
                "clear": series.surface_temperature.notnull().mean(["y", "x"]),
            }
        )
        .to_dataframe()
        .round(2)
    )
    change = series.surface_temperature.diff("time").squeeze()
    sigma = (series.surface_temperature_uncertainty**2).sum("time", skipna=False) ** 0.5
    beyond = (abs(change) > 2 * sigma).where(change.notnull()).mean()
    count, warmer = int(change.count()), float(change.median())
    print(f"clear on both days: {count} pixels, warmer by {warmer:.2f} K")
    print(f"changed by more than two sigma of the difference: {float(beyond):.1%}")
    series.to_netcdf(folder / "series.nc")


def retrieved(folder: Path, sensor: str, water_vapour: tuple[float, float]) -> xr.Dataset:
    """Temperature and uncertainty of the clear pixels of a day, with its time."""
    made = simulation.write(
        folder, sensor=sensor, shape=(384, 384), seed=5, water_vapour=water_vapour
    )
    result = lstgeo.retrieve(
        lstgeo.open_scene(made.scene),
        water_vapour=made.water_vapour,
        air_temperature=made.air_temperature,
    )
    clear = lstgeo.decode_quality(result.quality)["clear"]
    kept = result[["surface_temperature", "surface_temperature_uncertainty"]].where(clear)
    time = np.datetime64(result.attrs["datetime"][:19], "ns")
    return kept.drop_attrs().drop_vars("spatial_ref").assign_coords(time=time).compute()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
