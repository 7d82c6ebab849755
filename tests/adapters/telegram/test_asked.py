"""The open question of a chat, kept and finished."""

from dataclasses import replace

import pytest

from adapters.telegram.asked import Asked
from adapters.telegram.calls import Call, Role, answer, edited, stripped
from adapters.telegram.outbound import draw
from assistant.chat.replies import Paragraph, Part, Typed
from tests.adapters.telegram.words import CARD, FILE, QUESTION, TYPED, message, pen
from tests.fakes.telegram_rules import house_rules, seen, violations


def asked(*parts: Part[str]) -> tuple[Asked, Call]:
    call = draw(message(*parts), pen())[-1]
    return Asked.of(call, 58), call


def test_a_kept_question_is_the_same_when_it_is_read_again() -> None:
    for part in (QUESTION, TYPED):
        kept, _ = asked(part)
        assert Asked.from_note(kept.as_note()) == kept
    assert Asked.from_note(asked(TYPED)[0].as_note()).typed is Typed.AMOUNT


def test_a_finished_question_loses_its_buttons_and_says_what_was_picked() -> None:
    kept, _ = asked(replace(QUESTION, prompt="Paid <in full> & on time?"))
    done = kept.finished(4711, "Scope & more")
    assert done.method == "editMessageText"
    assert done.arguments["message_id"] == 58
    assert "reply_markup" not in done.arguments
    assert seen(done.arguments).endswith("Pick the closest.\n\n✓ Scope & more")
    assert seen(done.arguments) == done.plain
    assert violations(done.method, done.arguments) == []
    assert house_rules(done.method, done.arguments) == []


def test_without_a_label_or_room_for_it_only_the_buttons_go() -> None:
    kept, _ = asked(QUESTION)
    assert kept.finished(4711) == stripped(4711, 58)
    long, _ = asked(replace(TYPED, prompt="x" * 4080, hint=None))
    assert long.finished(4711, "Scope of the whole work") == stripped(4711, 58)


def test_a_question_of_the_same_step_may_take_the_place_of_a_bare_one() -> None:
    first, _ = asked(replace(QUESTION, key="verdict@W1"))
    _, second = asked(replace(QUESTION, key="verdict@W2"))
    _, other = asked(replace(QUESTION, key="evidence"))
    assert first.is_same_step(second)
    assert not first.is_same_step(other)
    with_news, _ = asked(Paragraph("Noted."), replace(QUESTION, key="verdict@W1"))
    assert not with_news.is_same_step(second)
    assert not first.is_same_step(draw(message(CARD), pen())[0])


def test_only_a_question_can_be_kept() -> None:
    with pytest.raises(ValueError, match="asks nothing"):
        Asked.of(draw(message(CARD), pen())[0], 58)


def test_a_text_can_replace_a_text_and_nothing_else_can() -> None:
    _, call = asked(QUESTION)
    change = edited(call, 58)
    assert change.method == "editMessageText"
    assert change.role is Role.QUESTION
    assert set(change.arguments) == {*call.arguments, "message_id"}
    with pytest.raises(ValueError, match="sendDocument"):
        edited(draw(message(FILE), pen())[0], 58)


def test_a_press_is_answered_with_words_that_fit_or_none() -> None:
    assert answer("q", "Saved.").arguments["text"] == "Saved."
    assert "text" not in answer("q", "x" * 201).arguments
    assert answer("q").arguments == {"callback_query_id": "q"}
