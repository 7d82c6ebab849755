"""Amounts, dates and lists as a person's locale writes them (Babel).

A locale is a code such as `en`, `de_CH` or `pt-BR`; an unknown one falls back to its
language and then to English. Zones are IANA names such as `Europe/Berlin`.
"""

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    format_timedelta,
    get_datetime_format,
    get_day_names,
    get_month_names,
)
from babel.lists import format_list
from babel.localedata import locale_identifiers
from babel.numbers import (
    NumberPattern,
    format_decimal,
    format_percent,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
    parse_pattern,
)

from assistant.domain.currencies import meant_by
from assistant.domain.money import Money, digits
from assistant.domain.typed import Separators


def money(amount: Money, locale: str) -> str:
    """The amount with every stored digit, such as `€1,234.50` or `1.234,500 KWD`.

    Shows a symbol only where `read_amount` understands it, else the ISO code.
    """
    pattern, mark = _currency_pattern(amount.currency, locale)
    printed: str = pattern.apply(
        amount.amount,
        _locale(locale),
        currency=amount.currency,
        currency_digits=False,
        decimal_quantization=False,
    )
    return printed.replace(_MARK, mark)


def number(value: int | Decimal, locale: str) -> str:
    """A plain number with its thousands divided: `20,000`."""
    found = _locale(locale)
    return str(format_decimal(value, locale=found, decimal_quantization=False))


def percent(rate: Decimal, locale: str) -> str:
    """A share; 12.5 means 12.5 %."""
    return format_percent(
        rate.scaleb(-2), locale=_locale(locale), decimal_quantization=False
    )


def date_long(day: date, locale: str) -> str:
    """`7 May 2026`, with the month in full."""
    return format_date(day, "long", locale=_locale(locale))


def date_short(day: date, locale: str) -> str:
    """`7 May 2026` or `07.05.2026`: short, with the whole year, never `5/7/26`."""
    return format_date(day, "medium", locale=_locale(locale))


def instant(at: datetime, zone: str, locale: str) -> str:
    """Weekday, date and time of an aware instant on the clocks of a zone."""
    found = _locale(locale)
    local = at.astimezone(ZoneInfo(zone))
    day = format_skeleton("yMMMEd", local.replace(tzinfo=None), locale=found)
    time = format_time(local.timetz(), "short", tzinfo=local.tzinfo, locale=found)
    joined = str(get_datetime_format("medium", locale=found)).replace("'", "")
    return joined.replace("{1}", day).replace("{0}", time)


def hours_left(delta: timedelta, locale: str) -> str:
    """How long it is: `22 hours`, below an hour `40 minutes`, from three days `3 days`.

    Whole units, rounded down, so that nobody is promised more time than there is. A
    negative delta reads like a positive one; the phrase around it says which it is.
    """
    minutes = int(abs(delta).total_seconds() // 60)
    whole = timedelta(minutes=minutes)
    unit: Literal["day", "hour", "minute"] = "minute"
    if minutes >= 72 * 60:
        whole, unit = timedelta(days=minutes // (24 * 60)), "day"
    elif minutes >= 60:
        whole, unit = timedelta(hours=minutes // 60), "hour"
    # Babel's format_unit lacks the long form of some units in some languages (Dutch).
    return format_timedelta(
        whole, granularity=unit, threshold=math.inf, locale=_locale(locale)
    )


def join_list(items: Sequence[str], locale: str) -> str:
    """`a, b and c`; an empty string without items."""
    # Plain "en" is American in Babel, with a comma before "and"; ours has none.
    found = _locale("en_001" if locale == "en" else locale)
    return format_list(items, "standard", locale=found)


def separators(locale: str) -> Separators:
    """The signs between thousands and before decimals, for `read_amount`."""
    found = _locale(locale)
    return Separators(group=get_group_symbol(found), decimal=get_decimal_symbol(found))


def day_first(locale: str) -> bool | None:
    """Whether 03/04 is the third of April; None for English of no known country."""
    found = _locale(locale)
    if found.language == "en" and found.territory is None:
        return None
    pattern = str(found.datetime_skeletons["Md"].pattern)
    return pattern.find("d") < pattern.upper().find("M")


def month_and_weekday_names(locale: str) -> tuple[dict[str, int], dict[str, int]]:
    """The names of months (1..12) and weekdays (0 is Monday), for `read_date`.

    Full and short names, in lower case and without a final dot.
    """
    found = _locale(locale)
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            named_months = get_month_names(width, context, found)
            named_days = get_day_names(width, context, found)
            months |= {_bare(name): number for number, name in named_months.items()}
            weekdays |= {_bare(name): number for number, name in named_days.items()}
    return months, weekdays


def known_locales() -> frozenset[str]:
    """The codes of all locales that can be set, such as `de_CH`."""
    return frozenset(locale_identifiers())


_MARK = "\ue000"  # private character that stands for the currency mark in a pattern


@lru_cache(maxsize=64)
def locale_in(language: str, country: str) -> str:
    """How a language is written in a country, `en_GB`; the language where unknown."""
    code = f"{language}_{country}"
    return code if code in known_locales() else language


@lru_cache(maxsize=64)
def _locale(code: str) -> Locale:
    """The nearest locale that Babel knows; English for what it does not know."""
    plain = code.replace("-", "_").partition(".")[0].partition("@")[0]
    # The Portuguese words are those of Portugal; Babel's bare `pt` is Brazil.
    plain = "pt_PT" if plain == "pt" else plain
    for attempt in (plain, plain.partition("_")[0]):
        try:
            return Locale.parse(attempt)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


@lru_cache(maxsize=512)
def _currency_pattern(currency: str, locale: str) -> tuple[NumberPattern, str]:
    """How the locale prints amounts of a currency, with the decimals that we store.

    Babel sets code and number side by side (`CHF5`); a letter gets a space here.
    """
    found = _locale(locale)
    symbol = get_currency_symbol(currency, found)
    mark = symbol if currency in meant_by(symbol.replace("\u202f", " ")) else currency
    places = digits(currency)
    decimals = "." + "0" * places if places else ""
    pattern = str(found.currency_formats["standard"].pattern)
    pattern = re.sub(r"0(?:\.[0#]+)?(?=[^#0,.]|$)", f"0{decimals}", pattern)
    if mark[-1].isalpha():
        pattern = re.sub("¤(?=[#0-])", "¤\u00a0", pattern)
    if mark[0].isalpha():
        pattern = re.sub("(?<=[0#])¤", "\u00a0¤", pattern)
    return parse_pattern(pattern.replace("¤", _MARK)), mark


def _bare(name: str) -> str:
    return name.casefold().removesuffix(".")
