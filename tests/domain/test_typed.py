"""What people type as amounts, numbers, durations and text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import typed
from assistant.domain.currencies import CODES, MARKS
from assistant.domain.money import DIGITS, Money
from assistant.domain.typed import Separators
from assistant.errors import InputError

ENGLISH = Separators(group=",", decimal=".")
GERMAN = Separators(group=".", decimal=",")
FRENCH = Separators(group="\u202f", decimal=",")
SWISS = Separators(group="’", decimal=".")

PLAIN = [
    ("480", "480.00"),
    ("480.-", "480.00"),
    ("480,--", "480.00"),
    ("480.–", "480.00"),
    ("480.", "480.00"),
    ("+480", "480.00"),
    ("  480  ", "480.00"),
    ("0", "0.00"),
    ("007", "7.00"),
    (".50", "0.50"),
    ("0,5", "0.50"),
    ("12,5", "12.50"),
    ("1,234.56", "1234.56"),
    ("1.234,56", "1234.56"),
    ("1 234,56", "1234.56"),
    ("1\u00a0234,56", "1234.56"),
    ("1\u202f234,56", "1234.56"),
    ("1\u2009234,56", "1234.56"),
    ("1'234.50", "1234.50"),
    ("1’234.50", "1234.50"),
    ("1,234,567", "1234567.00"),
    ("1.234.567", "1234567.00"),
    ("1'234'567.89", "1234567.89"),
    ("1,23,456.00", "123456.00"),
    ("1,23,456", "123456.00"),
    ("12,34,56,789", "123456789.00"),
    ("1234567.8", "1234567.80"),
    ("12k", "12000.00"),
    ("12 K", "12000.00"),
    ("1.2k", "1200.00"),
    ("1,25k", "1250.00"),
    ("１２３４．５６", "1234.56"),
    ("١٢٣٤", "1234.00"),
    ("١٬٢٣٤٫٥٦", "1234.56"),
    ("१२३४.५", "1234.50"),
    ("\u200e480\u200f", "480.00"),
]
MARKED = [
    ("EUR 480", "EUR"),
    ("480 EUR", "EUR"),
    ("480eur", "EUR"),
    ("€480", "EUR"),
    ("480€", "EUR"),
    ("480 euros", "EUR"),
    ("480,00 €.", "EUR"),
    ("EUR 480.-", "EUR"),
    ("€ .48k", "EUR"),
    ("$480", "USD"),
    ("$480", "CAD"),
    ("$480 USD", "USD"),
    ("US$480", "USD"),
    ("480 bucks", "USD"),
    ("£480", "GBP"),
    ("Fr. 480.–", "CHF"),
    ("480 kr.", "DKK"),
    ("480 zł", "PLN"),
    ("R$ 480", "BRL"),
    ("₹480", "INR"),
    ("Rs.480", "INR"),
]
UNREADABLE = (
    "|abc|EUR|k|480 abc|12,4x|x12|1.2.3|1,2,3|1 2 3|12 34|1,,234|1..2|,|.|480-|480 %|"
    "1e5|1_000|0x10|½|12½|12²|Ⅷ|1,23,45|1.23.456|01,234,567|1,234.567,89|1 234'567|"
    "480/2|480 + 20|about 480|1.5 2|١٫٢٣٤٫٥|$|480k k|NaN|inf|1٬23"
).split("|")


@pytest.mark.covers("F-A1")
@pytest.mark.parametrize(("text", "amount"), PLAIN)
@pytest.mark.parametrize("separators", [ENGLISH, GERMAN, FRENCH, SWISS, None])
def test_an_amount_with_one_reading_needs_no_locale(
    text: str, amount: str, separators: Separators | None
) -> None:
    read = typed.read_amount(text, "EUR", separators=separators)
    assert read == Money.of(amount, "EUR")


@pytest.mark.parametrize(("text", "currency"), MARKED)
def test_a_mark_of_the_same_currency_is_understood(text: str, currency: str) -> None:
    assert typed.read_amount(text, currency) == Money.of(480, currency)


@pytest.mark.parametrize("text", UNREADABLE)
def test_other_text_is_not_an_amount(text: str) -> None:
    with pytest.raises(InputError) as caught:
        typed.read_amount(text, "EUR", separators=ENGLISH)
    assert caught.value.phrase == "error.amount_unreadable"


@pytest.mark.parametrize("text", ["-480", "−480", "(480)", "€-480", "- € 480", "–1.5k"])
def test_negative_amounts_are_refused_as_such(text: str) -> None:
    with pytest.raises(InputError) as caught:
        typed.read_amount(text, "EUR")
    assert caught.value.phrase == "error.amount_negative"


@pytest.mark.parametrize(
    ("text", "currency", "heard"),
    [
        ("$480", "EUR", "$"),
        ("480 USD", "EUR", "USD"),
        ("£480", "EUR", "£"),
        ("€480", "USD", "EUR"),
        ("$480 CAD", "USD", "CAD"),
        ("480 chf", "EUR", "CHF"),
    ],
)
def test_another_currency_is_named(text: str, currency: str, heard: str) -> None:
    with pytest.raises(InputError) as caught:
        typed.read_amount(text, currency)
    assert caught.value.phrase == "error.amount_currency"
    assert caught.value.facts == {"text": text, "typed": heard, "currency": currency}


@pytest.mark.parametrize(
    ("text", "separators", "amount"),
    [
        ("1,234", ENGLISH, "1234.00"),
        ("4,000", ENGLISH, "4000.00"),
        ("$1,200", ENGLISH, "1200.00"),
        ("1.234", GERMAN, "1234.00"),
        ("1.234k", ENGLISH, "1234.00"),
        ("1.234k", GERMAN, "1234000.00"),
    ],
)
def test_the_locale_settles_a_thousands_sign(
    text: str, separators: Separators, amount: str
) -> None:
    read = typed.read_amount(text, "USD", separators=separators)
    assert read == Money.of(amount, "USD")


@pytest.mark.parametrize(
    ("text", "separators"),
    [
        ("1.234", ENGLISH),
        ("1,234", GERMAN),
        ("1.234", FRENCH),
        ("1,234", FRENCH),
        ("1.234", SWISS),
        ("1,234", SWISS),
        ("1.234", None),
        ("1,234", None),
    ],
)
def test_what_stays_ambiguous_is_asked_back(
    text: str, separators: Separators | None
) -> None:
    with pytest.raises(InputError) as caught:
        typed.read_amount(text, "EUR", separators=separators)
    assert caught.value.phrase == "error.amount_ambiguous"
    assert caught.value.facts == {
        "text": text,
        "candidates": (Money.of("1234.00", "EUR"), Money.of("1.23", "EUR")),
    }


def test_three_decimals_are_read_where_the_currency_has_them() -> None:
    assert typed.read_amount("1.234", "KWD", separators=ENGLISH).minor == 1_234
    assert typed.read_amount("1.234", "KWD", separators=GERMAN).minor == 1_234_000
    with pytest.raises(InputError, match="ambiguous"):
        typed.read_amount("1.234", "KWD")


def test_yen_have_no_decimals_so_nothing_is_ambiguous() -> None:
    assert typed.read_amount("1.234", "JPY", separators=ENGLISH).minor == 1_234
    assert typed.read_amount("1,234", "JPY").minor == 1_234
    with pytest.raises(InputError, match="decimals"):
        typed.read_amount("1,234.5", "JPY")


@pytest.mark.parametrize("text", ["1234.567", "0.123", "1,234.567", "480.5050"])
def test_too_many_decimals_are_never_rounded_away(text: str) -> None:
    with pytest.raises(InputError) as caught:
        typed.read_amount(text, "EUR", separators=ENGLISH)
    assert caught.value.phrase == "error.amount_decimals"
    assert caught.value.facts["digits"] == 2


def test_an_absurd_amount_is_refused() -> None:
    with pytest.raises(InputError, match="too_large"):
        typed.read_amount("9" * 20, "EUR")
    with pytest.raises(InputError, match="unreadable"):
        typed.read_amount("9" * 100_000, "EUR")


@given(st.text(max_size=60), st.sampled_from(sorted(CODES)))
def test_any_text_is_an_amount_or_an_input_error(text: str, currency: str) -> None:
    try:
        assert typed.read_amount(text, currency).minor >= 0
    except InputError as error:
        assert error.phrase.startswith("error.amount_")  # noqa: PT017


_GROUPS = st.sampled_from([",", ".", " ", "'", "’", "\u00a0", "\u202f", "\u2009", ""])


@given(
    st.integers(0, 10**14),
    st.sampled_from(sorted(CODES)),
    _GROUPS,
    st.sampled_from([",", "."]),
)
def test_an_amount_with_all_its_decimals_reads_back(
    minor: int, currency: str, group: str, decimal: str
) -> None:
    money = Money(minor, currency)
    separators = Separators(group or " ", decimal)
    printed = f"{money.amount:,f}".replace(".", "!").replace(",", group)
    if group != decimal:
        text = printed.replace("!", decimal)
        assert typed.read_amount(text, currency, separators=separators) == money


def test_every_mark_stands_for_currencies_that_exist() -> None:
    assert all(codes and codes <= CODES for codes in MARKS.values())
    assert set(DIGITS) - {"CLF", "UYI", "UYW"} <= CODES
    assert all(mark == mark.casefold() for mark in MARKS)


# --- numbers and durations -------------------------------------------------------


def test_whole_numbers_stay_in_their_range() -> None:
    assert typed.read_whole_number(" ３ ", low=1, high=5) == 3
    for text in ("6", "-1"):
        with pytest.raises(InputError, match="number_range"):
            typed.read_whole_number(text, low=1, high=5)
    for text in ("", "three", "3.5", "²", "9" * 5000):
        with pytest.raises(InputError, match="number_unreadable"):
            typed.read_whole_number(text, low=1, high=5)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2", 120),
        ("1.5", 90),
        ("1,5", 90),
        ("90 min", 90),
        ("45m", 45),
        ("1:30", 90),
        ("1h30", 90),
        ("2h 15m", 135),
        ("2 hours", 120),
        ("1 hour and 5 minutes", 65),
        ("2,5 Stunden", 150),
        ("0:00", 0),
    ],
)
def test_durations_are_read_in_minutes(text: str, minutes: int) -> None:
    assert typed.read_minutes(text) == minutes


def test_a_bare_number_can_mean_minutes() -> None:
    assert typed.read_minutes("45", bare=1) == 45


@pytest.mark.parametrize("text", ["", "h", "soon", "1:75", "-2", "2 days", "1.5.2h"])
def test_other_text_is_not_a_duration(text: str) -> None:
    with pytest.raises(InputError, match="duration_unreadable"):
        typed.read_minutes(text)


# --- text ------------------------------------------------------------------------


def test_a_line_loses_controls_and_double_spaces() -> None:
    assert typed.clean_line(" a\x00b\r\n c\t\u202ed \u2066e\ufeff ", 20) == "ab c d e"


def test_a_text_keeps_its_lines_and_tabs() -> None:
    assert (
        typed.clean_text("\r\na\r\nb\tc\rd\u2028e\x1b[31m\n", 20) == "a\nb\tc\nd\ne[31m"
    )


def test_text_is_composed_and_keeps_joined_emoji_and_names() -> None:
    assert typed.clean_line("Cafe\u0301", 4) == "Café"
    family = "👩\u200d👧"
    persian = "می\u200cخواهم"
    assert typed.clean_text(family + persian, 50) == family + persian


def test_text_that_is_too_long_says_by_how_much() -> None:
    with pytest.raises(InputError) as caught:
        typed.clean_text("x" * 41, 40)
    assert caught.value.facts == {"limit": 40, "length": 41}


@given(st.text(st.characters(exclude_categories=[])))
def test_cleaned_text_is_stable_and_can_be_stored(text: str) -> None:
    cleaned = typed.clean_text(text, 10**6)
    assert typed.clean_text(cleaned, 10**6) == cleaned
    assert cleaned.encode().decode() == cleaned
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", cleaned)
    assert "\n" not in typed.clean_line(text, 10**6)
