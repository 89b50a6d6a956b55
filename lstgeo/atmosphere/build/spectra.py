"""Line-by-line spectra of the columns that nodes are chosen over, kept column by column."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lstgeo.atmosphere import layers as layering
from lstgeo.atmosphere.layers import Profile
from lstgeo.atmosphere.spectroscopy import reference
from lstgeo.atmosphere.spectroscopy.library import Library
from lstgeo.atmosphere.standard import Gases
from lstgeo.physics import planck

SECANTS = (1.0, 1.4, 2.4)
"""Paths that the nodes are fitted for; 2.4 is a view of 65 degrees."""
RADIANCE_SCALE = 0.12
"""Weight of an error of 1 W m-2 sr-1 um-1 against one of 1 in transmittance: equal kelvins."""
SKY_SCALE = 0.06
"""The same for the sky radiance, which a surface reflects only in part."""
WARMER, REFLECTED = 8.0, 0.3
"""The ground that the nodes see: its temperature above the air's [K], and its reflectance, more
than any ground has, so that rough water is safe too."""
POINTS_AT_ONCE = 2000
"""Wavenumbers whose transfer is solved together, so that they stay in the cache."""


@dataclass(frozen=True)
class Store:
    """Folder of finished columns; those of another `key` lie in another one."""

    work: Path
    key: str

    def load(self, index: int) -> NDArray[np.float32] | None:
        """Spectra of a column; None where they are not there or cannot be read."""
        try:
            return np.asarray(np.load(self._path(index)), dtype=np.float32)
        except (OSError, ValueError, EOFError):
            return None

    def keep(self, index: int, spectra: NDArray[np.float32]) -> None:
        """Store the spectra of a column, whole or not at all."""
        path = self._path(index)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}")
        np.save(partial, spectra)
        partial.replace(path)

    def _path(self, index: int) -> Path:
        return self.work / f"spectra-{self.key}" / f"{index:03d}.npy"


def of(
    library: Library,
    columns: list[Profile],
    store: Store,
    threads: int,
    progress: Callable[[str, int, int], None],
) -> NDArray[np.float32]:
    """Spectra (column, quantity, wavenumber), each in units of equal kelvins."""

    def row(index: int) -> NDArray[np.float32]:
        known = store.load(index)
        if known is None:
            known = of_column(library, columns[index])
            store.keep(index, known)
        return known

    rows = []
    pool = ThreadPoolExecutor(threads)
    try:
        progress("spectra", 0, len(columns))
        for found in pool.map(row, range(len(columns))):
            rows.append(found)
            progress("spectra", len(rows), len(columns))
    finally:
        pool.shutdown(cancel_futures=True)
    return np.stack(rows)


def of_column(library: Library, column: Profile) -> NDArray[np.float32]:
    """Spectra (quantity, wavenumber) of one column."""
    layers = layering.layers(column)
    depth = library.optical_depth(layers, Gases())
    wavenumber = library.grid.wavenumber
    starts = range(0, wavenumber.size, POINTS_AT_ONCE)
    pieces = [slice(start, start + POINTS_AT_ONCE) for start in starts]
    parts = [_part(depth[:, here], layers.edge_temperature, wavenumber[here]) for here in pieces]
    return np.concatenate(parts, axis=1)


def _part(
    depth: NDArray[np.float64], edge: NDArray[np.float64], wavenumber: NDArray[np.float64]
) -> NDArray[np.float32]:
    ground = planck.radiance(1e4 / wavenumber, float(edge[0]) + WARMER)
    found = reference.channels(depth, edge, wavenumber, np.array(SECANTS))
    rows = []
    for transmittance, upwelling in zip(found.transmittance, found.upwelling_radiance, strict=True):
        emitted = RADIANCE_SCALE * transmittance * ground
        rows += [transmittance, RADIANCE_SCALE * upwelling, emitted]
    reflected = RADIANCE_SCALE * REFLECTED * rows[0] * found.downwelling_radiance
    sky = SKY_SCALE * found.downwelling_radiance
    return np.stack([*rows, sky, reflected]).astype(np.float32)
