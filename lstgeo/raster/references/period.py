"""When a surface temperature was observed: a moment, a day, or the days of a composite."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From `start` to `end` (UTC); the same where the moment is known."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, moment: datetime) -> Period:
        """A moment, in UTC unless it says otherwise; midnight to the second is a whole day."""
        known = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        if (known.hour, known.minute, known.second) == (0, 0, 0):
            return cls.days(known)
        return cls(known, known)

    @classmethod
    def days(cls, first: datetime, count: int = 1) -> Period:
        """So many whole days from the `first` on."""
        start = datetime(first.year, first.month, first.day, tzinfo=UTC)
        return cls(start, start + count * DAY)

    @property
    def is_moment(self) -> bool:
        """Whether the time is known, and not the day alone."""
        return self.start == self.end

    @property
    def middle(self) -> datetime:
        """Moment between start and end."""
        return self.start + (self.end - self.start) / 2

    def __str__(self) -> str:
        """Say it for a reader: `2019-10-05 18:21 UTC`, `2019-10-05`, `2017-01-01 to 2017-01-08`."""
        if self.is_moment:
            return self.start.strftime("%Y-%m-%d %H:%M UTC")
        last = self.end - DAY
        first = self.start.strftime("%Y-%m-%d")
        return first if last <= self.start else f"{first} to {last:%Y-%m-%d}"
