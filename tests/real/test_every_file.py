"""Every file and folder of the shared scenes: read, plausible where clear, or refused by name."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import rasterio

import lstgeo
from lstgeo.errors import LstgeoError
from lstgeo.raster.scenes import files
from tests.data import SHARED, needs_shared

pytestmark = needs_shared

SCENES = SHARED / "scenes"
EVERYTHING = sorted(
    str(path.relative_to(SCENES)) for path in (SCENES.rglob("*") if SCENES.is_dir() else ())
)
NO_THERMAL_IN_CLEAR = "LC08_L1TP_090084"
"""New South Wales under cloud, seen at 4 km."""

REFUSALS = (
    (r"_L2SP_[^/]*$(?<!\.TIF)(?<!ANG\.txt)(?<!MD5\.txt)", "Level-2 product"),
    (r"_ST_B10\.TIF$", "already is surface temperature"),
    (r"_ST_(URAD|DRAD|ATRAN|EMIS|EMSD|CDIST|QA)\.TIF$", "is no at-sensor radiance"),
    (r"_L\w{3}_.*_(SR_\w+|B\w+|BQA|QA_\w+|GM_\w+|[SV][AZ]A)\.TIF$", "states no units"),
    (r"LC8\w+\.TIF$|DEM\.TIF$", "--sensor is needed"),
    (r"\.jpeg$", "several bands"),
    (r"\.(txt|yaml)$", "cannot be read as a raster"),
)
"""Ends of names, and what the one sentence says of such a file."""


def _refusal(name: str) -> str | None:
    if re.search(r"_L1\w\w_[^/]*_MTL\.\w+$|^LC8.*_MTL\.txt$|_stac\.json$", name):
        return None
    return next((says for ends, says in REFUSALS if re.search(ends, name)), None)


READ = [name for name in EVERYTHING if _refusal(name) is None]
REFUSED = [name for name in EVERYTHING if _refusal(name) is not None]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_scene_is_refused_in_the_right_sentence(name: str) -> None:
    with pytest.raises(LstgeoError) as caught:
        lstgeo.open_scene(SCENES / name)
    assert str(_refusal(name)) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", READ)
def test_what_is_a_scene_gives_plausible_land_where_it_is_clear(name: str) -> None:
    emissivity = 0.97 if name.endswith("_ST_TRAD.TIF") else "ndvi"
    result = lstgeo.retrieve(SCENES / name, water_vapour=20, emissivity=emissivity).compute()
    clear = lstgeo.decode_quality(result.quality)["clear"].to_numpy()
    temperature = result.surface_temperature.to_numpy()[clear]
    if name.startswith(NO_THERMAL_IN_CLEAR):
        assert temperature.size == 0
        return
    assert temperature.size > 100
    # From the Greenland ice sheet in July to the Kimberley in February.
    assert 240 < np.percentile(temperature, 1) < np.percentile(temperature, 99) < 340
    assert np.nanmax(result.surface_temperature_uncertainty.to_numpy()[clear]) < 6


def test_every_scene_is_among_those_that_are_read() -> None:
    scenes = [path for path in SCENES.iterdir() if "_L2SP_" not in path.name]
    assert {path.name for path in scenes} <= set(READ)
    items = [name for name in READ if files.is_metadata_name(Path(name).name)]
    assert len(items) == 9


@pytest.mark.parametrize("name", [name for name in EVERYTHING if name.endswith("_VZA.TIF")])
def test_the_view_angle_is_that_of_the_angle_band(name: str) -> None:
    """At the edge of a swath of 185 km from 705 km; Landsat 7 sank below that in 2021."""
    scene = lstgeo.open_scene((SCENES / name).parent)
    with rasterio.open(SCENES / name) as source:
        expected = source.read(1) / 100
    np.testing.assert_allclose(scene.view_zenith_angle, expected, rtol=1e-6)
    seen = scene.at_sensor_radiance.notnull().to_numpy()
    assert 0 <= expected[seen].min() < 1
    assert 7 < expected[seen].max() < 12
