"""ECOSTRESS Level-2 surface temperature in HDF5: on the grid of Collection 2 (L2G)."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import xarray as xr

from lstgeo.errors import InputError
from lstgeo.raster.references import ecostress, eos, hdf5, reference
from lstgeo.raster.references.reference import Reference

GRIDDED = "HDFEOS/GRIDS/ECO_L2G_LSTE_70m/Data Fields"
STRUCTURE = "HDFEOS INFORMATION/StructMetadata.0"

_TIME = re.compile(r"_(\d{8}T\d{6})_")


def read(path: Path) -> Reference:
    """Reference of a gridded file (L2G_LSTE); raises InputError for any other, RasterError."""
    with hdf5.opened(path) as file:
        structure = hdf5.find(file, STRUCTURE)
        layers = {
            name: hdf5.find(file, f"{GRIDDED}/{name}")
            for name in ("LST", "LST_err", "QC", "cloud_mask")
        }
        if layers["LST"] is None or structure is None:
            raise InputError(
                f"{path} has no {GRIDDED}/LST; of HDF5 files, ECOSTRESS's gridded L2G LSTE is a "
                "reference (its swaths need to be gridded)"
            )
        grid = eos.grid(hdf5.text(structure), str(path))
        there = {name: layer for name, layer in layers.items() if layer is not None}
        values = {
            name: reference.array(hdf5.physical(there[name]), grid)
            for name in ("LST", "LST_err")
            if name in there
        }
        numbers = {
            name: reference.array(np.asarray(there[name][:]).astype(np.uint16), grid)
            for name in ("QC", "cloud_mask")
            if name in there
        }
    named = _TIME.search(path.name)
    found = Reference(
        path=path,
        product="ECOSTRESS L2G LSTE",
        temperature=values["LST"],
        sigma=values.get("LST_err"),
        clear=values["LST"].notnull(),
        rule=ecostress.PRODUCED,
        period=ecostress.moment(named[1]) if named else None,
    )
    cloud: xr.DataArray | None = numbers.get("cloud_mask")
    return ecostress.graded(
        found,
        numbers.get("QC"),
        None if cloud is None else cloud == 0,
        ecostress.LAYER_RULE,
    )
