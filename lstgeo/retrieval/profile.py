"""What a retrieval with profiles is given of a pixel's column, by quantity."""

from __future__ import annotations

from lstgeo import vocabulary
from lstgeo.model import quantities
from lstgeo.vocabulary import Quantity

TEMPERATURES = tuple(
    Quantity(name, "K", name.replace("_", " ")) for name in quantities.TEMPERATURES
)
LOG_HUMIDITIES = tuple(
    Quantity(name, "1", name.replace("_", " ")) for name in quantities.LOG_HUMIDITIES
)
"""Air temperature and ln of specific humidity at shares of the surface pressure."""

NAMES = {
    vocabulary.TRANSMITTANCE: quantities.PROFILE_TRANSMITTANCE,
    vocabulary.UPWELLING_RADIANCE: quantities.PROFILE_UPWELLING_RADIANCE,
    vocabulary.DOWNWELLING_RADIANCE: quantities.PROFILE_DOWNWELLING_RADIANCE,
}
"""Names of the features that are what the transfer makes of a profile."""

QUANTITIES = (
    *NAMES,
    vocabulary.WATER_VAPOUR,
    vocabulary.NEAR_SURFACE_AIR_TEMPERATURE,
    vocabulary.SURFACE_PRESSURE,
    *TEMPERATURES,
    *LOG_HUMIDITIES,
)
"""All that is known of a column that profiles describe."""
