"""Running a model file: the only place that knows onnxruntime."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from lstgeo.errors import MissingFileError, ModelError
from lstgeo.model import contract
from lstgeo.model.contract import ModelContract

INPUT = "features"
"""Name of the one input of a model."""

PIECE = 1 << 12
"""Rows of one run: fewer cost calls, and more leave the cache."""

ROWS = 64
"""Rows are run in multiples of so many: the remainder of a vectorised loop is worked out by other
instructions, and its last bits would differ with the place of a pixel in its piece."""

_FATAL_ONLY = 4

Array = NDArray[np.float32]


@dataclass(frozen=True)
class OnnxAtmosphereModel:
    """A model file and its contract. Holds no session, so it pickles to workers.

    `sha256` is of the file as it was opened; a worker refuses a file that has changed since.
    """

    path: Path
    contract: ModelContract
    sha256: str

    def outputs(self, features: Mapping[str, Array]) -> dict[str, Array]:
        """Outputs by name for `features` by name, each of them float32 (n,) in house units.

        The features are put into the order that the file states.
        """
        columns = [features[known.name] for known in self.contract.features]
        matrix = np.empty((len(columns[0]), len(columns)), np.float32)
        for place, column in enumerate(columns):
            matrix[:, place] = column
        return run(self.path, matrix, self.sha256)


def open_model(path: str | Path, sha256: str | None = None) -> OnnxAtmosphereModel:
    """Model in the file at `path`, which must have the checksum `sha256` where that is known.

    Raises MissingFileError, and ModelError where the file is no model of this contract.
    """
    path = Path(path)
    found = checksum(path)
    if sha256 is not None and found != sha256:
        raise ModelError(
            f"{path} is not the model it should be: its SHA-256 is {found}, not {sha256}"
        )
    session = _session(path, found)
    stated = contract.parse(_metadata(session, path), str(path))
    _require_nodes(session, stated, path)
    return OnnxAtmosphereModel(path, stated, found)


def metadata(path: str | Path) -> str:
    """Contract of the model file at `path` as its text, of whatever kind and version it is.

    Raises MissingFileError, and ModelError where the file is not ONNX or states no contract.
    """
    path = Path(path)
    return _metadata(_session(path, checksum(path)), path)


def run(path: str | Path, features: Array, sha256: str | None = None) -> dict[str, Array]:
    """Every output of a model file by name, for `features` float32 (n, k), in pieces.

    Raises MissingFileError, and ModelError where the file is not ONNX, or not that of `sha256`.
    """
    path = Path(path)
    session = _session(path, sha256 or checksum(path))
    names = [node.name for node in session.get_outputs()]
    pieces = [
        session.run(names, {INPUT: _filled_up(features[start : start + PIECE])})
        for start in range(0, len(features), PIECE)
    ] or [[np.empty(0, np.float32) for _ in names]]
    return {
        name: _joined(parts)[: len(features)]
        for name, parts in zip(names, zip(*pieces, strict=True), strict=True)
    }


def _filled_up(piece: Array) -> Array:
    """`piece` with its last row repeated up to a multiple of `ROWS`."""
    lacking = -len(piece) % ROWS
    if lacking == 0:
        return piece
    return np.concatenate([piece, np.repeat(piece[-1:], lacking, axis=0)])


def _joined(parts: tuple[Array, ...]) -> Array:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def checksum(path: Path) -> str:
    """SHA-256 of the file at `path`, in hexadecimal; raises MissingFileError, ModelError."""
    return hashlib.sha256(_content(path)).hexdigest()


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise MissingFileError(f"model file {path} does not exist")
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error


@lru_cache(maxsize=16)
def _session(path: Path, sha256: str) -> Any:
    """The session of a file's content, one for all threads of this process."""
    content = _content(path)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelError(f"{path} has changed since it was opened")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = _FATAL_ONLY
    try:
        return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError(f"{path} is not a whole ONNX model: {_first_line(error)}") from error


def _first_line(error: Exception) -> str:
    """What onnxruntime says, without its code and its address."""
    return str(error).strip().partition("\n")[0].rpartition(" : ")[2]


def _metadata(session: Any, path: Path) -> str:
    stated = session.get_modelmeta().custom_metadata_map
    if contract.PROPERTY not in stated:
        raise ModelError(
            f"{path} states no model contract: it has no metadata property {contract.PROPERTY!r}"
        )
    return str(stated[contract.PROPERTY])


def _require_nodes(session: Any, stated: ModelContract, path: Path) -> None:
    """Raise ModelError where the graph does not have the inputs and outputs that are stated."""
    inputs = {node.name: node.shape[-1] for node in session.get_inputs()}
    if inputs != {INPUT: len(stated.features)}:
        raise ModelError(
            f"{path} does not take the {len(stated.features)} features that its metadata state"
        )
    missing = contract.OUTPUTS - {node.name for node in session.get_outputs()}
    if missing:
        raise ModelError(f"{path} has no output {', '.join(sorted(missing))}")
