"""Practice: a clock that is moved by `after 49 hours` or `at 2026-05-07 09:00`."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

from assistant.errors import InputError

_AFTER = re.compile(r"after (\d+) (minute|hour|day|week)s?", re.IGNORECASE)
_AT = re.compile(r"at (\d{4}-\d{1,2}-\d{1,2})(?:[ T](\d{1,2}:\d{2}))?", re.IGNORECASE)
_MORNING = "9:00"


class MovableClock(Protocol):
    """A clock that stands still until it is moved."""

    def now(self) -> datetime:
        """The instant at which it stands, in UTC."""
        ...

    def set(self, at: datetime) -> None:
        """Stand at another aware instant."""
        ...


@dataclass(frozen=True, slots=True)
class Practice:
    """A try without risk.

    clock: the one that the assistant asks.
    zone: in which `at` is meant.
    """

    clock: MovableClock
    zone: tzinfo

    def move(self, line: str) -> bool:
        """Move the clock if the line says so; whether it did.

        `at` may go back: a script begins on its own day, whatever today is.
        Raises InputError("error.practice_time") for a time that cannot be.
        """
        at = moved(line, self.clock.now(), self.zone)
        if at is not None:
            self.clock.set(at)
        return at is not None


def moved(line: str, now: datetime, zone: tzinfo) -> datetime | None:
    """The instant in UTC to which the line moves the clock; None for another line.

    Raises InputError("error.practice_time") for a time that cannot be.
    """
    line = " ".join(line.split())
    after, at = _AFTER.fullmatch(line), _AT.fullmatch(line)
    try:
        if after:
            return now + timedelta(**{f"{after[2].lower()}s": int(after[1])})
        if at:
            year, month, day = map(int, at[1].split("-"))
            hour, minute = map(int, (at[2] or _MORNING).split(":"))
            there = datetime.combine(
                date(year, month, day), time(hour, minute), tzinfo=zone
            )
            return there.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InputError("error.practice_time", text=line[:60]) from error
    return None
