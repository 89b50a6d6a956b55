"""Networks as ONNX files with their contract inside, proven to say the same."""

from __future__ import annotations

import json
import logging
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch

from lstgeo.errors import OutputError
from lstgeo.model import contract
from lstgeo.model import onnx as running
from lstgeo.training import rewriting
from lstgeo.training.features import OUTPUTS
from lstgeo.training.network import Coupled, Standalone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lstgeo.physics.arrays import Array
    from lstgeo.training.fit import Network

STANDALONE_OUTPUTS = {"difference": "K", "log_sigma": "1"}
"""Units of what a standalone network gives."""

PARITY = 1e-4
"""Largest difference [K; of radiances and transmittance their own unit] of a file and its network.

A tenth of the millikelvin that is promised, for the inversion divides by transmittance.
"""


def outputs(network: Network) -> dict[str, str]:
    """Units of the outputs of a network, by name."""
    return STANDALONE_OUTPUTS if isinstance(network, Standalone) else OUTPUTS


def export(network: Network, path: Path, document: Mapping[str, Any], examples: Array) -> None:
    """Write `network` with its metadata `document`; `examples` (n, k) prove that it is the same.

    Raises OutputError, and leaves nothing, where the file does not say what the network says.
    """
    network.eval()
    part = path.with_suffix(".part")
    names = tuple(outputs(network))
    _write(network, part, names, examples.shape[1])
    model = onnx.load(part)
    if isinstance(network, Coupled):
        model = rewriting.rewritten(model)
    _strip(model)
    entry = model.metadata_props.add()
    entry.key, entry.value = contract.PROPERTY, json.dumps(document)
    onnx.checker.check_model(model)
    onnx.save(model, part)
    difference = parity(network, part, examples)
    if not difference <= PARITY:
        part.unlink()
        raise OutputError(f"{path.name} differs from its network by {difference:g}")
    part.replace(path)


def parity(network: Network, path: Path, examples: Array) -> float:
    """Largest difference of any output of a file and of its network, on features (n, k)."""
    found = running.run(path, examples)
    with torch.no_grad():
        wanted = network(torch.from_numpy(examples))
    return max(
        float(np.max(np.abs(found[name] - values.numpy())))
        for name, values in zip(outputs(network), wanted, strict=True)
    )


def _write(network: Network, path: Path, names: tuple[str, ...], features: int) -> None:
    example = torch.zeros(3, features)
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (example,),
            path,
            input_names=["features"],
            output_names=list(names),
            dynamic_shapes=({0: torch.export.Dim("pixels")},),
            dynamo=True,
            external_data=False,
            verbose=False,
        )


def _strip(model: onnx.ModelProto) -> None:
    """Take out what the exporter tells of its own working, which is larger than the weights."""
    del model.metadata_props[:]
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output):
        del value.metadata_props[:]
    for weights in model.graph.initializer:
        del weights.metadata_props[:]
