"""What a user asks for: the inputs of a retrieval as they were given, and how it is to be made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lstgeo import vocabulary
from lstgeo.pipeline.given import Given
from lstgeo.vocabulary import Quantity


@dataclass(frozen=True, eq=False, kw_only=True)
class Request:
    """Arguments of `retrieve` but for the scene, under their names; None where left open."""

    water_vapour: Given | None = None
    water_vapour_units: str | None = None
    air_temperature: Given | None = None
    surface_pressure: Given | None = None
    view_zenith_angle: Given | None = None
    elevation: Given | None = None
    profiles: Given | None = None
    emissivity: Given | None = None
    class_table: str | Path | None = None
    transmittance: Given | None = None
    upwelling_radiance: Given | None = None
    downwelling_radiance: Given | None = None
    method: str | None = None
    model: str | Path | None = None
    mask_clouds: bool = False
    input_sigma: Mapping[str, float] | None = None
    uncertainty_budget: bool = False

    @property
    def atmosphere(self) -> dict[Quantity, Given]:
        """What is given of the atmosphere."""
        given = {
            vocabulary.WATER_VAPOUR: self.water_vapour,
            vocabulary.NEAR_SURFACE_AIR_TEMPERATURE: self.air_temperature,
            vocabulary.SURFACE_PRESSURE: self.surface_pressure,
            vocabulary.VIEW_ZENITH_ANGLE: self.view_zenith_angle,
            vocabulary.TRANSMITTANCE: self.transmittance,
            vocabulary.UPWELLING_RADIANCE: self.upwelling_radiance,
            vocabulary.DOWNWELLING_RADIANCE: self.downwelling_radiance,
        }
        return {quantity: value for quantity, value in given.items() if value is not None}

    @property
    def units(self) -> dict[Quantity, str]:
        """Units that are told of what a file may not state."""
        told = self.water_vapour_units
        return {} if told is None else {vocabulary.WATER_VAPOUR: told}

    @property
    def chosen_method(self) -> str | None:
        """The method named, or the equation where its atmosphere is given and no model is named."""
        if self.method is None and self.model is None and self.transmittance is not None:
            return "rte"
        return self.method
