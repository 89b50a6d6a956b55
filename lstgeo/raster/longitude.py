"""Geographic grids whose longitudes count another way round than the scene's."""

from __future__ import annotations

from xml.sax.saxutils import escape

from rasterio import DatasetReader

CIRCLE = 360.0


def turned(source: DatasetReader, west: float, east: float) -> str:
    """What GDAL opens `source` by, its longitudes counted as the scene counts them.

    The scene reaches from `west` to `east` [degrees], `east` below `west` where it crosses the
    antimeridian. A grid all round the globe is cut open opposite to the scene, a smaller one is
    moved by full circles; the answer then is a GDAL VRT in its XML form. No file is changed.
    """
    east += CIRCLE * (east < west)
    step, left = source.transform.a, source.transform.c
    right = left + source.width * step
    geographic = source.crs is not None and source.crs.is_geographic and step > 0
    if not geographic or (left + step <= west and east <= right - step):
        return str(source.name)
    centre = (west + east) / 2
    columns = round(CIRCLE / step)
    if columns <= source.width <= columns + 1 and abs(columns * step - CIRCLE) < step / 2:
        first = round((centre - CIRCLE / 2 - left) / step)
        return _description(source, columns, left + first * step, first % columns)
    circles = round((centre - (left + right) / 2) / CIRCLE)
    if circles == 0:
        return str(source.name)
    return _description(source, source.width, left + circles * CIRCLE, 0)


def _description(source: DatasetReader, columns: int, left: float, first: int) -> str:
    """VRT of the `columns` of `source` from column `first` on and round, its edge at `left`."""
    _, b, _, d, e, f = source.transform[:6]
    transform = ", ".join(map(repr, (left, source.transform.a, b, f, d, e)))
    kind = _DATA_TYPES.get(source.dtypes[0], "Float32")
    nodata = "" if source.nodata is None else f"<NoDataValue>{source.nodata!r}</NoDataValue>"
    pieces = ((first, 0, columns - first), (0, columns - first, first))
    return (
        f'<VRTDataset rasterXSize="{columns}" rasterYSize="{source.height}">'
        f"<SRS>{escape(source.crs.to_wkt())}</SRS><GeoTransform>{transform}</GeoTransform>"
        f'<VRTRasterBand dataType="{kind}" band="1">{nodata}'
        f"<Offset>{source.offsets[0]!r}</Offset><Scale>{source.scales[0]!r}</Scale>"
        + "".join(_piece(source, *piece) for piece in pieces if piece[-1])
        + "</VRTRasterBand></VRTDataset>"
    )


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
