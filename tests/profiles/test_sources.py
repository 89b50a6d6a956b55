"""Every source gives the water, temperature and place that its own files or papers state."""

from __future__ import annotations

import netCDF4
import numpy as np
import pytest

from lstgeo.errors import InputError, RasterError
from lstgeo.profiles import afgl, ecmwf, era5, gfs, ncep, rfmip
from tests.data import SHARED, needs_shared

PROFILES = SHARED / "profiles"
GFS = ("gfs_2011-01-15T12_2p5deg.grib2", "gfs_2011-10-11T00_2p5deg.grib1")
pytestmark = needs_shared


@pytest.mark.parametrize("name", GFS)
def test_water_of_gfs_columns_is_gfs_own(name: str) -> None:
    batch = gfs.read(PROFILES / name)
    error = (batch.total_column_water_vapour - gfs.precipitable_water(PROFILES / name)) / 10
    # g cm-2. Measured -.003 +- .015: our 27 levels against their 64.
    assert abs(error.mean()) < 0.005
    assert error.std() < 0.016
    assert len(batch) == 71 * 144 + 2


@pytest.mark.parametrize("name", GFS)
def test_gfs_columns_stand_where_they_should(name: str) -> None:
    batch = gfs.read(PROFILES / name)
    assert str(batch.time[0]) == f"{name[4:17]}:00:00"

    def nearest(latitude: float, longitude: float) -> int:
        distance = abs(batch.latitude - latitude) + abs(batch.longitude - longitude)
        return int(distance.argmin())

    tibet, pacific = nearest(32.5, 87.5), nearest(0, -150)
    assert batch.elevation[tibet] == pytest.approx(5000, abs=600)
    assert batch.surface_pressure[tibet] < 58_000
    assert batch.land[tibet] == 1
    assert batch.land[pacific] == 0
    assert abs(batch.elevation[pacific]) < 10
    assert 295 < batch.air_temperature[pacific] < 303
    assert batch.longitude.min() == -180
    assert batch.longitude.max() == 177.5


def test_era5_water_is_that_over_the_ground_given() -> None:
    path = PROFILES / "era5_tl31_1959-01-02.nc"
    latitude, longitude = era5.places(path)
    flat = era5.read(path, np.zeros(2048))
    np.testing.assert_array_equal(flat.latitude, latitude)
    np.testing.assert_allclose(flat.longitude, longitude)
    high = era5.read(path, np.full(2048, 3000.0))
    # 3000 m is 701 hPa in the standard atmosphere; 25 hPa for weather and climate.
    assert np.median(high.surface_pressure) == pytest.approx(70_100, abs=2_500)
    assert (high.total_column_water_vapour < flat.total_column_water_vapour).all()
    assert 58 < flat.total_column_water_vapour.max() < 62


@pytest.mark.parametrize("experiment", [rfmip.PRESENT, *rfmip.WARMER])
def test_rfmip_edges_hold_the_water_of_the_layers(experiment: str) -> None:
    path = PROFILES / "rfmip_100columns_18experiments.nc"
    batch = rfmip.read(path, experiment)
    with netCDF4.Dataset(path) as data:
        labels = [str(label) for label in data["expt_label"][:]]
        ratio = 0.62198 * data["water_vapor"][labels.index(experiment)].astype(float)
        thickness = np.diff(data["pres_level"][:].astype(float), axis=1)
    water = np.asarray((ratio / (1 + ratio) * thickness).sum(axis=1)) / 9.80665
    relative = batch.total_column_water_vapour / water - 1
    # Measured 3.2 % at most, in fog whose edges are colder than its layers and kept at saturation.
    assert abs(np.median(relative)) < 2e-3
    assert np.abs(relative).max() < 0.04
    with pytest.raises(InputError, match="no experiment 'mars'"):
        rfmip.read(path, "mars")


def test_ckdmip_reaches_the_extremes_it_was_chosen_for() -> None:
    batch = ecmwf.read_ckdmip(PROFILES / "ckdmip_evaluation1.nc")
    # README of the data: to 8.8 g cm-2.
    assert batch.total_column_water_vapour.max() / 10 == pytest.approx(8.77, abs=0.03)
    assert batch.air_temperature.max() > 325


def test_ifs_meridian_runs_from_pole_to_pole() -> None:
    batch = ecmwf.read_ifs(PROFILES / "ifs_meridian_5E.nc")
    assert np.all(np.diff(batch.latitude) < 0)
    assert batch.longitude == pytest.approx(135)
    assert np.nanmax(np.abs(batch.skin_temperature - batch.air_temperature)) < 12


@pytest.mark.parametrize(
    ("name", "water"),
    # reference/afgl_landsat8_b10.csv: g cm-2.
    [
        ("afglt", 4.10),
        ("afglms", 2.92),
        ("afglmw", 0.85),
        ("afglss", 2.09),
        ("afglsw", 0.42),
        ("afglus", 1.42),
    ],
)
def test_standard_atmospheres_hold_their_published_water(name: str, water: float) -> None:
    batch = afgl.read(PROFILES / "afgl" / f"{name}.dat")
    assert batch.total_column_water_vapour[0] / 10 == pytest.approx(water, abs=0.01)
    assert np.nanmax(batch.ozone) == pytest.approx(8e-6, rel=0.5)


def test_june_climatology_holds_its_own_precipitable_water() -> None:
    path = PROFILES / "ncep_june_climatology.nc"
    batch = ncep.read(path)
    with netCDF4.Dataset(path) as data:
        water = np.asarray(data["PREH2O"][0]).ravel() / 10
    error = batch.total_column_water_vapour / 10 - water
    # g cm-2: humidity on eight levels up to 300 hPa.
    assert abs(error.mean()) < 0.01
    assert error.std() < 0.06


def test_a_file_that_is_no_gfs_grib_is_refused() -> None:
    with pytest.raises((RasterError, InputError)):
        gfs.read(PROFILES / "afgl" / "afglt.dat")
