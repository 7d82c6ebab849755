"""A team: who is known, who may do what, and who sees which case."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from assistant.bootstrap import InMemory
from assistant.chat.events import (
    ChatEvent,
    ChoiceMade,
    CommandGiven,
    Person,
    Place,
    TextTyped,
)
from assistant.chat.replies import Audience, Listing, Message, Paragraph, Question
from assistant.domain.business import Business, Role
from assistant.service import Assistant
from tests.usecases.desk import an_assistant

TEAM = "slack:T1"
ROBIN, SAM = Person("U1", "Robin"), Person("U2", "Sam")
KIM = Person("42", "Kim")
OPEN = 'open INV-7 1200 "Harbour Café"'


class Room:
    """A workspace and a phone on one assistant; what waits in the outbox is read."""

    def __init__(self) -> None:
        self.stores = InMemory()
        self.assistant: Assistant = an_assistant(self.stores)
        self.count = 0

    def do(self, event_of: Callable[[str], ChatEvent]) -> list[Message]:
        self.count += 1
        event = event_of(f"e{self.count}")
        self.assistant.post(event)
        office = self.assistant.post_office
        found = []
        for sending in office.due(event.place.platform):
            found.append(office.opened(sending))
            office.sent(sending.message.id)
        return found

    def slack(self, person: Person, text: str, at: str = "") -> list[Message]:
        place = Place("slack", at or f"user/{person.id}", TEAM)
        return self.do(lambda d: CommandGiven(d, place, person, text))

    def thread(self, person: Person, text: str) -> list[Message]:
        place = Place("slack", "case/D-INV-7", TEAM, False, "D-INV-7")
        return self.do(lambda d: TextTyped(d, place, person, text))

    def phone(self, text: str) -> list[Message]:
        business = self.assistant.business_of("telegram", "42") or "telegram:42"
        place = Place("telegram", "42", business)
        return self.do(lambda d: CommandGiven(d, place, KIM, text))

    def business(self, name: str = TEAM) -> Business:
        return self.stores.businesses.load(name) or Business(name)


def words(messages: list[Message]) -> str:
    parts = [part for message in messages for part in message.parts]
    return " ".join(part.text for part in parts if isinstance(part, Paragraph))


def listed(messages: list[Message]) -> list[str]:
    parts = [part for message in messages for part in message.parts]
    lists = [part for part in parts if isinstance(part, Listing)]
    return [item.title for one in lists for item in one.items]


@pytest.fixture
def room() -> Room:
    return Room()


@pytest.mark.covers("F-L1")
def test_the_first_who_talks_owns_the_business_and_others_help(room: Room) -> None:
    room.slack(ROBIN, "menu")
    room.slack(SAM, "menu")
    roles = {member.name: member.role for member in room.business().members}
    assert roles == {"Robin": Role.OWNER, "Sam": Role.HELPER}
    room.slack(ROBIN, "team approver Sam")
    assert room.business().members[1].role is Role.APPROVER


@pytest.mark.covers("F-L1", "B10")
def test_only_the_owner_changes_the_team_or_deletes(room: Room) -> None:
    room.slack(ROBIN, OPEN)
    for text in ("team owner Sam", "team remove Robin", "delete", "team invite"):
        assert "Only the owner" in words(room.slack(SAM, text))
    assert room.stores.cases.summaries(TEAM)
    assert "needs an owner" in words(room.slack(ROBIN, "team remove Robin"))


@pytest.mark.covers("F-L1", "F-L6", "B10", "S17")
def test_a_private_case_is_there_for_its_people_only(room: Room) -> None:
    room.slack(ROBIN, OPEN)
    room.slack(SAM, "menu")
    room.slack(ROBIN, "share D-INV-7 private")
    assert listed(room.slack(SAM, "list")) == []
    assert "no case" in words(room.slack(SAM, "show D-INV-7")).casefold()
    assert "kept private" in words(room.slack(SAM, OPEN))
    assert listed(room.slack(ROBIN, "list"))
    room.slack(ROBIN, "assign D-INV-7 @Sam")
    assert listed(room.slack(SAM, "list mine"))


@pytest.mark.covers("F-L6")
def test_what_is_said_of_a_private_case_goes_to_one_person(room: Room) -> None:
    room.slack(ROBIN, OPEN)
    room.slack(ROBIN, "share D-INV-7 private")
    said = room.thread(ROBIN, "Amount")
    assert {(m.audience, m.person) for m in said} == {(Audience.PERSON, "U1")}


@pytest.mark.covers("F-O5")
def test_a_code_typed_once_joins_two_platforms(room: Room) -> None:
    room.slack(ROBIN, OPEN)
    code = words(room.slack(ROBIN, "link")).partition("link ")[2][:8]
    assert "Robin" in words(room.phone(f"link {code.lower()[:4]}-{code.lower()[4:]}"))
    assert listed(room.phone("list"))
    robin = room.business().members[0]
    assert robin.accounts == {"slack": "U1", "telegram": "42"}
    room.phone("note D-INV-7 She was upset")
    assert room.stores.cases.load(TEAM, "D-INV-7").notes[-1].by == "Robin"
    assert "not known" in words(room.phone(f"link {code}"))


@pytest.mark.covers("F-O5")
def test_a_code_runs_out(room: Room) -> None:
    code = words(room.slack(ROBIN, "link")).partition("link ")[2][:8]
    room.assistant._office.clock.advance(timedelta(minutes=16))  # type: ignore[attr-defined]
    assert "run out" in words(room.phone(f"link {code}"))


def test_leaving_a_business_takes_its_cases_out_of_sight(room: Room) -> None:
    room.slack(ROBIN, OPEN)
    code = words(room.slack(ROBIN, "link")).partition("link ")[2][:8]
    room.phone(f"link {code}")
    room.phone("unlink")
    assert listed(room.phone("list")) == []
    assert "telegram" not in room.business().homes


@pytest.mark.covers("F-L1", "B10")
def test_somebody_invited_joins_with_the_role_of_the_invitation(room: Room) -> None:
    room.slack(ROBIN, "menu")
    said = words(room.slack(ROBIN, "team invite approver"))
    room.phone(f"link {said.partition('link ')[2][:8]}")
    roles = {member.name: member.role for member in room.business().members}
    assert roles == {"Robin": Role.OWNER, "Kim": Role.APPROVER}


@pytest.mark.covers("B18", "B07", "F-R1")
def test_deleting_asks_does_it_once_and_leaves_nothing(room: Room) -> None:
    room.slack(ROBIN, OPEN)
    (message,) = room.slack(ROBIN, "delete")
    (question,) = [part for part in message.parts if isinstance(part, Question)]
    assert "1 case" in question.prompt
    place = Place("slack", "user/U1", TEAM)

    def press(delivery: str) -> ChatEvent:
        return ChoiceMade(delivery, place, ROBIN, "", question.key, "delete")

    assert "Deleted for good" in words(room.do(press))
    assert room.stores.cases.summaries(TEAM) == []
    assert room.business().members == ()
    assert "Deleted" not in words(room.do(press))


@pytest.mark.covers("B18")
def test_one_case_can_be_deleted_alone(room: Room) -> None:
    room.slack(ROBIN, OPEN)
    room.slack(ROBIN, 'open INV-8 90 "Ada"')
    room.slack(ROBIN, "delete D-INV-7")
    place = Place("slack", "user/U1", TEAM)
    room.do(lambda d: TextTyped(d, place, ROBIN, "Delete D-INV-7"))
    left = [summary.case_id for summary in room.stores.cases.summaries(TEAM)]
    assert left == ["D-INV-8"]


@pytest.mark.covers("T24")
def test_privacy_says_what_why_where_how_long_and_how_to_delete(room: Room) -> None:
    said = words(room.slack(ROBIN, "privacy"))
    for word in ("stored", "Why", "Where", "How long", "delete", "export"):
        assert word in said


@pytest.mark.covers("T01")
def test_cancel_asks_first_and_loses_nothing(room: Room) -> None:
    room.slack(ROBIN, OPEN)
    before = room.stores.cases.load(TEAM, "D-INV-7")
    room.slack(ROBIN, "cancel")
    place = Place("slack", "user/U1", TEAM)
    said = room.do(lambda d: TextTyped(d, place, ROBIN, "Go on"))
    assert any(isinstance(p, Question) for m in said for p in m.parts)
    assert room.stores.cases.load(TEAM, "D-INV-7") == before
    room.slack(ROBIN, "cancel")
    room.do(lambda d: TextTyped(d, place, ROBIN, "Leave it for later"))
    assert room.stores.cases.load(TEAM, "D-INV-7") == before
