"""Tables of results as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

NONE, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"

Record = Mapping[str, Any]
Cell = Callable[[Record], str]


def number(value: float | None, decimals: int = 2, signed: bool = False) -> str:
    """A figure as the pages of lstgeo write it, without the 0 before the point.

    >>> number(0.256), number(0.031, 2, True), number(12.0, 1), number(0.0, 1)
    ('.26', '+.03', '12.0', '.0')
    """
    if value is None:
        return NONE
    text = f"{value:{'+' if signed else ''}.{decimals}f}"
    head, point, tail = text.partition(".")
    head = head.removesuffix("0") if head.lstrip("+-") == "0" and point else head
    return f"{head}{point}{tail}".replace("-", MINUS)


def percent(share: float | None, decimals: int = 1) -> str:
    """A share as a percentage; one that is not 0 never reads as 0.

    >>> percent(0.6827), percent(0.00001), percent(0.0)
    ('68.3 %', '< .1 %', '0 %')
    """
    if share is None:
        return NONE
    if share == 0:
        return "0 %"
    least = 10.0**-decimals
    if 100 * share < least / 2:
        return f"< {number(least, decimals)} %"
    return f"{number(100 * share, decimals)} %"


def table(titles: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table: titles, then lines of cells."""
    rule = "|".join("---" for _ in titles)
    rows = [" | ".join(cells) for cells in (titles, *lines)]
    return "\n".join([f"| {rows[0]} |", f"|{rule}|", *(f"| {row} |" for row in rows[1:])])


def pivot(
    records: Sequence[Record], index: Sequence[str], across: str, cell: Cell, order: Sequence[str]
) -> str:
    """A table with a line for each combination of `index` and a column for each value of `across`.

    Columns come in `order`, those that occur; lines in the order in which they first appear.
    """
    found = {(tuple(each[name] for name in index), each[across]): each for each in records}
    lines = dict.fromkeys(key for key, _ in found)
    columns = [name for name in order if any(name == place for _, place in found)]
    return table(
        [*index, *columns],
        [
            [
                *map(str, key),
                *(cell(found[key, name]) if (key, name) in found else NONE for name in columns),
            ]
            for key in lines
        ],
    )
