"""Printed amounts, dates and lists; what is printed can be typed back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from babel.numbers import list_currencies
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.currencies import CODES
from assistant.domain.money import Money
from assistant.domain.typed import Separators, read_amount
from assistant.domain.typed_dates import read_date
from assistant.rendering import formats

LOCALES = ["en", "de", "fr", "es", "it", "pt", "nl", "en_GB", "pt_BR", "de_CH"]


@pytest.mark.covers("F-H9")
@pytest.mark.parametrize(
    ("minor", "currency", "locale", "printed"),
    [
        (123_456_750, "EUR", "en", "€1,234,567.50"),
        (123_456_750, "EUR", "de", "1.234.567,50 €"),
        (123_456_750, "EUR", "fr", "1 234 567,50 €"),
        (123_456_750, "EUR", "nl", "€ 1.234.567,50"),
        (123_450, "CHF", "de_CH", "CHF 1’234.50"),
        (123_450, "CHF", "en", "CHF 1,234.50"),
        (48_000, "USD", "en", "$480.00"),
        (48_000, "USD", "en_GB", "US$480.00"),
        (48_000, "CAD", "fr", "480,00 $CA"),
        (1_500, "IQD", "en", "IQD 1.500"),
        (1_500, "KWD", "de", "1,500 KWD"),
        (1_500, "JPY", "en", "¥1,500"),
        (15_000, "CLF", "en", "CLF 1.5000"),
        (12_345_678, "INR", "en_IN", "₹1,23,456.78"),
        (5, "GBP", "en_GB", "£0.05"),
    ],
)
def test_amounts_show_every_stored_digit(
    minor: int, currency: str, locale: str, printed: str
) -> None:
    shown = formats.money(Money(minor, currency), locale)
    assert shown.replace("\u00a0", " ").replace("\u202f", " ") == printed


def test_a_difference_below_zero_keeps_its_sign() -> None:
    assert formats.money(Money(-150, "EUR"), "en") == "-€1.50"


@pytest.mark.covers("F-H9", "F-Q2")
@pytest.mark.parametrize("locale", [*LOCALES, "en_IN", "en_ZA", "fr_CH", "sv", "pl"])
@pytest.mark.parametrize("minor", [0, 7, 999, 123_456, 1_234_567_891])
def test_a_printed_amount_reads_back_in_every_currency(minor: int, locale: str) -> None:
    signs = formats.separators(locale)
    for currency in CODES:
        money = Money(minor, currency)
        printed = formats.money(money, locale)
        assert read_amount(printed, currency, separators=signs) == money, printed


@given(st.integers(0, 10**13), st.sampled_from(sorted(CODES)), st.sampled_from(LOCALES))
def test_any_printed_amount_reads_back(minor: int, currency: str, locale: str) -> None:
    money = Money(minor, currency)
    printed = formats.money(money, locale)
    signs = formats.separators(locale)
    assert read_amount(printed, currency, separators=signs) == money


def test_currencies_are_real_ones() -> None:
    assert set(list_currencies()) >= CODES - {"XCG", "ZWG"}


def test_shares_and_lists() -> None:
    assert formats.percent(Decimal("12.5"), "en") == "12.5%"
    assert formats.percent(Decimal("12.5"), "de") == "12,5\u00a0%"
    assert formats.percent(Decimal(8), "en") == "8%"
    assert formats.join_list(["a", "b", "c"], "en") == "a, b and c"
    assert formats.join_list(["a", "b", "c"], "en_US") == "a, b, and c"
    assert formats.join_list(["a", "b", "c"], "es") == "a, b y c"
    assert formats.join_list(["a"], "de") == "a"
    assert formats.join_list([], "de") == ""


@pytest.mark.covers("F-K4")
def test_an_instant_is_shown_on_the_persons_clocks() -> None:
    at = datetime(2026, 5, 7, 22, 30, tzinfo=UTC)
    berlin = formats.instant(at, "Europe/Berlin", "de")
    assert berlin == "Fr., 8. Mai 2026, 00:30"
    new_york = formats.instant(at, "America/New_York", "en_US")
    assert new_york.replace("\u202f", " ") == "Thu, May 7, 2026, 6:30 PM"
    london = formats.instant(at, "Europe/London", "en_GB")
    assert london.replace(",", "") == "Thu 7 May 2026 23:30"


@pytest.mark.parametrize(
    ("delta", "locale", "shown"),
    [
        (timedelta(hours=22, minutes=59), "en", "22 hours"),
        (timedelta(hours=1), "en", "1 hour"),
        (timedelta(hours=48), "de", "48 Stunden"),
        (timedelta(minutes=40, seconds=59), "en", "40 minutes"),
        (timedelta(days=3, hours=23), "en", "3 days"),
        (timedelta(hours=-5), "fr", "5 heures"),
        (timedelta(hours=52), "nl", "52 uur"),
        (timedelta(days=5), "nl", "5 dagen"),
    ],
)
def test_time_left_is_rounded_down(delta: timedelta, locale: str, shown: str) -> None:
    assert formats.hours_left(delta, locale).replace("\u00a0", " ") == shown


@pytest.mark.covers("F-Q2")
def test_dates_follow_the_locale() -> None:
    day = date(2026, 5, 7)
    assert formats.date_long(day, "en_GB") == "7 May 2026"
    assert formats.date_long(day, "en") == "May 7, 2026"
    assert formats.date_long(day, "es") == "7 de mayo de 2026"
    assert formats.date_short(day, "de") == "07.05.2026"
    assert formats.date_short(day, "en_US") == "May 7, 2026"


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)), st.sampled_from(LOCALES))
def test_a_printed_date_reads_back(day: date, locale: str) -> None:
    months, weekdays = formats.month_and_weekday_names(locale)
    for printed in (formats.date_long(day, locale), formats.date_short(day, locale)):
        read = read_date(
            printed,
            date(2026, 11, 18),
            day_first=formats.day_first(locale),
            months=months,
            weekdays=weekdays,
        )
        assert read == day, printed


def test_what_a_locale_says_about_typing() -> None:
    assert formats.separators("de") == Separators(group=".", decimal=",")
    assert formats.separators("de-CH") == Separators(group="’", decimal=".")
    assert [
        formats.day_first(code) for code in ("en", "en_US", "en_GB", "de", "sv")
    ] == [
        None,
        False,
        True,
        True,
        True,
    ]
    months, weekdays = formats.month_and_weekday_names("de")
    assert (months["märz"], months["dez"], weekdays["montag"]) == (3, 12, 0)


@pytest.mark.parametrize("code", ["", "xx", "tlh", "en-XX", "en_US.UTF-8", "C", "..."])
def test_an_unknown_locale_falls_back_instead_of_failing(code: str) -> None:
    assert "480.00" in formats.money(Money(48_000, "EUR"), code)


def test_all_locales_can_be_listed() -> None:
    assert set(LOCALES) <= formats.known_locales()
