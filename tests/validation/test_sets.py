"""The sets hold no column that anything was trained on."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.errors import MissingFileError
from lstgeo.profiles import splits
from lstgeo.training import columns
from lstgeo.validation import sets
from lstgeo.validation.sets import Sets
from tests.data import SHARED, needs_shared


@pytest.fixture(scope="module")
def collected() -> Sets:
    return sets.of(SHARED / "profiles")


@needs_shared
def test_no_column_of_a_set_trains_or_stops_a_training(collected: Sets) -> None:
    for member in collected.members.values():
        parts = set(splits.parts(member.columns))
        assert parts <= {splits.TEST, splits.HUMID}, member.name


@needs_shared
def test_no_profile_of_a_set_is_one_of_training(collected: Sets) -> None:
    """By its temperatures, to the last bit: whatever the splits say of themselves."""
    fitted = columns.of(SHARED / "profiles").training.batch
    seen = {row.tobytes() for row in fitted.temperature}
    for member in collected.members.values():
        assert not seen & {row.tobytes() for row in member.columns.temperature}, member.name


@needs_shared
def test_humid_columns_are_humid_and_real(collected: Sets) -> None:
    humid, very = (collected.members[name].columns for name in ("humid", "very humid"))
    assert humid.total_column_water_vapour.min() > 50
    assert very.total_column_water_vapour.min() > 60
    sources = set(map(str, np.unique(humid.source)))
    assert not any("+4K" in name or "mirrored" in name for name in sources)
    assert any(name.startswith("GFS") for name in sources)
    assert any(name.startswith("ERA5") for name in sources)


@needs_shared
def test_the_pooled_set_is_every_source_but_extremes(collected: Sets) -> None:
    parts = ("GFS spread", "ERA5 clear", "RFMIP", "IFS", "AFGL")
    counts = [len(collected.members[name].columns) for name in parts]
    assert counts == [1364, 1602, 72, 15, 6]
    assert len(collected.members[collected.pooled].columns) == sum(counts)


@needs_shared
def test_rare_states_are_among_the_common_ones(collected: Sets) -> None:
    """What the selection keeps of the test blocks, and the clear columns of ERA5, are parts."""
    for name, whole in (("GFS spread", "GFS"), ("ERA5 clear", "ERA5")):
        some, every = (collected.members[each].columns for each in (name, whole))
        seen = {row.tobytes() for row in every.temperature}
        assert {row.tobytes() for row in some.temperature} <= seen
        assert len(some) < len(every)


@needs_shared
def test_the_warmer_world_is_warmer_and_as_humid_relatively(collected: Sets) -> None:
    """4 K at the ground; water vapour grows by about 7 % a kelvin (Clausius and Clapeyron)."""
    warmer, same = (collected.members[name].columns for name in ("+4 K", "+4 K, same water"))
    ratio = warmer.total_column_water_vapour / same.total_column_water_vapour
    assert np.median(ratio) == pytest.approx(1.07**4, rel=0.05)


def test_generated_columns_are_not_said_to_be_independent() -> None:
    drawn = sets.of(None)
    assert not drawn.independent
    assert drawn.members["humid"].columns.total_column_water_vapour.min() > 50
    assert list(drawn.provenance) == ["generator_gfs.nc"]


def test_a_folder_without_profiles_is_refused() -> None:
    with pytest.raises(MissingFileError, match="gfs_2011"):
        sets.of("nowhere")
