"""How much hotter a town is than its fields: `python examples/heat_island.py [FOLDER]`.

A Landsat 8 scene with towns is simulated, so that the example needs no download. Built-up land is
told from fields by the vegetation index of the scene itself. Errors of the atmosphere are shared by
neighbours and cancel in a difference: what remains is the error of emissivity.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import xarray as xr

import lstgeo
from lstgeo.simulation import scene as simulation


def main(folder: Path) -> None:
    """Simulate, retrieve, compare town and fields; the truth of the simulation beside it."""
    made = simulation.write(folder, shape=(768, 768), seed=8)
    scene = lstgeo.open_scene(made.scene)
    result = lstgeo.retrieve(
        scene, water_vapour=made.water_vapour, air_temperature=made.air_temperature
    ).compute()
    masks = lstgeo.decode_quality(result.quality)
    land = masks["clear"] & ~masks["water"]

    red, infrared = scene.red_reflectance, scene.near_infrared_reflectance
    index = ((infrared - red) / (infrared + red)).compute()
    truth = xr.open_dataarray(made.truth / "surface_temperature.tif", engine="rasterio").squeeze()

    town, fields = land & (index < 0.2), land & (index > 0.5)
    found, true = (
        float(temperature.where(town).median() - temperature.where(fields).median())
        for temperature in (result.surface_temperature, truth)
    )
    print(f"bare and built-up: {int(town.sum())} pixels, fields: {int(fields.sum())}")
    print(f"hotter than fields by {found:.1f} K; in truth by {true:.1f} K")

    lstgeo.write(result, folder / "lst.tif")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
