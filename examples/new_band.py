"""A model for a new band: `python examples/new_band.py [FOLDER]`, some minutes of one processor.

The sensor is invented: the response of Landsat 5's band 6, twice its noise, a footprint of 200 m.
Its absorption table therefore ships; a response of your own needs line files first. It needs
`pip install 'lstgeo[train]'`.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import resources
from pathlib import Path

from lstgeo.training import config, run

SHIPPED = resources.files("lstgeo")

CONFIGURATION = f"""
sensor: cubesat
band: TIR1
response: {SHIPPED / "sensors/responses/landsat5_b6.csv"}
node_table: {SHIPPED / "atmosphere/tables/landsat5_b6.npz"}
nedt: 0.5                        # K at 300 K
calibration_sigma: 1.0           # K at 300 K, 1 sigma
native_resolution: 200           # m
view_zenith_angle: [0, 30]
start: landsat5-b6-coupled-v1    # begin with the weights of the nearest band
teachers: 1
steps: 500
distillation_steps: 500
"""


def main(folder: Path) -> None:
    """Write the configuration, train, and print what the card says of columns never seen."""
    chosen = folder / "cubesat.yaml"
    chosen.write_text(CONFIGURATION, "utf-8")
    model = run.train(config.read(chosen), folder / "models")
    card = model.with_suffix(".md").read_text("utf-8")
    print(card[card.index("## Figures") : card.index("## Limits")])
    print(f"lstgeo retrieve radiance.tif --model {model} --wv 15 --emissivity 0.97")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
