"""The section of the page of tables that tells of other bands."""

from __future__ import annotations

from collections.abc import Mapping

from lstgeo.validation import markdown, sections
from lstgeo.validation.table import Table

WORDS = (
    "Shipped models on the same columns and surfaces, {W, Ta}, usual errors of inputs. Nadir: "
    "0-8.3 degrees; models trained for wide swaths are also tested aslant."
)


def bands(tables: Mapping[str, Table]) -> str:
    """Other bands on the same columns."""
    lines = [
        [
            f"{row['sensor']} {row['band']}",
            row["view"],
            row["noise"],
            markdown.number(row["nedt"]),
            markdown.number(row["rmse"]),
            markdown.number(row["ratio"]),
            markdown.number(row["bias"], signed=True),
            sections.shares(row),
        ]
        for row in tables["bands"].where()
    ]
    titles = [
        *("band", "view", "noise", "NEdT [K]", "RMSE [K]", "over Landsat 8 B10 at nadir"),
        *("bias [K]", "within sigma / 1.96 sigma [%]"),
    ]
    return f"## Other bands\n\n{WORDS}\n\n{markdown.table(titles, lines)}" if lines else ""
