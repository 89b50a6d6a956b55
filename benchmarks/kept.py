"""Keep the arrays of a retrieval for the floor: `python -m benchmarks.kept FOLDER ENCODING`."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import rasterio

from lstgeo.pipeline import layers


def main() -> None:
    """Write FOLDER/lst*.tif as FOLDER/*.npy."""
    folder, encoding = Path(sys.argv[1]), sys.argv[2]
    for layer in layers.of(encoding):
        with rasterio.open(folder / f"lst{layer.suffix}.tif") as source:
            np.save(folder / f"{layer.quantity.name}.npy", source.read(1))


if __name__ == "__main__":
    main()
