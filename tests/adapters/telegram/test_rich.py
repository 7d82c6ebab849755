"""Formatted text: counted as Telegram counts, escaped, cut without loss."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.rich import (
    Piece,
    Rich,
    Style,
    bold,
    clean,
    fixed,
    html_of,
    is_visible,
    italic,
    joined,
    plain,
    shortened,
    split,
    text_of,
    units,
)
from tests.fakes.telegram_rules import parse_html

FAMILY = "👨‍👩‍👧‍👦"
FLAGS = "🇩🇪🇬🇧"
NASTY = (
    string.punctuation,
    "😀",
    FAMILY,
    FLAGS,
    "👍🏽",
    "שלום عليكم",
    "\u202eabc\u202c",
    "Cafe\u0301 e\u0301\u0302",
    "&lt;b&gt; </b> <i",
    "🏴\U000e0067\U000e0062\U000e007f",
    "line\nline\n\nparagraph ",
    "word " * 9,
)
texts = st.lists(
    st.one_of(st.sampled_from(NASTY), st.text(max_size=30)), max_size=20
).map("".join)


def rich_texts() -> st.SearchStrategy[Rich]:
    pieces = st.tuples(texts.map(clean), st.sampled_from([plain, bold, italic, fixed]))
    return st.lists(pieces, max_size=12).map(
        lambda made: joined((make(text) for text, make in made), "")
    )


def visible(text: str) -> str:
    return "".join(filter(is_visible, text))


@given(rich_texts(), st.integers(40, 200), st.integers(1, 5))
@settings(deadline=None, max_examples=300)
def test_a_text_of_any_kind_is_cut_into_parts_that_fit_and_make_it_whole(
    rich: Rich, limit: int, most_styled: int
) -> None:
    short = tuple(p for p in rich if not p.style or units(p.text) <= limit)
    parts = split(short, limit, most_styled)
    for part in parts:
        assert units(text_of(part)) <= limit
        assert sum(bool(piece.style) for piece in part) <= most_styled
        assert is_visible(text_of(part))
        text, entities = parse_html(html_of(part))
        assert text == text_of(part)
        assert len(entities) == sum(bool(piece.style) for piece in part)
    styled = [piece for piece in short if piece.style]
    assert [piece for part in parts for piece in part if piece.style] == styled
    assert visible("".join(map(text_of, parts))) == visible(text_of(short))


@given(st.lists(st.sampled_from(["a", "bc ", "def\n", "g\n\n", " h"]), max_size=99))
@settings(deadline=None)
def test_the_parts_together_are_the_text_with_every_space_inside(
    words: list[str],
) -> None:
    text = "".join(words)
    shown = "".join(map(text_of, split(plain(text), 20, 10)))
    assert shown.rstrip() == text.rstrip()


def test_a_text_is_cut_after_a_paragraph_then_a_line_then_a_word() -> None:
    paragraphs = "one two\n\n" + "three four\nfive six"
    assert [text_of(p) for p in split(plain(paragraphs), 22, 9)] == [
        "one two\n\nthree four\n",
        "five six",
    ]
    assert [text_of(p) for p in split(plain("a" * 12 + "\n\n" + "b" * 9), 20, 9)] == [
        "a" * 12 + "\n\n",
        "b" * 9,
    ]
    assert [text_of(p) for p in split(plain("four five six"), 10, 9)] == [
        "four five ",
        "six",
    ]


@pytest.mark.parametrize("letter", [FAMILY, FLAGS[:2], "👍🏽", "e\u0301\u0302"])
def test_what_is_one_letter_to_a_reader_is_never_torn_apart(letter: str) -> None:
    parts = split(plain(letter * 60), 50, 9)
    assert len(parts) > 1
    for part in parts:
        assert set(text_of(part).split(letter)) == {""}


def test_a_mountain_of_accents_still_ends() -> None:
    parts = split(plain("e" + "\u0301" * 10_000), 4096, 100)
    assert "".join(map(text_of, parts)) == "e" + "\u0301" * 10_000


def test_an_entity_is_never_cut() -> None:
    rich = (*plain("word " * 18), *bold("A title of some length"), *plain(" end"))
    parts = split(rich, 100, 9)
    assert [p for part in parts for p in part if p.style] == [
        Piece("A title of some length", Style.BOLD)
    ]


def test_an_entity_goes_before_what_a_reader_takes_for_one_letter() -> None:
    for style in (plain, bold):
        rich = (*bold("x" * 40), *style("\U0001f3fb" * 9))
        assert split(rich, 40, 1)[0] == bold("x" * 40)


def test_a_text_that_shows_nothing_has_no_parts() -> None:
    for text in ("", " \n\t ", "\u200b\u200d", "\u3164"):
        assert split(plain(text), 100, 9) == []
        assert bold(text) == plain(text)


def test_lengths_are_counted_in_utf_16_units() -> None:
    assert units("a😀é") == 4
    assert [units(text_of(p)) for p in split(plain("😀" * 100), 51, 9)] == [50] * 4


def test_what_telegram_cannot_carry_is_taken_out() -> None:
    assert clean("a\r\nb\rc\x00\x1b[31m\u2028d\ud800\u202ee") == "a\nb\nc[31m\nd\ufffde"


def test_a_long_title_is_no_entity() -> None:
    assert bold("x" * 301) == plain("x" * 301)


@given(texts, st.integers(5, 40))
@settings(deadline=None)
def test_a_shortened_text_fits_and_says_that_it_goes_on(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert units(short) <= limit
    assert short == text or short.endswith("…")


def test_a_text_is_shortened_at_a_word() -> None:
    assert shortened("Design, third revision", 18) == "Design, third…"
    assert shortened("Donaudampfschifffahrt", 10) == "Donaudamp…"
