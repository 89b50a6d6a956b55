"""Files of samples: complete, described, the same however they came to be, or an honest error."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from lstgeo.errors import InputError, MissingFileError, OutputError
from lstgeo.physics import humidity
from lstgeo.physics.arrays import Array
from lstgeo.profiles import columns, netcdf
from lstgeo.simulation import sample_fields, sample_file, sample_set, samples, supply
from tests.data import SHARED, needs_shared
from tests.profiles import examples

RECIPE = samples.Recipe("landsat8", "B10", seed=5, surfaces=2)
PART = RECIPE.samples_of_part


@pytest.fixture(scope="module")
def profiles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("profiles") / "columns.nc"
    netcdf.write(examples.standard(60, relative_humidity=0.4), path)
    return path


@pytest.fixture(scope="module")
def whole(profiles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "samples.nc"
    sample_set.write(path, RECIPE, 8 * PART - 100, profiles=profiles)
    return path


def _opened(path: Path) -> xr.Dataset:
    with xr.open_dataset(path, engine="netcdf4") as data:
        return data.load()


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Numbers of the parts that are made from now on."""
    made: list[int] = []
    original = samples.part

    def part(recipe: samples.Recipe, supplied: supply.Supply, index: int) -> dict[str, Array]:
        made.append(index)
        return original(recipe, supplied, index)

    monkeypatch.setattr(samples, "part", part)
    return made


def test_a_file_holds_what_the_parts_hold(whole: Path, profiles: Path) -> None:
    data = _opened(whole)
    assert set(data.variables) == set(sample_fields.FIELDS)
    assert dict(data.sizes) == {"sample": 8 * PART - 100}
    part = samples.part(RECIPE, supply.of(profiles, RECIPE.seed), 7)
    for name, field in sample_fields.FIELDS.items():
        stored = data[name].to_numpy()[7 * PART :]
        np.testing.assert_array_equal(stored, part[name][:-100].astype(field.dtype))


