"""Business days and the end of a day on somebody's clocks."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY_AND_SUNDAY = frozenset({5, 6})


def no_holidays(year: int) -> Collection[date]:  # noqa: ARG001 -- same in every year
    """For a place of which no holidays are known."""
    return ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked in a place.

    holidays: gives the public holidays of a year; those of other years are ignored.
    weekend: weekdays that are not worked, 0 is Monday; never all seven.
    """

    holidays: Callable[[int], Collection[date]] = no_holidays
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY

    def __post_init__(self) -> None:
        if len(self.weekend & set(range(7))) == 7:
            raise ValueError("a week needs a day that is worked")

    def is_business_day(self, day: date) -> bool:
        """Whether it is neither on the weekend nor a public holiday."""
        return day.weekday() not in self.weekend and day not in self.holidays(day.year)

    def roll_forward(self, day: date) -> date:
        """The day itself, or the first business day after it."""
        while not self.is_business_day(day):
            day += timedelta(days=1)
        return day

    def next_business_day(self, day: date) -> date:
        """The first business day after this day."""
        return self.roll_forward(day + timedelta(days=1))

    def add_business_days(self, day: date, count: int) -> date:
        """The business day that comes this many business days later, or earlier.

        count: 0 gives the day itself, even if it is not worked; below 0 counts back.
        """
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while not self.is_business_day(day):
                day += step
        return day


def end_of_day(day: date, zone: str) -> datetime:
    """The last second of a day on the clocks of an IANA zone, in UTC.

    Days on which clocks change are 23 or 25 hours long; where midnight is skipped
    the day ends at the change, where its last hour is repeated with the second one.
    """
    return local_instant(day + timedelta(days=1), time(), zone) - timedelta(seconds=1)


def local_day(at: datetime, zone: str) -> date:
    """The date of an aware instant on the clocks of an IANA zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def local_instant(day: date, clock: time, zone: str) -> datetime:
    """The instant in UTC at which the clocks of a zone show this time on a day.

    The first one where they show it twice; where they skip it, as if they had not.
    """
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def days_before(at: datetime, days: int, zone: str, hours: int = 0) -> datetime:
    """So many days (and hours) earlier by the clocks on the wall of a zone."""
    local = at.astimezone(ZoneInfo(zone))
    return (local - timedelta(days=days, hours=hours)).astimezone(UTC)


def noon(day: date, zone: str) -> datetime:
    """Noon of a day on the clocks of an IANA zone, in UTC; for days without a time."""
    return local_instant(day, time(12), zone)
