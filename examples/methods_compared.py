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
import rioxarray

import lstgeo
from lstgeo.simulation import scene as simulation

TAKE_AIR_TEMPERATURE = ("coupled", "mono-window")
TAKE_WATER_VAPOUR = ("practical", "statistical", "single-channel")


def main(folder: Path) -> None:
    """Simulate, retrieve by each method, print the errors."""
    files = simulation.write(folder, shape=(384, 384), seed=3)
    true = rioxarray.open_rasterio(files.truth / "surface_temperature.tif", masked=True)
    water = {"water_vapour": files.water_vapour}
    both = water | {"air_temperature": files.air_temperature}
    given = dict.fromkeys(TAKE_WATER_VAPOUR, water) | dict.fromkeys(TAKE_AIR_TEMPERATURE, both)
    given["profile"] = {"profiles": files.reanalysis}
    print(f"{'method':15} {'bias':>6} {'RMSE':>6}  {'median sigma':>12}   [K]")
    for method, inputs in given.items():
        result = lstgeo.retrieve(lstgeo.open_scene(files.scene), method=method, **inputs)
        clear = lstgeo.decode_quality(result.quality)["clear"].to_numpy()
        error = (result.surface_temperature.to_numpy() - true.to_numpy()[0])[clear]
        sigma = result.surface_temperature_uncertainty.to_numpy()[clear]
        rmse = float(np.sqrt(np.nanmean(error**2)))
        print(f"{method:15} {np.nanmean(error):+6.2f} {rmse:6.2f}  {np.nanmedian(sigma):12.2f}")
        lstgeo.write(result, folder / f"{method}.tif")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
