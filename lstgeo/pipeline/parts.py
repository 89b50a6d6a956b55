"""The graph of a lazy result cut into parts, so that what several strips share is computed once."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from dask import core

Key = Any
"""A key of a dask graph."""
Graph = Mapping[Key, Any]
Values = dict[Key, Any]


@dataclass(eq=False)
class Part:
    """Tasks that the same strips need, and those of their results that others ask for."""

    strips: frozenset[int]
    graph: dict[Key, Any] = field(default_factory=dict)
    wanted: set[Key] = field(default_factory=set)
    before: set[Part] = field(default_factory=set)
    result: Future[Values] = field(default_factory=Future)
    left: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _claimed: bool = False

    def computed(self) -> Values:
        """Results by key; the thread that comes first works, the others wait for it."""
        self.worked_out()
        return self.result.result()

    def worked_out(self) -> None:
        """Compute the part unless some thread does already."""
        with self._lock:
            if self._claimed:
                return
            self._claimed = True
        try:
            given = {key: value for part in self.before for key, value in part.computed().items()}
            graph = self.graph | {key: (partial(_same, value),) for key, value in given.items()}
            keys = list(self.wanted)
            self.result.set_result(dict(zip(keys, core.get(graph, keys), strict=True)))
        except BaseException as error:
            self.result.set_exception(error)

    def released(self) -> None:
        """Forget the results when the last strip that needs them is done."""
        with self._lock:
            self.left -= 1
            if self.left == 0:
                self.result = Future()
                self.graph, self.before = {}, set()


@dataclass(frozen=True, eq=False)
class Strip:
    """One strip: the keys of its arrays, the part that holds them, and all parts it needs."""

    keys: tuple[Key, ...]
    parts: tuple[Part, ...]

    def computed(self) -> tuple[Any, ...]:
        """Arrays of the strip, in the order of its keys."""
        for part in self.parts:
            part.worked_out()
        found: Values = {}
        for part in self.parts:
            if part.wanted.intersection(self.keys):
                found |= part.computed()
        arrays = tuple(found[key] for key in self.keys)
        for part in self.parts:
            part.released()
        return arrays


def cut(graph: Graph, wanted: Iterable[tuple[Key, ...]]) -> list[Strip]:
    """Strips of a `graph`, for the keys of the arrays of each of them."""
    strips = list(wanted)
    needs = {key: core.get_dependencies(graph, key) for key in graph}
    home = _homes(graph, [_closure(keys, needs) for keys in strips])
    for key, part in home.items():
        for needed in needs[key]:
            if home[needed] is not part:
                part.before.add(home[needed])
                home[needed].wanted.add(needed)
    for keys in strips:
        for key in keys:
            home[key].wanted.add(key)
    parts = set(home.values())
    return [Strip(keys, _ordered(index, parts)) for index, keys in enumerate(strips)]


def _homes(graph: Graph, closures: list[set[Key]]) -> dict[Key, Part]:
    """Part of each key: one for all keys that the same strips need."""
    users: dict[Key, set[int]] = defaultdict(set)
    for index, keys in enumerate(closures):
        for key in keys:
            users[key].add(index)
    parts: dict[frozenset[int], Part] = {}
    for key, indices in users.items():
        which = frozenset(indices)
        parts.setdefault(which, Part(which, left=len(which))).graph[key] = graph[key]
    return {key: part for part in parts.values() for key in part.graph}


def _ordered(strip: int, parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts of a strip: what many strips need first, and of those the upper ones."""
    needed = [part for part in parts if strip in part.strips]
    return tuple(sorted(needed, key=lambda part: (-len(part.strips), min(part.strips))))


def _closure(keys: Iterable[Key], needs: Mapping[Key, set[Key]]) -> set[Key]:
    found: set[Key] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(needs[key])
    return found


def _same(value: Any) -> Any:
    return value
