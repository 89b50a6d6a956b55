"""MERRA-2's instantaneous fields on pressure levels, `inst3_3d_asm_Np`, as its documents have them.

After Bosilovich et al. 2016, MERRA-2: File Specification, GMAO Office Note 9.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import netCDF4
import numpy as np

from tests.pipeline import profiles

FILL = np.float32(1e15)
LEVELS_HPA = np.array(
    (
        *(1000, 975, 950, 925, 900, 875, 850, 825, 800, 775, 750, 725, 700, 650, 600, 550, 500),
        *(450, 400, 350, 300, 250, 200, 150, 100, 70, 50, 40, 30, 20, 10, 7, 5, 4, 3, 2, 1),
        *(0.7, 0.5, 0.4, 0.3, 0.1),
    )
)
LONGITUDE, LATITUDE = np.arange(12.5, 17.6, 0.625), np.arange(46.0, 51.1, 0.5)
GROUND_PA, GROUND_M, GRAVITY = 97_000.0, 327.0, 9.80665


def write(path: Path, **changes: Any) -> Path:
    """Write the air of `profiles` at 9 and 12 o'clock, with nothing below a ground at 970 hPa.

    `changes`: `levels` [hPa] that are there, the `day`, degrees `east` of the scene, `units` of T.
    """
    levels = np.asarray(changes.get("levels", LEVELS_HPA))
    with netCDF4.Dataset(path, "w") as data:
        _axes(data, levels, changes)
        buried = levels[:, None, None] * 100 > GROUND_PA
        hpa, y, x = np.meshgrid(levels, LATITUDE - 48.75, LONGITUDE - 15.0, indexing="ij")
        for hour in (0, 3):
            warm, moist = profiles.air(hpa, x + 0.5 * hour)
            height = profiles.SCALE * np.log(1013.25 / hpa)
            fields = {"T": warm, "QV": moist * np.exp(0.1 * y), "H": height}
            for name, values in fields.items():
                data[name][hour // 3] = np.where(buried, FILL, values)
            data["PS"][hour // 3] = GROUND_PA
            data["PHIS"][hour // 3] = GROUND_M * GRAVITY
    return path


def _axes(data: Any, levels: Any, changes: dict[str, Any]) -> None:
    places = (
        ("lon", LONGITUDE + changes.get("east", 0.0), "degrees_east"),
        ("lat", LATITUDE, "degrees_north"),
        ("lev", levels, "hPa"),
        ("time", np.array([540, 720]), "minutes since 2016-01-21 00:00:00"),
    )
    for name, values, units in places:
        data.createDimension(name, len(values))
        data.createVariable(name, "i4" if name == "time" else "f8", (name,))[:] = values
        data[name].units = units
    data["lev"].setncatts(
        {"long_name": "vertical level", "positive": "down", "coordinate": "PLE",
         "standard_name": "PLE_level"}
    )  # fmt: skip
    data["time"].units = f"minutes since {changes.get('day', '2016-01-21')} 00:00:00"
    plane = ("time", "lat", "lon")
    for name, units, standard, dimensions in (
        ("T", changes.get("units", "K"), "air_temperature", ("time", "lev", "lat", "lon")),
        ("QV", "kg kg-1", "specific_humidity", ("time", "lev", "lat", "lon")),
        ("H", "m", "edge_heights", ("time", "lev", "lat", "lon")),
        ("PS", "Pa", "surface_pressure", plane),
        ("PHIS", "m+2 s-2", "surface geopotential height", plane),
    ):
        field = data.createVariable(name, "f4", dimensions, fill_value=FILL)
        field.set_auto_maskandscale(False)
        field.setncatts(
            {"units": units, "standard_name": standard, "missing_value": FILL,
             "fmissing_value": FILL, "scale_factor": np.float32(1), "add_offset": np.float32(0)}
        )  # fmt: skip
