"""Amounts and dates as one document writes them.

A document is consistent with itself, so its own habits settle what a single figure
leaves open: `1.234` after `99,50` is a thousand, 03/04 beside 25/04 is in April.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from assistant.domain.currencies import CODES, meant_by
from assistant.domain.money import Money, digits
from assistant.domain.typed import Separators, read_amount
from assistant.domain.typed_dates import read_date
from assistant.errors import InputError

_COMMA = Separators(group=".", decimal=",")
_POINT = Separators(group=",", decimal=".")
_LONGEST_FIGURE = 60
_ANY_YEAR = date(2000, 1, 1)  # never decides: only dates with a year are read

_MONTHS = {
    name: number
    for names in (
        "januar februar märz april mai juni juli august september oktober november "
        "dezember",
        "jan feb mär apr mai jun jul aug sept okt nov dez",
        "jänner feber mrz april mai juni juli aug sep oktober november dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre "
        "décembre",
        "janv févr mars avr mai juin juil aout sept oct nov déc",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
        "noviembre diciembre",
        "ene feb mar abr may jun jul ago set oct nov dic",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre "
        "novembre dicembre",
        "gen feb mar apr mag giu lug ago set ott nov dic",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro "
        "novembro dezembro",
        "jan fev mar abr mai jun jul ago set out nov dez",
        "januari februari maart april mei juni juli augustus september oktober "
        "november december",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
    )
    for number, name in enumerate(names.split(), start=1)
}

_WORD = r"[^\W\d_]{3,12}\.?"
_DATE = re.compile(
    r"(?<![\d.,/-])(?:"
    r"\d{4}-\d{2}-\d{2}|\d{4}/\d{2}/\d{2}|\d{4}\.\d{2}\.\d{2}"
    r"|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)"
    r"|\d{1,2}\. \d{1,2}\. \d{4}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?[ -](?:de |of )?{_WORD},?[ -](?:de |del )?"
    r"(?:\d{4}|\d{2}(?!\d))"
    rf"|{_WORD} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r")"
)
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?!\d)")
_DECIMAL_COMMA = re.compile(r"(?<![\d.])(?:\d{1,3}(?:[.' ]\d{3})+|\d{1,7}),\d{2}(?!\d)")
_DECIMAL_POINT = re.compile(
    r"(?<![\d,])(?:\d{1,3}(?:[,' ]\d{3})+|\d{1,7})\.\d{2}(?!\d)"
)
_NEGATIVE = re.compile(r"^\((.+)\)$|^[^\d(]{0,6}[-−–].*\d|\d[^\d]{0,6}[-−]$")
_TOKENS = re.compile(
    r"[€£₹¥₩₪₺₴₽฿₫₱₦]|(?<![A-Za-z])(?:US|CA|AU|NZ|HK|A|C|R|S)?\$|\b(?:zł|Kč|Fr\.)"
    r"|\b([A-Z]{3})(?=[ \u00a0]?-?\d)|(?<=\d)[ \u00a0]?([A-Z]{3})\b"
)
_LABELLED = re.compile(
    r"\b(?:currency|währung|devise|moneda|divisa|valuta|moeda)\s*:?\s*([A-Za-z]{3})\b",
    re.IGNORECASE,
)
_MOST_MARKS = 2_000


@dataclass(frozen=True, slots=True)
class Writing:
    """How one document writes figures; see `writing_of`.

    day_first: whether 03/04 is the third of April; None if nothing tells.
    """

    currency: str
    separators: Separators | None = None
    day_first: bool | None = None

    def amount(self, text: str) -> Money | None:
        """An amount, below zero where it is written so; None if it is none."""
        plain = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
        if not plain or len(plain) > _LONGEST_FIGURE or not _has_digit(plain):
            return None
        if "%" in plain:
            return None
        sign = -1 if _NEGATIVE.search(plain) else 1
        if sign < 0:
            plain = re.sub(r"[-−–()]", "", plain).strip()
        try:
            value = read_amount(plain, self.currency, separators=self.separators)
        except InputError as error:
            if error.phrase == "error.amount_currency":
                return None
            rounded = self._rounded(plain)
            if rounded is None:
                return None
            value = rounded
        return Money(sign * value.minor, self.currency)

    def day(self, text: str) -> tuple[date, bool] | None:
        """The first date in a text and whether it can only be that one."""
        found = _DATE.search(text.replace("\u00a0", " ")[:200])
        if not found:
            return None
        written = found.group().replace("/", "-") if _is_iso(found) else found.group()
        try:
            return self._read(written, self.day_first), True
        except InputError as error:
            if error.phrase != "error.date_ambiguous":
                return None
        try:
            return self._read(written, self.currency not in ("USD", "")), False
        except InputError:
            return None

    def _read(self, text: str, day_first: bool | None) -> date:  # noqa: FBT001 -- private
        return read_date(text, _ANY_YEAR, day_first=day_first, months=_MONTHS)

    def _rounded(self, text: str) -> Money | None:
        """A figure with more decimals than its currency has, such as 33.3333."""
        habits = self.separators or _POINT
        bare = re.sub(r"[^\d.,]", "", text)
        plain = bare.replace(habits.group.strip() or ",", "").replace(
            habits.decimal, "."
        )
        if not re.fullmatch(r"\d{1,12}(?:\.\d{1,12})?", plain):
            return None
        if re.search(r"[^\W\d_]{4,}", text):
            return None
        return money_of(plain, self.currency)


def money_of(number: str, currency: str) -> Money | None:
    """A machine's number, such as `-1200.5000`, rounded half up to the currency."""
    try:
        value = Decimal(number.strip())
        if not value.is_finite() or abs(value) >= 10**12:
            return None
        places = Decimal(1).scaleb(-digits(currency))
        return Money.of(value.quantize(places, ROUND_HALF_UP), currency)
    except InvalidOperation:
        return None


