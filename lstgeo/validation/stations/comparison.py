"""Results compared with stations on the ground, after the protocol of CEOS LPV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lstgeo.errors import InputError
from lstgeo.validation.stations import ground, matchup, protocol, reading, record, results, summary
from lstgeo.validation.stations.ground import Assumed, Series
from lstgeo.validation.stations.matchup import MatchUp
from lstgeo.validation.stations.record import Place
from lstgeo.validation.stations.summary import Metrics

Paths = str | Path | Sequence[str | Path]


@dataclass(frozen=True, eq=False)
class StationComparison:
    """Match-ups of results and stations, accepted and rejected, and metrics of the accepted.

    `metrics` are by `day`, `night`, `all` (both) and `lakes`; None where there is no match-up.
    `stations` say name, place, files, and what was assumed of the ground.
    """

    matchups: tuple[MatchUp, ...]
    metrics: Mapping[str, Metrics | None]
    stations: tuple[Mapping[str, Any], ...]

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON; temperatures in K, result minus station."""
        return {
            "protocol": {
                "minutes": protocol.MINUTES,
                "native_pixels": protocol.FOOTPRINTS,
                "largest_spread": protocol.SPREAD,
                "cloud_distance": protocol.CLOUD,
            },
            "stations": [dict(station) for station in self.stations],
            "metrics": {name: found and asdict(found) for name, found in self.metrics.items()},
            "matchups": [each.as_dict() for each in self.matchups],
        }

    def lines(self) -> list[str]:
        """Metrics and the first match-ups as tables in text, rejected ones with their reasons."""
        return summary.lines(self.matchups, self.metrics)


def compare(
    lst: Paths,
    station: Paths,
    *,
    emissivity: float | None = None,
    emissivity_sigma: float | None = None,
    longwave_sigma: float | None = None,
    position: tuple[float, float] | None = None,
) -> StationComparison:
    """Compare results with stations on the ground.

    Parameters
    ----------
    lst
        Temperature rasters that lstgeo wrote (`lst.tif`), their STAC items (`lst.json`), or folders
        of results such as that of a batch; one or several.
    station
        SURFRAD files, CSV files, or folders of them; one or several. Files of one station are one.
    emissivity, emissivity_sigma
        Longwave emissivity of the ground and its uncertainty (1 sigma); where left out, what the
        file states, or else .97 and .015.
    longwave_sigma
        Uncertainty of each pyrgeometer [W m-2] (1 sigma); where left out, what the file states, or
        else 5.
    position
        Latitude north and longitude east [degree] of the one station, in place of the file's.

    Returns
    -------
    StationComparison
        Every pair of a result and a station, by time, accepted or rejected with its reason, and
        metrics.

    Raises
    ------
    MissingFileError, RasterError, MetadataError
        Where a file is not there, or cannot be read.
    InputError
        Where a file of a station cannot be right, or a station's position is not known.

    """
    assumed = Assumed(emissivity, emissivity_sigma, longwave_sigma)
    records = reading.read(_paths(station))
    if position is not None and len(records) > 1:
        names = ", ".join(each.name for each in records)
        raise InputError(f"a position is of one station; there are {len(records)}: {names}")
    stations = [ground.series(each, assumed) for each in records]
    places = [_place(each, position) for each in stations]
    found = sorted(map(results.read, results.found(_paths(lst))), key=lambda r: str(r.acquired))
    matchups = tuple(
        matchup.of(result, series, place)
        for result in found
        for series, place in zip(stations, places, strict=True)
    )
    return StationComparison(
        matchups,
        summary.groups(matchups),
        tuple(_described(*each) for each in zip(stations, places, strict=True)),
    )


def _paths(given: Paths) -> list[Path]:
    return [Path(given)] if isinstance(given, str | Path) else [Path(path) for path in given]


def _place(series: Series, position: tuple[float, float] | None) -> Place:
    if position is not None:
        return record.place(*position)
    if series.station.place is None:
        raise InputError(
            f"{series.station.paths[0]} does not say where the station is: "
            "write # latitude: and # longitude: [degree] above its columns, or give a position"
        )
    return series.station.place


def _described(series: Series, place: Place) -> dict[str, Any]:
    return {
        "name": series.station.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "files": [str(path) for path in series.station.paths],
        "lake": series.station.is_lake,
        "assumed": series.surface and asdict(series.surface),
    }
