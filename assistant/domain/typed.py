"""Reading what people type: amounts, numbers, durations and plain text.

Every reader either returns the value or raises InputError whose facts let the caller
answer in one clear sentence, or ask back with the candidates. Nothing is guessed where
a guess could be wrong by a factor of a thousand. Dates are read in `typed_dates`.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assistant.domain.currencies import meant_by
from assistant.domain.money import Money, digits
from assistant.errors import InputError

LONGEST_AMOUNT = 80  # characters of an amount that are still looked at
MOST_WHOLE_DIGITS = 15  # a quadrillion; more is a slip of the finger

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′＇", "'"))
_DASHES = "-−–—‐‑"
_ARABIC_DECIMAL, _ARABIC_GROUP = "٫", "٬"
_SEPARATORS = f".,' {_ARABIC_DECIMAL}{_ARABIC_GROUP}"
_NEVER_DECIMAL = f"' {_ARABIC_GROUP}"
_NO_CENTS = re.compile(rf"^[.,]\s?[{_DASHES}]{{1,2}}")  # 480.- and 480,--
_DURATION = re.compile(
    r"(?:(?P<hours>\d{1,4}(?:[.,]\d{1,3})?)\s*(?:hours?|hrs?|h|stunden?|std\.?|heures?"
    r"|horas?|ore|ora|uur|uren)\.?)?\s*(?:and|und|et|y|e|en)?\s*"
    r"(?:(?P<minutes>\d{1,5})\s*(?:minutes?|minuten|minutos?|minuti|mins?\.?|m|')?)?"
)
_CLOCKED = re.compile(r"(\d{1,4}):([0-5]\d)(?:\s*h)?")


@dataclass(frozen=True, slots=True)
class Separators:
    """How a person's locale writes numbers.

    group: between thousands, such as `,`; decimal: before the decimals, such as `.`.
    """

    group: str
    decimal: str


def read_amount(
    text: str, currency: str, *, separators: Separators | None = None
) -> Money:
    """An amount in this currency, never negative.

    text: as typed, such as `1.234,56`, `EUR 480`, `1'234.50`, `12k` or `480.-`.
    currency: ISO 4217 code the amount must be in; a mark in the text must agree.
    separators: settle `1,234` where two readings are possible; None if not known.
    Raises InputError: error.amount_unreadable (text), error.amount_negative (text),
    error.amount_currency (text, typed, currency), error.amount_decimals (text,
    currency, digits), error.amount_too_large (text) or error.amount_ambiguous (text,
    candidates: two Money, the larger first).
    """
    shown = clean_line(text[:LONGEST_AMOUNT], LONGEST_AMOUNT * 3)
    plain = _plain_digits(text) if len(text) <= LONGEST_AMOUNT else ""
    found = re.search(r"[0-9](?:.*[0-9])?", plain)
    if not found:
        raise InputError("error.amount_unreadable", text=shown)
    head, core, tail = plain[: found.start()], found.group(), plain[found.end() :]
    head, core = _leading_decimal(head, core)
    tail, thousands = _without_ending(tail)
    _check_marks(_marks_around(head, tail, shown), currency, shown)
    return _pick(_readings(core, thousands), currency, separators, shown)


def read_whole_number(text: str, *, low: int, high: int) -> int:
    """A whole number from low to high.

    Raises InputError: error.number_unreadable (text) or error.number_range (text,
    low, high).
    """
    plain = _plain_digits(text[:LONGEST_AMOUNT]).strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", plain):
        raise InputError("error.number_unreadable", text=clean_line(plain, 999))
    number = int(plain)
    if not low <= number <= high:
        raise InputError("error.number_range", text=plain, low=low, high=high)
    return number


def read_minutes(text: str, *, bare: int = 60) -> int:
    """A duration in whole minutes: `90 min`, `1h30`, `1:30`, `2.5 hours`, `2`.

    bare: how many minutes a number without a unit counts for; 60 reads it as hours.
    Raises InputError: error.duration_unreadable (text).
    """
    plain = _plain_digits(text[:LONGEST_AMOUNT]).strip().casefold()
    if clocked := _CLOCKED.fullmatch(plain):
        return int(clocked[1]) * 60 + int(clocked[2])
    if re.fullmatch(r"[0-9]{1,5}(?:[.,][0-9]{1,3})?", plain):
        return _whole(Decimal(plain.replace(",", ".")) * bare)
    found = _DURATION.fullmatch(plain)
    if not found or not any(found.groups()):
        raise InputError("error.duration_unreadable", text=clean_line(plain, 999))
    hours = Decimal((found["hours"] or "0").replace(",", "."))
    return _whole(hours * 60) + int(found["minutes"] or 0)


def clean_line(text: str, limit: int) -> str:
    """One line as it may be kept: composed (NFC), white space single, no controls.

    limit: characters it may have after cleaning.
    Raises InputError: error.text_too_long (limit, length).
    """
    return _within(" ".join(_printable(text).split()), limit)


def in_one_line(text: str) -> str:
    """The same for a text that was kept before, whatever its length."""
    return clean_line(text, 4 * len(text) + 4)


def shortened(text: str, most: int) -> str:
    """In one line of at most so many characters, with a sign where it was cut."""
    line = in_one_line(text)
    return line if len(line) <= most else f"{line[:most]}…"


def clean_text(text: str, limit: int) -> str:
    """Text of several lines; like `clean_line`, but keeps its newlines and tabs.

    Raises InputError: error.text_too_long (limit, length).
    """
    return _within(_printable(text).strip(), limit)


# --- amounts ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the digits: value in major units, and what the last sign was."""

    value: Decimal
    decimals: int
    separator: str  # the last separator; empty without one
    is_decimal: bool  # whether that separator was read as the decimal one


