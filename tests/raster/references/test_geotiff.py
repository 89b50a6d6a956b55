"""Temperature rasters, ours and others', and Level-2 of Landsat, as references."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from affine import Affine

from lstgeo.errors import InputError, MissingFileError, SceneError
from lstgeo.quality import Quality
from lstgeo.raster.references import opening
from lstgeo.raster.references.period import Period
from tests import rasters
from tests.raster.references import made

PLACE = Affine(30, 0, 5e5, 0, -30, 5e6)
SHAPE = (4, 5)


def _written(path: Path, values: made.Array, **options: object) -> Path:
    return rasters.write(path, values, transform=PLACE, **options)  # type: ignore[arg-type]


def test_a_raster_in_degrees_celsius(tmp_path: Path) -> None:
    values = np.full(SHAPE, 26.85, np.float32)
    found = opening.read(_written(tmp_path / "t.tif", values, units="degree_Celsius"))
    assert found.temperature.to_numpy() == pytest.approx(300.0, abs=1e-4)
    assert found.sigma is None
    assert found.period is None
    assert any("clouds are compared" in note for note in found.notes)


def test_our_own_in_the_encoding_of_usgs(tmp_path: Path) -> None:
    stored = np.full(SHAPE, 44178, np.uint16)
    stored[0, 0] = 0
    path = _written(
        tmp_path / "lst.tif", stored, units="K", scale=0.00341802, offset=149.0, nodata=0
    )
    sigma = np.full(SHAPE, 120, np.int16)
    _written(tmp_path / "lst_uncertainty.tif", sigma, units="K", scale=0.01, nodata=-9999)
    bits = np.zeros(SHAPE, np.uint16)
    bits[0, 1:] = [Quality.CLOUD, Quality.WATER, Quality.NO_SOLUTION, Quality.HIGH_UNCERTAINTY]
    _written(tmp_path / "lst_qa.tif", bits)
    item = {"properties": {"datetime": "2021-05-03T00:39:12Z", "lstgeo:version": "9"}}
    (tmp_path / "lst.json").write_text(json.dumps(item))
    for given in (path, tmp_path / "lst.json"):
        found = opening.read(given)
        assert float(found.temperature[1, 1]) == pytest.approx(0.00341802 * 44178 + 149, abs=1e-4)
        np.testing.assert_array_equal(found.clear.to_numpy()[0], [False, False, True, False, True])
        assert found.sigma is not None
        assert float(found.sigma[1, 1]) == pytest.approx(1.2, abs=1e-6)
        assert found.period is not None
        assert found.period.start == datetime(2021, 5, 3, 0, 39, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("values", "units", "sentence"),
    [
        (np.full(SHAPE, 44178, np.uint16), None, "values around 44178"),
        (np.full(SHAPE, 300.0, np.float32), "m", "cannot be in 'm'"),
    ],
)
def test_what_is_no_temperature_is_refused(
    tmp_path: Path, values: made.Array, units: str | None, sentence: str
) -> None:
    path = _written(tmp_path / "x.tif", values, units=units)
    with pytest.raises(InputError, match=sentence):
        opening.read(path)


def test_what_is_not_there_and_what_is_no_folder_of_a_product(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"no\.tif does not exist"):
        opening.read(tmp_path / "no.tif")
    with pytest.raises(SceneError, match="has 0 rasters of Level-2 surface temperature"):
        opening.read(tmp_path)


def test_quality_of_another_grid_is_refused(tmp_path: Path) -> None:
    path = _written(tmp_path / "t.tif", np.full(SHAPE, 300.0, np.float32), units="K")
    _written(tmp_path / "t_qa.tif", np.zeros((3, 3), np.uint16))
    with pytest.raises(InputError, match="not on the grid"):
        opening.read(path)


STEM = "LC09_L2SP_098084_20230503_20230508_02_T1"


def test_landsat_level_2(tmp_path: Path) -> None:
    """Encodings of LSDS-1619; QA_PIXEL: 21824 is clear land, bit 3 cloud, bit 4 its shadow."""
    stored = np.full(SHAPE, 44178, np.uint16)
    stored[0, 0] = 0
    _written(tmp_path / f"{STEM}_ST_B10.TIF", stored)
    pixel = np.full(SHAPE, 21824, np.uint16)
    pixel[1] = [21824 | 8, 21824 | 16, 21824 | 2, 21824 | 4, 21824 | 128]
    _written(tmp_path / f"{STEM}_QA_PIXEL.TIF", pixel)
    sigma = np.full(SHAPE, 250, np.int16)
    sigma[2, 2] = -9999
    _written(tmp_path / f"{STEM}_ST_QA.TIF", sigma)
    distance = np.full(SHAPE, 320, np.int16)
    distance[3] = [0, 99, 100, 2500, -9999]
    _written(tmp_path / f"{STEM}_ST_CDIST.TIF", distance)
    for band, value in (("DRAD", 600), ("URAD", 1200)):
        _written(tmp_path / f"{STEM}_ST_{band}.TIF", np.full(SHAPE, value, np.int16))
    found = opening.read(tmp_path)
    values = found.temperature.to_numpy()
    assert np.isnan(values[0, 0])
    assert values[0, 1] == pytest.approx(0.00341802 * 44178 + 149, abs=1e-4)
    np.testing.assert_array_equal(
        found.clear.to_numpy()[:2],
        [[False, True, True, True, True], [False, False, False, False, True]],
    )
    assert found.sigma is not None
    assert float(found.sigma[0, 0]) == pytest.approx(2.5, abs=1e-6)
    assert np.isnan(float(found.sigma[2, 2]))
    assert found.classes is not None
    named = [*found.classes.labels, *[""] * 252]
    assert [named[number] for number in found.classes.numbers.to_numpy()[3]] == [
        "below 1 km", "below 1 km", "1 to 5 km", "beyond 20 km", "",
    ]  # fmt: skip
    assert str(found.period) == "2023-05-03"
    assert found.notes[0].startswith("its downwelling radiance (ST_DRAD) is 0.50 of its upwelling")


def test_an_intermediate_band_is_no_surface_temperature(tmp_path: Path) -> None:
    path = _written(tmp_path / f"{STEM}_ST_TRAD.TIF", np.full(SHAPE, 9000, np.int16))
    with pytest.raises(InputError, match="intermediate band"):
        opening.read(path)


def test_periods_in_words() -> None:
    day = datetime(2017, 1, 1, tzinfo=UTC)
    assert str(Period.of(day.replace(hour=10, minute=5))) == "2017-01-01 10:05 UTC"
    assert str(Period.of(day)) == "2017-01-01"
    assert str(Period.days(day, 8)) == "2017-01-01 to 2017-01-08"
