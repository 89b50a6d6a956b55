"""Where the processor time of one retrieval goes, stage by stage.

    python -m benchmarks.stages SCENE WATER_VAPOUR OUTPUT [--threads N]

prints JSON: processor time in nanoseconds a pixel of the scene, each stage without those inside it.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

STAGES = {
    "read and decode": "rioxarray._io:RasterioArrayWrapper.__getitem__",
    "numbers to radiance": "lstgeo.raster.scenes.radiometry:observe",
    "numbers to bits": "lstgeo.raster.scenes.qa:decode",
    "interpolation of fields": "lstgeo.raster.fields.drape:Drape.block",
    "near cloud": "lstgeo.raster.cloud:_mark",
    "emissivity from NDVI": "lstgeo.emissivity.chain:surface",
    "gathering measured pixels": "lstgeo.retrieval.block:retrieve_block",
    "flags of every method": "lstgeo.retrieval.block:_raised",
    "features": "lstgeo.retrieval.coupled:Coupled.features",
    "stacking": "lstgeo.model.onnx:run, lstgeo.model.onnx:OnnxAtmosphereModel.outputs",
    "network": "onnxruntime:InferenceSession.run",
    "radiative transfer inverted": "lstgeo.physics.surface:temperature",
    "sigma": "lstgeo.retrieval.coupled:Coupled._sigma",
    "domain and flags": "lstgeo.retrieval.coupled:Coupled._flags",
    "numbers of the encoding": "lstgeo.pipeline.layers:Layer.stored",
    "summary": "lstgeo.pipeline.summary:Summary.including",
    "COG": "lstgeo.raster.cog:convert",
    "checksums": "lstgeo.raster.commit:sha256",
    "publishing": "lstgeo.raster.commit:publish",
    "one strip: graph and the rest": "lstgeo.pipeline.parts:Strip.computed",
    "plain files": "rasterio:io.DatasetWriter.write",
}


class Clock:
    """Processor time by stage, each without the stages it calls; one account a thread."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._lock = threading.Lock()
        self._inside = threading.local()

    def wrapped(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, its time counted for `stage`."""

        @functools.wraps(function)
        def timed(*given: Any, **named: Any) -> Any:
            outer, self._inside.nested = getattr(self._inside, "nested", 0.0), 0.0
            start = time.thread_time()
            try:
                return function(*given, **named)
            finally:
                whole = time.thread_time() - start
                with self._lock:
                    self.spent[stage] += whole - self._inside.nested
                self._inside.nested = outer + whole

        return timed

    def patch(self, stage: str, place: str) -> None:
        """Count the function at `place` (module:name) for `stage`."""
        module, _, name = place.partition(":")
        *path, last = name.split(".")
        owner = functools.reduce(getattr, path, importlib.import_module(module))
        setattr(owner, last, self.wrapped(stage, getattr(owner, last)))


def main() -> None:
    """Retrieve once and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("scene", "water_vapour", "output"):
        parser.add_argument(name)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--encoding", default="float32")
    given = parser.parse_args()
    start = time.process_time()
    lstgeo = importlib.import_module("lstgeo")
    clock = Clock()
    for stage, places in STAGES.items():
        for place in places.split(", "):
            clock.patch(stage, place)
    imported = time.process_time() - start
    result = lstgeo.retrieve(lstgeo.open_scene(given.scene), water_vapour=given.water_vapour)
    opened = time.process_time() - start - imported
    written = lstgeo.write(result, given.output, threads=given.threads, encoding=given.encoding)
    whole = time.process_time() - start
    stages = {"start-up": imported, "opening": opened} | clock.spent
    stages["elsewhere"] = whole - sum(stages.values())
    pixels = written.summary.pixels
    print(
        json.dumps(
            {
                "pixels": pixels,
                "measured": written.summary.measured,
                "cpu_s": round(whole, 2),
                "ns_per_pixel": {k: round(v / pixels * 1e9, 1) for k, v in stages.items()},
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
