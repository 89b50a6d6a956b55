"""The section of the page of tables that tells of the profile tier."""

from __future__ import annotations

from collections.abc import Mapping

from lstgeo.validation import markdown, sections
from lstgeo.validation.table import Table

WORDS = (
    "Told a whole profile, with errors that are correlated over some 1.5 km: temperature 1 K and "
    "ln of specific humidity .175 (usual), .7 K and .10 (better), none, nor any other error "
    "(exact). Where the equation has no solution the plain way has no error either."
)


def profile(tables: Mapping[str, Table]) -> str:
    """Errors of the tier and the coverage of its sigma, beside plain transfer."""
    table, parts = tables["profile"], []
    order = table.distinct("set")
    for level in table.distinct("profiles"):
        rows = table.where(profiles=level)
        written = [row for row in rows if row["within_1_sigma"] is not None]
        sizes = markdown.pivot(rows, ("predictor",), "set", sections.sizes, order)
        shares = markdown.pivot(written, ("predictor",), "set", sections.shares, order)
        parts.append(
            f"### {level.capitalize()}\n\nRMSE / MAE\n\n{sizes}\n\n"
            f"Errors within sigma / 1.96 sigma [%]\n\n{shares}"
        )
    return f"## The profile tier\n\n{WORDS}\n\n" + "\n\n".join(parts) if parts else ""


def bands(tables: Mapping[str, Table]) -> str:
    """The same of other bands on the main sets."""
    rows = [
        row | {"band": f"{row['sensor']} {row['band']}"} for row in tables["profile_bands"].where()
    ]
    if not rows:
        return ""
    order = tables["profile_bands"].distinct("set")
    index = ("band", "profiles", "predictor")
    written = [row for row in rows if row["within_1_sigma"] is not None]
    sizes = markdown.pivot(rows, index, "set", sections.sizes, order)
    shares = markdown.pivot(written, index, "set", sections.shares, order)
    return (
        f"## The profile tier, other bands\n\nRMSE / MAE\n\n{sizes}\n\n"
        f"Errors within sigma / 1.96 sigma [%]\n\n{shares}"
    )
