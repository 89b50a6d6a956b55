"""The coupled method: the equation outside the network, what is added to sigma, and its bits."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from lstgeo.model import contract, onnx
from lstgeo.model.onnx import OnnxAtmosphereModel
from lstgeo.physics import surface
from lstgeo.quality import Quality
from lstgeo.retrieval import block
from lstgeo.retrieval.block import Retrieval
from lstgeo.retrieval.coupled import Coupled
from lstgeo.retrieval.uncertainty import InputSigmas
from lstgeo.sensors import calibration, platforms
from tests import models
from tests.models import needs_model

pytestmark = needs_model

BAND = platforms.sensor("landsat8").band("B10")
SIGMAS = InputSigmas(
    radiance_noise=calibration.radiance_sigma(BAND, 0.05),
    calibration=calibration.radiance_sigma(BAND, 0.35),
)
COUNT = 400

Values = NDArray[np.float32]
Result = tuple[NDArray[Any], ...]


@pytest.fixture(scope="module")
def model() -> OnnxAtmosphereModel:
    return onnx.open_model(models.PATH)


@pytest.fixture
def pixels() -> dict[str, Values]:
    """Summer land under 3 to 40 kg m-2 of water."""
    random = np.random.default_rng(6)
    return {
        "radiance": BAND.planck_table.radiance(random.uniform(285, 305, COUNT)).astype(np.float32),
        "emissivity": random.uniform(0.95, 0.99, COUNT).astype(np.float32),
        "emissivity_sigma": np.full(COUNT, 0.01, np.float32),
        "total_column_water_vapour": random.uniform(3, 40, COUNT).astype(np.float32),
        "air_temperature": random.uniform(285, 300, COUNT).astype(np.float32),
        "surface_pressure": random.uniform(9e4, 1.01e5, COUNT).astype(np.float32),
    }


def _retrieved(
    model: OnnxAtmosphereModel,
    pixels: dict[str, Values],
    *,
    sigmas: InputSigmas = SIGMAS,
    bits: int = 0,
) -> Result:
    radiance, emissivity, sigma, *air = pixels.values()
    names = tuple(pixels)[3:]
    return block.retrieve_block(
        radiance, np.full(radiance.shape, bits, np.uint16), emissivity, sigma, *air,
        retrieval=Retrieval(Coupled(model, BAND, sigmas), names),
    )  # fmt: skip


def _features(pixels: dict[str, Values], **changes: Any) -> dict[str, Values]:
    """The contract's features of `pixels`, written out."""
    given = {
        "brightness_temperature": BAND.planck_table.temperature(pixels["radiance"]),
        "total_column_water_vapour": pixels["total_column_water_vapour"],
        "emissivity": pixels["emissivity"],
        "air_temperature": pixels.get("air_temperature", 0.0),
        "surface_pressure": pixels.get("surface_pressure", 0.0),
        "has_air_temperature": float("air_temperature" in pixels),
        "has_surface_pressure": float("surface_pressure" in pixels),
        "view_zenith_angle": 0.0,
        "radiometric_sigma": np.hypot(0.05, 0.35),
        "total_column_water_vapour_sigma": 0.1,
        "air_temperature_sigma": 1.5 * ("air_temperature" in pixels),
        "emissivity_sigma": pixels["emissivity_sigma"],
    } | changes
    shape = pixels["radiance"].shape
    return {
        name: np.broadcast_to(np.asarray(value, np.float32), shape) for name, value in given.items()
    }


@pytest.mark.parametrize(
    "absent",
    [(), ("air_temperature",), ("surface_pressure",), ("air_temperature", "surface_pressure")],
)
def test_temperature_is_the_equation_plus_the_correction(
    model: OnnxAtmosphereModel, pixels: dict[str, Values], absent: tuple[str, ...]
) -> None:
    for name in absent:
        del pixels[name]
    found = _retrieved(model, pixels)
    output = model.outputs(_features(pixels))
    inverted = surface.temperature(
        pixels["radiance"].astype(float), pixels["emissivity"].astype(float),
        output["transmittance"].astype(float), output["upwelling_radiance"].astype(float),
        output["downwelling_radiance"].astype(float), BAND.planck_table,
    )  # fmt: skip
    # float32 against float64, through 1 / (tau emissivity dB/dT): see test_block.
    np.testing.assert_allclose(found[0], inverted + output["correction"], rtol=0, atol=2e-3)
    # hypot(.05, .35) K and the table's slope are rounded to float32.
    np.testing.assert_allclose(found[1], np.exp(output["log_sigma"]), rtol=2e-5)


