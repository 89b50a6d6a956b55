"""The simulated batch over the archive obeys the laws that any batch obeys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import archive
from benchmarks.archive import Cluster

CALM = Cluster(
    workers=8,
    spread=0.0,
    straggling=0.0,
    broken=0.0,
    transient=0.0,
    lifetime=1e12,
    scheduling=0.0,
    journal=0.0,
    storage_bandwidth=1e15,
)
"""Nothing goes wrong and nothing is shared."""


def test_without_trouble_the_time_is_that_of_the_work() -> None:
    found = archive.Batch(CALM, 800, 0).run()
    assert found.makespan == pytest.approx(100 * archive.scene_seconds(CALM), rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(
    scenes=st.integers(1, 400),
    workers=st.integers(1, 50),
    lifetime=st.floats(60.0, 1e5),
    transient=st.floats(0.0, 0.9),
    broken=st.floats(0.0, 0.1),
    seed=st.integers(0, 100),
)
def test_every_scene_ends_once(
    scenes: int, workers: int, lifetime: float, transient: float, broken: float, seed: int
) -> None:
    cluster = replace(
        Cluster(), workers=workers, lifetime=lifetime, transient=transient, broken=broken
    )
    found = archive.Batch(cluster, scenes, seed).run()
    assert found.done + found.failed == scenes
    assert found.makespan >= scenes * cluster.compute * 0.2 / workers


@pytest.mark.parametrize(
    "cluster",
    [replace(CALM, workers=500, scheduling=1.0), replace(CALM, workers=500, journal=1.0)],
    ids=["scheduler", "journal"],
)
def test_no_server_is_passed_faster_than_it_serves(cluster: Cluster) -> None:
    assert archive.Batch(cluster, 2000, 0).run().makespan >= 2000.0


def test_the_storage_bounds_the_rate() -> None:
    cluster = replace(CALM, workers=1000, storage_bandwidth=1e9)
    found = archive.report(cluster, 20_000)
    most = cluster.storage_bandwidth / cluster.transferred
    assert found["scenes_per_second"] == pytest.approx(most, rel=0.06)
    assert found["scenes_per_second"] <= most
