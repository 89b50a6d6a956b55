"""The grid of a raster: its coordinate reference system, transform and shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from affine import Affine
from rasterio import DatasetReader
from rasterio.crs import CRS
from rasterio.warp import transform_bounds

WGS84 = CRS.from_epsg(4326)


@dataclass(frozen=True)
class Grid:
    """A north-up or rotated raster grid. Hashable, comparable and picklable."""

    crs: CRS
    transform: Affine
    height: int
    width: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.height, self.width

    @property
    def profile(self) -> dict[str, Any]:
        """The arguments by which rasterio makes a raster on this grid."""
        return {
            "crs": self.crs,
            "transform": self.transform,
            "height": self.height,
            "width": self.width,
        }

    @property
    def pixel_size(self) -> tuple[float, float]:
        """Size of a pixel along x and along y, in units of the CRS."""
        a, b, _, d, e, _ = self.transform[:6]
        return (a**2 + d**2) ** 0.5, (b**2 + e**2) ** 0.5

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in the CRS."""
        corners = [self.place(x, y) for x in (0, self.width) for y in (0, self.height)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def geographic_bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees (WGS 84)."""
        west, south, east, north = transform_bounds(self.crs, WGS84, *self.bounds)
        return west, south, east, north

    def place(self, column: float, row: float) -> tuple[float, float]:
        """Coordinates in the CRS of a position in the raster; (0, 0) is its first corner."""
        a, b, c, d, e, f = self.transform[:6]
        return a * column + b * row + c, d * column + e * row + f

    def alike(self, other: Grid, within: float = 1e-3) -> bool:
        """Whether two grids are the same but for a shift of less than `within` pixels."""
        if self.shape != other.shape or self.crs != other.crs:
            return False
        reach = within * min(self.pixel_size)
        ends = ((0, 0), (self.width, 0), (0, self.height))
        return all(
            abs(mine - theirs) < reach
            for end in ends
            for mine, theirs in zip(self.place(*end), other.place(*end), strict=True)
        )

    @classmethod
    def of(cls, source: DatasetReader) -> Grid:
        """Grid of an opened raster file."""
        return cls(source.crs, source.transform, source.height, source.width)
