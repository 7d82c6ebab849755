"""Reading how far away a day is: `in 2 weeks`, `vor drei Tagen`, `il y a un mois`,
and how long something is to rest: `90 min`, `half an hour`, `zwei Stunden`, `2 jours`.

In the seven languages at once: no word of one means something else in another.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

_Unit = TypeVar("_Unit")

_MOST = 999  # of whatever is counted

_COUNTS = {
    1: "a an one ein eine einem einer un une uno una um uma een",
    2: "two zwei deux dos due dois duas twee",
    3: "three drei trois tres tre drie",
    4: "four vier quatre cuatro quattro quatro",
    5: "five fünf cinq cinco cinque vijf",
    6: "six sechs seis sei zes",
    7: "seven sieben sept siete sette sete zeven",
    8: "eight acht huit ocho otto oito",
    9: "nine neun neuf nueve nove negen",
    10: "ten zehn dix diez dieci dez tien",
    14: "fourteen vierzehn quatorze catorce quattordici catorze veertien",
}
# Days and months of one of each; a month is no number of days.
_UNITS = {
    (1, 0): "day tag tage tagen jour día dia giorno giorni dag dagen",
    (7, 0): "week woche wochen semaine semana settimana settimane weken",
    (0, 1): "month monat monate monaten mois mes meses mese mesi maand maanden",
}
# Minutes of one of each.
_CLOCK_UNITS = {
    1: "min mins minute minuten minuut minuto minuti",
    60: "h hr hrs hour stunde stunden std heure hora ora ore uur uren",
}
_HALF_HOURS = (
    *("half an hour", "a half hour", "half hour", "eine halbe stunde", "halbe stunde"),
    *("une demi-heure", "une demi heure", "demi-heure", "media hora", "mezz'ora"),
    *("mezza ora", "meia hora", "half uur", "een half uur"),
)
_GLUED = re.compile(r"(\d{1,3}) ?m(?:in)?")  # `9h` without a space is a time of day
_AHEAD = "in dans en fra tra em over|dentro de|daqui a|d'ici"
_BEFORE = "vor hace ha|il y a"  # stand in front of the number
_AFTER = "ago fa geleden atrás|from now"  # stand behind it; one of them looks ahead


@dataclass(frozen=True, slots=True)
class Span:
    """So many days and calendar months from a day; below zero before it."""

    days: int
    months: int

    def after(self, day: date) -> date:
        """So far from a day; of a month that is too short its last day."""
        month = day.month - 1 + self.months
        year, month = day.year + month // 12, month % 12 + 1
        last = monthrange(year, month)[1]
        return date(year, month, min(day.day, last)) + timedelta(days=self.days)


def read_span(plain: str) -> Span | None:
    """The span in a text, in lower case with plain digits; None where there is none.

    A number and a unit alone say nothing: it has to say from when, or how long ago.
    """
    text = f" {_bare(plain)} "
    ahead = _cut_start(text, _ALL_AHEAD)
    ago = _cut_start(text, _ALL_BEFORE)
    rest = ahead or ago or text
    behind = next((end for end in _ALL_AFTER if rest.endswith(f" {end} ")), "")
    is_two = (ago and behind) or (ahead and behind not in ("", "from now"))
    if is_two or not (ahead or ago or behind):
        return None
    sign = 1 if ahead or behind == "from now" else -1
    return _counted(rest.removesuffix(f"{behind} " if behind else "").split(), sign)


def read_rest(plain: str) -> Span | timedelta | None:
    """How long something is to rest, with or without `in`; None where it says nothing.

    plain: in lower case. Hours and minutes are exact; days and months follow the
    calendar.
    """
    text = _bare(plain)
    told = _cut_start(f" {text} ", _ALL_AHEAD).strip() or text
    if told in _HALVES:
        return timedelta(minutes=30)
    if glued := _GLUED.fullmatch(told):
        return timedelta(minutes=int(glued[1]))
    words = told.split()
    minutes = _MINUTES_OF.get(words[-1].removesuffix(".")) if words else None
    if minutes is None:
        return _counted(words, 1)
    count = _count(words[0]) if len(words) == 2 else None
    return None if count is None else timedelta(minutes=count * minutes)


def _counted(words: list[str], sign: int) -> Span | None:
    """A number and days, weeks or months."""
    if len(words) != 2 or (found := _UNIT_OF.get(words[1])) is None:
        return None
    count = _count(words[0])
    if count is None:
        return None
    days, months = found
    return Span(sign * count * days, sign * count * months)


def _count(word: str) -> int | None:
    if word.isascii() and word.isdigit():
        return int(word) if int(word) <= _MOST else None
    return _COUNT_OF.get(word)


def _cut_start(text: str, starts: tuple[str, ...]) -> str:
    """What follows one of these words; empty where none begins the text."""
    found = next((start for start in starts if text.startswith(f" {start} ")), "")
    return text.removeprefix(f" {found}") if found else ""


def _bare(text: str) -> str:
    """Without accents, which are often left out."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(char for char in parts if unicodedata.category(char) != "Mn")


def _listed(words: str) -> tuple[str, ...]:
    """Single words, and behind each bar a phrase of several."""
    singles, *phrases = _bare(words).split("|")
    return (*singles.split(), *phrases)


_ALL_AHEAD, _ALL_BEFORE, _ALL_AFTER = map(_listed, (_AHEAD, _BEFORE, _AFTER))
_COUNT_OF = {word: count for count, words in _COUNTS.items() for word in _listed(words)}
_HALVES = frozenset(map(_bare, _HALF_HOURS))


def _forms(units: Mapping[_Unit, str]) -> dict[str, _Unit]:
    """The unit that a word stands for, with an s or without."""
    return {
        form: unit
        for unit, words in units.items()
        for word in _listed(words)
        for form in (word, f"{word}s")
    }


_UNIT_OF, _MINUTES_OF = _forms(_UNITS), _forms(_CLOCK_UNITS)
