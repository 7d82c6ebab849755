"""Events in, messages out: nothing said is lost, nothing is said twice."""

from datetime import UTC, datetime, timedelta

import pytest

from assistant.bootstrap import InMemory
from assistant.chat.events import (
    ChatOpened,
    ChoiceMade,
    CommandGiven,
    FileGiven,
    Person,
    Place,
    TextTyped,
)
from assistant.chat.replies import Audience, FileOut, LetterText, Message, Question
from assistant.domain.business import Business
from assistant.service import Assistant
from assistant.store.port import SendState
from tests.usecases.desk import an_assistant
from tests.usecases.test_handed_over import _files

BUSINESS = "telegram:42"
HERE = Place("telegram", "42", BUSINESS)
THREAD = Place("slack", "case/D-INV-7", BUSINESS, False, "D-INV-7")
ROBIN = Person("42", "Robin")
OPEN = 'open INV-7 1200 "Harbour Café"'


@pytest.fixture
def stores() -> InMemory:
    return InMemory()


@pytest.fixture
def assistant(stores: InMemory) -> Assistant:
    return an_assistant(stores)


def sent(assistant: Assistant, platform: str = "telegram") -> list[Message]:
    """What waits in the outbox, taken out as a platform does."""
    office = assistant.post_office
    found = []
    for sending in office.due(platform):
        found.append(office.opened(sending))
        office.begin(sending.message.id)
        office.sent(sending.message.id)
    return found


@pytest.mark.covers("S13", "T06")
def test_an_event_that_comes_twice_changes_once_and_is_answered_once(
    assistant: Assistant,
) -> None:
    event = CommandGiven("m1", HERE, ROBIN, OPEN)
    assistant.post(event)
    first = sent(assistant)
    assistant.post(event)
    assert first
    assert sent(assistant) == []
    assert len(assistant._office.cases.summaries(BUSINESS)) == 1


def test_an_answer_without_a_case_comes_once_too(assistant: Assistant) -> None:
    event = CommandGiven("m1", HERE, ROBIN, "help")
    assistant.post(event)
    assistant.post(event)
    assert len(sent(assistant)) == 1


def test_bad_input_is_answered_through_the_outbox(assistant: Assistant) -> None:
    assistant.post(CommandGiven("m1", HERE, ROBIN, "lsit"))
    (message,) = sent(assistant)
    assert "list" in str(message.parts)


def test_what_is_kept_reads_back_as_what_was_said(assistant: Assistant) -> None:
    twin = an_assistant()
    for number, text in enumerate((OPEN, "help", "settings", "list", "show D-INV-7")):
        event = CommandGiven(f"m{number}", HERE, ROBIN, text)
        said = twin.handle(event)
        assistant.post(event)
        kept = sent(assistant)
        assert [p for m in kept for p in m.parts] == [p for m in said for p in m.parts]


def test_a_letter_travels_alone_and_is_not_repeated_blindly(
    assistant: Assistant,
) -> None:
    assistant.post(CommandGiven("m0", HERE, ROBIN, OPEN))
    for number in range(1, 30):
        waiting = assistant.post_office.due("telegram")
        letters = [s for s in waiting if not s.message.is_repeatable]
        if letters:
            break
        question = next(
            part
            for sending in reversed(waiting)
            for part in assistant.post_office.opened(sending).parts
            if isinstance(part, Question)
        )
        choice = question.options[0].id
        assistant.post(
            ChoiceMade(f"m{number}", HERE, ROBIN, "D-INV-7", question.key, choice)
            if question.options
            else TextTyped(f"m{number}", HERE, ROBIN, "They say it is too much.")
        )
    (letter,) = assistant.post_office.opened(letters[0]).parts
    assert isinstance(letter, LetterText)
    assistant.post_office.begin(letters[0].message.id)
    kept = assistant._office.post._outbox.get(letters[0].message.id)
    assert kept is not None
    assert kept.state is SendState.UNKNOWN
    assert letters[0] not in assistant.post_office.due("telegram")


@pytest.mark.covers("F-L3")
def test_a_slip_in_a_thread_is_told_to_the_one_who_made_it(
    assistant: Assistant,
) -> None:
    assistant.post(CommandGiven("m1", HERE, ROBIN, OPEN))
    sent(assistant)
    assistant.post(CommandGiven("m2", THREAD, Person("U1", "Sam"), "lsit"))
    (message,) = sent(assistant, "slack")
    assert (message.audience, message.person) == (Audience.PERSON, "U1")


@pytest.mark.covers("F-O5")
def test_a_photo_from_one_platform_appears_on_the_other(
    assistant: Assistant, stores: InMemory
) -> None:
    assistant.post(ChatOpened("m1", HERE, ROBIN))
    assistant.post(ChatOpened("s1", Place("slack", "user/U1", BUSINESS), ROBIN))
    assistant.post(CommandGiven("m2", HERE, ROBIN, OPEN))
    sent(assistant)
    sent(assistant, "slack")
    (photo,) = _files("m3", ("compressor.jpg",))
    assert isinstance(photo, FileGiven)
    assistant.post(photo)
    parts = [part for message in sent(assistant, "slack") for part in message.parts]
    (file,) = [part for part in parts if isinstance(part, FileOut)]
    assert file.content == b"compressor.jpg"
    assert "Robin added compressor.jpg to D-INV-7." in file.caption
    homes = stores.businesses.load(BUSINESS) or Business("")
    assert homes.homes == {"telegram": "42", "slack": "user/U1"}


def test_a_delivery_is_known_until_it_was_handled_and_after(
    assistant: Assistant,
) -> None:
    office = assistant.post_office
    assert office.receive("telegram", "u1", "{}")
    assert not office.receive("telegram", "u1", "{}")
    assert [each.id for each in office.waiting("telegram")] == ["u1"]
    office.done("telegram", "u1")
    assert office.waiting("telegram") == []
    assert not office.receive("telegram", "u1", "{}")


def test_a_message_that_did_not_get_there_waits(assistant: Assistant) -> None:
    assistant.post(CommandGiven("m1", HERE, ROBIN, "help"))
    office = assistant.post_office
    (sending,) = office.due("telegram")
    office.later(sending.message.id, timedelta(seconds=5), "no connection")
    assert office.due("telegram") == []
    assistant._office.clock.set(datetime(2026, 5, 7, 9, 1, tzinfo=UTC))  # type: ignore[attr-defined]
    assert [s.message.id for s in office.due("telegram")] == [sending.message.id]
