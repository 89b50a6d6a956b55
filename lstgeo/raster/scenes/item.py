"""A scene as a STAC item describes it: USGS's cloud layout, its files beside the item."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import pystac

from lstgeo.errors import SceneError
from lstgeo.raster.scenes import files
from lstgeo.raster.scenes.files import SceneFiles

_LEVEL = "landsat:correction"
_REFUSALS = (pystac.STACError, pystac.STACTypeError)


def is_item(path: Path) -> bool:
    """Whether the name is that of a STAC item; a JSON metadata file (MTL) is none."""
    return path.suffix.lower() == ".json" and not files.is_metadata(path)


def find(path: Path) -> SceneFiles:
    """Files of the scene that the STAC item at `path` describes, as far as they are here.

    An asset is taken from beside the item by the name of its file, or from where its address says
    if that is a local file. Raises SceneError where the item is none, is of Level 2, or has no
    metadata (MTL) here.
    """
    item = _item(path)
    level = str(item.properties.get(_LEVEL, ""))
    if level.upper().startswith("L2"):
        raise SceneError(
            f"{path} describes a Level-2 product ({level}), whose ST band already is surface "
            "temperature; the item of its Level-1 product is needed"
        )
    members, elsewhere = _placed(path.parent, (asset.href for asset in item.assets.values()))
    metadata = files.metadata_name(members)
    if metadata is None:
        known = files.metadata_name(elsewhere)
        where = f": it lies at {elsewhere[known]}" if known else " among its assets"
        raise SceneError(f"{path} needs its metadata (MTL) beside it and has none{where}")
    return SceneFiles(path, members, metadata, elsewhere)


def _item(path: Path) -> pystac.Item:
    try:
        with path.open("rb") as stream:
            document: Any = json.loads(stream.read(files.LARGEST_METADATA))
        return pystac.Item.from_dict(document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, *_REFUSALS) as error:
        raise SceneError(f"{path} is no STAC item of a scene: {error}") from error


def _placed(folder: Path, addresses: Any) -> tuple[dict[str, str], dict[str, str]]:
    """Paths of what is here and addresses of what is elsewhere, by the name of the file."""
    members: dict[str, str] = {}
    elsewhere: dict[str, str] = {}
    for address in addresses:
        parts = urlsplit(address)
        name = PurePosixPath(unquote(parts.path)).name
        local = folder / name
        if not local.is_file() and parts.scheme in {"", "file"}:
            local = folder / unquote(parts.path)
        if name and local.is_file():
            members[name] = str(local)
        elif name:
            elsewhere[name] = address
    return members, elsewhere
