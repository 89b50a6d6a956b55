"""The features of a model, in the order of the contract, and where training has them."""

from __future__ import annotations

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
"""Units by name, in order."""

INDEX = {name: index for index, name in enumerate(FEATURES)}
"""Column of each feature."""

OUTPUTS = {
    "transmittance": "1",
    "upwelling_radiance": "W m-2 sr-1 um-1",
    "downwelling_radiance": "W m-2 sr-1 um-1",
    "correction": "K",
    "log_sigma": "1",
}
"""Units of what a coupled model gives, in order."""
