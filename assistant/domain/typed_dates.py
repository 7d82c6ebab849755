"""Reading typed dates: `3 May`, `03/04/2026`, `next Friday`, `in 2 weeks`.

English names are always understood; names of other languages are passed in.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from assistant.domain.typed import clean_line
from assistant.domain.typed_spans import read_span
from assistant.errors import InputError

LONGEST_DATE = 60  # characters that are still looked at
_FIRST_YEAR, _LAST_YEAR = 1900, 2199

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
_NEAR_DAYS = {
    word: days
    for days, words in {
        -1: "yesterday gestern hier ayer ieri ontem gisteren",
        0: "today heute aujourd'hui hoy oggi hoje vandaag",
        1: "tomorrow tmrw morgen demain mañana domani amanhã",
    }.items()
    for word in words.split()
}
_IN_TWO_DAYS = (
    *("day after tomorrow", "the day after tomorrow", "übermorgen", "après-demain"),
    *("pasado mañana", "dopodomani", "depois de amanhã", "overmorgen"),
)
_FILLERS = frozenset("on by the of le el il am den der de do del dia día um op".split())
_NUMBERS = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})(?:\2(\d{4}|\d{2}))?\.?")
_ISO = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?")


class Toward(StrEnum):
    """Which day is meant when the year, or the week, is left out."""

    NEAREST = "nearest"
    PAST = "past"
    FUTURE = "future"


def read_date(
    text: str,
    today: date,
    *,
    day_first: bool | None,
    months: Mapping[str, int] | None = None,
    weekdays: Mapping[str, int] | None = None,
    toward: Toward = Toward.NEAREST,
) -> date:
    """The day that is meant.

    today: the day on which it was typed, in the person's zone.
    day_first: whether 03/04 is the third of April; None if not known. Dots always
        put the day first.
    months, weekdays: names of the person's language in lower case, without a final
        dot, to 1..12 and 0 (Monday) .. 6.
    toward: settles dates without a year. A weekday alone is the coming one, today
        not counted, or with PAST the last one; `next Friday` is next week's.
    Raises InputError: error.date_unreadable (text), error.date_impossible (text) or
    error.date_ambiguous (text, candidates: two dates, day first before month first).
    """
    shown = clean_line(text[:LONGEST_DATE], LONGEST_DATE * 3)
    plain = _plain(text) if len(text) <= LONGEST_DATE else ""
    habits = _Habits(today, toward, day_first, shown)
    found = _relative(plain, today)
    if found is None:
        found = _weekday_alone(plain, today, {**WEEKDAYS, **(weekdays or {})}, toward)
    if found is None:
        found = _in_numbers(plain, habits)
    if found is None:
        names = {**MONTHS, **(months or {})}
        found = _with_month_name(plain, names, weekdays or {}, habits)
    if found is None:
        raise InputError("error.date_unreadable", text=shown)
    return found


@dataclass(frozen=True, slots=True)
class _Habits:
    """How this person means dates; see `read_date`. shown: the text for errors."""

    today: date
    toward: Toward
    day_first: bool | None
    shown: str

    def build(self, day: int, month: int, year: str | None) -> date:
        """The date; InputError if there is no such day."""
        found = self.build_or_none(day, month, year)
        if found is None:
            raise InputError("error.date_impossible", text=self.shown)
        return found

    def build_or_none(self, day: int, month: int, year: str | None) -> date | None:
        """The date, or None if there is no such day."""
        if year:
            full = int(year) + (2000 if len(year) == 2 else 0)
            return _day(full, month, day)
        # Eight years either way always hold a 29 February.
        around = range(self.today.year - 8, self.today.year + 9)
        possible = [d for y in around if (d := _day(y, month, day)) is not None]
        if self.toward is Toward.PAST:
            possible = [d for d in possible if d <= self.today]
        elif self.toward is Toward.FUTURE:
            possible = [d for d in possible if d >= self.today]
        return min(possible, key=lambda d: abs(d - self.today), default=None)


def _plain(text: str) -> str:
    """Lower case, plain digits and spaces, no commas."""
    composed = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    plain = "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in composed
        if unicodedata.category(char) != "Cf"
    )
    return " ".join(plain.replace(",", " ").split())


def _relative(plain: str, today: date) -> date | None:
    if plain in _NEAR_DAYS:
        return _shift(today, _NEAR_DAYS[plain])
    if plain in _IN_TWO_DAYS:
        return _shift(today, 2)
    span = read_span(plain)
    return None if span is None else span.after(today)


def _weekday_alone(
    plain: str, today: date, names: Mapping[str, int], toward: Toward
) -> date | None:
    words = [word for word in plain.split() if word not in _FILLERS]
    which = words[0] if len(words) == 2 else ""
    if not words or len(words) > 2 or which not in ("", "next", "this", "last"):
        return None
    weekday = names.get(words[-1].removesuffix("."))
    if weekday is None:
        return None
    if which == "next":
        monday = _shift(today, 7 - today.weekday())
        return _shift(monday, weekday)
    ahead = (weekday - today.weekday()) % 7 or 7
    if which == "last" or (not which and toward is Toward.PAST):
        back = (today.weekday() - weekday) % 7 or 7
        return _shift(today, -back)
    return _shift(today, ahead % 7 if which == "this" else ahead)


def _in_numbers(plain: str, habits: _Habits) -> date | None:
    if iso := _ISO.fullmatch(plain):
        return habits.build(int(iso[4]), int(iso[3]), iso[1])
    found = _NUMBERS.fullmatch(plain.replace(". ", "."))
    if not found or len(found[1]) > 2:
        return None
    one, two, year = int(found[1]), int(found[3]), found[4]
    as_day_first = habits.build_or_none(one, two, year)
    as_month_first = habits.build_or_none(two, one, year)
    if found[2] == ".":
        return habits.build(one, two, year)
    if as_day_first is None or as_month_first is None or one == two:
        only = as_day_first or as_month_first
        return only or habits.build(one, two, year)
    if habits.day_first is None:
        raise InputError(
            "error.date_ambiguous",
            text=habits.shown,
            candidates=(as_day_first, as_month_first),
        )
    return as_day_first if habits.day_first else as_month_first


def _with_month_name(
    plain: str,
    months: Mapping[str, int],
    weekdays: Mapping[str, int],
    habits: _Habits,
) -> date | None:
    """`3 May`, `May 3rd 2026`, `Fri 3. Mai 2026`, `3 de mayo de 2026`, `3-may-26`."""
    words = re.sub(r"(?<=\w)[-/](?=\w)", " ", plain).split()
    day = month = None
    year: str | None = None
    for word in words:
        bare = word.removesuffix(".")
        ordinal = _ORDINAL.fullmatch(word)
        if bare in months and month is None:
            month = months[bare]
        elif ordinal and day is None:
            day = int(ordinal[1])
        elif re.fullmatch(r"\d{4}|\d{2}", word) and day and month and not year:
            year = word
        elif not (bare in _FILLERS or bare in WEEKDAYS or bare in weekdays):
            return None
    if day is None or month is None:
        return None
    return habits.build(day, month, year)


def _day(year: int, month: int, day: int) -> date | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shift(day: date, days: int) -> date:
    return day + timedelta(days=days)
