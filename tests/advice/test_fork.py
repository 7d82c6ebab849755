"""The numbers of a dispute: worked examples to check by hand, and what always holds."""

import os
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.advice.fork import MOST_STEPS, break_even, compare, ladder, reckon
from assistant.domain.fork import (
    SHARE_RANGES,
    AwardShare,
    ForkFigures,
    LikelyShare,
    Reckoning,
    Way,
    WayReckoned,
)
from assistant.domain.money import Money

WORKED = Path(__file__).parents[1] / "approved" / "worked" / "forks.txt"
S = LikelyShare


def case(
    sums: str,
    of: LikelyShare | AwardShare,
    hours: str,
    fees: str = "0 0",
    losses: str = "0 0",
    *,
    rate: str = "60",
    offers: str = "",
    limit: str = "",
    waive: bool = False,
    wait: str = "0 0",
    currency: str = "EUR",
) -> ForkFigures:
    """Figures as one writes them down: `due disputed`, `talk claim`, and so on.

    of: what may be awarded. fees: of mediation (`?` for not known) and court.
    wait: weeks, percent a month.
    """

    def money(text: str) -> list[Money]:
        return [Money.of(each, currency) for each in text.split()]

    due, disputed = money(sums)
    talk, claim = map(int, hours.split())
    weeks, monthly = map(int, wait.split())
    mediation, court = fees.split()
    business, name = money(losses)
    ours, theirs = money(offers) if offers else (None, None)
    return ForkFigures(
        due,
        disputed,
        of if isinstance(of, AwardShare) else AwardShare(*SHARE_RANGES[of]),
        money(rate)[0],
        talk,
        claim,
        None if mediation == "?" else Money.of(mediation, currency),
        Money.of(court, currency),
        business,
        name,
        weeks,
        monthly,
        theirs,
        ours,
        money(limit)[0] if limit else None,
        waive,
    )


EXAMPLES: dict[str, ForkFigures] = {
    "150 dollars, long and bitter, will tell everyone": case(
        "150 150", S.MOST, "3 8", "0 75", "0 300", rate="50", currency="USD"
    ),
    "150 dollars, half of it offered": case(
        "150 150", S.HALF, "1 8", "0 75", rate="50", offers="110 75", currency="USD"
    ),
    "A clear record and a one-off customer": case(
        "2400 2400", S.NEARLY_ALL, "2 8", "0 115", currency="GBP", limit="10000"
    ),
    "The same at a higher hourly rate": case(
        "2400 2400",
        S.NEARLY_ALL,
        "2 8",
        "0 115",
        rate="180",
        currency="GBP",
        limit="10000",
    ),
    "One line of a larger invoice": case("1200 400", S.HALF, "2 8", "0 70"),
    "The same with a customer worth keeping": case(
        "1200 400", S.HALF, "2 8", "0 70", "1500 0"
    ),
    "Something on both sides, mediation free": case(
        "5000 2000", S.HALF, "3 12", "0 205", offers="4500 3500", currency="GBP"
    ),
    "Mediation with a fee": case("5000 2000", S.HALF, "3 12", "400 205"),
    "Nobody knows": case("3000 3000", S.NOT_SURE, "2 10", "0 105"),
    "Little to hope for": case("3000 3000", S.LITTLE, "2 10", "0 105"),
    "Above the limit, the excess may be given up": case(
        "9000 9000", S.NEARLY_ALL, "3 10", "0 75", limit="6250", waive=True
    ),
    "Above the limit, and it may not": case(
        "21500 21500", S.NEARLY_ALL, "3 10", "0 54", currency="USD", limit="20000"
    ),
    "At the limit to the cent": case(
        "5000 5000", S.MOST, "2 10", "0 50", currency="USD", limit="5000"
    ),
    "One cent above the limit": case(
        "5000.01 5000.01", S.MOST, "2 10", "0 50", currency="USD", limit="5000"
    ),
    "Their offer is close to ours": case(
        "1000 300", S.HALF, "1 8", "0 70", offers="900 850"
    ),
    "They offer less than what nobody disputes": case(
        "1000 300", S.HALF, "1 8", "0 70", offers="900 600"
    ),
    "Own time costs nothing": case("800 800", S.MOST, "5 20", "0 60", rate="0"),
    "Sums in yen, which have no cents": case(
        "120000 40000", S.MOST, "2 6", "0 1000", rate="5000", currency="JPY"
    ),
    "Sums in dinars, which have three decimals": case(
        "450.500 120.250", S.HALF, "1 4", "0 12.500", rate="9.750", currency="KWD"
    ),
    "Nothing is disputed any more": case("700 0", S.MOST, "1 6", "0 50"),
    "Half a year to wait, at one percent a month": case(
        "5000 2000", S.MOST, "3 12", "400 205", wait="26 1"
    ),
    "Nobody has said anything of a mediation": case(
        "5000 2000", S.MOST, "3 12", "? 205", wait="26 1"
    ),
    "Waiting eats the whole award": case("900 900", S.HALF, "1 2", "? 30", wait="52 9"),
    "As the rules see it, the range lopsided": case(
        "1200 400",
        AwardShare(53, 100, 100),
        "2 8",
        "? 0",
        "40 0",
        rate="0",
        wait="17 1",
    ),
    "As the rules see it, above a limit": case(
        "9000 4000",
        AwardShare(20, 90, 80),
        "2 10",
        "? 75",
        limit="6250",
        waive=True,
        wait="13 2",
    ),
}


