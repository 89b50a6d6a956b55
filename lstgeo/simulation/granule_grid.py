"""Which pixel of a synthetic granule each cell of the scene shows that it is opened as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lstgeo import vocabulary
from lstgeo.raster import align, door
from lstgeo.raster.swaths import gridding
from lstgeo.raster.swaths.granule import Positions
from lstgeo.simulation import granule_scan

if TYPE_CHECKING:
    import xarray as xr

    from lstgeo.simulation.granule import SyntheticGranule


def pixels(made: SyntheticGranule, scene: xr.Dataset) -> NDArray[np.intp]:
    """Number of the pixel in each cell of `scene` (rows, columns), -1 where there is none.

    Pixels are numbered along the rows of the swath: `truth.reshape(-1)[pixels]` lays a truth of
    `made` on the grid of `lstgeo.open_scene(made.radiance)`.
    """
    kind = str(scene.attrs["sensor"]).partition("_")[0]
    positions = Positions(
        made.scan.longitude.astype(np.float32), made.scan.latitude.astype(np.float32)
    )
    grid = align.grid_of(scene[vocabulary.AT_SENSOR_RADIANCE.name])
    located = gridding.located(positions, granule_scan.SCANNERS[kind].lines, grid)
    strips = (
        slice(top, min(top + door.STRIP, grid.height)) for top in range(0, grid.height, door.STRIP)
    )
    return np.concatenate([gridding.nearest(located, grid, strip) for strip in strips])
