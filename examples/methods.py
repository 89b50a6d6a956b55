"""Methods beside each other on one scene of known truth: `python examples/methods.py [FOLDER]`.

One simulated scene has one atmosphere: the table shows how to compare, not which method is best.
That is told by thousands of atmospheres, in `docs/validation/tables.md`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import xarray as xr

import lstgeo
from lstgeo.simulation import scene as simulation

METHODS = ("profile", "coupled", "practical", "statistical", "single-channel")


def main(folder: Path) -> None:
    """Simulate, retrieve by each method, print bias, RMSE and what sigma expects."""
    made = simulation.write(folder, shape=(512, 512), seed=8)
    truth = xr.open_dataarray(made.truth / "surface_temperature.tif", engine="rasterio").squeeze()
    print(f"{'method':15} {'bias':>6} {'RMSE':>6} {'sigma':>6}  [K]")
    for method in METHODS:
        print_row(method, made, truth)


def print_row(name: str, made: simulation.SyntheticScene, truth: xr.DataArray) -> None:
    """Retrieve with the true emissivity, so that the atmosphere alone makes the difference."""
    result = lstgeo.retrieve(
        lstgeo.open_scene(made.scene),
        method=name,
        emissivity=made.emissivity,
        water_vapour=None if name == "profile" else made.water_vapour,
        profiles=made.reanalysis if name == "profile" else None,
    ).compute()
    clear = lstgeo.decode_quality(result.quality)["clear"]
    error = (result.surface_temperature - truth).where(clear)
    sigma = float((result.surface_temperature_uncertainty.where(clear) ** 2).mean() ** 0.5)
    rmse = float((error**2).mean() ** 0.5)
    print(f"{name:15} {float(error.mean()):6.2f} {rmse:6.2f} {sigma:6.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
