"""The shared MOD11B2 and ECOSTRESS files, number by number against what they store."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
import rasterio

from lstgeo.raster.references import mod11, opening
from lstgeo.raster.swaths import hdf4
from tests import rasters
from tests.data import SHARED, needs_shared

pytestmark = needs_shared

MODIS = SHARED / "products" / "MOD11B2.A2017001.h14v04.006.2017013155631.hdf"
ECOSTRESS = SHARED / "products" / "ECO2LSTE.001_SDS_LST_doy2019278182133_aid0001.tif"
MASK = SHARED / "products" / "ECO2CLD.001_SDS_CloudMask_doy2019278182133_aid0001.tif"


@pytest.mark.parametrize(("half", "produced"), [("day", 3119), ("night", 3326)])
def test_mod11b2_temperature_and_quality(half: str, produced: int) -> None:
    sd = pytest.importorskip("pyhdf.SD", reason="needs pyhdf (extra hdf4)")
    file = sd.SD(str(MODIS))
    name = half.title()
    stored = file.select(f"LST_{name}_6km").get()
    numbers = file.select(f"QC_{name}").get()
    file.end()
    found = opening.read(f"{MODIS}:{half}")
    values = found.temperature.to_numpy()
    assert int(np.isfinite(values).sum()) == produced == int((stored > 0).sum())
    there = stored > 0
    np.testing.assert_allclose(values[there], 0.02 * stored[there], rtol=0, atol=2e-5)
    # Mandatory flags: 0 good, 1 other; of the others, an error of up to 2 K in bits 6-7.
    expected = there & (((numbers & 3) == 0) | (((numbers & 3) == 1) & ((numbers >> 6) <= 1)))
    np.testing.assert_array_equal(found.clear.to_numpy(), expected)
    assert found.sigma is not None
    sigma = found.sigma.to_numpy()[expected]
    assert set(np.unique(sigma)) == {1.0, 2.0}
    assert str(found.period) == "2017-01-01 to 2017-01-08"


def test_mod11b2_lies_where_its_metadata_say() -> None:
    """ArchiveMetadata: 40 to 50 degrees north, the western corner at -62.235 degrees east."""
    pytest.importorskip("pyhdf", reason="needs pyhdf (extra hdf4)")
    found = opening.read(f"{MODIS}:day")
    west, south, _, north = found.temperature.rio.transform_bounds(rasters.DEGREES)
    assert (south, north) == pytest.approx((40.0, 50.0), abs=0.001)
    assert west == pytest.approx(-62.2354, abs=0.01)


def test_mod11b2_emissivity() -> None:
    """Water and land in the window: .002 x number + .49 lies near .97 to .995."""
    pytest.importorskip("pyhdf", reason="needs pyhdf (extra hdf4)")
    with hdf4.opened(MODIS) as file:
        stored, values = hdf4.numbers(file, "Emis_31"), mod11.physical(file, "Emis_31")
    there = stored > 0
    assert np.isnan(values[~there]).all()
    np.testing.assert_allclose(values[there], 0.002 * stored[there] + 0.49, rtol=0, atol=1e-6)
    assert 0.96 < float(np.nanmin(values)) < float(np.nanmax(values)) < 1.0


def test_ecostress_temperature_and_cloud_mask() -> None:
    stored, mask = rasters.read(ECOSTRESS), rasters.read(MASK)
    with rasterio.open(ECOSTRESS) as source:
        assert source.scales == (1.0,)
        assert source.tags()["scale_factor"] == "0.02"
    found = opening.read(ECOSTRESS)
    values = found.temperature.to_numpy()
    there = stored > 0
    np.testing.assert_array_equal(np.isfinite(values), there)
    np.testing.assert_allclose(values[there], 0.02 * stored[there], rtol=0, atol=4e-5)
    assert 279 < values[there].min() < values[there].max() < 312
    # Of the numbers that the mask holds, those determined (bit 0) without cloud (bits 1 and 2).
    np.testing.assert_array_equal(found.clear.to_numpy(), there & np.isin(mask, [1, 33]))
    assert found.period is not None
    assert found.period.start == datetime(2019, 10, 5, 18, 21, 33, tzinfo=UTC)
