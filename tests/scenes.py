"""Tiny Landsat Level-1 scenes in the real file layout, for tests that must not need any data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from affine import Affine
from numpy.typing import NDArray

from lstgeo.sensors import platforms
from tests import rasters

SHAPE = (40, 36)
TRANSFORM = Affine(30.0, 0.0, 500_010.0, 0.0, -30.0, 5_400_030.0)
LONGITUDE, LATITUDE = 15.007, 48.747
"""Middle of the scene [degrees]."""

PRE, FIRST, SECOND = "pre", "1", "2"
"""Collections."""

Groups = dict[str, dict[str, str]]


@dataclass(frozen=True)
class Platform:
    """Numbers of a platform as its real MTL files state them."""

    code: str
    red: str
    near_infrared: str
    thermal: Mapping[str, tuple[float, float]]
    highest: int
    reflectance: tuple[float, float]
    dtype: str
    clear: Mapping[str, int]


_TM_CLEAR = {PRE: 0, FIRST: 672, SECOND: 5440}
_OLI_CLEAR = {PRE: 20480, FIRST: 2720, SECOND: 21824}
_TM = (255, (2.2e-3, -5e-3), "uint8", _TM_CLEAR)
_OLI = (65535, (2e-5, -0.1), "uint16", _OLI_CLEAR)
_TIRS = {"10": (3.342e-4, 0.1), "11": (3.342e-4, 0.1)}
_ETM = {"6_VCID_1": (6.7087e-2, -0.06709), "6_VCID_2": (3.7205e-2, 3.1628)}
PLATFORMS = {
    "landsat4": Platform("LT04", "3", "4", {"6": (5.5375e-2, 1.18243)}, *_TM),
    "landsat5": Platform("LT05", "3", "4", {"6": (5.5375e-2, 1.18243)}, *_TM),
    "landsat7": Platform("LE07", "3", "4", _ETM, *_TM),
    "landsat8": Platform("LC08", "4", "5", _TIRS, *_OLI),
    "landsat9": Platform("LC09", "4", "5", dict.fromkeys(("10", "11"), (0.00038, 0.1)), *_OLI),
}


def name(sensor: str = "landsat8", collection: str = SECOND) -> str:
    """Product name of a scene, and of its folder."""
    code = PLATFORMS[sensor].code
    if collection == PRE:
        return f"{code[:2]}{code[3]}1910262016021LGN00"
    return f"{code}_L1TP_191026_20160121_20200907_0{collection}_T1"


def metadata(sensor: str, collection: str) -> Groups:
    """Groups of the metadata file of a scene, each name with its value."""
    return _metadata(sensor, collection, list(_bands(sensor, collection, SHAPE)))


def encoded(groups: Groups, collection: str, suffix: str) -> str:
    """Text of a metadata file in a format."""
    return _WRITERS[suffix](groups, collection)


def temperatures(shape: tuple[int, int] = SHAPE) -> NDArray[np.float64]:
    """Brightness temperatures of a scene [K]: 284 to 306, no two neighbours alike."""
    rows, columns = np.indices(shape)
    waves = 8 * np.sin(rows / 7) * np.cos(columns / 5)
    return np.asarray(295 + waves + 0.02 * ((7 * rows + 3 * columns) % 97))


def write(
    parent: Path,
    sensor: str = "landsat8",
    collection: str = SECOND,
    *,
    formats: Sequence[str] = ("txt",),
    shape: tuple[int, int] = SHAPE,
    numbers: Mapping[str, NDArray[Any]] | None = None,
    changes: Mapping[str, str | None] | None = None,
    without: Sequence[str] = (),
    crs: str = rasters.UTM,
) -> Path:
    """Write a scene into a folder of its name in `parent`; the folder is returned.

    `numbers` replaces the stored numbers of a band (`B10`, `QA`, `RADSAT`), `changes` values of
    the MTL (None takes one out), and `without` leaves files of bands out.
    """
    folder = parent / name(sensor, collection)
    folder.mkdir(parents=True)
    bands = _bands(sensor, collection, shape) | dict(numbers or {})
    for band, values in bands.items():
        if band not in without:
            rasters.write(
                folder / _file(sensor, collection, band), values, transform=TRANSFORM, crs=crs
            )
    groups = _metadata(sensor, collection, list(bands))
    for key, value in (changes or {}).items():
        _change(groups, key, value)
    for suffix in formats:
        path = folder / f"{folder.name}_MTL.{suffix}"
        path.write_text(_WRITERS[suffix](groups, collection), "utf-8")
    return folder


def _file(sensor: str, collection: str, band: str) -> str:
    suffix = band
    if band == "QA":
        suffix = "QA_PIXEL" if collection == SECOND else "BQA"
    elif band == "RADSAT":
        suffix = "QA_RADSAT"
    return f"{name(sensor, collection)}_{suffix}.TIF"


def _bands(sensor: str, collection: str, shape: tuple[int, int]) -> dict[str, NDArray[Any]]:
    platform = PLATFORMS[sensor]
    known = platforms.sensor(sensor)
    bands: dict[str, NDArray[Any]] = {}
    for number, (gain, offset) in platform.thermal.items():
        radiance = known.band(number).planck_table.radiance(temperatures(shape))
        stored = np.rint((radiance - offset) / gain)
        bands[f"B{number}"] = np.clip(stored, 1, platform.highest).astype(platform.dtype)
    rows, columns = np.indices(shape)
    gain, offset = platform.reflectance
    for number, reflectance in (
        (platform.red, 0.06 + 0.04 * np.sin(columns / 6)),
        (platform.near_infrared, 0.25 + 0.12 * np.cos(rows / 9)),
    ):
        bands[f"B{number}"] = np.rint((reflectance - offset) / gain).astype(platform.dtype)
    if collection != PRE or platform.clear[PRE]:
        bands["QA"] = np.full(shape, platform.clear[collection], np.uint16)
    if collection == SECOND:
        bands["RADSAT"] = np.zeros(shape, np.uint16)
    return bands


def _metadata(sensor: str, collection: str, bands: list[str]) -> Groups:
    platform = PLATFORMS[sensor]
    second = collection == SECOND
    product = {"LANDSAT_SCENE_ID": f"{name(sensor, PRE)}"}
    if collection != PRE:
        product |= {
            "LANDSAT_PRODUCT_ID": name(sensor, collection),
            "COLLECTION_NUMBER": f"0{collection}",
            "COLLECTION_CATEGORY": "T1",
        }
    product["PROCESSING_LEVEL" if second else "DATA_TYPE"] = "L1TP"
    quality = "QUALITY_L1_PIXEL" if second else "BAND_QUALITY"
    keys = {"QA": quality, "RADSAT": "QUALITY_L1_RADIOMETRIC_SATURATION"}
    for band in bands:
        key = keys.get(band, f"BAND_{band.removeprefix('B')}")
        product[f"FILE_NAME_{key}"] = _file(sensor, collection, band)
    image = {
        "SPACECRAFT_ID": f"LANDSAT_{sensor[-1]}",
        "DATE_ACQUIRED": "2016-01-21",
        "SCENE_CENTER_TIME": "09:50:31.1234560Z",
        "SUN_ELEVATION": "30.00000000",
    }
    if sensor in {"landsat8", "landsat9"}:
        image |= {"NADIR_OFFNADIR": "NADIR", "ROLL_ANGLE": "-0.001"}
    if sensor == "landsat8" and collection != PRE:
        source = (
            "DATA_SOURCE_TIRS_STRAY_LIGHT_CORRECTION"
            if second
            else "TIRS_STRAY_LIGHT_CORRECTION_SOURCE"
        )
        image |= {
            "TIRS_SSM_MODEL": "FINAL",
            "TIRS_SSM_POSITION_STATUS": "ESTIMATED",
            source: "TIRS",
        }
    limits: dict[str, str] = {}
    rescaling: dict[str, str] = {}
    constants: dict[str, str] = {}
    for number, (gain, offset) in platform.thermal.items():
        rescaling |= {
            f"RADIANCE_MULT_BAND_{number}": f"{gain:.4E}",
            f"RADIANCE_ADD_BAND_{number}": f"{offset:.5f}",
        }
        constants |= {
            f"K1_CONSTANT_BAND_{number}": "774.8853",
            f"K2_CONSTANT_BAND_{number}": "1321.0789",
        }
    gain, offset = platform.reflectance
    for number in (platform.red, platform.near_infrared):
        rescaling |= {
            f"REFLECTANCE_MULT_BAND_{number}": f"{gain:.4E}",
            f"REFLECTANCE_ADD_BAND_{number}": f"{offset:.6f}",
        }
    for number in (*platform.thermal, platform.red, platform.near_infrared):
        limits |= {
            f"QUANTIZE_CAL_MAX_BAND_{number}": str(platform.highest),
            f"QUANTIZE_CAL_MIN_BAND_{number}": "1",
        }
    prefix = "LEVEL1_" if second else ""
    return {
        "PRODUCT_CONTENTS" if second else "PRODUCT_METADATA": product,
        "IMAGE_ATTRIBUTES": image,
        f"{prefix}MIN_MAX_PIXEL_VALUE": limits,
        f"{prefix}RADIOMETRIC_RESCALING": rescaling,
        f"{prefix}THERMAL_CONSTANTS": constants,
    }  # fmt: skip


def _change(groups: Groups, key: str, value: str | None) -> None:
    holders = [group for group in groups.values() if key in group]
    for group in holders or [groups["IMAGE_ATTRIBUTES"]]:
        if value is None:
            group.pop(key, None)
        else:
            group[key] = value


def _root(collection: str) -> str:
    return "LANDSAT_METADATA_FILE" if collection == SECOND else "L1_METADATA_FILE"


def _text(groups: Groups, collection: str) -> str:
    root = _root(collection)
    lines = [f"GROUP = {root}"]
    for group, values in groups.items():
        lines.append(f"  GROUP = {group}")
        lines += [f"    {key} = {_quoted(value)}" for key, value in values.items()]
        lines.append(f"  END_GROUP = {group}")
    return "\n".join([*lines, f"END_GROUP = {root}", "END", ""])


def _quoted(value: str) -> str:
    return value if value[:1].isdigit() or value[:1] == "-" else f'"{value}"'


def _json(groups: Groups, collection: str) -> str:
    return json.dumps({_root(collection): groups}, indent=2)


def _xml(groups: Groups, collection: str) -> str:
    root = _root(collection)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<{root}>"]
    for group, values in groups.items():
        leaves = [f"    <{key}>{escape(value)}</{key}>" for key, value in values.items()]
        lines += [f"  <{group}>", *leaves, f"  </{group}>"]
    return "\n".join([*lines, f"</{root}>", ""])


_WRITERS = {"txt": _text, "json": _json, "xml": _xml}
