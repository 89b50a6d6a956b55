"""What a retrieval was made of, from its STAC item, in the order in which a page tells it.

An item is a file that anybody may have written: whatever it holds becomes text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lstgeo.pictures import caption
from lstgeo.raster import commit, described, stac

Facts = tuple[tuple[str, str], ...]
"""Names and values."""

_APART = frozenset({"origins", "input_sigma"})
"""Parameters that have a table of their own."""

AS_DESCRIBED, DIFFERS, MISSING = "as the item says", "differs from the item", "not there"
"""What became of an output since it was described."""


@dataclass(frozen=True)
class File:
    """A file, its SHA-256 as the item states it, and notes: what it held, or what became of it."""

    path: str
    sha256: str
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Last part of the path; all of it where it has but one."""
        return self.path.rpartition("/")[2] or self.path

    @property
    def folder(self) -> str:
        """What comes before the name."""
        return self.path.removesuffix(self.name)


@dataclass(frozen=True)
class Model:
    """The model that was used; `card` is its text where it ships with this very lstgeo."""

    name: str
    sha256: str
    card: str | None


@dataclass(frozen=True)
class Provenance:
    """Everything that an item tells: facts on scene and method, parameters, files, the model."""

    scene: Facts
    method: Facts
    sigmas: Facts
    parameters: Facts
    inputs: tuple[File, ...]
    outputs: tuple[File, ...]
    model: Model | None

    @property
    def troubles(self) -> tuple[str, ...]:
        """A sentence for each output that is not as the item says."""
        return tuple(
            f"{file.path}: {note}"
            for file in self.outputs
            for note in file.notes
            if note != AS_DESCRIBED
        )


def of(item: Mapping[str, Any], folder: Path) -> Provenance:
    """Provenance that an item tells, whose outputs lie in `folder` and are compared with it."""
    properties = described.mapping(item.get("properties"))
    parameters = described.mapping(properties.get("lstgeo:parameters"))
    return Provenance(
        _scene(item, properties, parameters),
        _method(properties, parameters),
        _facts(described.mapping(parameters.get("input_sigma"))),
        _facts({name: value for name, value in parameters.items() if name not in _APART}),
        _inputs(properties, parameters),
        _outputs(item, folder),
        _model(described.mapping(properties.get("lstgeo:model"))),
    )


def items(value: Any) -> list[Mapping[str, Any]]:
    """The mappings that a list holds; none where `value` is no list."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def told(value: Any) -> str:
    """A value of an item in words.

    >>> told(0.00714111500226), told(["a", 2]), told(None), told(True), told({"b": 1})
    ('0.00714112', 'a, 2', '', 'true', '{"b": 1}')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list) and not any(isinstance(each, dict | list) for each in value):
        return ", ".join(told(each) for each in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _facts(found: Mapping[str, Any]) -> Facts:
    return tuple((str(name).replace("_", " "), told(value)) for name, value in found.items())


def _scene(
    item: Mapping[str, Any], properties: Mapping[str, Any], parameters: Mapping[str, Any]
) -> Facts:
    instruments = told(properties.get("instruments")).upper()
    stated = {
        "scene": properties.get("lstgeo:scene", item.get("id")),
        "platform": f"{told(properties.get('platform'))} {instruments}".strip(),
        "band": properties.get("lstgeo:band"),
        "acquired": caption.acquired(properties) or "at an unknown time",
        "sun elevation [degree]": parameters.get("sun_elevation"),
        "processing level": parameters.get("processing_level"),
    }
    return _stated(stated)


def _method(properties: Mapping[str, Any], parameters: Mapping[str, Any]) -> Facts:
    stated = {
        "method": parameters.get("method"),
        "source": parameters.get("method_source"),
        "emissivity": parameters.get("emissivity"),
        "emissivity sources": parameters.get("emissivity_sources"),
        "software": f"lstgeo {told(properties.get('lstgeo:version'))}".strip(),
        "made": properties.get("created"),
    }
    return _stated(stated)


def _stated(found: Mapping[str, Any]) -> Facts:
    return tuple((name, text) for name, value in found.items() if (text := told(value)))


def _inputs(properties: Mapping[str, Any], parameters: Mapping[str, Any]) -> tuple[File, ...]:
    """Inputs with their checksums, and what was read from each; then those that are no file."""
    files = [
        File(told(given.get("path")), told(given.get("sha256")))
        for given in items(properties.get("lstgeo:inputs"))
    ]
    for origin in items(parameters.get("origins")):
        named = origin.get("files")
        from_files = {told(name) for name in named} if isinstance(named, list) else set()
        known = {file.path for file in files}
        files += [File(name, "") for name in sorted(from_files - known)]
        if not from_files:
            files.append(File(told(origin.get("given")), ""))
            from_files = {told(origin.get("given"))}
        files = [
            replace(file, notes=(*file.notes, _origin(origin))) if file.path in from_files else file
            for file in files
        ]
    return tuple(files)


def _origin(origin: Mapping[str, Any]) -> str:
    """What was read of an input: quantity, field, units and who told them, times, a note."""
    quantity = told(origin.get("quantity")).replace("_", " ")
    variable, units = told(origin.get("variable")), told(origin.get("units"))
    field = f", field {variable}" if variable and variable != quantity else ""
    teller = told(origin.get("units_from"))
    words = [
        f"{quantity}{field}",
        f"{units} (told by {teller})" if units and teller else units,
        told(origin.get("times")),
        told(origin.get("note")),
    ]
    return "; ".join(filter(None, words))


def _outputs(item: Mapping[str, Any], folder: Path) -> tuple[File, ...]:
    return tuple(
        File(name, sha256, (_state(folder / name, sha256),))
        for name, sha256 in stac.checksums(item).items()
    )


def _state(path: Path, sha256: str) -> str:
    try:
        return AS_DESCRIBED if commit.sha256(path) == sha256 else DIFFERS
    except (OSError, ValueError):
        return MISSING


def _model(found: Mapping[str, Any]) -> Model | None:
    if not found:
        return None
    name, sha256 = told(found.get("name")), told(found.get("sha256"))
    return Model(name, sha256, _card(name, sha256))


def _card(name: str, sha256: str) -> str | None:
    """Text of the card of a model that ships; None where this lstgeo has another of that name."""
    from lstgeo.model import shipped  # noqa: PLC0415 - only where a model was used

    for model in shipped.models():
        card = model.path.with_suffix(".md")
        if (model.name, model.sha256) == (name, sha256) and card.is_file():
            return card.read_text("utf-8")
    return None
