"""ECOSTRESS Level-2 is read with its scale, fill, quality and cloud mask, in all its shapes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from lstgeo.errors import InputError
from lstgeo.raster.references import opening
from tests.raster.references import made

SHAPE = (4, 5)
BEST, NOMINAL, CLOUD, NOT_PRODUCED = 0, 1, 2, 3
CASES = np.array([BEST, NOMINAL, CLOUD, NOT_PRODUCED, BEST], np.uint16)
QUALITY = np.tile(CASES | np.uint16(0b11 << 14), (4, 1))
"""Mandatory flags in bits 0-1, accuracy below 1 K in bits 14-15."""


def _packed(kelvin: float) -> made.Array:
    return np.full(SHAPE, round(kelvin / 0.02), np.uint16)


@pytest.mark.parametrize("whole", [True, False])
def test_the_gridded_file(tmp_path: Path, whole: bool) -> None:
    pytest.importorskip("h5py")
    lst = _packed(301.5) if whole else np.full(SHAPE, 301.5, np.float32)
    lst[1, 0] = 0 if whole else np.nan
    cloud = np.zeros(SHAPE, np.uint8)
    cloud[2, 0] = 1
    error = np.full(SHAPE, 30, np.uint8)
    found = opening.read(made.l2g(tmp_path, lst, QUALITY, cloud, error=error))
    values = found.temperature.to_numpy()
    assert np.isnan(values[1, 0])
    assert np.nanmax(np.abs(values - 301.5)) < 1e-4
    assert found.sigma is not None
    assert found.sigma.to_numpy() == pytest.approx(1.2, abs=1e-6)
    expected = np.array([[1, 1, 0, 0, 1], [0, 1, 0, 0, 1], [0, 1, 0, 0, 1], [1, 1, 0, 0, 1]], bool)
    np.testing.assert_array_equal(found.clear.to_numpy(), expected)
    assert found.period is not None
    assert found.period.start == datetime(2023, 7, 13, 23, 45, 32, tzinfo=UTC)
    bounds = found.temperature.rio.bounds()
    assert bounds == pytest.approx((10.03, 46.4994, 10.0306, 46.5), abs=1e-9)


def test_another_hdf5_file_is_refused(tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py")
    with h5py.File(tmp_path / "swath.h5", "w") as file:
        file["SDS/LST"] = _packed(300.0)
    with pytest.raises(InputError, match="L2G LSTE"):
        opening.read(tmp_path / "swath.h5")


def test_the_tile(tmp_path: Path) -> None:
    lst = np.full(SHAPE, 301.5, np.float32)
    lst[1, 0] = np.nan
    cloud = np.zeros(SHAPE, np.uint8)
    cloud[2, 0] = 1
    error = np.full(SHAPE, 1.25, np.float32)
    found = opening.read(made.tile(tmp_path, LST=lst, LST_err=error, QC=QUALITY, cloud=cloud))
    expected = np.array([[1, 1, 0, 0, 1], [0, 1, 0, 0, 1], [0, 1, 0, 0, 1], [1, 1, 0, 0, 1]], bool)
    np.testing.assert_array_equal(found.clear.to_numpy(), expected)
    assert found.sigma is not None
    assert float(found.sigma[0, 0]) == 1.25
    assert not found.notes
    assert found.classes is not None
    assert found.classes.labels[int(found.classes.numbers[0, 0])] == "accuracy below 1 K"


def test_a_tile_alone_says_what_it_lacks(tmp_path: Path) -> None:
    found = opening.read(made.tile(tmp_path, LST=np.full(SHAPE, 300.0, np.float32)))
    assert bool(found.clear.all())
    assert any("no QC" in note for note in found.notes)
    assert any("no cloud mask" in note for note in found.notes)


MASK = np.tile(np.array([0b000001, 0b000000, 0b000011, 0b010111, 0b100001], np.int16), (4, 1))
"""Clear; not determined; grown edge; cloud; clear water (bits of ECO2CLD)."""


def test_appeears_layers(tmp_path: Path) -> None:
    stored = np.full(SHAPE, 15075, np.int32)
    stored[0, 0] = 0
    path = made.appeears(tmp_path, "SDS_LST", stored, scale=0.02, nodata=0)
    made.appeears(tmp_path, "SDS_LST_err", np.full(SHAPE, 30, np.int16), scale=0.04, nodata=0)
    mask = MASK.copy()
    mask[1, 0] = -999
    made.appeears(tmp_path, "SDS_CloudMask", mask, product="ECO2CLD.001", nodata=-999)
    found = opening.read(path)
    values = found.temperature.to_numpy()
    assert np.isnan(values[0, 0])
    assert np.nanmax(np.abs(values - 301.5)) < 1e-4
    assert found.sigma is not None
    assert float(found.sigma[1, 1]) == pytest.approx(1.2, abs=1e-6)
    expected = np.array([[0, 0, 0, 0, 1], [0, 0, 0, 0, 1], [1, 0, 0, 0, 1], [1, 0, 0, 0, 1]], bool)
    np.testing.assert_array_equal(found.clear.to_numpy(), expected)
    assert found.period is not None
    assert found.period.start == datetime(2019, 10, 5, 18, 21, 33, tzinfo=UTC)


def test_appeears_quality_is_used_where_it_is_there(tmp_path: Path) -> None:
    path = made.appeears(tmp_path, "SDS_LST", np.full(SHAPE, 15075, np.int32), scale=0.02, nodata=0)
    made.appeears(tmp_path, "SDS_QC", QUALITY.astype(np.int32), nodata=-99999)
    found = opening.read(path)
    np.testing.assert_array_equal(
        found.clear.to_numpy(), np.tile([True, True, False, False, True], (4, 1))
    )


def test_appeears_modis_layers(tmp_path: Path) -> None:
    product, time = "MOD11A1.061", "doy2017182"
    stored = np.full(SHAPE, 15075, np.uint16)
    path = made.appeears(
        tmp_path, "LST_Day_1km", stored, scale=0.02, nodata=0, product=product, time=time
    )
    quality = np.tile(np.array([0, 1, 65, 129, 2], np.uint8), (4, 1))
    made.appeears(tmp_path, "QC_Day", quality, product=product, time=time)
    found = opening.read(path)
    assert float(found.temperature[0, 0]) == pytest.approx(301.5, abs=1e-4)
    np.testing.assert_array_equal(
        found.clear.to_numpy(), np.tile([True, True, True, False, False], (4, 1))
    )
    assert str(found.period) == "2017-07-01"


def test_another_layer_is_refused_by_name(tmp_path: Path) -> None:
    path = made.appeears(tmp_path, "SDS_Emis1", np.full(SHAPE, 240, np.int16), scale=0.002)
    with pytest.raises(InputError, match="SDS_Emis1 of ECO2LSTE"):
        opening.read(path)
