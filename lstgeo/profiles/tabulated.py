"""Band values of the profiles of many files, one row a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstgeo.errors import InputError
from lstgeo.profiles import levels, parameters, reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Row = dict[str, str | float]
"""Values of one column by name."""


def of_files(
    paths: Sequence[str | Path],
    sensor: str,
    band: str | None = None,
    *,
    view_zenith_angle: float = 0.0,
) -> list[Row]:
    """Band transmittance and radiances of every column of profile files.

    Parameters
    ----------
    paths : sequence of paths
        CSV, CF-NetCDF, or tables of the AFGL atmospheres (`.dat`).
    sensor, band : str
        Names in any spelling; the first band of the sensor where left out.
    view_zenith_angle : float
        At the surface, 0-65 degrees.

    Returns
    -------
    list of dict
        `profile` (the path, with the number of the column from 0 where a file holds several),
        `sensor`, `band`, `transmittance`, `upwelling_radiance` and `downwelling_radiance`
        [W m-2 sr-1 um-1], `total_column_water_vapour` [kg m-2], `view_zenith_angle` [degree].

    Raises
    ------
    MissingFileError, InputError
        A file that is not there, or whose column and level cannot be right.
    MethodError
        A sensor or band that is not known.
    """
    if not paths:
        raise InputError("one profile file or more was needed, none was given")
    house = parameters.names(sensor, band)
    batches = [reading.read(path) for path in paths]
    batch = levels.concatenated(batches)
    found = parameters.of(batch, *house, view_zenith_angle=view_zenith_angle)
    names = [
        f"{path}:{index}" if len(columns) > 1 else str(path)
        for path, columns in zip(paths, batches, strict=True)
        for index in range(len(columns))
    ]
    return [
        {
            "profile": name,
            "sensor": house[0],
            "band": house[1],
            "transmittance": float(found.transmittance[row]),
            "upwelling_radiance": float(found.upwelling_radiance[row]),
            "downwelling_radiance": float(found.downwelling_radiance[row]),
            "total_column_water_vapour": float(water),
            "view_zenith_angle": float(view_zenith_angle),
        }
        for row, (name, water) in enumerate(
            zip(names, batch.total_column_water_vapour, strict=True)
        )
    ]
