"""A field of a file, known from its header: its cells, units and times, and how they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lstgeo.errors import InputError, RasterError
from lstgeo.raster.fields.axes import Axes, Floats
from lstgeo.vocabulary import Quantity

Reader = Callable[["Field", int, slice, slice], Floats]
"""Values of a layer of a field, some rows and columns in the order of the file, NaN for none."""


@dataclass(frozen=True, eq=False)
class Field:
    """A field on a plane grid; it may be there for several times.

    `names` are all that it goes by, in lower case. `raster` is what GDAL opens it by, and `bands`
    are its layers' numbers there, in the order of `times`; an unknown time is None. A field that
    lies on no plane grid says in `unplaced` why, and what can be done about it. `one_band` says
    whether GDAL finds nothing else under `raster`, and places it: it knows no NetCDF coordinates.
    A field at several pressures has those as `levels` [Pa], its values (levels, rows, columns), and
    as many numbers in `bands` for each time.
    """

    path: str
    name: str
    names: frozenset[str]
    units: str | None
    axes: Axes | None
    times: tuple[np.datetime64 | None, ...]
    raster: str
    bands: tuple[int, ...]
    reader: Reader
    unplaced: str | None = None
    one_band: bool = True
    levels: tuple[float, ...] = ()

    def read(self, layer: int, rows: slice, columns: slice) -> Floats:
        """Values of a layer, in the order and the units of the file; raises RasterError."""
        return self.reader(self, layer, rows, columns)


def chosen(
    path: Path, fields: Sequence[Field], quantity: Quantity, variable: str | None, alone: bool
) -> Field:
    """The one of `fields` that is `quantity`, or is called `variable`.

    Where `alone`, a field that is the only one of its file needs no name. Raises InputError that
    names what is there.
    """
    if variable is not None:
        wanted = {variable.lower()}
    elif alone and len(fields) == 1:
        return _placed(fields[0])
    else:
        known = {quantity.name, *quantity.aliases, quantity.standard_name or quantity.name}
        wanted = {name.lower() for name in known}
    found = [field for field in fields if wanted & field.names]
    if len(found) == 1:
        return _placed(found[0])
    there = _listed(found or fields)
    if variable is not None:
        many = "several fields" if found else "no field"
        raise InputError(f"{path} has {many} called {variable}; there is {there}")
    if found:
        raise InputError(
            f"{path} has several fields of {quantity.long_name}, {there}; name one as FILE:NAME"
        )
    raise InputError(
        f"{path} has no field known as {quantity.long_name}; there is {there}; "
        "name one as FILE:NAME"
    )


def by_definition(field: Field, quantity: Quantity) -> str | None:
    """Units that a name of `field` stands for, or None."""
    return next((quantity.aliases[n] for n in sorted(field.names) if quantity.aliases.get(n)), None)


def require_one_grid(fields: Iterable[Field]) -> None:
    """Raise InputError where fields of one quantity lie on different cells."""
    first, *others = fields
    for other in others:
        if first.axes is None or other.axes is None or not first.axes.alike(other.axes):
            raise InputError(f"{first.path} and {other.path} have different grids")


def unreadable(path: str | Path, error: BaseException) -> RasterError:
    """The error that says that a file cannot be read."""
    reason = str(error).partition("\n")[0]
    return RasterError(f"{path} cannot be read: {reason}")


def _placed(field: Field) -> Field:
    if field.unplaced:
        raise InputError(f"{field.path}: {field.name} {field.unplaced}")
    return field


_MOST_LISTED = 30


def _listed(fields: Sequence[Field]) -> str:
    names = sorted({field.name for field in fields})
    more = f" and {len(names) - _MOST_LISTED} more" if len(names) > _MOST_LISTED else ""
    return (", ".join(names[:_MOST_LISTED]) or "none on a grid") + more
