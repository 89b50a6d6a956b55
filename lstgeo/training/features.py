"""The features of a model, in the order of its file, and where training has them."""

from __future__ import annotations

from lstgeo.model import contract, quantities

FEATURES = {
    "brightness_temperature": "K",
    "total_column_water_vapour": "kg m-2",
    "emissivity": "1",
    "air_temperature": "K",
    "surface_pressure": "Pa",
    "has_air_temperature": "1",
    "has_surface_pressure": "1",
    "view_zenith_angle": "degree",
    "radiometric_sigma": "K",
    "total_column_water_vapour_sigma": "1",
    "air_temperature_sigma": "K",
    "emissivity_sigma": "1",
}
"""Units of the features of the coupled tier by name, in order."""

PROFILE = {
    "brightness_temperature": "K",
    "total_column_water_vapour": "kg m-2",
    "emissivity": "1",
    "air_temperature": "K",
    "surface_pressure": "Pa",
    "view_zenith_angle": "degree",
    "radiometric_sigma": "K",
    "emissivity_sigma": "1",
    quantities.FIRST_GUESS: "K",
    quantities.PROFILE_TRANSMITTANCE: "1",
    quantities.PROFILE_UPWELLING_RADIANCE: "W m-2 sr-1 um-1",
    quantities.PROFILE_DOWNWELLING_RADIANCE: "W m-2 sr-1 um-1",
    **dict.fromkeys(quantities.TEMPERATURES, "K"),
    **dict.fromkeys(quantities.LOG_HUMIDITIES, "1"),
    quantities.PROFILE_TEMPERATURE_SIGMA: "K",
    quantities.PROFILE_HUMIDITY_SIGMA: "1",
}
"""Units of the features of the profile tier by name, in order."""

OF_TIER = {contract.COUPLED: FEATURES, contract.PROFILE: PROFILE}
UNITS = FEATURES | PROFILE
"""Features of each tier, and the units of all."""

BRIGHTNESS, EMISSIVITY = 0, 2
"""Columns that every tier has in the same place."""

INDEX = {name: index for index, name in enumerate(FEATURES)}
"""Column of each feature of the coupled tier."""

OUTPUTS = {
    "transmittance": "1",
    "upwelling_radiance": "W m-2 sr-1 um-1",
    "downwelling_radiance": "W m-2 sr-1 um-1",
    "correction": "K",
    "log_sigma": "1",
}
"""Units of what a model gives, in order."""