def line(way: WayReckoned) -> str:
    """One way as a sum to check."""
    name = way.way.replace("_", " ")
    costs = (way.fees, way.time, way.waiting, way.loss)
    out = (
        f"    {name:<13} {way.low.amount}, likely {way.likely.amount},"
        f" {way.high.amount}"
        f" - ({' + '.join(str(each.amount) for each in costs)})"
        f" = {way.net_low.amount}, likely {way.net.amount}, {way.net_high.amount}"
    )
    if not way.is_open:
        return f"{out}; shut: above the limit"
    if not way.is_priced:
        return f"{out}; its fees are not known: does not count"
    return f"{out}; gives up {way.given_up.amount}" if way.given_up else out


def worked(name: str, figures: ForkFigures) -> str:
    """One example with everything that goes in, and everything that comes out."""
    f, made = figures, reckon(figures)
    limit = f"; limit {f.limit.amount}" if f.limit else ""
    may = ", excess may be given up" if f.may_waive else ""
    fee = f.mediation_fee.amount if f.mediation_fee is not None else "not known"
    seen = f", likeliest {f.share.likeliest}" if f.share.likeliest is not None else ""
    text = [
        name,
        f"    due {f.due.amount} {f.due.currency}, disputed {f.disputed.amount};"
        f" share {f.share.low} to {f.share.high} %{seen}, likely"
        f" {f.share.likely.normalize():f} %{limit}{may}",
        f"    an hour {f.rate.amount}; talk {f.hours_talk} h, claim {f.hours_court} h;"
        f" mediation {fee}, court {f.court_fee.amount};"
        f" business {f.relationship.amount}, name {f.reputation.amount};"
        f" {f.weeks_court} weeks at {f.monthly_percent} % a month",
        *map(line, made.ways),
        f"    opening {made.opening.amount}, target {made.target.amount},"
        f" floor {made.floor.amount} from {made.floor_from.replace('_', ' ')};"
        f" break-even {made.break_even.amount if made.break_even else 'never'};"
        f" best {made.best.replace('_', ' ')}"
        f"{'; not worth a fight' if made.is_lesson else ''}",
    ]
    if made.aim_off:
        steps = ladder(made.aim_off, MOST_STEPS).rungs
        text.append(f"    offers: {', '.join(str(r.amount_off.amount) for r in steps)}")
    if f.ours and f.theirs:
        c = compare(
            f.ours, f.theirs, Money(f.rate.minor * f.hours_talk, f.due.currency)
        )
        text.append(
            f"    ours {c.ours.amount} nets {c.net_ours.amount}, theirs"
            f" {c.theirs.amount} nets {c.net_theirs.amount}; apart"
            f" {c.difference.amount}, middle {c.middle.amount}"
        )
    return "\n".join(text)


HEAD = """\
Forks and the offers that go with them, to check with a pencil. Sums are what the
customer pays in all.

likely share: the middle of a range in the owner's words; of an estimate half way from
the likeliest share to the middle of the range
may come in: what is not disputed + share x disputed (each rounded down); low, likely,
high
costs: (fees + hours x rate + waiting + what a claim may cost in business and good name)
waiting: likely award x percent a month x weeks x 3 / 13, rounded down
floor: the best likely net of mediation and claim, at least what is not disputed
target: what is not disputed + likely award; opening: due - the first of the offers
offers: 50, 80 and 100 % of due - target, in whole units from 20 up
break-even: costs of a claim but waiting / (likely share x (1 - waiting)), rounded up

"""


