"""The graph of a coupled network as it runs fastest: numbers in rows, few operations, same weights.

The exporter's graph spends half its time on operations over (n, 1): here what is done number by
number is done on rows of n, and only the wide layers see pixels in rows.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from lstgeo.training.features import FEATURES, INDEX, OUTPUTS

_OPSET, _IR = 20, 10
_WIDE = ("trunk.0", "trunk.2")
"""Hidden layers of the trunk, which are most of the work."""


class _Graph:
    """Nodes and constants, each added with the name of what comes of it."""

    def __init__(self, weights: dict[str, NDArray[np.float32]]) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights = weights
        self.constants: dict[str, NDArray[Any]] = {}

    def add(self, operation: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Node with one output."""
        self.nodes.append(helper.make_node(operation, inputs, [output], **attributes))
        return output

    def constant(self, name: str, value: object, dtype: type = np.float32) -> str:
        """Constant tensor."""
        self.constants[name] = np.asarray(value, dtype)
        return name

    def column(self, name: str) -> str:
        """Weights that are a vector, as a column; made once, when the file is opened."""
        second = self.constant("second", [1], np.int64)
        return self.add("Unsqueeze", [name, second], f"{name}.column")

    def rows(self, matrix: str, first: int, last: int, output: str) -> str:
        """Rows `first` to `last`, without it, of a matrix."""
        ends = [
            self.constant(f"{output}.{end}", [at], np.int64)
            for end, at in (("first", first), ("last", last), ("axis", 0))
        ]
        return self.add("Slice", [matrix, *ends], output)

    def split(self, matrix: str, outputs: list[str]) -> list[str]:
        """Rows of a matrix, each by itself (1, n)."""
        ones = self.constant(f"{matrix}.rows", [1] * len(outputs), np.int64)
        self.nodes.append(helper.make_node("Split", [matrix, ones], outputs, axis=0))
        return outputs

    def initializers(self) -> list[onnx.TensorProto]:
        """Weights as the network names them, and constants."""
        return [
            numpy_helper.from_array(value, name)
            for name, value in (self.weights | self.constants).items()
        ]


def rewritten(model: onnx.ModelProto) -> onnx.ModelProto:
    """Graph of the same coupled network, with the weights and metadata of `model`."""
    stored = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    part_of = ("preparation.", "trunk.", "opacity.", "heads.")
    graph = _Graph({name: values for name, values in stored.items() if name.startswith(part_of)})
    low, high = _bounds(model, stored)
    _prepared(graph)
    _transmittance(graph)
    _heads(graph, low, high)
    return _model(graph, model)


def _bounds(model: onnx.ModelProto, stored: dict[str, NDArray[Any]]) -> tuple[float, float]:
    """Ends that the model clips the logarithm of sigma to; it clips nothing else."""
    (clip,) = (node for node in model.graph.node if node.op_type == "Clip")
    low, high = (float(stored[name]) for name in clip.input[1:3])
    return low, high


def _prepared(graph: _Graph) -> None:
    """`numbers` (k, n), `water` [g cm-2] and `secant`, (1, n), from the features."""
    graph.add("Transpose", ["features"], "given", perm=[1, 0])
    graph.add("Max", ["given", graph.column("preparation.low")], "above")
    graph.add("Min", ["above", graph.column("preparation.high")], "clipped")
    for name, weights, offset in (("linear", "scale", "offset"), ("present", "flags", "always")):
        inputs = [f"preparation.{weights}", "clipped", graph.column(f"preparation.{offset}")]
        graph.add("Gemm", inputs, name, transA=1)
    graph.add("Mul", ["linear", "present"], "counted")
    _view(graph)
    _water(graph)
    noise = _feature(graph, "radiometric_sigma")
    graph.add("Mul", [noise, graph.constant("5", [5.0])], "noise.scaled")
    graph.add("Log", ["noise.scaled"], "noise")
    graph.add("Concat", ["counted", "view", "noise", "wet", "water.log"], "numbers", axis=0)


def _feature(graph: _Graph, name: str) -> str:
    place = INDEX[name]
    return graph.rows("clipped", place, place + 1, name)


