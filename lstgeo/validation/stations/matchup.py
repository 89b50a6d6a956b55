"""A result and a station at one moment: what both say, or why they are not compared."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from lstgeo import quality
from lstgeo.physics.arrays import Array
from lstgeo.quality import MEANINGS, Quality
from lstgeo.validation.stations import pixels, protocol, sun
from lstgeo.validation.stations.ground import Series
from lstgeo.validation.stations.pixels import Pixels
from lstgeo.validation.stations.record import Place
from lstgeo.validation.stations.results import Result


@dataclass(frozen=True)
class Sample:
    """Mean of `count` values [K], their standard deviation, and the uncertainty of the mean.

    Errors of neighbouring pixels or minutes are taken as one and the same, so `sigma` is the mean
    of theirs; None where none is stated.
    """

    mean: float
    spread: float
    sigma: float | None
    count: int


@dataclass(frozen=True)
class MatchUp:
    """A result at a station, and the station at the overpass.

    `time` is ISO 8601 (UTC), None where it is not known; the sun's elevation is in degrees. A
    match-up that the protocol rejects has a `reason`, and what could be read.
    """

    raster: str
    station: str
    lake: bool
    time: str | None
    sun_elevation: float | None
    satellite: Sample | None
    ground: Sample | None
    reason: str | None = None

    @property
    def day(self) -> bool | None:
        """Whether the sun is up; None where the time of day is not known."""
        return None if self.sun_elevation is None else self.sun_elevation > 0

    @property
    def difference(self) -> float | None:
        """Result minus station [K]."""
        if self.satellite is None or self.ground is None:
            return None
        return self.satellite.mean - self.ground.mean

    @property
    def sigma(self) -> float | None:
        """Standard deviation [K] of the difference that is expected: of both, in place and time.

        None where one side does not know its own. After Immler et al. 2010,
        doi:10.5194/amt-3-1217-2010: uncertainties of both sides, and how each
        varies over its pixels or minutes.
        """
        sides = [side for side in (self.satellite, self.ground) if side is not None]
        if len(sides) < 2 or any(side.sigma is None for side in sides):
            return None
        return float(np.sqrt(sum((side.sigma or 0.0) ** 2 + side.spread**2 for side in sides)))

    @property
    def residual(self) -> float | None:
        """The difference over its expected standard deviation."""
        if self.difference is None or not self.sigma:
            return None
        return self.difference / self.sigma

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return asdict(self) | {
            "day": self.day,
            "difference": self.difference,
            "sigma": self.sigma,
            "residual": self.residual,
        }


def of(result: Result, series: Series, place: Place) -> MatchUp:
    """Match-up of a result and a station; raises RasterError, InputError."""
    satellite, ground, reason = _sides(result, series, place)
    acquired = result.acquired
    return MatchUp(
        str(result.path),
        series.station.name,
        series.station.is_lake,
        _text(acquired, result.timed),
        float(sun.elevation(acquired, *place)) if result.timed else None,
        satellite,
        ground,
        reason,
    )


def _text(acquired: np.datetime64 | None, timed: bool) -> str | None:
    if acquired is None:
        return None
    return f"{acquired}Z" if timed else str(acquired.astype("datetime64[D]"))


def _sides(
    result: Result, series: Series, place: Place
) -> tuple[Sample | None, Sample | None, str | None]:
    lake = series.station.is_lake
    if result.acquired is None or not (result.timed or lake):
        return None, None, "the time of acquisition is not known"
    block = pixels.block(result, place)
    if block is None:
        return None, None, "the station and the pixels around it do not lie in the raster"
    ground = _ground(series, result.acquired)
    if ground is None:
        when = "on the day" if lake else f"within {protocol.MINUTES} minutes"
        return None, None, f"the station has no valid value {when} of the overpass"
    seen = pixels.read(result, block)
    satellite = _satellite(seen)
    return satellite, ground, _fault(seen, satellite)


def _ground(series: Series, acquired: np.datetime64) -> Sample | None:
    """Values of a station around the overpass; of a lake, that of the day."""
    time = series.station.time
    if series.station.is_lake:
        near = time.astype("datetime64[D]") == acquired.astype("datetime64[D]")
    else:
        near = np.abs(time - acquired) <= np.timedelta64(protocol.MINUTES, "m")
    return _sample(series.temperature[near], series.sigma[near])


def _satellite(seen: Pixels) -> Sample | None:
    sigma = np.full(seen.temperature.shape, np.nan) if seen.sigma is None else seen.sigma
    return _sample(seen.temperature, sigma)


def _sample(values: Array, sigma: Array) -> Sample | None:
    known = np.isfinite(values)
    if not known.any():
        return None
    stated = float(np.mean(sigma[known]))
    return Sample(
        float(np.mean(values[known])),
        float(np.std(values[known])),
        stated if np.isfinite(stated) else None,
        int(known.sum()),
    )


def _fault(seen: Pixels, satellite: Sample | None) -> str | None:
    """Why pixels cannot be compared, or None."""
    bits = seen.quality
    spoiled = ~quality.clear(bits)
    if spoiled.any():
        present = [
            bit for bit in Quality if bit & quality.NOT_CLEAR and quality.is_set(bits, bit).any()
        ]
        why = "; ".join(MEANINGS[bit] for bit in present)
        return f"{int(spoiled.sum())} of {bits.size} pixels are not clear: {why}"
    if satellite is None or satellite.count < bits.size:
        missing = int(np.isnan(seen.temperature).sum())
        return f"{missing} of {bits.size} pixels have no value"
    if satellite.spread >= protocol.SPREAD:
        return (
            f"the pixels vary by {satellite.spread:.2f} K (standard deviation), "
            f"not by less than {protocol.SPREAD:g} K"
        )
    return None
