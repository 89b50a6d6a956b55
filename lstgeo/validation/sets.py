"""The fixed sets of columns that evaluation simulates over; none of them trains."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from lstgeo.profiles import afgl, collection, ecmwf, generator, levels, rfmip, splits
from lstgeo.simulation import supply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lstgeo.physics.arrays import Array
    from lstgeo.profiles.collection import Collection
    from lstgeo.profiles.columns import Columns

LAND = 0.5
"""Share of land above which a column is one of land."""

HUMID, MORE_HUMID = 50.0, 60.0
"""Water vapour above which a column is humid, and very humid [kg m-2]."""

GENERATED, GENERATED_SEED = 4000, 20_260_000
"""Number and seed of the columns that stand in where no files are at hand."""


@dataclass(frozen=True, eq=False)
class ColumnSet:
    """Columns that are reported on together, their name, and what they are in words."""

    name: str
    title: str
    columns: Columns


@dataclass(frozen=True, eq=False)
class Sets:
    """Sets by name; `pooled` names the one that is cut into bins, `humid` the one above 5 g cm-2.

    `provenance` is the sha256 of each file that the columns come from, `independent` whether they
    are others than those that training statistics are of.
    """

    members: Mapping[str, ColumnSet]
    pooled: str
    humid: str
    independent: bool
    provenance: Mapping[str, str]


def of(profiles: str | Path | None) -> Sets:
    """Sets of the collection's files in `profiles`, or generated ones where it is None.

    Generated columns are drawn from statistics of training columns: they test the arithmetic of a
    model, not how it generalises.
    """
    return _drawn() if profiles is None else _collected(Path(profiles))


def _collected(folder: Path) -> Sets:
    whole = collection.load(folder)
    standards = _standards(folder)
    tested, natural = (_part(batch, splits.TEST) for batch in (whole.selected, whole.pool))
    real = levels.concatenated([tested, whole.independent, *standards])
    extremes = [_part(whole.selected, splits.HUMID), _from(whole.warmer, ecmwf.CKDMIP)]
    held_out = levels.concatenated([real, *extremes])
    cool, hot = rfmip.WARMER
    members = [
        ColumnSet("real", "GFS test blocks, ERA5, RFMIP, IFS and AFGL together", real),
        ColumnSet("GFS", "GFS, test blocks of 15 x 30 degrees", natural),
        ColumnSet("GFS spread", "GFS, test blocks, spread evenly over states of the air", tested),
        *_independent(whole, standards),
        ColumnSet("summer", "built northern summer, test blocks", _part(whole.summer, splits.TEST)),
        ColumnSet("humid", "real columns above 5 g cm-2", _above(held_out, HUMID)),
        ColumnSet("very humid", "real columns above 6 g cm-2", _above(held_out, MORE_HUMID)),
        ColumnSet("CKDMIP", "CKDMIP evaluation set 1, extremes", extremes[1]),
        ColumnSet(
            "+4 K",
            "RFMIP in a world 4 K warmer, relative humidity kept",
            _from(whole.warmer, f"{rfmip.SOURCE} {hot}"),
        ),
        ColumnSet(
            "+4 K, same water",
            "RFMIP in a world 4 K warmer, specific humidity kept",
            whole.warmer.take(whole.warmer.source == f"{rfmip.SOURCE} {cool}"),
        ),
    ]
    files = [folder / name for name in collection.FILES.values()]
    provenance = {file.name: supply.digest(file.read_bytes()) for file in files}
    return Sets({member.name: member for member in members}, "real", "humid", True, provenance)


def _independent(whole: Collection, standards: list[Columns]) -> list[ColumnSet]:
    """A set for each source of clear columns that none was trained on."""
    reanalysis = _from(whole.independent, "ERA5")
    every = levels.concatenated([reanalysis, _from(whole.cloudy, "ERA5")])
    named = [
        ColumnSet("ERA5", "ERA5, 2 January 1959, all columns of its grid", every),
        ColumnSet("ERA5 clear", "its columns of a clear sky", reanalysis),
        ColumnSet("ERA5 land", "those over land", reanalysis.take(reanalysis.land > LAND)),
        ColumnSet("RFMIP", "RFMIP, present day", _from(whole.independent, rfmip.SOURCE)),
        ColumnSet("IFS", "IFS, a meridian of January 2013", _from(whole.independent, ecmwf.IFS)),
    ]
    if standards:
        six = levels.concatenated(standards)
        named.append(ColumnSet("AFGL", "the six AFGL standard atmospheres", six))
    return named


def _standards(folder: Path) -> list[Columns]:
    """AFGL atmospheres on the common levels, where the folder holds them."""
    files = sorted((folder / "afgl").glob("*.dat"))
    return [collection.on_common_levels(afgl.read(file)) for file in files]


def _drawn() -> Sets:
    batch = generator.generate(GENERATED, GENERATED_SEED)
    members = [
        ColumnSet("generated", "columns drawn from training statistics, another seed", batch),
        ColumnSet("humid", "those above 5 g cm-2", _above(batch, HUMID)),
        ColumnSet("very humid", "those above 6 g cm-2", _above(batch, MORE_HUMID)),
    ]
    stated = supply.Generated(GENERATED_SEED).provenance
    provenance = {stated["profiles"]: stated["profiles_sha256"]}
    by_name = {member.name: member for member in members}
    return Sets(by_name, "generated", "humid", False, provenance)


def _part(batch: Columns, name: str) -> Columns:
    return batch.take(splits.parts(batch) == name)


def _from(batch: Columns, beginning: str) -> Columns:
    mask: Array = np.char.startswith(batch.source, beginning)
    return batch.take(mask)


def _above(batch: Columns, water: float) -> Columns:
    return batch.take(batch.total_column_water_vapour > water)
