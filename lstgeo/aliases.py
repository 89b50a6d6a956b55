"""Names that files of others give to a field, in lower case, and the units that a name stands for.

A name stands for units where the product that gives it defines them; they count only where the file
states none. GRIB fields go by GDAL's element and level, `PWAT 0-EATM`. Sources: file specifications
of ERA5 (ECMWF parameter database), MERRA-2 (GMAO Office Note 9), MOD05/MOD07/MOD08 and MCD19A2
(LAADS, LP DAAC), CMIP (standard names), NCEP (GRIB table 2, and as netCDF from NOMADS and THREDDS).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


def _named(**names: str) -> Mapping[str, str]:
    """Units by name; each keyword is a unit's key, and its names are parted by commas."""
    found = {name: _UNITS[key] for key, text in names.items() for name in text.split(",")}
    return MappingProxyType(found)


_UNITS = {
    "none": "",
    "mass": "kg m-2",
    "cm": "cm",
    "kelvin": "K",
    "pascal": "Pa",
    "m": "m",
    "fraction": "kg kg-1",
    "percent": "%",
    "geopotential": "m2 s-2",
}

WATER_VAPOUR = _named(
    mass="tcwv,tqv,prw,total_column_water_vapour,tcwv 0-sfc,tcwv 0-eatm,pwat 0-eatm,pwat 0-sfc",
    cm="water_vapor,water_vapor_near_infrared,water_vapor_infrared,column_wv,"
    "atmospheric_water_vapor_mean,water_vapor_near_infrared_clear_mean",
    none="pwat,pwatclm,pr_wtr,preh2o,total_column_water_vapor,total_precipitable_water,"
    "precipitable_water,precipitable_water_entire_atmosphere,toth2ovap,totalcolumnwatervapour,"
    "precipitable_water_entire_atmosphere_single_layer,pwat_entireatmosphere,"
    "pwat_entireatmosphere_consideredasasinglelayer_,water_vapour,wv",
)
NEAR_SURFACE_AIR_TEMPERATURE = _named(
    kelvin="t2m,2t,tas,2m_temperature,tmp 2-htgl,2t 0-sfc,2t 2-htgl,tmp_2maboveground",
    none="t_2m,trefht,tair,temperature_2m,air_temperature_2m,air_temperature,"
    "temperature_height_above_ground",
)
SURFACE_PRESSURE = _named(
    pascal="sp,surface_pressure,pres 0-sfc,sp 0-sfc,pres_surface",
    none="ps,psfc,pressure_surface,surface_air_pressure",
)
ELEVATION = _named(
    m="orog,hgt 0-sfc,hgt_surface,geopotential_height_surface,dist 0-sfc",
    geopotential="z,phis,geopotential,z 0-sfc,gp 0-sfc,geopotential_at_surface",
    none="topo,hgt,elevation,altitude,height,dem,surface_altitude",
)

DEW_POINT = _named(
    kelvin="d2m,2d,2m_dewpoint_temperature,dpt 2-htgl,2d 0-sfc",
    none="dew_point_temperature,dewpoint_2m",
)
NEAR_SURFACE_HUMIDITY = _named(fraction="qv2m,q2m,huss,spfh 2-htgl,sh2,2m_specific_humidity")

LEVEL_TEMPERATURE = _named(
    kelvin="t,ta,tmp", none="temperature,air_temperature,air,temp,temperature_isobaric,tmpprs"
)
LEVEL_HUMIDITY = _named(
    fraction="q,qv,hus,spfh",
    none="specific_humidity,shum,specific_humidity_isobaric,spfhprs",
)
LEVEL_RELATIVE_HUMIDITY = _named(
    percent="r,rh,hur,relative_humidity,relative_humidity_isobaric,rhprs,relhum"
)
LEVEL_HEIGHT = _named(
    geopotential="z,geopotential,gp",
    m="zg,hgt,h,gh,z3,geopotential_height,geopotential_height_isobaric,hgtprs",
)
"""Fields at several pressures."""

ICE_BELOW_FREEZING = {
    "r": "ifs",
    "rh": "ncep",
    "relative_humidity_isobaric": "ncep",
    "rhprs": "ncep",
}
"""Names under which relative humidity is over ice in the cold, as that model means it."""
