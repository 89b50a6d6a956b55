"""Published runs of other people's radiative transfer, inverted here."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.physics import surface
from tests import bands
from tests.data import SHARED, needs_shared


def test_acpc_gives_the_temperature_of_its_own_formula() -> None:
    """NASA ACPC (Barsi et al. 2003): 2016-06-30, Landsat 8 B10, tau .78, up 1.82, down 3.00.

    Its user inverts L = tau [eps B(T) + (1 - eps) down] + up with a band-averaged B; the same by
    K1/K2 must differ by .115 K (DESIGN, Planck), the error of K1/K2, and by nothing else.
    """
    table = bands.band("landsat8_b10").planck_table
    radiance, emissivity = 9.45, 0.97
    found = float(surface.temperature(radiance, emissivity, 0.78, 1.82, 3.00, table))
    emitted = ((radiance - 1.82) / 0.78 - (1 - emissivity) * 3.00) / emissivity
    by_constants = 1321.0789 / np.log1p(774.8853 / emitted)
    assert by_constants - found == pytest.approx(0.115, abs=0.015)


@needs_shared
def test_the_published_sky_is_brighter_than_the_path() -> None:
    """What the warning of a dark sky says: downwelling is 1.2 to 1.9 times upwelling radiance."""
    lines = (SHARED / "reference" / "afgl_landsat8_b10.csv").read_text("utf-8").splitlines()[1:]
    pairs = [[float(value) for value in line.split(",")[-2:]] for line in lines if "lbl_" in line]
    ratios = [down / up for up, down in pairs]
    assert len(ratios) == 18
    assert 1.2 < min(ratios) < max(ratios) < 1.95
