"""A table of results: named columns, rows of plain values, and how both are looked up."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DIGITS = 4
"""Significant digits of what is stored: more than chance leaves."""


@dataclass(frozen=True)
class Table:
    """Rows of values under `columns`."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, **values: Any) -> None:
        """Append a row; every column must be named."""
        self.rows.append(tuple(_rounded(values.pop(name)) for name in self.columns))
        if values:
            raise TypeError(f"the table has no {', '.join(values)}")

    def where(self, **wanted: Any) -> list[dict[str, Any]]:
        """Rows, as values by column, that hold all the `wanted` values."""
        records = (dict(zip(self.columns, row, strict=True)) for row in self.rows)
        return [row for row in records if all(row[name] == wanted[name] for name in wanted)]

    def value(self, column: str, **wanted: Any) -> Any:
        """Value of a column in the one row that holds the `wanted` values; None where none does."""
        found = self.where(**wanted)
        return found[0][column] if found else None

    def distinct(self, column: str) -> list[Any]:
        """Values of a column, each once, in the order in which they appear."""
        index = self.columns.index(column)
        return list(dict.fromkeys(row[index] for row in self.rows))

    @property
    def document(self) -> dict[str, Any]:
        """The table as JSON holds it."""
        return {"columns": list(self.columns), "rows": [list(row) for row in self.rows]}


def of_document(document: Mapping[str, Any]) -> Table:
    """Table from what JSON holds."""
    return Table(tuple(document["columns"]), [tuple(row) for row in document["rows"]])


def _rounded(value: Any) -> Any:
    """A value as it is stored; a figure that is not finite is none."""
    if not isinstance(value, float):
        return value
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
