"""A bound of memory: sizes as users write them, lower strips, and what cannot be done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rioxarray import _io

import lstgeo
from lstgeo.errors import InputError, OutputError
from lstgeo.pipeline import memory
from lstgeo.raster import door
from tests import rasters, scenes


@pytest.mark.parametrize(
    ("given", "size"),
    [("600MB", 6e8), ("2GiB", 2 << 30), ("1.5 g", 1.5e9), (1000, 1000), ("512Ki", 512 << 10)],
)
def test_sizes_are_understood(given: str | int, size: float) -> None:
    assert memory.size(given) == size


@pytest.mark.parametrize("given", ["much", "-1GB", "600 apples", "", "1TB"])
def test_what_is_no_size_is_refused_by_name(given: str) -> None:
    with pytest.raises(InputError, match="600MB or 2GiB"):
        memory.size(given)


def test_strips_of_wide_rasters_and_of_small_bounds_are_lower() -> None:
    assert [door.strip_height(width) for width in (60, 2000, 7600, 30_000, 10**6)] == [
        256, 256, 64, 16, 8,
    ]  # fmt: skip
    with memory.bounded("510MB", threads=4):
        assert door.strip_height(7600) < 64
    assert door.strip_height(7600) == 64


def test_a_bound_changes_no_bit_and_an_impossible_one_leaves_nothing(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path / "in")
    result = lstgeo.retrieve(folder, water_vapour=15)
    free = lstgeo.write(result, tmp_path / "free.tif")
    bound = lstgeo.write(result, tmp_path / "bound.tif", max_memory="800MB", threads=64)
    for name, path in free.rasters.items():
        np.testing.assert_array_equal(rasters.read(path), rasters.read(bound.rasters[name]))
    with pytest.raises(OutputError, match=r"need \d+ MB of memory; 100MB are allowed"):
        lstgeo.write(result, tmp_path / "none.tif", max_memory="100MB")
    assert not list(tmp_path.glob("none*"))


@pytest.mark.parametrize("strip", [16, 100, 256])
def test_a_block_is_decoded_once_however_low_the_strips(
    tmp_path: Path, strip: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = np.arange(600 * 300, dtype=np.float32).reshape(600, 300)
    path = rasters.write(
        tmp_path / "a.tif", values, transform=scenes.TRANSFORM, tiled=True, blockxsize=128,
        blockysize=128,
    )  # fmt: skip
    read: list[object] = []
    plain: Any = _io.RasterioArrayWrapper.__getitem__

    def counted(*given: object) -> object:
        read.append(given)
        return plain(*given)

    monkeypatch.setattr(_io.RasterioArrayWrapper, "__getitem__", counted)
    opened = door.open_raster(path, mask_and_scale=False, strip=strip)
    assert opened.chunks is not None
    assert opened.chunks[0][0] == strip
    np.testing.assert_array_equal(opened.to_numpy(), values)
    assert len(read) <= -(-600 // 128)
