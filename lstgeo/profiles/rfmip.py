"""The 100 columns of RFMIP in any of their 18 experiments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import xarray as xr

from lstgeo.errors import InputError
from lstgeo.physics import humidity
from lstgeo.profiles import columns, levels

if TYPE_CHECKING:
    from pathlib import Path

    from lstgeo.profiles.columns import Columns

SOURCE = "RFMIP"

PRESENT = "Present day (PD)"

WARMER = ("+4K", "+4K, const. RH")
"""The experiments of a world 4 K warmer, which are never trained on."""


def read(path: str | Path, experiment: str = PRESENT) -> Columns:
    """Columns of one RFMIP `experiment`, on the edges of its layers.

    Water and ozone are taken as mole fractions of dry air. Raises InputError naming the experiments
    there are.
    """
    with xr.open_dataset(path, engine="netcdf4", decode_times=False) as file:
        labels = [str(label) for label in file["expt_label"].to_numpy()]
        if experiment not in labels:
            raise InputError(f"{path} has no experiment {experiment!r}; it has {labels}")
        data = file.isel(expt=labels.index(experiment))
        # Surface first: the file counts from the top, whose edge at 0 Pa is left out.
        edge = data["pres_level"].to_numpy()[:, ::-1].astype(float)
        water = data["water_vapor"].to_numpy()[:, ::-1].astype(float)
        layers = {
            "specific_humidity": humidity.of_dry_mole_fraction(water),
            "ozone": data["ozone"].to_numpy()[:, ::-1].astype(float),
        }
        temperature = data["temp_level"].to_numpy()[:, ::-1].astype(float)
        at_edges = levels.at_edges(edge, temperature, layers)
        days = data["time"].to_numpy() * 86_400
        return columns.of(
            edge[:, :-1],
            temperature[:, :-1],
            at_edges["specific_humidity"][:, :-1],
            f"{SOURCE} {experiment}",
            ozone=at_edges["ozone"][:, :-1],
            latitude=data["lat"].to_numpy(),
            longitude=data["lon"].to_numpy(),
            time=np.datetime64("2014-01-01", "s") + days.astype("timedelta64[s]"),
            skin_temperature=data["surface_temperature"].to_numpy(),
        )
