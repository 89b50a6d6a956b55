"""Which file of a Landsat scene holds which band, also where its files were renamed."""

from __future__ import annotations

import logging
from dataclasses import dataclass, fields
from pathlib import PurePosixPath

from lstgeo.errors import SceneError
from lstgeo.raster.scenes import product
from lstgeo.raster.scenes.files import SceneFiles
from lstgeo.raster.scenes.mtl import Metadata
from lstgeo.sensors.platforms import Sensor, ThermalBand

log = logging.getLogger(__name__)

QUALITY = ("FILE_NAME_QUALITY_L1_PIXEL", "FILE_NAME_BAND_QUALITY")
SATURATION = ("FILE_NAME_QUALITY_L1_RADIOMETRIC_SATURATION",)
VIEW_ZENITH = ("FILE_NAME_ANGLE_SENSOR_ZENITH_BAND_4",)

_ENDINGS = {
    QUALITY: ("qa_pixel", "bqa"),
    SATURATION: ("qa_radsat",),
    VIEW_ZENITH: ("vza", "sensor_zenith_band4"),
}
_SUFFIXES = (".tif", ".tiff")
_GAP_MASK = "_gm_"


@dataclass(frozen=True)
class Bands:
    """GDAL paths of the files that are read of a scene; None for what is not there."""

    thermal: str
    quality: str | None
    saturation: str | None
    red: str | None
    near_infrared: str | None
    view_zenith: str | None

    @property
    def paths(self) -> list[str]:
        """Paths of all that is there, the thermal band first."""
        found = (getattr(self, field.name) for field in fields(self))
        return [path for path in found if path is not None]


def of(files: SceneFiles, metadata: Metadata, sensor: Sensor, band: ThermalBand) -> Bands:
    """Files of a thermal band and its companions; raises SceneError where the band is missing."""
    return Bands(
        thermal=_required(files, metadata, band.number),
        quality=find(files, metadata, QUALITY),
        saturation=find(files, metadata, SATURATION),
        red=find(files, metadata, _numbered(sensor.red)),
        near_infrared=find(files, metadata, _numbered(sensor.near_infrared)),
        view_zenith=find(files, metadata, VIEW_ZENITH),
    )


def _required(files: SceneFiles, metadata: Metadata, number: str) -> str:
    found = find(files, metadata, _numbered(number))
    if found is not None:
        return found
    name = metadata.get(*_numbered(number))
    if name is None:
        raise SceneError(f"{files.origin} has no B{number}: {metadata.source} names no such file")
    return files.path(name)


def _numbered(number: str) -> tuple[str, ...]:
    """Names by which the metadata knows the file of the band of a number."""
    return (f"FILE_NAME_BAND_{number}",)


def find(files: SceneFiles, metadata: Metadata, names: tuple[str, ...]) -> str | None:
    """Path of the file that the metadata calls by one of `names`, None where it is not there.

    A file of the same acquisition that ends as that band's do stands in for one that is not there
    under its name.
    """
    name = metadata.get(*names)
    if files.has(name):
        return files.path(str(name))
    found = [
        member
        for member in files.members
        if _ends(member, names) and not product.is_another(member, metadata)
    ]
    if len(found) != 1:
        return None
    if name is not None:
        log.warning("%s lacks %s; %s is read in its stead", files.origin, name, found[0])
    return files.path(found[0])


def _ends(member: str, names: tuple[str, ...]) -> bool:
    path = PurePosixPath(member.lower())
    if path.suffix not in _SUFFIXES or _GAP_MASK in f"_{path.stem}":
        return False
    known = _ENDINGS.get(names) or ("b" + names[0].lower().removeprefix("file_name_band_"),)
    return any(path.stem == ending or path.stem.endswith(f"_{ending}") for ending in known)
