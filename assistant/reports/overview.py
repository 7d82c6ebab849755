"""The whole view of a business over a month, or over all its time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.domain.money import Money
from assistant.reports.figures import CaseFigures
from assistant.reports.fixes import Adopted, Fix, did_it_help, fix_of_the_month
from assistant.reports.patterns import (
    ENOUGH,
    Dimension,
    Group,
    Measured,
    Period,
    by_currency,
    groups,
    measured,
)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything a report tells.

    period: None for all time. opened, closed: cases in the period. open_now: today.
    at_stake: of the cases opened in the period; stuck: due in open cases today.
    repeaters: customers with two disputes or more, of all time, and how many; for the
        owner's eyes only. first_timers: customers with one.
    """

    period: Period | None
    opened: int
    closed: int
    open_now: int
    at_stake: tuple[Money, ...]
    stuck: tuple[Money, ...]
    by: dict[Dimension, tuple[Group, ...]]
    measures: tuple[Measured, ...]
    fix: Fix | None
    adopted: tuple[Adopted, ...]
    repeaters: tuple[tuple[str, int], ...]
    first_timers: int

    @property
    def is_enough(self) -> bool:
        """Whether there are cases enough to speak of patterns."""
        return self.opened >= ENOUGH


def overview(
    cases: Sequence[CaseFigures],
    *,
    period: Period | None,
    today: date,
    adopted: Mapping[str, date],
) -> Overview:
    """Add it all up.

    adopted: root causes against which something was changed, with the day.
    """
    chosen = [case for case in cases if period is None or period.has(case.opened_on)]
    customers = Counter(case.customer for case in cases if case.customer)
    often = [(name, count) for name, count in customers.items() if count > 1]
    return Overview(
        period=period,
        opened=len(chosen),
        closed=sum(
            period.has(case.closed_on) if period else case.closed_on is not None
            for case in cases
        ),
        open_now=sum(case.closed_on is None for case in cases),
        at_stake=by_currency(case.at_stake for case in chosen),
        stuck=by_currency(case.stuck for case in cases),
        by={each: groups(chosen, each) for each in Dimension},
        measures=measured(cases, period),
        fix=fix_of_the_month(cases, adopted, today),
        adopted=did_it_help(cases, adopted, today),
        repeaters=tuple(sorted(often, key=lambda each: (-each[1], each[0]))),
        first_timers=sum(count == 1 for count in customers.values()),
    )
