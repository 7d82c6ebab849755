"""The month's habit: when it comes, from what, and to whom."""

from datetime import date

import pytest

from assistant.chat.events import TimePassed
from assistant.chat.replies import Message, Paragraph
from assistant.domain.case_events import Closed, FactRecorded
from assistant.domain.money import Money
from assistant.domain.resolution import OutcomeKind, RootCause
from assistant.usecases.nudging import nudge
from tests.usecases.desk import PERSON, PLACE, Desk
from tests.usecases.table import Table

NUDGE = "A new month, one habit"
COST = Money.of(300, "EUR")


def closed(desk: Desk, number: int, cause: RootCause, habit: str = "") -> None:
    desk.give(f"open INV-{number} 300 Teal")
    taken = (FactRecorded("next_job", habit),) if habit else ()
    end = Closed(OutcomeKind.PAID_IN_FULL, COST, cause)
    desk.record(f"D-INV-{number}", *taken, end)


def a_desk() -> Desk:
    desk = Desk()
    desk.at("2026-05-07 09:00")
    closed(desk, 1, RootCause.PRICE_SURPRISE)
    closed(desk, 2, RootCause.NO_APPROVAL)
    closed(desk, 3, RootCause.PRICE_SURPRISE, "before")
    closed(desk, 4, RootCause.OTHER)
    desk.give("open INV-5 300 Teal")
    return desk


@pytest.mark.covers("F-E19", "S3-29", "S3-30", "S3-25")
def test_a_new_month_brings_one_habit_from_ones_own_disputes() -> None:
    desk = a_desk()
    assert NUDGE not in desk.look_at("2026-05-08 09:00")
    assert NUDGE not in desk.look_at("2026-05-31 09:00")
    said = desk.look_at("2026-06-01 09:00")
    assert "2 of the 4 disputes you closed lately" in said
    assert "Price was a surprise" in said
    assert "Before I start: the price is" in said
    assert "a clear yes to the work and the price" in said
    assert NUDGE not in desk.look_at("2026-06-01 12:00")
    assert NUDGE not in desk.look_at("2026-06-02 09:00")
    desk.restart()
    assert NUDGE not in desk.look_at("2026-06-03 09:00")
    assert NUDGE in desk.look_at("2026-07-01 09:00")


@pytest.mark.covers("F-E19")
def test_it_comes_without_an_open_case_and_ends_with_the_pattern() -> None:
    desk = a_desk()
    desk.look_at("2026-05-08 09:00")
    desk.record("D-INV-5", Closed(OutcomeKind.WITHDRAWN, COST, RootCause.OTHER))
    assert NUDGE in desk.look_at("2026-06-01 09:00")
    for month in (7, 8, 9):
        desk.look_at(f"2026-{month:02}-01 09:00")
    assert NUDGE not in desk.look_at("2026-10-01 09:00")


def test_nothing_comes_where_nothing_could_be_done_about_it() -> None:
    desk = Desk()
    desk.at("2026-05-07 09:00")
    closed(desk, 1, RootCause.OTHER)
    desk.give("open INV-5 300 Teal")
    desk.look_at("2026-05-08 09:00")
    assert NUDGE not in desk.look_at("2026-06-01 09:00")


def test_of_two_causes_the_same_is_said_again_on_the_same_cases() -> None:
    desk = a_desk()
    desk.at("2026-05-20 09:00")
    visit = desk.assistant._visit(TimePassed("x", PLACE, PERSON))
    found = nudge(visit)
    assert found == nudge(visit)
    assert found
    assert (found.cause, found.count) == (RootCause.PRICE_SURPRISE, 2)


@pytest.mark.covers("F-E19", "F-R2", "F-R4")
def test_in_a_channel_it_goes_to_the_owner_alone() -> None:
    table = Table()
    table.command('open INV-7 300 "Teal"')
    table.command('open INV-8 300 "Teal"')
    table.wait(days=1)
    store = table.stores.cases
    end = Closed(OutcomeKind.PAID_IN_FULL, COST, RootCause.PRICE_SURPRISE)
    case = store.load(table.place.business, "D-INV-8")
    case = case.record((end,), at=table.clock.now(), by="Robin", platform="slack")
    visit = table.assistant._visit(TimePassed("x", table.place, table.person))
    store.save(case, visit.summary(case))
    while table.clock.now().date() < date(2026, 6, 2):
        table.wait(days=1)
    shared, alone = map(texts, (table.shared, table.alone))
    assert NUDGE not in shared
    assert alone.count(NUDGE) == 1


def texts(messages: list[Message]) -> str:
    parts = [part for message in messages for part in message.parts]
    return "\n".join(p.text for p in parts if isinstance(p, Paragraph))
