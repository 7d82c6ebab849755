"""Word lists find what they say, in bounded time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.advice.wordlist import LONGEST, Spelling, WordList, sentences

CONTRACTIONS = {"n't": "not", "'re": "are", "'s": "is"}
IRREGULAR = {"won't": "will not"}


def words(*lines: str) -> WordList:
    return WordList(enumerate(lines), Spelling(CONTRACTIONS, IRREGULAR))


def found(text: str, *lines: str) -> list[str]:
    looked_up = words(*lines)
    tokens = looked_up.tokens(text)
    return [
        text[tokens[f.first].start : tokens[f.last].end] for f in looked_up.find(tokens)
    ]


@pytest.mark.parametrize(
    ("line", "text", "words"),
    [
        ("you are|were lying", "But you were lying to us", ["you were lying"]),
        ("you are|were lying", "you are, lying", ["you are, lying"]),
        ("[so] called", "a so-called expert called", ["so-called", "called", "called"]),
        ("apologi*", "We apologise. An apologist", ["apologise", "apologist"]),
        ("take _ off", "take 150 off", ["take 150 off"]),
        ("pay [_] > now", "pay it now", ["now"]),
        ("do not", "don't, DON’T, do not", ["don't", "DON’T", "do not"]),
        ("will not", "I won't", ["won't"]),
        ("is", "it's", ["it's"]),
        ("liar", "ＬＩＡＲ Liar LIAR", ["ＬＩＡＲ", "Liar", "LIAR"]),
        ("you lied", "you. Lied", []),
        ("you lied", "you\nlied", []),
        ("lie", "believe", []),
    ],
)
def test_a_line_finds_what_it_says(line: str, text: str, words: list[str]) -> None:
    assert found(text, line) == words


def test_of_several_phrases_the_longest_counts() -> None:
    assert found("a final notice", "final", "final notice", "notice") == [
        "final notice",
        "notice",
    ]


@pytest.mark.parametrize("line", ["", "a(b)", "> ", "a " * (LONGEST + 1), "a > [b]"])
def test_a_line_that_is_no_phrase_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"phrase|words"):
        words(line)


@given(st.text("ab .!?\n'", max_size=60))
def test_every_word_stands_in_the_sentence_of_its_number(text: str) -> None:
    places = sentences(text)
    for token in words("a").tokens(text):
        start, end = places[token.sentence]
        assert start <= token.start < token.end <= end


@given(st.text(max_size=200))
def test_any_text_is_looked_through(text: str) -> None:
    for place in found(text, "a [b] _", "c*"):
        assert place in text
