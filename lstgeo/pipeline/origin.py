"""Where an input came from and how it was understood."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Origin:
    """What was read for a quantity, or for the profiles that give many.

    `units` are those of the values as they were given, `units_from` says who told them; `times` are
    ISO times [UTC] of the layers that count, and `note` what the user should know.
    """

    quantity: str
    given: str
    files: tuple[str, ...]
    variable: str | None
    units: str
    units_from: str
    times: tuple[str, ...] = ()
    note: str | None = None

    def document(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        return asdict(self) | {"files": list(self.files), "times": list(self.times)}
