"""The numbers behind an offer as they are shown: twenty by hand, each with its source.

What always holds of them is in `test_fork`: they are the fork's own.
"""

import os
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

import pytest

from assistant.advice.fork import reckon
from assistant.advice.numbers import Name, numbers_of, numbers_panel, numbers_table
from assistant.chat.replies import Phrase
from assistant.domain.fork import AwardShare, Cost, ForkFigures, Reckoning
from assistant.domain.money import Money

APPROVED = Path(__file__).parents[1] / "approved" / "numbers.txt"

Row = tuple[str, str, int, int, int, str, int, str, int, int, str]
# due, disputed; likeliest, low, high; fees, hours, rate, weeks, percent a month,
# relationship. Nothing is known of a mediation.
EXAMPLES: list[Row] = [
    ("400.00", "400.00", 50, 0, 100, "0", 0, "0", 0, 0, "0"),
    ("1200.00", "400.00", 98, 45, 100, "0", 8, "40", 17, 1, "40"),
    ("150.00", "150.00", 60, 20, 80, "30", 6, "35", 13, 1, "0"),
    ("1200.00", "1200.00", 85, 40, 100, "75", 8, "60", 26, 1, "0"),
    ("1200.00", "1200.00", 15, 0, 60, "75", 8, "60", 26, 1, "0"),
    ("20000.00", "12400.00", 92, 48, 100, "455", 20, "95", 35, 1, "1240"),
    ("20000.00", "12400.00", 92, 48, 100, "455", 20, "95", 35, 1, "0"),
    ("480.00", "480.00", 70, 30, 100, "50", 4, "85", 9, 1, "0"),
    ("480.00", "480.00", 30, 0, 70, "50", 4, "85", 9, 1, "0"),
    ("200.00", "99.99", 33, 3, 73, "0", 1, "33.33", 4, 1, "0"),
    ("0.01", "0.01", 50, 0, 100, "0", 0, "0", 0, 0, "0"),
    ("2500.00", "2500.00", 100, 55, 100, "120", 10, "50", 22, 2, "250"),
    ("2500.00", "2500.00", 0, 0, 45, "120", 10, "50", 22, 2, "250"),
    ("9000.00", "7350.50", 64, 22, 92, "205", 12, "72.50", 30, 1, "500"),
    ("31000.00", "31000.00", 81, 36, 91, "1500", 40, "110", 61, 1, "0"),
    ("640.00", "640.00", 47, 15, 85, "35", 3, "45", 13, 0, "64"),
    ("1000.00", "875.25", 76, 31, 100, "60", 5, "55", 17, 1, "87.53"),
    ("5000.00", "5000.00", 50, 10, 90, "300", 15, "80", 39, 1, "1000"),
    ("200.00", "200.00", 90, 45, 100, "70", 8, "25", 17, 1, "0"),
    ("30000.00", "18250.00", 58, 21, 88, "910", 25, "100", 43, 2, "1825"),
]


def eur(text: str) -> Money:
    return Money.of(text, "EUR")


def made_of(row: Row) -> Reckoning:
    due, disputed, share, low, high, fees, hours, rate, weeks, monthly, keep = row
    figures = ForkFigures(
        due=eur(due),
        disputed=eur(disputed),
        share=AwardShare(low, high, share),
        rate=eur(rate),
        hours_talk=2,
        hours_court=hours,
        mediation_fee=None,
        court_fee=eur(fees),
        relationship=eur(keep),
        reputation=eur("0"),
        weeks_court=weeks,
        monthly_percent=monthly,
    )
    return reckon(figures)


def first_step(off: int) -> int:
    """Half of what is to come off, in whole euros from 20 up; or all, if that is none.

    off: in cents.
    """
    half = off // 2
    half = half // 100 * 100 if half >= 2000 else half
    return half or off * 80 // 100 or off


def by_hand(row: Row) -> dict[Name, int]:
    """Cents in plain fractions, without the code under test."""
    due, disputed, fees, rate, keep = (
        int(Decimal(str(row[at])) * 100) for at in (0, 1, 5, 7, 10)
    )
    share, low, high = (Fraction(at, 100) for at in row[2:5])
    share = (share + (low + high) / 2) / 2
    award = floor(disputed * share)
    late = Fraction(row[8] * 3, 13) * Fraction(row[9], 100)
    waiting = floor(award * late)
    fixed = fees + row[6] * rate + keep
    rest = due - disputed
    target = rest + award
    found = {
        Name.LIKELY: target,
        Name.LOW: rest + floor(disputed * low),
        Name.HIGH: rest + floor(disputed * high),
        Name.WAITING: waiting,
        Name.GOING_ON: fixed + waiting,
        Name.OPENING: due - first_step(due - target),
        Name.TARGET: target,
        Name.FLOOR: max(rest, target - fixed - waiting),
    }
    if share * (1 - late) > 0:
        found[Name.BREAK_EVEN] = ceil(fixed / (share * (1 - late)))
    return found


