"""What the numbers of a case are worked out from, gathered from its facts (F-G7, F-J7).

The fork and `show CASE numbers` both start here, so that a case has one floor. What the
owner said, in the fork or with `update CASE hours 3`, are facts like any other answer,
private, and kept for the whole case; what was skipped counts as nothing. For what
nobody has said a guess stands, and is named as a guess wherever the numbers are shown.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from assistant.domain.assessment import Assessment
from assistant.domain.estimate import together
from assistant.domain.facts import FactName
from assistant.domain.fork import (
    SHARE_RANGES,
    AwardShare,
    Compared,
    Cost,
    ForkFigures,
    Ladder,
    LikelyShare,
    OfferLimits,
    Reckoning,
)
from assistant.domain.money import Money
from assistant.playbook.situation import Situation

OWN_RATE = "own_rate"
HOURS_TALK, MEDIATION_FEE = "hours_talk", "mediation_fee"
HOURS_COURT, COURT_FEE = "number_hours", "number_fees"
RELATIONSHIP, SPEED = "number_relationship", "number_speed"
WEEKS_COURT, REPUTATION = "weeks_court", "reputation_cost"
LIKELY_SHARE = "likely_share"
ESTIMATED = "estimated"  # the share as the rules see it, instead of the owner's own
COURT_LIMIT = "court_limit"
MOST_OFFERS = 3  # S0-37

# Guesses until the owner says better; those for a claim are for a small one.
_GUESSES: Mapping[str, int] = {HOURS_TALK: 2, HOURS_COURT: 8, WEEKS_COURT: 17, SPEED: 1}
_GUESSED_RELATIONSHIP = Decimal(10)  # percent of what is disputed, with a regular one
# Which facts each cost rests on.
_RESTS_ON: Mapping[Cost, tuple[str, ...]] = {
    Cost.TALK: (HOURS_TALK,),
    Cost.FEES: (COURT_FEE,),
    Cost.TIME: (HOURS_COURT,),
    Cost.WAITING: (WEEKS_COURT, SPEED),
    Cost.RELATIONSHIP: (RELATIONSHIP,),
    Cost.REPUTATION: (REPUTATION,),
}


def hourly_rate(at: Situation) -> Money | None:
    """What an hour of the owner's is worth; None where it is not known."""
    own = at.case.money_fact(OWN_RATE)
    return _same(at, at.profile.hourly_rate if own is None else own)


def court_limit(at: Situation) -> Money | None:
    """The limit that the owner confirmed, else the book's; None for no cap or none."""
    told = at.case.money_fact(COURT_LIMIT)
    known = at.court.limit if at.court and at.court.limit_known else None
    return _same(at, told or known)


def award_share(at: Situation) -> AwardShare | None:
    """What of the disputed part may be awarded (K15): in the owner's words, once said.

    Else as the rules see it; None where they cannot say.
    """
    said = at.case.text_fact(LIKELY_SHARE)
    if said in set(LikelyShare):
        return AwardShare(*SHARE_RANGES[LikelyShare(said)])
    return estimated_share(at)


def estimated_share(at: Situation) -> AwardShare | None:
    """What the rules make of all disputed rows together; None where they cannot say."""
    rows = at.case.contested_rows()
    if at.neutral is None or not any(row.disputed for row in rows):
        return None
    share, low, high = together(
        [(row.disputed, at.neutral(at.case, row.id)) for row in rows]
    )
    return AwardShare(low, high, share)


def is_above_limit(at: Situation) -> bool:
    """Whether what is due is more than the court takes."""
    limit = court_limit(at)
    return limit is not None and at.case.grid.sum.due > limit


def reckoning(at: Situation, *, may_try: bool = True) -> Reckoning | None:
    """The numbers of the case; None where nobody can say what may be awarded."""
    found = fork_figures(at, may_try=may_try)
    return at.reckoner.reckon(found) if at.reckoner and found else None


def offer_limits(at: Situation) -> OfferLimits | None:
    """What the numbers suggest to take off; None as long as there are none.

    Only what is judged ambiguous is ever offered: neither sum is more than that.
    """
    made, bound = reckoning(at), at.disputed_as(Assessment.AMBIGUOUS)
    if made is None:
        return None
    return OfferLimits(min(made.aim_off, bound), min(made.most_off, bound))


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


def fork_figures(at: Situation, *, may_try: bool = True) -> ForkFigures | None:
    """Everything that goes into the numbers; None where no share is known.

    may_try: whether one more try is still among the ways.
    """
    share = award_share(at)
    if share is None:
        return None
    sums, offer = at.case.grid.sum, at.case.offer
    zero, disputed = Money.zero(sums.due.currency), min(sums.disputed, sums.due)
    return ForkFigures(
        due=sums.due,
        disputed=disputed,
        share=share,
        rate=hourly_rate(at) or zero,
        hours_talk=_number(at, HOURS_TALK),
        hours_court=_number(at, HOURS_COURT),
        mediation_fee=_said(at, MEDIATION_FEE),
        court_fee=_either(_said(at, COURT_FEE), _either(_known_fee(at), zero)),
        relationship=_either(_said(at, RELATIONSHIP), _worth_keeping(at, disputed)),
        reputation=_either(_said(at, REPUTATION), zero),
        weeks_court=_number(at, WEEKS_COURT),
        monthly_percent=_number(at, SPEED),
        theirs=offer.counter if offer else None,
        ours=offer.rest if offer else None,
        limit=court_limit(at),
        may_waive=bool(at.court and at.court.may_waive),
        may_try=may_try,
        guessed=_guessed(at),
    )


def weeks_of(months: int) -> int:
    """So many months in whole weeks; 13 weeks are 3 months."""
    return int((Decimal(months * 13) / 3).to_integral_value(ROUND_HALF_UP))


def _guessed(at: Situation) -> frozenset[Cost]:
    """The costs that rest on something nobody has said, and no book knows."""
    unsaid = {
        cost
        for cost, facts in _RESTS_ON.items()
        if not all(at.case.knows(fact) for fact in facts)
    }
    is_fee_known = _known_fee(at) is not None
    is_one_off = at.case.fact(FactName.ONGOING) == "one_off"
    return frozenset(
        unsaid
        - ({Cost.FEES} if is_fee_known else set())
        - ({Cost.RELATIONSHIP} if is_one_off else set())
    )


def _known_fee(at: Situation) -> Money | None:
    """What the court of the place charges for all that is due, where that is known."""
    return at.court.fee_for(at.case.grid.sum.due) if at.court else None


def _worth_keeping(at: Situation, disputed: Money) -> Money:
    """A guess at what a regular customer is worth; nothing for a one-off."""
    is_regular = at.case.fact(FactName.ONGOING) == "ongoing"
    return disputed.percent(_GUESSED_RELATIONSHIP if is_regular else Decimal(0))


def _said(at: Situation, name: str) -> Money | None:
    return _same(at, at.case.money_fact(name))


def _same(at: Situation, amount: Money | None) -> Money | None:
    """The amount, where it is in the currency of the case."""
    is_same = amount is not None and amount.currency == at.case.grid.currency
    return amount if is_same else None


def _either(amount: Money | None, otherwise: Money) -> Money:
    """The amount, which may be nothing, or what stands for it while it is not known."""
    return otherwise if amount is None else amount


def _number(at: Situation, name: str) -> int:
    value = at.case.fact(name)
    return value if isinstance(value, int) else _GUESSES[name]
