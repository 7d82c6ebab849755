"""Business days and the ends of days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.calendar import Calendar, end_of_day, local_day

FRIDAY = date(2026, 11, 20)
HOLIDAYS = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
PLACE = Calendar(holidays=lambda year: {day for day in HOLIDAYS if day.year == year})


@pytest.mark.covers("F-K4")
def test_weekends_and_holidays_are_not_worked() -> None:
    assert PLACE.is_business_day(FRIDAY)
    assert not PLACE.is_business_day(date(2026, 11, 21))
    assert not PLACE.is_business_day(date(2026, 12, 25))
    assert PLACE.roll_forward(FRIDAY) == FRIDAY
    assert PLACE.roll_forward(date(2026, 12, 25)) == date(2026, 12, 29)
    assert PLACE.next_business_day(FRIDAY) == date(2026, 11, 23)


def test_business_days_are_counted_over_holidays_and_the_year_end() -> None:
    assert PLACE.add_business_days(FRIDAY, 3) == date(2026, 11, 25)
    assert PLACE.add_business_days(date(2026, 12, 24), 5) == date(2027, 1, 5)
    assert PLACE.add_business_days(date(2027, 1, 5), -5) == date(2026, 12, 24)
    assert PLACE.add_business_days(date(2026, 11, 21), 0) == date(2026, 11, 21)
    assert PLACE.add_business_days(date(2026, 11, 21), 1) == date(2026, 11, 23)


def test_a_week_without_a_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="worked"):
        Calendar(weekend=frozenset(range(7)))


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_counting_lands_on_business_days_and_back(day: date, count: int) -> None:
    start = PLACE.roll_forward(day)
    later = PLACE.add_business_days(start, count)
    assert PLACE.is_business_day(later)
    assert later - start >= timedelta(days=count)
    assert PLACE.add_business_days(later, -count) == start


@pytest.mark.parametrize(
    ("day", "zone", "ends"),
    [
        (FRIDAY, "UTC", "2026-11-20T23:59:59"),
        (FRIDAY, "Europe/Berlin", "2026-11-20T22:59:59"),
        (date(2026, 3, 28), "Europe/Berlin", "2026-03-28T22:59:59"),
        (date(2026, 3, 29), "Europe/Berlin", "2026-03-29T21:59:59"),
        (date(2026, 10, 25), "Europe/Berlin", "2026-10-25T22:59:59"),
        (date(2026, 11, 1), "America/New_York", "2026-11-02T04:59:59"),
        (date(2026, 4, 4), "America/Santiago", "2026-04-05T03:59:59"),
        (date(2026, 9, 5), "America/Santiago", "2026-09-06T03:59:59"),
        (FRIDAY, "Pacific/Kiritimati", "2026-11-20T09:59:59"),
    ],
)
@pytest.mark.covers("F-K4")
def test_a_day_ends_on_local_clocks(day: date, zone: str, ends: str) -> None:
    assert end_of_day(day, zone) == datetime.fromisoformat(ends).replace(tzinfo=UTC)


@given(
    st.dates(date(2000, 1, 1), date(2037, 12, 31)),
    st.sampled_from(
        (
            "Europe/London America/Havana America/Santiago Asia/Beirut Asia/Kolkata "
            "Australia/Lord_Howe Atlantic/Azores America/Asuncion"
        ).split()
    ),
)
def test_one_second_after_the_end_it_is_the_next_day(day: date, zone: str) -> None:
    end = end_of_day(day, zone)
    assert local_day(end, zone) == day
    assert local_day(end + timedelta(seconds=1), zone) == day + timedelta(days=1)
