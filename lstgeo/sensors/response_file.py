"""Spectral responses that users bring: lines of wavelength and weight."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from lstgeo.errors import InputError, MissingFileError
from lstgeo.physics.band import Response

WAVELENGTHS = (7.0, 16.0)
"""Wavelengths [um] that a response may reach to; nanometres are not among them."""


def read(path: Path) -> Response:
    """Spectral response of a CSV file: wavelength [um] and weight; `#` begins a comment.

    Raises MissingFileError where there is no file, InputError where it cannot be right.
    """
    try:
        lines = [line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise MissingFileError(f"response {path} cannot be read: {error}") from error
    rows = [line for line in lines if line]
    if rows and rows[0].lower().startswith("wavelength"):
        rows = rows[1:]
    try:
        wavelength, weight = zip(*((float(x) for x in row.split(",")) for row in rows), strict=True)
        found = Response(wavelength, weight)
    except ValueError as error:
        raise InputError(
            f"response {path} must hold lines wavelength_um,weight: {error}"
        ) from error
    if min(weight) < 0 or not np.all(np.isfinite(wavelength + weight)):
        raise InputError(f"response {path} must not have a negative or missing weight")
    if not WAVELENGTHS[0] <= wavelength[0] < wavelength[-1] <= WAVELENGTHS[1]:
        raise InputError(
            f"wavelengths of a thermal response must lie in {WAVELENGTHS[0]:g}-{WAVELENGTHS[1]:g} "
            f"um; those of {path} are {wavelength[0]:g} to {wavelength[-1]:g}"
        )
    return found
