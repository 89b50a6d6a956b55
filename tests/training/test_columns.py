"""Which columns train, and which are kept back."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lstgeo.profiles import generator, netcdf, splits
from lstgeo.training import columns
from tests.data import SHARED, needs_shared


@needs_shared
def test_the_collection_trains_on_what_its_splits_allow() -> None:
    material = columns.of(SHARED / "profiles")
    training, test = material.training.batch, material.test.batch
    assert set(splits.parts(training)) <= {splits.TRAINING, splits.VALIDATION}
    assert set(splits.parts(test)) == {splits.TEST}
    assert all(name.startswith("GFS") for name in material.counts())
    assert training.total_column_water_vapour.max() <= splits.HUMID_WATER
    assert not {row.tobytes() for row in training.temperature} & {
        row.tobytes() for row in test.temperature
    }


@needs_shared
def test_files_that_train_nothing_are_not_said_to() -> None:
    named = columns.of(SHARED / "profiles").provenance["profiles"]
    assert "gfs_2011-01-15" in named
    assert "ncep_june" in named
    assert not any(name in named for name in ("era5", "rfmip", "ckdmip", "ifs"))


def test_without_profiles_columns_are_drawn() -> None:
    material = columns.of(None, seed=1)
    assert len(material.batch) == columns.GENERATED
    assert len(material.test.batch) == columns.GENERATED // splits.CYCLE
    assert np.unique(material.training.fold).size == splits.CYCLE - 1


def test_columns_of_a_user_train_whatever_they_call_themselves(tmp_path: Path) -> None:
    """The fixed splits call unknown sources a test; a training keeps a fifth of them back."""
    drawn = generator.generate(200, seed=2)
    own = drawn.replaced(source=np.full(len(drawn), "my soundings"))
    netcdf.write(own, tmp_path / "own.nc")
    material = columns.of(tmp_path / "own.nc")
    assert material.counts() == {"my soundings": len(material.batch)}
    share = len(material.test.batch) / len(material.batch)
    assert 0.1 < share < 0.3
