"""ECOSTRESS Level-2 is read with its scale, fill, quality and cloud mask, in all its shapes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from affine import Affine

from lstgeo.errors import InputError
from lstgeo.raster.references import opening
from tests import rasters
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
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file["SDS/Emis1"] = _packed(300.0)
    with pytest.raises(InputError, match="neither SDS/LST nor HDFEOS"):
        opening.read(tmp_path / "other.h5")


@pytest.mark.parametrize(("collection", "rule"), [(1, "bits 1, 2"), (2, "cloud layer is 0")])
def test_a_swath_lies_where_its_geolocation_puts_it(
    tmp_path: Path, collection: int, rule: str
) -> None:
    """Temperature codes the position: .01 K for each 10 m of easting, turned by 30 degrees.

    A cell of 70 m has the pixel nearest to it, at most half a diagonal off, 49.5 m, and at the edge
    of the swath .8 of a pixel, 56 m; numbers of .02 K add 10 m.
    """
    pytest.importorskip("h5py")
    pytest.importorskip("pyresample", reason="needs pyresample (extra swath)")
    path, easting = made.swath(tmp_path, collection=collection)
    found = opening.read(path)
    values = found.temperature.to_numpy()
    assert found.temperature.rio.crs.to_epsg() == 32633
    x = np.broadcast_to(found.temperature.x.to_numpy(), values.shape)
    there = np.isfinite(values)
    assert there.sum() > 0.8 * easting.size
    apart = x[there] - (5e5 + (values[there] - 290) * 1000)
    assert np.abs(apart).max() <= 56 + 10 + 1
    assert np.abs(apart.mean()) < 2
    assert found.sigma is not None
    assert np.nanmin(found.sigma.to_numpy()) == np.nanmax(found.sigma.to_numpy()) == np.float32(1.2)
    share = float(found.clear.sum()) / there.sum()
    assert share == pytest.approx(0.75, abs=0.05)
    assert rule in found.rule


def test_a_swath_is_gridded_where_the_other_lies(tmp_path: Path) -> None:
    pytest.importorskip("h5py")
    pytest.importorskip("pyresample", reason="needs pyresample (extra swath)")
    path, _ = made.swath(tmp_path)
    whole = opening.read(path)
    corner = whole.temperature.isel(y=slice(20, 30), x=slice(20, 30))
    rasters.write(
        tmp_path / "a.tif", np.full((10, 10), 300, np.float32), crs=rasters.UTM, units="K",
        transform=Affine(70, 0, float(corner.x[0]) - 35, 0, -70, float(corner.y[0]) + 35),
    )  # fmt: skip
    part = opening.read(path, opening.read(tmp_path / "a.tif"))
    assert part.temperature.size < whole.temperature.size / 2
    inner = part.temperature.sel(x=corner.x, y=corner.y, method="nearest")
    np.testing.assert_array_equal(inner.to_numpy(), corner.to_numpy())


def test_a_swath_without_its_geolocation_says_what_it_needs(tmp_path: Path) -> None:
    pytest.importorskip("h5py")
    path, _ = made.swath(tmp_path)
    next(tmp_path.glob("*_L1B_GEO_*")).unlink()
    with pytest.raises(InputError, match="its geolocation"):
        opening.read(path)


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