def test_a_run_that_was_killed_goes_on_and_gives_the_same(
    whole: Path, profiles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "samples.nc"
    options = ["--profiles", str(profiles), "--seed", "5", "--surfaces", "2"]
    command = [sys.executable, "-m", "lstgeo", "simulate", "-o", str(target), *options]
    child = subprocess.Popen([*command, "--count", str(8 * PART - 100)], env=dict(os.environ))
    staging = tmp_path / ".samples.nc.parts"
    deadline = time.monotonic() + 60
    while len(list(staging.glob("[0-9]*.npz"))) < 3:
        assert child.poll() is None, "the run ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.002)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    finished = len(list(staging.glob("[0-9]*.npz")))
    assert not target.exists()
    made = _counted(monkeypatch)
    sample_set.write(target, RECIPE, 8 * PART - 100, profiles=profiles)
    assert made == list(range(finished, 8))
    xr.testing.assert_identical(_opened(target), _opened(whole))
    assert [path.name for path in tmp_path.iterdir()] == ["samples.nc"]


def test_fewer_samples_are_the_first_of_more(whole: Path, profiles: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.nc"
    sample_set.write(few, RECIPE, 1500, profiles=profiles)
    xr.testing.assert_identical(_opened(few), _opened(whole).isel(sample=slice(0, 1500)))


def test_parts_of_another_recipe_are_not_used(
    profiles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "samples.nc"
    other = samples.Recipe("landsat8", "B10", seed=6, surfaces=2)
    stale = sample_set.provenance(other, supply.of(profiles, 6))
    staging = sample_file.Staging.beside(target, stale)
    staging.keep(0, samples.part(other, supply.of(profiles, 6), 0))
    made = _counted(monkeypatch)
    sample_set.write(target, RECIPE, 10, profiles=profiles)
    assert made == [0]


def test_a_part_that_cannot_be_read_is_made_again(
    whole: Path, profiles: Path, tmp_path: Path
) -> None:
    target = tmp_path / "samples.nc"
    provenance = sample_set.provenance(RECIPE, supply.of(profiles, 5))
    staging = sample_file.Staging.beside(target, provenance)
    (staging.folder / "000000.npz").write_bytes(b"PK half a file")
    sample_set.write(target, RECIPE, PART, profiles=profiles)
    xr.testing.assert_identical(_opened(target), _opened(whole).isel(sample=slice(0, PART)))


def test_progress_ends_with_all_samples(profiles: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    sample_set.write(
        tmp_path / "s.nc",
        RECIPE,
        PART + 7,
        profiles=profiles,
        progress=lambda done, all_: seen.append((done, all_)),
    )
    assert seen == [(PART, PART + 7), (PART + 7, PART + 7)]


def test_attributes_say_what_the_samples_are_made_of(whole: Path, profiles: Path) -> None:
    data = _opened(whole)
    assert data.attrs["seed"] == 5
    assert data.attrs["profiles"] == "columns.nc"
    assert data.attrs["profiles_sha256"] == supply.digest(profiles.read_bytes())
    assert data.attrs["node_table"] == "landsat8_b10"
    assert len(data.attrs["node_table_sha256"]) == 64
    assert data.attrs["noise_equivalent_difference_K"] == 0.05
    assert data["surface_temperature"].attrs["standard_name"] == "surface_temperature"
    assert data["split"].attrs["flag_meanings"] == "training validation test humid"
    assert list(data["split"].attrs["flag_values"]) == [0, 1, 2, 3]
    for variable in data.variables.values():
        assert variable.attrs["long_name"]


def test_samples_are_chunked_by_parts(whole: Path) -> None:
    assert _opened(whole)["emissivity"].encoding["chunksizes"] == (PART,)


def test_every_source_has_a_code(profiles: Path, tmp_path: Path) -> None:
    names = np.where(np.arange(60) % 2, "GFS one", "ERA5 other")
    path = tmp_path / "two.nc"
    netcdf.write(examples.standard(60).replaced(source=names), path)
    sample_set.write(tmp_path / "s.nc", RECIPE, PART, profiles=path)
    data = _opened(tmp_path / "s.nc")
    assert data["source"].attrs["flag_meanings"] == "ERA5_other GFS_one"
    assert set(np.unique(data["source"])) == {0, 1}
    assert set(data["split"].to_numpy()[data["source"] == 0]) == {2}


def test_a_folder_of_profiles_is_read_as_one(tmp_path: Path) -> None:
    for index in range(3):
        netcdf.write(examples.standard(2 + index, levels=15 + index), tmp_path / f"{index}.nc")
    (tmp_path / "notes.txt").write_text("not a profile")
    found = supply.of(tmp_path)
    assert isinstance(found, supply.Collected)
    assert len(found.batch) == 9
    assert found.provenance["profiles"] == "0.nc, 1.nc, 2.nc"


def test_cloudy_columns_are_left_out(tmp_path: Path) -> None:
    batch = examples.standard(4)
    wet = humidity.of_relative_humidity(np.ones(()), batch.temperature, batch.pressure)
    moist = np.where(np.arange(4)[:, None] < 3, batch.specific_humidity, wet)
    netcdf.write(batch.replaced(specific_humidity=moist), tmp_path / "mixed.nc")
    found = supply.of(tmp_path / "mixed.nc")
    assert isinstance(found, supply.Collected)
    assert len(found.batch) == 3
    netcdf.write(batch.replaced(specific_humidity=wet), tmp_path / "cloud.nc")
    with pytest.raises(InputError, match=r"none of the 4 columns .* clear"):
        supply.of(tmp_path / "cloud.nc")


@needs_shared
def test_the_collection_brings_all_four_splits() -> None:
    found = supply.of(SHARED / "profiles")
    part = samples.part(RECIPE, found, 0)
    assert set(part["split"]) == {0, 1, 2, 3}
    assert isinstance(found, supply.Collected)
    assert len(found.batch) > 10_000
    assert set(part["season"]) == {1, 2, 3, 4}


def test_errors_say_what_was_needed(profiles: Path, tmp_path: Path) -> None:
    def write(path: Path, count: int = 10, **given: Any) -> None:
        sample_set.write(path, RECIPE, count, **given)

    with pytest.raises(InputError, match="one sample or more"):
        write(tmp_path / "s.nc", 0)
    with pytest.raises(OutputError, match="file of profiles"):
        write(profiles, profiles=profiles)
    with pytest.raises(OutputError, match="is a folder"):
        write(tmp_path, profiles=profiles)
    with pytest.raises(MissingFileError, match="no profile file or folder"):
        write(tmp_path / "s.nc", profiles=tmp_path / "absent.nc")
    with pytest.raises(MissingFileError, match="holds no profile"):
        write(tmp_path / "s.nc", profiles=tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write(tmp_path / "file" / "s.nc", profiles=profiles)


def test_columns_in_time_unknown_have_no_season() -> None:
    batch = examples.standard(3)
    unknown = columns.of(batch.pressure, batch.temperature, batch.specific_humidity, "somewhere")
    part = samples.part(RECIPE, supply.Collected(unknown, {}), 0)
    for name in ("month", "season", "continent"):
        assert set(part[name]) == {0}
    assert set(part["block"]) == {-1}
    assert json.dumps(sample_set.provenance(RECIPE, supply.Collected(unknown, {})))
