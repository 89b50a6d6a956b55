"""A temperature raster as a small picture within a page."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.errors import LstgeoError
from lstgeo.pictures import colours
from lstgeo.raster import overview

SIDE = 88
"""Longer side [pixels]."""

_OTHERWISE = (0.0, 1.0)
"""Limits of the colours of a raster without a value: none is painted."""


def of(raster: Path) -> str | None:
    """Picture of a raster as a `data:` address, from its overviews; None where it cannot be read.

    Colours reach from the 1st to the 99th percentile of its own values.
    """
    try:
        values = overview.read(raster, SIDE).values
    except LstgeoError:
        return None
    scale = colours.scale(colours.TEMPERATURE, colours.limits(values, _OTHERWISE))
    picture = png(np.asarray(scale.to_rgba(np.ma.masked_invalid(values), bytes=True)))
    return f"data:image/png;base64,{base64.b64encode(picture).decode('ascii')}"


def png(pixels: NDArray[Any]) -> bytes:
    """PNG of `pixels` (row, column, RGBA as uint8)."""
    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
