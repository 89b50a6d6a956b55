"""The words of a picture: headline and lines over it, notes at its foot, broken to fit."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from lstgeo.pictures import canvas, caption
from lstgeo.pictures.caption import Caption

_FIRST, _LINE, _NOTE = 0.59, 0.19, 0.16
"""From the top to the first line under the headline, and from line to line [inch]."""


@dataclass(frozen=True)
class Heading:
    """Words that fit into `room` [inch], and how much of the height they take."""

    headline: str
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    room: float

    @property
    def top(self) -> float:
        """Room over the map [inch]."""
        return _FIRST + _LINE * (len(self.lines) - 1) + 0.23

    @property
    def foot(self) -> float:
        """Room for the notes [inch]."""
        return 0.12 + _NOTE * len(self.notes)

    def draw(self, figure: Figure, left: float) -> None:
        """Write the words, all from `left` [inch]."""
        up = float(figure.get_size_inches()[1])
        size = canvas.fitting(self.headline, canvas.HEADLINE, self.room, "bold")
        canvas.text(figure, left, up - 0.34, self.headline, fontsize=size, fontweight="bold")
        for row, words in enumerate(self.lines):
            size = canvas.fitting(words, canvas.LINE, self.room)
            place = up - _FIRST - _LINE * row
            canvas.text(figure, left, place, words, fontsize=size, color=canvas.FAINT)
        for row, words in enumerate(reversed(self.notes)):
            size = canvas.fitting(words, canvas.NOTE, self.room)
            canvas.text(figure, left, 0.16 + _NOTE * row, words, fontsize=size, color=canvas.FAINT)


def of(words: Caption, room: float) -> Heading:
    """Heading of a picture that leaves `room` [inch] for its words."""
    lines = canvas.wrapped(words.pieces, caption.SEPARATOR, canvas.LINE, room)
    notes = canvas.wrapped(words.notes, caption.SEPARATOR, canvas.NOTE, room)
    return Heading(words.headline, tuple(lines), tuple(notes), room)
