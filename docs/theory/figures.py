"""The figures of the theory pages: `python docs/theory/figures.py` draws all three again.

It reads the development data, `../shared/data` beside the project or the folder of LSTGEO_SHARED.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib.style
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patheffects import AbstractPathEffect, withStroke
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from lstgeo.atmosphere import layers, model, transfer
from lstgeo.atmosphere.layers import Layers, Profile
from lstgeo.atmosphere.nodes import NodeTable
from lstgeo.atmosphere.spectroscopy import library as libraries
from lstgeo.atmosphere.spectroscopy import reference
from lstgeo.atmosphere.standard import Gases
from lstgeo.physics import constants, planck, surface
from lstgeo.pictures import canvas
from lstgeo.profiles import afgl, collection, continents, levels, parameters, splits
from lstgeo.profiles.columns import Columns
from lstgeo.sensors import platforms

Array = NDArray[Any]

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).parent / "figures"
PIXELS = 1400
"""Width of every figure; a page shows it at about half of that, hence the large letters."""
COLOURS = 256
"""Colours of a figure's palette."""
LETTERS: dict[str, Any] = {
    "font.size": 12,
    "axes.titlesize": 12.5,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "legend.fontsize": 11,
}
RED, YELLOW, BLUE, VIOLET, GREEN = "#b5432f", "#dd9a24", "#2a7f9e", "#7d5ba6", "#3f9a6d"

ATMOSPHERES = {
    "tropical": ("afglt", RED),
    "mid-latitude summer": ("afglms", YELLOW),
    "subarctic winter": ("afglsw", BLUE),
}
"""File and colour of the AFGL atmospheres that are drawn."""

RESPONSES = {
    "Landsat 8 B10": ("landsat8_b10", RED),
    "Landsat 8 B11": ("landsat8_b11", YELLOW),
    "Landsat 5 B6": ("landsat5_b6", VIOLET),
    "Landsat 7 B6": ("landsat7_b6", BLUE),
}
EFFECTIVE = ((libraries.START, 862.48), (925.8, 943.8))
"""Wavenumbers [cm-1] where effective lines stand in for those of water."""
RESOLUTION = 0.3
"""Full width at half maximum [cm-1] that spectra are smoothed to."""

FINE_LAYERS = 240
HIGHEST_KM = 12.0
EMISSIVITY, WARMER = 0.97, 5.0
"""Ground of the sensitivities: its emissivity, and its temperature above the air's [K]."""
GAS_CONSTANT = 8.314462618
"""Molar gas constant [J mol-1 K-1] (CODATA 2018)."""

LABELS = {
    "antarctica": (80, -78),
    "africa": (20, 6),
    "asia": (95, 48),
    "europe": (22, 55),
    "north_america": (-100, 47),
    "south_america": (-60, -13),
    "oceania": (135, -26),
    continents.OCEAN: (-140, -10),
}
"""Longitude and latitude at which the number of columns of a continent is written."""
DONORS = {"south_america": (-105, 28), "africa": (22, -8), "oceania": (135, -2)}
"""The same, beside the built columns whose donors were seen over a continent."""