@pytest.mark.covers("X6", "F-J1", "F-J7", "F-G7", "F-G8", "F-F11", "S3-26", "S3-27")
def test_the_worked_examples_are_as_they_were_approved() -> None:
    rows = [
        f"{number}. {worked(name, figures)}"
        for number, (name, figures) in enumerate(EXAMPLES.items(), 1)
    ]
    now = HEAD + "\n\n".join(rows) + "\n"
    if os.environ.get("PARLEY_APPROVE"):
        WORKED.write_text(now, encoding="utf-8")
    assert now == WORKED.read_text(encoding="utf-8")
    assert len(EXAMPLES) >= 20


@pytest.mark.covers("S3-26", "S3-28", "S0-44", "S0-46", "F-J6")
def test_150_dollars_are_not_worth_a_bitter_fight() -> None:
    made = reckon(EXAMPLES["150 dollars, long and bitter, will tell everyone"])
    assert made.is_lesson
    assert made.best is Way.LETTING_GO
    assert made.floor == Money.of(0, "USD")
    assert made.break_even is not None
    assert made.break_even > Money.of(150, "USD")


@pytest.mark.covers("S0-43", "F-J3")
def test_a_claim_above_the_limit_is_shut_unless_the_excess_may_go() -> None:
    shut = reckon(EXAMPLES["Above the limit, and it may not"])
    assert not shut.way(Way.SMALL_CLAIMS).is_open
    unpriced = replace(shut.figures, mediation_fee=None)
    alone = reckon(unpriced)  # an ordinary court hears it: nobody is told to let it go
    assert alone.is_elsewhere
    assert not alone.is_lesson
    assert unpriced.undisputed < alone.floor < alone.target
    cut = reckon(EXAMPLES["Above the limit, the excess may be given up"])
    way = cut.way(Way.SMALL_CLAIMS)
    assert way.is_open
    assert way.high == Money.of(6250, "EUR")
    assert way.given_up == Money.of(2750, "EUR")


def by_hand(f: ForkFigures) -> dict[str, int | None]:
    """The rule once more in fractions of a minor unit, without the code under test."""
    low, high = f.share.low, f.share.high
    share = Fraction(low + high, 200)
    if f.share.likeliest is not None:
        share = (Fraction(f.share.likeliest, 100) + share) / 2
    rest = f.due.minor - f.disputed.minor
    likely = rest + floor(f.disputed.minor * share)
    waits = Fraction(f.weeks_court * f.monthly_percent * 3, 1300)
    cap = f.due.minor if f.limit is None else f.limit.minor
    fixed = f.court_fee.minor + f.rate.minor * f.hours_court
    fixed += f.relationship.minor + f.reputation.minor
    is_open = cap >= f.due.minor or f.may_waive
    claim = min(likely, cap) if is_open else likely  # or before an ordinary court
    nets = [rest, claim - fixed - floor(max(claim - rest, 0) * waits)]
    if f.mediation_fee is not None:
        talk = f.mediation_fee.minor + f.rate.minor * f.hours_talk
        nets.append(likely - talk)
    left = share * (1 - waits)
    return {
        "target": likely,
        "floor": max(nets),
        "break_even": ceil(fixed / left) if left > 0 else None,
    }


@pytest.mark.covers("F-G7", "F-J7", "X6")
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_the_same_by_hand(name: str) -> None:
    made = reckon(EXAMPLES[name])
    assert {
        "target": made.target.minor,
        "floor": made.floor.minor,
        "break_even": made.break_even.minor if made.break_even else None,
    } == by_hand(EXAMPLES[name])


@pytest.mark.covers("F-J7")
def test_a_mediation_of_which_nothing_is_known_makes_no_floor_for_nothing() -> None:
    known = EXAMPLES["Half a year to wait, at one percent a month"]
    unsaid = EXAMPLES["Nobody has said anything of a mediation"]
    assert replace(known, mediation_fee=None) == unsaid
    assert reckon(known).floor_from is Way.MEDIATION
    assert reckon(unsaid).floor_from is Way.SMALL_CLAIMS
    assert reckon(unsaid).floor < reckon(known).floor
    free = replace(unsaid, mediation_fee=Money.zero("EUR"))
    assert reckon(free).floor > reckon(known).floor


def test_a_claim_whose_award_waiting_eats_never_pays() -> None:
    made = reckon(EXAMPLES["Waiting eats the whole award"])
    assert made.break_even is None
    assert made.is_lesson


