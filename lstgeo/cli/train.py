"""`lstgeo train`: a model of a band, of a sensor that lstgeo knows or of your own."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from lstgeo.cli import progress
from lstgeo.errors import LstgeoError

_NEEDED = ("torch", "onnx", "onnxscript")


def train(
    config: Annotated[
        Path | None, typer.Argument(metavar="CONFIG", help="YAML file; --example prints one.")
    ] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Folder of the model, instead of CONFIG's.", metavar="FOLDER"
        ),
    ] = None,
    example: Annotated[
        bool, typer.Option("--example", help="Print a commented configuration and stop.")
    ] = False,
) -> None:
    """Train a model of a band; a run that was interrupted goes on when it is started again."""
    from lstgeo.training import config as configuration

    if example:
        print(configuration.example(), end="")
        return
    if config is None:
        raise typer.BadParameter("a CONFIG is needed; --example prints one to start from")
    chosen = configuration.read(config)
    _require_extra()
    from lstgeo.training import run

    with progress.stages() as advance:
        model = run.train(chosen, output or chosen.output, advance)
    print(f"{model} (card {model.with_suffix('.md').name})")


def _require_extra() -> None:
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise LstgeoError(
            f"training needs {', '.join(missing)}, not installed here: pip install 'lstgeo[train]'"
        )
