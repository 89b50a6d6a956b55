"""What a user may set for a retrieval: one table for the command line, for lists and for Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

OPENING, RETRIEVING, WRITING, DRAWING = "open_scene", "retrieve", "write", "quicklook"
"""Functions that take the settings."""


class Kind(Enum):
    """What a setting holds."""

    TEXT = "text"
    SOURCE = "a file, a number, a name, or SCHEME:FILE"
    COUNT = "a whole number from 1 on"
    FLAG = "true or false"
    SIGMAS = "NAME=VALUE"


@dataclass(frozen=True)
class Setting:
    """An option, the argument of `functions` that it becomes, and what its help says.

    `option` is its name on the command line and in lists, where the name of the `argument` does as
    well. `alters` is whether another value may make another result.
    """

    option: str
    argument: str
    functions: tuple[str, ...]
    help: str
    metavar: str | None = None
    kind: Kind = Kind.TEXT
    alters: bool = True


SETTINGS = (
    Setting(
        "band", "band", (OPENING,),
        "Thermal band, such as B10; the first one where left out.", "NAME",
    ),
    Setting(
        "wv", "water_vapour", (RETRIEVING,),
        "Total column water vapour: GeoTIFF, NetCDF or GRIB of any grid, or a number in kg m-2; "
        "FILE:FIELD names a field, FILE,FILE gives several times.",
        "FILE|NUMBER", Kind.SOURCE,
    ),
    Setting(
        "wv-units", "water_vapour_units", (RETRIEVING,),
        "Its units where the file states none.", "UNITS",
    ),
    Setting(
        "air-temperature", "air_temperature", (RETRIEVING,),
        "Near-surface air temperature, for coupled: a file with units, or a number in K.",
        "FILE|NUMBER", Kind.SOURCE,
    ),
    Setting(
        "pressure", "surface_pressure", (RETRIEVING,),
        "Surface pressure, for coupled: a file with units, or a number in Pa.",
        "FILE|NUMBER", Kind.SOURCE,
    ),
    Setting(
        "view-zenith-angle", "view_zenith_angle", (RETRIEVING,),
        "View zenith angle, where the scene has none: a raster, or a number in degrees.",
        "FILE|NUMBER", Kind.SOURCE,
    ),
    Setting(
        "dem", "elevation", (RETRIEVING,),
        "Elevation of the ground, to which coarse fields are brought: a raster, or m.",
        "FILE|NUMBER", Kind.SOURCE,
    ),
    Setting(
        "profiles", "profiles", (RETRIEVING,),
        "Profiles on pressure levels (ERA5, MERRA-2, GFS: NetCDF or GRIB) around the scene and the "
        "overpass, from which radiative transfer makes the atmosphere; FILE,FILE for several.",
        "FILE", Kind.SOURCE,
    ),
    Setting(
        "emissivity", "emissivity", (RETRIEVING,),
        "Emissivity: a raster, a number, ndvi (what is done where left out), a class map, or "
        "ASTER GED (a tile, a folder of them, an export). Where it ends, ndvi stands in.",
        "FILE|NUMBER|ndvi|classes:FILE|aster:FILE", Kind.SOURCE,
    ),
    Setting(
        "class-table", "class_table", (RETRIEVING,),
        "Classes of a class map: worldcover, igbp, nlcd, cci, copernicus, globeland30, or a "
        "CSV file (class, emissivity, sigma); as the name of the map shows where left out.",
        "NAME|FILE", Kind.SOURCE,
    ),
    Setting(
        "tau", "transmittance", (RETRIEVING,),
        "Transmittance, for rte.", "FILE|NUMBER", Kind.SOURCE,
    ),
    Setting(
        "up", "upwelling_radiance", (RETRIEVING,),
        "Upwelling radiance, for rte.", "FILE|NUMBER", Kind.SOURCE,
    ),
    Setting(
        "down", "downwelling_radiance", (RETRIEVING,),
        "Downwelling radiance (hemispheric irradiance / pi), for rte.",
        "FILE|NUMBER", Kind.SOURCE,
    ),
    Setting(
        "method", "method", (RETRIEVING,),
        "coupled, profile, rte, single-channel, practical, statistical or mono-window; where left "
        "out, coupled if a model of the band ships, else practical or statistical.", "NAME",
    ),
    Setting(
        "model", "model", (OPENING, RETRIEVING),
        "Model for coupled: a name from lstgeo models, or a file; the newest of the band "
        "where left out.", "NAME|FILE", Kind.SOURCE,
    ),
    Setting(
        "sensor", "sensor", (OPENING,),
        "Sensor of a lone raster, such as landsat8; a model of its own names it too.", "NAME",
    ),
    Setting(
        "units", "units", (OPENING,), "Units of a lone raster that states none.", "UNITS",
    ),
    Setting(
        "input-sigma", "input_sigma", (RETRIEVING,),
        "Standard deviation of an input, such as water_vapour=0.05; may be repeated.",
        "NAME=VALUE", Kind.SIGMAS,
    ),
    Setting(
        "mask-clouds", "mask_clouds", (RETRIEVING,),
        "Leave cloud and its shadow empty.", kind=Kind.FLAG,
    ),
    Setting(
        "uncertainty-budget", "uncertainty_budget", (RETRIEVING,),
        "Write the uncertainty by source beside it.", kind=Kind.FLAG,
    ),
    Setting(
        "encoding", "encoding", (WRITING,),
        "float32, or usgs: uint16 as in Level-2 products.", "NAME",
    ),
    Setting(
        "threads", "threads", (WRITING,),
        "Strips worked on at once; as many as processors if left out.",
        kind=Kind.COUNT, alters=False,
    ),
    Setting(
        "max-memory", "max_memory", (WRITING,),
        "Bound of the memory, such as 600MB or 2GiB.", "SIZE", alters=False,
    ),
    Setting(
        "quicklook", "quicklook", (DRAWING,),
        "Draw the result as a PNG beside it.", kind=Kind.FLAG, alters=False,
    ),
)  # fmt: skip
"""Every setting, in the order of the help. Another option of `retrieve` is another entry here."""

_BY_NAME = {setting.option.replace("-", "_"): setting for setting in SETTINGS} | {
    setting.argument: setting for setting in SETTINGS
}


@dataclass(frozen=True)
class Arguments:
    """Arguments by name of the functions that make a retrieval, those alone that were given."""

    opening: Mapping[str, Any] = field(default_factory=dict)
    retrieving: Mapping[str, Any] = field(default_factory=dict)
    writing: Mapping[str, Any] = field(default_factory=dict)
    drawing: Mapping[str, Any] = field(default_factory=dict)

    @property
    def bound(self) -> tuple[str | None, int | None]:
        """Bound of the memory, and the threads that share it."""
        return self.writing.get("max_memory"), self.writing.get("threads")


def of(*functions: str) -> tuple[Setting, ...]:
    """Settings that one of `functions` takes."""
    return tuple(setting for setting in SETTINGS if set(setting.functions) & set(functions))


def named(name: str) -> Setting | None:
    """Setting of an option or argument of that name, with hyphens or underscores, or None."""
    return _BY_NAME.get(name.strip().removeprefix("--").lower().replace("-", "_"))


def arguments(values: Mapping[str, Any]) -> Arguments:
    """What each function is called with, for values by argument."""
    return Arguments(
        *(
            {
                setting.argument: values[setting.argument]
                for setting in of(function)
                if setting.argument in values
            }
            for function in (OPENING, RETRIEVING, WRITING, DRAWING)
        )
    )
