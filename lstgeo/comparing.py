"""`lstgeo compare`: temperatures beside temperatures, or beside a station, and what is written."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from lstgeo.pictures import comparison as pictures
from lstgeo.raster import cog, commit
from lstgeo.raster.references import opening
from lstgeo.validation.comparison import page, rasters, scores

if TYPE_CHECKING:
    from lstgeo.validation.comparison.rasters import RasterComparison

NAMES = ("difference.tif", "compare.png", "compare.md", "compare.json")
"""Files of a comparison of rasters, in the order in which they appear."""


def compare(
    first: str | Path, second: str | Path, output: str | Path | None = None
) -> RasterComparison:
    """Compare two surface temperatures, first minus second.

    Parameters
    ----------
    first
        `lst.tif` of a retrieval, its `lst.json`, or any reference: a Landsat Level-2 folder or its
        ST band, MOD11 or MYD11 (HDF4), ECOSTRESS Level-2 (gridded HDF5, tiles, AppEEARS), or a
        GeoTIFF of temperature that states K or deg C. `FILE:night` names a half of a MOD11 day.
    second
        The other, likewise.
    output
        Folder for `difference.tif`, `compare.png`, `compare.md` and `compare.json`, all or none;
        nothing is written where it is left out.

    Returns
    -------
    RasterComparison
        Scores, scores by class, normalised residuals, warnings; `as_dict()` is `compare.json`, and
        `sample` holds the pixels.

    Raises
    ------
    MissingFileError, RasterError, MetadataError, SceneError
        Where a file is not there or cannot be read.
    InputError
        Where a file is no surface temperature, or the two share no clear pixel.
    OutputError
        Where the files cannot be written.

    """
    mine = opening.read(first)
    theirs = opening.read(second, mine)
    if output is None:
        with tempfile.TemporaryDirectory() as folder:
            return rasters.compare(mine, theirs, Path(folder))
    target = Path(output) / NAMES[-1]
    with commit.staged(target) as staging:
        found = rasters.compare(mine, theirs, staging)
        _write(found, staging)
        commit.publish(staging, list(NAMES), target.parent)
    return found


def _write(found: RasterComparison, folder: Path) -> None:
    raster, picture, text, document = (folder / name for name in NAMES)
    cog.convert(folder / rasters.PLAIN, raster, overviews="average", threads=os.cpu_count() or 1)
    sample = found.sample
    pixels = pictures.Pixels(sample.first, sample.difference, scores.normalised(sample))
    pictures.draw(found.as_dict(), raster, pixels, picture)
    text.write_text(page.text(found, picture.name, raster.name), "utf-8")
    document.write_text(json.dumps(found.as_dict(), indent=2) + "\n", "utf-8")
