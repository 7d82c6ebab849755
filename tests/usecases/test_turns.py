"""How long a case lay with us, with the customer, and with others."""

from datetime import timedelta

import pytest

from assistant.chat.events import TimePassed
from assistant.domain.case_events import Closed
from assistant.domain.money import Money
from assistant.domain.resolution import OutcomeKind, RootCause
from assistant.domain.summary import WhoseTurn
from assistant.usecases.turns import time_with
from tests.usecases.desk import PERSON, PLACE, Desk

US, CUSTOMER, OTHERS = WhoseTurn.US, WhoseTurn.CUSTOMER, WhoseTurn.THIRD_PARTY


def spent(desk: Desk) -> dict[WhoseTurn, timedelta]:
    visit = desk.assistant._visit(TimePassed("x", PLACE, PERSON))
    return time_with(visit, desk.case("D-INV-1"))


def waiting_desk() -> Desk:
    """Three hours until the acknowledgement goes out; then they have to answer."""
    desk = Desk()
    desk.at("2026-05-07 09:00")
    desk.give("open INV-1 300 Teal")
    desk.type("Amount", "Skip", "Surprised by the total")
    desk.type("No, other work", "Nothing")
    desk.at("2026-05-07 12:00")
    desk.type("Sent by e-mail", "No, still vague")
    return desk


@pytest.mark.covers("F-K3")
def test_the_time_of_each_is_counted_apart_and_adds_up_to_the_age() -> None:
    desk = waiting_desk()
    desk.at("2026-05-09 12:00")
    assert spent(desk) == {
        US: timedelta(hours=3),
        CUSTOMER: timedelta(days=2),
        OTHERS: timedelta(),
    }
    said = desk.give("show D-INV-1 timeline")
    assert "it lay with you: 3 hours. With Teal: 48 hours." in said


def test_what_is_undone_was_nobodys_turn() -> None:
    desk = waiting_desk()
    desk.at("2026-05-08 09:00")
    desk.give("undo D-INV-1")
    desk.give("undo D-INV-1")
    assert spent(desk)[CUSTOMER] == timedelta()
    assert sum(spent(desk).values(), timedelta()) == timedelta(days=1)


def test_a_closed_case_has_stopped_counting() -> None:
    desk = waiting_desk()
    desk.at("2026-05-09 12:00")
    end = Closed(OutcomeKind.WITHDRAWN, Money.of(300, "EUR"), RootCause.OTHER)
    desk.record("D-INV-1", end)
    before = spent(desk)
    desk.at("2026-06-09 12:00")
    assert spent(desk) == before
