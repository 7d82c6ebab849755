from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.console.practice import Practice, moved
from assistant.clock import MovableClock
from assistant.errors import InputError

NOON = datetime(2026, 5, 7, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.covers("F-P8")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("after 49 hours", datetime(2026, 5, 9, 13, 0, tzinfo=UTC)),
        ("After 1 hour", datetime(2026, 5, 7, 13, 0, tzinfo=UTC)),
        ("after  3 days ", datetime(2026, 5, 10, 12, 0, tzinfo=UTC)),
        ("after 2 weeks", datetime(2026, 5, 21, 12, 0, tzinfo=UTC)),
        ("after 90 minutes", datetime(2026, 5, 7, 13, 30, tzinfo=UTC)),
        ("at 2026-06-01 09:00", datetime(2026, 6, 1, 7, 0, tzinfo=UTC)),
        ("at 2026-01-01T9:00", datetime(2026, 1, 1, 8, 0, tzinfo=UTC)),
        ("at 2026-06-01", datetime(2026, 6, 1, 7, 0, tzinfo=UTC)),
        ("after 3 days they called", None),
        ("at the door", None),
        ("12", None),
    ],
)
def test_a_line_moves_the_clock(line: str, expected: datetime | None) -> None:
    assert moved(line, NOON, BERLIN) == expected


@pytest.mark.parametrize(
    "line",
    [
        "at 2026-13-40",
        "at 2026-05-07 25:00",
        "at 0000-01-01 00:00",
        "at 0001-01-01 00:00",
        f"after {10**12} days",
        f"after {10**30} hours",
        f"after {'9' * 5000} days",
    ],
)
def test_a_time_that_cannot_be_is_refused(line: str) -> None:
    with pytest.raises(InputError, match=r"error\.practice_time"):
        moved(line, NOON, BERLIN)


def test_the_clock_stands_where_it_was_put() -> None:
    clock = MovableClock(NOON)
    practice = Practice(clock, BERLIN)
    assert practice.move("after 1 day")
    assert not practice.move("go on")
    assert clock.now() == datetime(2026, 5, 8, 12, 0, tzinfo=UTC)
