"""Where the shared development data lies, and how a test says that it needs it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"

SHARED = Path(os.environ.get("LSTGEO_SHARED", _BESIDE))
"""Folder of the shared development data; absent for users."""

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="needs the shared development data (set LSTGEO_SHARED)"
)
