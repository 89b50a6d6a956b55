"""Heights of strips and sizes of minibatches: `python -m benchmarks.sweeps [OUTPUT]` writes JSON.

Strips as whole processes on a scene of full width and 1024 rows; the network alone, one thread.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np

import lstgeo
from benchmarks import memory, process, retrieve
from lstgeo.model import onnx, shipped
from lstgeo.raster import door
from lstgeo.sensors import platforms

HEIGHTS = (16, 32, 64, 128, 256)
ROWS = (256, 1024, 2048, 4096, 8192, 16384, 65536)
PIXELS, REPEATS = 1 << 17, 5


def main() -> None:
    """Measure and write, or retrieve once where a height is given."""
    if len(sys.argv) == 4:
        once(int(sys.argv[1]), sys.argv[2], sys.argv[3])
        return
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else retrieve.RESULTS
    folder = retrieve.made((memory.ROWS, memory.COLUMNS))
    document = {
        "strip_rows": {height: asdict(cost(folder, height)) for height in HEIGHTS},
        "network_rows_ns_per_pixel": {rows: network(rows) for rows in ROWS},
    }
    (output / "sweeps.json").write_text(json.dumps(document, indent=1) + "\n")
    print(json.dumps(document, indent=1))


def cost(folder: Path, height: int) -> process.Cost:
    """Cost of a retrieval in strips of `height`."""
    scene = next(folder.glob("L*_02_T1"))
    module = [sys.executable, "-m", "benchmarks.sweeps"]
    return process.cost([*module, str(height), str(scene), str(folder / "sweep.tif")])


def once(height: int, scene: str, output: str) -> None:
    """Retrieve in strips of `height`."""
    door._PIXELS = 1 << 30
    with door.strips_for(lambda width: height * width):
        result = lstgeo.retrieve(scene, water_vapour=20)
    assert result.chunksizes["y"][0] == height, result.chunksizes
    lstgeo.write(result, output, threads=2)


def network(rows: int) -> float:
    """Nanoseconds a pixel of the network, run on so many `rows` at a time."""
    model = shipped.opened(None, platforms.sensor("landsat8").band("B10"))
    random = np.random.default_rng(1)
    columns = [random.uniform(*known.range, PIXELS) for known in model.contract.features]
    features = np.stack(columns, axis=-1).astype(np.float32)
    session = onnx._session(model.path, model.sha256)
    spent = []
    for _ in range(REPEATS):
        start = time.thread_time()
        for first in range(0, PIXELS, rows):
            session.run(None, {onnx.INPUT: features[first : first + rows]})
        spent.append(time.thread_time() - start)
    return round(statistics.median(spent) / PIXELS * 1e9, 1)


if __name__ == "__main__":
    main()
