"""Methods compared: `python examples/methods_compared.py [FOLDER]`, without any data.

Every method sees the same simulated scene, whose true temperature is known. One scene is one
draw of the atmosphere, so the order of the methods changes from seed to seed: the evaluation in
the documentation has thousands of atmospheres.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
import xarray as xr

import lstgeo
from lstgeo.simulation import scene as simulation

TAKE_WATER_VAPOUR = ("practical", "statistical", "single-channel")
TAKE_AIR_TEMPERATURE_TOO = ("coupled", "mono-window")
TAKE_PROFILES = ("profile",)


def main(folder: Path) -> None:
    """Simulate, retrieve by each method, print the errors."""
    files = simulation.write(folder, shape=(384, 384), seed=3)
    truth = files.truth / "surface_temperature.tif"
    true = xr.open_dataarray(truth, engine="rasterio").squeeze().to_numpy()
    print(f"{'method':15} {'bias':>6} {'RMSE':>6}  {'median sigma':>12}   [K]")
    for method in (*TAKE_WATER_VAPOUR, *TAKE_AIR_TEMPERATURE_TOO, *TAKE_PROFILES):
        result = retrieved(method, files)
        clear = lstgeo.decode_quality(result.quality)["clear"].to_numpy()
        error = (result.surface_temperature.to_numpy() - true)[clear]
        sigma = result.surface_temperature_uncertainty.to_numpy()[clear]
        rmse = float(np.sqrt(np.nanmean(error**2)))
        print(f"{method:15} {np.nanmean(error):+6.2f} {rmse:6.2f}  {np.nanmedian(sigma):12.2f}")
        lstgeo.write(result, folder / f"{method}.tif")


def retrieved(method: str, files: simulation.SyntheticScene) -> xr.Dataset:
    """Result of a method with what it takes of the air."""
    airy = method in TAKE_AIR_TEMPERATURE_TOO
    profiled = method in TAKE_PROFILES
    return lstgeo.retrieve(
        lstgeo.open_scene(files.scene),
        method=method,
        water_vapour=None if profiled else files.water_vapour,
        air_temperature=files.air_temperature if airy else None,
        profiles=files.reanalysis if profiled else None,
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
