"""The networks of the profile tier: what the physics of a profile leaves to be learned."""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch
from torch import Tensor, nn

from lstgeo.model import contract, quantities
from lstgeo.training import network
from lstgeo.training.features import PROFILE
from lstgeo.training.network import Heads, Standalone
from lstgeo.training.reanalysis import LARGEST_SIGMA

INDEX = {name: index for index, name in enumerate(PROFILE)}
"""Column of each feature."""

FIRST_GUESS, LEVELS, PHYSICS = "first guess", "levels", "physics"
"""Numbers that can be left out: of the first guess, the levels, all that transfer gives."""

Term = tuple[dict[str, float], float]

_AIR, _GUESS, _BRIGHTNESS = "air_temperature", quantities.FIRST_GUESS, "brightness_temperature"

_PLAIN: tuple[Term, ...] = (
    ({_BRIGHTNESS: 1 / 15}, -280 / 15),
    ({_AIR: 1 / 15}, -285 / 15),
    ({_AIR: 1 / 8, _BRIGHTNESS: -1 / 8}, 0.0),
    ({"emissivity": 1 / 0.03}, -0.95 / 0.03),
    ({"surface_pressure": 1 / 8000}, -95_000 / 8000),
    ({"total_column_water_vapour": 0.05}, -1.0),
    ({"emissivity_sigma": 100.0}, -1.0),
    ({quantities.PROFILE_TEMPERATURE_SIGMA: 1.0}, -1.0),
    ({quantities.PROFILE_HUMIDITY_SIGMA: 1 / 0.175}, -1.0),
    *(
        ({name: 1 / 8, _AIR: -1 / 8}, -6.4 * math.log(percent / 100))
        for name, percent in zip(quantities.TEMPERATURES, quantities.PERCENTS, strict=True)
    ),
    *(
        ({name: 0.7}, 0.7 * (5.0 - 3.5 * math.log(percent / 100)))
        for name, percent in zip(quantities.LOG_HUMIDITIES, quantities.PERCENTS, strict=True)
    ),
)
"""Numbers that are linear in what is told of pixel and column: weights and offset."""

_GUESSED: tuple[Term, ...] = (
    ({_GUESS: 1 / 10, _BRIGHTNESS: -1 / 10}, 0.0),
    ({_GUESS: 1 / 10, _AIR: -1 / 10}, 0.0),
)
"""Numbers that are linear in the first guess."""

_OWN = 3
"""Numbers of pixel and column that are not linear: view, noise, water vapour."""

_SEEN = 4
"""Numbers of the transfer: transmittance, its opacity, radiances over what the air absorbs."""

_DEEPEST = 5.0
"""Largest optical depth, and largest multiple of an error, that numbers are made of."""

NOISE_STEEPNESS, EMISSIVITY_STEEPNESS = 1.2, 50.0
WARMTH_STEEPNESS, HUMIDITY_STEEPNESS = 0.7, 10.0
"""What sigmas of radiance [K], emissivity, temperature [K] and ln q do to the first guess [K].

About so much over a ground 15 K warmer than the air; the last two, where the air absorbs as much
as it lets pass.
"""

LEAST, MOST = 0.03, 10.0
"""Bounds of the scale [K] of corrections and sigmas."""

_HEADS = (0.0, 0.0, 0.0, 0.0, -0.3)
"""What the heads start from: the atmosphere as told, no correction, less sigma than the scale."""


class Preparation(nn.Module):
    """Features of the profile tier to numbers near one, clipped to the domain."""

    low: Tensor
    high: Tensor
    scale: Tensor
    offset: Tensor
    kept: Tensor

    def __init__(self, domain: list[tuple[float, float]], without: Iterable[str] = ()) -> None:
        super().__init__()
        low, high = zip(*domain, strict=True)
        terms = (*_PLAIN, *_GUESSED)
        scale = torch.zeros(len(PROFILE), len(terms))
        for place, (weights, _) in enumerate(terms):
            for name, weight in weights.items():
                scale[INDEX[name], place] = weight
        guessed = float(not {FIRST_GUESS, PHYSICS} & set(without))
        seen = float(PHYSICS not in without)
        levels = [float(LEVELS not in without)] * (2 * len(quantities.PERCENTS))
        kept = (
            [1.0] * (len(_PLAIN) - len(levels)) + levels + [guessed] * len(_GUESSED) + [1.0] * _OWN
        )
        self.register_buffer("low", torch.tensor(low, dtype=torch.float32))
        self.register_buffer("high", torch.tensor(high, dtype=torch.float32))
        self.register_buffer("scale", scale)
        self.register_buffer("offset", torch.tensor([offset for _, offset in terms]))
        self.register_buffer("kept", torch.tensor(kept + [seen] * (_SEEN + 1)))

    @property
    def numbers(self) -> int:
        """Numbers that the layers take."""
        return len(self.kept)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Numbers (n, numbers), scale of the first guess's error [K] and features clipped."""
        clipped = torch.minimum(torch.maximum(features, self.low), self.high)
        secant = 1 / torch.cos(_of(clipped, "view_zenith_angle") * (math.pi / 180))
        noise = _of(clipped, contract.RADIOMETRIC_SIGMA)
        water = _of(clipped, "total_column_water_vapour") * 0.1
        scale = self._scale(clipped, noise)
        seen = _of(clipped, quantities.PROFILE_TRANSMITTANCE)
        parts = (
            clipped @ self.scale + self.offset,
            *(10 * secant - 10, torch.log(noise * 5), torch.log(water + 0.1)),
            *(4 * seen - 2, -torch.log(seen) - 1),
            _of(clipped, quantities.PROFILE_UPWELLING_RADIANCE) / (1 - seen) - 6.5,
            _of(clipped, quantities.PROFILE_DOWNWELLING_RADIANCE) / (1 - seen) - 9.0,
            torch.log(scale),
        )
        return torch.cat(parts, dim=1) * self.kept, scale, clipped

    def _scale(self, clipped: Tensor, noise: Tensor) -> Tensor:
        """How wrong the first guess should be [K], (n, 1), by the sigmas of what it is made of."""
        passed = _of(clipped, quantities.PROFILE_TRANSMITTANCE)
        absorbed = torch.clamp((1 - passed) / passed, max=_DEEPEST)
        deep = torch.clamp(-torch.log(passed) / passed, max=_DEEPEST)
        warmth = WARMTH_STEEPNESS * absorbed * _of(clipped, quantities.PROFILE_TEMPERATURE_SIGMA)
        moisture = HUMIDITY_STEEPNESS * deep * _of(clipped, quantities.PROFILE_HUMIDITY_SIGMA)
        grey = EMISSIVITY_STEEPNESS * _of(clipped, contract.EMISSIVITY_SIGMA)
        variance = warmth**2 + moisture**2 + grey**2 + (NOISE_STEEPNESS * noise / passed) ** 2
        return torch.clamp(torch.sqrt(variance + LEAST**2), max=MOST)


