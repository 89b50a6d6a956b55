"""Emissivity from land cover: what each code of a class map stands for in a band."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lstgeo.emissivity import ndvi, tables
from lstgeo.emissivity.chain import Known
from lstgeo.emissivity.ndvi import Class, Values
from lstgeo.errors import InputError
from lstgeo.quality import Quality
from lstgeo.sensors.platforms import ThermalBand

OTHER_BAND_SIGMA = 0.005
"""Error of a class in another band than TIRS's: from B10 to B11 classes differ by up to .009."""

_NEAR = {"b10": (0.0, 11.8), "b11": (11.2, math.inf)}
"""Centres [um] of the bands of other sensors that take the value of each band of TIRS."""

UNSTATED_SIGMA = 0.01
"""Standard deviation of a class that a user's table gives without one."""

LONGEST_TABLE = 1 << 16
"""Greatest size of a table [bytes]."""

_NAMES = {
    "worldcover": r"worldcover",
    "igbp": r"mcd12|igbp",
    "nlcd": r"nlcd",
    "cci": r"cci.?lc|c3s.?lc",
    "copernicus": r"lc100|cgls",
    "globeland30": r"globeland|from.?glc",
}
"""What the name of a file shows of its scheme."""

ClassTable = Mapping[int, Class]
"""Emissivity of each code."""


def named(given: str | Path | None, path: Path, band: ThermalBand) -> tuple[str, ClassTable]:
    """Name and table for the class map at `path`: a scheme that ships, or a CSV file.

    The name of the file shows the scheme where None is given. Raises InputError where it does not,
    or where the table cannot be right.
    """
    known = ", ".join(schemes())
    if given is None:
        found = [name for name, text in _NAMES.items() if re.search(text, path.name, re.IGNORECASE)]
        if len(found) != 1:
            raise InputError(
                f"{path} does not show by its name what its classes are; --class-table is needed, "
                f"one of {known}, or a CSV file with the columns class and emissivity"
            )
        return found[0], of_scheme(found[0], band)
    if str(given).lower() in schemes():
        return str(given).lower(), of_scheme(str(given).lower(), band)
    if not Path(given).is_file():
        raise InputError(f"class table {given} is no file, and none that ships; those are {known}")
    return str(given), read(Path(given))


def schemes() -> list[str]:
    """Names of the schemes that ship."""
    return list(dict.fromkeys(row["scheme"] for row in tables.rows("schemes")))


def of_scheme(name: str, band: ThermalBand) -> ClassTable:
    """Table of a scheme that ships, for a band."""
    kinds = published(band)
    return {
        int(code): kinds[row["class"]]
        for row in tables.rows("schemes")
        if row["scheme"] == name
        for code in row["codes"].split()
    }


def published(band: ThermalBand) -> dict[str, Class]:
    """Published emissivity of the ten kinds of surface in a band.

    They are for TIRS: another sensor's band gets that of the nearer one, or the mean of both (B6
    reaches over them), with a larger sigma.
    """
    own = band.sensor in {"landsat8", "landsat9"}
    centre = band.spectral_response.centre
    near = [name for name, (low, high) in _NEAR.items() if low <= centre <= high]
    names = [band.name.lower()] if own else near
    added = 0.0 if own else OTHER_BAND_SIGMA
    return {
        row["class"]: Class(
            math.fsum(float(row[name]) for name in names) / len(names),
            math.hypot(float(row["sigma"]), added),
        )
        for row in tables.rows("classes")
    }


def read(path: Path) -> ClassTable:
    """Table of a CSV file with the columns `class`, `emissivity` and, if known, `sigma`.

    Raises InputError where a column is missing, a value is no number, or cannot be right.
    """
    try:
        text = path.read_text("utf-8-sig")[:LONGEST_TABLE]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"class table {path} cannot be read: {error}") from error
    reader = csv.DictReader(line for line in text.splitlines() if line.strip()[:1] not in ("#", ""))
    columns = [name.strip().lower() for name in reader.fieldnames or []]
    reader.fieldnames = columns
    missing = {"class", "emissivity"} - set(columns)
    if missing:
        raise InputError(
            f"class table {path} lacks the column {' and '.join(sorted(missing))}; "
            f"it has {', '.join(columns) or 'none'}"
        )
    table = dict(_entry(path, row) for row in reader)
    if not table:
        raise InputError(f"class table {path} has no class")
    return table


def _entry(path: Path, row: Mapping[str, str | None]) -> tuple[int, Class]:
    shown = ",".join(value or "" for value in row.values() if isinstance(value, str))
    try:
        code, emissivity = int(row["class"] or ""), float(row["emissivity"] or "")
        sigma = float(row.get("sigma") or UNSTATED_SIGMA)
    except ValueError:
        raise InputError(
            f"class table {path} has {shown!r}; a whole number and fractions are needed"
        ) from None
    if not (0 < emissivity <= 1 and 0 <= sigma < 1):
        percent = "; is it in percent?" if 1 < emissivity <= 100 else ""
        raise InputError(
            f"class table {path}: emissivity {emissivity:g} ± {sigma:g} of class {code} is outside "
            f"0 to 1{percent}"
        )
    return code, Class(emissivity, sigma)


def with_snow(layers: tuple[Values, ...], _: Values, quality: NDArray[np.uint16]) -> Known:
    """Emissivity and its sigma of a block, of which the `layers` are, under the snow of the day."""
    value, sigma = (layer.copy() for layer in layers)
    snow = ((quality & np.uint16(Quality.SNOW_ICE)) != 0) & ~np.isnan(value)
    ndvi.assign(value, sigma, snow, ndvi.SNOW_ICE)
    return value, sigma