@pytest.mark.parametrize("name", ["air_temperature", "surface_pressure"])
def test_a_value_that_is_missing_is_as_if_never_given_but_for_bit_9(
    model: OnnxAtmosphereModel, pixels: dict[str, Values], name: str
) -> None:
    holes = np.arange(COUNT) % 3 == 0
    pixels[name][holes] = np.nan
    found = _retrieved(model, pixels)
    del pixels[name]
    without = _retrieved(model, pixels)
    for position in (0, 1):
        np.testing.assert_array_equal(found[position][holes], without[position][holes])
    lacking = (found[2] & Quality.ATMOSPHERE_FILLED) != 0
    np.testing.assert_array_equal(lacking, holes)
    assert (found[1][~holes] != without[1][~holes]).any()


def test_filled_water_vapour_is_told_to_the_model_as_less_certain(
    model: OnnxAtmosphereModel, pixels: dict[str, Values]
) -> None:
    filled = _retrieved(model, pixels, bits=Quality.ATMOSPHERE_FILLED)
    output = model.outputs(_features(pixels, total_column_water_vapour_sigma=0.3))
    np.testing.assert_allclose(filled[1], np.exp(output["log_sigma"]), rtol=2e-5)


def _derivative(
    output: dict[str, Values], pixels: dict[str, Values], name: str
) -> NDArray[np.float64]:
    """Change of temperature per unit of radiance or emissivity, by differences of the equation."""
    step = 1e-3
    radiance, emissivity = (pixels[part].astype(float) for part in ("radiance", "emissivity"))
    by_radiance, by_emissivity = (step * (part == name) for part in ("radiance", "emissivity"))
    low, high = (
        surface.temperature(
            radiance + sign * by_radiance,
            emissivity + sign * by_emissivity,
            output["transmittance"].astype(float),
            output["upwelling_radiance"].astype(float),
            output["downwelling_radiance"].astype(float),
            BAND.planck_table,
        )
        for sign in (-1, 1)
    )
    return np.asarray((high - low) / (2 * step))


def test_what_an_input_sigma_exceeds_the_training_by_is_added_by_its_derivative(
    model: OnnxAtmosphereModel, pixels: dict[str, Values]
) -> None:
    """By differences of the equation; its slope differs by 1 % a kelvin of the correction."""
    trained = {name: model.contract.range(name)[1] for name in (
        contract.EMISSIVITY_SIGMA, contract.RADIOMETRIC_SIGMA)}  # fmt: skip
    spread, kelvin = trained[contract.EMISSIVITY_SIGMA] * 2, trained[contract.RADIOMETRIC_SIGMA] * 3
    sigmas = InputSigmas(
        radiance_noise=0.0, calibration=calibration.radiance_sigma(BAND, kelvin), emissivity=spread
    )
    found = _retrieved(model, pixels, sigmas=sigmas)
    clipped = model.outputs(
        _features(
            pixels,
            emissivity_sigma=trained[contract.EMISSIVITY_SIGMA],
            radiometric_sigma=trained[contract.RADIOMETRIC_SIGMA],
        )
    )
    radiance = calibration.radiance_sigma(BAND, trained[contract.RADIOMETRIC_SIGMA] * np.sqrt(8))
    added = [
        _derivative(clipped, pixels, "radiance") * radiance,
        _derivative(clipped, pixels, "emissivity")
        * trained[contract.EMISSIVITY_SIGMA]
        * np.sqrt(3),
    ]
    expected = np.sqrt(np.exp(clipped["log_sigma"]) ** 2 + added[0] ** 2 + added[1] ** 2)
    np.testing.assert_allclose(found[1], expected, rtol=0.05)


def test_sigmas_within_the_training_add_nothing(
    model: OnnxAtmosphereModel, pixels: dict[str, Values]
) -> None:
    low = InputSigmas(radiance_noise=0.0, calibration=0.0, emissivity=0.0)
    found = _retrieved(model, pixels, sigmas=low)
    output = model.outputs(_features(pixels, radiometric_sigma=0.0, emissivity_sigma=0.0))
    np.testing.assert_array_equal(found[1], np.exp(output["log_sigma"]))


