"""All of the outputs, or none of them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from lstgeo.errors import OutputError
from lstgeo.raster import commit


def _listing(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def test_the_staging_folder_is_beside_its_target_and_hidden_and_then_gone(tmp_path: Path) -> None:
    with commit.staged(tmp_path / "lst.tif") as folder:
        assert folder.parent == tmp_path
        assert folder.name.startswith(".")
        (folder / "half.tif").write_bytes(b"x")
    assert _listing(tmp_path) == set()


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    def stop(half: Path) -> None:
        half.write_bytes(b"x")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), commit.staged(tmp_path / "lst.tif") as folder:
        stop(folder / "half.tif")
    assert _listing(tmp_path) == set()


def test_a_full_disk_is_told_in_one_sentence(tmp_path: Path) -> None:
    def fill() -> None:
        raise OSError(28, os.strerror(28))

    with (
        pytest.raises(OutputError, match="No space left on device"),
        commit.staged(tmp_path / "lst.tif"),
    ):
        fill()


@pytest.mark.parametrize("parent", ["/proc", "file"])
def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path, parent: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    target = (tmp_path / parent) / "lst.tif"
    with pytest.raises(OutputError, match="cannot be written to"), commit.staged(target):
        pytest.fail("nothing could be staged here")


def test_the_proof_comes_last_and_an_old_one_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["lst.tif", "lst_qa.tif", "lst.json"]
    for name in names:
        (tmp_path / name).write_text("old", "utf-8")
    seen = []
    rename = Path.replace

    def watched(source: Path, target: Path) -> Path:
        seen.append((Path(target).name, (tmp_path / "lst.json").exists()))
        return rename(source, target)

    monkeypatch.setattr(Path, "replace", watched)
    with commit.staged(tmp_path / "lst.tif") as folder:
        for name in names:
            (folder / name).write_text("new", "utf-8")
        commit.publish(folder, names, tmp_path)
    assert seen == [(name, False) for name in names]
    assert _listing(tmp_path) == set(names)
    assert {(tmp_path / name).read_text("utf-8") for name in names} == {"new"}


def test_sha256_is_that_of_the_standard(tmp_path: Path) -> None:
    """FIPS 180-4, example of `abc`; and a file longer than one read."""
    short, long = tmp_path / "short", tmp_path / "long"
    short.write_bytes(b"abc")
    long.write_bytes(b"lst" * 700_000)
    assert commit.sha256(short) == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert commit.sha256(long) == hashlib.sha256(long.read_bytes()).hexdigest()
