r"""Emissivity of a Landsat band from ASTER's global data set, with the vegetation of the day.

ASTER GED is the mean of 2000 to 2008. Its bands 13 and 14 give the emissivity of a Landsat band;
its mean NDVI tells how much of that was vegetation, so what the ground beneath has, and that ground
is seen again under the vegetation of the scene:

.. math:: \varepsilon = \varepsilon_A + (f - f_A)(\varepsilon_v - \varepsilon_b),\quad
    \varepsilon_b = (\varepsilon_A - f_A \varepsilon_v) / (1 - f_A)

Source: Malakar et al. 2018 (doi:10.1109/TGRS.2018.2824828); cover as in Ermida et al. 2020.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstgeo.emissivity import ndvi, tables
from lstgeo.emissivity.chain import Known
from lstgeo.emissivity.ndvi import Class, Values
from lstgeo.quality import Quality
from lstgeo.sensors.platforms import ThermalBand

ASTER_SIGMA = 0.01
"""Error of ASTER GED against laboratory spectra (Hulley et al. 2015, doi:10.1002/2015GL065564)."""

OTHER_BAND_SIGMA = 0.01
"""Error of another band's regression: published classes differ by up to .009 from B10 to B11."""

UNSTATED_SPREAD = 0.01
"""Standard deviation of ASTER's scenes where the file has none (our figure)."""

LEAST_BARE, MOST_BARE = 0.8, 1.0
"""Range of emissivity of the ground beneath the vegetation."""

LEAST_GROUND = 0.1
"""Share of ground below which ASTER does not show it: it is taken to be bare ground as any.

From twice that share on it is wholly as ASTER shows it.
"""

LARGEST_GROWTH = 2.0
"""Greatest factor by which adjusting enlarges the error."""


@dataclass(frozen=True)
class Regression:
    """Coefficients of ASTER's bands 13 and 14, error of the fit, and the emissivity of two kinds.

    `sigma` is the error of the regression; `vegetation` and `snow` are emissivities in the band.
    """

    c13: float
    c14: float
    c0: float
    sigma: float
    vegetation: float
    snow: float

    def __call__(
        self, layers: tuple[Values, ...], cover: Values, quality: NDArray[np.uint16]
    ) -> Known:
        """Emissivity and its sigma of a block; NaN where ASTER has none.

        `layers` are emissivity in bands 13 and 14, their standard deviations, and NDVI. Where the
        `cover` of the scene or ASTER's NDVI is missing, it is as ASTER saw it; water, snow and ice
        are what the `quality` of the scene says.
        """
        first, second, *spreads, index = layers
        seen = self.c13 * first + self.c14 * second + np.float32(self.c0)
        value, growth = self._adjusted(seen, ndvi.cover_at(index.copy()), cover)
        vegetation = np.nan_to_num(cover) * np.float32(ndvi.VEGETATION.sigma)
        sigma = np.hypot(growth * self._spread(*spreads), vegetation)
        for bit, surface in (
            (Quality.WATER, ndvi.WATER),
            (Quality.SNOW_ICE, Class(self.snow, ndvi.SNOW_ICE.sigma)),
        ):
            ndvi.assign(value, sigma, (quality & np.uint16(bit)) != 0, surface)
        np.copyto(value, np.nan, where=np.isnan(seen))
        return np.minimum(value, np.float32(1)), sigma

    def _adjusted(self, seen: Values, before: Values, cover: Values) -> tuple[Values, Values]:
        """Emissivity under another `cover` than `before`, and the factor of its error."""
        ground = np.maximum(1 - before, np.float32(LEAST_GROUND))
        vegetation = np.float32(self.vegetation)
        bare = np.clip((seen - before * vegetation) / ground, LEAST_BARE, MOST_BARE)
        shown = np.clip(ground / np.float32(LEAST_GROUND) - 1, 0, 1)
        bare = shown * bare + (1 - shown) * np.float32(ndvi.BARE.emissivity)
        adjusted = seen + (cover - before) * (vegetation - bare)
        adjusted = np.maximum(adjusted, np.minimum(seen, np.float32(LEAST_BARE)))
        growth = np.minimum((1 - cover) / ground, np.float32(LARGEST_GROWTH))
        as_seen = np.isnan(adjusted)
        return np.where(as_seen, seen, adjusted), np.where(as_seen, np.float32(1), growth)

    def _spread(self, first: Values, second: Values) -> Values:
        """Standard deviation of the emissivity that ASTER saw; its bands err together."""
        spread = np.nan_to_num(self.c13 * first + self.c14 * second, nan=UNSTATED_SPREAD)
        error = np.float32(np.hypot(self.sigma, ASTER_SIGMA))
        return np.asarray(np.hypot(spread, error), np.float32)


def regression(band: ThermalBand) -> Regression:
    """Regression of a Landsat band; the nearest one, with a larger sigma, where it has none.

    The published ones are for B6 of Landsat 4, 5 and 7 and B10 of Landsat 8 and 9.
    """
    found = {row.pop("sensor"): row for row in tables.rows("aster_to_landsat")}
    own = band.sensor in found and band.name != "B11"
    numbers = {
        name: float(text) for name, text in found.get(band.sensor, found["landsat8"]).items()
    }
    fit = numbers.pop("rmse")
    return Regression(**numbers, sigma=float(np.hypot(fit, 0 if own else OTHER_BAND_SIGMA)))
