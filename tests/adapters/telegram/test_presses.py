"""Pressed buttons: answered at once and once, and harmless when they are old."""

import asyncio
import threading

import pytest
from telegram import Update

from assistant.chat.events import ChatEvent
from assistant.domain.case import Case
from tests.adapters.telegram.scene import Scene, open_case, played
from tests.fakes.telegram.person import Person


def counted(stage: Scene) -> list[int]:
    """How often each press was answered."""
    return [press.attempts for press in stage.telegram.presses]


async def at_the_sum(stage: Scene, person: Person) -> Case:
    """A case whose reason is given."""
    await open_case(stage, person)
    await stage.tapped(person, "Amount")
    return stage.case(person)


@pytest.mark.covers("T04")
def test_a_press_is_answered_before_a_slow_store_is_done() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        gate, post = threading.Event(), stage.assistant.post

        def slowly(event: ChatEvent) -> None:
            gate.wait(10)
            post(event)

        stage.desk.clerk.assistant.post = slowly  # type: ignore[method-assign]
        press = anna.press("Amount")
        (update,) = stage.telegram.take_updates()
        parsed = Update.de_json(update, stage.application.bot)
        working = asyncio.create_task(stage.application.process_update(parsed))
        await stage.telegram.until(lambda: press and press.is_answered)
        assert not working.done()
        assert "reason" not in stage.case(anna).facts
        gate.set()
        await working
        assert stage.case(anna).fact("reason") == "amount"
        assert counted(stage) == [1]

    played(act)


@pytest.mark.covers("T04")
def test_a_press_is_answered_even_while_the_inbox_is_slow() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        office, gate = stage.assistant.post_office, threading.Event()
        receive = office.receive

        def slowly(platform: str, number: str, payload: str, owner: str = "") -> bool:
            gate.wait(10)
            return receive(platform, number, payload, owner)

        office.receive = slowly  # type: ignore[method-assign, assignment]
        press = anna.press("Amount")
        (update,) = stage.telegram.take_updates()
        parsed = Update.de_json(update, stage.application.bot)
        working = asyncio.create_task(stage.application.process_update(parsed))
        await stage.telegram.until(lambda: press and press.is_answered)
        assert press
        assert press.seconds is not None
        assert press.seconds < 1
        gate.set()
        await working
        assert stage.case(anna).fact("reason") == "amount"

    played(act)


@pytest.mark.covers("B05")
def test_slow_work_shows_that_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.telegram.clerk._SLOW", 0.01)

    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        gate, post = threading.Event(), stage.assistant.post

        def slowly(event: ChatEvent) -> None:
            gate.wait(10)
            post(event)

        stage.desk.clerk.assistant.post = slowly  # type: ignore[method-assign]
        anna.command("/menu")
        (update,) = stage.telegram.take_updates()
        parsed = Update.de_json(update, stage.application.bot)
        working = asyncio.create_task(stage.application.process_update(parsed))
        await stage.telegram.until(lambda: stage.telegram.world.actions)
        assert stage.telegram.world.actions[0] == (anna.id, "typing")
        gate.set()
        await working

    played(act)


@pytest.mark.covers("T04", "T06")
def test_a_press_that_comes_twice_is_answered_and_done_once() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        anna.press("Amount")
        (update,) = stage.telegram.take_updates()
        for _ in range(3):
            parsed = Update.de_json(update, stage.application.bot)
            await stage.application.process_update(parsed)
        await stage.restart()
        parsed = Update.de_json(update, stage.application.bot)
        await stage.application.process_update(parsed)
        assert counted(stage) == [1]
        facts = [e.event for e in stage.case(anna).entries]
        assert len([f for f in facts if f.kind == "fact_recorded"]) == 1
        assert len(anna.messages()) == 2  # the first question, and the next

    played(act)


@pytest.mark.covers("T05")
@pytest.mark.parametrize("is_restarted", [False, True])
@pytest.mark.parametrize("is_inaccessible", [False, True])
def test_a_button_of_a_past_step_shows_the_present_one(
    is_restarted: bool, is_inaccessible: bool
) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        before = await at_the_sum(stage, anna)
        if is_restarted:
            await stage.restart()
        anna.press("Quality", is_stale=True, is_inaccessible=is_inaccessible)
        await stage.go()
        assert stage.case(anna) == before
        assert "That question has passed" in anna.news()
        assert "What did Mo Ash say" in anna.news()
        assert counted(stage) == [1, 1]

    played(act)


