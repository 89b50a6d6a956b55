"""Samples obey the transfer, repeat, do not depend on how they are asked for, and are labelled."""

from __future__ import annotations

import numpy as np
import pytest

from lstgeo.atmosphere import model
from lstgeo.errors import InputError, MethodError
from lstgeo.physics import surface
from lstgeo.physics.arrays import Array
from lstgeo.profiles import parameters, splits
from lstgeo.sensors import platforms
from lstgeo.simulation import sample_fields, samples, supply
from tests.simulation import made
from tests.simulation.made import Samples

BAND = platforms.sensor("landsat8").band("B10")


def _error_of_band_effective_equation(part: Samples, table: Array = BAND.planck_table) -> Array:
    retrieved = surface.temperature(
        part["at_sensor_radiance"],
        part["emissivity"],
        part["transmittance"],
        part["upwelling_radiance"],
        part["downwelling_radiance"],
        table,
    )
    return retrieved - part["surface_temperature"]


@pytest.mark.parametrize(
    # Bias and rms [K] by band; measured over 41,000 samples near nadir, the worst of seven ranges
    # of water vapour: -.043 and .050 (Landsat 8 B10), -.059 and .084 (Landsat 5 B6).
    ("sensor", "band", "bias", "rms"),
    [("landsat8", "B10", 0.06, 0.06), ("landsat5", "B6", 0.08, 0.10)],
)
@pytest.mark.parametrize(("driest", "wettest"), [(0, 10), (10, 30), (30, 50), (50, 90)])
def test_the_band_effective_equation_errs_little_in_dry_air_and_moist(
    sensor: str, band: str, bias: float, rms: float, driest: float, wettest: float
) -> None:
    part = made.part(0, sensor=sensor, band=band)
    table = platforms.sensor(sensor).band(band).planck_table
    water = part["total_column_water_vapour"]
    error = _error_of_band_effective_equation(part, table)[(water >= driest) & (water < wettest)]
    assert error.size > 100
    assert abs(error.mean()) < bias
    assert np.sqrt(np.mean(error**2)) < rms


def test_radiance_is_that_of_the_nodes_one_column_at_a_time() -> None:
    part = made.part(0)
    recipe = samples.Recipe("landsat8", "B10")
    batch = supply.Generated().columns(0, samples.SCENES)
    for sample in (0, 2571, 5119):
        scene = sample // recipe.surfaces
        column = batch.take(slice(scene, scene + 1))
        angle = part["view_zenith_angle"][sample]
        channels = model.channels(
            parameters.profile(column), recipe.node_table, view_zenith_angle=angle
        )
        radiance = model.at_sensor_radiance(
            channels,
            recipe.node_table,
            part["surface_temperature"][sample],
            part["emissivity"][sample],
        )
        assert part["at_sensor_radiance"][sample] == pytest.approx(float(radiance[0]), abs=1e-9)
        band = parameters.of(column, "landsat8", "B10", view_zenith_angle=angle)
        assert part["transmittance"][sample] == pytest.approx(
            float(band.transmittance[0]), abs=1e-9
        )


def test_a_part_has_every_field_and_no_gap_but_the_place_of_generated_columns() -> None:
    part = made.part(0)
    assert set(part) == set(sample_fields.FIELDS)
    for name, values in part.items():
        assert values.shape == (5120,)
        assert np.isnan(values).all() if name == "longitude" else np.isfinite(values).all()


def test_samples_of_a_scene_share_column_view_and_bias_and_not_the_surface() -> None:
    part = made.part(0)
    scenes = {name: values.reshape(-1, 10) for name, values in part.items()}
    for name in ("scene", "transmittance", "view_zenith_angle", "calibration_bias", "hour"):
        assert (scenes[name] == scenes[name][:, :1]).all()
        if name != "hour":
            assert len(np.unique(scenes[name][:, 0])) == samples.SCENES
    for name in ("surface_temperature", "emissivity"):
        assert (np.ptp(scenes[name], axis=1) > 0).mean() > 0.9


