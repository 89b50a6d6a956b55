"""No column trains that lies near a tested one, is humid, or was carried from where it tests."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.errors import InputError
from lstgeo.profiles import columns, splits, summer
from tests.profiles import examples


def _grid(source: str = "GFS 2011-01-15T12:00:00") -> columns.Columns:
    latitude, longitude = (
        axis.ravel()
        for axis in np.meshgrid(np.arange(-88.0, 89, 4), np.arange(-178.0, 179, 4), indexing="ij")
    )
    one = examples.standard(1).take(np.zeros(latitude.size, dtype=int))
    return one.replaced(
        latitude=latitude, longitude=longitude, source=np.full(latitude.size, source)
    )


def test_a_block_is_of_one_part_and_all_parts_are_there() -> None:
    batch = _grid()
    part, block = splits.parts(batch), splits.blocks(batch)
    assert len(np.unique(block)) == 12 * 12
    for number in np.unique(block):
        assert len(set(part[block == number])) == 1
    share = {name: np.mean(part == name) for name in np.unique(part)}
    # Blocks 3 : 1 : 1.
    assert share == pytest.approx({"training": 0.6, "validation": 0.2, "test": 0.2}, abs=0.02)


def test_places_within_15_by_30_degrees_share_a_block() -> None:
    batch = (
        _grid()
        .take(slice(0, 2))
        .replaced(latitude=np.array([0.1, 14.9]), longitude=np.array([0.1, 29.9]))
    )
    assert len(set(splits.blocks(batch))) == 1
    over = batch.replaced(latitude=np.array([14.9, 15.1]))
    assert len(set(splits.blocks(over))) == 2


def test_poles_and_the_date_line_have_a_block() -> None:
    batch = (
        _grid()
        .take(slice(0, 4))
        .replaced(
            latitude=np.array([-90.0, 90.0, 0.0, np.nan]),
            longitude=np.array([-180.0, 180.0, 180.0, 0]),
        )
    )
    block = splits.blocks(batch)
    assert ((block >= 0) & (block < 144)).all()


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("RFMIP +4K", "humid"),
        ("RFMIP +4K, const. RH", "humid"),
        ("CKDMIP", "humid"),
        ("RFMIP Present day (PD)", "test"),
        ("ERA5 1959-01-02T00", "test"),
        ("IFS", "test"),
        ("AFGL tropical", "test"),
        ("generated", "training"),
    ],
)
def test_a_source_is_of_one_part(source: str, part: str) -> None:
    assert set(splits.parts(_grid(source))) == {part}


def test_real_columns_above_six_never_train() -> None:
    wet = examples.standard(1, relative_humidity=0.98)
    wet = wet.replaced(temperature=wet.temperature + 8)
    moist = wet.specific_humidity * 75 / wet.total_column_water_vapour
    batch = wet.replaced(specific_humidity=moist).take(np.zeros(4, dtype=int))
    batch = batch.replaced(
        source=np.array(["GFS x", "ERA5 x", "GFS x mirrored", "generated warm and moist"])
    )
    assert splits.parts(batch).tolist() == ["humid", "humid", "humid", "training"]


def test_a_mirrored_column_is_of_the_block_where_it_was_seen() -> None:
    batch = _grid()
    carried = summer.mirrored(batch)
    np.testing.assert_array_equal(carried.latitude, -batch.latitude)
    np.testing.assert_array_equal(splits.blocks(carried), splits.blocks(batch))
    np.testing.assert_array_equal(splits.parts(carried), splits.parts(batch))


def test_leaving_out_a_continent_leaves_out_what_was_carried_from_it() -> None:
    real = _grid()
    batch = real.replaced(land=np.ones(len(real)))
    carried = summer.mirrored(batch)
    trains, tests = splits.leave_out(batch, "oceania")
    assert tests.sum() > 100
    assert not (trains & tests).any()
    trains_carried, tests_carried = splits.leave_out(carried, "oceania")
    np.testing.assert_array_equal(trains_carried, trains)
    assert not tests_carried.any()
    with pytest.raises(InputError, match="no continent is 'atlantis'"):
        splits.leave_out(batch, "atlantis")
