"""Landsat metadata: every format says the same, and what is none is refused in a sentence."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lstgeo.errors import LstgeoError, MetadataError
from lstgeo.raster.scenes import mtl
from tests import scenes
from tests.data import SHARED, needs_shared

LANDSAT_7 = "LE07_L1TP_107068_20220310_20220405_02_T1"
BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE bomb [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<ROOT><SPACECRAFT_ID>&c;</SPACECRAFT_ID></ROOT>"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE read [<!ENTITY file SYSTEM "file:///etc/hostname">]>
<ROOT><SPACECRAFT_ID>&file;</SPACECRAFT_ID></ROOT>"""


def _parsed(folder: Path, suffix: str) -> mtl.Metadata:
    path = folder / f"{folder.name}_MTL.{suffix}"
    return mtl.parse(path.read_bytes(), path.name)


@needs_shared
@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_the_formats_of_a_real_scene_say_the_same(suffix: str) -> None:
    folder = SHARED / "scenes" / LANDSAT_7
    text, other = _parsed(folder, "txt").values, _parsed(folder, suffix).values
    assert len(text) > 150
    shared = text.keys() & other.keys()
    assert shared >= {key for key in text if "BAND_6" in key or key.startswith("FILE_NAME")}
    different = {key for key in shared if not _alike(text[key], other[key])}
    assert not different


def _alike(left: str, right: str) -> bool:
    try:
        return float(left) == float(right)
    except ValueError:
        return left == right


@pytest.mark.parametrize("collection", [scenes.PRE, scenes.FIRST, scenes.SECOND])
def test_the_formats_of_a_written_scene_say_the_same(tmp_path: Path, collection: str) -> None:
    folder = scenes.write(tmp_path, "landsat7", collection, formats=("txt", "json", "xml"))
    text, as_json, as_xml = (_parsed(folder, suffix).values for suffix in ("txt", "json", "xml"))
    assert text == as_json == as_xml
    assert text["RADIANCE_MULT_BAND_6_VCID_2"] == "3.7205E-02"


def test_nul_padding_is_no_error(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    path = folder / f"{folder.name}_MTL.txt"
    padded = path.read_bytes() + b"\0" * 60_000
    assert mtl.parse(padded, path.name).values == _parsed(folder, "txt").values


def test_the_time_of_acquisition_is_utc() -> None:
    text = b"""SPACECRAFT_ID = "LANDSAT_5"
    DATE_ACQUIRED = 2000-03-09
    SCENE_CENTER_TIME = "07:08:03.9780190Z"
    """
    acquired = mtl.parse(text, "a_MTL.txt").acquired()
    assert acquired == datetime(2000, 3, 9, 7, 8, 3, 978019, tzinfo=UTC)


def test_the_level_of_the_product_comes_before_that_of_what_it_was_made_from() -> None:
    text = b"""SPACECRAFT_ID = LANDSAT_8
    GROUP = PRODUCT_CONTENTS
      PROCESSING_LEVEL = "L2SP"
    END_GROUP = PRODUCT_CONTENTS
    GROUP = LEVEL1_PROCESSING_RECORD
      PROCESSING_LEVEL = "L1TP"
    END_GROUP = LEVEL1_PROCESSING_RECORD"""
    assert mtl.parse(text, "a_MTL.txt").text("PROCESSING_LEVEL") == "L2SP"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a_MTL.txt"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a_MTL.txt"),
        (b"<html>404 not found</html>", "a_MTL.txt"),
        (b"{", "a_MTL.json"),
        (b"[1, 2]", "a_MTL.json"),
        (b'{"LANDSAT_METADATA_FILE": {}}', "a_MTL.json"),
        (b"[" * 100_000, "a_MTL.json"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "a_MTL.json"),
        (b"<open>", "a_MTL.xml"),
        (b"no xml", "a_MTL.xml"),
        (BOMB, "a_MTL.xml"),
        (OUTSIDE, "a_MTL.xml"),
    ],
)
def test_what_is_no_metadata_is_refused_by_name(content: bytes, name: str) -> None:
    with pytest.raises(MetadataError) as caught:
        mtl.parse(content, name)
    assert str(caught.value).startswith(name)
    assert "\n" not in str(caught.value)


def test_a_missing_value_is_called_by_its_name() -> None:
    metadata = mtl.parse(b"SPACECRAFT_ID = LANDSAT_8\nROLL = x", "a_MTL.txt")
    assert metadata.get("K1_CONSTANT_BAND_10") is None
    with pytest.raises(MetadataError, match=r"a_MTL\.txt lacks RADIANCE_MULT_BAND_10"):
        metadata.number("RADIANCE_MULT_BAND_10")
    with pytest.raises(MetadataError, match="ROLL is 'x', not a number"):
        metadata.number("ROLL")
    with pytest.raises(MetadataError, match="lacks DATE_ACQUIRED"):
        metadata.acquired()


_words = st.sampled_from(
    ["GROUP", "END_GROUP", "=", "\n", " ", '"', "SPACECRAFT_ID", "LANDSAT_8", "<", ">", "</", "{",
     "}", "[", ":", ",", "1e999", "-", "\0", "&a;", "<!DOCTYPE", "<?xml encoding='x'?>", "é"]
)  # fmt: skip
_contents = st.binary(max_size=200) | st.lists(_words, max_size=30).map(
    lambda w: "".join(w).encode()
)


@given(_contents, st.sampled_from(["a_MTL.txt", "a_MTL.json", "a_MTL.xml", "a"]))
@example(b'{"SPACECRAFT_ID": ' + b"9" * 5000 + b"}", "a_MTL.json")
@example(b"<?xml version='1.0' encoding='latin-99'?><SPACECRAFT_ID/>", "a_MTL.xml")
def test_whatever_the_bytes_there_is_metadata_or_a_sentence(content: bytes, name: str) -> None:
    try:
        known = mtl.parse(content, name).values
    except LstgeoError:
        return
    assert "SPACECRAFT_ID" in known


_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(_values)
def test_any_json_is_metadata_or_a_sentence(document: object) -> None:
    content = json.dumps({"ROOT": {"SPACECRAFT_ID": "LANDSAT_8"}, "rest": document}).encode()
    assert mtl.parse(content, "a_MTL.json").values["SPACECRAFT_ID"] == "LANDSAT_8"
