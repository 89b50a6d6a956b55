"""How long a classic NetCDF file has to be: its readers give zeros for what is cut off.

Format: the NetCDF Classic Format Specification of Unidata, versions 1 (classic), 2 (64-bit offset)
and 5 (64-bit data).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lstgeo.errors import RasterError

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 4, 6: 8, 7: 1, 8: 2, 9: 4, 10: 8, 11: 8}
"""Bytes of a value by the number of its type."""

_LARGEST_HEADER = 16 << 20


@dataclass
class _Header:
    """Bytes of a header, read from their start on; `count` and `offset` are widths of numbers."""

    content: bytes
    place: int = 4

    def __post_init__(self) -> None:
        version = self.content[3]
        self.count = 8 if version == 5 else 4
        self.offset = 4 if version == 1 else 8

    def number(self, width: int) -> int:
        """The next whole number."""
        (found,) = struct.unpack_from(">q" if width == 8 else ">i", self.content, self.place)
        self.place += width
        return int(found)

    def skip(self, size: int) -> None:
        """Go past `size` bytes, which are padded to a multiple of four."""
        if size < 0:
            raise struct.error("a size below 0")
        self.place += -(-size // 4) * 4

    def items(self) -> Iterator[int]:
        """Numbers of the elements of a list, its tag gone past."""
        self.number(4)
        yield from range(self.number(self.count))

    def attributes(self) -> None:
        """Go past a list of attributes."""
        for _ in self.items():
            self.skip(self.number(self.count))
            kind = self.number(4)
            self.skip(self.number(self.count) * _SIZES[kind])


def require_whole(path: Path) -> None:
    """Raise RasterError where a classic NetCDF file ends before its data, or has no header."""
    with path.open("rb") as stream:
        content = stream.read(_LARGEST_HEADER)
    try:
        needed = _length(_Header(content))
    except (struct.error, KeyError, IndexError, MemoryError, OverflowError) as error:
        raise RasterError(f"{path} cannot be read: its NetCDF header is broken") from error
    size = path.stat().st_size
    if size < needed:
        raise RasterError(f"{path} is truncated: its data reach to byte {needed}, it has {size}")


def _length(header: _Header) -> int:
    """Bytes of the file up to the end of its last variable, without padding."""
    records = max(header.number(header.count), 0)
    lengths = []
    for _ in header.items():
        header.skip(header.number(header.count))
        lengths.append(header.number(header.count))
    header.attributes()
    fixed: list[int] = [0]
    recorded: list[tuple[int, int]] = []
    for _ in header.items():
        header.skip(header.number(header.count))
        shape = [lengths[header.number(header.count)] for _ in range(header.number(header.count))]
        header.attributes()
        value = _SIZES[header.number(4)]
        header.number(header.count)
        begin = header.number(header.offset)
        if shape[:1] == [0]:
            recorded.append((begin, value * math.prod(shape[1:])))
        else:
            fixed.append(begin + value * math.prod(shape))
    return max(fixed + _ends(recorded, records))


def _ends(recorded: list[tuple[int, int]], records: int) -> list[int]:
    """Byte after the last record of each variable; records of all lie one after the other."""
    if not recorded or records == 0:
        return []
    alone = len(recorded) == 1
    stride = sum(size if alone else -(-size // 4) * 4 for _, size in recorded)
    return [begin + (records - 1) * stride + size for begin, size in recorded]
