"""Columns for who has no profile files, drawn from the statistics that ship with lstgeo."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from lstgeo.profiles import drawing, levels, statistics
from lstgeo.profiles import tail as warm_moist

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lstgeo.profiles.columns import Columns
    from lstgeo.profiles.statistics import Statistics

TABLE = "generator_gfs.nc"
"""Name of the table of statistics beside this file."""

_FIELDS = ("weight", "quantiles", "loadings", "temperature_range", "water_range")


def generate(count: int, seed: int = 0, tail: float = 0.05) -> Columns:
    """`count` clear-sky columns on the common levels, the same for the same `seed`.

    A share `tail` of them, source `generated warm and moist`, holds 6 to 8.5 g cm-2 evenly: warm,
    moist columns brought there by more relative humidity and more warmth, as none is in the real
    collection. Longitude, elevation and skin are not known. Latitude and date are those of the
    climate, in either hemisphere.
    """
    random = np.random.default_rng(seed)
    extreme = round(count * tail)
    table = shipped()
    batch = drawing.draw(table, drawing.climates(table, count - extreme, random), random)
    if not extreme:
        return batch
    both = levels.concatenated([batch, warm_moist.drawn(table, extreme, random)])
    return both.take(random.permutation(count))


@lru_cache
def shipped() -> Statistics:
    """Statistics of the table that ships with lstgeo."""
    with resources.as_file(resources.files(__package__).joinpath(TABLE)) as path:
        return read(path)


def read(path: str | Path) -> Statistics:
    """Statistics of a table written by :func:`write`."""
    with xr.open_dataset(path, engine="netcdf4") as data:
        numbers = data["climate_numbers"].to_numpy()
        return statistics.Statistics(
            tuple(statistics.Climate(*(int(number) for number in row)) for row in numbers),
            *(data[name].to_numpy().astype(float) for name in _FIELDS),
        )


def write(table: Statistics, path: str | Path, provenance: Mapping[str, str]) -> None:
    """Write statistics as NetCDF, single precision, with their `provenance` as attributes."""
    title = [climate.title for climate in table.climates]
    data = xr.Dataset(
        {
            "climate_numbers": (("climate", "part"), np.array(table.climates, dtype="i1")),
            "title": ("climate", np.array(title, dtype=object)),
            "weight": ("climate", table.weight.astype("f4")),
            "quantiles": (("climate", "variable", "probability"), table.quantiles.astype("f4")),
            "loadings": (("climate", "variable", "component"), table.loadings.astype("f4")),
            "temperature_range": (
                ("climate", "end", "level"),
                table.temperature_range.astype("f4"),
            ),
            "water_range": (("climate", "end"), table.water_range.astype("f4")),
        },
        coords={"probability": np.array(statistics.PROBABILITIES, dtype="f4")},
        attrs=dict(provenance),
    )
    packed: dict[str, Any] = {"zlib": True, "complevel": 9, "shuffle": True}
    digits = {"quantiles": 5, "loadings": 3}
    encoding = {
        name: packed | {"least_significant_digit": places} for name, places in digits.items()
    }
    data.to_netcdf(path, engine="netcdf4", encoding=encoding)
