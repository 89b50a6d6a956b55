"""Lists of scenes in every form, and what is said of rows that are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies

from lstgeo.batches import rows
from lstgeo.batches.rows import Row
from lstgeo.errors import InputError, LstgeoError, MissingFileError
from lstgeo.pipeline import settings, values
from tests.batches import made


def _read(scenes: rows.Scenes) -> list[Row]:
    return list(rows.of(scenes)())


def _seen(row: Row) -> tuple[str, str | None, dict[str, Any]]:
    return row.scene, row.output, dict(row.values)


def test_the_three_forms_say_the_same(tmp_path: Path) -> None:
    table = ["scene,output,wv,air-temperature,mask-clouds,threads,input-sigma",
             "a,x.tif,w.tif,290,yes,2,water_vapour=0.1 emissivity=.02",
             '"b, c",,15,,no,,']  # fmt: skip
    objects = [
        {"scene": "a", "output": "x.tif", "wv": "w.tif", "air_temperature": 290.0,
         "mask-clouds": True, "threads": 2,
         "input_sigma": {"water-vapour": 0.1, "emissivity": 0.02}},
        {"scene": "b, c", "wv": 15, "mask-clouds": False, "output": None},
    ]  # fmt: skip
    of_table = _read(made.listed(tmp_path, table, "list.csv"))
    of_lines = _read(made.listed(tmp_path, map(json.dumps, objects), "list.jsonl"))
    assert [row.fault for row in of_table + of_lines] == [None] * 4
    expected: list[tuple[str, str | None, dict[str, Any]]] = [
        (str(tmp_path / "a"), "x.tif", {
            "water_vapour": str(tmp_path / "w.tif"), "air_temperature": "290",
            "mask_clouds": True, "threads": 2,
            "input_sigma": {"water_vapour": 0.1, "emissivity": 0.02},
        }),
        (str(tmp_path / "b, c"), None, {"water_vapour": "15"}),
    ]  # fmt: skip
    assert [_seen(row) for row in of_table] == expected
    expected[0][2]["air_temperature"] = "290.0"
    assert [_seen(row) for row in of_lines] == expected
    of_text = _read(made.listed(tmp_path, ["\ufeff# two", "a # the first", "", "b, c"], "l.txt"))
    assert [row.scene for row in of_text] == [row.scene for row in of_table]


def test_python_values_are_rows_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = _read(["a", Path("/b"), {"scene": "c", "water_vapour": 15.5, "model": Path("m.onnx")}])
    assert [row.scene for row in found] == [f"{tmp_path}/a", "/b", f"{tmp_path}/c"]
    assert found[2].values == {"water_vapour": "15.5", "model": f"{tmp_path}/m.onnx"}


@pytest.mark.parametrize(
    ("value", "resolved"),
    [
        ("ndvi", "ndvi"), ("0.97", "0.97"), ("1e-2", "1e-2"), ("e.tif", "/l/e.tif"),
        ("./e", "/l/e"), ("/a/e.tif", "/a/e.tif"), ("classes:c.tif", "classes:/l/c.tif"),
        ("aster:ged", "aster:/l/ged"), ("aster:/g", "aster:/g"), ("landsat8-b10", "landsat8-b10"),
        ("https://h/e.tif", "https://h/e.tif"), ("a.nc:w, b.nc", "/l/a.nc:w,/l/b.nc"),
    ],
)  # fmt: skip
def test_relative_files_are_beside_the_list_and_names_are_left(value: str, resolved: str) -> None:
    found = values.resolved({"emissivity": value, "method": "a/b"}, Path("/l"))
    assert found == {"emissivity": resolved, "method": "a/b"}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("l.csv", "scene,vw\na,15\n", "has a column 'vw'; there are scene, output, band, wv,"),
        ("l.csv", "wv\n15\n", "has no column scene"),
        ("l.csv", "", "has no column scene"),
        ("l.csv", "scene,wv,water_vapour\na,1,2\n", "has several columns water_vapour"),
        ("l.csv", 'scene\n"a', "cannot be read: unexpected end of data"),
        ("l.jsonl", '[{"scene": "a"}]', "is one JSON array"),
        ("l.txt", b"\xff\xfe", "cannot be read"),
    ],
)
def test_a_bad_file_is_one_sentence(tmp_path: Path, name: str, text: Any, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        _read(path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("name", ["nothing.csv", "."])
def test_a_list_that_is_not_there_is_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(MissingFileError, match="cannot be read"):
        _read(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("l.csv", ",15,,,", "l.csv line 2: it names no scene"),
        ("l.csv", "a,15,,,,7", "l.csv line 2: it has 6 cells, the header 5"),
        ("l.csv", "a,,two,,", "--threads takes a whole number from 1 on, not 'two'"),
        ("l.csv", "a,,0,,", "--threads takes a whole number from 1 on, not '0'"),
        ("l.csv", "a,,,maybe,", "--mask-clouds takes true or false, not 'maybe'"),
        ("l.csv", "a,,,,water_vapour", "--input-sigma takes NAME=VALUE, not 'water_vapour'"),
        ("l.csv", "a\0b,,,,", "its scene holds a NUL character"),
        ("l.jsonl", "{", "l.jsonl line 1: it is not JSON"),
        ("l.jsonl", "3", "l.jsonl line 1: it is no JSON object"),
        ("l.jsonl", '{"scene": 3}', "its scene is 3, not a path"),
        ("l.jsonl", '{"wv": 3}', "it names no scene"),
        ("l.jsonl", '{"scene": "a", "vw": 3}', "'vw' is no option of a retrieval; there are band"),
        ("l.jsonl", '{"scene": "a", "wv": [3]}', "--wv takes a file, a number, a name"),
        ("l.jsonl", '{"scene": ' + "[" * 100_000, "it is not JSON"),
        ("l.jsonl", '{"scene": ' + "9" * 5_000 + "}", "it is not JSON"),
    ],
)
def test_a_bad_row_is_a_fault_and_the_next_is_read(
    tmp_path: Path, name: str, line: str, said: str
) -> None:
    head, good = (["scene,wv,threads,mask-clouds,input-sigma"], "b,,,,")
    if name.endswith("jsonl"):
        head, good = [], '{"scene": "b"}'
    bad, after = _read(made.listed(tmp_path, [*head, line, good], name))
    assert said in str(bad.fault)
    assert "\n" not in str(bad.fault)
    assert (after.fault, after.scene) == (None, str(tmp_path / "b"))


def test_every_setting_is_found_under_both_names() -> None:
    for setting in settings.SETTINGS:
        spellings = (setting.option, f"--{setting.option}", setting.option.replace("-", "_"))
        for name in (*spellings, setting.argument):
            assert settings.named(name) is setting
    assert settings.named("scene") is settings.named("") is None


CELLS = strategies.one_of(
    strategies.text(max_size=12), strategies.sampled_from(["ndvi", "15", "a.tif", "x=1", "\0", ""])
)
NAMES = strategies.sampled_from(["scene", "output", *(s.option for s in settings.SETTINGS), "no"])
PIECES = strategies.sampled_from(
    [b"scene", b"output", b"wv", b",", b'"', b"\n", b"\r", b"#", b"{", b"}", b"[", b":", b"\\",
     b"\0", b"\xff", b"\xef\xbb\xbf", b"1e999", b"NaN", b"null", b"true", b"threads", b"'", b" "]
)  # fmt: skip
BYTES = strategies.one_of(
    strategies.binary(max_size=200), strategies.lists(PIECES, max_size=40).map(b"".join)
)


@pytest.mark.parametrize("suffix", ["txt", "csv", "jsonl"])
@hypothesis.given(content=BYTES)
@hypothesis.settings(max_examples=400)
def test_no_bytes_crash_a_reader(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / f"fuzz.{suffix}"
    path.write_bytes(content)
    _require_rows_or_a_sentence(path)


@hypothesis.given(
    cells=strategies.dictionaries(
        NAMES,
        strategies.recursive(
            CELLS | strategies.none() | strategies.booleans() | strategies.floats()
            | strategies.integers(),
            lambda inner: strategies.lists(inner, max_size=3)
            | strategies.dictionaries(CELLS, inner, max_size=3),
            max_leaves=6,
        ),
    )
)  # fmt: skip
@hypothesis.settings(max_examples=300)
def test_no_json_value_crashes_a_reader(
    tmp_path_factory: pytest.TempPathFactory, cells: dict[str, Any]
) -> None:
    path = tmp_path_factory.getbasetemp() / "values.jsonl"
    path.write_text(json.dumps(cells) + "\n", "utf-8")
    _require_rows_or_a_sentence(path)


def _require_rows_or_a_sentence(path: Path) -> None:
    try:
        found = _read(path)
    except LstgeoError as error:
        assert "\n" not in str(error)  # noqa: PT017
        return
    for row in found:
        assert row.scene
        assert "\0" not in row.scene
        assert row.fault is None or "\n" not in row.fault
