"""Names, units, CF names and unit spellings of everything lstgeo reads and writes, said once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lstgeo import aliases as known_as
from lstgeo import units as spelt
from lstgeo.errors import InputError
from lstgeo.units import Conversion


@dataclass(frozen=True, eq=False)
class Quantity:
    """One idea: its house name and unit, its CF standard name, and how other units convert.

    `spellings` maps a unit, folded by :func:`fold`, to the factor and offset that give house units.
    `plausible` bounds a value that a file may hold, in house units. `aliases` are the names that
    others give a field of it, in lower case, and the units that the name stands for, "" if none.
    """

    name: str
    units: str
    long_name: str
    standard_name: str | None = None
    plausible: tuple[float, float] = (float("-inf"), float("inf"))
    spellings: Mapping[str, Conversion] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def attributes(self) -> dict[str, str]:
        """CF attributes of a variable of this quantity."""
        names = {"standard_name": self.standard_name} if self.standard_name else {}
        return {"units": self.units, "long_name": self.long_name} | names

    def conversion(self, units: str) -> Conversion:
        """Factor and offset from `units` to house units.

        Raises InputError where `units` is not a unit of this quantity, naming those that are.
        """
        folded = spelt.fold(units)
        if folded == spelt.fold(self.units):
            return spelt.SAME
        if folded in self.spellings:
            return self.spellings[folded]
        known = ", ".join([self.units, *(unit for unit in self.spellings if unit)])
        raise InputError(f"{self.long_name} cannot be in {units!r}; known units are {known}")


AT_SENSOR_RADIANCE = Quantity(
    "at_sensor_radiance",
    "W m-2 sr-1 um-1",
    "spectral radiance at the sensor, averaged over the band",
    "toa_outgoing_radiance_per_unit_wavelength",
    (0.0, 60.0),
    spelt.RADIANCE,
)
BRIGHTNESS_TEMPERATURE = Quantity(
    "brightness_temperature", "K", "brightness temperature at the sensor", "brightness_temperature"
)
SURFACE_TEMPERATURE = Quantity(
    "surface_temperature",
    "K",
    "land surface temperature",
    "surface_temperature",
    (150.0, 400.0),
    spelt.TEMPERATURE,
)
SURFACE_TEMPERATURE_UNCERTAINTY = Quantity(
    "surface_temperature_uncertainty",
    "K",
    "total uncertainty (1 sigma) of land surface temperature",
    "surface_temperature standard_error",
)
UNCERTAINTY_BUDGET = Quantity("surface_temperature_uncertainty_budget", "K", "1 sigma by source")
QUALITY = Quantity("quality", "1", "quality bits", "quality_flag")
EMISSIVITY = Quantity(
    "emissivity",
    "1",
    "surface emissivity in the band",
    "surface_longwave_emissivity",
    (0.0, 1.05),
    spelt.FRACTION,
)
TRANSMITTANCE = Quantity(
    "transmittance",
    "1",
    "transmittance of the atmosphere in the band",
    None,
    (0.0, 1.0),
    spelt.FRACTION,
)
UPWELLING_RADIANCE = Quantity(
    "upwelling_radiance",
    "W m-2 sr-1 um-1",
    "radiance that the atmosphere sends up to the sensor",
    None,
    (0.0, 30.0),
    spelt.RADIANCE,
)
DOWNWELLING_RADIANCE = Quantity(
    "downwelling_radiance",
    "W m-2 sr-1 um-1",
    "radiance of the sky at the surface (hemispheric irradiance / pi)",
    None,
    (0.0, 30.0),
    spelt.RADIANCE,
)
WATER_VAPOUR = Quantity(
    "total_column_water_vapour",
    "kg m-2",
    "total column water vapour",
    "atmosphere_mass_content_of_water_vapor",
    (0.0, 100.0),
    spelt.COLUMN,
    known_as.WATER_VAPOUR,
)
RED_REFLECTANCE = Quantity(
    "red_reflectance",
    "1",
    "red reflectance at the top of the atmosphere",
    "toa_bidirectional_reflectance",
)
NEAR_INFRARED_REFLECTANCE = Quantity(
    "near_infrared_reflectance",
    "1",
    "near-infrared reflectance at the top of the atmosphere",
    "toa_bidirectional_reflectance",
)
AIR_PRESSURE = Quantity(
    "pressure",
    "Pa",
    "air pressure",
    "air_pressure",
    (0.0, 110_000.0),
    spelt.PRESSURE,
)
SURFACE_PRESSURE = Quantity(
    "surface_pressure",
    "Pa",
    "air pressure at the surface",
    "surface_air_pressure",
    (30_000.0, 110_000.0),
    spelt.PRESSURE,
    known_as.SURFACE_PRESSURE,
)
AIR_TEMPERATURE = Quantity(
    "temperature",
    "K",
    "air temperature",
    "air_temperature",
    (120.0, 400.0),
    spelt.TEMPERATURE,
    known_as.LEVEL_TEMPERATURE,
)
NEAR_SURFACE_AIR_TEMPERATURE = Quantity(
    "air_temperature",
    "K",
    "air temperature near the surface",
    "air_temperature",
    (180.0, 340.0),
    spelt.TEMPERATURE,
    known_as.NEAR_SURFACE_AIR_TEMPERATURE,
)
SPECIFIC_HUMIDITY = Quantity(
    "specific_humidity",
    "kg kg-1",
    "mass of water vapour per mass of moist air",
    "specific_humidity",
    (0.0, 0.1),
    spelt.MASS_FRACTION,
    known_as.LEVEL_HUMIDITY,
)
RELATIVE_HUMIDITY = Quantity(
    "relative_humidity",
    "1",
    "relative humidity over liquid water",
    "relative_humidity",
    (0.0, 1.1),
    spelt.PERCENT,
    known_as.LEVEL_RELATIVE_HUMIDITY,
)
HUMIDITY_MIXING_RATIO = Quantity(
    "humidity_mixing_ratio",
    "kg kg-1",
    "mass of water vapour per mass of dry air",
    "humidity_mixing_ratio",
    (0.0, 0.1),
    spelt.MASS_FRACTION,
)
WATER_MOLE_FRACTION = Quantity(
    "water_mole_fraction",
    "mol mol-1",
    "mole fraction of water vapour in moist air",
    "mole_fraction_of_water_vapor_in_air",
    (0.0, 0.1),
    spelt.MOLE_FRACTION,
)
DEW_POINT = Quantity(
    "dew_point", "K", "dew point near the surface", "dew_point_temperature", (150.0, 330.0),
    spelt.TEMPERATURE, known_as.DEW_POINT,
)  # fmt: skip
NEAR_SURFACE_HUMIDITY = Quantity(
    "near_surface_specific_humidity", "kg kg-1", "specific humidity near the surface", None,
    (0.0, 0.1), spelt.MASS_FRACTION, known_as.NEAR_SURFACE_HUMIDITY,
)  # fmt: skip
LEVEL_HEIGHT = Quantity(
    "height", "m", "geopotential height of pressure levels", "geopotential_height",
    (-2000.0, 90_000.0), spelt.HEIGHT, known_as.LEVEL_HEIGHT,
)  # fmt: skip
OZONE = Quantity(
    "ozone",
    "mol mol-1",
    "mole fraction of ozone in dry air",
    "mole_fraction_of_ozone_in_air",
    (0.0, 1e-4),
    spelt.MOLE_FRACTION,
)
VIEW_ZENITH_ANGLE = Quantity(
    "view_zenith_angle",
    "degree",
    "angle between the line of sight and the vertical, at the surface",
    "sensor_zenith_angle",
    (0.0, 90.0),
)
ELEVATION = Quantity(
    "elevation",
    "m",
    "height of the surface above the sea",
    "surface_altitude",
    (-1000.0, 9000.0),
    spelt.HEIGHT,
    known_as.ELEVATION,
)
CLOUD_COVER = Quantity(
    "cloud_cover",
    "1",
    "fraction of the sky under cloud",
    "cloud_area_fraction",
    (0.0, 1.0),
    spelt.FRACTION,
)
LAND = Quantity("land", "1", "fraction of land", "land_area_fraction", (0.0, 1.0), spelt.FRACTION)
LATITUDE = Quantity("latitude", "degrees_north", "latitude", "latitude", (-90.0, 90.0))
LONGITUDE = Quantity("longitude", "degrees_east", "longitude", "longitude", (-180.0, 360.0))
