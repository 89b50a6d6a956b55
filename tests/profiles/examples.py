"""Columns that tests are made of."""

from __future__ import annotations

import numpy as np

from lstgeo.physics import humidity
from lstgeo.profiles import columns


def standard(count: int = 3, levels: int = 20, relative_humidity: float = 0.5) -> columns.Columns:
    """`count` columns of 6.5 K per km and constant relative humidity, surface at 1000 hPa."""
    pressure = np.broadcast_to(np.geomspace(100_000.0, 1_000.0, levels), (count, levels))
    warmth = np.linspace(280.0, 300.0, count)[:, None]
    temperature = np.maximum(warmth * (pressure / 100_000.0) ** 0.19, 210.0)
    moist = humidity.of_relative_humidity(np.array(relative_humidity), temperature, pressure)
    return columns.of(
        pressure,
        temperature,
        np.maximum(np.where(pressure > 20_000.0, moist, 3e-6), 1e-6),
        "example",
        latitude=np.linspace(-40, 40, count),
        longitude=np.linspace(-170, 170, count),
        time="2011-01-15T12:00",
        land=1.0,
    )
