"""Products made after their published specifications, without the code that reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from affine import Affine
from numpy.typing import NDArray

from tests import rasters

Array = NDArray[Any]

RADIUS = 6371007.181
"""Radius of the sphere of MODIS tiles [m]."""

TILE = (0.0, 5559752.598333, 1111950.519667, 4447802.078667)
"""West, north, east, south of tile h18v04 [m], from 40 to 50 degrees north."""

MOD11A1 = "MOD11A1.A2017182.h18v04.061.2021280154500.hdf"


def mod11a1(
    folder: Path,
    day: Array,
    quality: Array,
    *,
    night: Array | None = None,
    time: Array | None = None,
    emissivity: Array | None = None,
    name: str = MOD11A1,
    short_name: str = "MOD11A1",
    projection: str = "GCTP_SNSOID",
    fill: Any = 0,
) -> Path:
    """A MOD11A1 file of stored numbers; file specification and user guide, Collection 6.1.

    The whole tile h18v04, however many cells the arrays have.
    """
    from pyhdf.SD import SD, SDC  # noqa: PLC0415

    path = folder / name
    file = SD(str(path), SDC.WRITE | SDC.CREATE)
    empty = np.zeros(day.shape, np.uint16)
    layers = {
        "LST_Day_1km": day,
        "QC_Day": quality,
        "Day_view_time": np.full(day.shape, 255, np.uint8) if time is None else time,
        "LST_Night_1km": empty if night is None else night,
        "QC_Night": np.full(day.shape, 2 if night is None else 0, np.uint8),
        "Night_view_time": np.full(day.shape, 255, np.uint8),
        "Emis_31": np.full(day.shape, 0, np.uint8) if emissivity is None else emissivity,
    }
    attributes: dict[str, dict[str, Any]] = {
        "LST": {"units": "K", "valid_range": [7500, 65535], "_FillValue": fill,
                "scale_factor": 0.02, "add_offset": 0.0},
        "QC": {"valid_range": [0, 255]},
        "Day": {"units": "hrs", "valid_range": [0, 240], "_FillValue": 255, "scale_factor": 0.1,
                "add_offset": 0.0},
        "Emis": {"units": "none", "valid_range": [1, 255], "_FillValue": 0, "scale_factor": 0.002,
                 "add_offset": 0.49},
    }  # fmt: skip
    attributes["Night"] = attributes["Day"]
    for layer, values in layers.items():
        kind = SDC.UINT16 if values.dtype == np.uint16 else SDC.UINT8
        data = file.create(layer, kind, values.shape)
        for key, value in attributes[layer.partition("_")[0]].items():
            if isinstance(value, str):
                data.attr(key).set(SDC.CHAR, value)
            elif isinstance(value, float):
                data.attr(key).set(SDC.FLOAT64, value)
            else:
                data.attr(key).set(kind, value)
        data[:] = values
        data.endaccess()
    rows, columns = day.shape
    west, north, east, south = TILE
    file.attr("StructMetadata.0").set(SDC.CHAR, structure(
        "MODIS_Grid_Daily_1km_LST", (rows, columns), (west, north), (east, south), projection,
        f"({RADIUS:.6f},0,0,0,0,0,0,0,86400,0,0,0,0)",
    ))  # fmt: skip
    file.attr("CoreMetadata.0").set(
        SDC.CHAR,
        "OBJECT = SHORTNAME\n  NUM_VAL = 1\n"
        f'  VALUE = "{short_name}"\nEND_OBJECT = SHORTNAME\n'
        'OBJECT = RANGEBEGINNINGDATE\n  NUM_VAL = 1\n  VALUE = "2017-07-01"\n'
        "END_OBJECT = RANGEBEGINNINGDATE\n",
    )
    file.end()
    return path


def structure(
    name: str,
    shape: tuple[int, int],
    upper_left: tuple[float, float],
    lower_right: tuple[float, float],
    projection: str,
    parameters: str = "(0,0,0,0,0,0,0,0,0,0,0,0,0)",
) -> str:
    """Structural metadata of a file of one grid (HDF-EOS user's guide)."""
    rows, columns = shape
    return (
        "GROUP=SwathStructure\nEND_GROUP=SwathStructure\nGROUP=GridStructure\n\tGROUP=GRID_1\n"
        f'\t\tGridName="{name}"\n\t\tXDim={columns}\n\t\tYDim={rows}\n'
        f"\t\tUpperLeftPointMtrs=({upper_left[0]:.6f},{upper_left[1]:.6f})\n"
        f"\t\tLowerRightMtrs=({lower_right[0]:.6f},{lower_right[1]:.6f})\n"
        f"\t\tProjection={projection}\n\t\tProjParams={parameters}\n\t\tSphereCode=-1\n"
        "\t\tGridOrigin=HDFE_GD_UL\n\tEND_GROUP=GRID_1\nEND_GROUP=GridStructure\nEND\n"
    )


def l2g(
    folder: Path,
    lst: Array,
    quality: Array,
    cloud: Array,
    *,
    error: Array | None = None,
    corners: tuple[float, float, float, float] = (10.03e6, 46.5e6, 10.0306e6, 46.4994e6),
) -> Path:
    """A gridded ECOSTRESS file (L2G LSTE, Collection 2); west, north, east, south as stored.

    LST is stored as uint16 with a scale, or as float32 K, as both are described.
    """
    import h5py  # noqa: PLC0415

    path = folder / "ECOv002_L2G_LSTE_28527_009_20230713T234532_0710_01.h5"
    with h5py.File(path, "w") as file:
        fields = file.create_group("HDFEOS/GRIDS/ECO_L2G_LSTE_70m/Data Fields")
        whole = lst.dtype.kind == "u"
        layers = [("LST", lst, 0.02 if whole else 1.0), ("QC", quality, 1.0)]
        layers += [("cloud_mask", cloud, 1.0)]
        if error is not None:
            layers.append(("LST_err", error, 0.04))
        for name, values, scale in layers:
            made = fields.create_dataset(name, data=values)
            made.attrs["scale_factor"] = np.array([scale])
            made.attrs["add_offset"] = np.array([0.0])
            if name.startswith("LST"):
                made.attrs["_FillValue"] = np.array([0 if values.dtype.kind == "u" else np.nan],
                                                    values.dtype)  # fmt: skip
        west, north, east, south = corners
        text = structure(
            "ECO_L2G_LSTE_70m", (lst.shape[0], lst.shape[1]), (west, north), (east, south),
            "HE5_GCTP_GEO",
        )  # fmt: skip
        file.create_dataset("HDFEOS INFORMATION/StructMetadata.0", data=np.bytes_(text))
    return path


def swath(
    folder: Path, shape: tuple[int, int] = (50, 60), *, collection: int = 1
) -> tuple[Path, Array]:
    """A swath of ECOSTRESS of a collection, geolocation and cloud mask; and its eastings [m].

    Lines are turned by 30 degrees; LST is 290 K + 1 K for each kilometre east of 500 km; every
    fourth pixel is cloud in the mask.
    """
    import h5py  # noqa: PLC0415
    from rasterio.warp import transform  # noqa: PLC0415

    lines, pixels = np.mgrid[: shape[0], : shape[1]] * 70.0
    turn = np.radians(30)
    x = 5e5 + pixels * np.cos(turn) + lines * np.sin(turn)
    y = 5e6 + pixels * np.sin(turn) - lines * np.cos(turn)
    longitude, latitude = (
        np.reshape(axis, shape)
        for axis in transform(rasters.UTM, rasters.DEGREES, x.ravel(), y.ravel())[:2]
    )
    granule = "07084_006_20191005T182133_0601_01.h5"
    path = folder / f"ECOSTRESS_L2_LSTE_{granule}"
    kelvin = 290 + (x - 5e5) / 1000
    layers = {
        "LST": (np.rint(kelvin / 0.02).astype(np.uint16), 0.02),
        "LST_err": (np.full(shape, 30, np.uint8), 0.04),
        "QC": (np.zeros(shape, np.uint16), 1.0),
    }
    with h5py.File(path, "w") as file:
        for name, (values, scale) in layers.items():
            data = file.create_dataset(f"SDS/{name}", data=values)
            data.attrs["scale_factor"], data.attrs["add_offset"] = scale, 0.0
            if name != "QC":
                data.attrs["_FillValue"] = np.array(0, values.dtype)
    with h5py.File(folder / f"ECOSTRESS_L1B_GEO_{granule}", "w") as file:
        file["Geolocation/longitude"], file["Geolocation/latitude"] = longitude, latitude
    mask = np.ones(shape, np.uint8)
    mask[::2, ::2] = 0b111
    with h5py.File(folder / f"ECOSTRESS_L2_CLOUD_{granule.replace('0601', '0602')}", "w") as file:
        if collection == 1:
            file["SDS/CloudMask"] = mask
        else:
            file["SDS/Cloud_final"] = mask >> 1 & 1
    return path, x


def appeears(
    folder: Path, layer: str, values: Array, *, product: str = "ECO2LSTE.001", scale: float = 1.0,
    offset: float = 0.0, nodata: float | None = None, time: str = "doy2019278182133",
) -> Path:  # fmt: skip
    """A layer as AppEEARS cuts it out: scale and offset are tags, as text."""
    import rasterio  # noqa: PLC0415

    path = folder / f"{product}_{layer}_{time}_aid0001.tif"
    rasters.write(path, values, transform=Affine(70, 0, 5e5, 0, -70, 5e6), nodata=nodata)
    with rasterio.open(path, "r+") as target:
        target.update_tags(scale_factor=f"{scale:g}", add_offset=f"{offset:g}")
    return path


def tile(folder: Path, **layers: Array) -> Path:
    """A tile of ECOSTRESS Collection 2 (L2T LSTE), a GeoTIFF for each layer."""
    stem = "ECOv002_L2T_LSTE_28527_009_11SPS_20230713T234532_0710_01"
    for name, values in layers.items():
        nodata = np.nan if values.dtype.kind == "f" else None
        path = folder / f"{stem}_{name}.tif"
        rasters.write(path, values, transform=Affine(70, 0, 5e5, 0, -70, 5e6), nodata=nodata)
    return folder / f"{stem}_LST.tif"
