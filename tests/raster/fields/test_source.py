"""Which field of a file is read: by its usual names, by the one that is told, or none by guess."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import rasterio
import xarray as xr
from affine import Affine

from lstgeo.errors import InputError, MissingFileError, RasterError
from lstgeo.raster.fields import source
from lstgeo.vocabulary import (
    ELEVATION,
    NEAR_SURFACE_AIR_TEMPERATURE,
    SURFACE_PRESSURE,
    WATER_VAPOUR,
    Quantity,
)
from tests import fields, rasters
from tests.data import SHARED, needs_shared

LONGITUDE, LATITUDE = np.arange(10.0, 20.0), np.arange(54.0, 44.0, -1.0)
VALUES = np.full((10, 10), 15.0)
KINDS = ["NETCDF3_CLASSIC", "NETCDF3_64BIT_OFFSET", "NETCDF3_64BIT_DATA", "NETCDF4"]


def _file(folder: Path, name: str, kind: str = "NETCDF4", **options: object) -> Path:
    return fields.netcdf(
        folder / "f.nc",
        VALUES,
        LONGITUDE,
        LATITUDE,
        name=name,
        kind=kind,
        **options,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("name", "quantity"),
    [
        ("tcwv", WATER_VAPOUR), ("TQV", WATER_VAPOUR), ("prw", WATER_VAPOUR),
        ("pr_wtr", WATER_VAPOUR), ("Water_Vapor_Near_Infrared", WATER_VAPOUR),
        ("Column_WV", WATER_VAPOUR), ("total_column_water_vapour", WATER_VAPOUR),
        ("t2m", NEAR_SURFACE_AIR_TEMPERATURE), ("T2M", NEAR_SURFACE_AIR_TEMPERATURE),
        ("tas", NEAR_SURFACE_AIR_TEMPERATURE), ("sp", SURFACE_PRESSURE), ("PS", SURFACE_PRESSURE),
        ("z", ELEVATION), ("PHIS", ELEVATION), ("orog", ELEVATION),
    ],
)  # fmt: skip
def test_a_field_is_found_by_its_usual_name(tmp_path: Path, name: str, quantity: Quantity) -> None:
    path = _file(tmp_path, name)
    fields.netcdf(path, VALUES, LONGITUDE, LATITUDE, name="tcw", append=True)
    assert source.find(path, quantity).name == name


def test_a_field_is_found_by_its_standard_name(tmp_path: Path) -> None:
    told = {"standard_name": "atmosphere_mass_content_of_water_vapor"}
    path = _file(tmp_path, "var42", attributes=told)
    assert source.find(path, WATER_VAPOUR).name == "var42"


@pytest.mark.parametrize("name", ["tcw", "msl", "d2m", "skt", "tcrw", "Band1"])
@pytest.mark.parametrize("quantity", [WATER_VAPOUR, NEAR_SURFACE_AIR_TEMPERATURE, SURFACE_PRESSURE])
def test_a_field_of_another_quantity_is_not_taken_silently(
    tmp_path: Path, name: str, quantity: Quantity
) -> None:
    path = _file(tmp_path, name)
    with pytest.raises(InputError, match=f"no field known as .*there is {name}; name one as FILE:"):
        source.find(path, quantity)
    assert source.find(path, quantity, name).name == name


def test_the_temperature_of_a_level_is_not_that_near_the_surface(tmp_path: Path) -> None:
    data = xr.Dataset(
        {"t": (("level", "lat", "lon"), VALUES[None], {"standard_name": "air_temperature"})},
        {"level": [850.0], "lat": LATITUDE, "lon": LONGITUDE},
    )
    data.to_netcdf(tmp_path / "t.nc", engine="netcdf4")
    with pytest.raises(InputError, match="no field known as air temperature near the surface"):
        source.find(tmp_path / "t.nc", NEAR_SURFACE_AIR_TEMPERATURE)


def test_several_fields_of_one_quantity_are_named(tmp_path: Path) -> None:
    path = _file(tmp_path, "tcwv")
    fields.netcdf(path, VALUES, LONGITUDE, LATITUDE, name="pwat", append=True)
    with pytest.raises(InputError, match="several fields of total column water vapour, pwat, tcwv"):
        source.find(path, WATER_VAPOUR)
    assert source.find(path, WATER_VAPOUR, "PWAT").name == "pwat"
    with pytest.raises(InputError, match="no field called nothing; there is pwat, tcwv"):
        source.find(path, WATER_VAPOUR, "nothing")


def test_bands_of_a_geotiff_go_by_description_or_number(tmp_path: Path) -> None:
    import rasterio  # noqa: PLC0415

    path = tmp_path / "stack.tif"
    with rasterio.open(
        path, "w", driver="GTiff", height=4, width=4, count=2, dtype="float32",
        crs=rasters.DEGREES, transform=rasterio.transform.from_origin(10, 50, 1, 1),
    ) as target:  # fmt: skip
        target.write(np.stack([np.full((4, 4), 15.0), np.full((4, 4), 290.0)]).astype(np.float32))
        target.descriptions = ("tcwv", "t2m")
    assert source.find(path, WATER_VAPOUR).bands == (1,)
    second = source.find(path, NEAR_SURFACE_AIR_TEMPERATURE, "2")
    assert (second.name, second.bands) == ("t2m", (2,))
    assert second.read(0, slice(0, 1), slice(0, 1)) == 290.0
    with pytest.raises(InputError, match="there is t2m, tcwv"):
        source.find(path, SURFACE_PRESSURE)


@needs_shared
def test_era5_without_water_vapour_says_what_is_there() -> None:
    with pytest.raises(InputError, match="there is sea_ice_cover, sea_surface_temperature"):
        source.find(SHARED / "profiles" / "era5_tl31_1959-01-02.nc", WATER_VAPOUR)


@needs_shared
@pytest.mark.parametrize(
    "name", ["gfs_2011-01-15T12_2p5deg.grib2", "gfs_2011-10-11T00_2p5deg.grib1"]
)
def test_real_grib_fields_are_found_by_element_and_level(name: str) -> None:
    found = {
        quantity.name: source.find(SHARED / "profiles" / name, quantity)
        for quantity in (WATER_VAPOUR, NEAR_SURFACE_AIR_TEMPERATURE, SURFACE_PRESSURE, ELEVATION)
    }
    assert [(field.name, field.units) for field in found.values()] == [
        ("PWAT 0-EATM", "[kg/(m^2)]"), ("TMP 2-HTGL", "[C]"), ("PRES 0-SFC", "[Pa]"),
        ("HGT 0-SFC", "[gpm]"),
    ]  # fmt: skip
    stamp = np.datetime64(name[4:17], "s")
    assert all(field.times == (stamp,) for field in found.values())


@needs_shared
def test_ncep_fields_are_found_though_their_time_is_not_to_be_told() -> None:
    path = SHARED / "profiles" / "ncep_june_climatology.nc"
    found = [source.find(path, q) for q in (WATER_VAPOUR, SURFACE_PRESSURE)]
    assert [(field.name, field.units, field.times) for field in found] == [
        ("PREH2O", "mm", (None,)), ("PS", "millibars", (None,)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "units", ["fortnights since yesterday", "months since 1979-01-01", "1", ""]
)
@pytest.mark.parametrize("calendar", ["360_day", "lunar"])
def test_a_time_that_cannot_be_told_is_unknown(tmp_path: Path, units: str, calendar: str) -> None:
    data = xr.Dataset(
        {"tcwv": (("time", "lat", "lon"), VALUES[None])},
        {
            "time": ("time", [3.0], {"units": units, "calendar": calendar}),
            "lat": LATITUDE,
            "lon": LONGITUDE,
        },
    )
    data.to_netcdf(tmp_path / "w.nc", engine="netcdf4")
    assert source.find(tmp_path / "w.nc", WATER_VAPOUR).times == (None,)


def test_a_swath_is_refused_with_what_to_do(tmp_path: Path) -> None:
    both = np.meshgrid(LONGITUDE, LATITUDE)
    data = xr.Dataset(
        {
            "Water_Vapor": (("line", "pixel"), VALUES, {"units": "cm"}),
            "Longitude": (("line", "pixel"), both[0]),
            "Latitude": (("line", "pixel"), both[1]),
        }
    )
    data.to_netcdf(tmp_path / "w.nc", engine="netcdf4")
    with pytest.raises(InputError, match=r"Water_Vapor is a swath.*grid it first"):
        source.find(tmp_path / "w.nc", WATER_VAPOUR)


def test_hdf4_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "MOD05_L2.A2016021.0950.061.hdf"
    path.write_bytes(b"\x0e\x03\x13\x01" + bytes(2000))
    with pytest.raises(InputError, match=r"is an HDF4 file.*grid it into a GeoTIFF"):
        source.find(path, WATER_VAPOUR)


@needs_shared
def test_a_real_hdf4_file_is_refused_with_what_to_do() -> None:
    for path in (SHARED / "products").glob("*.hdf"):
        with pytest.raises(InputError, match="is an HDF4 file"):
            source.find(path, WATER_VAPOUR)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("keep", [0.02, 0.5, 0.95])
def test_a_truncated_netcdf_is_refused(tmp_path: Path, kind: str, keep: float) -> None:
    longitude, latitude = np.arange(10.0, 20.0, 0.1), np.arange(54.0, 44.0, -0.1)
    path = fields.netcdf(tmp_path / "w.nc", np.ones((100, 100)), longitude, latitude, kind=kind)
    assert source.find(path, WATER_VAPOUR).name == "tcwv"
    rasters.cut(path, keep)
    with pytest.raises(RasterError, match=r"w\.nc (is truncated|cannot be read)"):
        source.find(path, WATER_VAPOUR)


@pytest.mark.parametrize("records", [1, 3])
@pytest.mark.parametrize("missing", [0, 1])
def test_a_classic_file_of_records_is_whole_to_the_byte(
    tmp_path: Path, records: int, missing: int
) -> None:
    path = tmp_path / "w.nc"
    data = xr.Dataset(
        {
            "tcwv": (("time", "lat", "lon"), np.ones((records, 10, 10), "f4")),
            "n": ("time", np.ones(records, "i2")),
        },
        {"time": np.arange(records, dtype="f8"), "lat": LATITUDE, "lon": LONGITUDE},
    )
    data.to_netcdf(path, engine="netcdf4", format="NETCDF3_CLASSIC", unlimited_dims=["time"])
    if missing == 0:
        assert source.find(path, WATER_VAPOUR).name == "tcwv"
        return
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(RasterError, match="is truncated"):
        source.find(path, WATER_VAPOUR)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"moist",
        b"CDF\x01" + bytes(range(256)) * 9,
        b"CDF\x05" + b"\xff" * 99,
        b"\x89HDF\r\n\x1a\n" + bytes(99),
        b"GRIB\0\0\0\2 and no more",
    ],
    ids=["empty", "text", "classic", "data", "hdf5", "grib"],
)
def test_garbage_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "w.nc").write_bytes(content)
    with pytest.raises(RasterError, match=r"w\.nc cannot be read"):
        source.find(tmp_path / "w.nc", WATER_VAPOUR)


def test_a_file_that_is_not_there_is_missed(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="does not exist"):
        source.find(tmp_path / "w.nc", WATER_VAPOUR)


def _with_dimension(folder: Path, name: str) -> Path:
    """A field over two values of a dimension, each of which knows one half of the longitudes."""
    west = np.where(LONGITUDE < 15, VALUES, np.nan)
    data = xr.Dataset(
        {"tcwv": ((name, "latitude", "longitude"), np.stack([west, VALUES + 1]), {"units": "mm"})},
        {name: [1, 5], "latitude": LATITUDE, "longitude": LONGITUDE},
    )
    data.to_netcdf(folder / "f.nc")
    return folder / "f.nc"


def test_final_data_win_over_preliminary_ones_of_the_same_file(tmp_path: Path) -> None:
    found = source.find(_with_dimension(tmp_path, "expver"), WATER_VAPOUR)
    values = found.read(0, slice(0, 10), slice(0, 10))
    np.testing.assert_array_equal(values, np.where(LONGITUDE < 15, VALUES, VALUES + 1))


@pytest.mark.parametrize("name", ["number", "step"])
def test_members_and_steps_of_a_forecast_are_not_chosen_among(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=f"tcwv has several values of {name}"):
        source.find(_with_dimension(tmp_path, name), WATER_VAPOUR)


def test_a_scale_that_gdal_does_not_apply_is_refused(tmp_path: Path) -> None:
    path = rasters.write(
        tmp_path / "w.tif", np.full((4, 4), 30, np.int16), units="mm", transform=Affine.scale(30)
    )
    assert source.find(path, WATER_VAPOUR).units == "mm"
    with rasterio.open(path, "r+") as stored:
        stored.update_tags(scale_factor="0.5", add_offset="0")
    with pytest.raises(InputError, match=r"tags alone, .* -scale 0\.5 -offset 0"):
        source.find(path, WATER_VAPOUR)
