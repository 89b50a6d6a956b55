"""What the figures of a comparison say, in sentences; nothing that they do not."""

from __future__ import annotations

from lstgeo.raster.references import alignment
from lstgeo.validation import markdown
from lstgeo.validation.comparison.rasters import RasterComparison, Subject
from lstgeo.validation.comparison.scores import Residuals

NORMAL = (0.683, 0.95)
"""Shares of normal errors within 1 and 1.96 sigma."""

_CLOSE = 0.05
"""Difference of shares that is not spoken of."""

_WHOSE = {
    ("first", "second"): "The sigmas of both, as the root of the sum of their squares,",
    ("first",): "The sigma of the first alone (the second states none)",
    ("second",): "The sigma of the second alone (the first states none)",
}


def sentences(found: RasterComparison) -> list[str]:
    """How the two were brought together, what the differences are beside sigma, what to know."""
    every = [
        _alignment(found),
        _residuals(found.residuals),
        _bias(found),
        *(f"{warning[0].upper()}{warning[1:]}." for warning in found.warnings),
        *(_note(name, one) for name, one in (("first", found.first), ("second", found.second))),
    ]
    return [sentence for sentence in every if sentence]


def _alignment(found: RasterComparison) -> str:
    moved = [
        (name, one.resampled)
        for name, one in (("first", found.first), ("second", found.second))
        if one.resampled
    ]
    if not moved:
        return "Both lie on one grid: pixels are compared as they are."
    name, how = moved[0]
    other = "second" if name == "first" else "first"
    return (
        f"The {name} was {how} onto the grid of the {other}, from clear pixels alone; a pixel "
        f"counts where they make up {markdown.percent(alignment.COVERED, 0)} of it. Temperatures "
        "are averaged, not radiances; the sigma of an average is the average of the sigmas."
    )


def _residuals(found: Residuals | None) -> str:
    if found is None:
        return "Neither states a sigma: whether the differences are to be expected is not told."
    within = markdown.percent(found.within_1_sigma), markdown.percent(found.within_2_sigma)
    text = (
        f"{_WHOSE[found.of]} {'are' if len(found.of) > 1 else 'is'} "
        f"{markdown.number(found.sigma)} K in the median: {within[0]} of the differences lie "
        f"within it, {within[1]} within 1.96 of it; of independent normal errors "
        f"{markdown.percent(NORMAL[0])} and {markdown.percent(NORMAL[1], 0)} would."
    )
    surplus = found.within_1_sigma - NORMAL[0]
    if surplus > _CLOSE:
        text += (
            " The differences are smaller than the sigmas allow: errors are shared, by the two "
            "(one measured radiance) or by all pixels (one atmosphere), or a sigma is larger than "
            "need be."
        )
    elif surplus < -_CLOSE:
        text += " The sigmas do not explain the differences: something else is in them."
    else:
        text += " The sigmas explain the differences."
    return text


def _bias(found: RasterComparison) -> str:
    """How the median stands to spread and sigma."""
    median, spread = found.scores.median, found.scores.robust_sigma
    text = (
        f"In the median the first is {markdown.number(abs(median), 3)} K "
        f"{'warmer' if median > 0 else 'colder'} than the second"
    )
    if found.residuals is None:
        return f"{text}; the robust sigma of the differences is {markdown.number(spread, 3)} K."
    share = abs(median) / found.residuals.sigma
    return (
        f"{text}, {markdown.percent(share, 0)} of the median sigma; the robust sigma of the "
        f"differences is {markdown.number(spread, 3)} K."
    )


def _note(name: str, one: Subject) -> str:
    return f"Of the {name}: {'; '.join(one.notes)}." if one.notes else ""
