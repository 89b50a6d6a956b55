"""Models of every band on the same columns and surfaces, seen from above and aslant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lstgeo.atmosphere import belonging, nodes
from lstgeo.errors import MethodError, ModelError
from lstgeo.model import band as model_band
from lstgeo.model import contract, shipped
from lstgeo.profiles import parameters
from lstgeo.sensors import platforms
from lstgeo.validation import metrics, predictors, scenes, sets
from lstgeo.validation.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lstgeo.atmosphere.nodes import NodeTable
    from lstgeo.sensors.platforms import ThermalBand
    from lstgeo.validation.predictors import Predictor
    from lstgeo.validation.scenes import Noise, Truth
    from lstgeo.validation.sets import ColumnSet

REFERENCE = ("landsat8", "B10")
LANDSAT = (("landsat9", "B10"), ("landsat7", "B6"), ("landsat5", "B6"), ("landsat4", "B6"))
WIDE = (("modis_terra", "B31"), ("modis_aqua", "B31"), ("ecostress", "B4"))
"""Bands whose sensors look aslant, and whose models were trained for that."""

ASLANT = 55.0
"""View zenith angle [degree] that a model of a wide swath is tested at besides nadir."""

NADIR = "nadir"
"""Views of Landsat, 0-8.3 degrees."""

TIER = "W, Ta"

OWN = scenes.Noise("its own", scenes.NOISY.errors)
"""Usual errors of inputs, and the noise of the band itself."""

_SCORES = ("rmse", "bias", "within_1_sigma", "within_2_sigma")
COLUMNS = ("sensor", "band", "view", "noise", "nedt", "tier", *_SCORES, "ratio")


def add(table: Table, member: ColumnSet, models: Path, size: int) -> None:
    """Add the scores of the shipped models of all bands on one set to a table of :data:`COLUMNS`.

    `ratio` is the RMSE over that of Landsat 8 B10 at nadir.
    """
    least = platforms.sensor(REFERENCE[0]).band(REFERENCE[1]).nedt
    reference = None
    for sensor, name in (REFERENCE, *LANDSAT, *WIDE):
        band = platforms.sensor(sensor).band(name)
        model = predictors.shipped(band, models)
        if model is None:
            continue
        for view, true in _seen(
            model, member, parameters.table(band.sensor, band.name), band, size
        ):
            for noise in (OWN, scenes.Noise("Landsat 8's", OWN.errors, least)):
                if view != NADIR and noise is not OWN:
                    continue
                row = _row(model, true, view, noise, TIER)
                reference = row["rmse"] if (sensor, name) == REFERENCE else reference
                table.add(**row, ratio=None if reference is None else row["rmse"] / reference)


def of_model(
    model: str | Path,
    profiles: str | Path | None = None,
    *,
    node_table: str | Path | None = None,
    size: int = scenes.SAMPLES,
) -> Table:
    """Scores of one coupled model, of a sensor that lstgeo knows or not, on the pooled set.

    Parameters
    ----------
    model : path or str
        A model file, or the name of a model that ships.
    profiles : path, optional
        Folder of the development profiles; without it columns are generated.
    node_table : path, optional
        Absorption of the band, as the training had it; the one that ships where left out.
    size : int
        Samples, at least.

    Raises
    ------
    ModelError
        A model that cannot be read, or is of another tier.
    MissingFileError, InputError
        A node table that is not there, or of another response than the model's.
    MethodError
        No node table ships for the band, and none is given.
    """
    opened = shipped.open_any(model)
    shipped.require_tier(opened, contract.COUPLED)
    band = model_band.of(opened.contract)
    if node_table is None and band.sensor not in platforms.SENSORS:
        raise MethodError(
            f"no node table ships for {band.title}; that of its training is needed (--node-table)"
        )
    table = nodes.read(node_table) if node_table else parameters.table(band.sensor, band.name)
    belonging.require(table, band.title, band.planck_table)
    known = sets.of(profiles)
    pooled = known.members[known.pooled]
    return alone(predictors.of_file(opened.path), band, table, pooled, size)


def alone(
    model: Predictor, band: ThermalBand, absorption: NodeTable, member: ColumnSet, size: int
) -> Table:
    """Table of :data:`COLUMNS` of one model on one set, in every tier it has."""
    table = Table(COLUMNS)
    for view, true in _seen(model, member, absorption, band, size):
        for tier in model.tiers:
            table.add(**_row(model, true, view, OWN, tier), ratio=None)
    return table


def _seen(
    model: Predictor, member: ColumnSet, absorption: NodeTable, band: ThermalBand, size: int
) -> Iterator[tuple[str, Truth]]:
    """The set as the band sees it from above, and aslant where the model was trained for that."""
    yield NADIR, scenes.truth(member, band, "uniform", size, nodes=absorption)
    if model.network is not None and _reaches(model.network.contract, ASLANT):
        aslant = (ASLANT, ASLANT)
        true = scenes.truth(member, band, "uniform", size, nodes=absorption, views=aslant)
        yield f"{ASLANT:g} degrees", true


def _reaches(stated: Mapping[str, Any], view: float) -> bool:
    ranges = {feature["name"]: feature["range"] for feature in stated["features"]}
    low, high = ranges.get("view_zenith_angle", (0.0, 0.0))
    return bool(low <= view <= high)


def _row(model: Predictor, true: Truth, view: str, noise: Noise, tier: str) -> dict[str, Any]:
    """Scores of a model by column, without their ratio."""
    found = model.prediction(scenes.given(true, noise).of_tier(tier))
    scores = metrics.scores(found.temperature - true.surface_temperature, found.sigma)
    if scores is None:
        raise ModelError(f"{model.name} gives no temperature for {true.band.title}")
    return {
        "sensor": true.band.sensor,
        "band": true.band.name,
        "view": view,
        "noise": noise.name,
        "nedt": noise.of_band(true.band),
        "tier": tier,
        **{name: getattr(scores, name) for name in _SCORES},
    }