def test_parts_are_the_same_in_any_order_and_differ() -> None:
    recipe = samples.Recipe("landsat8", "B10", seed=7)
    columns = made.collected(40, seed=7)
    second, first = (samples.part(recipe, columns, index) for index in (1, 0))
    again = samples.part(recipe, columns, 1)
    for name, values in second.items():
        np.testing.assert_array_equal(values, again[name])
    assert (first["at_sensor_radiance"] != second["at_sensor_radiance"]).mean() > 0.99


def test_another_seed_gives_other_samples() -> None:
    columns = made.collected(40)
    one, other = (
        samples.part(samples.Recipe("landsat8", "B10", seed=seed), columns, 0) for seed in (1, 2)
    )
    for name in ("surface_temperature", "calibration_bias", "given_air_temperature"):
        assert (one[name] != other[name]).mean() > 0.99


def test_another_prior_changes_surfaces_and_neither_air_nor_errors_of_the_air() -> None:
    one, other = made.part(0), made.part(0, "uniform")
    for name in ("transmittance", "given_air_temperature", "calibration_bias"):
        np.testing.assert_array_equal(one[name], other[name])
    assert (one["surface_temperature"] != other["surface_temperature"]).all()


def test_view_zenith_angles_are_even_over_their_range() -> None:
    angle = made.part(0, steepest=65.0)["view_zenith_angle"][::10]
    assert angle.min() >= 0
    assert angle.max() <= 65
    # A Kolmogorov-Smirnov distance of .07 has a probability of .01 for 512 angles.
    distance = np.sort(angle) / 65 - np.arange(512) / 512
    assert np.abs(distance).max() < 0.07


def test_the_column_of_a_sample_is_found_by_its_scene() -> None:
    part = made.part(2)
    turn, row = np.divmod(part["scene"][3333], samples.SCENES)
    batch = supply.Generated().columns(int(turn), samples.SCENES)
    assert part["air_temperature"][3333] == batch.air_temperature[row]
    assert part["total_column_water_vapour"][3333] == batch.total_column_water_vapour[row]


def test_columns_of_files_are_used_equally_often() -> None:
    columns = made.collected(100, seed=3)
    warmth = np.concatenate([columns.columns(part, 512).air_temperature for part in range(3)])
    _, uses = np.unique(warmth, return_counts=True)
    assert set(uses) == {15, 16}


def test_splits_blocks_and_continents_are_those_of_the_columns() -> None:
    columns = made.collected(60)
    part = samples.part(samples.Recipe("landsat8", "B10"), columns, 0)
    batch = columns.columns(0, samples.SCENES)
    names = np.asarray(sample_fields.SPLITS)[part["split"][::10]]
    np.testing.assert_array_equal(names, splits.parts(batch))
    np.testing.assert_array_equal(part["block"][::10], splits.blocks(batch))
    assert set(names) >= {"training", "validation", "test"}
    assert len(np.unique(part["continent"])) > 2


def test_generated_columns_train_and_their_place_is_unknown() -> None:
    part = made.part(0)
    assert set(part["split"]) == {sample_fields.SPLITS.index("training")}
    assert set(part["block"]) == {sample_fields.NO_BLOCK}
    assert set(part["continent"]) == {sample_fields.CONTINENTS.index("unknown")}
    moist = part["source"] == 1
    assert moist.mean() == pytest.approx(0.05, abs=0.01)
    assert (part["total_column_water_vapour"][moist] > 59.9).all()


def test_january_is_winter_in_the_north_and_summer_in_the_south() -> None:
    part = samples.part(samples.Recipe("landsat8", "B10"), made.collected(60), 0)
    assert set(part["month"]) == {1}
    season = np.asarray(sample_fields.SEASONS)[part["season"]]
    assert set(season[part["latitude"] > 0]) == {"winter"}
    assert set(season[part["latitude"] < 0]) == {"summer"}


@pytest.mark.parametrize(
    "wrong",
    [{"prior": "best"}, {"surfaces": 0}, {"seed": -1}, {"view_zenith_angle": (0.0, 70.0)}],
)
def test_recipes_that_make_no_samples_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        samples.Recipe("landsat8", "B10", **wrong)  # type: ignore[arg-type]


def test_a_band_that_is_not_known_is_named() -> None:
    with pytest.raises(MethodError, match="B12"):
        samples.part(samples.Recipe("landsat8", "B12"), made.collected(3), 0)