# --- what always holds ---------------------------------------------------------------

SMALL = st.integers(0, 50_000)


@st.composite
def figures(draw: st.DrawFn) -> ForkFigures:
    due = draw(st.integers(0, 2_000_000))
    disputed = draw(st.integers(0, due))
    low = draw(st.integers(0, 100))
    high = draw(st.integers(low, 100))
    maybe = st.none() | st.integers(0, due).map(lambda n: Money(n, "EUR"))
    fee = st.none() | SMALL.map(lambda n: Money(n, "EUR"))

    def sum_() -> Money:
        return Money(draw(SMALL), "EUR")

    return ForkFigures(
        Money(due, "EUR"),
        Money(disputed, "EUR"),
        AwardShare(low, high, draw(st.none() | st.integers(low, high))),
        sum_(),
        draw(st.integers(0, 100)),
        draw(st.integers(0, 100)),
        draw(fee),
        sum_(),
        sum_(),
        sum_(),
        draw(st.integers(0, 200)),
        draw(st.integers(0, 5)),
        draw(maybe),
        draw(maybe),
        draw(maybe),
        draw(st.booleans()),
    )


COSTS = ("rate", "hours_talk", "hours_court", "mediation_fee", "court_fee")
LOSSES = ("relationship", "reputation", "weeks_court", "monthly_percent")


@pytest.mark.covers("F-J7", "F-G7")
@given(figures(), st.sampled_from(COSTS + LOSSES), st.integers(1, 10_000))
def test_a_higher_cost_of_going_on_never_raises_the_floor(
    before: ForkFigures, name: str, more: int
) -> None:
    value = getattr(before, name)
    if value is None:
        return
    dearer = value + Money(more, "EUR") if isinstance(value, Money) else value + more
    change: Any = replace
    after = change(before, **{name: dearer})
    assert reckon(after).floor <= reckon(before).floor
    assert reckon(after).target == reckon(before).target
    assert reckon(after).opening == reckon(before).opening
    was, now = break_even(before), break_even(after)
    assert now is None or (was is not None and now >= was)


@pytest.mark.covers("F-G7", "F-G8")
@given(figures())
def test_offers_go_down_from_what_is_due_to_what_nobody_disputes(
    given_: ForkFigures,
) -> None:
    made = reckon(given_)
    falling = (given_.due, made.opening, made.target, made.floor, given_.undisputed)
    assert list(falling) == sorted(falling, reverse=True)
    assert made.aim_off <= made.most_off <= given_.disputed


@pytest.mark.covers("F-G7", "F-G8")
@given(figures())
def test_opening_and_target_are_the_first_and_the_last_step_of_the_ladder(
    given_: ForkFigures,
) -> None:
    made = reckon(given_)
    if not made.aim_off:
        assert made.opening == made.target == given_.due
        return
    steps = ladder(made.aim_off, MOST_STEPS).rungs
    assert given_.due - made.opening == steps[0].amount_off
    assert given_.due - made.target == steps[-1].amount_off


@pytest.mark.covers("F-J7")
@given(figures())
def test_a_claim_leaves_more_than_letting_go_from_the_break_even_on(
    given_: ForkFigures,
) -> None:
    """To two minor units, which rounding may take."""
    free = replace(given_, limit=None)
    made = reckon(free)
    gain = made.way(Way.SMALL_CLAIMS).net - free.undisputed
    if made.break_even is not None and free.disputed >= made.break_even:
        assert gain.minor >= -2
    else:
        assert gain.minor <= 2


@pytest.mark.covers("K15")
@given(figures(), st.integers(0, 30))
def test_a_wider_range_around_the_same_middle_only_spreads_what_may_come_in(
    given_: ForkFigures, wider: int
) -> None:
    share = given_.share
    by = min(wider, share.low, 100 - share.high)
    spread = AwardShare(share.low - by, share.high + by, share.likeliest)
    before, after = reckon(given_), reckon(replace(given_, share=spread))
    assert (after.floor, after.target) == (before.floor, before.target)
    for way in (Way.MEDIATION, Way.SMALL_CLAIMS):
        was, now = before.way(way), after.way(way)
        assert now.low <= was.low
        assert was.high <= now.high


@pytest.mark.covers("F-J7", "X6")
@given(figures())
def test_the_numbers_agree_with_the_rule_worked_out_in_fractions(
    given_: ForkFigures,
) -> None:
    made = reckon(given_)
    even = made.break_even
    assert by_hand(given_) == {
        "target": made.target.minor,
        "floor": made.floor.minor,
        "break_even": even.minor if even is not None else None,
    }


