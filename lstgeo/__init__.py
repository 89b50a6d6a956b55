"""Land surface temperature from a single thermal band."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lstgeo.batches.run import batch
    from lstgeo.comparing import compare
    from lstgeo.errors import LstgeoError
    from lstgeo.pipeline.check import check
    from lstgeo.pipeline.retrieve import retrieve
    from lstgeo.pipeline.scene import open_scene
    from lstgeo.pipeline.write import write
    from lstgeo.quality import Quality, decode_quality
    from lstgeo.reports.make import report

__version__ = "0.1.0"

_HOMES = {
    "LstgeoError": "lstgeo.errors",
    "Quality": "lstgeo.quality",
    "batch": "lstgeo.batches.run",
    "check": "lstgeo.pipeline.check",
    "compare": "lstgeo.comparing",
    "decode_quality": "lstgeo.quality",
    "open_scene": "lstgeo.pipeline.scene",
    "report": "lstgeo.reports.make",
    "retrieve": "lstgeo.pipeline.retrieve",
    "write": "lstgeo.pipeline.write",
}

__all__ = [
    "LstgeoError",
    "Quality",
    "__version__",
    "batch",
    "check",
    "compare",
    "decode_quality",
    "open_scene",
    "report",
    "retrieve",
    "write",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562): `lstgeo --help` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'lstgeo' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return __all__
