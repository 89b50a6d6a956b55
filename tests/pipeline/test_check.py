"""`check` tells what would be done, and every input that cannot be, before anything is done."""

from __future__ import annotations

import json
from pathlib import Path

import dask
import numpy as np
import pytest

import lstgeo
from lstgeo.pipeline.plan import Plan
from tests import commands, fields, models, rasters, scenes
from tests.models import needs_model

LONGITUDE = np.array([14.5, 15.0, 15.5])
LATITUDE = np.array([49.0, 48.5])
HOURS = ("2016-01-21T09:00", "2016-01-21T10:00")


@pytest.fixture
def scene(tmp_path: Path) -> Path:
    return scenes.write(tmp_path)


@pytest.fixture
def vapour(tmp_path: Path) -> Path:
    values = np.full((2, 2, 3), 20.0)
    return fields.netcdf(tmp_path / "era5.nc", values, LONGITUDE, LATITUDE, times=HOURS)


@pytest.fixture
def plan(scene: Path, vapour: Path) -> Plan:
    return lstgeo.check(scene, water_vapour=vapour, air_temperature=288)


def test_the_plan_says_what_the_scene_is(plan: Plan, scene: Path) -> None:
    assert plan.problems == ()
    assert (plan.sensor, plan.band, plan.shape, plan.pixel) == (
        "landsat8",
        "B10",
        scenes.SHAPE,
        30.0,
    )
    assert plan.acquired is not None
    assert plan.acquired.startswith("2016-01-21T09:50:31")
    assert {Path(path).suffix for path in plan.files} == {".TIF", ".nc"}


@needs_model
def test_the_plan_says_what_is_read_and_how_it_is_understood(plan: Plan, vapour: Path) -> None:
    assert (plan.method, plan.model) == ("coupled", models.NAME)
    water, air = plan.readings
    assert (water.origin.variable, water.origin.units) == ("tcwv", "kg m**-2")
    assert water.origin.units_from == "the file"
    assert water.origin.times == tuple(f"{hour}:00Z" for hour in HOURS)
    assert (water.origin.files, water.covered) == ((str(vapour),), 1.0)
    assert (air.origin.given, air.origin.units, air.origin.files) == ("288", "K", ())


def test_the_plan_says_what_stands_in_for_emissivity(scene: Path, plan: Plan) -> None:
    assert plan.emissivity == ("ndvi", "unknown ground")
    night = scenes.write(scene.parent / "night", changes={"SUN_ELEVATION": "-31.0"})
    by_night = lstgeo.check(night, water_vapour=20).emissivity
    assert by_night == ("water and snow of the quality band", "unknown ground")


def test_the_plan_says_how_much_of_the_scene_a_field_covers(scene: Path, tmp_path: Path) -> None:
    longitude = np.array([15.0, 15.002, 15.004])
    path = fields.netcdf(tmp_path / "w.nc", np.full((2, 3), 20.0), longitude, LATITUDE)
    (reading,) = lstgeo.check(scene, water_vapour=path).readings
    # Its cells end at 15.005 degrees, 4 m east of column 11 of 36, between the first patches of
    # eight columns (0-7) and the second (14-21).
    assert reading.covered == pytest.approx(1 / 3)


def test_the_plan_says_how_much_of_the_scene_has_an_elevation(scene: Path, tmp_path: Path) -> None:
    heights = np.full((40, 36), 300.0, np.float32)
    heights[:, 12:] = np.nan
    path = rasters.write(tmp_path / "dem.tif", heights, transform=scenes.TRANSFORM)
    (_, ground) = lstgeo.check(scene, water_vapour=20, elevation=path).readings
    assert ground.origin.quantity == "elevation"
    assert ground.covered == pytest.approx(1 / 3)


def test_nothing_is_computed(scene: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a block was retrieved")

    monkeypatch.setattr("lstgeo.pipeline.retrieve.retrieve_block", never)
    assert lstgeo.check(scene, water_vapour=20).problems == ()


def test_what_is_looked_at_is_computed_here(scene: Path, vapour: Path) -> None:
    """Whatever scheduler the user's process has, a cluster that is gone among them."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("another scheduler was asked")

    with dask.config.set(scheduler=never):
        found = lstgeo.check(scene, water_vapour=vapour, air_temperature=vapour.with_name("t.nc"))
        assert lstgeo.check(scene, water_vapour=vapour).problems == ()
    assert len(found.problems) == 1


def test_every_input_that_cannot_be_is_told(scene: Path, tmp_path: Path) -> None:
    bare = rasters.write(tmp_path / "w.tif", np.full((40, 36), 2.0), transform=scenes.TRANSFORM)
    found = lstgeo.check(
        scene, water_vapour=bare, air_temperature=21, emissivity=97, elevation="none.tif"
    )
    assert [any(words in problem for problem in found.problems) for words in (
        "states no units", "air temperature near the surface 21 is outside", "is it in percent",
        "none.tif does not exist",
    )] == [True] * 4  # fmt: skip
    assert len(found.problems) == 4


def test_an_output_that_would_replace_an_input_is_a_problem(scene: Path) -> None:
    path = rasters.write(scene / "lst.tif", np.full((40, 36), 20.0, np.float32),
                         transform=scenes.TRANSFORM, units="kg m-2")  # fmt: skip
    (problem,) = lstgeo.check(scene, path, water_vapour=path).problems
    assert "is an input and is not overwritten" in problem


@needs_model
def test_the_command_tells_the_plan(scene: Path, vapour: Path) -> None:
    ended = commands.run("check", scene, "--wv", vapour, "--air-temperature", "288")
    head, *rest, end = ended.out.splitlines()
    assert head == f"{scene}: Landsat 8 B10, 2016-01-21 09:50 UTC, 40 x 36 pixels"
    assert end == f"{scene}: nothing found wrong"
    told = {line[2:29].strip(): line[29:].strip() for line in rest}
    assert told["method"] == f"coupled by {models.NAME}"
    assert told["total column water vapour"] == (
        f"{vapour} (tcwv) in kg m**-2, as the file says; {HOURS[0]}:00Z and {HOURS[1]}:00Z; "
        "100 % of the pixels looked at"
    )
    assert told["air temperature"] == "288 K everywhere"
    assert told["emissivity"] == "ndvi, then unknown ground"
    assert "MB of memory" in told["expected"]


def test_the_command_tells_plans_as_json(scene: Path) -> None:
    ended = commands.run("check", scene, scene.parent / "none", "--wv", "20", "--json")
    good, bad = json.loads(ended.out)
    assert ended.code == 1
    assert (good["argument"], good["problems"], good["band"]) == (str(scene), [], "B10")
    assert bad["method"] is None
    assert "does not exist" in bad["problems"][0]
