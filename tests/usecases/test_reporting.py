"""`report` in the chat: for the person who asks, with words ready to be used."""

import json
from dataclasses import replace

import pytest

from assistant.chat.events import CommandGiven, Place
from assistant.chat.replies import Audience, FileOut, Listing, Part, Table
from assistant.domain.business import Member, Role
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import (
    CaseOpened,
    Closed,
    DisputeSet,
    FactRecorded,
    InvoiceDescribed,
)
from assistant.domain.money import Money
from assistant.domain.resolution import OutcomeKind, RootCause
from tests.usecases.desk import BUSINESS, PERSON, PLACE, Desk


def a_case(number: int, *, is_closed: bool = True, customer: str = "") -> Case:
    eur = Money(number * 10_000, "EUR")
    name = customer or f"Customer {number}"
    events: list[CaseEvent] = [
        CaseOpened("services", "EUR", f"INV-{number}", name),
        InvoiceDescribed(eur),
        FactRecorded("reason", "amount"),
        DisputeSet("unallocated", eur),
    ]
    if is_closed:
        closed = Closed(OutcomeKind.PAID_IN_FULL, eur, RootCause.PRICE_SURPRISE)
        events.append(closed)
    begun = Case.begin(f"D-INV-{number}", BUSINESS)
    at = Desk().clock.now()
    return begun.record(events, at=at, by="Robin", platform="c")


class Office(Desk):
    def put(self, *cases: Case) -> None:
        visit = self.assistant._visit(CommandGiven("put", PLACE, PERSON, "menu"))
        for case in cases:
            self.cases.save(case, visit.summary(case))

    def parts(self, command: str) -> list[Part[str]]:
        event = CommandGiven(self._id(), PLACE, PERSON, command)
        return [part for message in self.messages(event) for part in message.parts]


@pytest.fixture
def desk() -> Office:
    desk = Office()
    desk.put(*(a_case(n, customer="Acme" if n < 3 else "") for n in range(1, 6)))
    desk.put(a_case(9, is_closed=False))
    return desk


@pytest.mark.covers("F-M1", "F-M2", "F-M4", "F-M7")
def test_the_report_shows_counts_money_and_measures(desk: Office) -> None:
    parts = desk.parts("report")
    tables = {part.title: part for part in parts if isinstance(part, Table)}
    assert tables["By what the customer objects to"].rows == (
        ("Amount", "6", "€2,400.00", "none"),
    )
    assert tables["By what really caused it"].rows[0][:2] == (
        "Price was a surprise",
        "5",
    )
    assert ("Share of the disputed money kept", "5", "100 %") in tables[
        "How it went"
    ].rows
    said = desk.give("report")
    assert "6 disputes so far; 5 closed, 1 open now." in said
    assert "Still due in open cases: €900.00." in said
    assert "More than one dispute: Acme (2)." in said


@pytest.mark.covers("F-M7", "F-R2")
def test_in_a_channel_only_who_asks_sees_names_and_amounts() -> None:
    desk = Office(members=(Member("Robin", Role.OWNER, {"slack": "U1"}),))
    desk.put(*(a_case(n) for n in range(1, 6)))
    channel = Place("slack", "channel/C1", BUSINESS, is_private=False)
    person = replace(PERSON, id="U1")
    for command in ("report", "report csv", "report pdf"):
        event = CommandGiven(command, channel, person, command)
        for message in desk.messages(event):
            if message.audience is Audience.PLACE:
                text = repr(message.parts)
                assert "Customer" not in text.replace("By customer", "")
                assert "€" not in text
                assert not any(isinstance(part, FileOut) for part in message.parts)


@pytest.mark.covers("F-M6")
def test_a_picture_comes_with_the_tables_where_it_can_be_seen(desk: Office) -> None:
    def files(place: Place) -> list[FileOut[str]]:
        event = CommandGiven(place.id, place, PERSON, "report")
        parts = [part for said in desk.messages(event) for part in said.parts]
        return [part for part in parts if isinstance(part, FileOut)]

    assert files(PLACE) == []
    (made,) = files(replace(PLACE, id="phone", shows_pictures=True))
    assert made.media_type == "image/png"
    assert made.content.startswith(b"\x89PNG")
    assert (
        "6 disputes so far; 5 closed, 1 open now. Most often: Amount." in made.caption
    )


@pytest.mark.covers("X10", "F-M3", "F-M5")
def test_the_fix_comes_with_its_words_and_is_measured_once_adopted(
    desk: Office,
) -> None:
    said = desk.give("report")
    assert 'One thing to change: "Price was a surprise" was behind 5 disputes' in said
    assert "If it grows by more than …, I stop and call you first." in said
    (todo,) = (p for p in desk.parts("report") if isinstance(p, Listing))
    command = todo.items[0].command
    assert command == "report adopt price_surprise"
    assert "from 7 May 2026 on you do something" in desk.give(command)
    assert "From tomorrow on I count" in desk.give("report")
    desk.after(days=20)
    said = desk.give("report")
    assert "in the 20 days before: 0; since then: 5." in said
    assert "One thing to change" not in said


@pytest.mark.covers("F-M6")
@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("report csv", "parley-report-2026-05-07.csv"),
        ("report 2026-05 json", "parley-report-2026-05.json"),
        ("report last month csv", "parley-report-2026-04.csv"),
        ("report png", "parley-report-2026-05-07.png"),
        ("report this pdf", "parley-report-2026-05.pdf"),
    ],
)
def test_the_figures_can_be_had_as_a_file(
    desk: Office, command: str, name: str
) -> None:
    (made,) = (part for part in desk.parts(command) if isinstance(part, FileOut))
    assert made.name == name
    if name.endswith("json"):
        assert json.loads(made.content)["opened"] == 6
    assert made.content


def test_too_few_cases_are_said_to_be_too_few() -> None:
    desk = Office()
    assert "There are no disputes in that time yet." in desk.give("report")
    desk.put(a_case(1))
    said = desk.give("report this")
    assert "With 1 case it is too few to speak of a pattern" in said
    (measures,) = (
        p for p in desk.parts("report") if isinstance(p, Table) and "went" in p.title
    )
    assert {row[2] for row in measures.rows} == {"too few to say"}


@pytest.mark.parametrize("typed", ["2026-13", "May", "26-05", "²⁰²⁶-05"])
def test_what_is_no_month_is_said_to_be_none(desk: Office, typed: str) -> None:
    assert "is not a month I can read" in desk.give(f"report {typed}")


def test_only_known_causes_can_be_adopted(desk: Office) -> None:
    assert "Say against which cause" in desk.give("report adopt the weather")