@pytest.mark.parametrize(
    ("name", "value", "bit"),
    [
        ("total_column_water_vapour", 99.0, Quality.WATER_VAPOUR_DOMAIN),
        ("total_column_water_vapour", 88.0, Quality.LOW_TRANSMITTANCE),
        ("emissivity", 0.79, Quality.EMISSIVITY_RANGE),
        ("emissivity", 0.5, Quality.INPUT_DOMAIN),
        ("air_temperature", 350.0, Quality.INPUT_DOMAIN),
        ("surface_pressure", 20_000.0, Quality.INPUT_DOMAIN),
        ("radiance", 0.5, Quality.NO_SOLUTION),
        ("radiance", 50.0, Quality.NO_SOLUTION),
    ],
)
def test_what_is_not_as_it_should_be_raises_its_bit(
    model: OnnxAtmosphereModel, pixels: dict[str, Values], name: str, value: float, bit: Quality
) -> None:
    pixels[name][:] = value
    assert all(bit in Quality(int(flags)) for flags in _retrieved(model, pixels)[2])


def test_a_good_pixel_has_no_bit(model: OnnxAtmosphereModel, pixels: dict[str, Values]) -> None:
    """Mid-latitude summer: 295 K of ground and 294 K of air under 15 kg m-2."""
    middle = {
        "radiance": float(BAND.planck_table.radiance(292.0)), "total_column_water_vapour": 15.0,
        "air_temperature": 291.0, "surface_pressure": 98_000.0,
    }  # fmt: skip
    for name, value in middle.items():
        pixels[name][:] = value
    assert not _retrieved(model, pixels)[2].any()


_floats = st.floats(width=32) | st.floats(0, 20, width=32) | st.just(float("nan"))


@given(st.lists(_floats, min_size=5, max_size=5))
def test_nan_never_becomes_a_number_and_an_empty_pixel_says_why(values: list[float]) -> None:
    radiance, emissivity, *air = (np.array([value], np.float32) for value in values)
    names = ("total_column_water_vapour", "air_temperature", "surface_pressure")
    found = block.retrieve_block(
        radiance, np.zeros(1, np.uint16), emissivity, np.array([0.01], np.float32), *air,
        retrieval=Retrieval(Coupled(onnx.open_model(models.PATH), BAND, SIGMAS), names),
    )  # fmt: skip
    temperature, sigma, quality = (float(array[0]) for array in found)
    if np.isnan(values[:3]).any():
        assert np.isnan(temperature)
    reasons = Quality.FILL | Quality.NO_SOLUTION
    assert not np.isnan(temperature) or int(quality) & reasons
    assert np.isnan(temperature) or 150 <= temperature <= 400
    assert np.isnan(temperature) == np.isnan(sigma)
    assert np.isnan(sigma) or sigma > 0


def test_pixels_do_not_see_each_other(model: OnnxAtmosphereModel) -> None:
    """Holes, fill and batches of any size: each pixel gets what it gets alone."""
    size = block.BATCH + 77
    random = np.random.default_rng(2)
    pixels = {
        "radiance": random.uniform(6, 12, size).astype(np.float32),
        "emissivity": random.uniform(0.9, 1, size).astype(np.float32),
        "emissivity_sigma": random.uniform(0, 0.05, size).astype(np.float32),
        "total_column_water_vapour": random.uniform(0, 60, size).astype(np.float32),
        "air_temperature": random.uniform(270, 310, size).astype(np.float32),
    }
    pixels["radiance"][random.random(size) < 0.1] = np.nan
    pixels["air_temperature"][random.random(size) < 0.2] = np.nan
    whole = _retrieved(model, pixels)
    for count in [1, 2, 7, 50, *random.integers(1, 300, 60)]:
        here = np.sort(random.choice(size, count, replace=False))
        part = _retrieved(model, {name: values[here] for name, values in pixels.items()})
        for position in range(3):
            np.testing.assert_array_equal(part[position], whole[position][here])


def test_an_estimator_travels_to_workers(model: OnnxAtmosphereModel) -> None:
    retrieval = Retrieval(Coupled(model, BAND, SIGMAS), ("total_column_water_vapour",))
    assert pickle.loads(pickle.dumps(retrieval)) == retrieval
