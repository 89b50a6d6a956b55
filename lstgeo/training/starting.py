"""The weights that a training may begin with: those of a model file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import onnx
import torch
from onnx import numpy_helper

from lstgeo.model import shipped

if TYPE_CHECKING:
    from torch import Tensor


def weights(given: str | Path | None) -> dict[str, Tensor] | None:
    """Weights of a model by name, from its file or that of one that ships; None where None.

    Raises ModelError where there is no such model.
    """
    if given is None:
        return None
    path = shipped.open_any(given).path
    stored = onnx.load(path).graph.initializer
    named = {each.name: numpy_helper.to_array(each) for each in stored}
    return {name: torch.from_numpy(values.copy()) for name, values in named.items()}
