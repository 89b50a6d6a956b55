"""The same bits for any strip height, number of threads and scheduler."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dask
import numpy as np
import pytest
import rasterio
import xarray as xr
from affine import Affine
from numpy.typing import NDArray

import lstgeo
from lstgeo.raster import door
from tests import rasters, scenes
from tests.data import SHARED, needs_shared
from tests.models import needs_model

HEIGHTS = (7, 32, 512)
SCHEDULERS = ("synchronous", "threads", "processes")
CROP = SHARED / "scenes" / "LC80200392015216LGN00"
SHAPE = (90, 70)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Scene with clouds near the borders of strips, water, border and noise."""
    random = np.random.default_rng(3)
    quality = np.full(SHAPE, 21824, np.uint16)
    quality[[6, 7, 31, 32, 80], [5, 60, 30, 31, 2]] = 22280
    quality[40:50, 10:30] = 21952
    quality[:2], quality[:, -3:] = 1, 1
    thermal = random.integers(22_000, 28_000, SHAPE).astype(np.uint16)
    red, infrared = (random.integers(6_000, 30_000, SHAPE).astype(np.uint16) for _ in range(2))
    numbers = {"B10": thermal, "B4": red, "B5": infrared, "QA": quality}
    folder = tmp_path_factory.mktemp("chunks")
    return scenes.write(folder, shape=SHAPE, numbers=numbers)


@pytest.fixture(scope="module")
def vapour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _vapour(tmp_path_factory.mktemp("vapour"), 14.0, 49.5)


def _vapour(folder: Path, west: float, north: float) -> Path:
    """Quarter-degree grid in g cm-2 with a gap, as users have it."""
    rows, columns = np.indices((16, 16))
    values: NDArray[np.float32] = (2 + np.sin(rows) * np.cos(columns)).astype(np.float32)
    transform = Affine(0.25, 0, west, 0, -0.25, north)
    return rasters.write(
        folder / "w.tif", values, crs=rasters.DEGREES, transform=transform, units="g cm-2"
    )


@pytest.fixture(scope="module", params=["practical", pytest.param("coupled", marks=needs_model)])
def method(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _air(vapour: Path) -> Path:
    """Air temperature in degrees C beside the water vapour, with a gap of its own."""
    values: NDArray[np.float32] = 12 + 3 * rasters.read(vapour)
    values[5:8, 2:4] = np.nan
    with rasterio.open(vapour) as source:
        transform, crs = source.transform, source.crs
    path = vapour.with_name("air.tif")
    return rasters.write(path, values, crs=crs, transform=transform, units="degC")


def _retrieved(
    scene: Path, vapour: Path, method: str, height: int, monkeypatch: pytest.MonkeyPatch
) -> xr.Dataset:
    """Retrieval in strips of `height` from the file on."""
    defaults = door.open_raster.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "strip", height)
    result = lstgeo.retrieve(scene, **_given(vapour, method))
    monkeypatch.undo()
    assert result.surface_temperature.chunks is not None
    assert result.surface_temperature.chunks[0][0] == min(height, result.sizes["y"])
    return result


def _given(vapour: Path, method: str) -> dict[str, Any]:
    given: dict[str, Any] = {"water_vapour": vapour, "method": method}
    return given | ({"air_temperature": _air(vapour)} if method == "coupled" else {})


@pytest.fixture(scope="module")
def whole(scene: Path, vapour: Path, method: str) -> xr.Dataset:
    with pytest.MonkeyPatch.context() as patch:
        found = _retrieved(scene, vapour, method, 512, patch).compute(scheduler="synchronous")
    assert found.surface_temperature.notnull().mean() > 0.9
    assert len(np.unique(found.quality)) >= 4
    return found


@pytest.mark.parametrize("scheduler", SCHEDULERS)
@pytest.mark.parametrize("height", HEIGHTS)
def test_chunked_result_equals_whole(
    scene: Path, vapour: Path, method: str, whole: xr.Dataset, height: int, scheduler: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    result = _retrieved(scene, vapour, method, height, monkeypatch)
    with dask.config.set({"multiprocessing.context": "forkserver"}):
        rasters.same(result.compute(scheduler=scheduler, num_workers=2), whole)


@pytest.mark.parametrize("height", [1, 13, 45])
def test_a_scene_may_be_cut_anew_by_its_user(
    scene: Path, vapour: Path, method: str, whole: xr.Dataset, height: int
) -> None:
    cut = lstgeo.open_scene(scene).chunk({"y": height})
    rasters.same(lstgeo.retrieve(cut, **_given(vapour, method)).compute(), whole)


def test_outputs_are_the_same_bytes_for_any_strip_and_thread(
    scene: Path, vapour: Path, method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = []
    for height, threads in ((512, 1), (7, 3), (32, 2)):
        result = _retrieved(scene, vapour, method, height, monkeypatch)
        written = lstgeo.write(result, tmp_path / f"{height}", threads=threads)
        contents.append([path.read_bytes() for path in written.rasters.values()])
    assert contents[0] == contents[1] == contents[2]


@needs_shared
def test_a_real_scene_is_the_same_in_every_cut_and_scheduler(
    tmp_path: Path, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vapour = _vapour(tmp_path, -89.0, 32.5)
    results = [_retrieved(CROP, vapour, method, height, monkeypatch) for height in (64, 200, 1024)]
    expected = results[-1].compute(scheduler="synchronous")
    rasters.same(results[0].compute(scheduler="threads", num_workers=2), expected)
    with dask.config.set({"multiprocessing.context": "forkserver"}):
        rasters.same(results[1].compute(scheduler="processes", num_workers=2), expected)
    lstgeo.write(results[0], tmp_path / "lst.tif", threads=2)
    np.testing.assert_array_equal(
        rasters.read(tmp_path / "lst.tif"), expected.surface_temperature.to_numpy()
    )
