"""Values of settings, as users write them: read, and their paths made to hold anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lstgeo.errors import InputError
from lstgeo.pipeline import settings
from lstgeo.pipeline.settings import Kind, Setting

_TRUE, _FALSE = {"true", "yes", "1"}, {"false", "no", "0", ""}
_SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9]*):(?!//)(?P<file>.+)")
_WORD = re.compile(r"[A-Za-z][\w-]*|[a-z]+://.*")


def read(given: Mapping[str, Any]) -> dict[str, Any]:
    """Values by argument of options or arguments as `given`; None, False and blanks are left out.

    Raises InputError where a name is not that of a setting, or a value cannot be one.
    """
    values: dict[str, Any] = {}
    for name, value in given.items():
        setting = settings.named(name)
        if setting is None:
            options = ", ".join(known.option for known in settings.SETTINGS)
            raise InputError(f"{name!r} is no option of a retrieval; there are {options}")
        found = _READERS[setting.kind](setting, value)
        if found is not None and found is not False:
            values[setting.argument] = found
    return values


def resolved(values: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """`values` with the relative paths among them taken as beside what lies in `folder`.

    A word without dot and slash is a name, not a path, unless a scheme such as `classes:` says so.
    """
    return {
        argument: _resolved(value, folder) if may_be_file(argument, value) else value
        for argument, value in values.items()
    }


def parts(name: str, folder: Path = Path()) -> list[str]:
    """Files that a name means: one where it exists in `folder`, else those that commas part.

    One with `:FIELD` behind it exists too.
    """
    whole = exists(name, folder) or exists(name.rpartition(":")[0], folder)
    if "," not in name or whole:
        return [name]
    return [part.strip() for part in name.split(",") if part.strip()]


def exists(name: str, folder: Path = Path()) -> bool:
    """Whether there is a file or folder of that name in `folder`, if it can be a name at all."""
    try:
        return bool(name) and (folder / name).exists()
    except (OSError, ValueError):
        return False


def may_be_file(argument: str, value: object) -> bool:
    """Whether the value of an argument may name a file."""
    known = settings.named(argument)
    return isinstance(value, str) and known is not None and known.kind is Kind.SOURCE


def _resolved(value: str, folder: Path) -> str:
    scheme = _SCHEME.fullmatch(value)
    if scheme:
        return f"{scheme['scheme']}:{folder / scheme['file']}"
    if _WORD.fullmatch(value) or _is_number(value):
        return value
    return ",".join(str(folder / part) for part in parts(value, folder))


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def _text(setting: Setting, value: object) -> str | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, str | Path | int | float):
        raise _wrong(setting, value)
    text = str(value).strip()
    if "\0" in text:
        raise _wrong(setting, value)
    return text


def _count(setting: Setting, value: object) -> int | None:
    text = _text(setting, value)
    if text is None:
        return None
    try:
        count = int(text)
    except ValueError:
        raise _wrong(setting, value) from None
    if count < 1:
        raise _wrong(setting, value)
    return count


def _flag(setting: Setting, value: object) -> bool:
    text = str("" if value is None else value).strip().lower()
    if text not in _TRUE | _FALSE:
        raise _wrong(setting, value)
    return text in _TRUE


def _sigmas(setting: Setting, value: object) -> dict[str, float] | None:
    """Standard deviations by name, from a mapping, `NAME=VALUE` words or a list of them."""
    if isinstance(value, Mapping):
        pairs = [f"{name}={sigma}" for name, sigma in value.items()]
    elif isinstance(value, list | tuple):
        pairs = [str(pair) for pair in value]
    else:
        pairs = re.split(r"[\s;,]+", _text(setting, value) or "")
    found: dict[str, float] = {}
    for pair in filter(None, pairs):
        name, _, number = pair.partition("=")
        try:
            found[name.strip().replace("-", "_")] = float(number)
        except ValueError:
            raise _wrong(setting, pair) from None
    return found or None


def _wrong(setting: Setting, value: object) -> InputError:
    said = f"{value!r:.80}"
    return InputError(f"--{setting.option} takes {setting.kind.value}, not {said}")


_READERS: Mapping[Kind, Callable[[Setting, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.SOURCE: _text,
    Kind.COUNT: _count,
    Kind.FLAG: _flag,
    Kind.SIGMAS: _sigmas,
}
