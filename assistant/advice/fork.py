"""The numbers of a dispute, by one rule that a reader can follow with a pencil.

Both the fork and `show CASE numbers` show these. All sums but the break-even are what
the customer pays in all.

    award         share x disputed, rounded down; share: the low, likely or high one
    comes in      undisputed + award
    costs         fees + hours x rate, and for a claim also waiting and what it may cost
                  in business and good name
    waiting       likely award x percent a month x months, rounded down; 13 weeks are
                  3 months
    net           comes in - costs; the likely net is that of the likely share

One more try brings from what the customer offered (before that: the low award) up to
what we asked (the high award), the likely award if it lies between them; letting go
brings what is not disputed and costs nothing.

    floor         the best likely net of mediation and claim, at least what is not
                  disputed: take this sum today rather than go on
    target        undisputed + likely award
    opening       due - the first step of the ladder of offers to the target
    break-even    costs of a claim but waiting / (likely share x what waiting leaves of
                  it): for a smaller disputed sum a claim costs more than it brings

A claim above the limit of the court counts only where the rest may be given up. Where
it may not, an ordinary court hears it: the floor is what a claim there leaves at best,
with the same costs and without a lawyer's. A mediation counts only once something is
known of its fees: it would make a floor for nothing.
A higher cost of going on can only lower the floor, and raise the break-even. Sources:
guides S0-32, S0-33, S0-38 to S0-46, S3-26 to S3-28; F-G7, F-G8, F-J7.
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

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
# Those that make the floor: what goes on without the customer's yes to a letter.
_FLOORS = (Way.LETTING_GO, Way.MEDIATION, Way.SMALL_CLAIMS)


def reckon(figures: ForkFigures) -> Reckoning:
    """The four ways in numbers, with opening, target, floor and break-even.

    Raises ValueError when the currencies differ.
    """
    ways = (
        _one_more_try(figures),
        _mediation(figures),
        _small_claims(figures),
        _letting_go(figures),
    )
    counted = {each.way: each for each in ways if each.counts}
    best = max(
        (counted[way] for way in _EASIEST_FIRST if way in counted),
        key=lambda each: each.net,
    )
    least = max(
        (counted[way] for way in _FLOORS if way in counted),
        key=lambda each: each.net,
    )
    elsewhere = _small_claims(replace(figures, limit=None))
    is_elsewhere = Way.SMALL_CLAIMS not in counted and elsewhere.net > least.net
    if is_elsewhere:
        least = elsewhere
    target = figures.undisputed + _part(figures.disputed, figures.share.likely)
    return Reckoning(
        figures=figures,
        ways=ways,
        opening=_opening(figures.due, target),
        target=target,
        floor=least.net,
        floor_from=least.way,
        break_even=break_even(figures),
        best=best.way,
        is_lesson=least.way is Way.LETTING_GO,
        is_elsewhere=is_elsewhere,
    )


def break_even(figures: ForkFigures) -> Money | None:
    """The disputed sum below which a claim costs more than it brings, rounded up.

    None where a claim of no sum would pay: nothing is likely to be awarded, or waiting
    eats it.
    """
    kept = Fraction(figures.share.likely) / 100 * (1 - _waited(figures))
    if kept <= 0:
        return None
    claim = _small_claims(figures)
    fixed = claim.cost - claim.waiting
    return Money(ceil(fixed.minor / kept), fixed.currency)


def ladder(most_off: Money, steps: int) -> Ladder:
    """Up to `steps` offers that end at `most_off` and never go back (F-G8).

    most_off: the most to take off, above zero.
    steps: 1 to 3. Steps that would be the same sum are left out.
    """
    if most_off.minor <= 0 or steps not in _CLIMB:
        raise ValueError(f"no ladder of {steps} steps to {most_off}")
    sums = [_rounded(_part(most_off, Decimal(percent))) for percent in _CLIMB[steps]]
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


def _opening(due: Money, target: Money) -> Money:
    """The first offer of the suggested ladder; all that is due when that is likely."""
    if target == due:
        return due
    return due - ladder(due - target, MOST_STEPS).rung(1).amount_off


def _one_more_try(figures: ForkFigures) -> WayReckoned:
    low_award, likely, high_award = _awards(figures)
    high = min(figures.ours or high_award, figures.due)
    low = min(max(figures.theirs or low_award, figures.undisputed), high)
    likely = min(max(likely, low), high)
    made = _way(figures, Way.ONE_MORE_TRY, (low, likely, high), figures.hours_talk)
    return replace(made, is_open=figures.may_try)


def _mediation(figures: ForkFigures) -> WayReckoned:
    made = _way(figures, Way.MEDIATION, _awards(figures), figures.hours_talk)
    fee = figures.mediation_fee
    return replace(made, fees=fee or _zero(figures), is_priced=fee is not None)


def _small_claims(figures: ForkFigures) -> WayReckoned:
    """A claim for all that is due; above the limit part is given up, or it is shut."""
    limit = figures.due if figures.limit is None else figures.limit
    low, likely, high = (min(each, limit) for each in _awards(figures))
    made = _way(figures, Way.SMALL_CLAIMS, (low, likely, high), figures.hours_court)
    zero = _zero(figures)
    late = max(likely - figures.undisputed, zero).minor * _waited(figures)
    return replace(
        made,
        fees=figures.court_fee,
        waiting=Money(int(late), zero.currency),
        loss=figures.relationship + figures.reputation,
        given_up=max(figures.due - limit, zero),
        is_open=figures.may_waive or limit >= figures.due,
    )


def _letting_go(figures: ForkFigures) -> WayReckoned:
    rest = figures.undisputed
    made = _way(figures, Way.LETTING_GO, (rest, rest, rest), 0)
    return replace(made, given_up=figures.disputed)


def _way(
    figures: ForkFigures, way: Way, comes_in: tuple[Money, Money, Money], hours: int
) -> WayReckoned:
    """A way that costs own hours only. comes_in: low, likely, high."""
    zero = _zero(figures)
    own_time = Money(figures.rate.minor * hours, figures.rate.currency)
    return WayReckoned(way, *comes_in, zero, zero + own_time, zero, zero, zero)


def _awards(figures: ForkFigures) -> tuple[Money, Money, Money]:
    """What may come in by an award: low, likely, high."""
    share, rest = figures.share, figures.undisputed
    low, high = (_part(figures.disputed, Decimal(at)) for at in (share.low, share.high))
    return rest + low, rest + _part(figures.disputed, share.likely), rest + high


def _waited(figures: ForkFigures) -> Fraction:
    """What waiting for a claim costs, as a part of the likely award; may be above 1."""
    return Fraction(figures.weeks_court * 3, 13) * figures.monthly_percent / 100


def _part(amount: Money, percent: Decimal) -> Money:
    """So many percent, rounded down: nobody is paid a cent that was not awarded."""
    return Money(int(amount.minor * percent // 100), amount.currency)


def _rounded(amount: Money) -> Money:
    """A sum that one would say aloud: whole units, once it is not small."""
    unit = Money.of(1, amount.currency).minor
    if amount.minor < _ROUND_FROM * unit:
        return amount
    return Money(amount.minor // unit * unit, amount.currency)


def _zero(figures: ForkFigures) -> Money:
    return Money.zero(figures.due.currency)