def iso_day(text: str) -> date | None:
    """A machine's date: 2026-05-07, 20260507, or an instant that begins so."""
    found = re.match(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)", text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def writing_of(
    text: str,
    currency: str,
    separators: Separators | None,
    *,
    day_first: bool | None,
) -> Writing:
    """The habits of a document: what it shows itself, else what the caller expects."""
    comma = len(_DECIMAL_COMMA.findall(text))
    point = len(_DECIMAL_POINT.findall(text))
    own = None
    if comma != point:
        own = _COMMA if comma > point else _POINT
    shown = _day_first_in(text)
    if shown is None:  # nobody writes 1.200,00 and the month first
        shown = True if own is _COMMA else day_first
    return Writing(currency, own or separators, shown)


def currency_in(text: str, expected: str | None) -> tuple[str, str, bool]:
    """The currency a document is in: code, the mark that shows it, whether it is sure.

    expected: the business's own; settles marks such as `$`, and is taken when the
        document shows none.
    Raises InputError("error.invoice_no_currency") when nothing tells.
    """
    labelled = _LABELLED.search(text)
    if labelled and labelled[1].upper() in CODES:
        return labelled[1].upper(), labelled.group(), True
    marks: Counter[str] = Counter()
    for count, found in enumerate(_TOKENS.finditer(text)):
        mark = found[1] or found[2] or found.group()
        if meant_by(mark.strip()):
            marks[mark.strip()] += 1
        if count > _MOST_MARKS:
            break
    for mark, _ in sorted(marks.items(), key=lambda item: (-item[1], len(item[0]))):
        meant = meant_by(mark)
        if len(meant) == 1:
            return next(iter(meant)), mark, True
        if expected in meant:
            return expected or "", mark, True
        usual = {"$": "USD", "£": "GBP", "¥": "JPY"}.get(mark)
        if usual:
            return usual, mark, mark == "£"
    if expected:
        return expected, "", False
    raise InputError("error.invoice_no_currency")


def dates_in(text: str) -> Iterable[re.Match[str]]:
    """Every date with a year in a text."""
    return _DATE.finditer(text)


def _day_first_in(text: str) -> bool | None:
    """What the dates of a document tell about their own order."""
    for found in _SLASHED.finditer(text):
        one, two = int(found[1]), int(found[2])
        if one > 12 >= two:
            return True
        if two > 12 >= one:
            return False
    return None


def _is_iso(found: re.Match[str]) -> bool:
    return bool(re.match(r"\d{4}", found.group()))


def _has_digit(text: str) -> bool:
    return any(char.isdecimal() for char in text)
