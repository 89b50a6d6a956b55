"""MOD11 is read with its scale, fill, quality, place and time, after its specification."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from lstgeo.errors import InputError, RasterError
from lstgeo.raster.references import eos, mod11, opening
from lstgeo.raster.references.period import Period
from lstgeo.raster.references.reference import Reference
from lstgeo.raster.swaths import hdf4
from tests import rasters
from tests.raster.references import made

pytest.importorskip("pyhdf", reason="needs pyhdf (extra hdf4)")

SHAPE = (12, 10)

GOOD, OTHER_1K, OTHER_2K, OTHER_3K, OTHER_WORSE, CLOUD, NONE = (
    0b00000000, 0b00000001, 0b01000001, 0b10000001, 0b11000001, 0b00000010, 0b00000011,
)  # fmt: skip


def _stored(kelvin: float = 300.0) -> made.Array:
    return np.full(SHAPE, round(kelvin / 0.02), np.uint16)


def test_numbers_become_kelvin_and_zero_becomes_missing(tmp_path: Path) -> None:
    day = _stored()
    day[0, :3] = 0, 7500, 65535
    found = opening.read(made.mod11a1(tmp_path, day, np.zeros(SHAPE, np.uint8)))
    values = found.temperature.to_numpy()
    assert np.isnan(values[0, 0])
    # 65535 x .02 is 1310.7 K: valid to the file, and no temperature of land.
    assert values[0, 1] == pytest.approx(150.0, abs=1e-4)
    assert np.isnan(values[0, 2])
    assert values[1:] == pytest.approx(300.0, abs=1e-4)
    assert found.product == "MOD11A1 LST_Day_1km"


@pytest.mark.parametrize("fill", ["0", "n/a"])
def test_a_fill_in_words_is_a_fill(tmp_path: Path, fill: str) -> None:
    day = _stored()
    day[2, 2] = 0
    found = opening.read(made.mod11a1(tmp_path, day, np.zeros(SHAPE, np.uint8), fill=fill))
    assert int(found.temperature.isnull().sum()) == 1


def test_emissivity_has_its_offset(tmp_path: Path) -> None:
    """.002 x 240 + .49 = .97; 0 is fill."""
    emissivity = np.full(SHAPE, 240, np.uint8)
    emissivity[0, 0] = 0
    path = made.mod11a1(tmp_path, _stored(), np.zeros(SHAPE, np.uint8), emissivity=emissivity)
    with hdf4.opened(path) as file:
        values = mod11.physical(file, "Emis_31")
    assert np.isnan(values[0, 0])
    assert values[1:] == pytest.approx(0.97, abs=1e-6)


@pytest.mark.parametrize(
    ("number", "clear", "sigma"),
    [
        (GOOD, True, 1.0),
        (OTHER_1K, True, 1.0),
        (OTHER_2K, True, 2.0),
        (OTHER_3K, False, 3.0),
        (OTHER_WORSE, False, np.nan),
        (CLOUD, False, 1.0),
        (NONE, False, 1.0),
    ],
)
def test_quality_numbers_mean_what_the_guide_says(
    tmp_path: Path, number: int, clear: bool, sigma: float
) -> None:
    found = opening.read(made.mod11a1(tmp_path, _stored(), np.full(SHAPE, number, np.uint8)))
    assert (found.clear.to_numpy() == clear).all()
    assert found.sigma is not None
    np.testing.assert_array_equal(found.sigma.to_numpy(), np.float32(sigma))


def test_a_quality_of_zero_without_a_temperature_is_not_clear(tmp_path: Path) -> None:
    """QC has no fill of its own: 0 is good quality, and stands where nothing was produced too."""
    day = _stored()
    day[3, 4] = 0
    found = opening.read(made.mod11a1(tmp_path, day, np.zeros(SHAPE, np.uint8)))
    assert not bool(found.clear[3, 4])
    assert int(found.clear.sum()) == day.size - 1


def test_pixels_lie_where_the_sinusoidal_projection_puts_them(tmp_path: Path) -> None:
    """Latitude is y / R, longitude x / (R cos latitude), on the sphere of MODIS (Snyder 1987)."""
    found = opening.read(made.mod11a1(tmp_path, _stored(), np.zeros(SHAPE, np.uint8)))
    _, north, east, south = made.TILE
    latitude = math.degrees(north / made.RADIUS)
    longitude = math.degrees(east / made.RADIUS / math.cos(math.radians(latitude)))
    assert latitude == pytest.approx(50.0, abs=1e-6)
    bounds = found.temperature.rio.transform_bounds(rasters.DEGREES)
    assert bounds[0] == pytest.approx(0.0, abs=1e-6)
    assert bounds[2] == pytest.approx(longitude, abs=1e-6)
    assert bounds[3] == pytest.approx(latitude, abs=1e-6)
    assert bounds[1] == pytest.approx(math.degrees(south / made.RADIUS), abs=1e-6)


def test_local_solar_time_becomes_utc_of_the_day_in_the_name(tmp_path: Path) -> None:
    """10.5 h at 7.6 degrees east is 10.5 - 7.6 / 15 h UTC; the day of the name is in UTC."""
    time = np.full(SHAPE, 105, np.uint8)
    time[5, 5] = 255
    found = opening.read(made.mod11a1(tmp_path, _stored(), np.zeros(SHAPE, np.uint8), time=time))
    assert found.seconds is not None
    west, north, east, south = made.TILE
    y = north + 0.5 * (south - north) / SHAPE[0]
    x = west + 0.5 * (east - west) / SHAPE[1]
    latitude = y / made.RADIUS
    longitude = math.degrees(x / made.RADIUS / math.cos(latitude))
    midnight = datetime(2017, 7, 1, tzinfo=UTC).timestamp()
    hours = (float(found.seconds[0, 0]) - midnight) / 3600
    assert hours == pytest.approx(10.5 - longitude / 15, abs=1e-4)
    assert np.isnan(float(found.seconds[5, 5]))


def test_a_named_half_of_the_day_is_read(tmp_path: Path) -> None:
    night = _stored(280.0)
    path = made.mod11a1(tmp_path, _stored(), np.zeros(SHAPE, np.uint8), night=night)
    for layer in ("night", "LST_Night_1km"):
        found = opening.read(f"{path}:{layer}")
        assert float(found.temperature[0, 0]) == pytest.approx(280.0, abs=1e-4)
    with pytest.raises(InputError, match="has no noon; it has LST_Day_1km, LST_Night_1km"):
        opening.read(f"{path}:noon")


@pytest.mark.parametrize(("utc", "half"), [("10:00", 300.0), ("21:30", 280.0), ("00:00", 300.0)])
def test_the_half_of_the_day_is_that_of_the_other(tmp_path: Path, utc: str, half: float) -> None:
    """At midnight the day alone is known; then day is taken, and that is said."""
    path = made.mod11a1(tmp_path, _stored(), np.zeros(SHAPE, np.uint8), night=_stored(280.0))
    other = opening.read(made.mod11a1(tmp_path, _stored(), np.zeros(SHAPE, np.uint8), name="o.hdf"))
    moment = Period.of(datetime.fromisoformat(f"2017-07-01T{utc}"))
    found = mod11.read(path, None, _at(other, moment))
    assert float(found.temperature[0, 0]) == pytest.approx(half, abs=1e-4)
    assert bool(found.notes) == (utc == "00:00")


def _at(other: Reference, period: Period) -> Reference:
    return replace(other, period=period)


@pytest.mark.parametrize("product", ["MOD21A1D", "MOD11_L2", "MOD11C3"])
def test_other_products_are_refused_by_name(tmp_path: Path, product: str) -> None:
    path = made.mod11a1(
        tmp_path, _stored(), np.zeros(SHAPE, np.uint8), name="x.hdf", short_name=product
    )
    with pytest.raises(InputError, match=product):
        opening.read(path)


def test_another_projection_is_refused(tmp_path: Path) -> None:
    path = made.mod11a1(tmp_path, _stored(), np.zeros(SHAPE, np.uint8), projection="GCTP_ISINUS")
    with pytest.raises(RasterError, match="ISINUS"):
        opening.read(path)


def test_a_truncated_file_gets_one_sentence(tmp_path: Path) -> None:
    path = made.mod11a1(tmp_path, _stored(), np.zeros(SHAPE, np.uint8))
    rasters.cut(path)
    with pytest.raises(RasterError, match="cannot be read"):
        opening.read(path)


@pytest.mark.parametrize(
    ("corners", "expected"),
    [
        (((-114e6, 36e6), (-112e6, 34e6)), (-114.0, 36.0, -112.0, 34.0)),
        (((-114.03e6, 36.03e6), (-112.03e6, 34.03e6)), (-114.5, 36.5, -112.5, 34.5)),
        (((-114.99e6, 36.99e6), (-112.99e6, 34.99e6)), (-114.99, 36.99, -112.99, 34.99)),
    ],
)
def test_corners_in_degrees_are_packed_or_in_millionths(
    corners: tuple[tuple[float, float], tuple[float, float]],
    expected: tuple[float, float, float, float],
) -> None:
    """GCTP packs 36 degrees 30 minutes as 36030000; 36.99 in millionths is none such."""
    text = made.structure("G", (20, 20), *corners, "HE5_GCTP_GEO")
    grid = eos.grid(text, "x")
    west, south, east, north = grid.bounds
    assert (west, north, east, south) == pytest.approx(expected, abs=1e-9)
