"""`lstgeo compare`: temperatures beside temperatures, or beside a station, and what is written."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from lstgeo.errors import InputError, OutputError
from lstgeo.raster import cog, commit
from lstgeo.raster.references import opening
from lstgeo.validation import stations
from lstgeo.validation.comparison import page, rasters, scores
from lstgeo.validation.stations import StationComparison

if TYPE_CHECKING:
    from lstgeo.validation.comparison.rasters import RasterComparison

RASTER, PICTURE, PAGE, DOCUMENT = "difference.tif", "compare.png", "compare.md", "compare.json"
"""Files of a comparison; the last one appears when the others are complete."""


def compare(
    first: str | Path,
    second: str | Path,
    output: str | Path | None = None,
    *,
    emissivity: float | None = None,
    emissivity_sigma: float | None = None,
    longwave_sigma: float | None = None,
    position: tuple[float, float] | None = None,
) -> RasterComparison | StationComparison:
    """Compare surface temperatures, the first minus the second.

    Parameters
    ----------
    first
        `lst.tif` of a retrieval, its `lst.json`, or any reference: a Landsat Level-2 folder or its
        ST band, MOD11 or MYD11 (HDF4), ECOSTRESS Level-2 (HDF5, tiles, AppEEARS), or a
        GeoTIFF of temperature that states K or deg C. `FILE:night` names a half of a MOD11 day.
        With a station also a folder of results.
    second
        The other, likewise; or a station: a SURFRAD or CSV file, or a folder of them.
    output
        Folder for `compare.md`, `compare.json`, `compare.png`, and of rasters `difference.tif`: all
        or none; without a match-up with a station there is no picture. Nothing is written where it
        is left out.
    emissivity, emissivity_sigma, longwave_sigma, position
        Of a station: longwave emissivity of the ground and its 1 sigma, 1 sigma of its pyrgeometers
        [W m-2], latitude and longitude [degree]; where left out, what its file states, or defaults.

    Returns
    -------
    RasterComparison or StationComparison
        What was found: metrics, warnings; `as_dict()` is `compare.json`.

    Raises
    ------
    MissingFileError, RasterError, MetadataError, SceneError
        Where a file is not there or cannot be read.
    InputError
        Where a file holds no surface temperature, or the two have nothing in common.
    OutputError
        Where the files cannot be written.

    """
    ground = {
        "emissivity": emissivity,
        "emissivity_sigma": emissivity_sigma,
        "longwave_sigma": longwave_sigma,
    }
    if stations.is_station(second):
        found = stations.compare(first, second, position=position, **ground)
        if output is not None:
            _write_station(found, Path(output))
        return found
    given = [name for name, value in (*ground.items(), ("position", position)) if value is not None]
    if given:
        raise InputError(f"{', '.join(given)} is of a station, and {second} is none")
    return _rasters(first, second, output)


def lines(found: RasterComparison | StationComparison) -> list[str]:
    """Figures as a table in text, and what there is to say of them."""
    return found.lines() if isinstance(found, StationComparison) else page.lines(found)


def _rasters(first: str | Path, second: str | Path, output: str | Path | None) -> RasterComparison:
    mine = opening.read(first)
    theirs = opening.read(second, mine)
    if output is None:
        with tempfile.TemporaryDirectory() as folder:
            return rasters.compare(mine, theirs, Path(folder))
    target, names = Path(output) / DOCUMENT, [RASTER, PICTURE, PAGE, DOCUMENT]
    _require_no_input(target.parent, names, (mine.path, theirs.path))
    with commit.staged(target) as staging:
        found = rasters.compare(mine, theirs, staging)
        _write_rasters(found, staging)
        commit.publish(staging, names, target.parent)
    return found


def _require_no_input(folder: Path, names: list[str], inputs: tuple[Path, Path]) -> None:
    """Raise OutputError where a file of the comparison would replace what is compared."""
    taken = {path.resolve() for path in inputs}
    for name in names:
        if (folder / name).resolve() in taken:
            raise OutputError(f"{folder / name} is an input and is not overwritten")


def _write_rasters(found: RasterComparison, folder: Path) -> None:
    from lstgeo.pictures import comparison as pictures  # noqa: PLC0415  (only who draws waits)

    cog.convert(
        folder / rasters.PLAIN,
        folder / RASTER,
        overviews="average",
        threads=os.cpu_count() or 1,
    )
    sample = found.sample
    drawn = sample.thinned(pictures.MOST)
    pixels = pictures.Pixels(drawn.first, drawn.difference, scores.normalised(drawn))
    pictures.draw(found.as_dict(), folder / RASTER, pixels, folder / PICTURE)
    _write_texts(folder, page.text(found, PICTURE, RASTER), found)


def _write_station(found: StationComparison, folder: Path) -> None:
    from lstgeo.pictures import stations as pictures  # noqa: PLC0415  (only who draws waits)

    target = folder / DOCUMENT
    text = ["# Surface temperature and station", "", "```", *found.lines(), "```", ""]
    with commit.staged(target) as staging:
        drawn = pictures.draw(found.as_dict(), staging / PICTURE)
        if drawn is not None:
            text += [f"![match-ups and their differences]({PICTURE})", ""]
        _write_texts(staging, "\n".join(text), found)
        names = [PAGE, DOCUMENT] if drawn is None else [PICTURE, PAGE, DOCUMENT]
        commit.publish(staging, names, target.parent)


def _write_texts(folder: Path, text: str, found: RasterComparison | StationComparison) -> None:
    (folder / PAGE).write_text(text, "utf-8")
    document = json.dumps(found.as_dict(), indent=2, allow_nan=False)
    (folder / DOCUMENT).write_text(document + "\n", "utf-8")
