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


@pytest.mark.parametrize("text", ["último aviso", "Ultimo aviso"])
@pytest.mark.parametrize("line", ["último aviso", "ultimo aviso", "últim* aviso"])
def test_accents_may_be_left_out_where_a_language_says_so(text: str, line: str) -> None:
    looked_up = WordList([(0, line)], Spelling(any_accents=True))
    (each,) = looked_up.find(looked_up.tokens(text))
    assert (each.first, each.last) == (0, 1)


def test_accents_count_where_nothing_is_said() -> None:
    assert found("ultimo aviso", "último aviso") == []


@pytest.mark.parametrize("text", ["dell'avvocato", "Dell’Avvocato"])
def test_words_are_taken_apart_at_their_apostrophes_where_asked(text: str) -> None:
    looked_up = WordList([(0, "dell avvocato")], Spelling(is_elided=True))
    assert len(list(looked_up.find(looked_up.tokens(text)))) == 1
    assert found(text, "dell avvocato") == []
