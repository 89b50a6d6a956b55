"""The frame of a GDAL VRT in its XML form, around bands that its maker describes."""

from __future__ import annotations

from xml.sax.saxutils import escape

from affine import Affine


def dataset(shape: tuple[int, int], crs: str, transform: Affine, bands: str) -> str:
    """What GDAL opens `bands` (XML) by, on a grid of `shape` (rows, columns) in `crs` (WKT)."""
    height, width = shape
    a, b, c, d, e, f = transform[:6]
    return (
        f'<VRTDataset rasterXSize="{width}" rasterYSize="{height}"><SRS>{escape(crs)}</SRS>'
        f"<GeoTransform>{', '.join(map(repr, (c, a, b, f, d, e)))}</GeoTransform>"
        f"{bands}</VRTDataset>"
    )
