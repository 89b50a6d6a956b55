"""Band values of columns and of profile files, against MODTRAN and the atmosphere's own door."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lstgeo.atmosphere import layers, model
from lstgeo.errors import InputError, MethodError, MissingFileError
from lstgeo.profiles import netcdf, parameters, tabulated
from tests.data import SHARED, needs_shared
from tests.profiles import examples

ACPC = SHARED / "reference" / "acpc_landsat8_b10_2016-06-30.csv"


@needs_shared
def test_acpc_profile_gives_what_modtran_gave() -> None:
    (row,) = tabulated.of_files([ACPC], "landsat8", "B10")
    assert row["transmittance"] == pytest.approx(0.78, abs=0.015)
    assert row["upwelling_radiance"] == pytest.approx(1.82, abs=0.05)
    assert row["downwelling_radiance"] == pytest.approx(3.00, abs=0.06)
    # Trapezoidal integral of the vapour of the file's own levels: 23.3 kg m-2.
    assert row["total_column_water_vapour"] == pytest.approx(23.2, abs=0.3)


@needs_shared
@pytest.mark.parametrize(
    ("name", "water"),
    # As reference/afgl_landsat8_b10.csv has it [kg m-2].
    [("afglt", 41.0), ("afglms", 29.2), ("afglsw", 4.2), ("afglus", 14.2)],
)
def test_standard_atmospheres_are_read(name: str, water: float) -> None:
    path = SHARED / "profiles" / "afgl" / f"{name}.dat"
    (row,) = tabulated.of_files([path], "landsat8", "B10")
    assert row["total_column_water_vapour"] == pytest.approx(water, rel=0.02)
    assert 0.5 < float(row["transmittance"]) < 0.97


def test_columns_give_what_their_levels_give() -> None:
    batch = examples.standard(5)
    profile = layers.Profile(
        batch.pressure / 100,
        batch.temperature,
        batch.specific_humidity,
        batch.surface_pressure / 100,
    )
    expected = model.band_parameters(profile, "landsat8", "B10", view_zenith_angle=40.0)
    found = parameters.of(batch, "L8", "10", view_zenith_angle=40.0)
    for value, wanted in zip(found, expected, strict=True):
        np.testing.assert_array_equal(value, wanted)


def test_ozone_that_some_columns_know_leaves_the_others_as_they_were() -> None:
    batch = examples.standard(2)
    plain = parameters.of(batch, "landsat8", "B10")
    known = batch.ozone.copy()
    known[0] = 5e-6
    mixed = parameters.of(batch.replaced(ozone=known), "landsat8", "B10")
    # Standard ozone at the columns' levels instead of at the layers': 1e-4 in transmittance.
    assert mixed.transmittance[1] == pytest.approx(plain.transmittance[1], abs=1e-4)
    assert mixed.transmittance[0] < plain.transmittance[0] - 1e-4


def test_rows_follow_the_files_and_their_columns(tmp_path: Path) -> None:
    few, many = tmp_path / "few.nc", tmp_path / "many.nc"
    netcdf.write(examples.standard(1, levels=12), few)
    netcdf.write(examples.standard(3), many)
    rows = tabulated.of_files([many, few], "landsat9", view_zenith_angle=20)
    assert [row["profile"] for row in rows] == [
        *(f"{many}:{index}" for index in range(3)),
        str(few),
    ]
    assert {row["sensor"] for row in rows} == {"landsat9"}
    assert {row["band"] for row in rows} == {"B10"}
    (alone,) = tabulated.of_files([few], "landsat9", view_zenith_angle=20)
    # Equal numbers of levels cost sub-layers, no difference but rounding.
    assert rows[3]["transmittance"] == pytest.approx(alone["transmittance"], abs=1e-9)


@pytest.mark.parametrize(
    ("sensor", "band", "house"),
    [
        ("LANDSAT_8", None, ("landsat8", "B10")),
        ("L5", "6", ("landsat5", "B6")),
        ("landsat7", "B6_VCID_2", ("landsat7", "B6_VCID_2")),
        ("MODIS Terra", "32", ("modis_terra", "B32")),
        ("MODIS_Aqua", None, ("modis_aqua", "B31")),
        ("ECOSTRESS", "4", ("ecostress", "B4")),
    ],
)
def test_names_in_any_spelling(sensor: str, band: str | None, house: tuple[str, str]) -> None:
    assert parameters.names(sensor, band) == house
    assert parameters.table(sensor, band).weight.sum() == pytest.approx(1.0)


def test_what_is_not_there_is_named() -> None:
    batch = examples.standard(1)
    with pytest.raises(MethodError, match="B12"):
        parameters.of(batch, "landsat8", "B12")
    with pytest.raises(MethodError, match="33"):
        parameters.of(batch, "modis_terra", "33")
    with pytest.raises(MethodError, match="sentinel"):
        parameters.of(batch, "sentinel3")
    with pytest.raises(InputError, match="0-65"):
        parameters.of(batch, "landsat8", view_zenith_angle=70.0)
    with pytest.raises(InputError, match="none was given"):
        tabulated.of_files([], "landsat8")
    with pytest.raises(MissingFileError, match="absent"):
        tabulated.of_files(["absent.csv"], "landsat8")
    with pytest.raises(MissingFileError, match="absent"):
        tabulated.of_files(["absent.dat"], "landsat8")
