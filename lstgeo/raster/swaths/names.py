"""What the name of a granule says, and which files beside it belong to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from lstgeo.errors import SceneError

SUFFIXES = (".hdf", ".h5")
"""Endings of the names of granules."""

RADIANCE, GEOLOCATION, CLOUD = "radiance", "geolocation", "cloud mask"

_MODIS = re.compile(
    r"(?P<platform>M[OY]D)(?P<product>021KM|03|35_L2)\.A(?P<time>\d{7}\.\d{4})\.(?P<version>\d{3})"
    r"\..*\.hdf",
    re.IGNORECASE,
)
_ECOSTRESS = re.compile(
    r"(?P<version>ECOSTRESS|ECOv\d{3})_(?P<product>L1B_RAD|L1B_GEO|L2_CLOUD)_(?P<place>\d{5}_\d{3})"
    r"_(?P<time>\d{8}T\d{6})_.*\.h5",
    re.IGNORECASE,
)
_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "021KM": RADIANCE,
        "03": GEOLOCATION,
        "35_L2": CLOUD,
        "L1B_RAD": RADIANCE,
        "L1B_GEO": GEOLOCATION,
        "L2_CLOUD": CLOUD,
    }
)
_PLATFORMS = {"MOD": "modis_terra", "MYD": "modis_aqua"}
_HALF = {"modis": timedelta(seconds=150), "ecostress": timedelta(seconds=26)}
"""Half the time that a granule takes: five minutes, and 52 s."""
_KNOWN = "MOD021KM and MYD021KM (.hdf), ECOSTRESS L1B RAD (.h5)"
_TEMPERATURE = re.compile(r"M[OY]D(11|21)|ECO\w*_L2\w?_LSTE|ECO2LSTE", re.IGNORECASE)


@dataclass(frozen=True)
class Name:
    """What the name of a file of a granule says.

    `key` is the same for all files of a granule; `middle` the middle of its time [UTC].
    """

    kind: str
    sensor: str
    key: tuple[str, ...]
    version: str
    middle: datetime
    stem: str


def is_granule(path: Path) -> bool:
    """Whether the name of a file ends as those of granules do."""
    return path.suffix.lower() in SUFFIXES


def parse(file: str) -> Name | None:
    """What the name of a `file` says; None where it is no file of a granule known here."""
    if found := _MODIS.fullmatch(file):
        sensor = _PLATFORMS[found["platform"].upper()]
        start = datetime.strptime(found["time"], "%Y%j.%H%M")
        key: tuple[str, ...] = (sensor, found["time"])
    elif found := _ECOSTRESS.fullmatch(file):
        sensor = "ecostress"
        start = datetime.strptime(found["time"].upper(), "%Y%m%dT%H%M%S")
        key = (sensor, found["place"])
    else:
        return None
    middle = start.replace(tzinfo=UTC) + _HALF[sensor.partition("_")[0]]
    kind = _KINDS[found["product"].upper()]
    return Name(kind, sensor, key, found["version"], middle, Path(file).stem)


def radiance(path: Path) -> Name:
    """What the name of a radiance granule says; raises SceneError where it is none."""
    name = parse(path.name)
    if name is not None and name.kind == RADIANCE:
        return name
    if name is not None:
        raise SceneError(f"{path} is the {name.kind} of a granule; its radiance file is needed")
    if _TEMPERATURE.match(path.name):
        raise SceneError(
            f"{path} already is surface temperature (Level-2 or 3); lstgeo retrieves it from "
            f"Level-1 granules: {_KNOWN}"
        )
    raise SceneError(f"{path} has no name of a granule that lstgeo reads; there are {_KNOWN}")


def beside(path: Path, name: Name, kind: str) -> Path | None:
    """File of a `kind` of the same granule in the same folder, the newest of its own version."""
    found = [
        (other.version == name.version, entry)
        for entry in sorted(path.parent.iterdir())
        if (other := parse(entry.name)) and other.kind == kind and other.key == name.key
    ]
    return max(found)[1] if found else None


def required(path: Path, name: Name, kind: str, example: str) -> Path:
    """File of a `kind` of the same granule; raises SceneError that says how it is called."""
    found = beside(path, name, kind)
    if found is None:
        raise SceneError(f"{path} needs its {kind} beside it, {example}, and it is not there")
    return found
