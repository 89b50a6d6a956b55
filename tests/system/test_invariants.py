"""What no input may break: a gap stays a gap, a number has a measurement and a sigma behind it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from affine import Affine
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

import lstgeo
from lstgeo.quality import Quality
from tests import rasters, scenes

SHAPE = (9, 7)
LOWEST, HIGHEST = 1, 65535
EXAMPLES = settings(max_examples=40, deadline=None)

NUMBERS = arrays.arrays(
    np.uint16, SHAPE, elements=st.one_of(st.integers(0, 65535), st.integers(20_000, 30_000))
)
BITS = arrays.arrays(
    np.uint16, SHAPE, elements=st.sampled_from([1, 21824, 22280, 21952, 23888, 54596])
)
VALUES = arrays.arrays(
    np.float32, (4, 4), elements=st.one_of(st.just(np.nan), st.floats(0.5, 60.0, width=32))
)


def _scene(folder: Path, thermal: NDArray[Any], bits: NDArray[Any]) -> xr.Dataset:
    return lstgeo.open_scene(
        scenes.write(folder, shape=SHAPE, numbers={"B10": thermal, "QA": bits})
    )


def _vapour(folder: Path, values: NDArray[np.float32]) -> Path:
    """Cells of 60 m on the grid of the scene, so that some pixels see nothing but gaps."""
    transform = scenes.TRANSFORM @ Affine.scale(2)
    return rasters.write(folder / "w.tif", values, transform=transform, units="kg m-2")


def _require_order(found: xr.Dataset, measured: NDArray[np.bool_]) -> None:
    temperature, sigma, bits = (
        found[name].to_numpy()
        for name in ("surface_temperature", "surface_temperature_uncertainty", "quality")
    )
    there = np.isfinite(temperature)
    assert not np.any(there & ~measured)
    np.testing.assert_array_equal(bits[~measured], Quality.FILL)
    np.testing.assert_array_equal((bits & Quality.FILL) == 0, measured)
    np.testing.assert_array_equal(np.isfinite(sigma), there)
    assert np.all(sigma[there] > 0)
    assert np.all((bits[measured & ~there] & Quality.NO_SOLUTION) != 0)
    assert np.all((temperature[there] >= 150) & (temperature[there] <= 400))


@EXAMPLES
@given(thermal=NUMBERS, bits=BITS, values=VALUES)
def test_a_gap_stays_a_gap(
    thermal: NDArray[Any], bits: NDArray[Any], values: NDArray[np.float32]
) -> None:
    values[0, 0] = 20
    measured = (thermal >= LOWEST) & (thermal <= HIGHEST) & (bits & 1 == 0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scene = _scene(folder, thermal, bits)
        found = lstgeo.retrieve(scene, water_vapour=_vapour(folder, values)).compute()
        _require_order(found, measured)


@EXAMPLES
@given(thermal=NUMBERS, bits=BITS)
def test_what_is_written_is_what_was_computed(thermal: NDArray[Any], bits: NDArray[Any]) -> None:
    thermal[4, 4], bits[4, 4] = 25_000, 21824
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        result = lstgeo.retrieve(_scene(folder, thermal, bits), water_vapour=20)
        computed = result.compute()
        written = lstgeo.write(result, folder / "lst.tif")
        for variable, path in written.rasters.items():
            np.testing.assert_array_equal(rasters.read(path), computed[variable].to_numpy())
