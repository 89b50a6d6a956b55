"""`lstgeo demo`: see it work, without any data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lstgeo.cli import progress


def demo(
    folder: Annotated[Path, typer.Argument(help="Folder to fill.")] = Path("lstgeo-demo"),
    seed: Annotated[
        int | None, typer.Option(min=0, help="Another landscape under another sky.")
    ] = None,
) -> None:
    """Simulate a Landsat scene with known truth, retrieve it, and compare."""
    from lstgeo import demo as demonstration

    with progress.bar("retrieving") as advance:
        made = demonstration.run(folder, seed=seed, progress=advance)
    print(f"scene     {made.scene}")
    print(f"result    {made.temperature} (method {made.method})")
    print(f"picture   {made.picture}")
    errors = made.errors
    print(
        f"error     {errors.rmse:.2f} K RMSE (bias {errors.bias:+.2f} K) against the truth, over "
        f"{errors.count:,} clear pixels; expected of the method: {errors.predicted_sigma:.2f} K"
    )
