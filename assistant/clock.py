"""The clock: asked once per event, replaced in tests and in practice mode."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant, aware and in UTC."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that stands still until it is moved: practice mode and tests.

    start: aware instant at which it stands first.
    """

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The instant at which the clock stands."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move forward; ValueError if `by` is negative."""
        if by < timedelta(0):
            raise ValueError("time only moves forward")
        self._now += by

    def set(self, at: datetime) -> None:
        """Stand at another aware instant."""
        self._now = at.astimezone(UTC)
