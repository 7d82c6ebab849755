"""Reminders through the whole core: each once, at the right time, from few loads."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.chat.events import CommandGiven
from assistant.chat.replies import FileOut
from assistant.domain.business import Member, Profile, Role
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import (
    ClockSet,
    DisputeSet,
    FactRecorded,
    NoticeSeen,
    OfferMade,
    Undone,
)
from assistant.domain.invoice import UNALLOCATED
from assistant.domain.money import Money
from assistant.domain.quiet import MORNING, NIGHT, QuietHours
from assistant.domain.resolution import OfferStatus
from tests.store.builders import a_case, summary_of
from tests.usecases.desk import BUSINESS, PERSON, PLACE, Desk

SOON = "should go out by"
DUE = "acknowledgement to Teal is due now"
LATE = "acknowledgement to Teal is overdue"
STUCK = "For Sam:"
OFF = QuietHours(MORNING, MORNING)
SAM = Member("Sam", Role.HELPER)
ROBIN = Member("Robin", Role.OWNER)
CASE = "D-INV-1"


def a_desk(**changes: object) -> Desk:
    """A desk with a case that waits for its acknowledgement since 9 o'clock."""
    desk = Desk(**changes)  # type: ignore[arg-type]  # as given
    desk.at("2026-05-07 09:00")
    desk.give("open INV-1 300 Teal")
    desk.type("Amount", "Skip", "Surprised by the total", "Nothing")
    return desk


@pytest.mark.covers("F-K2", "F-B6", "B04", "K1")
def test_each_stage_is_told_at_its_time_and_once() -> None:
    desk = a_desk()
    told: dict[str, str] = {}
    while desk.clock.now() < datetime.fromisoformat("2026-05-12T00:00Z"):
        said = desk.after(minutes=30)
        for stage in (SOON, DUE, LATE):
            if stage in said:
                assert stage not in told
                told[stage] = f"{desk.clock.now():%d %H:%M}"
    # London is an hour ahead of these; 3:00 is at night, so it waits until 8:00.
    assert told == {SOON: "08 07:00", DUE: "08 08:00", LATE: "09 08:00"}


STEPS = st.one_of(
    st.integers(-4000, 8000).map(lambda minutes: ("move", minutes)),
    st.sampled_from(
        [("restart", 0), ("open", 0), ("note", 0), ("undo", 0), ("snooze", 0)]
    ),
)


@pytest.mark.covers("F-K2", "B04")
@settings(max_examples=60, deadline=None)
@given(
    st.lists(STEPS, max_size=14),
    st.sampled_from([NIGHT, OFF, QuietHours(time(1), time(5))]),
    st.sampled_from(["Europe/London", "America/Chicago"]),
)
def test_whatever_happens_no_stage_is_told_twice_and_late_is_told(
    steps: list[tuple[str, int]], quiet: QuietHours, zone: str
) -> None:
    desk = a_desk(zone=zone, profile=Profile(quiet_hours=quiet))
    told: Counter[str] = Counter()

    def heard(said: str) -> None:
        told.update(stage for stage in (SOON, DUE, LATE) if stage in said)

    for step, minutes in steps:
        if step == "move":
            heard(desk.after(minutes=minutes))
        elif step == "restart":
            desk.restart()
        elif step == "open":
            heard(desk.open())
        else:
            # Undo would go on to take the opening questions back: notes are there
            # to be undone.
            if step == "undo":
                desk.give(f"note {CASE} x")
            texts = {"note": "note D-INV-1 x", "snooze": f"snooze {CASE} 3 days"}
            desk.give(texts.get(step, f"undo {CASE}"))
    assert all(times == 1 for times in told.values())
    for day in range(1, 9):  # on and on by day, past the last snooze
        desk.clock.set(max(desk.clock.now(), _FAR) + timedelta(days=day))
        heard(desk.look())
    assert told[LATE] == 1
    assert max(told.values()) == 1
    assert _notices(desk) == len(set(desk.case(CASE).seen_notices)) - _advice(desk)


_FAR = datetime.fromisoformat("2026-06-20T18:00Z")


def _notices(desk: Desk) -> int:
    """How many stages were recorded as told."""
    entries = desk.case(CASE).entries
    by_clock = [entry for entry in entries if entry.is_by_clock]
    return sum(1 for entry in by_clock if isinstance(entry.event, NoticeSeen))


def _advice(desk: Desk) -> int:
    return sum(1 for notice in desk.case(CASE).seen_notices if ":" not in notice)


