"""A scene in a folder or an archive, and archives that mean harm."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import Literal

import pytest

from lstgeo.errors import MissingFileError, SceneError
from lstgeo.pipeline.scene import open_scene
from lstgeo.raster.scenes import files
from tests import rasters, scenes

Mode = Literal["w", "w:gz"]


def _packed(folder: Path, archive: Path, mode: Mode, prefix: str = "") -> Path:
    with tarfile.open(archive, mode) as target:
        for path in sorted(folder.iterdir()):
            target.add(path, f"{prefix}{path.name}")
    return archive


@pytest.mark.parametrize(
    ("suffix", "mode", "prefix"),
    [("tar", "w", ""), ("tar.gz", "w:gz", ""), ("tgz", "w:gz", "./"), ("tar", "w", "scene/")],
)
def test_an_archive_is_its_folder_bit_for_bit_and_stays_alone(
    tmp_path: Path, suffix: str, mode: Mode, prefix: str
) -> None:
    folder = scenes.write(tmp_path / "folder")
    (tmp_path / "packed").mkdir()
    archive = _packed(folder, tmp_path / "packed" / f"{folder.name}.{suffix}", mode, prefix)
    rasters.same(open_scene(archive).compute(), open_scene(folder).compute())
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


@pytest.mark.parametrize("suffix", ["txt", "json", "xml"])
def test_a_scene_opens_from_each_of_its_metadata_files(tmp_path: Path, suffix: str) -> None:
    folder = scenes.write(tmp_path, formats=("txt", "json", "xml"))
    opened = open_scene(folder / f"{folder.name}_MTL.{suffix}")
    assert opened.attrs["source"].endswith(suffix)
    rasters.same(opened.compute(), open_scene(folder).compute())


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        (_member("../outside.TIF"), "a path outside the archive"),
        (_member("a/../../outside.TIF"), "a path outside the archive"),
        (_member("/etc/outside.TIF"), "a path outside the archive"),
        (_member("link.TIF", tarfile.SYMTYPE, "/etc/passwd"), "a link or device"),
        (_member("link.TIF", tarfile.LNKTYPE, "/etc/passwd"), "a link or device"),
        (_member("device.TIF", tarfile.CHRTYPE), "a link or device"),
        (_member("pipe.TIF", tarfile.FIFOTYPE), "a link or device"),
    ],
)
def test_a_hostile_member_makes_the_whole_archive_refused(
    tmp_path: Path, member: tarfile.TarInfo, reason: str
) -> None:
    archive = tmp_path / "scene.tar"
    with tarfile.open(archive, "w") as target:
        target.addfile(member, io.BytesIO())
    with pytest.raises(SceneError, match=reason) as caught:
        open_scene(archive)
    assert member.name in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b" + b"\0" * 60])
def test_what_is_no_archive_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    archive = tmp_path / "scene.tar.gz"
    archive.write_bytes(content)
    with pytest.raises(SceneError) as caught:
        open_scene(archive)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", ["tar", "tar.gz"])
def test_an_archive_cut_short_is_refused_in_one_sentence(tmp_path: Path, suffix: str) -> None:
    folder = scenes.write(tmp_path)
    archive = tmp_path / f"scene.{suffix}"
    _packed(folder, archive, "w:gz" if suffix.endswith("gz") else "w")
    rasters.cut(archive)
    with pytest.raises(SceneError) as caught:
        open_scene(archive)
    assert "\n" not in str(caught.value)


def test_a_folder_of_two_scenes_is_asked_for_one_of_them(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    (folder / "other_MTL.txt").write_text("SPACECRAFT_ID = LANDSAT_8", "utf-8")
    with pytest.raises(SceneError, match="holds 2 scenes"):
        files.find(folder)
    assert files.find(folder / f"{folder.name}_MTL.txt").metadata == f"{folder.name}_MTL.txt"


def test_what_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"scene .* does not exist"):
        open_scene(tmp_path / "nothing")
    with pytest.raises(SceneError, match="has no metadata file"):
        open_scene(tmp_path)


def test_names_of_files_may_differ_in_case_from_the_metadata(tmp_path: Path) -> None:
    folder = scenes.write(tmp_path)
    expected = open_scene(folder).compute()
    for path in folder.glob("*.TIF"):
        path.rename(path.with_suffix(".tif"))
    rasters.same(open_scene(folder).compute(), expected)
