"""The files of a scene, whether they lie in a folder or in a tar archive, found and vetted."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from lstgeo.errors import SceneError

ARCHIVE_SUFFIXES = (".tar", ".tar.gz", ".tgz")
METADATA_SUFFIXES = ("_MTL.txt", "_MTL.json", "_MTL.xml")
"""Endings of a metadata file, the preferred first."""
LARGEST_METADATA = 4 << 20
"""A metadata file beyond this size [bytes] is not one."""


@dataclass(frozen=True)
class SceneFiles:
    """Files of one scene: base name -> path that GDAL opens.

    `origin` is what the user named; `metadata` the name of the metadata file; `elsewhere` the
    address of files that the scene has but that are not here; `content` the bytes of the metadata
    files of an archive.
    """

    origin: Path
    members: Mapping[str, str]
    metadata: str
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    content: Mapping[str, bytes] = field(default_factory=dict)

    def has(self, name: str | None) -> bool:
        """Whether a file called `name` is there."""
        return name is not None and name.lower() in (member.lower() for member in self.members)

    def path(self, name: str) -> str:
        """GDAL path of the file called `name`; raises SceneError where the scene lacks it."""
        folded = {member.lower(): path for member, path in self.members.items()}
        if name in self.elsewhere:
            raise SceneError(
                f"{name} of {self.origin} lies at {self.elsewhere[name]}: lstgeo reads files, "
                "not addresses; fetch it to beside the item"
            )
        if name.lower() not in folded:
            raise SceneError(f"{self.origin} lacks {name}, which its metadata names")
        return folded[name.lower()]

    def metadata_bytes(self) -> bytes:
        """Content of the metadata file."""
        if self.metadata in self.content:
            return self.content[self.metadata]
        try:
            with Path(self.members[self.metadata]).open("rb") as stream:
                return stream.read(LARGEST_METADATA)
        except OSError as error:
            raise SceneError(f"{self.metadata} of {self.origin} cannot be read: {error}") from error


def is_archive(path: Path) -> bool:
    """Whether the name is that of a tar archive."""
    return path.name.lower().endswith(ARCHIVE_SUFFIXES)


def is_metadata(path: Path) -> bool:
    """Whether the name is that of a Landsat metadata file."""
    return is_metadata_name(path.name)


def is_metadata_name(name: str) -> bool:
    """Whether a file called `name` is Landsat metadata: `*_MTL.txt`, or just `MTL.txt`."""
    return f"_{name}".lower().endswith(tuple(suffix.lower() for suffix in METADATA_SUFFIXES))


def find(scene: Path) -> SceneFiles:
    """Files of a scene folder, a metadata file's folder, or a tar archive.

    Raises MissingFileError where there is nothing, SceneError where there is no metadata file, the
    metadata of several scenes, or an archive with members that reach outside it.
    """
    if scene.is_dir():
        members = _folder(scene)
        return SceneFiles(scene, members, _metadata_name(scene, members))
    if is_metadata(scene):
        return SceneFiles(scene, _folder(scene.parent), scene.name)
    return _archive(scene)


def metadata_name(members: Iterable[str]) -> str | None:
    """Name of the metadata file among `members`, the preferred format first; None without one."""
    return min(filter(is_metadata_name, members), key=_preference, default=None)


def _folder(folder: Path) -> dict[str, str]:
    return {entry.name: str(entry) for entry in sorted(folder.iterdir()) if entry.is_file()}


def _archive(path: Path) -> SceneFiles:
    """Files of a scene in an archive, gone through once: a packed one is unpacked on the way."""
    members: dict[str, str] = {}
    content: dict[str, bytes] = {}
    try:
        with tarfile.open(path) as archive:
            for member in archive:
                _refuse_hostile(path, member)
                name = PurePosixPath(member.name).name
                if member.isfile():
                    members[name] = f"/vsitar/{path.resolve()}/{member.name.removeprefix('./')}"
                if member.isfile() and is_metadata_name(name):
                    stream = archive.extractfile(member)
                    content[name] = stream.read(LARGEST_METADATA) if stream else b""
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        reason = str(error).partition(":\n")[0]
        raise SceneError(f"{path} is not a readable tar archive: {reason}") from error
    return SceneFiles(path, members, _metadata_name(path, members), content=content)


def _refuse_hostile(path: Path, member: tarfile.TarInfo) -> None:
    name = PurePosixPath(member.name)
    outside = name.is_absolute() or ".." in name.parts
    if outside or not (member.isfile() or member.isdir()):
        kind = "a path outside the archive" if outside else "a link or device"
        raise SceneError(f"{path} is refused: its member {member.name} is {kind}")


def _metadata_name(origin: Path, members: Iterable[str]) -> str:
    """Metadata file among `members`, the preferred format first; raises SceneError.

    One scene has the same name in every format.
    """
    found = sorted(filter(is_metadata_name, members), key=_preference)
    scenes = sorted({_scene(name) for name in found})
    if len(scenes) > 1:
        first = ", ".join(next(name for name in found if _scene(name) == one) for one in scenes)
        raise SceneError(f"{origin} holds {len(scenes)} scenes: {first}; name one")
    if found:
        return found[0]
    raise SceneError(
        f"{origin} has no metadata file; one of *{', *'.join(METADATA_SUFFIXES)} is needed"
    )


def _preference(name: str) -> int:
    return METADATA_SUFFIXES.index(f"_MTL.{name.lower().rpartition('.')[2]}")


def _scene(name: str) -> str:
    return name.lower().rpartition("mtl.")[0]
