"""A graph cut into parts: every task once, whatever the strips share, and errors that are heard."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from lstgeo.pipeline import parts

STRIPS = 12


def _graph(seen: Counter[int], broken: int | None = None) -> dict[Any, Any]:
    """Blocks that are read, and strips that add their block and its neighbours."""
    lock = threading.Lock()

    def read(index: int) -> int:
        with lock:
            seen[index] += 1
        if index == broken:
            raise OSError(f"block {index}")
        return int(10**index)

    def neighbours(index: int) -> list[tuple[str, int]]:
        return [("read", near) for near in (index - 1, index, index + 1) if 0 <= near < STRIPS]

    graph: dict[Any, Any] = {("read", index): (read, index) for index in range(STRIPS)}
    return graph | {("sum", index): (sum, neighbours(index)) for index in range(STRIPS)}


def _cut(graph: dict[Any, Any]) -> list[parts.Strip]:
    return parts.cut(graph, [(("sum", index),) for index in range(STRIPS)])


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_what_neighbours_share_is_computed_once(threads: int) -> None:
    seen: Counter[int] = Counter()
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(lambda strip: strip.computed()[0], _cut(_graph(seen))))
    expected = [
        sum(10**near for near in (i - 1, i, i + 1) if 0 <= near < STRIPS) for i in range(STRIPS)
    ]
    assert found == expected
    assert set(seen.values()) == {1}


def test_results_are_forgotten_when_no_strip_needs_them() -> None:
    strips = _cut(_graph(Counter()))
    for strip in strips:
        strip.computed()
    assert all(not part.graph and not part.result.done() for s in strips for part in s.parts)


def test_an_error_reaches_every_strip_that_needs_the_part() -> None:
    strips = _cut(_graph(Counter(), broken=5))
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(strip.computed) for strip in strips]
    failed = [index for index, future in enumerate(futures) if future.exception()]
    assert failed == [4, 5, 6]
    assert all("block 5" in str(futures[index].exception()) for index in failed)
