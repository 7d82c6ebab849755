"""Quiet hours on clocks that change, and typed times."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.calendar import days_before, local_instant
from assistant.domain.quiet import LAST_CHANCE, NIGHT, QuietHours
from assistant.domain.typed_dates import read_date
from assistant.domain.typed_times import read_moment, read_quiet_hours, read_time
from assistant.errors import InputError

LONDON, CHICAGO = "Europe/London", "America/Chicago"
ZONES = (LONDON, CHICAGO, "Australia/Lord_Howe", "America/Asuncion", "UTC")
OFF = QuietHours(time(8), time(8))


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.covers("F-K2", "F-K4")
@pytest.mark.parametrize(
    ("zone", "evening", "morning", "hours"),
    [
        (LONDON, "2026-03-28T21:00", "2026-03-29T08:00", 10),
        (LONDON, "2026-10-24T21:00", "2026-10-25T08:00", 12),
        (CHICAGO, "2026-03-07T21:00", "2026-03-08T08:00", 10),
        (CHICAGO, "2026-10-31T21:00", "2026-11-01T08:00", 12),
        (LONDON, "2026-05-07T21:00", "2026-05-08T08:00", 11),
    ],
)
def test_a_night_is_as_long_as_the_clocks_make_it(
    zone: str, evening: str, morning: str, hours: int
) -> None:
    begins, ends = local(evening, zone), local(morning, zone)
    assert ends - begins == timedelta(hours=hours)
    second = timedelta(seconds=1)
    assert not NIGHT.cover(begins - second, zone)
    assert NIGHT.cover(begins, zone)
    assert NIGHT.cover(ends - second, zone)
    assert not NIGHT.cover(ends, zone)
    assert NIGHT.after(begins + timedelta(hours=5), zone) == ends
    assert NIGHT.before(ends - second, zone) == begins - LAST_CHANCE


def test_the_hour_that_comes_twice_is_quiet_until_its_first_end() -> None:
    quiet = QuietHours(time(0, 30), time(1, 30))  # London's clocks go back at 2:00
    first_end = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert quiet.cover(first_end - timedelta(minutes=1), LONDON)
    assert not quiet.cover(first_end, LONDON)
    assert not quiet.cover(first_end + timedelta(minutes=45), LONDON)


def test_without_quiet_hours_nothing_moves() -> None:
    at = local("2026-05-07T03:00", LONDON)
    assert not OFF.cover(at, LONDON)
    assert OFF.after(at, LONDON) == OFF.before(at, LONDON) == at
    assert OFF.morning == time(8)


def test_a_short_evening_is_all_the_time_there_is() -> None:
    quiet = QuietHours(time(8), time(7, 30))
    at = local("2026-05-07T12:00", LONDON)
    assert quiet.before(at, LONDON) == local("2026-05-07T07:30", LONDON)


@given(
    st.integers(0, 4 * 366 * 24 * 3600),
    st.times(),
    st.times(),
    st.sampled_from(ZONES),
)
def test_what_waits_waits_until_it_is_no_longer_quiet(
    seconds: int, start: time, end: time, zone: str
) -> None:
    at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    quiet = QuietHours(start.replace(fold=0), end.replace(fold=0))
    after, before = quiet.after(at, zone), quiet.before(at, zone)
    assert before <= at <= after
    if quiet.cover(at, zone):
        assert before < at < after
        assert after - at <= timedelta(hours=25, minutes=1)
    else:
        assert before == at == after


def test_days_are_counted_on_the_wall() -> None:
    due = local("2026-10-26T23:59:59", LONDON)
    assert days_before(due, 3, LONDON) == local("2026-10-23T23:59:59", LONDON)
    assert local_instant(date(2026, 3, 29), time(1, 30), LONDON) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )


# -- typed times ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8", time(8)),
        ("08:00", time(8)),
        ("8am", time(8)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("9.30 PM", time(21, 30)),
        ("17h30", time(17, 30)),
        ("0:00", time(0)),
    ],
)
def test_a_time_of_day_is_read(typed: str, meant: time) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize(
    "typed", ["", "25", "8:60", "13pm", "0am", "-1", "noon", "8" * 99]
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match=r"error\.time_unreadable"):
        read_time(typed)


@pytest.mark.parametrize(
    "typed",
    [
        *("21:00-08:00", "9pm to 8am", "from 21 to 8", "21 – 08", "9 PM until 8 AM"),
        *("von 21 Uhr bis 8 Uhr", "de 21h à 8h", "de 21 a 8", "dalle 21 alle 8"),
        *("das 21h às 8h", "van 21 uur tot 8 uur", "desde las 21 a las 8"),
    ],
)
def test_quiet_hours_are_read(typed: str) -> None:
    assert read_quiet_hours(typed) == NIGHT


@pytest.mark.parametrize("typed", ["", "21", "21-", "21 to 8 to 9", "x-y", "-"])
def test_what_is_no_span_is_refused(typed: str) -> None:
    with pytest.raises(InputError, match=r"error\.time_unreadable"):
        read_quiet_hours(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tomorrow", "2026-05-08T08:00"),
        ("tomorrow morning", "2026-05-08T08:00"),
        ("morning", "2026-05-08T08:00"),
        ("in 3 days", "2026-05-10T08:00"),
        ("3 days", "2026-05-10T08:00"),
        ("a week", "2026-05-14T08:00"),
        ("2 hours", "2026-05-07T14:00"),
        ("in an hour", "2026-05-07T13:00"),
        ("15 May 14:00", "2026-05-15T14:00"),
        ("Friday at 5pm", "2026-05-08T17:00"),
        ("2026-05-15, 9:30", "2026-05-15T09:30"),
        ("5pm", "2026-05-07T17:00"),
        ("9:00", "2026-05-08T09:00"),
        ("90 min", "2026-05-07T13:30"),
        ("45m", "2026-05-07T12:45"),
        ("half an hour", "2026-05-07T12:30"),
        ("2 h", "2026-05-07T14:00"),
        ("14h", "2026-05-07T14:00"),
        ("until Friday", "2026-05-08T08:00"),
        ("bis 14 Uhr", "2026-05-07T14:00"),
        ("zwei Stunden", "2026-05-07T14:00"),
        ("eine halbe Stunde", "2026-05-07T12:30"),
        ("3 Tage", "2026-05-10T08:00"),
        ("bis morgen", "2026-05-08T08:00"),
        ("morgen 9 Uhr", "2026-05-08T09:00"),
        ("morgen um 9", "2026-05-08T09:00"),
        ("2 heures", "2026-05-07T14:00"),
        ("une semaine", "2026-05-14T08:00"),
        ("demain à 9h30", "2026-05-08T09:30"),
        ("jusqu’au 15 May", "2026-05-15T08:00"),
        ("media hora", "2026-05-07T12:30"),
        ("hasta mañana a las 10", "2026-05-08T10:00"),
        ("dos semanas", "2026-05-21T08:00"),
        ("mezz'ora", "2026-05-07T12:30"),
        ("domani alle 10", "2026-05-08T10:00"),
        ("três dias", "2026-05-10T08:00"),
        ("amanhã às 9h", "2026-05-08T09:00"),
        ("half uur", "2026-05-07T12:30"),
        ("tot morgen 9 uur", "2026-05-08T09:00"),
    ],
)
def test_a_moment_is_read(typed: str, meant: str) -> None:
    assert moment(typed) == local(meant, LONDON)


@given(st.text(max_size=70))
def test_any_text_is_a_moment_or_a_polite_refusal(typed: str) -> None:
    with suppress(InputError):
        assert moment(typed).tzinfo is not None


def moment(typed: str) -> datetime:
    return read_moment(
        typed,
        local("2026-05-07T12:00", LONDON),
        LONDON,
        morning=time(8),
        read_day=lambda text, today: read_date(text, today, day_first=True),
    )
