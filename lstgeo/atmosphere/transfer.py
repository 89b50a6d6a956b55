r"""Thermal radiative transfer through plane layers, for any set of monochromatic channels.

Without scattering, with Planck's function linear in optical depth across each layer, the radiance
that leaves layers of edges 0 (ground) to n (space) along a path of secant s is, by parts,

.. math:: L^\uparrow = B_n - t_0 B_0 - \sum_k (B_{k+1} - B_k)\,\bar t_k

with t the transmittance to space and its mean over the layer's optical depth under the bar;
downwards likewise. An isothermal atmosphere gives (1 - t) B exactly.
Arrays have layers along the last axis but one and channels along the last.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lstgeo.physics import arrays
from lstgeo.physics.arrays import Array

STREAMS = 4
"""Gauss points of the sky's hemisphere."""


class Channels(NamedTuple):
    """Monochromatic results, channels along the last axis; radiances in W m-2 sr-1 um-1."""

    transmittance: Array
    upwelling_radiance: Array
    downwelling_radiance: Array


def solve(
    optical_depth: Array, planck: Array, secant: Array, streams: int = STREAMS
) -> Channels:
    """Transmittance along the view, radiance upwards, and sky radiance (irradiance / pi).

    `optical_depth` (..., layers, channels) is vertical, from the ground up; `planck` (..., edges,
    channels) is the black body at the layers' edges; `secant` (..., 1) is that of the view.
    """
    xp = arrays.namespace(optical_depth, planck)
    below = xp.cumulative_sum(optical_depth, axis=-2)
    total = below[..., -1, :]
    middle = below - optical_depth / 2
    step = planck[..., 1:, :] - planck[..., :-1, :]
    up_path = secant[..., None, :] * (total[..., None, :] - middle)
    up_mean = xp.exp(-up_path) * _spread(secant[..., None, :] * optical_depth)
    transmittance = xp.exp(-secant * total)
    upward = planck[..., -1, :] - transmittance * planck[..., 0, :] - xp.sum(step * up_mean, axis=-2)
    return Channels(
        transmittance, upward, _sky(xp, optical_depth, middle, total, planck, step, streams)
    )


def _sky(
    xp: Array,
    optical_depth: Array,
    middle: Array,
    total: Array,
    planck: Array,
    step: Array,
    streams: int,
) -> Array:
    """Hemispheric mean of the radiance downwards, weighted by the cosine."""
    cosines, weights = hemisphere(streams)
    beam, mean = 0.0, 0.0
    for cosine, weight in zip(cosines.tolist(), weights.tolist(), strict=True):
        beam = beam + weight * xp.exp(-total / cosine)
        mean = mean + weight * (xp.exp(-middle / cosine) * _spread(optical_depth / cosine))
    return planck[..., 0, :] - beam * planck[..., -1, :] + xp.sum(step * mean, axis=-2)


def _spread(optical_depth: Array) -> Array:
    """sinh(d/2) / (d/2): the mean of exp over a layer by its value in the middle, to 1e-4 at d 4."""
    square = optical_depth * optical_depth
    return 1 + square * (1 / 24 + square * (1 / 1920 + square * (1 / 322560)))


def hemisphere(streams: int) -> tuple[np.ndarray, np.ndarray]:
    """Cosines and weights with sum(w f(mu)) = 2 int_0^1 f(mu) mu dmu for f a polynomial.

    Gauss-Jacobi points by Golub and Welsch 1969, for the weight 2 mu on 0-1.
    """
    n = np.arange(streams)
    diagonal = 1 / ((2 * n + 1) * (2 * n + 3))
    k = np.arange(1, streams)
    off = np.sqrt(k * (k + 1)) / (2 * k + 1)
    values, vectors = np.linalg.eigh(np.diag(diagonal) + np.diag(off, 1) + np.diag(off, -1))
    return (values + 1) / 2, vectors[0] ** 2
