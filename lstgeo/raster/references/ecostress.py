"""ECOSTRESS Level-2 surface temperature: what its quality numbers and cloud masks mean, its tiles.

After the Level-2 user guides of Collections 1 and 2 (JPL D-103137).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import xarray as xr

from lstgeo.raster import door
from lstgeo.raster.references import bits, reference
from lstgeo.raster.references.bits import Field
from lstgeo.raster.references.period import Period
from lstgeo.raster.references.reference import UNCLASSED, Classes, Reference

MANDATORY = Field(
    0,
    2,
    MappingProxyType(
        {
            0: "produced, best quality",
            1: "produced, nominal quality",
            2: "produced, but cloud detected",
            3: "not produced",
        }
    ),
)
ACCURACY = Field(
    14,
    2,
    MappingProxyType({0: "above 2 K", 1: "1.5 to 2 K", 2: "1 to 1.5 K", 3: "below 1 K"}),
)
"""Accuracy of LST; bits 2 to 13 are of data, iterations, opacity and emissivity."""

DETERMINED = Field(0, 1, MappingProxyType({0: "not determined", 1: "determined"}))
GROWN_CLOUD = Field(1, 1, MappingProxyType({0: "clear", 1: "cloud, with its grown edge"}))
FINAL_CLOUD = Field(2, 1, MappingProxyType({0: "clear", 1: "cloud"}))
"""Bits of the cloud mask of Collection 1; bits 3 and 4 are its tests, bit 5 is water."""

QUALITY_RULE = "produced without cloud (QC bits 0-1 are 00 or 01)"
MASK_RULE = "the cloud mask is determined (bit 0) and free of cloud and its grown edge (bits 1, 2)"
LAYER_RULE = "its cloud layer is 0"
PRODUCED = "it has a temperature"

UNMASKED = "no cloud mask lies beside it: clouds that its quality numbers do not name are compared"

TILE = re.compile(
    r"(?P<granule>ECOv\d{3}_L2T_LSTE_.*?(?P<time>\d{8}T\d{6})_\d{4}_\d{2})_LST\.tif", re.IGNORECASE
)


def clear(quality: Any) -> Any:
    """Whether a quality number says produced, and no cloud."""
    return MANDATORY.of(quality) <= 1


def without_cloud(mask: Any) -> Any:
    """Whether a number of Collection 1's cloud mask says that a pixel is seen and clear."""
    return (DETERMINED.of(mask) == 1) & (GROWN_CLOUD.of(mask) == 0) & (FINAL_CLOUD.of(mask) == 0)


def moment(text: str) -> Period:
    """Time of a granule's name, `20230713T234532`."""
    return Period.of(datetime.strptime(text, "%Y%m%dT%H%M%S").replace(tzinfo=UTC))


def graded(
    found: Reference, quality: xr.DataArray | None, cloudless: xr.DataArray | None, mask_rule: str
) -> Reference:
    """`found` with the clear pixels that quality numbers and a cloud mask tell, if they are there.

    `cloudless` is true where the mask is; `mask_rule` says when.
    """
    produced = found.temperature.notnull()
    trusted, rules, notes = produced, [], []
    if quality is None:
        notes.append("no QC layer lies beside it")
    else:
        trusted = trusted & clear(quality)
        rules.append(QUALITY_RULE)
    if cloudless is None:
        notes.append(UNMASKED)
    else:
        trusted = trusted & cloudless
        rules.append(mask_rule)
    return replace(
        found,
        clear=trusted,
        rule=", and ".join(rules) or PRODUCED,
        classes=None if quality is None else _classes(quality, produced),
        notes=(*found.notes, *notes),
    )


def read_tile(path: Path) -> Reference:
    """Reference of a tile of Collection 2 or later (L2T_LSTE): `*_LST.tif`, its layers beside it.

    Temperature and its error are float32 K with NaN for fill, as GDAL reads them.
    """
    named = TILE.fullmatch(path.name)
    if named is None:
        raise ValueError(f"{path.name} is not the name of a tile")
    temperature = door.open_raster(path, mask_and_scale=True)
    layers = {
        name: reference.companion(beside, temperature, mask_and_scale=name == "LST_err")
        for name in ("LST_err", "QC", "cloud")
        if (beside := path.with_name(f"{named['granule']}_{name}{path.suffix}")).is_file()
    }
    found = Reference(
        path=path,
        product="ECOSTRESS L2T LSTE",
        temperature=temperature,
        sigma=layers.get("LST_err"),
        clear=temperature.notnull(),
        rule=PRODUCED,
        period=moment(named["time"]),
    )
    return graded(
        found,
        bits.numbers(layers["QC"]) if "QC" in layers else None,
        bits.numbers(layers["cloud"]) == 0 if "cloud" in layers else None,
        LAYER_RULE,
    )


def _classes(quality: xr.DataArray, produced: xr.DataArray) -> Classes:
    """Pixels by the accuracy that ECOSTRESS states."""
    labels = tuple(f"accuracy {text}" for text in ACCURACY.meanings.values())
    numbers = ACCURACY.of(quality).where(produced, UNCLASSED).astype(np.uint8)
    return Classes("accuracy that ECOSTRESS states", labels, numbers)
