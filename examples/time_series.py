"""A time series with xarray: `python examples/time_series.py [FOLDER]`, without any data.

Four overpasses of the same ground are simulated, each under air of other humidity. The true
temperature is the same on all four days, so whatever the series shows is error: it tells how much
of the changing air leaks into the temperature, and whether the stated uncertainty knows of it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import xarray as xr

import lstgeo
from lstgeo.simulation import scene as simulation

DAYS = {
    "2023-06-13": (8.0, 10.0),
    "2023-06-29": (14.0, 17.0),
    "2023-07-15": (20.0, 24.0),
    "2023-07-31": (28.0, 33.0),
}
"""Day of each overpass, and least and greatest water vapour over the scene [kg m-2]."""


def main(folder: Path) -> None:
    """Simulate four days, retrieve each, join them along time, and look."""
    series = xr.concat([_clear(folder / day, day) for day in DAYS], "time").compute()
    always = series.temperature.notnull().all("time")
    print(f"{float(always.mean()):.0%} of the pixels are clear on all days; there, on average:")
    mean = series.where(always).mean(("x", "y"))
    for day in mean.time:
        one = mean.sel(time=day)
        print(f"  {one.time.dt.date.item()}  {one.temperature:6.2f} K  sigma {one.sigma:4.2f} K")
    spread = float(mean.temperature.std(ddof=1))
    print(f"spread of the four: {spread:.2f} K, where the ground did not change at all")
    series.to_netcdf(folder / "series.nc")


def _clear(folder: Path, day: str) -> xr.Dataset:
    """Temperature and sigma [K] of the clear pixels of a simulated day."""
    files = simulation.write(folder, shape=(256, 256), seed=4, water_vapour=DAYS[day])
    result = lstgeo.retrieve(lstgeo.open_scene(files.scene), water_vapour=files.water_vapour)
    clear = lstgeo.decode_quality(result.quality)["clear"]
    kept = {
        "temperature": result.surface_temperature.where(clear),
        "sigma": result.surface_temperature_uncertainty.where(clear),
    }
    return xr.Dataset(kept).expand_dims(time=[np.datetime64(day, "ns")])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
