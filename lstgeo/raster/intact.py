"""Whether a file is all there, told from its header and its size."""

from __future__ import annotations

from pathlib import Path

import rasterio

from lstgeo.errors import RasterError
from lstgeo.raster import door
from lstgeo.raster.fields import source
from lstgeo.raster.swaths import names, opening


def require_whole(path: str | Path) -> None:
    """Raise RasterError where `path` cannot be opened, or ends before its data (TIFF, NetCDF, HDF).

    Members of an archive are vouched for by the archive.
    """
    if names.parse(Path(path).name):
        opening.require_whole(Path(path))
        return
    if source.is_netcdf(path):
        source.fields(Path(path))
        return
    with door.opened(path) as opened:
        if opened.driver not in {"GTiff", "COG"} or not Path(path).is_file():
            return
        needed = max((_end(opened, *index) for index, _ in opened.block_windows(1)), default=0)
    size = Path(path).stat().st_size
    if needed > size:
        raise RasterError(f"{path} is truncated: its data reach to byte {needed}, it has {size}")


def _end(source: rasterio.DatasetReader, row: int, column: int) -> int:
    """Byte after a block of a TIFF; 0 for a block that is not stored."""
    offset, size = (
        source.get_tag_item(f"BLOCK_{what}_{column}_{row}", "TIFF", bidx=1)
        for what in ("OFFSET", "SIZE")
    )
    return int(offset) + int(size) if offset and size else 0
