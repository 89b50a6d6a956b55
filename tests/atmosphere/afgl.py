"""The six AFGL standard atmospheres (AFGL-TR-86-0110) as profiles."""

from __future__ import annotations

import csv

import numpy as np

from lstgeo.atmosphere.layers import Profile
from lstgeo.physics import humidity
from tests.data import SHARED

FILES = {
    "tropical": "afglt",
    "midlatitude_summer": "afglms",
    "midlatitude_winter": "afglmw",
    "subarctic_summer": "afglss",
    "subarctic_winter": "afglsw",
    "us_standard_1976": "afglus",
}
HIGHEST_KM = 60.0


def profile(name: str) -> Profile:
    """One of the atmospheres by the name that `reference/afgl_landsat8_b10.csv` gives it."""
    table = np.loadtxt(SHARED / "profiles" / "afgl" / f"{FILES[name]}.dat")[::-1]
    table = table[table[:, 0] <= HIGHEST_KM]
    height, pressure, temperature, air, ozone, _, water = table.T[:7]
    assert height[0] == 0.0
    dry = air - water
    moisture = humidity.of_dry_mole_fraction(water / dry)
    return Profile(pressure, temperature, moisture, np.asarray(pressure[0]), ozone=ozone / dry)


def published(model: str) -> dict[str, np.ndarray]:
    """Transmittance, upwelling and downwelling radiance of each atmosphere by `model`."""
    path = SHARED / "reference" / "afgl_landsat8_b10.csv"
    with path.open(encoding="utf-8") as file:
        return {
            row["atmosphere"]: np.array(
                [
                    float(row[name])
                    for name in ("transmittance", "upwelling_radiance", "downwelling_radiance")
                ]
            )
            for row in csv.DictReader(file)
            if row["model"] == model
        }
