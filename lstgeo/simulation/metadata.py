"""The metadata of a synthetic scene in the form of a Collection 2 Level-1 MTL file."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lstgeo.raster import projection
from lstgeo.raster.grid import Grid
from lstgeo.simulation.acquisition import Acquisition

ORIGIN = "Simulated by lstgeo, not a measurement"

REFLECTIVE, THERMAL = ("4", "5"), ("10", "11")
"""Bands of a synthetic scene."""

LOWEST_DN, HIGHEST_DN = 1, 65535

REFLECTANCE_GAIN, REFLECTANCE_OFFSET = 2.0e-5, -0.1
"""Reflectance of a DN, before the division by the sine of the sun's elevation."""

Group = dict[str, "str | int | float | Literal"]


class Literal(str):
    """A value that stands in the file as it is, without quotes."""


def text(acquisition: Acquisition, grid: Grid, zone: int, cloud_cover: float) -> str:
    """MTL text of a scene on `grid`; `cloud_cover` in percent."""
    groups = {
        "PRODUCT_CONTENTS": _contents(acquisition),
        "IMAGE_ATTRIBUTES": _image(acquisition, cloud_cover),
        "PROJECTION_ATTRIBUTES": _projection(grid, zone),
        "LEVEL1_PROCESSING_RECORD": _processing(acquisition),
        "LEVEL1_MIN_MAX_RADIANCE": _radiance_limits(acquisition),
        "LEVEL1_MIN_MAX_REFLECTANCE": _limits(
            "REFLECTANCE", dict.fromkeys(REFLECTIVE, (REFLECTANCE_GAIN, REFLECTANCE_OFFSET)), 6
        ),
        "LEVEL1_MIN_MAX_PIXEL_VALUE": _pixel_limits(),
        "LEVEL1_RADIOMETRIC_RESCALING": _rescaling(acquisition),
        "LEVEL1_THERMAL_CONSTANTS": _thermal(acquisition),
        "LEVEL1_PROJECTION_PARAMETERS": _cells(grid, zone)
        | {"ORIENTATION": "NORTH_UP", "RESAMPLING_OPTION": "CUBIC_CONVOLUTION"},
    }
    lines = ["GROUP = LANDSAT_METADATA_FILE"]
    for name, group in groups.items():
        lines += [f"  GROUP = {name}"]
        lines += [f"    {key} = {_quoted(value)}" for key, value in group.items()]
        lines += [f"  END_GROUP = {name}"]
    return "\n".join([*lines, "END_GROUP = LANDSAT_METADATA_FILE", "END", ""])


def _quoted(value: str | float) -> str:
    return f'"{value}"' if isinstance(value, str) and not isinstance(value, Literal) else str(value)


def _identity(acquisition: Acquisition) -> Group:
    return {
        "LANDSAT_PRODUCT_ID": acquisition.product,
        "PROCESSING_LEVEL": "L1TP",
        "COLLECTION_NUMBER": Literal("02"),
        "COLLECTION_CATEGORY": "T1",
        "OUTPUT_FORMAT": "GEOTIFF",
    }


def _files(acquisition: Acquisition) -> Group:
    product = acquisition.product
    return {
        **{f"FILE_NAME_BAND_{band}": f"{product}_B{band}.TIF" for band in REFLECTIVE + THERMAL},
        "FILE_NAME_QUALITY_L1_PIXEL": f"{product}_QA_PIXEL.TIF",
        "FILE_NAME_QUALITY_L1_RADIOMETRIC_SATURATION": f"{product}_QA_RADSAT.TIF",
        "FILE_NAME_METADATA_ODL": f"{product}_MTL.txt",
    }


def _contents(acquisition: Acquisition) -> Group:
    types: Group = {f"DATA_TYPE_BAND_{band}": "UINT16" for band in REFLECTIVE + THERMAL}
    types["DATA_TYPE_QUALITY_L1_PIXEL"] = "UINT16"
    types["DATA_TYPE_QUALITY_L1_RADIOMETRIC_SATURATION"] = "UINT16"
    return {"ORIGIN": ORIGIN} | _identity(acquisition) | _files(acquisition) | types


def _image(acquisition: Acquisition, cloud_cover: float) -> Group:
    return {
        "SPACECRAFT_ID": acquisition.spacecraft,
        "SENSOR_ID": "OLI_TIRS",
        "WRS_TYPE": 2,
        "WRS_PATH": 199,
        "WRS_ROW": 26,
        "NADIR_OFFNADIR": "NADIR",
        "TARGET_WRS_PATH": 199,
        "TARGET_WRS_ROW": 26,
        "DATE_ACQUIRED": Literal(acquisition.date),
        "SCENE_CENTER_TIME": acquisition.time,
        "STATION_ID": "SIM",
        "CLOUD_COVER": Literal(f"{cloud_cover:.2f}"),
        "CLOUD_COVER_LAND": Literal(f"{cloud_cover:.2f}"),
        "IMAGE_QUALITY_OLI": 9,
        "IMAGE_QUALITY_TIRS": 9,
        **{f"SATURATION_BAND_{band}": "N" for band in REFLECTIVE},
        "ROLL_ANGLE": Literal("0.000"),
        "SUN_AZIMUTH": Literal(f"{acquisition.sun_azimuth:.8f}"),
        "SUN_ELEVATION": Literal(f"{acquisition.sun_elevation:.8f}"),
        "EARTH_SUN_DISTANCE": Literal(f"{acquisition.earth_sun_distance:.7f}"),
        **acquisition.selection,
    }


