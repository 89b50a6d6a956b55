"""Who is on the list, who stands there twice, and who is done: a few bytes a scene."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_NOWHERE = -1


@dataclass(frozen=True)
class Roll:
    """Keys of a list: sorted, with the row at which each first stands and its line of a journal."""

    keys: NDArray[np.uint64]
    rows: NDArray[np.int64]
    lines: NDArray[np.int64]
    total: int

    def is_first(self, row: int, key: str) -> bool | None:
        """Whether `key` stands at `row` for the first time; None where it is not on the list."""
        place = self._place(key)
        return None if place is None else bool(self.rows[place] == row)

    def knows(self, key: str) -> bool:
        """Whether `key` is on the list."""
        return self._place(key) is not None

    def note(self, key: str, line: int | None) -> None:
        """Keep where the journal says that `key` is done; None where it is not, or no longer."""
        place = self._place(key)
        if place is not None:
            self.lines[place] = _NOWHERE if line is None else line

    def line(self, key: str) -> int | None:
        """Where the journal says that `key` is done, or None."""
        place = self._place(key)
        line = _NOWHERE if place is None else int(self.lines[place])
        return None if line == _NOWHERE else line

    def _place(self, key: str) -> int | None:
        try:
            number = np.uint64(int(key, 16))
        except (ValueError, OverflowError):
            return None
        place = int(np.searchsorted(self.keys, number))
        return place if place < len(self.keys) and self.keys[place] == number else None


def of(keys: Iterable[str]) -> Roll:
    """Roll of the keys of a list, in its order; each is 64 bits in hexadecimal."""
    numbers = array("Q", (int(key, 16) for key in keys))
    every = np.frombuffer(numbers, np.uint64) if numbers else np.empty(0, np.uint64)
    found, rows = np.unique(every, return_index=True)
    return Roll(found, rows.astype(np.int64), np.full(len(found), _NOWHERE, np.int64), len(every))
