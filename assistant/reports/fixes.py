"""What to change for the next job, and whether it helped.

Three disputes with one root cause are a pattern of the business and not of a customer.
Each cause has ready wording in the phrase catalogue under `fix.`: a line for the
quote, an approval, a few words before the work, a checklist. Sources: guides S0-48,
S0-49, S3-25, S3-29; X10.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.domain.resolution import RootCause
from assistant.reports.figures import CaseFigures

A_PATTERN = 3  # disputes with one cause (X10)
LOOK_BACK = timedelta(days=365)
# Causes that nothing in the next quote would prevent.
NOT_FIXABLE = frozenset({RootCause.OTHER})


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that is worth making."""

    cause: RootCause
    cases: int


@dataclass(frozen=True, slots=True)
class Adopted:
    """A change that was made, and the disputes with its cause before and after.

    days: how long both spans are, so that like is compared with like.
    """

    cause: RootCause
    since: date
    days: int
    before: int
    after: int


def fix_of_the_month(
    cases: Iterable[CaseFigures], adopted: Mapping[str, date], today: date
) -> Fix | None:
    """The cause behind most disputes of the last year that nothing was done about."""
    causes = Counter(
        case.root_cause
        for case in cases
        if case.root_cause is not None
        and case.root_cause not in NOT_FIXABLE
        and case.root_cause not in adopted
        and today - case.opened_on <= LOOK_BACK
    )
    order = list(RootCause)
    ranked = sorted(causes.items(), key=lambda each: (-each[1], order.index(each[0])))
    if not ranked or ranked[0][1] < A_PATTERN:
        return None
    return Fix(*ranked[0])


def did_it_help(
    cases: Iterable[CaseFigures], adopted: Mapping[str, date], today: date
) -> tuple[Adopted, ...]:
    """Each adopted fix with the disputes of its cause in equal spans around it.

    A dispute counts by the day it was opened; the spans are at most a year.
    """
    known = list(cases)
    made = []
    for name, since in sorted(adopted.items(), key=lambda each: each[1]):
        cause = RootCause(name)
        days = max(0, min((today - since).days, LOOK_BACK.days))
        mine = [case.opened_on for case in known if case.root_cause is cause]
        span = timedelta(days=days)
        before = sum(since - span <= day < since for day in mine)
        after = sum(since <= day <= since + span for day in mine)
        made.append(Adopted(cause, since, days, before, after))
    return tuple(made)