def _plain_digits(text: str) -> str:
    """With ASCII digits, plain spaces and apostrophes; empty if it has fractions."""
    if any(char.isnumeric() and not char.isdecimal() for char in text):
        return ""  # ½, ², Ⅷ and 万 would silently become other numbers
    kept = "".join(char for char in text if unicodedata.category(char) != "Cf")
    composed = unicodedata.normalize("NFKC", kept.translate(_APOSTROPHES))
    ascii_digits = "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in composed
    )
    return " ".join(ascii_digits.split())


def _leading_decimal(head: str, core: str) -> tuple[str, str]:
    """Move the sign of `.50` from the head to the number: `0.50`."""
    if head.endswith((".", ",")) and not meant_by(head.strip()):
        return head[:-1], f"0{head[-1]}{core}"
    return head, core


def _without_ending(tail: str) -> tuple[str, bool]:
    """The tail without `.-`, full stop and `k`, and whether there was a `k`."""
    tail = _NO_CENTS.sub("", tail, count=1).strip()
    thousands = bool(re.match(r"[kK](?!\w)|[kK]$", tail))
    if thousands:
        tail = tail[1:].strip()
    return ("" if tail == "." else tail), thousands


def _marks_around(head: str, tail: str, shown: str) -> list[str]:
    """The currency marks before and after the number, signs taken off."""
    head, tail = head.strip(), tail.strip()
    if any(dash in head for dash in _DASHES) or (head, tail) == ("(", ")"):
        raise InputError("error.amount_negative", text=shown)
    if head.startswith("+"):
        head = head[1:]
    elif head.endswith("+"):
        head = head[:-1]
    return [mark for mark in (head.strip(), tail) if mark]


def _check_marks(marks: list[str], currency: str, shown: str) -> None:
    for mark in marks:
        meant = meant_by(mark) or meant_by(mark.removesuffix("."))
        if not meant:
            raise InputError("error.amount_unreadable", text=shown)
        if currency not in meant:
            typed = next(iter(meant)) if len(meant) == 1 else mark
            raise InputError(
                "error.amount_currency", text=shown, typed=typed, currency=currency
            )


