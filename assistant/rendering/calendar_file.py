"""Calendar files: dates as iCalendar text (RFC 5545), for any calendar program.

Own writer, since so little of the format is needed: events with a day or an instant, a
title, a note. The same date keeps its UID, so that a file taken in again moves the
entry instead of adding one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar"
_LONGEST_LINE = 75  # octets, RFC 5545 3.1


@dataclass(frozen=True, slots=True)
class Entry:
    """One date.

    uid: the same for the same date in every file.
    when: a whole day, or an aware instant.
    revision: never falls; programs take over what has a higher one.
    """

    uid: str
    when: date | datetime
    title: str
    note: str = ""
    revision: int = 0


def as_calendar(entries: Iterable[Entry], made_at: datetime) -> bytes:
    """The file: UTF-8, lines of at most 75 octets that end in CR LF.

    made_at: aware instant.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Parley//Parley//EN"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for entry in entries:
        lines += _event(entry, made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(entry: Entry, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(entry.uid)}"
    yield f"DTSTAMP:{_instant(made_at)}"
    yield f"SEQUENCE:{entry.revision}"
    if isinstance(entry.when, datetime):
        yield f"DTSTART:{_instant(entry.when)}"
    else:
        yield f"DTSTART;VALUE=DATE:{entry.when:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.when + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(entry.title)}"
    if entry.note:
        yield f"DESCRIPTION:{_escaped(entry.note)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """TEXT of RFC 5545 3.3.11: no bare comma, semicolon, backslash or control."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(char for char in text if char == "\t" or ord(char) >= 32)


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never inside a character."""
    pieces, room = [""], _LONGEST_LINE
    for char in line:
        size = len(char.encode())
        if size > room:
            pieces.append(" ")
            room = _LONGEST_LINE - 1
        pieces[-1] += char
        room -= size
    return "\r\n".join(pieces)