@pytest.mark.covers("F-K2")
def test_nothing_is_told_at_night_and_all_of_it_in_the_morning() -> None:
    desk = a_desk()
    assert desk.look_at("2026-05-09 21:00") == ""
    assert desk.look_at("2026-05-10 07:59") == ""
    assert LATE in desk.look_at("2026-05-10 08:00")


@pytest.mark.covers("F-K2")
def test_a_deadline_at_night_is_told_in_the_evening() -> None:
    desk = Desk()
    desk.at("2026-05-06 23:00")
    desk.give("open INV-1 300 Teal")
    desk.type("Amount", "Skip", "Surprised by the total", "Nothing")
    assert DUE not in desk.look_at("2026-05-07 19:59")
    assert DUE in desk.look_at("2026-05-07 20:00")
    assert DUE not in desk.look_at("2026-05-08 08:00")


@pytest.mark.covers("F-K4", "B04")
@pytest.mark.parametrize(
    ("zone", "day", "before"),
    [
        ("Europe/London", "2026-03-29", "2026-03-28"),
        ("Europe/London", "2026-10-25", "2026-10-24"),
        ("America/Chicago", "2026-03-08", "2026-03-07"),
        ("America/Chicago", "2026-11-01", "2026-10-31"),
    ],
)
def test_clocks_that_change_shift_no_reminder(zone: str, day: str, before: str) -> None:
    desk = Desk(zone=zone)
    desk.at(f"{before} 10:00")
    desk.give("open INV-1 300 Teal")
    desk.record(CASE, FactRecorded("agreed_by", date.fromisoformat(day)))
    told_of = ("is to pay by", "is due today", "The payment date of")
    heard: list[str] = []
    for _ in range(4 * 48):
        said = desk.after(minutes=15)
        local = desk.clock.now().astimezone(ZoneInfo(zone))
        heard += [f"{w} {local:%m-%d %H:%M}" for w in told_of if w in said]
    after = date.fromisoformat(day) + timedelta(days=1)
    assert heard == [
        f"is to pay by {before[5:]} 12:00",
        f"is due today {day[5:]} 20:00",
        f"The payment date of {after:%m-%d} 08:00",
    ]


# -- snoozing, undo, settings ------------------------------------------------------


@pytest.mark.covers("F-K2")
def test_a_snooze_ends_once_and_what_came_meanwhile_is_told_then() -> None:
    desk = a_desk()
    desk.give(f"snooze {CASE} 10 May 15:00")
    assert desk.look_at("2026-05-09 12:00") == ""
    assert LATE in desk.look_at("2026-05-10 15:00")
    assert desk.after(minutes=1) == ""


def test_an_undone_snooze_lets_the_reminders_through() -> None:
    desk = a_desk()
    desk.give(f"snooze {CASE} 10 May 15:00")
    desk.give(f"undo {CASE}")
    assert LATE in desk.look_at("2026-05-09 12:00")


@pytest.mark.covers("K8")
def test_a_legal_date_turns_amber_then_red_and_no_snooze_hides_it() -> None:
    desk = a_desk()
    desk.record(CASE, ClockSet("court", date(2026, 6, 30)))
    desk.give(f"snooze {CASE} 30 July")
    assert "court date" not in desk.look_at("2026-06-16 20:00")
    assert "The court date in case D-INV-1 is Tue, 30 Jun" in desk.look_at(
        "2026-06-17 08:00"
    )
    assert "court date" not in desk.look_at("2026-06-27 20:00")
    assert "Very near in case D-INV-1: Court date" in desk.look_at("2026-06-28 08:00")
    assert "The court date in case D-INV-1 is today." in desk.look_at(
        "2026-06-30 20:00"
    )
    assert "What came of it?" in desk.look_at("2026-07-01 08:00")


def test_a_court_date_the_playbook_waits_for_is_told_once() -> None:
    desk = a_desk()
    day = date(2026, 6, 30)
    desk.record(CASE, ClockSet("court", day), FactRecorded("court_on", day))
    assert desk.look_at("2026-06-17 08:00").count("court date") == 1


@pytest.mark.covers("F-P2")
def test_undo_passes_over_what_was_told() -> None:
    desk = a_desk()
    desk.give(f"note {CASE} She was upset")
    desk.look_at("2026-05-09 12:00")
    desk.give(f"undo {CASE}")
    case = desk.case(CASE)
    assert case.notes == ()
    assert any(notice.startswith("late:") for notice in case.seen_notices)


