"""A batch on a cluster of this machine: `python examples/local_cluster.py [FOLDER]`.

Three small scenes are simulated, one of them is broken on purpose: the others are done, and the
report says why that one is not. With `scheduler="tcp://host:8786"` in place of `workers=2` the same
call uses the workers of a scheduler that runs elsewhere.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import lstgeo
from lstgeo.simulation import scene as simulation


def main(folder: Path) -> None:
    """Simulate three scenes, spoil one, do all, print the report."""
    made = [
        simulation.write(folder / f"{seed}", sensor=sensor, shape=(192, 192), seed=seed)
        for seed, sensor in enumerate(("landsat8", "landsat9", "landsat8"))
    ]
    scenes = [
        {"scene": each.scene, "output": f"{seed}.tif", "wv": each.water_vapour}
        for seed, each in enumerate(made)
    ]
    broken = next(made[2].scene.glob("*_B10.TIF"))
    broken.write_bytes(broken.read_bytes()[:1000])

    report = lstgeo.batch(scenes, folder / "results", workers=2)
    print(report.counts)
    for scene in report.failed():
        print(f"{Path(scene.scene).name}: {scene.reason}")


if __name__ == "__main__":  # workers of dask import the script
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
