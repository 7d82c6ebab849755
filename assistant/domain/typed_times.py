"""Reading typed times of day and moments: `8am`, `21:30`, `Friday 14:00`, `2 hours`.

In the seven languages at once, as `typed_spans` does.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.domain.calendar import local_day, local_instant
from assistant.domain.quiet import QuietHours
from assistant.domain.typed import clean_line
from assistant.domain.typed_spans import Span, read_rest
from assistant.errors import InputError

LONGEST = 60  # characters that are still looked at
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|h|uhr|uur|o'clock)?"
_AT = r"at|um|à|a las|a la|alle|às|om"
_ALONE = re.compile(rf"(?:(?:{_AT}) )?{_TIME}")
_FROM = r"from|von|de|dalle|desde las|das|van"
_TO = r"-|–|—|\b(?:to|until|till|bis|à|a las|alle|a|às|tot)\b"
_FROM_TO = re.compile(rf"(?:(?:{_FROM}) )?(.+?)\s*(?:{_TO})\s*(.+)")
_UNTIL = re.compile(
    r"(?:until|till|bis|jusqu'(?:au|à la|à)|hasta|fino (?:al|alle|a)|até|tot)\b ?(.+)"
)
# A time behind a day: "at", a colon or a unit is needed, else "3 May 14" is a year.
_BEHIND = re.compile(
    rf"(.+?)[ ,]+(?:(?:{_AT}) (\d{{1,2}}(?:[:.h]\d{{2}})?(?: ?(?:h|uhr|uur|[ap]m))?)"
    r"|(\d{1,2}[:.h]\d{2}(?: ?(?:uhr|uur))?"
    r"|\d{1,2}(?:[:.]\d{2})? ?(?:[ap]m|h|uhr|uur)))"
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
    if named := _UNTIL.fullmatch(plain):
        plain = named[1]
    today, rest = local_day(now, zone), read_rest(plain)
    if isinstance(rest, timedelta):
        return now + rest
    if rest:
        return local_instant(rest.after(today), morning, zone)
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
    length = read_rest(day)
    if isinstance(length, Span):
        return local_instant(length.after(today), clock, zone)
    return local_instant(read_day(day, today), clock, zone)


def _plain(text: str) -> str:
    """In small letters, with single spaces; empty when it is too long."""
    if len(text) > LONGEST:
        return ""
    return " ".join(text.casefold().replace("’", "'").split())