def _cells(grid: Grid, zone: int) -> Group:
    cell = Literal(f"{grid.pixel_size[0]:.2f}")
    return {
        "MAP_PROJECTION": "UTM",
        "DATUM": "WGS84",
        "ELLIPSOID": "WGS84",
        "UTM_ZONE": zone,
        "GRID_CELL_SIZE_REFLECTIVE": cell,
        "GRID_CELL_SIZE_THERMAL": cell,
    }


def _projection(grid: Grid, zone: int) -> Group:
    height, width = grid.shape
    sizes: Group = {
        "REFLECTIVE_LINES": height,
        "REFLECTIVE_SAMPLES": width,
        "THERMAL_LINES": height,
        "THERMAL_SAMPLES": width,
        "ORIENTATION": "NORTH_UP",
    }
    return _cells(grid, zone) | sizes | _corners(grid)


def _corners(grid: Grid) -> Group:
    """Centres of the corner pixels, geographic and projected."""
    names = ("UL", "UR", "LL", "LR")
    height, width = grid.shape
    rows = np.array([0.0, 0.0, height - 1.0, height - 1.0])
    columns = np.array([0.0, width - 1.0, 0.0, width - 1.0])
    longitude, latitude = projection.geographic_positions(grid, rows, columns)
    positions = [grid.transform @ (x + 0.5, y + 0.5) for x, y in zip(columns, rows, strict=True)]
    corners: Group = {}
    for name, lat, lon in zip(names, latitude, longitude, strict=True):
        corners[f"CORNER_{name}_LAT_PRODUCT"] = Literal(f"{lat:.5f}")
        corners[f"CORNER_{name}_LON_PRODUCT"] = Literal(f"{lon:.5f}")
    for name, (east, north) in zip(names, positions, strict=True):
        corners[f"CORNER_{name}_PROJECTION_X_PRODUCT"] = Literal(f"{east:.3f}")
        corners[f"CORNER_{name}_PROJECTION_Y_PRODUCT"] = Literal(f"{north:.3f}")
    return corners


def _processing(acquisition: Acquisition) -> Group:
    source: Group = (
        {"DATA_SOURCE_TIRS_STRAY_LIGHT_CORRECTION": acquisition.stray_light}
        if acquisition.stray_light
        else {}
    )
    return {
        "ORIGIN": ORIGIN,
        "REQUEST_ID": "SIMULATED_BY_LSTGEO",
        "LANDSAT_SCENE_ID": acquisition.scene,
        **_identity(acquisition),
        "DATE_PRODUCT_GENERATED": Literal(acquisition.generated),
        "PROCESSING_SOFTWARE_VERSION": "LSTGEO_SIMULATION",
        **_files(acquisition),
        **source,
    }


def _limits(quantity: str, scales: Mapping[str, tuple[float, float]], digits: int) -> Group:
    limits: Group = {}
    for band, (gain, offset) in scales.items():
        for name, dn in (("MAXIMUM", HIGHEST_DN), ("MINIMUM", LOWEST_DN)):
            limits[f"{quantity}_{name}_BAND_{band}"] = Literal(f"{gain * dn + offset:.{digits}f}")
    return limits


def _radiance_limits(acquisition: Acquisition) -> Group:
    scales = {band: (acquisition.gain[band], acquisition.offset[band]) for band in acquisition.gain}
    return _limits("RADIANCE", scales, 5)


def _pixel_limits() -> Group:
    limits: Group = {}
    for band in REFLECTIVE + THERMAL:
        limits[f"QUANTIZE_CAL_MAX_BAND_{band}"] = HIGHEST_DN
        limits[f"QUANTIZE_CAL_MIN_BAND_{band}"] = LOWEST_DN
    return limits


def _rescaling(acquisition: Acquisition) -> Group:
    gains = acquisition.gain.items()
    offsets = acquisition.offset.items()
    return {
        **{f"RADIANCE_MULT_BAND_{band}": Literal(f"{gain:.4E}") for band, gain in gains},
        **{f"RADIANCE_ADD_BAND_{band}": Literal(f"{offset:.5f}") for band, offset in offsets},
        **{f"REFLECTANCE_MULT_BAND_{b}": Literal(f"{REFLECTANCE_GAIN:.4E}") for b in REFLECTIVE},
        **{f"REFLECTANCE_ADD_BAND_{b}": Literal(f"{REFLECTANCE_OFFSET:.6f}") for b in REFLECTIVE},
    }


def _thermal(acquisition: Acquisition) -> Group:
    constants: Group = {}
    for band, (k1, k2) in acquisition.thermal_constants.items():
        constants[f"K1_CONSTANT_BAND_{band}"] = Literal(f"{k1:.4f}")
        constants[f"K2_CONSTANT_BAND_{band}"] = Literal(f"{k2:.4f}")
    return constants
