"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from lstgeo.errors import InputError
from lstgeo.pipeline import settings, values
from lstgeo.pipeline.settings import Kind, Setting

Command = TypeVar("Command", bound=Callable[..., None])

Scene = Annotated[
    Path,
    typer.Argument(help="Scene folder, MTL file, .tar, .tar.gz, granule (.hdf, .h5), lone raster."),
]
Band = Annotated[
    str | None,
    typer.Option(help="Thermal band, such as B10; the first one where left out.", metavar="NAME"),
]
_OUTPUT = typer.Option(
    "--output", "-o", help="Raster to write (lst.tif), or a folder.", metavar="FILE|FOLDER"
)
Output = Annotated[Path, _OUTPUT]
OptionalOutput = Annotated[Path | None, _OUTPUT]
_TYPES: Mapping[Kind, Any] = {
    Kind.TEXT: str | None,
    Kind.SOURCE: str | None,
    Kind.COUNT: int | None,
    Kind.FLAG: bool,
    Kind.SIGMAS: list[str] | None,
}


def taking(*functions: str) -> Callable[[Command], Command]:
    """Give a command the settings of `functions` as options: it has them as `**given`."""

    def given_them(command: Command) -> Command:
        known = inspect.signature(command, eval_str=True)
        own = [p for p in known.parameters.values() if p.kind is not p.VAR_KEYWORD]
        positional = [p for p in own if p.kind is not p.KEYWORD_ONLY]
        added = [_parameter(setting) for setting in settings.of(*functions)]
        every = [*positional, *added, *(p for p in own if p.kind is p.KEYWORD_ONLY)]
        command.__signature__ = known.replace(parameters=every)  # type: ignore[attr-defined]
        return command

    return given_them


def _parameter(setting: Setting) -> inspect.Parameter:
    option = typer.Option(
        f"--{setting.option}",
        help=setting.help,
        metavar=setting.metavar,
        min=1 if setting.kind is Kind.COUNT else None,
    )
    return inspect.Parameter(
        setting.option.replace("-", "_"),
        inspect.Parameter.KEYWORD_ONLY,
        default=False if setting.kind is Kind.FLAG else None,
        annotation=Annotated[_TYPES[setting.kind], option],
    )


def read(given: Mapping[str, Any]) -> dict[str, Any]:
    """Values by argument of the options that the user gave; wrong usage where one cannot be."""
    try:
        return values.read(given)
    except InputError as error:
        raise typer.BadParameter(str(error)) from None


def given(named: Mapping[str, Any]) -> dict[str, Any]:
    """Those of `named` that are not None."""
    return {name: value for name, value in named.items() if value is not None}
