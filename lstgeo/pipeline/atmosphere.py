"""The atmosphere of a scene, as far as the user gives it and the method has a use for it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import xarray as xr

from lstgeo import vocabulary
from lstgeo.errors import InputError
from lstgeo.pipeline import inputs
from lstgeo.pipeline.elevation import Ground
from lstgeo.pipeline.inputs import Given, Input
from lstgeo.raster import align
from lstgeo.retrieval.estimate import Estimator
from lstgeo.vocabulary import Quantity

log = logging.getLogger(__name__)

_OPTIONS: Mapping[Quantity, str] = {
    vocabulary.WATER_VAPOUR: "--wv",
    vocabulary.NEAR_SURFACE_AIR_TEMPERATURE: "--air-temperature",
    vocabulary.SURFACE_PRESSURE: "--pressure",
    vocabulary.VIEW_ZENITH_ANGLE: "--view-zenith-angle",
    vocabulary.TRANSMITTANCE: "--tau",
    vocabulary.UPWELLING_RADIANCE: "--up",
    vocabulary.DOWNWELLING_RADIANCE: "--down",
}


def prepared(
    estimator: Estimator,
    given: Mapping[Quantity, Given],
    scene: xr.Dataset,
    units: Mapping[Quantity, str],
    ground: Ground | None = None,
    profiled: Mapping[Quantity, Input] = MappingProxyType({}),
) -> dict[Quantity, Input]:
    """What `estimator` needs and takes of what is `given`, on the grid of `scene`.

    What is not given is what profiles have made of it, `profiled`. Where the `ground` is known,
    fields are brought to the height of each pixel. Missing cells of what it needs are filled, of
    what it takes left missing; a variable of the scene stands in for what is not given. Warns of
    what is given in vain. Raises InputError where something that it needs is not given, or cannot
    be right.
    """
    _warn_of_unused(estimator, given)
    needed = {
        quantity: inputs.prepared(quantity, value, scene, units=units.get(quantity), ground=ground)
        for quantity, value in _needed(estimator, given, profiled).items()
    }
    _warn_of_dark_sky(needed)
    taken = _taken(estimator, given, scene, ground)
    wanted = (*estimator.needs, *estimator.takes)
    made = {quantity: profiled[quantity] for quantity in wanted if quantity in profiled}
    found = made | needed | taken
    return {quantity: found[quantity] for quantity in wanted if quantity in found}


def _needed(
    estimator: Estimator, given: Mapping[Quantity, Given], profiled: Mapping[Quantity, Input]
) -> dict[Quantity, Given]:
    """What `estimator` needs of `given`; raises InputError that names what is missing."""
    missing = [
        f"{q.long_name} ({_OPTIONS.get(q, '--profiles')})"
        for q in estimator.needs
        if q not in given and q not in profiled
    ]
    if any(q not in _OPTIONS and q not in profiled for q in estimator.needs):
        raise InputError(f"method {estimator.name} needs profiles (--profiles)")
    if missing:
        names = " and ".join(missing)
        raise InputError(f"method {estimator.name} needs {names}: a raster or a number")
    return {quantity: given[quantity] for quantity in estimator.needs if quantity in given}


def _taken(
    estimator: Estimator,
    given: Mapping[Quantity, Given],
    scene: xr.Dataset,
    ground: Ground | None,
) -> dict[Quantity, Input]:
    taken = {}
    for quantity in estimator.takes:
        if quantity in given:
            taken[quantity] = inputs.prepared(
                quantity, given[quantity], scene, fill=float("nan"), ground=ground
            )
        elif quantity.name in scene:
            taken[quantity] = Input(scene[quantity.name], scene[quantity.name].isnull(), None)
    return taken


def _warn_of_unused(estimator: Estimator, given: Mapping[Quantity, Given]) -> None:
    for quantity in given:
        if quantity not in (*estimator.needs, *estimator.takes):
            log.warning(
                "%s (%s) is not used by method %s",
                quantity.long_name,
                _OPTIONS[quantity],
                estimator.name,
            )


def _warn_of_dark_sky(atmosphere: Mapping[Quantity, Input]) -> None:
    """Warn where the sky sends down less than it sends up, which a hemispheric mean hardly does."""
    wanted = {vocabulary.UPWELLING_RADIANCE, vocabulary.DOWNWELLING_RADIANCE}
    if not wanted <= set(atmosphere):
        return
    up, down = (
        float(np.nanmedian(align.sampled(atmosphere[quantity].values)))
        for quantity in (vocabulary.UPWELLING_RADIANCE, vocabulary.DOWNWELLING_RADIANCE)
    )
    if down < up:
        log.warning(
            "downwelling radiance (median %.2f) is below upwelling radiance (%.2f): "
            "hemispheric irradiance / pi is wanted, and normally 1.2 to 1.9 times as large",
            down,
            up,
        )
