"""The collection: real clear-sky columns selected, a northern summer built, sources kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.errors import MissingFileError
from lstgeo.profiles import (
    continents,
    ecmwf,
    era5,
    gfs,
    levels,
    ncep,
    rfmip,
    selection,
    sky,
    splits,
    summer,
)

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.columns import Columns

FILES = {
    "gfs_january": "gfs_2011-01-15T12_2p5deg.grib2",
    "gfs_october": "gfs_2011-10-11T00_2p5deg.grib1",
    "era5": "era5_tl31_1959-01-02.nc",
    "rfmip": "rfmip_100columns_18experiments.nc",
    "ckdmip": "ckdmip_evaluation1.nc",
    "ifs": "ifs_meridian_5E.nc",
    "june": "ncep_june_climatology.nc",
}
"""Name of each file of the folder that :func:`load` reads."""

SELECTED = 6500
"""Real columns that the selection holds at least; the paper trains on 5810."""

BUILT = 2000
"""Columns of the built northern summer."""


@dataclass(frozen=True, eq=False, slots=True)
class Collection:
    """Columns by what they are for, all on the common levels.

    `pool` are the real, clear ones of GFS as often as they occur on its grid, and `selected` those
    of them spread over states; `summer` are built; `independent` are real, clear columns of other
    sources, which test, and `cloudy` the rest of those; `warmer` are the humid set's worlds.
    """

    pool: Columns

    selected: Columns
    summer: Columns
    independent: Columns
    cloudy: Columns
    warmer: Columns

    @property
    def training(self) -> Columns:
        """Selected and built columns of the training blocks."""
        both = levels.concatenated([self.selected, self.summer])
        return both.take(splits.parts(both) == splits.TRAINING)


def complete(folder: str | Path) -> bool:
    """Whether `folder` holds every file of the collection."""
    return all((Path(folder) / file).is_file() for file in FILES.values())


def load(folder: str | Path, seed: int = 0) -> Collection:
    """Collection from the files of `folder`, named in `FILES`; the same for the same `seed`.

    Raises MissingFileError that names the files that are not there.
    """
    folder = Path(folder)
    paths = {name: folder / file for name, file in FILES.items()}
    missing = [path.name for path in paths.values() if not path.is_file()]
    if missing:
        raise MissingFileError(f"{folder} lacks {', '.join(missing)}")
    everything = gfs_columns(folder)
    pool = everything.take(sky.clear(everything))
    selected = pool.take(selection.stratified(pool, SELECTED, seed))
    june = ncep.read(paths["june"])
    june = june.take(_land_nearby(everything, june))
    others = [
        _over_ground_of(everything, paths["era5"]),
        rfmip.read(paths["rfmip"]),
        ecmwf.read_ifs(paths["ifs"]),
    ]
    warmer = [rfmip.read(paths["rfmip"], world) for world in rfmip.WARMER]
    independent = levels.concatenated([on_common_levels(batch) for batch in others])
    clear = sky.clear(independent)
    return Collection(
        on_common_levels(pool),
        on_common_levels(selected),
        _clear_summer(on_common_levels(southern_summer(pool)), june, seed),
        independent.take(clear),
        independent.take(~clear),
        levels.concatenated(
            [on_common_levels(batch) for batch in [*warmer, ecmwf.read_ckdmip(paths["ckdmip"])]]
        ),
    )


def _clear_summer(southern: Columns, june: Columns, seed: int) -> Columns:
    """Built columns of which mixing made no cloud."""
    built = summer.built(southern, june, BUILT + BUILT // 4, seed)
    return built.take(np.flatnonzero(sky.clear(built))[:BUILT])


def on_common_levels(batch: Columns) -> Columns:
    """Columns on the 46 levels of the collection, the surface to 10 hPa."""
    return levels.resampled(batch, levels.common_sigma(), levels.TOP)


def gfs_columns(folder: str | Path) -> Columns:
    """All columns of the two GFS files of `folder`, cloudy ones too."""
    files = ("gfs_january", "gfs_october")
    return levels.concatenated([gfs.read(Path(folder) / FILES[name]) for name in files])


def southern_summer(pool: Columns) -> Columns:
    """Columns of `pool` over southern land in January, Antarctica apart."""
    place = continents.names(pool.latitude, pool.longitude, pool.land)
    january = pool.time.astype("datetime64[M]").astype(int) % 12 == 0
    southern = (pool.latitude < 0) & (pool.latitude > -summer.NORTHERN_SUMMER[1])
    land = (place != continents.OCEAN) & (place != "antarctica")
    return pool.take(january & southern & land)


def _over_ground_of(model: Columns, path: Path) -> Columns:
    """ERA5 columns over the ground of the nearest column of another model."""
    latitude, longitude = era5.places(path)
    nearest = _nearest(model, latitude, longitude)
    return era5.read(path, model.elevation[nearest]).replaced(land=model.land[nearest])


def _land_nearby(model: Columns, batch: Columns) -> Array:
    """Whether the nearest column of `model` is over land."""
    return model.land[_nearest(model, batch.latitude, batch.longitude)] > 0.5


def _nearest(model: Columns, latitude: Array, longitude: Array) -> Array:
    """Index of the column of `model` nearest to each place on the sphere."""
    once = np.unique(np.stack([model.latitude, model.longitude]), axis=1, return_index=True)[1]
    there = _unit_vector(model.latitude[once], model.longitude[once])
    return once[np.argmax(_unit_vector(latitude, longitude) @ there.T, axis=1)]


def _unit_vector(latitude: Array, longitude: Array) -> Array:
    north, east = np.radians(latitude), np.radians(longitude)
    return np.stack(
        [np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1
    )
