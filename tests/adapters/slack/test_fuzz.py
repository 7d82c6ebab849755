"""Whatever the parts hold: Slack takes it, nothing is lost, every button reads back."""

import unicodedata
from typing import assert_never

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack import actions
from adapters.slack.outbound import draw
from adapters.slack.outgoing import Outbound, Upload
from adapters.slack.text import cleaned, cut, escaped, pieces, size_of, unescaped
from assistant.chat.replies import (
    Card,
    Checklist,
    FileOut,
    LetterText,
    Listing,
    Paragraph,
    Part,
    Question,
    Table,
)
from tests.adapters.slack.any_parts import letters, parts, words
from tests.adapters.slack.words import (
    CASE_LINE,
    SCREEN,
    THREAD,
    message,
    payloads,
    presses,
    seen,
)
from tests.fakes.slack_rules import violations

thorough = settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def bare(text: str) -> str:
    """The visible characters, without white space, however they were laid out."""
    return "".join(
        char
        for char in cleaned(text)
        if not char.isspace() and unicodedata.category(char) not in ("Cf", "Zs", "Cc")
    )


def words_of(part: Part[str]) -> list[str]:
    """Every text of a part that a person has to be able to read."""
    found: list[str | None]
    match part:
        case Paragraph():
            found = [part.text]
        case Card():
            found = [part.title, *(t for f in part.fields for t in (f.label, f.value))]
        case Question():
            found = [part.prompt, part.why, part.hint, part.now]
            found += [option.label for option in part.options]
        case LetterText():
            found = [part.title, part.subject, part.body, part.note]
        case Listing():
            found = [part.title, *(t for i in part.items for t in (i.title, i.detail))]
            found += [] if part.items else [part.empty]
        case Checklist():
            found = [part.title, *(t for c in part.checks for t in (c.label, c.hint))]
        case Table():
            found = [part.title, *(cell for row in part.rows for cell in row)]
            filled = {at for r in part.rows for at, cell in enumerate(r) if bare(cell)}
            found += [each for at, each in enumerate(part.header) if at in filled]
        case FileOut():
            found = [part.caption]
        case _:
            assert_never(part)
    return [text for text in found if text]


def shown(drawn: list[Outbound]) -> str:
    texts = []
    for payload in payloads(drawn):
        texts += seen(payload["blocks"]) if "blocks" in payload else []
        texts += [] if "blocks" in payload else [unescaped(payload["text"])]
    texts += [unescaped(each.comment) for each in drawn if isinstance(each, Upload)]
    return bare("".join(texts))


@pytest.mark.covers("S09", "S10", "S11")
@thorough
@given(st.lists(parts, min_size=1, max_size=4))
def test_slack_takes_whatever_is_drawn(given_parts: list[Part[str]]) -> None:
    drawn = draw(message(*given_parts, to=THREAD), SCREEN)
    for payload in payloads(drawn):
        names = [CASE_LINE] if payload.get("blocks") else []
        assert list(map(str, violations(payload, names=names))) == []
    for upload in drawn:
        if isinstance(upload, Upload):
            comment = {"text": upload.comment or "x"}
            assert list(map(str, violations(comment))) == []


@pytest.mark.covers("S09")
@thorough
@given(parts)
def test_nothing_that_was_given_is_lost(part: Part[str]) -> None:
    """Text on a button may be cut; then it stands in full in the same posts."""
    everything = shown(draw(message(part), SCREEN))
    assert [text[:99] for text in words_of(part) if bare(text) not in everything] == []


@pytest.mark.covers("S09")
@thorough
@given(letters)
def test_a_letter_arrives_whole_and_in_order(letter: LetterText[str]) -> None:
    drawn = draw(message(letter), SCREEN)
    alone = [p["text"] for p in payloads(drawn) if "blocks" not in p]
    assert bare("".join(map(unescaped, alone))) == bare(letter.body)
    upload = next(each for each in drawn if isinstance(each, Upload))
    assert bare(upload.content.decode()).endswith(bare(letter.body))
    assert not any("*" in p["text"] and p["mrkdwn"] for p in payloads(drawn))


@thorough
@given(parts)
def test_every_drawn_button_reads_back_as_what_it_stands_for(part: Part[str]) -> None:
    drawn = draw(message(part), SCREEN)
    read = [actions.read(each) for p in payloads(drawn) for each in presses(p)]
    assert None not in read
    if isinstance(part, Question):
        meant = [
            actions.Give(o.command)
            if o.command
            else actions.Choose(part.case_id, part.key, o.id)
            for o in part.options
        ]
        assert read[: len(meant)] == meant
    if isinstance(part, Card):
        assert read == [actions.Give(each.command) for each in part.buttons]
    if isinstance(part, Listing):
        items = [item for item in part.items if item.command and bare(item.title)]
        given_commands = {actions.Give(item.command) for item in items}
        assert given_commands <= set(read)


@given(words, st.integers(min_value=20, max_value=400))
def test_pieces_put_together_are_the_text(text: str, most: int) -> None:
    found = pieces(text, most)
    assert "".join(found) == text
    assert all(size_of(each) <= most for each in found)


@given(words, st.integers(min_value=20, max_value=400))
def test_a_cut_text_says_that_it_is_cut(text: str, most: int) -> None:
    short = cut(text, most)
    assert size_of(short) <= most
    assert short == text or short.endswith("…")


@given(words)
def test_escaping_is_undone_by_reading_it_back(text: str) -> None:
    assert unescaped(escaped(text)) == text
