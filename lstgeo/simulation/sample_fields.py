"""What a sample holds, by name, with CF attributes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lstgeo import vocabulary
from lstgeo.profiles import continents, splits
from lstgeo.simulation import surfaces
from lstgeo.vocabulary import Quantity

UNKNOWN = "unknown"

SPLITS = (splits.TRAINING, splits.VALIDATION, splits.TEST, splits.HUMID)
SEASONS = (UNKNOWN, "winter", "spring", "summer", "autumn")
CONTINENTS = (UNKNOWN, "sea", *continents.NAMES)
"""Names by code."""

NO_BLOCK = -1
"""Block of a column whose place is not known."""


@dataclass(frozen=True)
class Field:
    """One variable of the samples: its type on disk, CF attributes, and names by code if any."""

    dtype: str = "f4"
    attributes: dict[str, Any] = field(default_factory=dict)


def _of(quantity: Quantity, long_name: str | None = None) -> Field:
    return Field("f4", quantity.attributes | ({"long_name": long_name} if long_name else {}))


def _given(quantity: Quantity, long_name: str) -> Field:
    """An input as a user has it: the truth with an error."""
    return Field("f4", {"units": quantity.units, "long_name": f"{long_name}, with an error"})


def _flags(long_name: str, names: tuple[str, ...]) -> Field:
    return Field("i1", {"long_name": long_name, "flag_meanings": " ".join(names)})


_AIR = "near-surface air temperature"

FIELDS = {
    "surface_temperature": _of(vocabulary.SURFACE_TEMPERATURE),
    "emissivity": _of(vocabulary.EMISSIVITY),
    "at_sensor_radiance": _of(
        vocabulary.AT_SENSOR_RADIANCE, "radiance at the sensor, without bias and noise"
    ),
    "measured_at_sensor_radiance": _of(
        vocabulary.AT_SENSOR_RADIANCE, "radiance at the sensor, biased, noisy and in steps"
    ),
    "transmittance": _of(vocabulary.TRANSMITTANCE),
    "upwelling_radiance": _of(vocabulary.UPWELLING_RADIANCE),
    "downwelling_radiance": _of(vocabulary.DOWNWELLING_RADIANCE),
    "total_column_water_vapour": _of(vocabulary.WATER_VAPOUR),
    "air_temperature": _of(vocabulary.AIR_TEMPERATURE, _AIR),
    "surface_pressure": _of(vocabulary.SURFACE_PRESSURE),
    "view_zenith_angle": Field(
        "f4",
        {
            "units": "degree",
            "long_name": "view zenith angle at the surface",
            "standard_name": "sensor_zenith_angle",
        },
    ),
    "given_total_column_water_vapour": _given(vocabulary.WATER_VAPOUR, "water vapour"),
    "given_air_temperature": _given(vocabulary.AIR_TEMPERATURE, _AIR),
    "given_surface_pressure": _given(vocabulary.SURFACE_PRESSURE, "surface pressure"),
    "given_emissivity": _given(vocabulary.EMISSIVITY, "emissivity"),
    "calibration_bias": Field(
        "f4",
        {
            "units": vocabulary.AT_SENSOR_RADIANCE.units,
            "long_name": "bias of the scene, part of the measured radiance",
        },
    ),
    "saturated": _flags("whether the sensor was saturated", ("no", "yes")),
    "cover": _flags("what covers the surface", surfaces.COVER_NAMES),
    "hour": _flags("day or night", surfaces.HOUR_NAMES),
    "scene": Field("i4", {"long_name": "samples of a scene share column, view and bias"}),
    "split": _flags("part of the fixed split", SPLITS),
    "block": Field(
        "i2", {"long_name": f"block of 15 x 30 degrees, {NO_BLOCK} where the place is unknown"}
    ),
    "source": Field("i2", {"long_name": "source of the column"}),
    "month": Field("i1", {"long_name": "month of the column, 0 where unknown"}),
    "season": _flags("season of the column's hemisphere", SEASONS),
    "latitude": _of(vocabulary.LATITUDE),
    "longitude": _of(vocabulary.LONGITUDE),
    "continent": _flags("continent where the column was seen", CONTINENTS),
}
"""Every variable of the samples; they all have the one dimension `sample`."""