def main() -> int:
    """Draw the figures, and print where they are."""
    shared = Path(os.environ.get("LSTGEO_SHARED", ROOT.parent / "shared" / "data"))
    if not shared.is_dir():
        print(f"the figures need the development data; {shared} is no folder", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with canvas.style(), matplotlib.style.context(LETTERS):
        for draw in (spectrum, weighting, coverage):
            print(_saved(draw(shared), FOLDER / f"{draw.__name__}.png"))
    return 0


def _saved(figure: Figure, target: Path) -> Path:
    """A figure written with a palette of its own, a third of the size of full colour."""
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", dpi=figure.dpi)
    palette = Image.open(drawn).convert("RGB").quantize(COLOURS, kmeans=2)
    palette.save(target, optimize=True)
    return target


def spectrum(shared: Path) -> Figure:
    """Transmittance of three atmospheres line by line, above the responses of four bands."""
    library = libraries.read(shared / "spectroscopy")
    wavenumber = library.grid.wavenumber
    figure = canvas.figure(6.3, PIXELS)
    upper = canvas.axes(figure, 0.8, 2.5, 8.95, 2.75)
    lower = canvas.axes(figure, 0.8, 0.65, 8.95, 1.65)
    for name, (column, colour) in _atmospheres(shared).items():
        layered = layers.layers(_profile(column))
        depth = library.optical_depth(layered, Gases())
        found = reference.channels(depth, layered.edge_temperature, wavenumber)
        place, smooth = _smoothed(wavenumber, np.asarray(found.transmittance))
        label = f"{name}, {_centimetres(column)[0]:.1f} g cm⁻²"
        upper.plot(place, smooth, color=colour, linewidth=0.9, label=label)
    for name, (response, colour) in RESPONSES.items():
        _draw_response(lower, response, colour, name)
    for ax in (upper, lower):
        for start, end in EFFECTIVE:
            ax.axvspan(start, end, color="#eceef0", linewidth=0, zorder=0)
        ax.set(xlim=(795, 990), ylim=(0, 1.03 if ax is upper else 1.35))
        ax.spines[["top", "right"]].set_visible(False)
    upper.set(ylabel="transmittance")
    upper.tick_params(labelbottom=False)
    legend = upper.legend(loc="lower center", ncols=3, bbox_to_anchor=(0.5, 1.2))
    for line in legend.get_lines():
        line.set_linewidth(2.5)
    lower.set(ylabel="response", xlabel="wavenumber [cm⁻¹]", yticks=(0, 0.5, 1))
    lower.legend(loc="upper center", ncols=4)
    wavelength = upper.secondary_xaxis("top", functions=(_reciprocal, _reciprocal))
    wavelength.set_xticks(np.arange(10.2, 12.6, 0.2))
    wavelength.set_xlabel("wavelength [µm]", labelpad=6)
    return figure


def _atmospheres(shared: Path) -> dict[str, tuple[Columns, str]]:
    folder = shared / "profiles" / "afgl"
    return {
        name: (afgl.read(folder / f"{file}.dat"), colour)
        for name, (file, colour) in ATMOSPHERES.items()
    }


def _profile(column: Columns) -> Profile:
    """A batch of one column as one column without a batch."""
    batch = parameters.profile(column)
    ozone = None if batch.ozone is None else batch.ozone[0]
    return Profile(
        pressure_hpa=batch.pressure_hpa[0],
        temperature=batch.temperature[0],
        specific_humidity=batch.specific_humidity[0],
        surface_pressure_hpa=batch.surface_pressure_hpa[0],
        ozone=ozone,
    )


def _centimetres(batch: Columns) -> Array:
    """Total column water vapour [g cm-2]."""
    return np.asarray(batch.total_column_water_vapour / 10)


def _smoothed(wavenumber: Array, values: Array) -> tuple[Array, Array]:
    """A spectrum seen at `RESOLUTION` (Gauss), four points to it; the ends are lost."""
    step = wavenumber[1] - wavenumber[0]
    reach = round(1.5 * RESOLUTION / step)
    offset = step * np.arange(-reach, reach + 1) / RESOLUTION
    kernel = 0.5 ** ((2 * offset) ** 2)
    smooth = np.convolve(values, kernel / kernel.sum(), mode="valid")
    every = round(RESOLUTION / 4 / step)
    return wavenumber[reach:-reach][::every], smooth[::every]


def _draw_response(ax: Axes, name: str, colour: str, label: str) -> None:
    response = platforms.response(name)
    place, weight = 1e4 / np.asarray(response.wavelength), np.asarray(response.weight)
    weight = weight / weight.max()
    ax.fill_between(place, weight, color=colour, alpha=0.18, linewidth=0, label=label)
    ax.plot(place, weight, color=colour, linewidth=1.2)


def _reciprocal(value: ArrayLike) -> ArrayLike:
    """Wavelength [um] of a wavenumber [cm-1], and the other way round."""
    return 1e4 / np.maximum(value, 1e-3)


def weighting(shared: Path) -> Figure:
    """Where L↑ of Landsat 8 B10 comes from, and what an error there does to the temperature."""
    figure = canvas.figure(5.6, PIXELS)
    panels = [canvas.axes(figure, left, 0.75, 2.75, 3.85) for left in (0.75, 3.85, 6.95)]
    for name, (column, colour) in _atmospheres(shared).items():
        on_levels = collection.on_common_levels(column)
        height = _heights(on_levels)
        middle, share, radiance = _shares(column, height, np.log(on_levels.pressure[0]))
        warm, moist = _sensitivities(on_levels, height)
        label = f"{name}\n{_centimetres(column)[0]:.1f} g cm⁻², L↑ {radiance:.2f}"
        panels[0].plot(share, middle, color=colour, linewidth=1.8, label=label)
        for ax, (errors, total) in zip(panels[1:], (warm, moist), strict=True):
            words = f"{total:+.2f} K in all".replace("-", "\N{MINUS SIGN}")
            ax.plot(errors, height, color=colour, linewidth=1.8, label=words)
    _dress(panels)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="upper center", ncols=3, bbox_to_anchor=(0.52, 0.985))
    return figure


