"""What a batch came to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lstgeo.batches import course, journal
from lstgeo.batches.course import Counts
from lstgeo.batches.job import FAILED


@dataclass(frozen=True)
class Scene:
    """A scene that failed, with the reason, or that was listed before."""

    scene: str
    reason: str


@dataclass(frozen=True)
class Report:
    """What a batch came to: the counts of its rows, how long it took [s], and its journal.

    The lines of this run are those from the byte `start` of the journal on.
    """

    journal: Path
    start: int
    counts: Counts
    seconds: float

    def failed(self) -> Iterator[Scene]:
        """Scenes that failed in this run."""
        return self._of(FAILED)

    def repeated(self) -> Iterator[Scene]:
        """Scenes that stand in the list more than once, for each time after the first."""
        return self._of(course.REPEATED)

    def document(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {
            "journal": str(self.journal),
            "seconds": round(self.seconds, 3),
            "scenes": asdict(self.counts),
            "failed": [asdict(scene) for scene in self.failed()],
            "repeated": [asdict(scene) for scene in self.repeated()],
        }

    def _of(self, state: str) -> Iterator[Scene]:
        for _, line in journal.lines(self.journal, self.start):
            if line.get("state") == state:
                yield Scene(str(line.get("scene")), str(line.get("error")))
