"""Differences that were put in come out, with their spread, their sigma and their times."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import numpy as np
import pytest

import lstgeo
from lstgeo.errors import InputError
from lstgeo.quality import Quality
from lstgeo.validation.comparison import explanation, page
from lstgeo.validation.comparison.rasters import RasterComparison
from tests import rasters
from tests.raster.references import made as products
from tests.validation.comparison import made

NORMAL_MAD = 0.6744897501960817
"""Median of the size of a standard normal variable."""


def _compare(first: Path, second: Path, output: Path | None = None) -> RasterComparison:
    found = lstgeo.compare(first, second, output)
    assert isinstance(found, RasterComparison)
    return found


def _noisy(folder: Path, spread: float, sigma: float | None, bias: float = 0.0) -> RasterComparison:
    """The truth with and without independent noise; each states `sigma`."""
    noise = np.random.default_rng(7).normal(bias, spread, made.SHAPE)
    first = made.result(folder / "a.tif", made.truth() + noise, sigma=sigma)
    second = made.result(folder / "b.tif", made.truth(), sigma=sigma)
    return _compare(first, second)


def test_bias_spread_and_percentiles_are_those_that_were_put_in(tmp_path: Path) -> None:
    """12,000 pixels: the error of a mean is 1/110 of the spread, of a median 1/88, .01 K each."""
    found = _noisy(tmp_path, spread=0.8, sigma=None, bias=-0.3).scores
    assert found.count == 12_000
    assert found.bias == pytest.approx(-0.3, abs=0.03)
    assert found.median == pytest.approx(-0.3, abs=0.04)
    assert found.robust_sigma == pytest.approx(0.8, abs=0.03)
    assert found.rmse == pytest.approx(np.hypot(0.8, 0.3), abs=0.03)
    assert found.percentiles["p75"] - found.percentiles["p25"] == pytest.approx(
        2 * NORMAL_MAD * 0.8, abs=0.05
    )
    assert found.percentiles["p95"] == pytest.approx(-0.3 + 1.645 * 0.8, abs=0.06)


@pytest.mark.parametrize(
    ("sigma", "within", "sentence"),
    [
        (0.5, (0.683, 0.95), "The sigmas explain the differences."),
        (0.2, (0.311, 0.568), "The sigmas do not explain the differences"),
        (2.0, (1.0, 1.0), "smaller than the sigmas allow"),
    ],
)
def test_residuals_tell_whether_the_sigmas_explain_the_differences(
    tmp_path: Path, sigma: float, within: tuple[float, float], sentence: str
) -> None:
    """Differences of .707 K of two errors of .5 K; the shares are of the normal distribution."""
    found = _noisy(tmp_path, spread=np.sqrt(2) * 0.5, sigma=sigma)
    assert found.residuals is not None
    assert found.residuals.of == ("first", "second")
    assert found.residuals.sigma == pytest.approx(np.sqrt(2) * sigma, abs=1e-5)
    assert found.residuals.within_1_sigma == pytest.approx(within[0], abs=0.015)
    assert found.residuals.within_2_sigma == pytest.approx(within[1], abs=0.015)
    assert sentence in " ".join(explanation.sentences(found))


def test_the_sigma_of_one_alone_is_said_to_be_that(tmp_path: Path) -> None:
    first = made.result(tmp_path / "a.tif", made.truth() + 0.5, sigma=1.0)
    found = _compare(first, made.result(tmp_path / "b.tif", made.truth()))
    assert found.residuals is not None
    assert found.residuals.of == ("first",)
    assert found.residuals.median == pytest.approx(0.5, abs=1e-4)
    assert "the second states none" in " ".join(explanation.sentences(found))


def test_only_pixels_that_are_clear_in_both_are_compared(tmp_path: Path) -> None:
    bits, others = np.zeros(made.SHAPE, np.uint16), np.zeros(made.SHAPE, np.uint16)
    bits[:30], others[:, :60] = Quality.CLOUD, Quality.NEAR_CLOUD
    values = made.truth()
    values[:30] -= 40
    first = made.result(tmp_path / "a.tif", values, bits=bits)
    second = made.result(tmp_path / "b.tif", made.truth() - 1, bits=others)
    found = _compare(first, second)
    assert found.scores.count == 70 * 60
    assert found.scores.bias == pytest.approx(1.0, abs=1e-4)
    assert (found.first.clear, found.second.clear) == (70 * 120, 100 * 60)


def test_files_hold_what_was_found(tmp_path: Path) -> None:
    bits = np.zeros(made.SHAPE, np.uint16)
    bits[0] = Quality.FILL
    first = made.result(tmp_path / "a.tif", made.truth() + 2, bits=bits, sigma=1.0)
    second = made.result(tmp_path / "b.tif", made.truth(), sigma=1.0)
    found = _compare(first, second, tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["compare.json", "compare.md", "compare.png", "difference.tif"]
    difference = rasters.read(tmp_path / "out" / "difference.tif")
    assert np.isnan(difference[0]).all()
    np.testing.assert_allclose(difference[1:], 2.0, rtol=0, atol=1e-4)
    document = json.loads((tmp_path / "out" / "compare.json").read_text())
    assert document == found.as_dict()
    assert document["scores"]["bias"] == pytest.approx(2.0, abs=1e-4)
    text = (tmp_path / "out" / "compare.md").read_text()
    assert "| all | 11,880 | +2.000 | +2.000 |" in text
    assert "![map, scatter and histograms](compare.png)" in text
    assert page.lines(found)[2].split()[:4] == ["all", "11,880", "+2.000", "+2.000"]


def test_nothing_is_left_where_nothing_is_in_common(tmp_path: Path) -> None:
    cloud = np.full(made.SHAPE, Quality.CLOUD, np.uint16)
    first = made.result(tmp_path / "a.tif", made.truth(), bits=cloud)
    second = made.result(tmp_path / "b.tif", made.truth())
    with pytest.raises(InputError, match=r"no clear pixel in common: the first has 0 .* 12,000"):
        lstgeo.compare(first, second, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("acquired", "minutes", "warning"),
    [
        ("2021-05-03T10:04:00Z", 4.0, None),
        ("2021-05-03T10:31:00Z", 31.0, "31 min after the first"),
        ("2021-05-03T07:30:00Z", -150.0, "2.5 h before the first"),
        ("2021-05-09T10:00:00Z", 8640.0, "6.0 days after the first"),
        ("2021-05-03T00:00:00Z", None, "second is known to be of 2021-05-03, not of which moment"),
        ("2021-05-09T00:00:00Z", None, "different days: 2021-05-03 10:00 UTC, 2021-05-09"),
        (None, None, "when the second was observed is not known"),
    ],
)
def test_differences_in_time_are_stated_and_warned_of(
    tmp_path: Path,
    acquired: str | None,
    minutes: float | None,
    warning: str | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first = made.result(tmp_path / "a.tif", made.truth())
    second = made.result(tmp_path / "b.tif", made.truth(), acquired=acquired)
    with caplog.at_level(logging.WARNING):
        found = _compare(first, second)
    assert found.minutes == minutes
    assert bool(found.warnings) == (warning is not None)
    assert list(caplog.messages) == list(found.warnings)
    assert warning is None or warning in " ".join(found.warnings)


def test_a_mod11a1_file_gives_classes_and_a_time_of_its_own(tmp_path: Path) -> None:
    """Of 926 m pixels, against 30 m pixels of one truth: 1 K was put between them.

    The view time of 10.5 h local is 10.46 h UTC at .6 degrees east: 28 min after 10:00.
    """
    pytest.importorskip("pyhdf", reason="needs pyhdf (extra hdf4)")
    shape = (1200, 1200)
    day = np.full(shape, round(299.0 / 0.02), np.uint16)
    quality = np.zeros(shape, np.uint8)
    quality[:, 1::2] = 0b01000001
    time = np.full(shape, 105, np.uint8)
    reference = products.mod11a1(tmp_path, day, quality, time=time)
    fine = np.full((400, 400), 300.0, np.float32)
    place = made.PLACE.__class__(30, 0, 300_000, 0, -30, 4_900_000)
    path = made.result(
        tmp_path / "a.tif", fine, sigma=0.8, acquired="2017-07-01T10:00:00Z", place=place
    )
    found = _compare_in_zone_31(path, reference)
    assert found.first.resampled == "averaged"
    assert found.second.resampled is None
    assert 80 < found.scores.count < 13 * 13
    assert found.scores.median == pytest.approx(1.0, abs=1e-3)
    assert list(found.classes) == ["LST error up to 1 K", "LST error up to 2 K"]
    assert found.minutes == pytest.approx(28, abs=2)
    assert "28 min after" in found.warnings[0] or "27 min after" in found.warnings[0]
    assert found.residuals is not None
    assert found.residuals.within_1_sigma == 1.0


def _compare_in_zone_31(path: Path, reference: Path) -> RasterComparison:
    import rasterio  # noqa: PLC0415

    for suffix in ("", "_qa", "_uncertainty"):
        with rasterio.open(path.with_name(f"{path.stem}{suffix}.tif"), "r+") as target:
            target.crs = "EPSG:32631"
    return _compare(path, reference)