class Profile(nn.Module):
    """The atmosphere of a profile amended, a correction and sigma.

    Nothing is amended where the profile is exact: what is learned is multiplied by how wrong the
    profile and the other inputs are said to be. Transmittance stays between 0 and 1, radiances
    above 0. `without` names numbers that the layers do not see.
    """

    def __init__(
        self,
        domain: list[tuple[float, float]],
        width: int = 64,
        depth: int = 2,
        *,
        without: Iterable[str] = (),
    ) -> None:
        super().__init__()
        self.preparation = Preparation(domain, without)
        self.trunk = network.layers(self.preparation.numbers, width, depth)
        self.heads = nn.Linear(width, len(_HEADS))
        with torch.no_grad():
            self.heads.weight.mul_(0.1)
            self.heads.bias.copy_(torch.tensor(_HEADS))

    def forward(self, features: Tensor) -> Heads:
        """Outputs (n,) of features (n, k)."""
        numbers, scale, clipped = self.preparation(features)
        opacity, air, sky, correction, log_sigma = self.heads(self.trunk(numbers)).unbind(dim=1)
        doubt = _doubt(clipped)
        told = _of(clipped, quantities.PROFILE_TRANSMITTANCE)[:, 0]
        transmittance = torch.exp(torch.log(told) * torch.exp(_bounded(doubt * opacity)))
        share = (1 - transmittance) / (1 - told)
        return Heads(
            transmittance,
            self._radiance(clipped, quantities.PROFILE_UPWELLING_RADIANCE, share, doubt * air),
            self._radiance(clipped, quantities.PROFILE_DOWNWELLING_RADIANCE, share, doubt * sky),
            scale[:, 0] * correction,
            _log_sigma(torch.log(scale[:, 0]) + log_sigma),
        )

    @staticmethod
    def _radiance(clipped: Tensor, name: str, share: Tensor, change: Tensor) -> Tensor:
        return _of(clipped, name)[:, 0] * share * torch.exp(_bounded(change))


class ProfileStandalone(Standalone):
    """The same inputs but those of the transfer, without physics: temperature and sigma."""

    def __init__(self, domain: list[tuple[float, float]], width: int = 64, depth: int = 2) -> None:
        nn.Module.__init__(self)
        self.preparation = Preparation(domain, (PHYSICS,))
        self.trunk = network.layers(self.preparation.numbers, width, depth)
        self.heads = nn.Linear(width, 2)


def _doubt(clipped: Tensor) -> Tensor:
    """How wrong a profile is said to be (n,): 0 where it is exact, at most 1."""
    warmth = _of(clipped, quantities.PROFILE_TEMPERATURE_SIGMA) / LARGEST_SIGMA["temperature"]
    moisture = _of(clipped, quantities.PROFILE_HUMIDITY_SIGMA) / LARGEST_SIGMA["log_humidity"]
    return torch.maximum(warmth, moisture)[:, 0]


def _bounded(change: Tensor) -> Tensor:
    """Change of a logarithm, at most 1.5: no profile is worse."""
    return torch.clamp(change, -1.5, 1.5)


def _log_sigma(value: Tensor) -> Tensor:
    return torch.clamp(value, network.SMALLEST_LOG_SIGMA, network.LARGEST_LOG_SIGMA)


def _of(features: Tensor, name: str) -> Tensor:
    """One feature, (n, 1)."""
    index = INDEX[name]
    return features[:, index : index + 1]