def _dress(panels: list[Axes]) -> None:
    """Titles, units and legends of the panels of :func:`weighting`."""
    origin, warm, moist = panels
    origin.set(title="origin of L↑", xlabel="% of L↑ per km", xlim=(0, None))
    origin.set(ylabel="height above the ground [km]")
    warm.set(title="air 1 K too warm", xlabel="error of LST [K per km]")
    moist.set(title="vapour 10 % too much", xlabel="error of LST [K per km]")
    warm.legend(loc="upper left", bbox_to_anchor=(0.03, 0.97), labelcolor="linecolor")
    moist.legend(loc="upper right", bbox_to_anchor=(0.97, 0.97), labelcolor="linecolor")
    for ax in panels:
        ax.set(ylim=(0, HIGHEST_KM))
        ax.tick_params(labelleft=ax is origin)
        ax.spines[["top", "right"]].set_visible(False)
        ax.grid(color="#e3e6e9", linewidth=0.6)
        ax.axvline(0, color="#8a94a0", linewidth=0.8)


def _heights(column: Columns) -> Array:
    """Height [km] of the levels of one column over its ground, by the hydrostatic equation."""
    ratio = 1 / constants.WATER_MOLAR_MASS - 1 / constants.AIR_MOLAR_MASS
    volume = 1 / constants.AIR_MOLAR_MASS + column.specific_humidity[0] * ratio
    scale = GAS_CONSTANT * column.temperature[0] * volume / constants.STANDARD_GRAVITY / 1000
    depth = -np.diff(np.log(column.pressure[0]))
    return np.append(0.0, np.cumsum(depth * (scale[:-1] + scale[1:]) / 2))


def _shares(column: Columns, height: Array, log_pressure: Array) -> tuple[Array, Array, float]:
    """Height of thin layers [km], their share of L↑ [% per km], and L↑ itself."""
    profile = _profile(column)
    layered = layers.layers(profile, FINE_LAYERS)
    table = _table()
    depth = table.optical_depth(layered, Gases())
    source = planck.radiance(table.wavelength, layered.edge_temperature[:, None])
    secant = np.array([1.0])
    above = [
        transfer.solve(depth[start:], source[start:], secant).upwelling_radiance @ table.weight
        for start in range(FINE_LAYERS)
    ]
    radiance = float(above[0])
    edges = np.interp(-_log_edges(profile, layered), -log_pressure, height)
    low = edges[1:] < HIGHEST_KM + 1
    own, thickness = -np.diff([*above, 0.0]), np.diff(edges)
    middle = (edges[:-1] + edges[1:]) / 2
    return middle[low], 100 * (own[low] / thickness[low]) / radiance, radiance


def _log_edges(profile: Profile, layered: Layers) -> Array:
    """Ln of the pressure [Pa] at the edges of layers, from the weight of what they hold."""
    mass = layered.dry_air * constants.AIR_MOLAR_MASS + layered.water * constants.WATER_MOLAR_MASS
    above = np.cumsum(np.append(0.0, constants.STANDARD_GRAVITY * mass))
    return np.asarray(np.log(100 * profile.surface_pressure_hpa - above))


def _sensitivities(
    column: Columns, height: Array
) -> tuple[tuple[Array, float], tuple[Array, float]]:
    """Errors of LST where the profile in use is 1 K too warm, and 10 % too moist.

    Each as the error of a level [K per km] and that of all levels at once [K]. An error at one
    level fades out to its neighbours, so it is as deep as half their distance.
    """
    cases = np.concatenate([np.eye(height.size), np.ones((1, height.size))])
    depth = np.gradient(height, np.arange(height.size))
    depth[[0, -1]] /= 2
    many = column.take(np.zeros(len(cases), dtype=int))
    warmer = many.replaced(temperature=many.temperature + cases)
    moister = many.replaced(specific_humidity=many.specific_humidity * (1 + 0.1 * cases))
    warm, moist = _errors(column, warmer), _errors(column, moister)
    return (warm[:-1] / depth, float(warm[-1])), (moist[:-1] / depth, float(moist[-1]))


def _errors(true: Columns, used: Columns) -> Array:
    """LST retrieved with the columns `used` less that of the ground under the `true` one [K]."""
    truth, found = (
        model.parameters(parameters.profile(batch), _table(), count=FINE_LAYERS)
        for batch in (true, used)
    )
    band = platforms.sensor("landsat8").band("B10").planck_table
    ground = true.air_temperature + WARMER
    radiance = surface.at_sensor_radiance(ground, EMISSIVITY, *truth, band)
    return np.asarray(surface.temperature(radiance, EMISSIVITY, *found, band) - ground)


def _table() -> NodeTable:
    return parameters.table("landsat8", "B10")


