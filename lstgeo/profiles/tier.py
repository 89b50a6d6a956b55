"""What a model of the profile tier is told of a column, whoever tells it: training or retrieval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo import vocabulary
from lstgeo.model import quantities
from lstgeo.profiles import levels

if TYPE_CHECKING:
    from lstgeo.atmosphere.model import Parameters
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns


def of(batch: Columns, parameters: Parameters) -> dict[str, Array]:
    """Everything of `quantities.OF_COLUMN` but the sigmas, (columns,) by name.

    `parameters` are what the band makes of these columns, `profiles.parameters.of`.
    """
    target = batch.surface_pressure[:, None] * np.array(quantities.PERCENTS) / 100
    fields = {name: getattr(batch, name) for name in _LEVEL_FIELDS}
    found = levels.interpolated(fields, target)
    moist = np.log(found["specific_humidity"])
    return {
        vocabulary.WATER_VAPOUR.name: batch.total_column_water_vapour,
        vocabulary.NEAR_SURFACE_AIR_TEMPERATURE.name: batch.air_temperature,
        vocabulary.SURFACE_PRESSURE.name: batch.surface_pressure,
        quantities.PROFILE_TRANSMITTANCE: parameters.transmittance,
        quantities.PROFILE_UPWELLING_RADIANCE: parameters.upwelling_radiance,
        quantities.PROFILE_DOWNWELLING_RADIANCE: parameters.downwelling_radiance,
        **dict(zip(quantities.TEMPERATURES, found["temperature"].T, strict=True)),
        **dict(zip(quantities.LOG_HUMIDITIES, moist.T, strict=True)),
    }


_LEVEL_FIELDS = ("pressure", "temperature", "specific_humidity")
