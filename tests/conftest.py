"""How hypothesis searches in every test: the same examples each time, at the pace of a test."""

from __future__ import annotations

import hypothesis

hypothesis.settings.register_profile("lstgeo", deadline=None, max_examples=60, derandomize=True)
hypothesis.settings.load_profile("lstgeo")
