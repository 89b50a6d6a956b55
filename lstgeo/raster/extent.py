"""Whether a raster and a scene share ground, and which has the finer pixels."""

from __future__ import annotations

from rasterio.errors import RasterioError
from rasterio.warp import transform_bounds

from lstgeo.errors import InputError, RasterError
from lstgeo.raster.grid import Grid
from lstgeo.raster.longitude import CIRCLE

_FINER = 0.75
"""Share of a scene's pixel below which a pixel is clearly smaller than it."""


def overlaps(own: Grid, scene: Grid) -> bool:
    """Whether two grids share ground, by their bounds in degrees."""
    mine, theirs = own.geographic_bounds, scene.geographic_bounds
    beside = _apart(mine[0], mine[2], theirs[0], theirs[2])
    return not (beside or mine[3] < theirs[1] or mine[1] > theirs[3])


def require_overlap(name: str, own: Grid, scene: Grid) -> None:
    """Raise InputError where raster `name` lies elsewhere, RasterError where it has no place."""
    try:
        shared = overlaps(own, scene)
    except RasterioError as error:
        raise RasterError(f"{name} cannot be placed on the Earth: {error}") from error
    if not shared:
        raise InputError(
            f"{name} does not overlap the scene: it covers {in_words(own.geographic_bounds)}, "
            f"the scene {in_words(scene.geographic_bounds)}"
        )


def is_finer(own: Grid, scene: Grid, share: float = _FINER) -> bool:
    """Whether the pixels of `own` are smaller than a `share` of those of the scene."""
    west, south, east, north = transform_bounds(scene.crs, own.crs, *scene.bounds)
    pixel = (east - west) / scene.width, (north - south) / scene.height
    return all(size < share * abs(there) for size, there in zip(own.pixel_size, pixel, strict=True))


def in_words(bounds: tuple[float, float, float, float]) -> str:
    """West, south, east, north [degree] in words."""
    west, south, east, north = bounds
    return f"{west:.2f} to {east:.2f} degrees east, {south:.2f} to {north:.2f} degrees north"


def _apart(west: float, east: float, other_west: float, other_east: float) -> bool:
    """Whether two ranges of longitude are apart, whichever way round they count."""
    width = east - west if east > west else east - west + CIRCLE
    other_width = (other_east - other_west) % CIRCLE
    after = (other_west - west) % CIRCLE
    return after > width and after + other_width < CIRCLE