@given(figures())
def test_every_way_adds_up(given_: ForkFigures) -> None:
    made = reckon(given_)
    assert [each.way for each in made.ways] == list(Way)
    for way in made.ways:
        assert Money.zero("EUR") <= way.low <= way.likely <= way.high <= given_.due
        assert way.net_low <= way.net <= way.net_high
        assert way.cost == way.fees + way.time + way.waiting + way.loss
    counted = [way for way in made.ways if way.counts]
    assert made.way(made.best) in counted
    assert made.way(made.best).net == max(way.net for way in counted)
    assert made.is_elsewhere or made.way(made.floor_from).net == made.floor
    assert not (made.is_elsewhere and made.way(Way.SMALL_CLAIMS).is_open)


@pytest.mark.covers("F-G8")
@given(
    st.integers(1, 10**9), st.sampled_from([1, 2, 3]), st.sampled_from(["EUR", "JPY"])
)
def test_a_ladder_climbs_to_its_end_and_never_goes_back(
    most: int, steps: int, currency: str
) -> None:
    made = ladder(Money(most, currency), steps).rungs
    sums = [rung.amount_off for rung in made]
    assert 1 <= len(sums) <= steps
    assert sums == sorted(set(sums))
    assert sums[-1] == Money(most, currency)
    assert sums[0].minor > 0
    assert [rung.number for rung in made] == list(range(1, len(made) + 1))


def test_a_ladder_ends_where_it_ends() -> None:
    made = ladder(Money.of(230, "EUR"), 3)
    assert [rung.amount_off.amount for rung in made.rungs] == [115, 184, 230]
    assert made.rung(5) == made.rungs[-1]
    assert (made.is_last(2), made.is_last(3)) == (False, True)
    for most, steps in ((0, 3), (-1, 1), (100, 4), (100, 0)):
        with pytest.raises(ValueError, match="no ladder"):
            ladder(Money(most, "EUR"), steps)


@pytest.mark.covers("F-G8")
@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**5))
def test_two_offers_side_by_side(ours: int, theirs: int, cost: int) -> None:
    made = compare(Money(ours, "EUR"), Money(theirs, "EUR"), Money(cost, "EUR"))
    assert made.theirs + made.difference == made.ours
    assert made.net_ours == made.ours - made.cost
    assert made.net_theirs == made.theirs
    assert min(ours, theirs) <= made.middle.minor <= max(ours, theirs)


@pytest.mark.parametrize(
    "wrong",
    [
        {"disputed": Money.of(9999, "EUR")},
        {"rate": Money(-1, "EUR")},
        {"hours_court": -1},
        {"weeks_court": -1},
        {"monthly_percent": -1},
        {"court_fee": Money(-5, "EUR")},
        {"mediation_fee": Money(-5, "EUR")},
    ],
)
def test_impossible_figures_are_refused(wrong: dict[str, object]) -> None:
    good = EXAMPLES["One line of a larger invoice"]
    figures_of: Any = replace
    with pytest.raises(ValueError, match="cannot be"):
        figures_of(good, **wrong)


@pytest.mark.parametrize(
    "wrong", [(80, 20), (-1, 20), (50, 101), (50, 70, 40), (50, 70, 80)]
)
def test_a_share_that_is_none_is_refused(wrong: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="no range"):
        AwardShare(*wrong)


@pytest.mark.parametrize(
    ("share", "likely"),
    [
        (AwardShare(60, 85), "72.5"),
        (AwardShare(0, 100, 50), "50"),
        (AwardShare(53, 100, 100), "88.25"),
        (AwardShare(0, 45, 0), "11.25"),
    ],
)
def test_doubt_pulls_an_estimate_to_the_middle_of_its_range(
    share: AwardShare, likely: str
) -> None:
    assert share.likely == Decimal(likely)
    assert share.low <= share.likely <= share.high


def test_two_currencies_are_refused() -> None:
    good = EXAMPLES["One line of a larger invoice"]
    with pytest.raises(ValueError, match="mix"):
        reckon(replace(good, court_fee=Money.of(5, "USD")))


def test_reckoning_knows_each_way() -> None:
    made: Reckoning = reckon(EXAMPLES["Nobody knows"])
    assert made.way(Way.LETTING_GO).given_up == Money.of(3000, "EUR")