def coverage(shared: Path) -> Figure:
    """What the collection holds: vapour against temperature of each part, and two maps."""
    held = collection.load(shared / "profiles")
    apart = levels.concatenated([held.summer, held.independent, held.warmer])
    everything = levels.concatenated([held.selected, apart])
    figure = canvas.figure(7.35, PIXELS)
    for index, (name, (columns, colour)) in enumerate(_groups(everything).items()):
        ax = canvas.axes(figure, 0.6 + 1.87 * index, 4.3, 1.7, 2.4)
        _draw_density(ax, everything, columns, colour)
        ax.set_title(f"{name}\n{_thousands(len(columns))}", color=colour)
        ax.tick_params(labelleft=index == 0)
        if index == 0:
            ax.set_ylabel("W [g cm⁻²]")
        if index == 2:
            ax.set_xlabel("air temperature [K]")
    left, right = (canvas.axes(figure, start, 0.4, 4.45, 2.75) for start in (0.6, 5.33))
    _draw_map(left, _groups(held.selected))
    _draw_numbers(left, held.selected, LABELS)
    left.set_title(f"the selection, by block: {_thousands(len(held.selected))}")
    _draw_map(right, _groups(apart))
    _draw_numbers(right, held.summer, DONORS)
    right.set_title("built summer by donors; other sources")
    right.tick_params(labelleft=False)
    return figure


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", "\u2009")


def _groups(batch: Columns) -> dict[str, tuple[Columns, str]]:
    """Columns and colour of what is drawn apart."""
    built, part = splits.mirrored(batch), splits.parts(batch)
    humid = part == splits.HUMID
    masks = {
        "training": (~built & (part == splits.TRAINING), BLUE),
        "validation": (~built & (part == splits.VALIDATION), VIOLET),
        "test": (~built & (part == splits.TEST), YELLOW),
        "built summer": (built & ~humid, GREEN),
        "humid": (humid, RED),
    }
    return {name: (batch.take(mask), colour) for name, (mask, colour) in masks.items()}


def _draw_density(ax: Axes, everything: Columns, columns: Columns, colour: str) -> None:
    """Columns in their colour, the more the darker, over the area that all of them take."""
    extent = (200, 330, 0, 9)
    _hexagons(ax, everything, extent, ("#dfe3e6", "#dfe3e6"))
    shades = LinearSegmentedColormap.from_list("shades", ("white", colour, "black"))
    _hexagons(ax, columns, extent, (shades(0.2), shades(0.65)))
    ax.set(xlim=extent[:2], ylim=extent[2:], xticks=(220, 260, 300))
    ax.spines[["top", "right"]].set_visible(False)


def _hexagons(
    ax: Axes, columns: Columns, extent: tuple[float, float, float, float], ends: tuple[Any, Any]
) -> PolyCollection:
    return ax.hexbin(
        columns.air_temperature,
        _centimetres(columns),
        gridsize=(26, 22),
        extent=extent,
        mincnt=1,
        bins="log",
        cmap=LinearSegmentedColormap.from_list("part", ends),
        linewidths=0.2,
    )


def _draw_map(ax: Axes, groups: dict[str, tuple[Columns, str]]) -> None:
    """Places of columns, and the outlines that tell continents apart."""
    for columns, colour in groups.values():
        ax.scatter(columns.longitude, columns.latitude, s=4, color=colour, linewidths=0)
    for _, outline in continents.OUTLINES:
        ax.plot(*zip(*outline, outline[0], strict=True), color="#66727f", linewidth=0.7, ls=":")
    ax.set(xlim=(-180, 180), ylim=(-90, 90))
    ax.set_xticks(np.arange(-120, 121, 60), ("120° W", "60° W", "0°", "60° E", "120° E"))
    ax.set_yticks((-60, -30, 0, 30, 60), ("60° S", "30° S", "0°", "30° N", "60° N"))


def _draw_numbers(ax: Axes, batch: Columns, labels: Mapping[str, tuple[float, float]]) -> None:
    """How many columns were seen over each continent."""
    seen = continents.names(splits.origin_latitude(batch), batch.longitude, batch.land)
    halo: list[AbstractPathEffect] = [withStroke(linewidth=3.5, foreground="white")]
    for name, (longitude, latitude) in labels.items():
        place = (name or "sea").replace("_", " ").title().replace(" ", "\n")
        words = f"{place}\n{_thousands(int((seen == name).sum()))}"
        text = ax.text(longitude, latitude, words, ha="center", va="center", linespacing=0.95)
        text.set(fontsize=10.5, fontweight="bold", path_effects=halo)


if __name__ == "__main__":
    sys.exit(main())
