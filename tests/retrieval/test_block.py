"""A block of pixels: the sixteen bits, and NaN that never becomes a number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lstgeo.physics import surface
from lstgeo.quality import Quality
from lstgeo.raster.scenes import qa, radiometry
from lstgeo.retrieval import block
from lstgeo.retrieval.block import Retrieval
from lstgeo.retrieval.classical import Classical
from lstgeo.retrieval.uncertainty import InputSigmas
from lstgeo.sensors import platforms
from lstgeo.sensors.calibration import Calibration

BAND = platforms.sensor("landsat8").band("B10")
SIGMAS = InputSigmas(radiance_noise=0.007, calibration=0.05)
ATMOSPHERE = (0.8, 1.4, 2.3)
"""Transmittance, upwelling and downwelling radiance of a subarctic summer, rounded."""

TIRS = Calibration(gain=3.342e-4, offset=0.1, lowest=1, highest=65535)
CLEAR, NUMBER = 21824, 25_000

Result = tuple[NDArray[Any], ...]


def _block(values: Any) -> NDArray[np.float32]:
    return np.atleast_1d(np.asarray(values, np.float32))


def _rte(
    temperature: float = 300.0,
    *,
    emissivity: float = 0.97,
    sigma: float = 0.01,
    atmosphere: tuple[float, float, float] = ATMOSPHERE,
    bits: int = 0,
    mask_clouds: bool = False,
) -> Result:
    """Retrieval of a pixel of known temperature with its own atmosphere."""
    radiance = surface.at_sensor_radiance(temperature, emissivity, *atmosphere, BAND.planck_table)
    return _retrieved("rte", radiance, emissivity, sigma, atmosphere, bits, mask_clouds)


def _retrieved(
    method: str,
    radiance: Any,
    emissivity: Any = 0.97,
    sigma: Any = 0.01,
    atmosphere: tuple[Any, ...] = ATMOSPHERE,
    bits: int = 0,
    mask_clouds: bool = False,
) -> Result:
    radiance = _block(radiance)
    estimator = Classical(method, BAND, SIGMAS)
    names = tuple(quantity.name for quantity in estimator.needs)
    return block.retrieve_block(
        radiance,
        np.full(radiance.shape, bits, np.uint16),
        *(_block(value) for value in (emissivity, sigma, *atmosphere)),
        retrieval=Retrieval(estimator, names, mask_clouds),
    )


def _quality(result: Result) -> Quality:
    return Quality(int(result[2][0]))


def _observed(
    number: int = NUMBER, value: int = CLEAR, saturation: int = 0, schema: str = qa.COLLECTION_2
) -> Quality:
    _, quality = radiometry.observe(
        np.array([[number]], np.uint16), qa.decode(np.array([[value]], np.uint16), schema),
        np.array([[saturation]], np.uint16), calibration=TIRS, band=BAND,
    )  # fmt: skip
    return Quality(int(quality[0, 0]))


def test_a_good_pixel_has_its_temperature_and_no_bit() -> None:
    assert _observed() == 0
    temperature, sigma, quality = _rte(300.0)
    assert temperature[0] == pytest.approx(300.0, abs=1e-3)
    assert 0.5 < sigma[0] < 3
    assert quality[0] == 0
    assert [array.dtype for array in (temperature, sigma, quality)] == [
        np.float32, np.float32, np.uint16,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pixel", "bits"),
    [
        ({"value": 1}, Quality.FILL),
        ({"number": 0}, Quality.FILL),
        ({"value": 22280}, Quality.CLOUD),
        ({"value": 23888}, Quality.CLOUD_SHADOW),
        ({"value": 21826}, Quality.NEAR_CLOUD),
        ({"value": 54596}, Quality.NEAR_CLOUD),
        ({"value": 30048}, Quality.SNOW_ICE),
        ({"value": 21952}, Quality.WATER),
        ({"number": 65535}, Quality.SATURATED),
        ({"number": 1}, Quality.SATURATED),
    ],
)
def test_what_the_sensor_and_usgs_saw_raises_bits_0_to_6(
    pixel: dict[str, Any], bits: Quality
) -> None:
    assert _observed(**pixel) == bits


@pytest.mark.parametrize(
    ("result", "bit"),
    [
        (_rte(bits=Quality.EMISSIVITY_FALLBACK), Quality.EMISSIVITY_FALLBACK),
        (_rte(emissivity=0.79), Quality.EMISSIVITY_RANGE),
        (_rte(emissivity=1.01), Quality.EMISSIVITY_RANGE),
        (_rte(bits=Quality.ATMOSPHERE_FILLED), Quality.ATMOSPHERE_FILLED),
        (_retrieved("practical", 9.0, atmosphere=(71.0,)), Quality.WATER_VAPOUR_DOMAIN),
        (_retrieved("statistical", 9.0, atmosphere=(-1.0,)), Quality.WATER_VAPOUR_DOMAIN),
        (_retrieved("single-channel", 9.0, atmosphere=(31.0,)), Quality.WATER_VAPOUR_DOMAIN),
        (_rte(atmosphere=(1.02, 0.1, 0.2)), Quality.INPUT_DOMAIN),
        (_rte(atmosphere=(0.8, 1.4, -0.1)), Quality.INPUT_DOMAIN),
        (_rte(atmosphere=(0.29, 4.5, 6.5)), Quality.LOW_TRANSMITTANCE),
        (_retrieved("single-channel", 9.5, atmosphere=(90.0,)), Quality.LOW_TRANSMITTANCE),
        (_rte(189.9), Quality.TEMPERATURE_RANGE),
        (_rte(350.1), Quality.TEMPERATURE_RANGE),
        (_rte(sigma=0.06), Quality.HIGH_UNCERTAINTY),
        (_rte(399.0, emissivity=0.97), Quality.TEMPERATURE_RANGE),
        (_retrieved("rte", 1.0), Quality.NO_SOLUTION),
        (_retrieved("rte", 40.0), Quality.NO_SOLUTION),
    ],
)
def test_what_the_retrieval_finds_out_raises_its_bit(result: Result, bit: Quality) -> None:
    assert bit in _quality(result)


@pytest.mark.parametrize(
    "result",
    [
        _rte(emissivity=0.8),
        _rte(emissivity=1.0),
        _retrieved("practical", 9.0, atmosphere=(69.0,), sigma=0.0),
        _rte(atmosphere=(0.31, 4.3, 6.3)),
        _rte(190.1),
        _rte(349.9),
    ],
)
def test_just_inside_every_bound_no_bit_says_otherwise(result: Result) -> None:
    assert _quality(result) & ~Quality.HIGH_UNCERTAINTY == 0


def test_sigma_above_three_kelvin_is_what_raises_bit_14() -> None:
    for emissivity_sigma in np.linspace(0.01, 0.08, 29):
        result = _rte(sigma=float(emissivity_sigma))
        assert (Quality.HIGH_UNCERTAINTY in _quality(result)) == (result[1][0] > 3)


@pytest.mark.parametrize(("temperature", "kept"), [(151.0, True), (188.0, True), (399.0, True)])
def test_an_implausible_result_keeps_its_value_within_150_to_400_kelvin(
    temperature: float, kept: bool
) -> None:
    found = _rte(temperature, atmosphere=(0.98, 0.001, 0.002))
    assert np.isfinite(found[0][0]) == kept
    assert found[0][0] == pytest.approx(temperature, abs=0.01)
    assert Quality.NO_SOLUTION not in _quality(found)


def test_fill_is_empty_and_says_nothing_else() -> None:
    for result in (_retrieved("rte", np.nan, bits=Quality.WATER), _rte(bits=Quality.FILL)):
        assert np.isnan(result[0][0])
        assert np.isnan(result[1][0])
        assert _quality(result) == Quality.FILL


@pytest.mark.parametrize("bit", Quality)
def test_only_cloud_and_shadow_are_masked_and_keep_their_bits(bit: Quality) -> None:
    temperature, sigma, quality = _rte(bits=bit, mask_clouds=True)
    masked = bit in {Quality.CLOUD, Quality.CLOUD_SHADOW, Quality.FILL}
    assert np.isnan(temperature[0]) == np.isnan(sigma[0]) == masked
    assert quality[0] & bit


def test_a_clouded_pixel_keeps_its_value_unless_asked_otherwise() -> None:
    temperature, _, quality = _rte(bits=Quality.CLOUD)
    assert temperature[0] == pytest.approx(300.0, abs=1e-3)
    assert quality[0] == Quality.CLOUD


_floats = st.floats(width=32) | st.floats(0, 20, width=32) | st.just(float("nan"))
_METHODS = {"rte": 3, "practical": 1, "statistical": 1, "single-channel": 1}


@given(st.sampled_from(sorted(_METHODS)), st.lists(_floats, min_size=6, max_size=6))
def test_nan_never_becomes_a_number_and_an_empty_pixel_says_why(
    method: str, values: list[float]
) -> None:
    radiance, emissivity, *atmosphere = values[: 2 + _METHODS[method]]
    result = _retrieved(method, radiance, emissivity, 0.01, tuple(atmosphere))
    temperature, sigma = float(result[0][0]), float(result[1][0])
    reasons = Quality.FILL | Quality.NO_SOLUTION
    if np.isnan([radiance, emissivity, *atmosphere]).any():
        assert np.isnan(temperature)
    assert np.isnan(temperature) == bool(_quality(result) & reasons)
    assert np.isnan(temperature) or 150 <= temperature <= 400
    assert np.isnan(sigma) or sigma > 0


@given(
    st.floats(200, 340), st.floats(0.85, 1), st.floats(0.35, 1), st.floats(0, 5), st.floats(0, 8)
)
def test_the_block_undoes_the_simulation(
    temperature: float, emissivity: float, tau: float, up: float, down: float
) -> None:
    found = _rte(temperature, emissivity=emissivity, atmosphere=(tau, up, down))[0][0]
    # float32 radiance has steps of 1e-6 W m-2 sr-1 um-1, through 1 / (tau emissivity dB/dT): 1 mK
    # for 250 K and above, up to 4 mK at 200 K.
    assert found == pytest.approx(temperature, abs=1e-3 if temperature > 250 else 4e-3)


def test_pixels_do_not_see_each_other() -> None:
    """A block larger than one batch gives each pixel what it gets alone."""
    size = block.BATCH + 77
    radiance = np.linspace(6, 12, size, dtype=np.float32).reshape(1, -1)
    whole = _retrieved("practical", radiance, atmosphere=(15.0,))
    for start in (0, block.BATCH - 3, size - 5):
        part = _retrieved("practical", radiance[:, start : start + 5], atmosphere=(15.0,))
        for position in range(3):
            expected = whole[position][:, start : start + 5]
            np.testing.assert_array_equal(part[position], expected)
