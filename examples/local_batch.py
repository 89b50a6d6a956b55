"""A batch on a local cluster: `python examples/local_batch.py [FOLDER]`, without any data.

Two workers of dask.distributed share three scenes, one of which is broken: it fails with its
reason and touches no other. Then its file is mended and the batch goes on; what was complete is
kept. On a real cluster, `scheduler="tcp://host:8786"` takes the place of `workers=2`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import lstgeo
from lstgeo.simulation import scene as simulation


def main(folder: Path) -> None:
    """Simulate three scenes, break one, retrieve all, mend it, go on."""
    scenes = [
        simulation.write(folder / name, shape=(128, 128), seed=seed).scene
        for seed, name in enumerate(("north", "middle", "south"))
    ]
    rows = [{"scene": scene, "output": f"{scene.parent.name}.tif"} for scene in scenes]
    (thermal,) = scenes[1].glob("*_B10.TIF")
    broken = thermal.rename(thermal.with_suffix(".broken"))

    first = lstgeo.batch(rows, folder / "out", workers=2, water_vapour=20)
    print(first.counts)
    for scene in first.failed():
        print(f"  {scene.reason}")

    broken.rename(thermal)
    again = lstgeo.batch(rows, folder / "out", workers=2, water_vapour=20, resume=True)
    print(again.counts)
    print(*sorted(path.name for path in (folder / "out").glob("*.tif")), sep="\n")


if __name__ == "__main__":  # workers of dask import the script
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
