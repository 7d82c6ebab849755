"""What is said of a place in court: as the book says it, in each language's words."""

import re
from collections.abc import Iterator

import pytest

from assistant.chat.places import place_text
from assistant.domain.invoice import CustomerKind
from assistant.reading.dates import find_dates
from assistant.rendering.phrases import Phrases
from assistant.resources import templates_dir
from tests.rendering.place_texts import EVERY_ROW_TEXT, WORDED_PLACES, row_texts

PHRASES = Phrases(templates_dir() / "phrases")
TRANSLATED = [code for code in PHRASES.languages() if code != "en"]
ENGLISH = re.compile(
    r"\b(?:the|with|without|and|or|must|may|claims?|court|payment|lawyer|letter|debtor"
    r"|invoice|required|needed|above|between|businesses)\b",
    re.IGNORECASE,
)
BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,\u00a0\u202f ](?=\d{3}(?!\d))")


def texts(language: str) -> Iterator[tuple[str, str, str]]:
    """Each key with what the book says and what the language says."""
    for key, book in EVERY_ROW_TEXT.items():
        yield key, book, said_of_place(language, key, book)


def said_of_place(language: str, key: str, book: str) -> str:
    """What is shown to an owner of the language in place of the book's words."""
    code, _, part = key.partition(".")
    return PHRASES.say(place_text(code, part, book), language=language, zone="UTC")


def days(text: str) -> list[str]:
    """The days of a text, in the order of the calendar."""
    return sorted(each.iso for each in find_dates(text))


def numbers(text: str) -> list[str]:
    """The numbers of a text without its days, smallest first; 5,000 and 5 000 alike."""
    for each in reversed(find_dates(text)):
        text = text[: each.start] + text[each.end :]
    return sorted(re.findall(r"\d+", BETWEEN_DIGITS.sub("", text)))


@pytest.mark.parametrize("place", WORDED_PLACES)
@pytest.mark.covers("K13")
def test_what_english_says_of_a_place_is_what_the_book_says(place: str) -> None:
    for kind in ("", *CustomerKind):  # a step has its number whoever the customer is
        for key, book in row_texts(place, kind):
            assert said_of_place("en", key, "") == book


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.covers("K13", "F-Q1")
def test_no_text_of_a_place_is_left_in_english(language: str) -> None:
    left = {
        key: words
        for key, book, words in texts(language)
        # A court of the language's own country is called what the book calls it.
        if ENGLISH.search(words) or (words == book and key != f"{language}.forum")
    }
    assert left == {}


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.covers("K13", "F-Q1")
def test_the_sums_and_days_of_a_place_are_those_of_the_book(language: str) -> None:
    for key, book, words in texts(language):
        assert days(words) == days(book), key
        assert numbers(words) == numbers(book), key


@pytest.mark.parametrize(
    ("one", "other"),
    [("up to 5,000", "jusqu’à 5\u202f500"), ("since 2025-04-03", "desde 2025-04-04")],
)
def test_another_sum_and_another_day_would_be_seen(one: str, other: str) -> None:
    assert (numbers(one), days(one)) != (numbers(other), days(other))
