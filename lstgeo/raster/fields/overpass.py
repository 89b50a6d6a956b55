"""Which times of a field are read for an overpass, and how much each counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from lstgeo.errors import InputError

TOLERANCE = np.timedelta64(3, "h")
"""A field this far from the overpass is used as it is: the step of the coarsest analyses is 6 h."""

Time = np.datetime64 | None


@dataclass(frozen=True)
class Shares:
    """Numbers of the layers to read, the share of each, and what the user should know."""

    layers: tuple[tuple[int, float], ...]
    note: str | None = None


def shares(name: str, times: Sequence[Time], overpass: Time) -> Shares:
    """Layers of a field around `overpass` [UTC], interpolated linearly; one alone is used as it is.

    Raises InputError where there is a choice of layers and no way to make it.
    """
    if len(times) == 1:
        return Shares(((0, 1.0),), _alone(times[0], overpass))
    known = [time for time in times if time is not None]
    if len(known) < len(times):
        raise InputError(f"{name} has {len(times)} layers, whose times are not known; give one")
    if len(set(known)) < len(known):
        raise InputError(f"{name} has several layers for the same time; give one")
    if overpass is None:
        raise InputError(
            f"{name} has {len(times)} times, and the time of the scene is not known; give one layer"
        )
    return _between(name, known, overpass)


def text(time: np.datetime64) -> str:
    """The time in ISO form, UTC."""
    return f"{time.astype('datetime64[s]')}Z"


def texts(times: Iterable[Time]) -> tuple[str, ...]:
    """Those of `times` that are known, in ISO form, UTC."""
    return tuple(text(time) for time in times if time is not None)


def _alone(time: Time, overpass: Time) -> str | None:
    if time is None or overpass is None or abs(time - overpass) <= TOLERANCE:
        return None
    return f"its only time, {text(time)}, is {_apart(time, overpass)} from the overpass"


def _between(name: str, times: list[np.datetime64], overpass: np.datetime64) -> Shares:
    order = np.argsort(times, kind="stable")
    after = int(np.searchsorted(np.asarray(times)[order], overpass))
    if after in {0, len(times)}:
        end = int(order[min(after, len(times) - 1)])
        if times[end] != overpass and abs(times[end] - overpass) > TOLERANCE:
            raise InputError(
                f"{name} covers {text(min(times))} to {text(max(times))}, and the overpass at "
                f"{text(overpass)} is {_apart(times[end], overpass)} outside it"
            )
        hours = _hours(times[end], overpass)
        return Shares(((end, 1.0),), f"the nearest time is {hours:.1f} h away" if hours else None)
    first, last = int(order[after - 1]), int(order[after])
    share = float((overpass - times[first]) / (times[last] - times[first]))
    if share == 1.0:
        return Shares(((last, 1.0),))
    return Shares(((first, 1.0 - share), (last, share)))


def _apart(time: np.datetime64, overpass: np.datetime64) -> str:
    hours = _hours(time, overpass)
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.0f} days"


def _hours(time: np.datetime64, overpass: np.datetime64) -> float:
    return float(abs(time - overpass) / np.timedelta64(3600, "s"))
