"""One scene in Python: `python examples/one_scene.py [FOLDER]`, without any data.

A Landsat 8 scene is simulated, so that the example needs no download; a real one is opened by the
same call. The result is an xarray Dataset that can be looked at before anything is written.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import lstgeo
from lstgeo.simulation import scene as simulation


def main(folder: Path) -> None:
    """Simulate, open, retrieve, look, write."""
    files = simulation.write(folder, shape=(512, 512), seed=3)

    scene = lstgeo.open_scene(files.scene, "B10")
    result = lstgeo.retrieve(scene, water_vapour=files.water_vapour)
    masks = lstgeo.decode_quality(result.quality)

    clear = result.surface_temperature.where(masks["clear"])
    water = result.surface_temperature.where(masks["clear"] & masks["water"])
    print(f"clear land and water: {float(clear.mean()):.1f} K on average")
    print(f"clear water alone:    {float(water.mean()):.1f} K")

    written = lstgeo.write(result, folder / "lst.tif")
    print(f"written: {written.item}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
