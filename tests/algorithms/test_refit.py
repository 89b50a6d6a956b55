"""Coefficients as JSON holds them, and back."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from lstgeo.algorithms import methods, refit
from lstgeo.errors import MethodError
from lstgeo.sensors import platforms

BAND = platforms.sensor("landsat8").band("B10")


def _published(name: str) -> Any:
    module = refit.MODULES[name]
    return module.published() if name == "practical" else module.published("landsat8")


@pytest.mark.parametrize("name", refit.MODULES)
def test_published_coefficients_through_json_give_the_method(name: str) -> None:
    text = json.dumps(refit.plain(_published(name)))
    vapour = np.linspace(1.0, 50.0, 20)
    air = np.linspace(265.0, 305.0, 20)
    radiance = BAND.planck_table.radiance(air + 2.0)
    found = refit.temperature(name, json.loads(text), radiance, 0.97, vapour, air, band=BAND)
    method = methods.METHODS[name]
    inputs = (vapour, air)[: len(method.atmosphere)]
    np.testing.assert_array_equal(found, method.temperature(radiance, 0.97, *inputs, band=BAND))


def test_what_is_no_fit_is_refused() -> None:
    with pytest.raises(MethodError, match="'rte' has no fit; there are single-channel, practical"):
        refit.fit("rte", {})
    with pytest.raises(MethodError, match="practical need ranges, wavelength; there are slope"):
        refit.fit("practical", {"slope": [1.0]})
