"""The fork in numbers: worked examples to check by hand, and what always holds."""

import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.advice.fork import MOST_STEPS, break_even, compare, ladder, reckon
from assistant.domain.fork import (
    SHARE_RANGES,
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
    share: LikelyShare,
    hours: str,
    fees: str = "0 0",
    losses: str = "0 0",
    *,
    rate: str = "60",
    offers: str = "",
    limit: str = "",
    waive: bool = False,
    currency: str = "EUR",
) -> ForkFigures:
    """Figures as one writes them down: `due disputed`, `talk claim`, and so on."""

    def money(text: str) -> list[Money]:
        return [Money.of(each, currency) for each in text.split()]

    due, disputed = money(sums)
    talk, claim = map(int, hours.split())
    mediation, court = money(fees)
    business, name = money(losses)
    ours, theirs = money(offers) if offers else (None, None)
    return ForkFigures(
        due,
        disputed,
        SHARE_RANGES[share],
        money(rate)[0],
        talk,
        claim,
        mediation,
        court,
        business,
        name,
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
}


def line(way: WayReckoned) -> str:
    """One way as a sum to check."""
    name = way.way.replace("_", " ")
    out = (
        f"    {name:<13} {way.low.amount} to {way.high.amount}"
        f" - ({way.fees.amount} + {way.time.amount} + {way.loss.amount})"
        f" = {way.net_low.amount} to {way.net_high.amount},"
        f" middle {way.middle.amount}"
    )
    if not way.is_open:
        return f"{out}; shut: above the limit"
    return f"{out}; gives up {way.given_up.amount}" if way.given_up else out


def worked(name: str, figures: ForkFigures) -> str:
    """One example with everything that goes in, and everything that comes out."""
    f, made = figures, reckon(figures)
    limit = f"; limit {f.limit.amount}" if f.limit else ""
    may = ", excess may be given up" if f.may_waive else ""
    text = [
        name,
        f"    due {f.due.amount} {f.due.currency}, disputed {f.disputed.amount};"
        f" share {f.share[0]} to {f.share[1]} %{limit}{may}",
        f"    an hour {f.rate.amount}; talk {f.hours_talk} h, claim {f.hours_court} h;"
        f" mediation {f.mediation_fee.amount}, court {f.court_fee.amount};"
        f" business {f.relationship.amount}, name {f.reputation.amount}",
        *map(line, made.ways),
        f"    floor {made.floor.amount}; break-even"
        f" {made.break_even.amount if made.break_even else 'never'};"
        f" best {made.best.replace('_', ' ')}"
        f"{'; not worth a fight' if made.is_lesson else ''}",
    ]
    most = f.due - made.floor
    if most:
        steps = ladder(most, MOST_STEPS).rungs
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
Twenty forks and the offers that go with them, to check with a pencil.

may come in: what is not disputed + share x disputed (each share rounded down)
costs: (fees + hours x rate + what a claim may cost in business and good name)
middle: half of low net + high net, rounded down
floor: the better middle of mediation and claim, at least what is not disputed, at most
what is due; break-even: costs of a claim / middle share, rounded up
offers: 50, 80 and 100 % of due - floor, in whole units from 20 up

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
    cut = reckon(EXAMPLES["Above the limit, the excess may be given up"])
    way = cut.way(Way.SMALL_CLAIMS)
    assert way.is_open
    assert way.high == Money.of(6250, "EUR")
    assert way.given_up == Money.of(2750, "EUR")


# --- what always holds ---------------------------------------------------------------

SMALL = st.integers(0, 50_000)


