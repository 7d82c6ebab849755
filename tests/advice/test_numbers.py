"""The numbers behind an offer: twenty by hand, and what never happens to them."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.advice.numbers import (
    GoingOn,
    Name,
    Note,
    Stakes,
    numbers_table,
    work_out,
)
from assistant.domain.money import Money

APPROVED = Path(__file__).parents[1] / "approved" / "numbers.txt"

# amount, share, low, high; fees, hours, rate, months, percent a month, relationship
EXAMPLES = [
    ("400.00", 50, 0, 100, "0", 0, "0", 0, 0, "0"),
    ("400.00", 98, 45, 100, "0", 8, "40", 4, 1, "40"),
    ("150.00", 60, 20, 80, "30", 6, "35", 3, 1, "0"),
    ("1200.00", 85, 40, 100, "75", 8, "60", 6, 1, "0"),
    ("1200.00", 15, 0, 60, "75", 8, "60", 6, 1, "0"),
    ("12400.00", 92, 48, 100, "455", 20, "95", 8, 1, "1240"),
    ("12400.00", 92, 48, 100, "455", 20, "95", 8, 1, "0"),
    ("480.00", 70, 30, 100, "50", 4, "85", 2, 1, "0"),
    ("480.00", 30, 0, 70, "50", 4, "85", 2, 1, "0"),
    ("99.99", 33, 3, 73, "0", 1, "33.33", 1, 1, "0"),
    ("0.01", 50, 0, 100, "0", 0, "0", 0, 0, "0"),
    ("2500.00", 100, 55, 100, "120", 10, "50", 5, 2, "250"),
    ("2500.00", 0, 0, 45, "120", 10, "50", 5, 2, "250"),
    ("7350.50", 64, 22, 92, "205", 12, "72.50", 7, 1, "500"),
    ("31000.00", 81, 36, 91, "1500", 40, "110", 14, 1, "0"),
    ("640.00", 47, 15, 85, "35", 3, "45", 3, 0, "64"),
    ("875.25", 76, 31, 100, "60", 5, "55", 4, 1, "87.53"),
    ("5000.00", 50, 10, 90, "300", 15, "80", 9, 1, "1000"),
    ("200.00", 90, 45, 100, "70", 8, "25", 4, 1, "0"),
    ("18250.00", 58, 21, 88, "910", 25, "100", 10, 2, "1825"),
]


def eur(text: str) -> Money:
    return Money.of(text, "EUR")


def inputs(row: tuple[object, ...]) -> tuple[Stakes, GoingOn]:
    amount, share, low, high, fees, hours, rate, months, monthly, keep = map(str, row)
    return (
        Stakes(eur(amount), int(share), int(low), int(high)),
        GoingOn(eur(fees), int(hours), eur(rate), int(months), int(monthly), eur(keep)),
    )


def cents(exact: Decimal) -> Decimal:
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def by_hand(row: tuple[object, ...]) -> dict[str, Decimal]:
    """The same in plain arithmetic, without the code under test."""
    amount, share, low, high, fees, hours, rate, months, monthly, keep = (
        Decimal(str(value)) for value in row
    )
    likely = cents(amount * (share + (low + high) / 2) / 2 / 100)
    waiting = cents(likely * months * monthly / 100)
    cost = fees + hours * rate + waiting + keep
    opening = likely + cents((cents(amount * high / 100) - likely) / 2)
    return {
        "likely": likely,
        "waiting": waiting,
        "going_on": cost,
        "opening": opening,
        "floor": max(Decimal(0), likely - cost),
    }


def table() -> str:
    """The examples as they stand in the approved file, a line of sums each."""
    lines = []
    for row in EXAMPLES:
        amount, share, low, high, fees, hours, rate, months, monthly, keep = row
        found = work_out(*inputs(row))
        at = {name: found.amount(name).amount for name in Name}
        middle = (Decimal(str(low)) + Decimal(str(high))) / 2
        lines += [
            f"{amount} disputed, likely {share} %, range {low} to {high} %",
            f"  likely   {amount} x ({share} + {middle}) / 2 % = {at[Name.LIKELY]}",
            f"  waiting  {at[Name.LIKELY]} x {months} x {monthly} %"
            f" = {at[Name.WAITING]}",
            f"  going on {fees} + {hours} x {rate} + {at[Name.WAITING]} + {keep}"
            f" = {at[Name.GOING_ON]}",
            f"  opening  half way from {at[Name.LIKELY]} to {at[Name.HIGH]}"
            f" = {at[Name.OPENING]}",
            f"  floor    {at[Name.LIKELY]} - {at[Name.GOING_ON]},"
            f" at least 0 = {at[Name.FLOOR]}",
            "",
        ]
    return "\n".join(lines)


@pytest.mark.covers("F-G7", "F-J7", "X6")
def test_twenty_examples_are_as_approved() -> None:
    assert len(EXAMPLES) == 20
    assert table() == APPROVED.read_text(encoding="utf-8")


@pytest.mark.covers("F-G7", "F-J7")
@pytest.mark.parametrize("row", EXAMPLES)
def test_every_example_is_the_same_by_hand(row: tuple[object, ...]) -> None:
    found = work_out(*inputs(row))
    for name, amount in by_hand(row).items():
        assert found.amount(Name(name)).amount == amount


percents = st.integers(0, 100)
sums = st.integers(0, 10_000_000).map(lambda minor: Money(minor, "EUR"))
small = st.integers(0, 40)


@st.composite
def stakes(draw: st.DrawFn) -> Stakes:
    low, share, high = sorted(draw(st.tuples(percents, percents, percents)))
    return Stakes(draw(sums), share, low, high)


@st.composite
def costs(draw: st.DrawFn) -> GoingOn:
    return GoingOn(
        draw(sums), draw(small), draw(sums), draw(small), draw(small), draw(sums)
    )


@given(stakes(), costs(), costs())
def test_adding_cost_never_raises_the_floor(
    about: Stakes, one: GoingOn, more: GoingOn
) -> None:
    dearer = GoingOn(
        one.fees + more.fees,
        one.hours + more.hours,
        one.hourly_rate + more.hourly_rate,
        one.months + more.months,
        one.monthly_percent + more.monthly_percent,
        one.relationship + more.relationship,
    )
    before, after = work_out(about, one), work_out(about, dearer)
    assert after.amount(Name.FLOOR) <= before.amount(Name.FLOOR)
    assert after.rungs[:2] == before.rungs[:2]


@given(stakes(), costs())
def test_an_offer_goes_down_from_opening_to_floor_within_the_amount(
    about: Stakes, going_on: GoingOn
) -> None:
    opening, target, floor = work_out(about, going_on).rungs
    assert about.amount >= opening >= target >= floor >= Money.zero("EUR")


@given(stakes(), costs())
def test_the_floor_is_what_going_on_brings(about: Stakes, going_on: GoingOn) -> None:
    found = work_out(about, going_on)
    left = found.amount(Name.LIKELY) - found.amount(Name.GOING_ON)
    assert found.amount(Name.FLOOR) == max(left, Money.zero("EUR"))
    assert found.is_worth_going_on == (left.minor > 0)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Stakes(eur("1"), 50, 60, 70),
        lambda: Stakes(eur("1"), 50, -1, 70),
        lambda: Stakes(eur("-1"), 50, 0, 70),
        lambda: GoingOn(eur("-1"), 0, eur("0"), 0, 0, eur("0")),
        lambda: GoingOn(eur("0"), -1, eur("0"), 0, 0, eur("0")),
        lambda: work_out(
            Stakes(eur("1"), 50, 0, 70),
            GoingOn(Money.of(1, "USD"), 0, eur("0"), 0, 0, eur("0")),
        ),
    ],
)
def test_what_cannot_be_is_refused(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(ValueError, match=r"no range|cannot|mix"):
        wrong()


@pytest.mark.covers("F-R4")
def test_the_table_says_where_each_number_comes_from_and_is_private() -> None:
    found = work_out(*inputs(EXAMPLES[1]))
    shown = numbers_table(found, {Name.TIME: Note.GUESS})
    assert shown.is_private
    assert len(shown.rows) == len(Name)
    assert {row[2].key for row in shown.rows} >= {
        "numbers.how.floor",
        "numbers.note.guess",
    }
