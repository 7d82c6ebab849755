"""The plan of a deadline's tellings, on any clocks and whatever the quiet hours."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.business import Profile
from assistant.domain.calendar import Calendar, end_of_day, local_instant
from assistant.domain.case import Case
from assistant.domain.habits import Habits
from assistant.domain.quiet import MORNING, NIGHT, QuietHours
from assistant.playbook.deadlines import Due
from assistant.playbook.reminders import Stage, plan
from assistant.playbook.situation import Situation

ZONES = ("Europe/London", "America/Chicago", "Australia/Lord_Howe", "UTC")
QUIET = (NIGHT, QuietHours(MORNING, MORNING), QuietHours(time(0), time(5)))
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def situation(quiet: QuietHours, zone: str, stand_in: str = "Sam") -> Situation:
    return Situation(
        case=Case.begin("D-1", "b"),
        now=datetime(2026, 5, 7, tzinfo=UTC),
        profile=Profile(time_zone=zone, quiet_hours=quiet),
        calendar=Calendar(),
        zone=zone,
        habits=Habits(),
        playbook="services",
        stand_in=stand_in,
    )


def on_a_day(day: date, zone: str, **changes: object) -> Due:
    moment = end_of_day(day, zone)
    due = Due("payment", moment, moment, is_done=False, on=day)
    return replace(due, **changes)  # type: ignore[arg-type]  # as given


@pytest.mark.covers("F-K2", "F-K4", "F-K5")
@given(DAYS, st.sampled_from(QUIET), st.sampled_from(ZONES), st.booleans())
def test_the_stages_of_a_day_come_in_order_and_never_in_quiet_hours(
    day: date, quiet: QuietHours, zone: str, is_legal: bool
) -> None:
    due = on_a_day(day, zone, is_legal=is_legal)
    planned = plan(due, situation(quiet, zone))
    before = [Stage.AMBER, Stage.RED] if is_legal else [Stage.SOON]
    stages = [telling.stage for telling in planned]
    assert stages == [*before, Stage.DUE, Stage.LATE, Stage.STUCK]
    moments = [telling.at for telling in planned]
    assert moments == sorted(set(moments))
    assert not any(quiet.cover(at, zone) for at in moments)
    told = dict(zip(stages, moments, strict=True))
    assert told[before[-1]] < told[Stage.DUE] < due.due_at <= told[Stage.LATE]


@given(
    DAYS,
    st.integers(0, 24 * 60 - 1),
    st.integers(1, 96),
    st.sampled_from(QUIET),
    st.sampled_from(ZONES),
)
def test_of_hours_the_last_stage_is_always_told(
    day: date, minute: int, hours: int, quiet: QuietHours, zone: str
) -> None:
    since = local_instant(day, time(minute // 60, minute % 60), zone)
    due_at = since + timedelta(hours=hours)
    due = Due("acknowledge", due_at, due_at + timedelta(hours=24), False, since=since)
    planned = plan(due, situation(quiet, zone))
    moments = [telling.at for telling in planned]
    assert moments == sorted(set(moments))
    assert all(at > since for at in moments)
    assert not any(quiet.cover(at, zone) for at in moments)
    assert [telling.stage for telling in planned][-2:] == [Stage.LATE, Stage.STUCK]


def test_what_had_passed_when_a_date_was_set_is_not_told() -> None:
    day, zone = date(2026, 5, 8), "Europe/London"
    evening = local_instant(date(2026, 5, 7), time(18), zone)
    planned = plan(on_a_day(day, zone, since=evening), situation(NIGHT, zone, ""))
    assert [telling.stage for telling in planned] == [Stage.DUE, Stage.LATE]
    past = plan(
        on_a_day(day, zone, since=evening + timedelta(days=9)),
        situation(NIGHT, zone, ""),
    )
    assert [telling.stage for telling in past] == [Stage.LATE]


@pytest.mark.covers("F-C9")
def test_a_hold_is_looked_at_on_the_morning_of_its_day() -> None:
    day, zone = date(2026, 6, 8), "America/Chicago"
    (only,) = plan(on_a_day(day, zone, kind="hold_review"), situation(NIGHT, zone))
    assert (only.stage, only.at) == (Stage.REVIEW, local_instant(day, MORNING, zone))


def test_a_notice_names_stage_kind_and_day_whatever_the_zone() -> None:
    day = date(2026, 5, 8)
    notices = {
        plan(on_a_day(day, zone), situation(NIGHT, zone))[0].notice for zone in ZONES
    }
    assert notices == {"soon:payment:2026-05-08"}
