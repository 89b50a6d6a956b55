"""What the sensor sees of a synthetic landscape through its atmosphere, and the truth beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lstgeo.errors import MethodError
from lstgeo.physics import footprint
from lstgeo.physics import surface as physics
from lstgeo.sensors import calibration, platforms
from lstgeo.sensors.platforms import Sensor, ThermalBand
from lstgeo.simulation import (
    atmosphere,
    clouds,
    frame,
    ground,
    landscape,
    metadata,
    noise,
    quality_band,
    terrain,
    weather,
)
from lstgeo.simulation.acquisition import ACQUISITIONS, Acquisition

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

Rasters = dict[str, NDArray[Any]]
"""Rasters of a window by name."""

PIXEL = 30.0
"""Side of a pixel [m]."""

CLOUD_PART, SHADOW_PART, WATER_PART = 0.25, 0.02, 0.5
"""Opacity, darkness and part under water from which a pixel is called cloud, shadow, water."""

HAZE = {"4": (0.018, 0.92), "5": (0.006, 0.96)}
"""Path reflectance and two-way transmittance of the clear sky by band number (our figures)."""

CLOUD_REFLECTANCE, CIRRUS_REFLECTANCE = 0.7, 0.4
"""Reflectance of opaque clouds at the top of the atmosphere (our figures)."""

REFLECTANCE_NOISE = 0.0008
"""Noise (1 sigma) of a reflectance, a signal-to-noise ratio of 250 over land (our figure)."""

_NOISE_CHANNELS = {"4": 41, "5": 42, "10": 43, "11": 44}


@dataclass(frozen=True, eq=False)
class Setting:
    """Everything that the pixels of one scene share."""

    sensor: Sensor
    acquisition: Acquisition
    seed: int
    noisy: bool
    frame: frame.Frame
    terrain: terrain.Terrain
    sky: clouds.Sky
    weather: weather.Weather
    atmosphere: atmosphere.Atmosphere


def setting(
    sensor: str, shape: tuple[int, int], seed: int, span: tuple[float, float], *, noisy: bool
) -> Setting:
    """Setting of a scene of `shape`, with water vapour over `span` [kg m-2].

    Raises MethodError where the sensor cannot be simulated, InputError where `span` does not
    rise within what the air of the season holds.
    """
    known = platforms.sensor(sensor)
    if known.name not in ACQUISITIONS:
        names = ", ".join(ACQUISITIONS)
        raise MethodError(f"{known.title} scenes cannot be simulated; there are {names}")
    acquisition = ACQUISITIONS[known.name]
    sun = acquisition.sun_elevation, acquisition.sun_azimuth
    land = terrain.over(shape, seed, acquisition.sun_azimuth, PIXEL)
    air = weather.over(shape, seed, land, span)
    return Setting(
        known,
        acquisition,
        seed,
        noisy,
        frame.within(shape),
        land,
        clouds.over(shape, seed, sun, PIXEL),
        air,
        atmosphere.over(shape, air, known.bands),
    )


def rasters(scene: Setting, window: noise.Window) -> Rasters:
    """All rasters of `window` by name: bands, quality, truth, and emissivity of the 30 m pixels.

    Bands are digital numbers (uint16, 0 outside the frame), truth is float32 with NaN outside it.
    """
    view = _view(scene, window)
    default = scene.sensor.bands[0]
    air = scene.atmosphere.bands[default.number](window)
    truth = {
        "surface_temperature": view.temperature,
        "emissivity": view.emissivity,
        "transmittance": air[0],
        "upwelling_radiance": air[1],
        "downwelling_radiance": air[2],
        "total_column_water_vapour": scene.atmosphere.water_vapour(window),
    }
    return (
        {name: np.where(view.seen, values, np.float32(np.nan)) for name, values in truth.items()}
        | {band.name: _thermal_numbers(scene, view, band) for band in scene.sensor.bands}
        | _reflective_numbers(scene, view)
        | {
            "pixel_emissivity": view.land.emissivity,
            "QA_PIXEL": _quality(view),
            "QA_RADSAT": np.zeros(window.shape, np.uint16),
        }
    )


@dataclass(frozen=True, eq=False)
class _View:
    """The pixels of a window: the land, its mean over the thermal footprint, and what veils it.

    `temperature` [K] and `emissivity` are those of the footprint; `cloud`, `cirrus` (opacity) and
    `shadow` (darkness) are means over it; `dilated` is where clouds are near; `seen` the frame.
    """

    window: noise.Window
    seen: Mask
    land: landscape.Surface
    temperature: Floats
    emissivity: Floats
    cloud: Floats
    cirrus: Floats
    shadow: Floats
    dilated: Mask


def _view(scene: Setting, window: noise.Window) -> _View:
    band = scene.sensor.bands[0]
    width = band.native_resolution / PIXEL
    halo = footprint.reach(width)
    wide = window.grown(halo, halo)
    shadow = scene.sky.shadow(wide)
    land = ground.shaded(landscape.surface(scene.terrain, wide, scene.seed), shadow)
    temperature, emissivity = ground.footprint_surface(land, width, band.planck_table)
    margin = quality_band.DILATION
    cloud = ground.mean(scene.sky.opacity(wide.grown(margin, margin)), width)
    return _View(
        window,
        scene.frame.inside(window),
        ground.inner_surface(land, halo),
        ground.inner(temperature, halo),
        ground.inner(emissivity, halo),
        ground.inner(cloud, halo + margin),
        ground.inner(ground.mean(scene.sky.cirrus_opacity(wide), width), halo),
        ground.inner(ground.mean(shadow, width), halo),
        quality_band.dilated(ground.inner(cloud, halo) >= CLOUD_PART),
    )


def _thermal_numbers(scene: Setting, view: _View, band: ThermalBand) -> NDArray[np.uint16]:
    """Digital numbers of a thermal band.

    B11 sees the surface with the temperature and emissivity of B10, through an atmosphere of its
    own, whose table is experimental.
    """
    table = band.planck_table
    air = scene.atmosphere.bands[band.number](view.window)
    radiance: Floats = physics.at_sensor_radiance(view.temperature, view.emissivity, *air, table)
    for opacity, top in (
        (view.cloud, clouds.TOP_TEMPERATURE),
        (view.cirrus, clouds.CIRRUS_TEMPERATURE),
    ):
        emitted = table.radiance(np.array([top], np.float32))
        radiance = radiance + opacity * (emitted - radiance)
    sigma = calibration.radiance_sigma(band, band.nedt)
    gain, offset = scene.acquisition.gain[band.number], scene.acquisition.offset[band.number]
    return _numbers(scene, view, band.number, radiance, sigma, (gain, offset))


def _reflective_numbers(scene: Setting, view: _View) -> Rasters:
    sine = math.sin(math.radians(scene.acquisition.sun_elevation))
    reflectances = {
        scene.sensor.red: view.land.red,
        scene.sensor.near_infrared: view.land.near_infrared,
    }
    scale = metadata.REFLECTANCE_GAIN, metadata.REFLECTANCE_OFFSET
    rasters: Rasters = {}
    for number, reflectance in reflectances.items():
        path, transmitted = HAZE[number]
        above = np.float32(path) + np.float32(transmitted) * reflectance
        above = above + view.cloud * (np.float32(CLOUD_REFLECTANCE) - above)
        above = above + view.cirrus * (np.float32(CIRRUS_REFLECTANCE) - above)
        rasters[f"B{number}"] = _numbers(
            scene, view, number, above * np.float32(sine), REFLECTANCE_NOISE * sine, scale
        )
    return rasters


def _numbers(
    scene: Setting,
    view: _View,
    band: str,
    values: Floats,
    sigma: float,
    scale: tuple[float, float],
) -> NDArray[np.uint16]:
    """Digital numbers of `values`, with noise of `sigma`, rounded; 0 outside the frame."""
    if scene.noisy:
        random = noise.white(view.window, scene.seed, _NOISE_CHANNELS[band])
        values = values + np.float32(sigma) * random
    gain, offset = scale
    numbers = np.rint((values - np.float32(offset)) / np.float32(gain))
    numbers = np.clip(numbers, metadata.LOWEST_DN, metadata.HIGHEST_DN)
    return np.where(view.seen, numbers, np.float32(0)).astype(np.uint16)


def _quality(view: _View) -> NDArray[np.uint16]:
    cloud = view.cloud >= CLOUD_PART
    return quality_band.encode(
        view.seen,
        cloud=cloud,
        dilated=view.dilated | (view.cloud > 0),
        shadow=view.shadow >= SHADOW_PART,
        cirrus=view.cirrus > 0,
        water=(view.land.water >= WATER_PART) & ~cloud,
    )