def test_an_offer_that_lapsed_is_undone_with_its_making() -> None:
    desk = a_desk()
    desk.record(CASE, *_an_offer(date(2026, 5, 8)))
    said = desk.look_at("2026-05-09 08:00")
    assert "has lapsed" in said
    assert "has lapsed" not in desk.after(hours=1)
    desk.give(f"undo {CASE}")
    case = desk.case(CASE)
    assert case.offers == ()
    assert sum(isinstance(e.event, Undone) for e in case.entries) == 2
    assert any(":" in notice for notice in case.seen_notices)


def test_a_lapse_stays_when_only_a_note_is_undone() -> None:
    desk = a_desk()
    desk.record(CASE, *_an_offer(date(2026, 5, 8)))
    desk.give(f"note {CASE} x")
    desk.look_at("2026-05-09 08:00")
    desk.give(f"undo {CASE}")
    offer = desk.case(CASE).offer
    assert offer is not None
    assert offer.status is OfferStatus.LAPSED


def _an_offer(expires_on: date) -> tuple[CaseEvent, ...]:
    offer = OfferMade(Money.of(50, "EUR"), Money.of(250, "EUR"), expires_on)
    return DisputeSet(UNALLOCATED, Money.of(100, "EUR")), offer


@pytest.mark.covers("F-K4")
def test_another_time_zone_moves_the_reminders_and_repeats_none() -> None:
    desk = a_desk()
    desk.record(CASE, FactRecorded("agreed_by", date(2026, 5, 20)))
    assert "is to pay by" in desk.look_at("2026-05-19 12:00")
    desk.give("settings time_zone Chicago")
    desk.zone = "America/Chicago"
    assert "is to pay by" not in desk.look_at("2026-05-19 13:00")
    assert "is due today" not in desk.look_at("2026-05-20 19:59")
    assert "is due today" in desk.look_at("2026-05-20 20:00")


def test_other_quiet_hours_count_from_now_on() -> None:
    desk = a_desk()
    desk.give("settings quiet_hours off")
    said = desk.look_at("2026-05-08 03:00")
    assert SOON in said
    desk.give("settings quiet_hours 9pm to 10am")
    assert desk.look_at("2026-05-08 09:30") == ""
    assert DUE in desk.look_at("2026-05-08 10:00")


# -- coming back, the day's list, a second person -----------------------------------


@pytest.mark.covers("B04", "F-K2")
def test_after_downtime_one_list_says_what_was_missed() -> None:
    desk = a_desk()
    desk.record(CASE, *_an_offer(date(2026, 5, 8)))
    desk.at("2026-05-07 09:30")
    desk.give("open INV-2 500 Osprey")
    desk.at("2026-05-10 04:00")
    desk.restart()
    assert desk.look() == ""
    said = desk.look_at("2026-05-10 08:00").split("\n")
    assert said[0] == "While I was off: 2 overdue and 1 offer lapsed"
    assert len(said) == 3
    desk.restart()
    assert "While I was off" not in desk.look()


@pytest.mark.covers("F-K6")
def test_the_days_list_comes_at_its_hour_and_only_when_something_is_due() -> None:
    desk = a_desk(profile=Profile(digest_hour=time(9, 30)))
    desk.give(f"snooze {CASE} 8 May 9:00")
    assert "Today" not in desk.look_at("2026-05-08 09:29")
    assert "Today: 1 case waits" in desk.look_at("2026-05-08 09:30")
    assert "Today" not in desk.look_at("2026-05-08 12:00")
    desk.restart()
    assert "Today" not in desk.look_at("2026-05-08 12:30")
    desk.type("Sent by e-mail")
    assert "Today" not in desk.look_at("2026-05-09 09:30")


def test_a_snoozed_case_is_not_in_the_days_list() -> None:
    desk = a_desk()
    desk.give(f"snooze {CASE} 12 May")
    assert desk.look_at("2026-05-09 10:00") == ""


def test_without_a_digest_hour_there_is_no_list() -> None:
    desk = a_desk(profile=Profile(digest_hour=None))
    desk.look_at("2026-05-09 10:00")
    assert desk.look_at("2026-05-10 10:00") == ""


@pytest.mark.covers("F-K5", "F-B6")
def test_a_case_that_is_stuck_asks_the_second_person() -> None:
    desk = a_desk(members=(ROBIN, SAM))
    assert STUCK not in desk.look_at("2026-05-10 08:30")
    assert "For Sam: case D-INV-1 of Teal" in desk.look_at("2026-05-10 09:00")
    assert STUCK not in desk.look_at("2026-05-11 10:00")


