"""Reading typed times of day and moments: `8am`, `21:30`, `Friday 14:00`, `2 hours`."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.domain.calendar import local_day, local_instant
from assistant.domain.quiet import QuietHours
from assistant.domain.typed import clean_line
from assistant.errors import InputError

LONGEST = 60  # characters that are still looked at
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|h|uhr|o'clock)?"
_ALONE = re.compile(_TIME)
_FROM_TO = re.compile(r"(?:from )?(.+?)\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b)\s*(.+)")
_HOURS = re.compile(r"(?:in )?(an|a|one|\d{1,3}) (minute|hour)s?")
_DAYS = re.compile(r"(?:a|an|one|\d{1,3}) (?:day|week|month)s?")
# A time behind a day: "at" or a colon or am/pm is needed, else "3 May 14" is a year.
_BEHIND = re.compile(
    r"(.+?)[ ,]+(?:at (\d{1,2})"
    r"|(?:at )?(\d{1,2}[:.]\d{2}|\d{1,2}(?:[:.]\d{2})?\s*[ap]m))"
)
_MORNING = re.compile(r"(.*?) ?\bmorning")


def read_time(text: str) -> time:
    """A time of day; InputError("error.time_unreadable", text) if it is none."""
    shown = clean_line(text[:LONGEST], LONGEST)
    found = _ALONE.fullmatch(_plain(text))
    if not found:
        raise InputError("error.time_unreadable", text=shown)
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] in ("am", "pm"):
        is_clock = 1 <= hour <= 12
        hour = hour % 12 + (12 if found[3] == "pm" else 0) if is_clock else 99
    if hour > 23 or minute > 59:
        raise InputError("error.time_unreadable", text=shown)
    return time(hour, minute)


def read_quiet_hours(text: str) -> QuietHours:
    """`21:00-08:00`, `9pm to 8am`; InputError as `read_time`."""
    found = _FROM_TO.fullmatch(_plain(text))
    if not found:
        shown = clean_line(text[:LONGEST], LONGEST)
        raise InputError("error.time_unreadable", text=shown)
    return QuietHours(read_time(found[1]), read_time(found[2]))


def read_moment(
    text: str,
    now: datetime,
    zone: str,
    *,
    morning: time,
    read_day: Callable[[str, date], date],
) -> datetime:
    """The instant in UTC that is meant: a day, with or without a time, or a delay.

    morning: the time of day where none is named.
    read_day: a typed date, given today's; such as `Habits.date`.
    Raises InputError as `read_time` and `read_day` do.
    """
    plain = _plain(text)
    delay = _HOURS.fullmatch(plain)
    if delay:
        count = int(delay[1]) if delay[1].isdigit() else 1
        return now + timedelta(**{f"{delay[2]}s": count})
    today = local_day(now, zone)
    if _ALONE.fullmatch(plain) and not plain.isdigit():
        clock = read_time(plain)
        is_over = clock <= now.astimezone(ZoneInfo(zone)).time()
        return local_instant(today + timedelta(days=is_over), clock, zone)
    day, clock = plain, morning
    behind, dawn = _BEHIND.fullmatch(plain), _MORNING.fullmatch(plain)
    if behind:
        day, clock = behind[1], read_time(behind[2] or behind[3])
    elif dawn:
        day = dawn[1] or "tomorrow"
    if _DAYS.fullmatch(day):
        day = f"in {day}"
    return local_instant(read_day(day, today), clock, zone)


def _plain(text: str) -> str:
    """In small letters, with single spaces; empty when it is too long."""
    if len(text) > LONGEST:
        return ""
    return " ".join(text.casefold().replace("’", "'").split())
