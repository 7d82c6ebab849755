"""Holidays of the places we serve."""

from datetime import date

import pytest

from assistant.domain.calendar import Calendar
from assistant.reference.holidays import calendar_for


@pytest.mark.covers("F-K4", "F-B5")
@pytest.mark.parametrize(
    ("place", "day", "worked"),
    [
        ("US-CA", date(2026, 11, 26), False),  # Thanksgiving
        ("US-CA", date(2026, 3, 31), False),  # Cesar Chavez Day
        ("US-OH", date(2026, 3, 31), True),
        ("GB-EAW", date(2026, 8, 31), False),  # summer bank holiday
        ("GB-SCT", date(2026, 8, 31), True),
        ("GB-SCT", date(2026, 11, 30), False),  # St Andrew
        ("CA-BC", date(2026, 2, 16), False),  # Family Day
        ("DE", date(2026, 10, 3), False),
        ("DE", date(2026, 1, 6), True),
        ("DE-BY", date(2026, 1, 6), False),
        ("AU-NSW", date(2026, 6, 8), False),  # King's Birthday
        ("NG-LA", date(2026, 10, 1), False),
        ("FR", date(2026, 7, 14), False),
        ("de", date(2026, 12, 25), False),
        ("AE", date(2026, 11, 20), True),  # a Friday
        ("IL", date(2026, 11, 20), False),
        ("IL", date(2026, 11, 22), True),  # a Sunday
        ("EU", date(2026, 12, 25), True),
        ("nowhere", date(2026, 12, 25), True),
        ("", date(2026, 11, 21), False),
    ],
)
def test_holidays_and_weekends_follow_the_place(
    place: str, day: date, worked: bool
) -> None:
    assert calendar_for(place).is_business_day(day) is worked


def test_an_unknown_place_has_weekends_only() -> None:
    assert calendar_for("XX-YY") == Calendar()


def test_asking_again_gives_the_same_calendar() -> None:
    assert calendar_for("US-CA") is calendar_for("US-CA")
