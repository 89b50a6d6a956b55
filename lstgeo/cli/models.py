"""`lstgeo models`: which models ship, what they say of themselves, and whether they are whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from lstgeo.model.contract import Variable
    from lstgeo.model.onnx import OnnxAtmosphereModel


def models(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME|FILE", help="Model to describe.")
    ] = None,
    *,
    verify: Annotated[
        bool, typer.Option("--verify", help="Compare every model file with the manifest.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the models that ship, describe one, or verify them all."""
    if verify and name is not None:
        raise typer.BadParameter("--verify is for all models; leave the name out")
    if verify:
        _verify(as_json)
    elif name is not None:
        _describe(name, as_json)
    else:
        _list(as_json)


def _list(as_json: bool) -> None:
    from lstgeo.model import onnx, shipped

    opened = [onnx.open_model(model.path, model.sha256) for model in shipped.models()]
    if as_json:
        print(json.dumps([_summary(model) for model in opened], indent=2))
        return
    for model in opened:
        stated = model.contract
        low, high = stated.range("total_column_water_vapour")
        print(
            f"{stated.name}  {stated.sensor} {stated.band}  {stated.tier}  "
            f"water vapour {low:g} to {high:g} kg m-2  sha256 {model.sha256[:12]}"
        )


def _verify(as_json: bool) -> None:
    from lstgeo.model import shipped

    verified = shipped.verify()
    if as_json:
        print(json.dumps({model.file: model.sha256 for model in verified}, indent=2))
    else:
        print(f"{shipped.FOLDER}: {len(verified)} files are as the manifest says")


def _describe(name: str, as_json: bool) -> None:
    from lstgeo.model import onnx, shipped

    model = shipped.open_any(name)
    if as_json:
        stated = json.loads(onnx.metadata(model.path))
        print(json.dumps({"file": str(model.path), "sha256": model.sha256} | stated, indent=2))
        return
    stated = model.contract
    print(f"{stated.name}: {stated.tier} model of {stated.sensor} {stated.band}")
    print(f"file      {model.path}")
    print(f"sha256    {model.sha256}")
    print("features, and the range of each in the training:")
    print("\n".join(_line(feature) for feature in stated.features))
    print("outputs:")
    print("\n".join(f"  {output.name} [{output.units}]" for output in stated.outputs))
    for title, document in (("training", stated.training), ("evaluation", stated.evaluation)):
        print(f"{title}:")
        print("\n".join(_flat(document)))


def _summary(model: OnnxAtmosphereModel) -> dict[str, Any]:
    stated = model.contract
    return {
        "name": stated.name,
        "sensor": stated.sensor,
        "band": stated.band,
        "tier": stated.tier,
        "file": str(model.path),
        "sha256": model.sha256,
        "features": {feature.name: list(feature.range) for feature in stated.features},
    }


def _line(feature: Variable) -> str:
    low, high = feature.range
    return f"  {feature.name} [{feature.units}]  {low:g} to {high:g}"


def _flat(document: Mapping[str, Any], indent: str = "  ") -> list[str]:
    """Lines of a nested document, one a value, deeper ones indented."""
    lines: list[str] = []
    for key, value in document.items():
        if isinstance(value, dict):
            lines += [f"{indent}{key}:", *_flat(value, indent + "  ")]
        else:
            lines.append(f"{indent}{key}: {value}")
    return lines or [f"{indent}-"]
