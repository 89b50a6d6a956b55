"""The weights that a training may begin with: those of a model file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import onnx
import torch
from onnx import numpy_helper

from lstgeo.errors import InputError

if TYPE_CHECKING:
    from torch import Tensor


def weights(path: str | Path | None) -> dict[str, Tensor] | None:
    """Weights of a model file by name; None without a file.

    Raises InputError where the file is not one of a model.
    """
    if path is None:
        return None
    try:
        stored = onnx.load(path).graph.initializer
    except Exception as error:  # protobuf has no base class of its own
        raise InputError(f"{path} is not a model file to start from") from error
    named = {each.name: numpy_helper.to_array(each) for each in stored}
    return {name: torch.from_numpy(values.copy()) for name, values in named.items()}
