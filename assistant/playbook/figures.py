"""The owner's own figures for the fork, gathered from the facts of a case (F-J7).

They are facts like any other answer, private, and kept for the whole case. What was
skipped counts as nothing; without an hourly rate and an estimate there is nothing to
reckon, and the fork is shown without numbers.
"""

from assistant.domain.assessment import Assessment
from assistant.domain.facts import FactName
from assistant.domain.fork import (
    SHARE_RANGES,
    Compared,
    ForkFigures,
    Ladder,
    LikelyShare,
    Reckoning,
)
from assistant.domain.money import Money
from assistant.playbook.situation import Situation

OWN_RATE = "own_rate"
HOURS_TALK, MEDIATION_FEE = "hours_talk", "mediation_fee"
# The same facts that `show CASE numbers` works with: said once, known to both.
HOURS_COURT, COURT_FEE = "number_hours", "number_fees"
RELATIONSHIP = "number_relationship"
WEEKS_COURT, REPUTATION = "weeks_court", "reputation_cost"
LIKELY_SHARE = "likely_share"
ESTIMATED = "estimated"  # the share as the rules see it, instead of the owner's own
COURT_LIMIT = "court_limit"
MOST_OFFERS = 3  # S0-37


def hourly_rate(at: Situation) -> Money | None:
    """What an hour of the owner's is worth; None where it is not known."""
    own = at.case.money_fact(OWN_RATE)
    rate = at.profile.hourly_rate if own is None else own
    same = rate is not None and rate.currency == at.case.grid.currency
    return rate if same else None


def court_limit(at: Situation) -> Money | None:
    """The limit that the owner confirmed, else the book's; None for no cap or none."""
    told = at.case.money_fact(COURT_LIMIT)
    known = at.court.limit if at.court and at.court.limit_known else None
    limit = told or known
    return limit if limit and limit.currency == at.case.grid.currency else None


def likely_share(at: Situation) -> tuple[int, int] | None:
    """In percent, from and to: what of the disputed part may be awarded (K15).

    As the owner said, in words or by taking the estimate; None while neither was said.
    """
    said = at.case.text_fact(LIKELY_SHARE)
    if said == ESTIMATED:
        return estimated_share(at)
    return SHARE_RANGES[LikelyShare(said)] if said in set(LikelyShare) else None


def estimated_share(at: Situation) -> tuple[int, int] | None:
    """What the rules make of all disputed rows together; None where they cannot say."""
    rows = at.case.contested_rows()
    weight = sum(row.disputed.minor for row in rows)
    if at.neutral is None or not weight:
        return None
    found = [(at.neutral(at.case, row.id), row.disputed.minor) for row in rows]
    low = sum(each.low * sum_ for each, sum_ in found) // weight
    high = sum(each.high * sum_ for each, sum_ in found) // weight
    return low, high


def is_above_limit(at: Situation) -> bool:
    """Whether what is due is more than the court takes."""
    limit = court_limit(at)
    return limit is not None and at.case.grid.sum.due > limit


def reckoning(at: Situation, *, may_try: bool = True) -> Reckoning | None:
    """The fork in numbers; None as long as a figure that it needs is not known."""
    found = _figures(at, may_try=may_try)
    return at.reckoner.reckon(found) if at.reckoner and found else None


def ladder(at: Situation) -> Ladder | None:
    """The steps that the owner planned; None without a plan."""
    most, planned = at.case.money_fact(FactName.MOST_OFF), FactName.IN_STEPS
    if not at.reckoner or most is None or not at.case.knows(planned):
        return None
    bound = at.disputed_as(Assessment.AMBIGUOUS)
    most = min(most, bound)
    return at.reckoner.ladder(most, MOST_OFFERS) if most.minor > 0 else None


def compared(at: Situation) -> Compared | None:
    """Our last offer and their sum side by side; None as long as one is missing."""
    offer = at.case.offer
    if at.reckoner is None or offer is None or offer.counter is None:
        return None
    hours, rate = _number(at, HOURS_TALK), hourly_rate(at)
    none = Money.zero(at.case.grid.currency)
    cost = Money(rate.minor * hours, rate.currency) if rate else none
    return at.reckoner.compare(offer.rest, offer.counter, cost)


def _figures(at: Situation, *, may_try: bool) -> ForkFigures | None:
    rate, share = hourly_rate(at), likely_share(at)
    if rate is None or share is None:
        return None
    sums, offer = at.case.grid.sum, at.case.offer
    return ForkFigures(
        due=sums.due,
        disputed=min(sums.disputed, sums.due),
        share=share,
        rate=rate,
        hours_talk=_number(at, HOURS_TALK),
        hours_court=_number(at, HOURS_COURT),
        mediation_fee=_sum(at, MEDIATION_FEE),
        court_fee=_sum(at, COURT_FEE),
        relationship=_sum(at, RELATIONSHIP),
        reputation=_sum(at, REPUTATION),
        theirs=offer.counter if offer else None,
        ours=offer.rest if offer else None,
        limit=court_limit(at),
        may_waive=bool(at.court and at.court.may_waive),
        may_try=may_try,
    )


def _sum(at: Situation, name: str) -> Money:
    return at.case.money_fact(name) or Money.zero(at.case.grid.currency)


def _number(at: Situation, name: str) -> int:
    value = at.case.fact(name)
    return value if isinstance(value, int) else 0
