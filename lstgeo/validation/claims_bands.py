"""What models of other bands must show beside Landsat 8's, from the table of bands alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lstgeo.validation import bands

if TYPE_CHECKING:
    from lstgeo.validation.claims_profile import Asked, Tables

_WITHIN = {68: ("within_1_sigma", "sigma"), 95: ("within_2_sigma", "1.96 sigma")}


def asked() -> list[Asked]:
    """Every figure that is asked for."""
    return [
        ("worst other band, its own noise", "times", 1.35, 1.2, partial(_worst, "its own")),
        ("worst other band, same noise", "times", 1.2, 1.1, partial(_worst, "Landsat 8's")),
        (
            "MODIS Terra B31, trained from its response alone, its own noise",
            *("times", 1.2, 1.1),
            _trained_alone,
        ),
        *(
            (
                f"share of errors within {_WITHIN[percent][1]}, off {percent} % by: "
                f"worst band at {bands.ASLANT:g} degrees",
                *("points", must, reach),
                partial(_aslant, percent),
            )
            for percent, must, reach in ((68, 5.0, 3.0), (95, 3.0, 2.0))
        ),
    ]


def _worst(noise: str, tables: Tables) -> float | None:
    """Largest ratio of another band to Landsat 8 B10 at nadir, where that one is at hand."""
    rows = tables["bands"].where(noise=noise, view=bands.NADIR)
    found = [row["ratio"] for row in rows if row["sensor"] != "landsat8" and row["ratio"]]
    return max(found, default=None)


def _trained_alone(tables: Tables) -> float | None:
    """Ratio to Landsat 8 B10 at nadir of the model that began from nothing but a response."""
    known = {"sensor": "modis_terra", "noise": bands.OWN.name, "view": bands.NADIR}
    found: float | None = tables["bands"].value("ratio", **known)
    return found


def _aslant(percent: int, tables: Tables) -> float | None:
    """Most points between the share of errors within sigma and what it should be, aslant."""
    rows = [row for row in tables["bands"].where() if row["view"] != bands.NADIR]
    shares = [row[_WITHIN[percent][0]] for row in rows]
    return max((abs(100 * share - percent) for share in shares if share is not None), default=None)
