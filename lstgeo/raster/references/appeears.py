"""Surface temperature as NASA's AppEEARS cuts it out of a product: a GeoTIFF for each layer.

Scale, offset and fill stand in tags, which GDAL does not apply.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import xarray as xr

from lstgeo.errors import InputError
from lstgeo.raster import door
from lstgeo.raster.references import bits, ecostress, mod11, reference, scaling
from lstgeo.raster.references.period import Period
from lstgeo.raster.references.reference import Reference

NAME = re.compile(
    r"(?P<product>[A-Z0-9_]+)\.(?P<version>\d{3})_(?P<layer>\w+)_doy(?P<time>\d{7,13})_aid(?P<task>\d+)"
    r"(?P<suffix>\.tiff?)",
    re.IGNORECASE,
)
"""Such as `ECO2LSTE.001_SDS_LST_doy2019278182133_aid0001.tif`."""

_MODIS_LAYER = re.compile(r"LST_(Day|Night)_\d+km", re.IGNORECASE)
_TIMES = {7: "%Y%j", 13: "%Y%j%H%M%S"}


@dataclass(frozen=True)
class Name:
    """What the name of a file says."""

    product: str
    version: str
    layer: str
    period: Period

    @property
    def is_ecostress(self) -> bool:
        """Whether the layer is the temperature of ECOSTRESS Collection 1."""
        return self.product.upper() == "ECO2LSTE" and self.layer == "SDS_LST"

    @property
    def is_modis(self) -> bool:
        """Whether the layer is a temperature of MOD11 or MYD11."""
        product = self.product.upper()
        return (
            product[:1] == "M" and product[3:5] == "11" and bool(_MODIS_LAYER.fullmatch(self.layer))
        )


def named(path: Path) -> Name | None:
    """What the name of a file says, None where it is not AppEEARS's."""
    found = NAME.fullmatch(path.name)
    pattern = _TIMES.get(len(found["time"])) if found else None
    if found is None or pattern is None:
        return None
    start = datetime.strptime(found["time"], pattern).replace(tzinfo=UTC)
    return Name(found["product"], found["version"], found["layer"], Period.of(start))


def read(path: Path, name: Name) -> Reference:
    """Reference of a temperature layer; raises InputError where the layer is none that is known."""
    if name.is_ecostress:
        return _ecostress(path, name)
    if name.is_modis:
        return _modis(path, name)
    raise InputError(
        f"{path} is layer {name.layer} of {name.product}; of AppEEARS, LST of ECO2LSTE and "
        "LST_Day and LST_Night of MOD11 and MYD11 are references"
    )


def _ecostress(path: Path, name: Name) -> Reference:
    temperature = _physical(path, door.open_raster(path, mask_and_scale=True))
    found = Reference(
        path=path,
        product=f"{name.product}.{name.version} LST",
        temperature=temperature,
        sigma=_error(path, temperature),
        clear=temperature.notnull(),
        rule=ecostress.PRODUCED,
        period=name.period,
    )
    mask = _numbers(path, "SDS_CloudMask", temperature, product="ECO2CLD")
    return ecostress.graded(
        found,
        _numbers(path, "SDS_QC", temperature),
        None if mask is None else ecostress.without_cloud(mask),
        ecostress.MASK_RULE,
    )


def _error(path: Path, like: xr.DataArray) -> xr.DataArray | None:
    """Uncertainty beside a temperature of ECOSTRESS."""
    error = _beside(path, "SDS_LST_err")
    if error is None:
        return None
    return _physical(error, reference.companion(error, like, mask_and_scale=True))


def _modis(path: Path, name: Name) -> Reference:
    temperature = _physical(path, door.open_raster(path, mask_and_scale=True))
    produced = temperature.notnull()
    half = name.layer.split("_")[1].title()
    length = mod11.days(name.product)
    quality = _numbers(path, f"QC_{half}", temperature)
    found = Reference(
        path=path,
        product=f"{name.product}.{name.version} {name.layer}",
        temperature=temperature,
        sigma=None,
        clear=produced,
        rule="it has a temperature",
        period=Period.days(name.period.start, length),
        notes=("no QC layer lies beside it",) if quality is None else (),
    )
    return found if quality is None else mod11.graded(found, quality)


def _physical(path: Path, values: xr.DataArray) -> xr.DataArray:
    """Masked `values` of a layer, scaled by its tags where GDAL has not scaled them."""
    with door.opened(path) as source:
        tags = source.tags() | source.tags(1)
        applied = (source.scales[0], source.offsets[0]) != (1.0, 0.0)
    if applied:
        return values
    scale, offset = (
        scaling.number(tags, "scale_factor", 1.0),
        scaling.number(tags, "add_offset", 0.0),
    )
    return values * np.float32(scale) + np.float32(offset)


def _numbers(
    path: Path, layer: str, like: xr.DataArray, product: str | None = None
) -> xr.DataArray | None:
    """Quality numbers of a layer beside `path`, None where it is not there."""
    beside = _beside(path, layer, product)
    if beside is None:
        return None
    return bits.numbers(reference.companion(beside, like, mask_and_scale=False))


def _beside(path: Path, layer: str, product: str | None = None) -> Path | None:
    """Another layer of the same place, time and task; of another `product` of any version."""
    own = NAME.fullmatch(path.name)
    if own is None:
        return None
    wanted = (product or own["product"]).upper(), layer.upper(), own["time"], own["task"]
    for beside in sorted(path.parent.iterdir()):
        found = NAME.fullmatch(beside.name)
        key = found and (
            found["product"].upper(), found["layer"].upper(), found["time"], found["task"],
        )  # fmt: skip
        if key == wanted:
            return beside
    return None
