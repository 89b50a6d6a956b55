"""`lstgeo demo`: see it work, without any data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def demo(
    folder: Annotated[Path, typer.Argument(help="Folder to fill.")] = Path("lstgeo-demo"),
    seed: Annotated[int, typer.Option(help="Seed of the scene.")] = 8,
) -> None:
    """Simulate a Landsat scene with known truth, retrieve it, and compare."""
    from lstgeo import demo as demonstration

    print(demonstration.run(folder, seed=seed))
