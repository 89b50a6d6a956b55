"""Gradient-boosted trees as an ONNX file.

Written node by node: skl2onnx 1.20 fails on scikit-learn 1.9.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

from lstgeo.training import boosting

if TYPE_CHECKING:
    from onnx import GraphProto, ModelProto, NodeProto
    from sklearn.ensemble import HistGradientBoostingRegressor

    from lstgeo.physics.arrays import Array

OPSETS = {"": 17, "ai.onnx.ml": 3}
FORMAT = 8
"""Version of the file format that these operators came with."""


def model(
    regressor: HistGradientBoostingRegressor, metadata: Mapping[str, str] | None = None
) -> ModelProto:
    """ONNX model from `features` float32 (n, 12) to `difference` float32 (n,) [K]."""
    imports = [helper.make_opsetid(domain, version) for domain, version in OPSETS.items()]
    made = helper.make_model(_graph(regressor), opset_imports=imports, ir_version=FORMAT)
    helper.set_model_props(made, dict(metadata or {}))
    checker.check_model(made)
    return made


def _graph(regressor: HistGradientBoostingRegressor) -> GraphProto:
    """The columns of :func:`boosting.columns`, the trees, and one dimension less."""
    constants = {
        "extension": boosting.extension(),
        "flags": boosting.flags(),
        "always": boosting.always(),
        "flat": np.array([-1], np.int64),
    }
    nodes = [
        helper.make_node("MatMul", ["features", "extension"], ["extended"]),
        helper.make_node("MatMul", ["features", "flags"], ["flagged"]),
        helper.make_node("Add", ["flagged", "always"], ["presence"]),
        helper.make_node("Mul", ["extended", "presence"], ["columns"]),
        _trees(regressor),
        helper.make_node("Reshape", ["sum", "flat"], ["difference"]),
    ]
    return helper.make_graph(
        nodes,
        "boosting",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", boosting.FEATURES])],
        [helper.make_tensor_value_info("difference", TensorProto.FLOAT, ["n"])],
        [numpy_helper.from_array(values, name) for name, values in constants.items()],
    )


def _trees(regressor: HistGradientBoostingRegressor) -> NodeProto:
    """All trees as one node."""
    trees = [tree.nodes for round_of in regressor._predictors for tree in round_of]
    nodes = np.concatenate(trees)
    sizes = [len(tree) for tree in trees]
    number = np.repeat(np.arange(len(trees)), sizes)
    place = np.concatenate([np.arange(size) for size in sizes])
    leaf = nodes["is_leaf"].astype(bool)
    return helper.make_node(
        "TreeEnsembleRegressor",
        ["columns"],
        ["sum"],
        domain="ai.onnx.ml",
        n_targets=1,
        base_values=_floats(regressor._baseline_prediction.ravel()),
        nodes_treeids=_integers(number),
        nodes_nodeids=_integers(place),
        nodes_modes=["LEAF" if ends else "BRANCH_LEQ" for ends in leaf],
        nodes_featureids=_integers(np.where(leaf, 0, nodes["feature_idx"])),
        nodes_values=_floats(np.where(leaf, 0.0, nodes["num_threshold"])),
        nodes_truenodeids=_integers(np.where(leaf, 0, nodes["left"])),
        nodes_falsenodeids=_integers(np.where(leaf, 0, nodes["right"])),
        target_treeids=_integers(number[leaf]),
        target_nodeids=_integers(place[leaf]),
        target_ids=_integers(np.zeros(leaf.sum())),
        target_weights=_floats(nodes["value"][leaf]),
    )


def _integers(values: Array) -> list[int]:
    return [int(value) for value in values]


def _floats(values: Array) -> list[float]:
    return [float(value) for value in values]
