"""Geographic grids whose longitudes count another way round than the scene's."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from affine import Affine
from rasterio import DatasetReader

from lstgeo.raster import virtual

CIRCLE = 360.0
ANTIMERIDIAN = 180.0


def turned(source: DatasetReader, west: float, east: float) -> str:
    """What GDAL opens `source` by, its longitudes counted as the scene counts them.

    The scene reaches from `west` to `east` [degrees], `east` below `west` where it crosses the
    antimeridian. A grid all round the globe is cut open opposite to the scene, a smaller one is
    moved by full circles; the answer then is a GDAL VRT in its XML form. No file is changed.

    PROJ gives longitudes from -180 to 180, so for a scene across the antimeridian the VRT counts
    them from there.
    """
    across = east < west
    east += CIRCLE * across
    step, left = source.transform.a, source.transform.c
    right = left + source.width * step
    geographic = source.crs is not None and source.crs.is_geographic and step > 0
    inside = left + step <= west and east <= right - step
    if not geographic or (inside and not across):
        return str(source.name)
    meridian = ANTIMERIDIAN * across
    centre = (west + east) / 2
    columns = round(CIRCLE / step)
    if columns <= source.width <= columns + 1 and abs(columns * step - CIRCLE) < step / 2:
        first = round((centre - CIRCLE / 2 - left) / step)
        return _description(source, columns, left + first * step, first % columns, meridian)
    circles = round((centre - (left + right) / 2) / CIRCLE)
    if circles == 0 and not across:
        return str(source.name)
    return _description(source, source.width, left + circles * CIRCLE, 0, meridian)


def _description(
    source: DatasetReader, columns: int, left: float, first: int, meridian: float
) -> str:
    """VRT of the `columns` of `source` from column `first` on and round, its edge at `left`.

    Longitudes are counted from the `meridian`.
    """
    a, b, _, d, e, f = source.transform[:6]
    moved = Affine(a, b, left - meridian, d, e, f)
    kind = _DATA_TYPES.get(source.dtypes[0], "Float32")
    nodata = "" if source.nodata is None else f"<NoDataValue>{source.nodata!r}</NoDataValue>"
    pieces = ((first, 0, columns - first), (0, columns - first, first))
    return virtual.dataset(
        (source.height, columns),
        _crs(source, meridian),
        moved,
        f'<VRTRasterBand dataType="{kind}" band="1">{nodata}'
        f"<Offset>{source.offsets[0]!r}</Offset><Scale>{source.scales[0]!r}</Scale>"
        + "".join(_piece(source, *piece) for piece in pieces if piece[-1])
        + "</VRTRasterBand>",
    )


def _crs(source: DatasetReader, meridian: float) -> str:
    """CRS of `source` with `meridian` for its prime meridian, and then without its EPSG codes."""
    text = str(source.crs.to_wkt())
    if meridian == 0:
        return text
    text = re.sub(r',AUTHORITY\["[^"]*","[^"]*"\]', "", text)
    return re.sub(r'PRIMEM\["[^"]*",[^\],]*', f'PRIMEM["of the scene",{meridian}', text)


def _piece(source: DatasetReader, start: int, target: int, width: int) -> str:
    size = f'yOff="0" xSize="{width}" ySize="{source.height}"'
    return (
        f'<SimpleSource><SourceFilename relativeToVRT="0">{escape(source.name)}</SourceFilename>'
        f'<SrcRect xOff="{start}" {size}/><DstRect xOff="{target}" {size}/></SimpleSource>'
    )


_DATA_TYPES = {
    "uint8": "Byte",
    "int16": "Int16",
    "uint16": "UInt16",
    "int32": "Int32",
    "uint32": "UInt32",
    "float64": "Float64",
}
