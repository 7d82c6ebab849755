"""Reading how far away a day is: `in 2 weeks`, `vor drei Tagen`, `il y a un mois`.

In the seven languages at once: no word of one means something else in another.
"""

import unicodedata
from dataclasses import dataclass

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
_AHEAD = "in dans en fra tra em over|dentro de|daqui a|d'ici"
_BEFORE = "vor hace ha|il y a"  # stand in front of the number
_AFTER = "ago fa geleden atrás|from now"  # stand behind it; one of them looks ahead


@dataclass(frozen=True, slots=True)
class Span:
    """So many days and calendar months from a day; below zero before it."""

    days: int
    months: int


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
    words = rest.removesuffix(f"{behind} " if behind else "").split()
    if len(words) != 2 or (found := _UNIT_OF.get(words[1])) is None:
        return None
    count = _count(words[0])
    if count is None:
        return None
    sign = 1 if ahead or behind == "from now" else -1
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
_UNIT_OF = {
    form: unit
    for unit, words in _UNITS.items()
    for word in _listed(words)
    for form in (word, f"{word}s")
}
