"""One parser fed by libFuzzer: `python -m tests.fuzz.target mtl CORPUS -runs=20000 -seed=1`.

Whatever the bytes, a parser answers or raises LstgeoError; anything else ends the run, which then
says with which bytes. CORPUS is a folder of bytes to begin with.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris
import numpy as np

with atheris.instrument_imports(include=["lstgeo"]):
    from lstgeo.batches import rows
    from lstgeo.errors import LstgeoError
    from lstgeo.quality import Quality
    from lstgeo.raster.scenes import mtl, product, qa, radiometry
    from lstgeo.sensors import platforms

FORMS = ("txt", "csv", "jsonl")
NAMES = ("LC08_MTL.txt", "LC08_MTL.json", "LC08_MTL.xml")
SCHEMAS = (qa.PRE_COLLECTION, qa.COLLECTION_1, qa.COLLECTION_2)


def metadata(content: bytes) -> None:
    """An MTL of any format, and what is made of one that can be read."""
    for name in NAMES:
        with suppress(LstgeoError):
            found = mtl.parse(content, name)
            band = platforms.sensor(found.text("SPACECRAFT_ID")).band()
            product.state_of(found)
            radiometry.calibration_of(found, band.number)
            found.acquired()


def quality(content: bytes) -> None:
    """A quality band of any numbers: bits 0 to 6 at most, and fill stands alone."""
    band = np.frombuffer(content[: len(content) // 2 * 2], np.uint16)
    for stated in SCHEMAS:
        schema = qa.schema_of(band, stated)
        bits = qa.decode(band, schema)
        assert not np.any(bits >> 7)
        fill = (bits & Quality.FILL) != 0
        assert np.all(bits[fill] == Quality.FILL)


def scenes(content: bytes) -> None:
    """A list of scenes, its first byte the form; every row has a scene."""
    form = FORMS[content[0] % len(FORMS)] if content else FORMS[0]
    with tempfile.TemporaryDirectory() as folder, suppress(LstgeoError):
        path = Path(folder) / f"list.{form}"
        path.write_bytes(content[1:])
        assert all(row.scene for row in rows.of(path)())


TARGETS: dict[str, Callable[[bytes], None]] = {
    "mtl": metadata,
    "qa": quality,
    "list": scenes,
}
"""Parsers by name."""


def main() -> None:
    """Fuzz the target that the first argument names; the others are libFuzzer's."""
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
