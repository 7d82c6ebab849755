"""Dates with at least a day and a month, in the usual spellings of seven languages."""

import re
from dataclasses import dataclass
from itertools import islice

from assistant.reading.tokens import plain

_NAMES = {
    1: "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari",
    2: "february feb februar februari février fév fevr febrero febbraio feb "
    "fevereiro fev",
    3: "march mar märz mrz mars marzo março maart mrt",
    4: "april apr avril avr abril abr aprile",
    5: "may mai mayo maggio mag maio mei",
    6: "june jun juni juin junio giugno giu junho",
    7: "july jul juli juillet juil julio luglio lug julho",
    8: "august aug août agosto ago augustus",
    9: "september sep sept septembre septiembre setiembre settembre set setembro",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out",
    11: "november nov novembre noviembre novembro",
    12: "december dec dezember dez décembre déc diciembre dic dicembre dezembro",
}
_MONTHS = {
    plain(name): month for month, all_ in _NAMES.items() for name in all_.split()
}
_MONTH = "|".join(
    sorted({name for all_ in _NAMES.values() for name in all_.split()}, key=len)[::-1]
)
_ISO = re.compile(r"(?<![\d/.-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d/-])")
_NUMBERS = re.compile(
    r"(?<![\d/.,-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-])"
)
_SHORT = re.compile(
    r"\b(?:on|by|of|from|since|until|am|vom|bis|le|du|au|el|del|il|dal|em|de|dia|op|van|"
    r"per|zum)\s(\d{1,2})([/.])(\d{1,2})(?:\.(?!\d)|(?![\d/.,%€£$]))",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"(?<![\d/.,-])(\d{{1,2}})(?:st|nd|rd|th|er|\.|º|°|ª)?[ \u00a0-](?:of |de |di |"
    rf"d[’'])?"
    rf"({_MONTH})\b\.?(?:,? (?:de |del )?|-)?(\d{{4}}\b)?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b({_MONTH})\.? (?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%€£$k]|[.,]\d)"
    r"(?:,? (\d{4}\b))?",
    re.IGNORECASE,
)
MOST = 250  # of one spelling; a message that names more is no message


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as written. iso: `YYYY-MM-DD`, or `--MM-DD` without a year."""

    iso: str
    start: int
    end: int


def find_dates(text: str) -> list[FoundDate]:
    """Every date in the text, in order.

    Numbers are read day first, but month first where the text has a bare "$" or
    "(US)"; a part over 12 settles it. Two-digit years belong to this century.
    """
    month_first = _is_american(text)
    found: list[FoundDate] = []
    for match in islice(_ISO.finditer(text), MOST):
        _add(found, match, int(match[1]), int(match[2]), int(match[3]))
    for match in islice(_NUMBERS.finditer(text), MOST):
        day, month = _ordered(int(match[1]), int(match[3]), month_first=month_first)
        year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
        _add(found, match, year, month, day)
    for match in islice(_DAY_FIRST.finditer(text), MOST):
        _add(found, match, _year(match[3]), _MONTHS[plain(match[2])], int(match[1]))
    for match in islice(_MONTH_FIRST.finditer(text), MOST):
        _add(found, match, _year(match[3]), _MONTHS[plain(match[1])], int(match[2]))
    for match in islice(_SHORT.finditer(text), MOST):
        day, month = _ordered(int(match[1]), int(match[3]), month_first=month_first)
        _add(found, match, None, month, day)
    return sorted(found, key=lambda date: date.start)


def _is_american(text: str) -> bool:
    return "(US)" in text or bool(re.search(r"(?<![A-Za-z])\$", text))


def _ordered(first: int, second: int, *, month_first: bool) -> tuple[int, int]:
    """Day and month from the first two numbers of a date."""
    if second > 12 or (month_first and first <= 12):
        return second, first
    return first, second


def _year(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _add(
    found: list[FoundDate], match: re.Match[str], year: int | None, month: int, day: int
) -> None:
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not 1 <= month <= 12 or not 1 <= day <= longest[month - 1]:
        return
    if year is not None and not 1950 <= year <= 2099:
        return
    if any(one.start < match.end() and match.start() < one.end for one in found):
        return
    head = f"{year:04d}" if year else "-"
    found.append(FoundDate(f"{head}-{month:02d}-{day:02d}", match.start(), match.end()))
