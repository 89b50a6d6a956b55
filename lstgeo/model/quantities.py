"""Names of what only the profile tier is given: of a column, and the first guess of a pixel."""

from __future__ import annotations

from lstgeo import vocabulary

FIRST_GUESS = "first_guess_temperature"
PROFILE_TRANSMITTANCE = "profile_transmittance"
PROFILE_UPWELLING_RADIANCE = "profile_upwelling_radiance"
PROFILE_DOWNWELLING_RADIANCE = "profile_downwelling_radiance"
PROFILE_TEMPERATURE_SIGMA = "profile_temperature_sigma"
PROFILE_HUMIDITY_SIGMA = "profile_log_humidity_sigma"

PERCENTS = (98, 92, 84, 72, 56, 40)
"""Levels of the profile tier, in percent of the surface pressure."""

TEMPERATURES = tuple(f"air_temperature_at_{percent}_percent" for percent in PERCENTS)
LOG_HUMIDITIES = tuple(f"log_specific_humidity_at_{percent}_percent" for percent in PERCENTS)
"""Temperature [K] and ln of specific humidity [kg kg-1] at these levels, linear in ln p."""

OF_COLUMN = (
    vocabulary.WATER_VAPOUR.name,
    vocabulary.NEAR_SURFACE_AIR_TEMPERATURE.name,
    vocabulary.SURFACE_PRESSURE.name,
    PROFILE_TRANSMITTANCE,
    PROFILE_UPWELLING_RADIANCE,
    PROFILE_DOWNWELLING_RADIANCE,
    *TEMPERATURES,
    *LOG_HUMIDITIES,
    PROFILE_TEMPERATURE_SIGMA,
    PROFILE_HUMIDITY_SIGMA,
)
"""What the profile tier is told of a column: it is the same for all surfaces under it."""
