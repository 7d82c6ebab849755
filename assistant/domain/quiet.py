"""Quiet hours: when nobody is told anything, on the business's own clocks.

They are intervals between instants, worked out day by day, so that a night on which
the clocks change is simply an hour shorter or longer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from assistant.domain.calendar import local_day, local_instant

LAST_CHANCE = timedelta(hours=1)  # left to act when a deadline falls into the night
MORNING = time(8)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` to `end` on local clocks; across midnight where it ends earlier.

    Both the same: there are none.
    """

    start: time
    end: time

    @property
    def are_off(self) -> bool:
        """Whether there are none."""
        return self.start == self.end

    @property
    def morning(self) -> time:
        """When telling begins again; eight where it never stops."""
        return MORNING if self.are_off else self.end

    def cover(self, at: datetime, zone: str) -> bool:
        """Whether an aware instant lies in them; their end does not."""
        return self._around(at, zone) is not None

    def after(self, at: datetime, zone: str) -> datetime:
        """The instant itself, or the end of the quiet hours it lies in."""
        night = self._around(at, zone)
        return night[1] if night else at

    def before(self, at: datetime, zone: str) -> datetime:
        """The instant itself, or an hour before the quiet hours it lies in.

        Less than an hour where the evening is shorter than that.
        """
        night = self._around(at, zone)
        if night is None:
            return at
        earlier = [end for _, end in self._nights(at, zone) if end <= night[0]]
        return max([night[0] - LAST_CHANCE, *earlier])

    def _around(self, at: datetime, zone: str) -> tuple[datetime, datetime] | None:
        nights = self._nights(at, zone)
        return next((n for n in nights if n[0] <= at < n[1]), None)

    def _nights(self, at: datetime, zone: str) -> Iterator[tuple[datetime, datetime]]:
        """The quiet hours that begin on the days around an instant, in order."""
        if self.are_off:
            return
        today, one_day = local_day(at, zone), timedelta(days=1)
        over_midnight = one_day if self.end < self.start else timedelta()
        for day in (today - one_day, today, today + one_day):
            begins = local_instant(day, self.start, zone)
            yield begins, local_instant(day + over_midnight, self.end, zone)


NIGHT = QuietHours(time(21), MORNING)