def _readings(core: str, thousands: bool) -> list[_Reading]:  # noqa: FBT001 -- private
    """Every way in which the digits and separators make one number."""
    parts = re.split(f"[{_SEPARATORS}]", core)
    signs = [char for char in core if not char.isdecimal()]
    if not all(sign in _SEPARATORS for sign in signs) or "" in parts:
        return []
    last = signs[-1] if signs else ""
    scale = 3 if thousands else 0
    found = []
    if _is_grouped(parts, signs) and last != _ARABIC_DECIMAL:
        whole = Decimal("".join(parts)).scaleb(scale)
        found.append(_Reading(whole, 0, last, is_decimal=False))
    may_divide = bool(signs) and last not in _NEVER_DECIMAL and signs.count(last) == 1
    if may_divide and _is_grouped(parts[:-1], signs[:-1]):
        value = Decimal("".join(parts[:-1]) + "." + parts[-1]).scaleb(scale)
        decimals = max(0, len(parts[-1]) - scale)
        found.append(_Reading(value, decimals, last, is_decimal=True))
    return found


def _is_grouped(parts: list[str], signs: list[str]) -> bool:
    """Whether thousands (or Indian lakhs) are divided by one and the same sign."""
    if not signs:
        return True
    if len(set(signs)) > 1 or parts[0].startswith("0") or len(parts[-1]) != 3:
        return False
    middle = {len(part) for part in parts[1:-1]}
    western = len(parts[0]) <= 3 and middle <= {3}
    indian = signs[0] in ", " and len(parts[0]) <= 2 and middle == {2}
    return western or indian


def _pick(
    readings: list[_Reading],
    currency: str,
    separators: Separators | None,
    shown: str,
) -> Money:
    """The reading that is meant; InputError if there is none, or more than one."""
    if not readings:
        raise InputError("error.amount_unreadable", text=shown)
    if any(reading.value >= 10**MOST_WHOLE_DIGITS for reading in readings):
        raise InputError("error.amount_too_large", text=shown)
    places = digits(currency)
    if places == 0:  # a yen has no fraction, so 1.234 can only be whole
        readings = [r for r in readings if not r.is_decimal] or readings
    chosen = readings[0] if len(readings) == 1 else _settled(readings, separators)
    if chosen is None or (len(readings) > 1 and chosen.decimals > places):
        candidates = tuple(_rounded(reading, currency) for reading in readings)
        raise InputError("error.amount_ambiguous", text=shown, candidates=candidates)
    if chosen.decimals > places:
        raise InputError(
            "error.amount_decimals", text=shown, currency=currency, digits=places
        )
    return Money.of(chosen.value, currency)


def _settled(
    readings: list[_Reading], separators: Separators | None
) -> _Reading | None:
    """The reading that the person's own way to write numbers speaks for, if any."""
    if separators is None:
        return None
    for reading in readings:
        role = separators.decimal if reading.is_decimal else separators.group
        if _plain_digits(f"1{role}1")[1:-1] == reading.separator:
            return reading
    return None


def _rounded(reading: _Reading, currency: str) -> Money:
    places = Decimal(1).scaleb(-digits(currency))
    return Money.of(reading.value.quantize(places, ROUND_HALF_UP), currency)


# --- durations and text ----------------------------------------------------------


def _whole(minutes: Decimal) -> int:
    return int(minutes.to_integral_value(ROUND_HALF_UP))


_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Directional overrides, embeddings and isolates can make a text read as another one;
# the harmless marks (U+200E, U+200F) and joiners (names, emoji) stay.
_INVISIBLE = frozenset(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    "\ufeff\ufff9\ufffa\ufffb\u206a\u206b\u206c\u206d\u206e\u206f"
)


def _printable(text: str) -> str:
    """NFC, with newlines as such, without control characters and lone surrogates."""
    lines = _LINE_ENDS.sub("\n", text)
    kept = (
        char
        for char in lines
        if char in "\n\t"
        or (char not in _INVISIBLE and unicodedata.category(char) not in ("Cc", "Cs"))
    )
    return unicodedata.normalize("NFC", "".join(kept))


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise InputError("error.text_too_long", limit=limit, length=len(text))
    return text
