"""What the study trains: which columns, which network, with what left out, in order of worth."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lstgeo.model import contract
from lstgeo.training.config import Losses

CONTINENTS = ("africa", "asia", "europe", "north_america", "south_america", "oceania")
"""Continents that are left out in turn."""

ALL, DRY, TROPICS = "all", "dry", "tropics"
"""Columns that train: all, those below 4 g cm-2, those outside the tropics."""

FEW = (50, 100, 300)
"""Numbers of columns that train."""

SHARES = (0.0, 0.2)
"""Shares of perturbed atmospheres, without and with augmentation."""

ABLATIONS = {
    "transmittance and radiances": ("transmittance", "upwelling_radiance", "downwelling_radiance"),
    "closure": ("closure",),
    "bounds": ("bounds",),
    "all constraints but temperature": (
        *("transmittance", "upwelling_radiance", "downwelling_radiance", "closure", "bounds"),
    ),
}
"""Constraints that are switched off, by what they are together."""

FIRST_GUESS = "first guess"
"""The ablation that hides the classical inversion from the network."""


@dataclass(frozen=True)
class Model:
    """A network: its tier and family, and what it is called on the page."""

    tier: str
    family: str
    words: str


MODELS = {
    "profile": Model(contract.PROFILE, "coupled", "profile tier"),
    "transfer": Model(contract.PROFILE, "coupled", "profile tier, levels hidden"),
    "levels": Model(contract.PROFILE, "standalone", "standalone, the tier's inputs"),
    "surface": Model(contract.COUPLED, "standalone", "standalone, {W, Ta, ps}"),
}
PLAIN = "RTM + RTE"
"""Networks by name, and the way that learns nothing."""


@dataclass(frozen=True)
class Experiment:
    """One training: the columns, the network, the share of augmentation, what is left out."""

    columns: str
    model: str
    share: float
    seed: int = 0
    without: str = ""

    @property
    def name(self) -> str:
        """Name of the result and of its checkpoint."""
        words = (self.columns, self.model, f"{self.share:g}", f"{self.seed}", self.without)
        return "-".join(word.replace(" ", "_") for word in words if word)

    @property
    def losses(self) -> Losses:
        """Weights of the constraints."""
        return replace(Losses(), **dict.fromkeys(ABLATIONS.get(self.without, ()), 0.0))


def few(count: int) -> str:
    """Name of a training on so many columns."""
    return f"{count} columns"


def without(continent: str) -> str:
    """Name of a training without a continent."""
    return f"without {continent}"


def experiments() -> tuple[Experiment, ...]:
    """All experiments, those that the claims need first."""
    core = [few(FEW[0]), DRY, ALL]
    more = [*map(few, FEW[1:]), without(TROPICS), *map(without, CONTINENTS)]
    ablated = [Experiment(ALL, "profile", 0.05, without=name) for name in (FIRST_GUESS, *ABLATIONS)]
    shares = [Experiment(ALL, name, share) for share in (0.05, 0.1) for name in MODELS]
    return (
        *(each for place in core for each in _compared(place, 0)),
        *shares,
        *ablated,
        *(each for place in more for each in _compared(place, 0)),
        *(each for seed in (1, 2) for place in core for each in _compared(place, seed)),
    )


def _compared(columns: str, seed: int) -> list[Experiment]:
    """Every network with and without augmentation, those of the claims first."""
    pairs = [(share, name) for share in SHARES for name in MODELS]
    asked = [(0.2, "profile"), (0.0, "surface"), (0.2, "levels"), (0.2, "transfer")]
    ordered = asked + [each for each in pairs if each not in asked]
    return [Experiment(columns, name, share, seed) for share, name in ordered]
