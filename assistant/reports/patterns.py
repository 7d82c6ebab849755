"""Counts, money and measures over many cases; too few of them say nothing.

Below five cases a share or an average would be chance, so it is None, which every
reader shows as "too few to say". Counts and sums are always shown.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from assistant.domain.money import Money, total
from assistant.reports.figures import CaseFigures

ENOUGH = 5  # cases from which a measure means something (F-M1)


class Dimension(StrEnum):
    """What cases are counted by; stated reason and root cause are two things."""

    REASON = "reason"
    ROOT_CAUSE = "root_cause"
    CUSTOMER = "customer"
    SERVICE = "service"
    PERSON = "person"
    MONTH = "month"


_KEYS: dict[Dimension, Callable[[CaseFigures], str]] = {
    Dimension.REASON: lambda case: case.reason,
    Dimension.ROOT_CAUSE: lambda case: case.root_cause or "",
    Dimension.CUSTOMER: lambda case: case.customer,
    Dimension.SERVICE: lambda case: case.service,
    Dimension.PERSON: lambda case: case.person,
    Dimension.MONTH: lambda case: case.month,
}


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that have something in common.

    key: a reason, a name, a month; empty for what is not known.
    at_stake, conceded: a sum for each currency, in the order of its code.
    """

    key: str
    cases: int
    at_stake: tuple[Money, ...]
    conceded: tuple[Money, ...]


class Measure(StrEnum):
    """A figure over many cases; see `Measured`."""

    HOURS_TO_ACKNOWLEDGE = "hours_to_acknowledge"
    DAYS_TO_CLOSE = "days_to_close"
    SHARE_KEPT = "share_kept"
    AVERAGE_CONCESSION = "average_concession"
    EXCHANGES = "exchanges"


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure in the period and in the three months before it.

    cases: how many it rests on. value, before: hours, days or exchanges in tenths, or
        whole percent of what was at stake; None for too few.
    """

    measure: Measure
    cases: int
    value: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    def has(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first <= day <= self.last

    @property
    def quarter_before(self) -> "Period":
        """The three months before it."""
        month = self.first.month - 3
        year = self.first.year - (month < 1)
        start = date(year, month + 12 * (month < 1), 1)
        return Period(start, self.first - timedelta(days=1))


def month_of(day: date) -> Period:
    """The whole month of a day."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return Period(day.replace(day=1), following - timedelta(days=1))


def groups(cases: Iterable[CaseFigures], by: Dimension) -> tuple[Group, ...]:
    """The cases by one dimension: the most cases first, months in their order."""
    found: defaultdict[str, list[CaseFigures]] = defaultdict(list)
    for case in cases:
        found[_KEYS[by](case)].append(case)
    made = [
        Group(
            key,
            len(each),
            by_currency(case.at_stake for case in each),
            by_currency(case.conceded for case in each),
        )
        for key, each in found.items()
    ]
    if by is Dimension.MONTH:
        return tuple(sorted(made, key=lambda group: group.key))
    return tuple(sorted(made, key=lambda group: (-group.cases, group.key)))


def by_currency(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """A sum for each currency; nothing where nothing is."""
    found: defaultdict[str, list[Money]] = defaultdict(list)
    for amount in amounts:
        if amount:
            found[amount.currency].append(amount)
    return tuple(total(found[currency], currency) for currency in sorted(found))


def measured(
    cases: Sequence[CaseFigures], period: Period | None
) -> tuple[Measured, ...]:
    """Every measure, over the cases that the period has, and the quarter before.

    What is measured at the end counts where the case was closed in the period.
    """
    made = []
    for measure in Measure:
        values = _values(cases, measure, period)
        earlier = _values(cases, measure, period.quarter_before) if period else []
        made.append(Measured(measure, len(values), _mean(values), _mean(earlier)))
    return tuple(made)


def _values(
    cases: Sequence[CaseFigures], measure: Measure, period: Period | None
) -> list[int]:
    at_the_end = measure is not Measure.HOURS_TO_ACKNOWLEDGE
    chosen = [
        case
        for case in cases
        if (not at_the_end or case.closed_on)
        and (period is None or period.has(_day(case, at_the_end=at_the_end)))
    ]
    values = (_value(case, measure) for case in chosen)
    return [value for value in values if value is not None]


def _day(case: CaseFigures, *, at_the_end: bool) -> date | None:
    return case.closed_on if at_the_end else case.opened_on


def _value(case: CaseFigures, measure: Measure) -> int | None:
    match measure:
        case Measure.HOURS_TO_ACKNOWLEDGE:
            return _tenths(case.to_acknowledge, timedelta(hours=1))
        case Measure.DAYS_TO_CLOSE:
            return _tenths(case.to_close, timedelta(days=1))
        case Measure.SHARE_KEPT:
            return case.kept_share
        case Measure.AVERAGE_CONCESSION:
            given = 100 - (100 if case.kept_share is None else case.kept_share)
            return given or None
        case Measure.EXCHANGES:
            return case.exchanges * 10


def _tenths(lasted: timedelta | None, unit: timedelta) -> int | None:
    return None if lasted is None else round(lasted * 10 / unit)


def _mean(values: list[int]) -> int | None:
    """Rounded half up; None below five values."""
    if len(values) < ENOUGH:
        return None
    return (2 * sum(values) + len(values)) // (2 * len(values))
