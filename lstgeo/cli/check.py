"""`lstgeo check`: what would be done, and everything that would go wrong, before it does."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import lstgeo
from lstgeo.cli import options
from lstgeo.pipeline import settings

if TYPE_CHECKING:
    from lstgeo.pipeline.plan import Plan


@options.taking(settings.OPENING, settings.RETRIEVING)
def check(
    scenes: Annotated[
        list[Path] | None, typer.Argument(metavar="SCENE...", help="Scenes as for retrieve.")
    ] = None,
    *,
    scene_list: Annotated[
        Path | None, typer.Option("--list", help="List of scenes, as for batch.", metavar="LIST")
    ] = None,
    output: options.OptionalOutput = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the plans as JSON, one object a scene.")
    ] = False,
    **given: Any,
) -> None:
    """Tell, from headers, what would be done and what would go wrong; with -q the latter alone."""
    from lstgeo.cli import plan

    read = options.read(given)
    found = False
    documents = []
    for scene, own, fault in _every(scenes or [], scene_list):
        planned = _planned(scene, output, settings.arguments({**read, **own}), fault)
        found = found or bool(planned.problems)
        documents.append({"argument": scene, **planned.document()})
        if not as_json:
            print(plan.problems(scene, planned) if _quiet() else plan.text(scene, planned))
    if as_json:
        print(json.dumps(documents, indent=2))
    raise typer.Exit(code=int(found))


def _quiet() -> bool:
    return not logging.getLogger("lstgeo").isEnabledFor(logging.WARNING)


def _planned(
    scene: str, output: Path | None, arguments: settings.Arguments, fault: str | None
) -> Plan:
    if fault is None:
        return lstgeo.check(scene, output, **{**arguments.opening, **arguments.retrieving})
    from lstgeo.pipeline.plan import Plan

    return Plan(scene, (fault,))


def _every(
    scenes: list[Path], scene_list: Path | None
) -> Iterator[tuple[str, Mapping[str, Any], str | None]]:
    """Scenes that are given and listed, with settings of their own and what is wrong with the row.

    Without any, that of the current folder.
    """
    from lstgeo.batches import rows

    listed = [] if scene_list is None else list(rows.of(scene_list)())
    for scene in scenes or ([] if listed else [Path()]):
        yield str(scene), {}, None
    for row in listed:
        yield row.scene, row.values, row.fault