def table() -> str:
    """The examples as they stand in the approved file, a line of sums each."""
    lines = []
    for row in EXAMPLES:
        due, disputed, share, low, high, fees, hours, rate, weeks, monthly, keep = row
        made = made_of(row)
        found = numbers_of(made)
        at = {number.name: number.amount.amount for number in found}
        likely = made.figures.share.likely.normalize()
        rest = made.figures.undisputed.amount
        award = at[Name.LIKELY] - rest
        costs = f"{fees} + {hours} x {rate}"
        lines += [
            f"{due} due, {disputed} disputed, likeliest {share} %,"
            f" range {low} to {high} %",
            f"  share      ({share} + {(low + high) / 2:g}) / 2 = {likely:f} %",
            f"  likely     {rest} + {disputed} x {likely:f} % = {at[Name.LIKELY]}",
            f"  waiting    {award} x {monthly} % x {weeks} x 3 / 13"
            f" = {at[Name.WAITING]}",
            f"  going on   {costs} + {at[Name.WAITING]} + {keep} = {at[Name.GOING_ON]}",
            f"  break-even ({costs} + {keep}) / ({likely:f} % x (1 - {monthly} % x"
            f" {weeks} x 3 / 13)) = {at.get(Name.BREAK_EVEN, 'never')}",
            f"  opening    {due} - half of {made.aim_off.amount} = {at[Name.OPENING]}",
            f"  target     {at[Name.TARGET]}",
            f"  floor      {at[Name.LIKELY]} - {at[Name.GOING_ON]},"
            f" at least {rest} = {at[Name.FLOOR]}",
            "",
        ]
    return "\n".join(lines)


@pytest.mark.covers("F-G7", "F-J7", "X6")
def test_twenty_examples_are_as_approved() -> None:
    assert len(EXAMPLES) == 20
    if os.environ.get("PARLEY_APPROVE"):
        APPROVED.write_text(table(), encoding="utf-8")
    assert table() == APPROVED.read_text(encoding="utf-8")


@pytest.mark.covers("F-G7", "F-J7")
@pytest.mark.parametrize("row", EXAMPLES)
def test_every_example_is_the_same_by_hand(row: Row) -> None:
    found = {number.name: number.amount.minor for number in numbers_of(made_of(row))}
    expected = by_hand(row)
    assert {name: found[name] for name in expected} == expected
    assert (Name.BREAK_EVEN in found) == (Name.BREAK_EVEN in expected)


def said(made: Reckoning, *, is_rate_known: bool = True) -> dict[str, Phrase]:
    """Where each number is said to come from, by the key of its name."""
    shown = numbers_table(made, is_rate_known=is_rate_known)
    return {row[0].key: row[2] for row in shown.rows}


@pytest.mark.covers("F-R4", "F-G7")
def test_the_table_says_where_each_number_comes_from_and_is_private() -> None:
    made = made_of(EXAMPLES[1])
    shown = numbers_table(made, is_rate_known=True)
    assert shown.is_private
    assert [row[0].key for row in shown.rows] == [f"numbers.{name}" for name in Name]
    how = said(made)
    assert how["numbers.likely"].values["undisputed"] == eur("800")
    assert how["numbers.opening"].values["steps"] == (eur("29"), eur("47"), eur("59"))


@pytest.mark.parametrize(
    ("cost", "note"),
    [
        (Cost.TIME, "numbers.note.guess"),
        (Cost.WAITING, "numbers.note.guess"),
        (Cost.RELATIONSHIP, "numbers.note.guess"),
        (Cost.REPUTATION, "numbers.note.guess"),
        (Cost.FEES, "numbers.note.unknown_fee"),
    ],
)
def test_a_number_that_rests_on_a_guess_says_so(cost: Cost, note: str) -> None:
    made = made_of(EXAMPLES[1])
    guessed = with_figures(made, guessed=frozenset({cost}))
    marked = {key for key, how in said(guessed).items() if how.key == note}
    assert marked == {f"numbers.{cost}"}
    assert not [how for how in said(made).values() if ".note." in how.key]


def test_without_a_rate_the_own_time_says_that_it_is_missing() -> None:
    how = said(made_of(EXAMPLES[1]), is_rate_known=False)
    assert how["numbers.time"].key == "numbers.note.unknown_rate"


def test_the_floor_says_which_way_makes_it() -> None:
    claim, nothing = made_of(EXAMPLES[3]), made_of(EXAMPLES[4])
    talk = with_figures(claim, mediation_fee=eur("100"))
    large = with_figures(claim, limit=eur("100"), may_waive=False)
    shown = (claim, talk, nothing, large)
    keys = [said(made)["numbers.floor"].key for made in shown]
    assert keys == [
        "numbers.how.floor",
        "numbers.how.floor_mediation",
        "numbers.how.floor_letting_go",
        "numbers.how.floor_elsewhere",
    ]


def test_a_range_in_the_owners_words_and_a_sure_award_have_their_own_words() -> None:
    made = made_of(EXAMPLES[3])
    own = with_figures(made, share=AwardShare(100, 100))
    assert said(own)["numbers.likely"].key == "numbers.how.likely_own"
    assert said(own)["numbers.opening"].key == "numbers.how.opening_all"


def test_the_picture_shows_the_range_and_the_rungs_of_the_table() -> None:
    made = made_of(EXAMPLES[3])
    whole, award, *rungs = numbers_panel(made).bars
    assert whole.spans[0].end == made.figures.due.minor
    assert award.mark == made.target.minor
    ends = [bar.spans[0].end for bar in rungs]
    assert ends == [made.opening.minor, made.target.minor, made.floor.minor]


def with_figures(made: Reckoning, **changed: object) -> Reckoning:
    change: Any = replace
    return reckon(change(made.figures, **changed))
