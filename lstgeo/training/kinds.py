"""Kinds of configuration fields: each converts what a user wrote, or says what is wrong."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from lstgeo.errors import InputError

Check = Callable[[str, Any], Any]
"""Value of a field, converted; InputError where it cannot be right."""

Rule = Mapping[str, Check]
"""Metadata of a dataclass field that say how its values are checked."""

_CHECK = "check"


def checked(instance: Any) -> None:
    """Replace every field of a frozen dataclass by its checked value; None stays None."""
    for field in dataclasses.fields(instance):
        value = getattr(instance, field.name)
        if value is None and field.default is None:
            continue
        object.__setattr__(instance, field.name, field.metadata[_CHECK](field.name, value))


def unknown(given: Iterable[Any], kind: type, what: str) -> None:
    """Raise InputError where a name that was given is no field of the dataclass `kind`."""
    known = [field.name for field in dataclasses.fields(kind)]
    strange = [str(name) for name in given if name not in known]
    if strange:
        raise InputError(f"{what} knows no {', '.join(strange)}; it knows {', '.join(known)}")


def number(*, low: float, high: float) -> Rule:
    """A number from `low` to `high`."""
    return {_CHECK: lambda name, value: _within(name, _number(name, value), low, high)}


def whole(*, low: int, high: int) -> Rule:
    """A whole number from `low` to `high`."""

    def check(name: str, value: Any) -> int:
        found = _number(name, value)
        if found != round(found):
            raise InputError(f"{name} must be a whole number, it is {value!r}")
        return int(_within(name, found, low, high))

    return {_CHECK: check}


def pair(*, low: float, high: float) -> Rule:
    """Two numbers that do not fall, from `low` to `high`."""

    def check(name: str, value: Any) -> tuple[float, float]:
        if not isinstance(value, list | tuple) or len(value) != 2:
            raise InputError(f"{name} must be two numbers [low, high], it is {value!r}")
        first, last = (_within(name, _number(name, each), low, high) for each in value)
        if first > last:
            raise InputError(f"{name} must rise, it is {first:g} to {last:g}")
        return first, last

    return {_CHECK: check}


def text(*, pattern: str, words: str) -> Rule:
    """Text of a regular expression, which `words` put in words."""

    def check(name: str, value: Any) -> str:
        found = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(found, str) or not re.fullmatch(pattern, found):
            raise InputError(f"{name} must be {words}, it is {value!r}")
        return found

    return {_CHECK: check}


def choice(known: Iterable[str]) -> Rule:
    """One of the names that are `known`."""
    names = tuple(known)

    def check(name: str, value: Any) -> str:
        if value not in names:
            raise InputError(f"{name} must be one of {', '.join(names)}, it is {value!r}")
        return str(value)

    return {_CHECK: check}


def path() -> Rule:
    """A file or folder."""

    def check(name: str, value: Any) -> Path:
        if not isinstance(value, str | Path) or not str(value):
            raise InputError(f"{name} must be a file or folder, it is {value!r}")
        return Path(value).expanduser()

    return {_CHECK: check}


def group(kind: type) -> Rule:
    """A dataclass of its own, given as names and values."""

    def check(name: str, value: Any) -> Any:
        if isinstance(value, kind):
            return value
        if not isinstance(value, dict):
            raise InputError(f"{name} must be names with values, it is {value!r}")
        unknown(value, kind, name)
        return kind(**value)

    return {_CHECK: check}


def _number(name: str, value: Any) -> float:
    try:
        found = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        found = math.nan
    if not math.isfinite(found):
        raise InputError(f"{name} must be a number, it is {value!r}")
    return found


def _within(name: str, value: float, low: float, high: float) -> float:
    if not low <= value <= high:
        raise InputError(f"{name} must lie in {low:g} to {high:g}, it is {value:g}")
    return value
