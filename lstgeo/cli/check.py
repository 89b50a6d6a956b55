"""`lstgeo check`: everything that would go wrong, before it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

import lstgeo
from lstgeo.cli import options
from lstgeo.pipeline import settings


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
    **given: Any,
) -> None:
    """Find out, from headers, what would go wrong; one line a problem."""
    read = options.read(given)
    found = False
    for scene, own, fault in _every(scenes or [], scene_list):
        arguments = settings.arguments({**read, **own})
        problems = [fault] if fault else _problems(scene, output, arguments)
        for problem in problems:
            print(f"{scene}: {problem}")
        if not problems:
            print(f"{scene}: nothing found wrong")
        found = found or bool(problems)
    raise typer.Exit(code=int(found))


def _problems(scene: str, output: Path | None, arguments: settings.Arguments) -> list[str]:
    return lstgeo.check(scene, output, **{**arguments.opening, **arguments.retrieving})


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
