"""The ways on in numbers, by one rule that a reader can follow with a pencil.

    may come in   undisputed + share x disputed, from the low to the high share
    costs         fees + hours x rate, and for a claim what it may cost in business
    nets          may come in - costs

One more try brings from what the customer offered (before that: the low award) up to
what we asked (the high award); letting go brings what is not disputed and costs
nothing. The middle of two nets is rounded down.

    floor         the best middle of mediation and claim, at least what is not disputed,
                  at most what is due: take this sum today rather than go on
    break-even    costs of a claim / middle share: do not claim less than this

A higher cost of going on can only lower the floor, and raise the break-even. Sources:
guides S0-38 to S0-46, S3-26 to S3-28; F-J7.
"""

from dataclasses import replace

from assistant.domain.fork import (
    Compared,
    ForkFigures,
    Ladder,
    Reckoning,
    Rung,
    Way,
    WayReckoned,
)
from assistant.domain.money import Money

MOST_STEPS = 3  # offers in a ladder; after them the fork is insisted on (S0-37)
# Each step closes most of what is left of the way, so that steps grow smaller: the
# other side can see where they end. In percent of the most that may be taken off.
_CLIMB = {1: (100,), 2: (60, 100), 3: (50, 80, 100)}
_ROUND_FROM = 20  # major units; smaller offers are not rounded to whole ones
# Of ways that leave the same, the one with the least trouble.
_EASIEST_FIRST = (Way.LETTING_GO, Way.ONE_MORE_TRY, Way.MEDIATION, Way.SMALL_CLAIMS)


def reckon(figures: ForkFigures) -> Reckoning:
    """The four ways in numbers, with the floor and the break-even.

    Raises ValueError for figures that cannot be: more disputed than due, a share that
    is none, or sums below zero.
    """
    _refuse_impossible(figures)
    ways = (
        _one_more_try(figures),
        _mediation(figures),
        _small_claims(figures),
        _letting_go(figures),
    )
    reckoned = {each.way: each for each in ways}
    fights = [reckoned[Way.MEDIATION], reckoned[Way.SMALL_CLAIMS]]
    middles = [each.middle for each in fights if each.is_open]
    undisputed = figures.due - figures.disputed
    floor = min(figures.due, max([undisputed, *middles]))
    best = max(
        (reckoned[way] for way in _EASIEST_FIRST if reckoned[way].is_open),
        key=lambda each: each.middle,
    )
    return Reckoning(
        ways,
        floor,
        break_even(figures),
        best.way,
        is_lesson=max(middles, default=undisputed) <= undisputed,
    )


def break_even(figures: ForkFigures) -> Money | None:
    """The disputed sum below which a claim costs more than it brings, rounded up."""
    share = sum(figures.share)  # twice the middle, in percent
    if share == 0:
        return None
    cost = _small_claims(figures).cost
    return Money(-(-cost.minor * 200 // share), cost.currency)


def ladder(most_off: Money, steps: int) -> Ladder:
    """Up to `steps` offers that end at `most_off` and never go back (F-G8).

    most_off: the most to take off, above zero.
    steps: 1 to 3. Steps that would be the same sum are left out.
    """
    if most_off.minor <= 0 or steps not in _CLIMB:
        raise ValueError(f"no ladder of {steps} steps to {most_off}")
    sums = [_rounded(_part(most_off, percent)) for percent in _CLIMB[steps]]
    sums[-1] = most_off
    different = list(dict.fromkeys(each for each in sums if each.minor > 0))
    return Ladder(tuple(Rung(n, each) for n, each in enumerate(different, 1)))


def compare(ours: Money, theirs: Money, cost: Money) -> Compared:
    """Our sum and theirs side by side.

    ours, theirs: what is to be paid in all. cost: of one more exchange.
    """
    middle = Money(-(-(ours + theirs).minor // 2), ours.currency)
    return Compared(
        ours, theirs, ours - theirs, cost, ours - cost, theirs, max(middle, theirs)
    )


def _refuse_impossible(figures: ForkFigures) -> None:
    low, high = figures.share
    sums = (
        figures.disputed,
        figures.rate,
        figures.mediation_fee,
        figures.court_fee,
        figures.relationship,
        figures.reputation,
    )
    is_share = 0 <= low <= high <= 100
    is_sum = all(each.minor >= 0 for each in sums) and figures.disputed <= figures.due
    if not (is_share and is_sum and min(figures.hours_talk, figures.hours_court) >= 0):
        raise ValueError(f"these figures cannot be: {figures}")


def _one_more_try(figures: ForkFigures) -> WayReckoned:
    undisputed = figures.due - figures.disputed
    low_award, high_award = _awards(figures)
    high = min(figures.ours or high_award, figures.due)
    low = min(max(figures.theirs or low_award, undisputed), high)
    made = _way(figures, Way.ONE_MORE_TRY, low, high, time=figures.hours_talk)
    return replace(made, is_open=figures.may_try)


def _mediation(figures: ForkFigures) -> WayReckoned:
    low, high = _awards(figures)
    return _way(
        figures,
        Way.MEDIATION,
        low,
        high,
        fees=figures.mediation_fee,
        time=figures.hours_talk,
    )


def _small_claims(figures: ForkFigures) -> WayReckoned:
    """A claim for all that is due; above the limit part is given up, or it is shut."""
    low, high = _awards(figures)
    limit, excess = figures.limit, _zero(figures)
    is_above = limit is not None and limit < figures.due
    if limit is not None and is_above:
        excess = figures.due - limit
        low, high = min(low, limit), min(high, limit)
    made = _way(
        figures,
        Way.SMALL_CLAIMS,
        low,
        high,
        fees=figures.court_fee,
        time=figures.hours_court,
    )
    return replace(
        made,
        loss=figures.relationship + figures.reputation,
        given_up=excess,
        is_open=figures.may_waive or not is_above,
    )


def _letting_go(figures: ForkFigures) -> WayReckoned:
    undisputed = figures.due - figures.disputed
    zero = _zero(figures)
    return WayReckoned(
        Way.LETTING_GO, undisputed, undisputed, zero, zero, zero, figures.disputed
    )


def _way(
    figures: ForkFigures,
    way: Way,
    low: Money,
    high: Money,
    *,
    fees: Money | None = None,
    time: int,
) -> WayReckoned:
    zero = _zero(figures)
    own_time = Money(figures.rate.minor * time, zero.currency)
    return WayReckoned(way, low, high, fees or zero, own_time, zero, zero)


def _awards(figures: ForkFigures) -> tuple[Money, Money]:
    undisputed = figures.due - figures.disputed
    low, high = (_part(figures.disputed, share) for share in figures.share)
    return undisputed + low, undisputed + high


def _part(amount: Money, percent: int) -> Money:
    """So many percent, rounded down: nobody is paid a cent that was not awarded."""
    return Money(amount.minor * percent // 100, amount.currency)


def _rounded(amount: Money) -> Money:
    """A sum that one would say aloud: whole units, once it is not small."""
    unit = Money.of(1, amount.currency).minor
    if amount.minor < _ROUND_FROM * unit:
        return amount
    return Money(amount.minor // unit * unit, amount.currency)


def _zero(figures: ForkFigures) -> Money:
    return Money.zero(figures.due.currency)