def _view(graph: _Graph) -> None:
    degrees = _feature(graph, "view_zenith_angle")
    graph.add("Mul", [degrees, graph.constant("radian", [math.pi / 180])], "angle")
    graph.add("Cos", ["angle"], "cosine")
    graph.add("Reciprocal", ["cosine"], "secant")
    graph.add("Mul", ["secant", graph.constant("10", [10.0])], "secant.scaled")
    graph.add("Sub", ["secant.scaled", "10"], "view")


def _water(graph: _Graph) -> None:
    vapour = _feature(graph, "total_column_water_vapour")
    graph.add("Mul", [vapour, graph.constant("0.1", [0.1])], "water")
    graph.add("Mul", ["water", graph.constant("0.5", [0.5])], "water.half")
    graph.add("Sub", ["water.half", graph.constant("1", [1.0])], "wet")
    graph.add("Add", ["water", "0.1"], "water.more")
    graph.add("Log", ["water.more"], "water.log")


def _transmittance(graph: _Graph) -> None:
    """From an optical depth that is a polynomial of water vapour."""
    count = graph.weights["opacity.0.weight"].shape[1]
    dry = graph.rows("numbers", 0, count, "dry")
    graph.add("Gemm", ["opacity.0.weight", dry, graph.column("opacity.0.bias")], "slopes.linear")
    graph.add("Relu", ["slopes.linear"], "slopes")
    graph.add("Gemm", ["opacity.2.weight", "slopes", graph.column("opacity.2.bias")], "powers.log")
    graph.add("Exp", ["powers.log"], "powers")
    constant, linear, square = graph.split("powers", ["constant", "linear.slope", "square"])
    graph.add("Mul", [square, "water"], "steeper")
    graph.add("Add", ["steeper", linear], "steep")
    graph.add("Mul", ["steep", "water"], "wet.depth")
    graph.add("Add", ["wet.depth", constant], "vertical")
    graph.add("Mul", ["vertical", "secant"], "depth")
    graph.add("Neg", ["depth"], "depth.negative")
    graph.add("Exp", ["depth.negative"], "transmittance.row")


def _heads(graph: _Graph, low: float, high: float) -> None:
    layer = graph.add("Transpose", ["numbers"], "pixels", perm=[1, 0])
    for name in _WIDE:
        graph.add("Gemm", [layer, f"{name}.weight", f"{name}.bias"], f"{name}.linear", transB=1)
        layer = graph.add("Relu", [f"{name}.linear"], f"{name}.out")
    graph.add("Gemm", ["heads.weight", layer, graph.column("heads.bias")], "heads", transB=1)
    air, ratio, correction, sigma = graph.split("heads", ["air", "ratio", "five", "sigma"])
    graph.add("Sub", ["1", "transmittance.row"], "opaque")
    graph.add("Exp", [air], "air.radiance")
    graph.add("Mul", ["opaque", "air.radiance"], "upwelling_radiance.row")
    graph.add("Exp", [ratio], "excess")
    graph.add("Add", ["excess", "1"], "times")
    graph.add("Mul", ["upwelling_radiance.row", "times"], "downwelling_radiance.row")
    graph.add("Mul", [correction, "5"], "correction.row")
    ends = [graph.constant("sigma.low", low), graph.constant("sigma.high", high)]
    graph.add("Clip", [sigma, *ends], "log_sigma.row")
    axis = graph.constant("axis", [0], np.int64)
    for name in OUTPUTS:
        graph.add("Squeeze", [f"{name}.row", axis], name)


def _model(graph: _Graph, model: onnx.ModelProto) -> onnx.ModelProto:
    number = onnx.TensorProto.FLOAT
    features = helper.make_tensor_value_info("features", number, ["pixels", len(FEATURES)])
    outputs = [helper.make_tensor_value_info(name, number, ["pixels"]) for name in OUTPUTS]
    made = helper.make_model(
        helper.make_graph(graph.nodes, "coupled", [features], outputs, graph.initializers()),
        opset_imports=[helper.make_opsetid("", _OPSET)],
        ir_version=_IR,
    )
    made.metadata_props.extend(model.metadata_props)
    onnx.checker.check_model(made)
    return made
