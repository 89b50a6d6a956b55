"""Columns made warmer and moister or drier than they were: how radiative transfer augments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstgeo.physics import humidity
from lstgeo.profiles import drawing, tail

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

WARMING = (-3.0, 10.0)
"""Change of temperature of a whole column [K], fading out from 200 to 100 hPa."""

HUMIDITY_SPREAD = 0.45
"""Standard deviation of the change of ln relative humidity of a whole column."""

WETTEST = 90.0
"""Total column water vapour that no column is brought above [kg m-2]."""

ATTEMPTS = 20
"""Draws after which a column stays as it was."""


def perturbed(batch: Columns, random: np.random.Generator) -> Columns:
    """Columns (as many) of `batch`, each with a change of temperature and of relative humidity.

    Relative humidity stays at or below 1 over liquid water, or where it was if that is above. A
    draw that makes air such as never was observed (`tail.bearable`) or more than 90 kg m-2 of
    water vapour is drawn again.
    """
    warming, moistening = (np.zeros(len(batch)) for _ in range(2))
    missed = np.arange(len(batch))
    for _ in range(ATTEMPTS):
        warming[missed] = random.uniform(*WARMING, missed.size)
        moistening[missed] = HUMIDITY_SPREAD * random.standard_normal(missed.size)
        drawn = _changed(batch.take(missed), warming[missed], moistening[missed])
        missed = missed[~_possible(drawn)]
        if not missed.size:
            break
    warming[missed] = moistening[missed] = 0.0
    return _changed(batch, warming, moistening)


def _changed(batch: Columns, warming: Array, moistening: Array) -> Columns:
    share = np.clip(np.log(batch.pressure / drawing.STRATOSPHERE) / np.log(2.0), 0.0, 1.0)
    temperature = batch.temperature + share * warming[:, None]
    before = batch.relative_humidity
    relative = np.minimum(before * np.exp(share * moistening[:, None]), np.maximum(before, 1.0))
    moist = humidity.of_relative_humidity(relative, temperature, batch.pressure)
    moist = np.where(share > 0, moist, batch.specific_humidity)
    return batch.replaced(temperature=temperature, specific_humidity=moist)


def _possible(batch: Columns) -> Array:
    return tail.bearable(batch) & (batch.total_column_water_vapour <= WETTEST)
