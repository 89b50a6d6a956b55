"""The coupled network: features to the atmosphere, a correction of temperature and its sigma."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn

from lstgeo.training.features import FEATURES, INDEX

SMALLEST_LOG_SIGMA, LARGEST_LOG_SIGMA = math.log(0.02), math.log(30.0)
"""Bounds of the predicted sigma [log K]."""

SLOPES = 24
"""Width of the hidden layer from which the opacity's dependence on water vapour comes."""

_HEADS = (math.log(7.0), -0.5, 0.0, 0.0)
"""What the heads start from: ln L_up / (1 - tau), ln (L_down / L_up - 1), no correction, 1 K."""

_OPACITY = (-3.0, -2.2, -4.0)
"""Logarithms of the coefficients that the polynomial of opacity starts from."""

_AIR, _PRESSURE = "has_air_temperature", "has_surface_pressure"

_LINEAR: tuple[tuple[dict[str, float], float, str | None], ...] = (
    ({"brightness_temperature": 1 / 15}, -280 / 15, None),
    ({"emissivity": 1 / 0.03}, -0.95 / 0.03, None),
    ({_AIR: 1.0}, 0.0, None),
    ({"air_temperature": 1 / 15}, -285 / 15, _AIR),
    ({"air_temperature": 1 / 8, "brightness_temperature": -1 / 8}, 0.0, _AIR),
    ({_PRESSURE: 1.0}, 0.0, None),
    ({"surface_pressure": 1 / 8000}, -95_000 / 8000, _PRESSURE),
    ({"total_column_water_vapour_sigma": 10.0}, -1.0, None),
    ({"air_temperature_sigma": 1 / 1.5}, -1.0, _AIR),
    ({"emissivity_sigma": 100.0}, -1.0, None),
)
"""Numbers that are linear in the features: weights, offset, and the flag that must be set."""

NUMBERS = len(_LINEAR) + 4
"""Numbers that the layers take: the linear ones, view, noise, and water vapour twice."""

_WATER, _VIEW = INDEX["total_column_water_vapour"], INDEX["view_zenith_angle"]
_NOISE = INDEX["radiometric_sigma"]


class Heads(NamedTuple):
    """What a coupled model gives, each (n,), as the contract has it."""

    transmittance: Tensor
    upwelling_radiance: Tensor
    downwelling_radiance: Tensor
    correction: Tensor
    log_sigma: Tensor


class Preparation(nn.Module):
    """Features in house units to numbers near one; clipped to the domain, ignored where absent.

    Made of few operations on whole matrices, for the file that comes of it runs on every pixel.
    """

    low: Tensor
    high: Tensor
    scale: Tensor
    offset: Tensor
    flags: Tensor
    always: Tensor

    def __init__(self, domain: list[tuple[float, float]]) -> None:
        super().__init__()
        low, high = zip(*domain, strict=True)
        scale, flags = (torch.zeros(len(FEATURES), len(_LINEAR)) for _ in range(2))
        for place, (weights, _, flag) in enumerate(_LINEAR):
            for name, weight in weights.items():
                scale[INDEX[name], place] = weight
            if flag is not None:
                flags[INDEX[flag], place] = 1.0
        self.register_buffer("low", torch.tensor(low, dtype=torch.float32))
        self.register_buffer("high", torch.tensor(high, dtype=torch.float32))
        self.register_buffer("scale", scale)
        self.register_buffer("offset", torch.tensor([offset for _, offset, _ in _LINEAR]))
        self.register_buffer("flags", flags)
        self.register_buffer("always", torch.tensor([float(f is None) for _, _, f in _LINEAR]))

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Numbers (n, NUMBERS), water vapour [g cm-2] and secant of the view angle, both (n, 1).

        The last two numbers tell of water vapour.
        """
        clipped = torch.minimum(torch.maximum(features, self.low), self.high)
        present = clipped @ self.flags + self.always
        numbers = (clipped @ self.scale + self.offset) * present
        water = clipped[:, _WATER : _WATER + 1] * 0.1
        secant = 1 / torch.cos(clipped[:, _VIEW : _VIEW + 1] * (math.pi / 180))
        noise = torch.log(clipped[:, _NOISE : _NOISE + 1] * 5)
        all_numbers = (numbers, 10 * secant - 10, noise, water * 0.5 - 1, torch.log(water + 0.1))
        return torch.cat(all_numbers, dim=1), water, secant


class Coupled(nn.Module):
    """Atmosphere, correction and sigma from the features of the contract.

    Transmittance falls with water vapour by construction: its optical depth is a polynomial of
    water vapour whose coefficients are positive and do not see it. Radiances are positive, and the
    sky's is above that of the path.
    """

    def __init__(self, domain: list[tuple[float, float]], width: int = 64, depth: int = 2) -> None:
        super().__init__()
        self.preparation = Preparation(domain)
        self.trunk = layers(NUMBERS, width, depth)
        self.heads = nn.Linear(width, 4)
        last = nn.Linear(SLOPES, 3)
        self.opacity = nn.Sequential(nn.Linear(NUMBERS - 2, SLOPES), nn.ReLU(), last)
        with torch.no_grad():
            self.heads.weight.mul_(0.1)
            self.heads.bias.copy_(torch.tensor(_HEADS))
            last.weight.mul_(0.1)
            last.bias.copy_(torch.tensor(_OPACITY))

    def forward(self, features: Tensor) -> Heads:
        """Outputs (n,) of features (n, 12)."""
        numbers, water, secant = self.preparation(features)
        powers = torch.cat((secant, secant * water, secant * water * water), dim=1)
        depth = torch.sum(torch.exp(self.opacity(numbers[:, :-2])) * powers, dim=1)
        transmittance = torch.exp(-depth)
        air, ratio, correction, log_sigma = self.heads(self.trunk(numbers)).unbind(dim=1)
        upwelling = (1 - transmittance) * torch.exp(air)
        return Heads(
            transmittance,
            upwelling,
            upwelling * (1 + torch.exp(ratio)),
            5 * correction,
            torch.clamp(log_sigma, SMALLEST_LOG_SIGMA, LARGEST_LOG_SIGMA),
        )


class Standalone(nn.Module):
    """The same inputs, size and outputs that count, without physics: temperature and sigma."""

    def __init__(self, domain: list[tuple[float, float]], width: int = 64, depth: int = 2) -> None:
        super().__init__()
        self.preparation: nn.Module = Preparation(domain)
        self.trunk = layers(NUMBERS, width, depth)
        self.heads = nn.Linear(width, 2)

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Surface minus brightness temperature [K] and log sigma, each (n,)."""
        numbers, _, _ = self.preparation(features)
        difference, log_sigma = self.heads(self.trunk(numbers)).unbind(dim=1)
        return 5 * difference, torch.clamp(log_sigma, SMALLEST_LOG_SIGMA, LARGEST_LOG_SIGMA)


def layers(inputs: int, width: int, depth: int) -> nn.Sequential:
    """`depth` layers of `width` rectified neurons."""
    made: list[nn.Module] = []
    for number in range(depth):
        made += [nn.Linear(inputs if number == 0 else width, width), nn.ReLU()]
    return nn.Sequential(*made)
