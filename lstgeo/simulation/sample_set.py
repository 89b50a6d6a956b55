"""A whole set of samples, made part by part and written; an interrupted run goes on."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lstgeo import atmosphere
from lstgeo.errors import InputError, OutputError
from lstgeo.simulation import sample_file, samples, sensing, supply, surfaces

if TYPE_CHECKING:
    from lstgeo.physics.arrays import Array
    from lstgeo.simulation.samples import Recipe
    from lstgeo.simulation.supply import Supply


@dataclass(frozen=True)
class Written:
    """A file of samples: where it is, how many it holds, in how many scenes."""

    path: Path
    count: int
    scenes: int
    attributes: dict[str, Any]


def write(
    path: str | Path,
    recipe: Recipe,
    count: int,
    *,
    profiles: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Written:
    """Simulate `count` samples into a CF-NetCDF file.

    Parts are kept in a hidden folder beside `path` until all are there, so that a run that was
    interrupted goes on when the same samples are asked for again, in whatever number.

    Parameters
    ----------
    path : path
        NetCDF file to write; an existing one is replaced.
    recipe : Recipe
        What the samples are made of.
    count : int
        Number of samples; the first ones do not depend on it.
    profiles : path, optional
        Profile file, or folder of them (see :func:`supply.of`); without it columns are generated.
    progress : callable, optional
        Called with the samples that are ready and those there will be.

    Raises
    ------
    InputError, MissingFileError
        Numbers that make no samples; profiles that are not there or cannot be right.
    OutputError
        A file that cannot be written.
    """
    target = Path(path)
    if count < 1:
        raise InputError(f"one sample or more was needed, {count} were asked for")
    if profiles is not None and target.resolve() == Path(profiles).resolve():
        raise OutputError(f"{target} is the file of profiles and will not be replaced")
    if target.is_dir():
        raise OutputError(f"a file was needed, {target} is a folder")
    columns = supply.of(profiles, recipe.seed)
    attributes = provenance(recipe, columns)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        staging = sample_file.Staging.beside(target, attributes)
        _fill(staging, recipe, columns, count, progress)
        sample_file.write(
            target,
            lambda index: _stored(staging, recipe, columns, index),
            count,
            recipe.samples_of_part,
            {"title": f"Simulated samples of {recipe.thermal_band.title}"} | attributes,
            columns.sources,
        )
        staging.remove()
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error}") from error
    return Written(target, count, math.ceil(count / recipe.surfaces), attributes)


def provenance(recipe: Recipe, columns: Supply) -> dict[str, Any]:
    """Everything that the samples depend on, as attributes of their file."""
    band, table, errors = recipe.thermal_band, recipe.node_table, recipe.errors
    scale = sensing.digital_numbers(band)
    content = resources.files(atmosphere).joinpath("tables", f"{table.name}.npz").read_bytes()
    return {
        "sensor": band.sensor,
        "band": band.name,
        "seed": recipe.seed,
        "samples_of_a_scene": recipe.surfaces,
        "scenes_of_a_part": samples.SCENES,
        "prior_of_surfaces": recipe.prior,
        "prior_in_words": surfaces.PRIORS[recipe.prior],
        "view_zenith_angles_degree": [float(angle) for angle in recipe.view_zenith_angle],
        "noise_equivalent_difference_K": band.nedt,
        "calibration_sigma_K": band.calibration_sigma,
        "radiance_of_a_digital_number": scale.gain,
        "sigma_of_given_water_vapour": errors.water_vapour,
        "sigma_of_given_air_temperature_K": errors.air_temperature,
        "sigma_of_given_emissivity": errors.emissivity,
        "sigma_of_given_surface_pressure_Pa": errors.surface_pressure,
        "node_table": table.name,
        "node_table_sha256": supply.digest(content),
        "node_table_source": str(table.provenance.get("source", "")),
        "source": f"lstgeo {metadata.version('lstgeo')}, simulation; numpy {np.__version__}",
    } | columns.provenance


def _fill(
    staging: sample_file.Staging,
    recipe: Recipe,
    columns: Supply,
    count: int,
    progress: Callable[[int, int], None] | None,
) -> None:
    """Make the parts that are not there yet."""
    size = recipe.samples_of_part
    for index in range(math.ceil(count / size)):
        if not staging.has(index):
            staging.keep(index, samples.part(recipe, columns, index))
        if progress is not None:
            progress(min((index + 1) * size, count), count)


def _stored(
    staging: sample_file.Staging, recipe: Recipe, columns: Supply, index: int
) -> dict[str, Array]:
    """A part as it was stored, or made again where it cannot be read."""
    found = staging.part(index)
    return samples.part(recipe, columns, index) if found is None else found
