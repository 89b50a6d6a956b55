"""A raster whose impossible numbers are missing before GDAL averages them into their neighbours."""

from __future__ import annotations

import math
from xml.sax.saxutils import escape

from rasterio import DatasetReader

from lstgeo.raster import virtual

Range = tuple[float, float]
"""Least and greatest physical value that a raster may hold, in its own units."""

_NODATA = -99999.0
"""What stands for a missing number; no product stores it as a value."""


def within(source: DatasetReader, band: int, limits: Range) -> str:
    """VRT (its XML) of a band with nothing in it but values within `limits`."""
    nodata = source.nodatavals[band - 1]
    scale, offset = source.scales[band - 1], source.offsets[band - 1]
    low, high = sorted((limit - offset) / scale for limit in limits)
    below, above = math.nextafter(low, -math.inf), math.nextafter(high, math.inf)
    known = f"{below!r}:{_NODATA},{low!r}:{low!r},{high!r}:{high!r},{above!r}:{_NODATA}"
    size = f'xOff="0" yOff="0" xSize="{source.width}" ySize="{source.height}"'
    return virtual.dataset(
        source.shape,
        source.crs.to_wkt(),
        source.transform,
        f'<VRTRasterBand dataType="Float32" band="1"><NoDataValue>{_NODATA}</NoDataValue>'
        f"<Offset>{offset!r}</Offset><Scale>{scale!r}</Scale>"
        f'<ComplexSource><SourceFilename relativeToVRT="0">{escape(source.name)}</SourceFilename>'
        f"<SourceBand>{band}</SourceBand><SrcRect {size}/><DstRect {size}/>"
        f"<NODATA>{math.nan if nodata is None else nodata!r}</NODATA><LUT>{known}</LUT>"
        "</ComplexSource></VRTRasterBand>",
    )
