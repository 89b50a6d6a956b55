"""GRIB fields come in kelvin, on longitudes from -180 to 180, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from lstgeo.errors import InputError, RasterError
from lstgeo.raster import grib
from tests.data import SHARED, needs_shared

if TYPE_CHECKING:
    from pathlib import Path

FILE = SHARED / "profiles" / "gfs_2011-01-15T12_2p5deg.grib2"


@needs_shared
def test_fields_are_in_kelvin_and_on_the_grid() -> None:
    skin, pressure = ("TMP", "0-SFC"), ("PRES", "0-SFC")
    fields = grib.read(FILE, [skin, pressure])
    assert 200 < fields.values[skin].min() < fields.values[skin].max() < 330
    assert fields.values[pressure].min() > 45_000
    assert fields.latitude[[0, -1]].tolist() == [90, -90]
    assert fields.longitude[[0, 72, -1]].tolist() == [-180, 0, 177.5]
    assert fields.time == np.datetime64("2011-01-15T12")


@needs_shared
def test_a_missing_field_is_named() -> None:
    with pytest.raises(InputError, match="lacks the fields TMP 77700-ISBL"):
        grib.read(FILE, [("TMP", "0-SFC"), ("TMP", "77700-ISBL")])


def test_what_is_no_grib_is_refused(tmp_path: Path) -> None:
    (tmp_path / "torn.grib2").write_bytes(b"GRIB\x00\x00\x00\x02 and no more")
    with pytest.raises(RasterError, match="no GRIB file that can be read"):
        grib.read(tmp_path / "torn.grib2", [("TMP", "0-SFC")])
