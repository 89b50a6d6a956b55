"""CSV and NetCDF profiles are read in any order and unit, and their faults are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import xarray as xr

from lstgeo.errors import InputError, MissingFileError
from lstgeo.profiles import columns, netcdf, reading
from tests.data import SHARED, needs_shared
from tests.profiles import examples

if TYPE_CHECKING:
    from pathlib import Path

CSV = """# a sounding
# latitude: -33.9
# time: 2016-06-30T12:00
altitude_km, pressure_hpa, temperature_c, relative_humidity_percent
0.0, 1010, 25.0, 60
1.5, 850, 14.0, 50
5.6, 500, -12.0, 30
12.0, 200, -56.0, 10
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "profile.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_csv_is_read_with_its_place(tmp_path: Path) -> None:
    batch = reading.read(_write(tmp_path, CSV))
    np.testing.assert_allclose(batch.pressure[0], [101_000, 85_000, 50_000, 20_000])
    np.testing.assert_allclose(batch.temperature[0], [298.15, 287.15, 261.15, 217.15])
    np.testing.assert_allclose(batch.relative_humidity[0], [0.6, 0.5, 0.3, 0.1], rtol=1e-12)
    assert batch.latitude[0] == pytest.approx(-33.9)
    assert batch.time[0] == np.datetime64("2016-06-30T12:00")
    assert batch.elevation[0] == 0


def test_units_and_order_of_a_csv_do_not_matter(tmp_path: Path) -> None:
    batch = reading.read(_write(tmp_path, CSV))
    levels = zip(
        batch.pressure[0] / 100,
        batch.temperature[0],
        batch.water_mole_fraction[0] * 1e6,
        strict=True,
    )
    lines = [",".join(repr(float(value)) for value in level) for level in levels]
    text = "\n".join(["pressure_hpa,temperature_k,h2o_ppmv", *lines[::-1]])
    other = reading.read(_write(tmp_path, text))
    np.testing.assert_allclose(other.specific_humidity, batch.specific_humidity, rtol=1e-12)
    np.testing.assert_allclose(other.temperature, batch.temperature, rtol=1e-12)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("pressure_hpa", "level", "column pressure_hpa was needed"),
        ("temperature_c", "theta", "temperature_c, temperature_k was needed"),
        ("relative_humidity_percent", "dewpoint", "relative_humidity_percent, specific_humidity"),
        ("850, 14.0, 50", "850, 14.0", "line 6 has 3 values"),
        ("850, 14.0, 50", "850, warm, 50", "line 6 holds what is no number"),
        ("850, 14.0, 50", "850, , 50", "level 1 .*temperature is nan"),
        ("850, 14.0", "350, 14.0", "level 2 .*not monotonic"),
        ("850, 14.0, 50", "850, 14.0, 120", "level 1 .*relative humidity .*120.0 %"),
        ("temperature_c", "temperature_k", "level 0 .*25.00 K.*degrees Celsius"),
        ("latitude: -33.9", "latitude: south", "holds no latitude"),
    ],
)
def test_a_fault_in_a_csv_names_file_and_place(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    with pytest.raises(InputError, match=f"(?s)profile.csv.*{words}"):
        reading.read(_write(tmp_path, CSV.replace(old, new)))


def test_no_file_and_no_profile_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="no profile file"):
        reading.read(tmp_path / "none.csv")
    (tmp_path / "image.tif").write_bytes(b"II*\x00")
    with pytest.raises(InputError, match="neither a CSV nor a NetCDF"):
        reading.read(tmp_path / "image.tif")
    (tmp_path / "torn.nc").write_bytes(b"\x89HDF and no more")
    with pytest.raises(InputError, match="no NetCDF file that can be read"):
        reading.read(tmp_path / "torn.nc")


@needs_shared
def test_an_afgl_table_is_told_by_its_suffix() -> None:
    batch = reading.read(SHARED / "profiles" / "afgl" / "afglus.dat")
    assert batch.source.tolist() == ["AFGL us_standard_1976"]
    # US Standard Atmosphere 1976: 288.2 K and 1013 hPa at sea level.
    assert batch.air_temperature[0] == pytest.approx(288.2, abs=0.05)
    assert batch.surface_pressure[0] == pytest.approx(101_300.0, abs=50)


