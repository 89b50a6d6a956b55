"""What differences of temperature amount to, all of them and by class, and beside their sigma."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.validation import metrics
from lstgeo.validation.comparison.sample import Sample

PERCENTILES = (1, 5, 25, 75, 95, 99)

Values = NDArray[Any]


@dataclass(frozen=True)
class Scores:
    """Differences of `count` pixels [K]: mean, median, RMSE, 1.4826 MAD, and percentiles."""

    count: int
    bias: float
    median: float
    rmse: float
    robust_sigma: float
    percentiles: dict[str, float]

    def as_dict(self) -> dict[str, Any]:
        """The scores as JSON holds them."""
        return asdict(self)


@dataclass(frozen=True)
class Residuals:
    """Differences over their sigma, of `count` pixels.

    `sigma` is the median of the combined sigma [K]; `of` names whose sigmas it combines.
    """

    count: int
    of: tuple[str, ...]
    sigma: float
    median: float
    robust_sigma: float
    within_1_sigma: float
    within_2_sigma: float

    def as_dict(self) -> dict[str, Any]:
        """The residuals as JSON holds them."""
        return asdict(self) | {"of": list(self.of)}


def of(difference: Values) -> Scores:
    """Scores of differences [K], of which there is at least one."""
    shares = np.percentile(difference, PERCENTILES)
    return Scores(
        count=int(difference.size),
        bias=metrics.bias(difference),
        median=float(np.median(difference)),
        rmse=metrics.root_mean_square_error(difference),
        robust_sigma=metrics.robust_sigma(difference),
        percentiles={
            f"p{share}": float(value) for share, value in zip(PERCENTILES, shares, strict=True)
        },
    )


def by_class(sample: Sample) -> dict[str, Scores]:
    """Scores of the pixels of each class, by its label; those without a pixel are left out."""
    if sample.classes is None:
        return {}
    found = {
        label: sample.difference[sample.labels == place]
        for place, label in enumerate(sample.classes.labels)
    }
    return {label: of(values) for label, values in found.items() if values.size}


def normalised(sample: Sample) -> Values | None:
    """Differences over their sigma where it is known; None where it is nowhere."""
    if sample.sigma is None:
        return None
    known = np.isfinite(sample.sigma) & (sample.sigma > 0)
    return sample.difference[known] / sample.sigma[known] if known.any() else None


def residuals(sample: Sample) -> Residuals | None:
    """Scores of the normalised differences; None without a sigma."""
    found = normalised(sample)
    if found is None or sample.sigma is None:
        return None
    known = sample.sigma[np.isfinite(sample.sigma) & (sample.sigma > 0)]
    return Residuals(
        count=int(found.size),
        of=sample.sigma_of,
        sigma=float(np.median(known)),
        median=float(np.median(found)),
        robust_sigma=metrics.robust_sigma(found),
        within_1_sigma=metrics.coverage(found, np.ones(1)),
        within_2_sigma=metrics.coverage(found, np.ones(1), metrics.TWO_SIGMA),
    )
