"""When things are due: 24 and 48 clock hours, 3 and 5 days, holidays and time zones."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.business import Profile
from assistant.domain.calendar import Calendar, local_day
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import (
    CaseOpened,
    ClockSet,
    FactRecorded,
    HoldStarted,
    InvoiceDescribed,
    LetterDrafted,
    LetterSent,
    StatementReceived,
)
from assistant.domain.habits import Habits
from assistant.domain.letter_facts import REPLY_BUSINESS_DAYS
from assistant.domain.letters import LetterForm, LetterKind
from assistant.domain.money import Money
from assistant.playbook import engine
from assistant.playbook.deadlines import Due, deadlines, one
from assistant.playbook.loader import load_all
from assistant.playbook.situation import Situation
from assistant.reference.holidays import calendar_for
from assistant.resources import playbooks_dir

PLAYBOOK = load_all(playbooks_dir())["services"]
THURSDAY = datetime(2026, 5, 7, 9, tzinfo=UTC)
SPECIFIC = (
    FactRecorded("slot_line", "Photos"),
    FactRecorded("slot_expected", "two"),
    StatementReceived("You billed three."),
)


def a_case(*events: CaseEvent, at: datetime = THURSDAY) -> Case:
    opened: tuple[CaseEvent, ...] = (
        CaseOpened("services", "EUR", "INV-7", "Harbour Café"),
        HoldStarted(at.date() + timedelta(days=30)),
        InvoiceDescribed(Money.of(1200, "EUR")),
    )
    case = Case.begin("D-INV-7", "b1")
    return case.record([*opened, *events], at=at, by="Ann", platform="test")


def sent(case: Case, kind: LetterKind, at: datetime) -> Case:
    draft = LetterDrafted(kind, LetterForm.LONG, "en", "Re", "Dear Sam", "basis")
    case = case.record([draft], at=at, by="Ann", platform="test")
    letter = LetterSent(case.letters[-1].id, "email", at)
    return case.record([letter], at=at, by="Ann", platform="test")


def situation(case: Case, now: datetime = THURSDAY, **more: object) -> Situation:
    at = Situation(
        case=case,
        now=now,
        profile=Profile(),
        calendar=Calendar(),
        zone="UTC",
        habits=Habits(),
        playbook="services",
        actor="Ann",
    )
    return replace(at, **more)  # type: ignore[arg-type] # short in tests


def due(kind: str, at: Situation) -> Due:
    found = one(PLAYBOOK, kind, at)
    assert found is not None, kind
    return found


@pytest.mark.covers("K1", "S0-8", "S1-3", "F-B2")
@pytest.mark.parametrize("day", range(7))
def test_the_acknowledgement_is_due_in_24_clock_hours_and_late_in_48(day: int) -> None:
    opened = THURSDAY + timedelta(days=day, hours=8)
    found = due("acknowledge", situation(a_case(at=opened), opened))
    assert found.due_at == opened + timedelta(hours=24)
    assert found.late_at == opened + timedelta(hours=48)


@pytest.mark.covers("K1", "F-K4")
def test_the_clock_hours_run_over_weekends_holidays_and_clock_changes() -> None:
    before_the_change = datetime(2026, 3, 28, 12, tzinfo=UTC)
    case = a_case(at=before_the_change)
    at = situation(case, zone="Europe/Berlin", calendar=calendar_for("DE"))
    assert due("acknowledge", at).late_at == before_the_change + timedelta(hours=48)


@pytest.mark.covers("S0-4", "F-B6")
def test_a_sent_acknowledgement_ends_its_deadline_and_a_draft_does_not() -> None:
    case = a_case()
    assert not due("acknowledge", situation(case)).is_done
    case = sent(case, LetterKind.ACKNOWLEDGEMENT, THURSDAY)
    assert due("acknowledge", situation(case)).is_done


@pytest.mark.covers("K2", "S2-3", "F-B5")
def test_the_answer_is_due_on_day_3_and_late_after_day_5_from_the_specifics() -> None:
    monday = datetime(2026, 5, 4, 9, tzinfo=UTC)
    found = due("answer", situation(a_case(*SPECIFIC, at=monday), monday))
    assert found.due_at == datetime(2026, 5, 7, 23, 59, 59, tzinfo=UTC)
    assert found.late_at == datetime(2026, 5, 11, 23, 59, 59, tzinfo=UTC)  # Saturday


@pytest.mark.covers("K2")
@pytest.mark.parametrize("name", ["services", "trades"])
def test_a_follow_up_waits_until_the_day_that_the_letter_names(name: str) -> None:
    waiting = [
        deadline.business_days
        for kind, deadline in load_all(playbooks_dir())[name].deadlines.items()
        if kind in ("specifics", "follow_up")
    ]
    assert waiting
    assert set(waiting) == {REPLY_BUSINESS_DAYS}


@pytest.mark.covers("K2")
def test_with_nothing_specific_no_answer_is_due_but_the_specifics_are() -> None:
    case = a_case(StatementReceived("I'm not happy."))
    assert one(PLAYBOOK, "answer", situation(case)) is None
    assert one(PLAYBOOK, "specifics", situation(case)) is None
    case = sent(case, LetterKind.ACKNOWLEDGEMENT, THURSDAY)
    assert local_day(due("specifics", situation(case)).due_at, "UTC") == date(
        2026, 5, 14
    )
    case = sent(case, LetterKind.FOLLOW_UP, THURSDAY + timedelta(days=5))
    assert due("specifics", situation(case)).is_done
    assert local_day(due("follow_up", situation(case)).due_at, "UTC") == date(
        2026, 5, 19
    )
    gone_on = FactRecorded("going_on", "go_on")
    later = THURSDAY + timedelta(days=11)
    case = case.record([gone_on], at=later, by="Ann", platform="test")
    assert local_day(due("answer", situation(case)).due_at, "UTC") == date(2026, 5, 21)


@pytest.mark.covers("K2", "F-K4", "F-B5")
def test_days_roll_over_the_holidays_of_the_place() -> None:
    monday = datetime(2026, 5, 11, 9, tzinfo=UTC)
    case = a_case(*SPECIFIC, at=monday)
    german = situation(case, calendar=calendar_for("DE"))
    assert due("answer", german).due_at.date() == date(2026, 5, 15)  # after Ascension
    assert due("answer", situation(case)).due_at.date() == date(2026, 5, 14)


@pytest.mark.covers("F-K4")
@pytest.mark.parametrize(
    ("zone", "end"),
    [
        ("America/Los_Angeles", datetime(2026, 5, 8, 6, 59, 59, tzinfo=UTC)),
        ("Asia/Tokyo", datetime(2026, 5, 7, 14, 59, 59, tzinfo=UTC)),
        ("Europe/London", datetime(2026, 5, 7, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_day_ends_on_the_clocks_of_the_business(zone: str, end: datetime) -> None:
    monday = datetime(2026, 5, 4, 9, tzinfo=UTC)
    found = due("answer", situation(a_case(*SPECIFIC, at=monday), zone=zone))
    assert found.due_at == end


@given(
    opened=st.datetimes(
        datetime(2020, 1, 1),  # noqa: DTZ001 - the zone is given beside it
        datetime(2035, 1, 1),  # noqa: DTZ001 - the zone is given beside it
        timezones=st.just(UTC),
    ),
    zone=st.sampled_from(["UTC", "Asia/Tokyo", "America/St_Johns", "Pacific/Apia"]),
)
def test_nothing_is_late_before_it_is_due_and_every_day_is_worked(
    opened: datetime, zone: str
) -> None:
    case = a_case(*SPECIFIC, at=opened)
    at = situation(case, opened, zone=zone)
    for found in deadlines(PLAYBOOK, at):
        assert found.late_at >= found.due_at >= opened
        if found.kind == "answer":
            day = local_day(found.due_at, zone)
            assert at.calendar.is_business_day(day)
            assert (day - local_day(opened, zone)).days in range(3, 6)


@pytest.mark.covers("K8", "F-C11", "F-J8")
def test_a_legal_date_keeps_running_through_the_hold_until_the_case_is_closed() -> None:
    case = a_case(ClockSet("court", date(2026, 6, 1)))
    found = [d for d in deadlines(PLAYBOOK, situation(case)) if d.kind == "court"]
    assert case.is_on_hold
    assert [d.is_done for d in found] == [False]


@pytest.mark.covers("F-C9")
def test_every_hold_is_looked_at_again_after_thirty_days() -> None:
    found = [
        d for d in deadlines(PLAYBOOK, situation(a_case())) if d.kind == "hold_review"
    ]
    assert [(d.due_at.date(), d.is_done) for d in found] == [(date(2026, 6, 6), False)]


@pytest.mark.covers("F-K1", "S0-6")
def test_an_action_without_a_deadline_is_due_with_the_soonest_that_runs() -> None:
    friday = datetime(2026, 5, 8, 9, tzinfo=UTC)
    action = engine.next_action(PLAYBOOK, situation(a_case(at=friday), friday))
    assert action is not None
    assert action.due_at == friday + timedelta(hours=24)  # the acknowledgement


def test_where_no_deadline_runs_an_action_is_due_the_next_business_day() -> None:
    friday = datetime(2026, 5, 8, 9, tzinfo=UTC)
    calm = msgspec.structs.replace(PLAYBOOK, deadlines={})
    action = engine.next_action(calm, situation(a_case(at=friday), friday))
    assert action is not None
    assert action.due_at.date() == date(2026, 5, 11)