def test_a_suffix_makes_no_afgl_table(tmp_path: Path) -> None:
    (tmp_path / "notes.dat").write_text("no numbers here")
    with pytest.raises(InputError, match="no AFGL table"):
        reading.read(tmp_path / "notes.dat")


def test_columns_written_are_columns_read(tmp_path: Path) -> None:
    batch = examples.standard()
    netcdf.write(batch, tmp_path / "columns.nc")
    again = reading.read(tmp_path / "columns.nc")
    for name in columns.Columns.__slots__:
        np.testing.assert_array_equal(getattr(again, name), getattr(batch, name))
    assert [path.name for path in tmp_path.iterdir()] == ["columns.nc"]


def test_foreign_names_units_and_early_ends_are_understood(tmp_path: Path) -> None:
    batch = examples.standard()
    moist = 1000 * batch.specific_humidity[:, ::-1].T
    warm = batch.temperature[:, ::-1].T - 273.15
    pressure = batch.pressure[0, ::-1] / 100
    data = xr.Dataset(
        {
            "t": (("lev", "x"), warm, {"standard_name": "air_temperature", "units": "degC"}),
            "q": (("lev", "x"), moist, {"standard_name": "specific_humidity", "units": "g kg-1"}),
            "p": (("lev",), pressure, {"standard_name": "air_pressure", "units": "hPa"}),
        }
    )
    data.to_netcdf(tmp_path / "foreign.nc", engine="netcdf4")
    again = netcdf.read(tmp_path / "foreign.nc")
    np.testing.assert_allclose(again.temperature, batch.temperature, rtol=1e-12)
    np.testing.assert_allclose(again.specific_humidity, batch.specific_humidity, rtol=1e-12)


def test_profiles_of_unequal_length_share_a_file(tmp_path: Path) -> None:
    tall, short = examples.standard(1, 30), examples.standard(1, 20)
    stored = {}
    for name in ("pressure", "temperature", "specific_humidity"):
        padding = np.full((1, 10), np.nan)
        ragged = np.concatenate([getattr(short, name), padding], axis=1)
        stored[name] = np.concatenate([getattr(tall, name), ragged])
    data = xr.Dataset(
        {
            name: (("profile", "level"), values, {"units": units})
            for (name, values), units in zip(stored.items(), ("Pa", "K", "kg kg-1"), strict=True)
        }
    )
    data.to_netcdf(tmp_path / "ragged.nc", engine="netcdf4")
    again = netcdf.read(tmp_path / "ragged.nc")
    np.testing.assert_allclose(
        again.total_column_water_vapour,
        [tall.total_column_water_vapour[0], short.total_column_water_vapour[0]],
        rtol=1e-12,
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data.drop_vars("temperature"), "air_temperature was needed"),
        (lambda data: data.drop_vars("specific_humidity"), "water_vapor_in_air was needed"),
        (
            lambda data: data.assign(temperature=data.temperature.assign_attrs(units="furlong")),
            "cannot be in 'furlong'",
        ),
        (
            lambda data: data.assign(temperature=data.temperature.where(data.level != 4)),
            "column 0 .*level 4 .*temperature is nan",
        ),
        (
            lambda data: data.assign(
                temperature=(data.temperature - 273.15).assign_attrs(data.temperature.attrs)
            ),
            "degrees Celsius",
        ),
    ],
)
def test_a_fault_in_a_netcdf_names_file_and_place(tmp_path: Path, change, words) -> None:  # type: ignore[no-untyped-def]
    netcdf.write(examples.standard(), tmp_path / "columns.nc")
    with xr.open_dataset(tmp_path / "columns.nc", engine="netcdf4") as data:
        change(data.load().assign_coords(level=np.arange(data.sizes["level"]))).to_netcdf(
            tmp_path / "bad.nc", engine="netcdf4"
        )
    with pytest.raises(InputError, match=f"(?s)bad.nc.*{words}"):
        netcdf.read(tmp_path / "bad.nc")