@st.composite
def figures(draw: st.DrawFn) -> ForkFigures:
    due = draw(st.integers(0, 2_000_000))
    disputed = draw(st.integers(0, due))
    low = draw(st.integers(0, 100))
    maybe = st.none() | st.integers(0, due).map(lambda n: Money(n, "EUR"))

    def sum_() -> Money:
        return Money(draw(SMALL), "EUR")

    return ForkFigures(
        Money(due, "EUR"),
        Money(disputed, "EUR"),
        (low, draw(st.integers(low, 100))),
        sum_(),
        draw(st.integers(0, 100)),
        draw(st.integers(0, 100)),
        sum_(),
        sum_(),
        sum_(),
        sum_(),
        draw(maybe),
        draw(maybe),
        draw(maybe),
        draw(st.booleans()),
    )


COSTS = ("rate", "hours_talk", "hours_court", "mediation_fee", "court_fee")
LOSSES = ("relationship", "reputation")


@pytest.mark.covers("F-J7", "F-G7")
@given(figures(), st.sampled_from(COSTS + LOSSES), st.integers(1, 10_000))
def test_a_higher_cost_of_going_on_never_raises_the_floor(
    before: ForkFigures, name: str, more: int
) -> None:
    value = getattr(before, name)
    dearer = value + Money(more, "EUR") if isinstance(value, Money) else value + more
    change: Any = replace
    after = change(before, **{name: dearer})
    assert reckon(after).floor <= reckon(before).floor
    was, now = break_even(before), break_even(after)
    assert (was is None) == (now is None)
    assert was is None or now is None or now >= was


@given(figures())
def test_what_is_not_disputed_is_never_bargained_away(given_: ForkFigures) -> None:
    made = reckon(given_)
    assert given_.due - given_.disputed <= made.floor <= given_.due
    most_off = given_.due - made.floor
    assert most_off <= given_.disputed


@given(figures())
def test_every_way_adds_up(given_: ForkFigures) -> None:
    made = reckon(given_)
    assert [each.way for each in made.ways] == list(Way)
    for way in made.ways:
        assert Money.zero("EUR") <= way.low <= way.high <= given_.due
        assert way.net_low <= way.middle <= way.net_high
        assert way.cost == way.fees + way.time + way.loss
    assert made.way(made.best).is_open
    open_ways = [way for way in made.ways if way.is_open]
    assert made.way(made.best).middle == max(way.middle for way in open_ways)


@given(figures())
def test_the_sums_agree_with_the_rule_worked_out_in_fractions(
    given_: ForkFigures,
) -> None:
    """The rule of the module's first lines once more, in decimals."""
    made = reckon(given_)
    rest = given_.due.amount - given_.disputed.amount
    for share, shown in zip(
        given_.share,
        (made.way(Way.MEDIATION).low, made.way(Way.MEDIATION).high),
        strict=True,
    ):
        exact = rest + given_.disputed.amount * share / 100
        assert shown.amount <= exact < shown.amount + Decimal("0.01")
    time = given_.rate.amount * given_.hours_court
    claim = made.way(Way.SMALL_CLAIMS)
    loss = given_.relationship.amount + given_.reputation.amount
    assert claim.cost.amount == given_.court_fee.amount + time + loss
    if made.break_even is not None:
        middle = Decimal(sum(given_.share)) / 200
        assert made.break_even.amount * middle >= claim.cost.amount
        assert (made.break_even.amount - Decimal("0.01")) * middle < claim.cost.amount


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
        {"share": (80, 20)},
        {"share": (-1, 20)},
        {"share": (50, 101)},
        {"rate": Money(-1, "EUR")},
        {"hours_court": -1},
        {"court_fee": Money(-5, "EUR")},
    ],
)
def test_impossible_figures_are_refused(wrong: dict[str, object]) -> None:
    good = EXAMPLES["One line of a larger invoice"]
    figures_of: Any = replace
    with pytest.raises(ValueError, match="cannot be"):
        reckon(figures_of(good, **wrong))


def test_reckoning_knows_each_way() -> None:
    made: Reckoning = reckon(EXAMPLES["Nobody knows"])
    assert made.way(Way.LETTING_GO).given_up == Money.of(3000, "EUR")
