"""A comparison of rasters as a page of Markdown, and as lines of text."""

from __future__ import annotations

import lstgeo
from lstgeo.validation import markdown
from lstgeo.validation.comparison import explanation
from lstgeo.validation.comparison.rasters import RasterComparison, Subject
from lstgeo.validation.comparison.scores import Scores

COLUMNS = ("pixels", "bias", "median", "RMSE", "robust sigma", "5 %", "95 %")


def text(found: RasterComparison, picture: str, raster: str) -> str:
    """The page, with links to its `picture` and to the `raster` of differences."""
    parts = [
        "# Land surface temperature compared",
        f"First minus second, in K. Made by `lstgeo compare` (lstgeo {lstgeo.__version__}).",
        markdown.table(
            ["", "first", "second"],
            [
                [name, *cells]
                for name, *cells in zip(
                    ("file", "product", "time", "clear where", "clear pixels", "pixels are"),
                    _subject(found.first),
                    _subject(found.second),
                    strict=True,
                )
            ],
        ),
        _table({"all": found.scores}),
        _classes(found),
        "\n".join(f"- {sentence}" for sentence in explanation.sentences(found)),
        f"![map, scatter and histograms]({picture})",
        f"`{raster}` holds the differences on the grid of the comparison, NaN where either is not "
        "clear.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def lines(found: RasterComparison) -> list[str]:
    """Figures of all pixels and of each class as a table in text, then what they say."""
    named = {"all": found.scores} | found.classes
    table = [("", *COLUMNS), *((name, *_figures(scores)) for name, scores in named.items())]
    widths = [max(len(row[index]) for row in table) for index in range(len(table[0]))]
    return [
        "first minus second [K]",
        *(
            "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
            for row in table
        ),
        *explanation.sentences(found),
    ]


def _subject(one: Subject) -> list[str]:
    return [
        f"`{one.path.name}`",
        one.product,
        "not known" if one.time is None else str(one.time),
        one.rule,
        f"{one.clear:,}",
        one.resampled or "its own",
    ]


def _table(named: dict[str, Scores], title: str = "") -> str:
    return markdown.table(
        [title, *COLUMNS], [[name, *_figures(scores)] for name, scores in named.items()]
    )


def _classes(found: RasterComparison) -> str:
    """Scores by class, where there is more than one."""
    if len(found.classes) < 2 or found.sample.classes is None:
        return ""
    return _table(found.classes, found.sample.classes.name)


def _figures(scores: Scores) -> list[str]:
    signed = (scores.bias, scores.median)
    spread = (scores.rmse, scores.robust_sigma)
    ends = (scores.percentiles["p5"], scores.percentiles["p95"])
    return [
        f"{scores.count:,}",
        *(markdown.number(value, 3, signed=True) for value in signed),
        *(markdown.number(value, 3) for value in spread),
        *(markdown.number(value, 3, signed=True) for value in ends),
    ]