def test_a_business_of_one_has_nobody_else_to_ask() -> None:
    desk = a_desk(members=(ROBIN,))
    assert STUCK not in desk.look_at("2026-05-20 10:00")


@pytest.mark.covers("F-C9")
def test_a_hold_is_reviewed_and_kept_until_a_day_of_ones_own() -> None:
    desk = a_desk()
    said = desk.look_at("2026-06-08 08:00")
    assert "has been on for 31 days" in said
    assert "[Keep it 30 more days] [Take it off hold]" in said
    assert "31 May 2026 has passed" in desk.give(f"hold {CASE} keep 2026-05-31")
    assert "I ask again on 20 June 2026" in desk.give(f"hold {CASE} keep 20 June")
    assert "has been on" not in desk.look_at("2026-06-19 12:00")
    assert "has been on for 43 days" in desk.look_at("2026-06-20 08:00")


def test_a_closed_case_is_silent() -> None:
    desk = a_desk()
    desk.record(CASE, ClockSet("court", date(2026, 6, 30)))
    desk.give(f"close {CASE}")
    desk.type("Withdrawn by the customer")
    if not desk.case(CASE).is_closed:
        desk.type("1")
    assert desk.case(CASE).is_closed
    assert desk.look_at("2026-06-30 20:30") == ""
    assert "error" not in desk.give(f"done {CASE}")


def test_many_at_once_are_a_list() -> None:
    desk = a_desk()
    for number in range(2, 6):
        desk.give(f"open INV-{number} 300 Teal")
    said = desk.look_at("2026-05-09 09:30").split("\n")
    assert said[0] == "Due now: 5 overdue"
    assert len(said) == 6


# -- how much work it is -------------------------------------------------------------


@pytest.mark.covers("B04")
def test_a_sweep_loads_only_what_is_due() -> None:
    desk = a_desk()
    far = desk.clock.now() + timedelta(days=400)
    for number in range(2000):
        case = a_case(f"D-{number}", BUSINESS)
        desk.cases.save(case, summary_of(case, wake_at=far, next_due_at=far))
    desk.cases.loaded.clear()
    assert desk.look_at("2026-05-07 12:00") == ""
    assert desk.cases.loaded == []
    assert SOON in desk.look_at("2026-05-08 08:00")
    assert set(desk.cases.loaded) == {CASE}


def test_the_businesses_with_something_to_tell_are_known_without_a_load() -> None:
    desk = a_desk()
    assert desk.assistant.businesses_due() == [BUSINESS]  # the list of the day
    desk.look()
    desk.cases.loaded.clear()
    assert desk.assistant.businesses_due() == []
    desk.at("2026-05-08 09:00")
    assert desk.assistant.businesses_due() == [BUSINESS]
    assert desk.cases.loaded == []


def test_a_date_that_is_too_early_is_planned_anew() -> None:
    desk = a_desk()
    case = desk.case(CASE)
    summary = next(s for s in desk.cases.summaries(BUSINESS) if s.case_id == CASE)
    stale = replace(summary, wake_at=desk.clock.now())
    desk.cases.save(case, stale)
    assert desk.look_at("2026-05-07 12:00") == ""
    assert desk.cases.due_until(desk.clock.now()) == []


def test_a_case_that_cannot_be_read_does_not_silence_the_others() -> None:
    desk = a_desk()
    desk.give("open INV-2 500 Osprey")
    desk.cases.broken = {"D-INV-2"}
    assert LATE in desk.look_at("2026-05-09 09:00")


# -- the calendar file -------------------------------------------------------------


@pytest.mark.covers("F-K7")
def test_the_dates_of_a_case_come_as_a_calendar_file() -> None:
    desk = a_desk()
    desk.record(CASE, FactRecorded("agreed_by", date(2026, 5, 20)))
    event = CommandGiven("x", PLACE, PERSON, f"calendar {CASE}")
    (message,) = desk.messages(event)
    (file,) = [part for part in message.parts if isinstance(part, FileOut)]
    assert file.name == "D-INV-1.ics"
    assert file.caption == "3 dates of case D-INV-1 for your calendar"
    text = file.content.decode()
    assert "DTSTART;VALUE=DATE:20260520\r\n" in text
    assert "SUMMARY:Payment: Teal\r\n" in text
    assert "UID:b1.D-INV-1.payment@parley\r\n" in text
    assert desk.messages(event) == (message,)