@pytest.mark.covers("T05", "B07")
def test_a_button_of_a_closed_case_explains_and_changes_nothing() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await at_the_sum(stage, anna)
        await stage.told(anna, "/close")
        await stage.tapped(anna, "Objection dropped")
        closed = stage.case(anna)
        assert closed.is_closed
        anna.press("Quality", is_stale=True)
        await stage.go()
        assert stage.case(anna) == closed
        assert "closed" in anna.news()

    played(act)


@pytest.mark.covers("T05")
@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_button_of_a_deleted_case_shows_where_we_are(is_restarted: bool) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna, "INV-1")
        old = anna.last()
        await stage.told(anna, "/delete D-INV-1")
        await stage.tapped(anna, "Delete D-INV-1")
        await open_case(stage, anna, "INV-2")
        here = stage.case(anna)
        if is_restarted:
            await stage.restart()
        anna.press("Amount", on=old, is_stale=True)
        await stage.go()
        assert stage.case(anna) == here
        assert "That button does nothing any more. This is where we are:" in anna.news()
        assert "What does Mo Ash object to?" in anna.last().text
        await stage.tapped(anna, "Quality")
        assert stage.case(anna).fact("reason") == "quality"

    played(act)


@pytest.mark.covers("T05")
def test_a_button_of_nobody_is_explained_over_the_chat() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        sent = anna.last()
        assert sent.markup
        sent.markup["inline_keyboard"][0][0]["callback_data"] = "v1|nobody-knows-this0"
        here = stage.case(anna)
        anna.press(sent.keyboard[0][0]["text"])
        await stage.go()
        assert anna.toasts() == ["That button does nothing any more."]
        assert stage.case(anna) == here
        assert "What does Mo Ash object to?" in anna.last().text

    played(act)


@pytest.mark.covers("T05")
def test_back_belongs_to_its_own_question_only() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await at_the_sum(stage, anna)
        old = anna.last()
        await stage.told(anna, COMPLAINT)
        here = stage.case(anna)
        anna.press("Back", on=old, is_stale=True)
        await stage.go()
        assert stage.case(anna) == here
        assert "This is where we are" in anna.news()
        await stage.tapped(anna, "Yes, use it")
        assert stage.case(anna).is_specific

    played(act)


@pytest.mark.covers("T20")
def test_why_is_shown_over_the_chat_and_moves_nothing() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        await stage.tapped(anna, "Amount")
        asked = anna.last()
        await stage.tapped(anna, "Why?")
        press = anna.presses()[-1]
        assert press.is_alert
        assert len(press.text) > 20
        assert anna.last() is asked
        assert asked.keyboard

    played(act)


@pytest.mark.covers("T20")
def test_the_pages_of_a_long_keyboard_turn_in_place() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await stage.told(anna, "/settings")
        shown = anna.last()
        before = [b["text"] for row in shown.keyboard for b in row]
        assert len(before) <= 10
        (turn,) = [label for label in before if label.startswith("More… (1 of ")]
        await stage.tapped(anna, turn)
        after = [b["text"] for row in shown.keyboard for b in row]
        assert anna.last() is shown
        assert turn.replace("1", "2", 1) in after
        assert set(after) != set(before)

    played(act)


@pytest.mark.covers("T03", "T20")
def test_a_page_of_cases_and_the_way_to_the_next_are_one_keyboard() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        for number in range(12):
            await open_case(stage, anna, f"INV-{number}")
        await stage.told(anna, "/cases")
        shown = [b["text"] for row in anna.last().keyboard for b in row]
        assert [label[0] for label in shown] == [*"12345678", "N"]
        await stage.told(anna, "3")
        assert "Case D-INV-10" in anna.news()

    played(act)


@pytest.mark.covers("B07", "N3")
def test_pressed_twice_it_is_done_once() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        anna.press("Amount")
        anna.press("Amount")
        await stage.go()
        turns = {e.turn for e in stage.case(anna).entries if "reason" in repr(e.event)}
        assert len(turns) == 1
        assert counted(stage) == [1, 1]

    played(act)


COMPLAINT = "We agreed 400, you billed 480. Please take the 80 off."
