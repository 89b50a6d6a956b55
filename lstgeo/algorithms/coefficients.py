"""Published coefficients that ship as CSV files."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources


@lru_cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `coefficients/<name>.csv` by column; comment lines state the source."""
    file = resources.files(__package__).joinpath("coefficients", f"{name}.csv")
    lines = file.read_text("utf-8").splitlines()
    return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))
