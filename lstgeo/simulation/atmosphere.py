"""What the bands make of the weather: its columns through the transfer, on a lattice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lstgeo.atmosphere import model, nodes
from lstgeo.atmosphere.layers import Profile
from lstgeo.profiles.columns import Columns
from lstgeo.sensors.platforms import ThermalBand
from lstgeo.simulation import lattice
from lstgeo.simulation.noise import Window
from lstgeo.simulation.weather import Weather

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class BandAtmosphere:
    """Transmittance, upwelling and downwelling radiance [W m-2 sr-1 um-1] of a band."""

    transmittance: lattice.Field
    upwelling_radiance: lattice.Field
    downwelling_radiance: lattice.Field

    def __call__(self, window: Window) -> tuple[Floats, Floats, Floats]:
        """The three in the pixels of `window`, float32."""
        return (
            self.transmittance(window),
            self.upwelling_radiance(window),
            self.downwelling_radiance(window),
        )


@dataclass(frozen=True, eq=False)
class Atmosphere:
    """Water vapour [kg m-2] and, by number of the band, what it makes of the columns.

    The truth in a pixel is what is interpolated between the lattice's columns.
    """

    water_vapour: lattice.Field
    bands: dict[str, BandAtmosphere]


def over(shape: tuple[int, int], weather: Weather, bands: Iterable[ThermalBand]) -> Atmosphere:
    """Atmosphere over a scene of `shape` seen from above; B11 by its experimental table."""
    rows, positions = np.broadcast_arrays(*lattice.positions(shape))
    batch = weather.air(rows.ravel(), positions.ravel()).columns

    def field(values: NDArray[np.float64]) -> lattice.Field:
        return lattice.Field(shape, values.reshape(rows.shape))

    return Atmosphere(
        field(batch.total_column_water_vapour),
        {
            band.number: BandAtmosphere(*(field(values) for values in parameters(batch, band)))
            for band in bands
        },
    )


def parameters(batch: Columns, band: ThermalBand) -> model.Parameters:
    """Transmittance and radiances [W m-2 sr-1 um-1] of columns in `band`, at nadir."""
    return model.parameters(profile(batch), nodes.table(band.sensor, band.name))


def profile(batch: Columns) -> Profile:
    """Columns as the transfer takes them."""
    return Profile(
        batch.pressure / 100,
        batch.temperature,
        batch.specific_humidity,
        batch.surface_pressure / 100,
    )
