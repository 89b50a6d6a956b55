"""Writing a retrieval: Cloud Optimized GeoTIFFs, their styles, and the item vouching for them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path

import xarray as xr

from lstgeo import vocabulary
from lstgeo.errors import OutputError, SceneError
from lstgeo.pipeline import description, layers, memory, strips, styles
from lstgeo.pipeline.layers import Layer
from lstgeo.pipeline.summary import Summary
from lstgeo.raster import align, cog, commit, geotiff, intact, stac
from lstgeo.raster.grid import Grid

ENCODING = "float32"
"""How the rasters are stored unless another encoding is asked for."""

Progress = Callable[[int, int], None]
"""Called with the rows that are done and the rows there are."""


@dataclass(frozen=True)
class Written:
    """What has been written: the STAC item, the rasters by name, and a summary of the pixels."""

    item: Path
    rasters: Mapping[str, Path]
    summary: Summary


def write(
    result: xr.Dataset,
    path: str | Path,
    *,
    encoding: str = ENCODING,
    threads: int | None = None,
    max_memory: memory.Size | None = None,
    progress: Progress | None = None,
) -> Written:
    """Compute a retrieval and write it: all of it, or nothing.

    Parameters
    ----------
    result
        Dataset from `retrieve`.
    path
        `lst.tif` gives `lst.tif` [K], `lst_uncertainty.tif` [K], `lst_qa.tif` (bits) and `lst.json`
        (STAC item), a QGIS style (`.qml`) beside each raster, and where the result holds it
        `lst_uncertainty_budget.tif` [K], a band a source; a folder gives `<scene>_lst.tif` and its
        companions in it.
    encoding
        `float32` (NaN is nodata), or `usgs` (uint16, scale .00341802, offset 149, nodata 0).
    threads
        Strips computed at once; all processors by default.
    max_memory
        Bound of the memory of the process, such as `600MB` or `2GiB`: fewer strips at once.
    progress
        Called with the rows done and the rows there are.

    Returns
    -------
    Written
        The paths, and a summary of the pixels.

    Raises
    ------
    OutputError
        Where the outputs cannot be written, or not within the memory; then none is there, or the
        old ones still are.
    RasterError, SceneError
        Where an input turns out to be unreadable, or the scene to hold no measurement.

    """
    target = destination(path, str(result.attrs["scene"]))
    stored = layers.of(encoding, split=vocabulary.UNCERTAINTY_BUDGET.name in result)
    names = published(target, stored)
    require_no_input(target, stored, [result.attrs["source"], *result.attrs["inputs"]])
    for given in result.attrs["inputs"]:
        intact.require_whole(given)
    processors = threads or os.cpu_count() or 1
    workers = memory.strips_at_once(result, processors, max_memory)
    with commit.staged(target) as folder:
        plain = {layer: folder / f"plain{layer.suffix}.tif" for layer in stored}
        summary = _write_plain(result, plain, workers, progress)
        if summary.measured == 0:
            raise SceneError(f"{result.attrs['scene']} holds no measurement: every pixel is fill")
        files = {layer: folder / _name(target, layer) for layer in stored}
        for layer, file in files.items():
            cog.convert(plain[layer], file, overviews=layer.overviews, threads=processors)
        styles.write(folder, target.stem, stored, summary)
        item = description.item(result, target.stem, files, summary)
        stac.write(item, folder / names[-1])
        commit.publish(folder, names, target.parent)
    rasters = {layer.quantity.name: target.parent / path.name for layer, path in files.items()}
    return Written(target.parent / names[-1], rasters, summary)


def destination(path: str | Path, scene: str) -> Path:
    """Path of the temperature raster that `path` means; raises OutputError where it cannot be one.

    A name that ends in `.tif` is the raster itself; anything else a folder, which may be missing.
    """
    target = Path(path)
    if target.suffix.lower() not in {".tif", ".tiff"}:
        return target / f"{scene}_lst.tif"
    if not target.parent.is_dir():
        raise OutputError(f"folder {target.parent} does not exist")
    if target.is_dir():
        raise OutputError(f"{target} is a folder; a file name is needed")
    return target


def published(target: Path, stored: Sequence[Layer]) -> list[str]:
    """Names of the files of a result at `target`; last its STAC item, the proof of completeness."""
    return [
        *(_name(target, layer) for layer in stored),
        *(styles.file_name(target.stem, layer) for layer in styles.styled(stored)),
        f"{target.stem}.json",
    ]


def require_no_input(target: Path, stored: Sequence[Layer], inputs: Iterable[str]) -> None:
    """Raise OutputError where a file of a result at `target` would replace an input."""
    taken = {Path(given).resolve() for given in inputs}
    for name in published(target, stored):
        if (target.parent / name).resolve() in taken:
            raise OutputError(f"{target.parent / name} is an input and is not overwritten")


def _name(target: Path, layer: Layer) -> str:
    return f"{target.stem}{layer.suffix}.tif"


def _write_plain(
    result: xr.Dataset, files: Mapping[Layer, Path], threads: int, progress: Progress | None
) -> Summary:
    """Write the variables as plain GeoTIFFs, in one pass over the strips."""
    summary = Summary()
    grid = align.grid_of(result[vocabulary.QUALITY.name])
    with ExitStack() as stack:
        writers = {
            layer: stack.enter_context(_writer(result, layer, path, grid))
            for layer, path in files.items()
        }
        for top, arrays in strips.computed(result, threads):
            for layer, write_rows in writers.items():
                write_rows(top, layer.stored(arrays[layer.quantity.name]))
            summary = summary.including(arrays)
            if progress:
                progress(top + len(arrays[vocabulary.QUALITY.name]), grid.height)
    return summary


def _writer(
    result: xr.Dataset, layer: Layer, path: Path, grid: Grid
) -> AbstractContextManager[geotiff.RowWriter]:
    """Writer of a plain intermediate raster, uncompressed since it lives for seconds."""
    return geotiff.writer(
        path,
        grid,
        layer.dtype,
        nodata=layer.nodata,
        units=layer.quantity.units,
        descriptions=layer.bands or (layer.quantity.long_name,),
        scale=layer.scale,
        offset=layer.offset,
        tags=description.tags(result, layer.quantity),
        compress=None,
        predictor=1,
    )
