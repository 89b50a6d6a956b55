"""The command `python -m lstgeo.profiles.build` that makes the generator's table."""

from __future__ import annotations

import sys
from pathlib import Path

from lstgeo.errors import LstgeoError
from lstgeo.profiles import collection, generator, statistics

PROVENANCE = {
    "title": "Statistics of clear-sky atmospheric columns, by climate",
    "source": (
        "NCEP GFS forecasts of 2011-01-15T12 and 2011-10-11T00 on 2.5 degrees (US public domain), "
        "columns of the training blocks alone; northern summer built of southern January columns, "
        "guided by an NCEP climatology of June (US public domain)"
    ),
    "history": "made by python -m lstgeo.profiles.build; derived numbers, no copy of any column",
    "license": "Apache-2.0",
    "variables": (
        "abs(latitude) [degree], surface pressure [Pa], air temperature [K], 45 changes of "
        "temperature from level to level [K], relative humidity [1] of the lowest levels"
    ),
}


def build(folder: str | Path, target: str | Path | None = None) -> Path:
    """Make the table from the profile files of `folder`; by default in its place in the package."""
    path = Path(target) if target else Path(__file__).parent / generator.TABLE
    generator.write(statistics.fit(collection.load(folder).training), path, PROVENANCE)
    return path


def main(arguments: list[str]) -> int:
    """`FOLDER [TARGET]`: the folder with the files that :mod:`collection` names."""
    if len(arguments) not in {1, 2}:
        print("usage: python -m lstgeo.profiles.build FOLDER [TARGET]", file=sys.stderr)
        return 2
    try:
        print(build(*arguments))
    except LstgeoError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
