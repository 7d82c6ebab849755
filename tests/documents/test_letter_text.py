"""Letters as blocks: nothing is lost but what the letterhead says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents.letter_text import blocks_of
from assistant.documents.paper import Block, Items, SignOff, Table, Text
from tests.documents.reading_back import words

SIGNATURE = "Kind regards,\nAnna Berg\nStudio North\nanna@north.example\nCork"


def text_of(block: Block) -> str:
    match block:
        case Items(items=items):
            return "\n".join(items)
        case SignOff(lines=lines):
            return "\n".join(lines)
        case Table():
            return ""
        case _:
            return block.text


def test_paragraphs_lists_and_the_signature_are_told_apart() -> None:
    body = f"Hello,\n\nThis is it:\n- one\n- two\n\n3. three\n4. four\n\n{SIGNATURE}"
    assert blocks_of(body) == (
        Text("Hello,"),
        Text("This is it:"),
        Items(("one", "two")),
        Items(("three", "four"), 3),
        SignOff(tuple(SIGNATURE.split("\n"))),
    )


def test_what_the_letterhead_shows_is_not_said_again_at_the_end() -> None:
    body = f"Hello,\n\nIt stands.\n\n{SIGNATURE}\nTax number IE1\n\nOur reference: D-7"
    shown = blocks_of(body, shown=("anna@north.example", "Cork"), named=("D-7", "IE1"))
    assert shown == (
        Text("Hello,"),
        Text("It stands."),
        SignOff(("Kind regards,", "Anna Berg", "Studio North")),
    )


def test_in_the_middle_of_a_letter_nothing_is_left_out() -> None:
    body = "Hello,\n\nOur reference: D-7\n\nPlease pay.\n\nKind regards,\nAnna"
    assert Text("Our reference: D-7") in blocks_of(body, named=("D-7",))


def test_a_long_last_paragraph_is_no_signature() -> None:
    last = "One long line of words " * 8 + "\nand another"
    assert not any(isinstance(b, SignOff) for b in blocks_of(f"Hello,\n\n{last}"))


@pytest.mark.parametrize("body", ["", "\n\n", "Hello"])
def test_short_texts_are_no_signatures(body: str) -> None:
    assert [text_of(b) for b in blocks_of(body)] == ([body] if body.strip() else [])


@given(st.text(max_size=300))
def test_no_word_of_any_text_is_lost(body: str) -> None:
    kept = "".join(text_of(block) for block in blocks_of(body))
    given_words = "".join(c for c in body if not c.isspace())
    found = "".join(c for c in kept if not c.isspace())
    if found != given_words:  # only marks of lists may be gone
        assert words(found) in words(given_words) or words(found) == ""
        assert len(given_words) - len(found) <= 4 * (body.count("\n") + 1)
