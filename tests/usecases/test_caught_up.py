"""A case that an older version left before something that now happens by itself."""

from datetime import date

import pytest

from assistant.chat.events import TimePassed
from assistant.domain.business import Profile
from assistant.domain.case_events import InvoiceDescribed
from assistant.domain.money import Money
from assistant.playbook import engine
from tests.usecases.desk import PERSON, PLACE, Desk

CASE = "D-INV-1"


def left_behind() -> Desk:
    """The due date is known, and nobody watches the time limit that follows from it."""
    desk = Desk(profile=Profile(place="IE", playbook="services"))
    desk.at("2026-05-07 09:00")
    desk.give("open INV-1 300 Teal")
    day = date(2026, 4, 1)
    desk.record(CASE, InvoiceDescribed(Money.of(300, "EUR"), (), day, day))
    visit = desk.assistant._visit(TimePassed("x", PLACE, PERSON))
    case = desk.case(CASE)
    here = engine.position(visit.playbook(case), visit.situation(case))
    assert here is not None
    assert here.step.id == "limitation_watched"
    return desk


@pytest.mark.covers("F-P3", "S0-6")
@pytest.mark.parametrize("typed", ["Amount", "why", "show " + CASE])
def test_it_goes_on_where_it_stood(typed: str) -> None:
    desk = left_behind()
    said = desk.give(typed) if typed.startswith("show") else desk.type(typed)
    assert "no open question" not in said
    assert desk.case(CASE).knows("limitation_watched")