@needs_shared
def test_the_profile_of_nasas_calculator_is_read_as_published() -> None:
    batch = reading.read(SHARED / "reference" / "acpc_landsat8_b10_2016-06-30.csv")
    assert batch.surface_pressure[0] == pytest.approx(98_940)
    assert batch.air_temperature[0] == pytest.approx(301.65)
    assert batch.elevation[0] == pytest.approx(300)


def _grid() -> xr.Dataset:
    """Two times, three latitudes and two longitudes of a model, levels from the top down."""
    batch = examples.standard(12)
    shape = (2, 3, 2, -1)
    dimensions = ("time", "latitude", "longitude", "pressure_level")
    fields = {
        name: (dimensions, getattr(batch, name)[:, ::-1].reshape(shape), {"units": units})
        for name, units in (("temperature", "K"), ("specific_humidity", "kg kg-1"))
    }
    pressure = batch.pressure[0, ::-1] / 100
    data = xr.Dataset(
        fields,
        coords={
            "time": np.array(["2020-07-01", "2020-07-02"], dtype="datetime64[ns]"),
            "latitude": ("latitude", [50.0, 40.0, 30.0], {"units": "degrees_north"}),
            "longitude": ("longitude", [0.0, 10.0], {"units": "degrees_east"}),
            "pressure_level": (
                "pressure_level",
                pressure,
                {"units": "hPa", "standard_name": "air_pressure"},
            ),
        },
    )
    return data.transpose("time", "pressure_level", "latitude", "longitude")


def test_a_grid_of_a_model_becomes_columns_in_its_order(tmp_path: Path) -> None:
    _grid().to_netcdf(tmp_path / "grid.nc", engine="netcdf4")
    batch, expected = netcdf.read(tmp_path / "grid.nc"), examples.standard(12)
    np.testing.assert_allclose(batch.temperature, expected.temperature)
    np.testing.assert_allclose(batch.latitude, [50, 50, 40, 40, 30, 30] * 2)
    np.testing.assert_allclose(batch.longitude, [0, 10] * 6)
    assert batch.time[0] == np.datetime64("2020-07-01")
    assert batch.time[-1] == np.datetime64("2020-07-02")


def test_levels_under_the_ground_of_a_grid_are_left_out(tmp_path: Path) -> None:
    ground = np.full((2, 3, 2), 100_000.0)
    ground[0, 0, 0] = 60_000.0
    data = _grid().assign(
        surface_pressure=(
            ("time", "latitude", "longitude"),
            ground,
            {"units": "Pa", "standard_name": "surface_air_pressure"},
        )
    )
    data.to_netcdf(tmp_path / "grid.nc", engine="netcdf4")
    batch, whole = netcdf.read(tmp_path / "grid.nc").check(), examples.standard(12)
    assert batch.surface_pressure[0] == 60_000
    # The example is T = 280 K (p / 1000 hPa)^.19, between levels linear in ln p: .2 K.
    assert batch.air_temperature[0] == pytest.approx(280 * 0.6**0.19, abs=0.2)
    np.testing.assert_allclose(
        batch.total_column_water_vapour[1:], whole.total_column_water_vapour[1:], rtol=1e-6
    )
    assert batch.total_column_water_vapour[0] < 0.4 * whole.total_column_water_vapour[0]


def test_a_variable_on_foreign_dimensions_is_named(tmp_path: Path) -> None:
    _grid().assign(
        place=("elsewhere", [1.0, 2.0], {"units": "m", "standard_name": "surface_altitude"})
    ).to_netcdf(tmp_path / "grid.nc", engine="netcdf4")
    with pytest.raises(InputError, match="place has the dimension elsewhere"):
        netcdf.read(tmp_path / "grid.nc")


def test_no_humidity_at_all_is_read_as_next_to_none(tmp_path: Path) -> None:
    batch = reading.read(_write(tmp_path, CSV.replace("-56.0, 10", "-56.0, 0")))
    assert 0 < batch.specific_humidity[0, -1] <= 1e-9
