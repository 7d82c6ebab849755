"""A platform may deliver an event again; it changes nothing twice."""

from pathlib import Path

import pytest

from assistant.chat.events import ChoiceMade, CommandGiven, TextTyped
from assistant.chat.replies import Question
from tests.scenarios.stage import Stage


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = Stage(tmp_path)
    stage.given("place GB-EAW, currency EUR, zone Europe/London")
    return stage


def given(stage: Stage, event: object) -> str:
    """Hand an event over; the prompt of the question that is shown for it."""
    messages = stage.ear.handle(event)  # type: ignore[arg-type]
    questions = [p for m in messages for p in m.parts if isinstance(p, Question)]
    return questions[-1].prompt if questions else ""


def test_a_command_delivered_twice_opens_one_case(stage: Stage) -> None:
    terminal = stage.chat.terminal
    opened = CommandGiven("e1", terminal.place, terminal.person, 'open A-1 300 "Teal"')
    first = given(stage, opened)
    entries = stage.case().entries
    assert given(stage, opened) == first
    assert stage.case().entries == entries


def test_an_answer_delivered_twice_is_recorded_once(stage: Stage) -> None:
    terminal = stage.chat.terminal
    place, person = terminal.place, terminal.person
    given(stage, CommandGiven("e1", place, person, 'open A-1 300 "Teal"'))
    press = ChoiceMade("e2", place, person, "D-A-1", "reason", "amount")
    first = given(stage, press)
    entries = stage.case().entries
    assert given(stage, press) == first
    assert stage.case().entries == entries
    typed = TextTyped("e3", place, person, "Too much.")
    given(stage, typed)
    given(stage, typed)
    assert [said.text for said in stage.case().statements] == ["Too much."]


def test_an_answer_of_the_first_minute_does_not_answer_the_next_question(
    tmp_path: Path,
) -> None:
    stage = Stage(tmp_path)
    stage.chat.open()
    terminal = stage.chat.terminal
    name = TextTyped("e1", terminal.place, terminal.person, "Studio Nord")
    given(stage, name)
    given(stage, name)
    profile = stage.stores.businesses.load("local").profile  # type: ignore[union-attr]
    assert (profile.name, profile.sign_off) == ("Studio Nord", "")


def test_an_old_button_shows_the_present_question_and_changes_nothing(
    stage: Stage,
) -> None:
    terminal = stage.chat.terminal
    place, person = terminal.place, terminal.person
    given(stage, CommandGiven("e1", place, person, 'open A-1 300 "Teal"'))
    given(stage, ChoiceMade("e2", place, person, "D-A-1", "reason", "amount"))
    entries = stage.case().entries
    old = ChoiceMade("e3", place, person, "D-A-1", "reason", "quality")
    assert given(stage, old) == "What did Teal say? Paste it word for word."
    assert stage.case().entries == entries
