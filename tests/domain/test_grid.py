"""The claim grid adds up whatever is done to it, and a refusal changes nothing."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.grid import Grid, Row
from assistant.domain.invoice import ROUNDING, UNALLOCATED, Invoice, Line
from assistant.domain.money import Money
from assistant.errors import InputError


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def a_grid(*amounts: int, total: int = 0) -> Grid:
    """A grid of lines L1, L2... and of what the total has besides."""
    lines = tuple(
        Line(f"L{number}", f"Item {number}", eur(amount))
        for number, amount in enumerate(amounts, 1)
    )
    return Grid.of(Invoice("INV-7", "EUR", eur(total or sum(amounts)), lines))


def adds_up(grid: Grid, invoiced: int) -> None:
    """Fail when a row or the sum does not hold what every paper relies on."""
    zero = eur(0)
    for row in (*grid.rows, grid.sum):
        parts = row.paid + row.undisputed + row.disputed + row.credited
        assert parts + row.written_off == row.invoiced
        for part in (row.paid, row.disputed, row.credited, row.written_off):
            assert part >= zero
        assert zero <= row.conceded <= row.disputed
        assert row.undisputed >= zero
        assert row.due == row.undisputed + row.disputed
    assert grid.sum.invoiced == eur(invoiced)


ROWS = st.sampled_from(["L1", "L2", "L3", UNALLOCATED, "L9"])
AMOUNTS = st.one_of(
    st.integers(-5, 60_000).map(eur), st.just(Money(100, "USD")), st.just(eur(0))
)
OPERATIONS: dict[str, Callable[[Grid, str, Money], Grid]] = {
    "dispute": lambda grid, row, amount: grid.dispute(row, amount),
    "concede": lambda grid, row, amount: grid.concede(row, amount),
    "credit": lambda grid, row, amount: grid.credit(row, amount),
    "write_off": lambda grid, row, amount: grid.write_off(row, amount),
    "pay": lambda grid, _, amount: grid.pay(amount),
    "pay_line": lambda grid, row, amount: grid.pay(amount, [row]),
    "settle": lambda grid, row, _: grid.settle(row),
}


@pytest.mark.covers("X4", "F-H8", "F-D8")
@given(
    amounts=st.lists(st.integers(1, 40_000), min_size=1, max_size=3),
    more=st.integers(0, 30_000),
    moves=st.lists(st.tuples(st.sampled_from(sorted(OPERATIONS)), ROWS, AMOUNTS)),
)
def test_the_grid_adds_up_after_any_operations_and_a_refusal_changes_nothing(
    amounts: list[int], more: int, moves: list[tuple[str, str, Money]]
) -> None:
    invoiced = sum(amounts) + more
    grid = a_grid(*amounts, total=invoiced)
    for name, row, amount in moves:
        before = grid
        try:
            grid = OPERATIONS[name](grid, row, amount)
        except InputError:
            assert grid == before
        adds_up(grid, invoiced)


@pytest.mark.covers("F-H8")
@given(
    amounts=st.lists(st.integers(1, 40_000), min_size=1, max_size=4),
    gap=st.integers(0, 20),
)
def test_lines_and_total_meet_in_a_row_of_their_own(
    amounts: list[int], gap: int
) -> None:
    grid = a_grid(*amounts, total=sum(amounts) + gap)
    extra = [row.id for row in grid.rows if not row.id.startswith("L")]
    wanted = [] if not gap else [ROUNDING] if gap <= 5 else [UNALLOCATED]
    assert extra == wanted
    adds_up(grid, sum(amounts) + gap)


@pytest.mark.covers("S2-7", "F-C8", "F-D8")
def test_what_is_not_disputed_stays_payable() -> None:
    grid = a_grid(80_000, 40_000).dispute("L2", eur(10_000))
    assert grid.row("L1").undisputed == eur(80_000)
    assert (grid.sum.undisputed, grid.sum.disputed) == (eur(110_000), eur(10_000))


def test_a_payment_meets_the_undisputed_part_of_every_line_first() -> None:
    grid = a_grid(80_000, 40_000).dispute("L1", eur(50_000)).pay(eur(75_000))
    assert (grid.sum.undisputed, grid.sum.disputed) == (eur(0), eur(45_000))


def test_a_credit_and_a_write_off_leave_the_disputed_part_first() -> None:
    grid = a_grid(80_000).dispute("L1", eur(30_000)).concede("L1", eur(20_000))
    credited = grid.credit("L1", eur(20_000)).row("L1")
    assert (credited.disputed, credited.conceded) == (eur(10_000), eur(0))
    let_go = grid.write_off("L1", eur(35_000)).row("L1")
    assert (let_go.disputed, let_go.due) == (eur(0), eur(45_000))


@pytest.mark.parametrize(
    ("refused", "phrase"),
    [
        (lambda grid: grid.dispute("L1", eur(80_001)), "error.more_than_due"),
        (lambda grid: grid.dispute("L1", eur(4_999)), "error.less_than_conceded"),
        (lambda grid: grid.concede("L1", eur(30_001)), "error.more_than_disputed"),
        (lambda grid: grid.credit("L1", eur(80_001)), "error.more_than_due"),
        (lambda grid: grid.pay(eur(80_001)), "error.more_than_due"),
        (lambda grid: grid.pay(eur(-1)), "error.amount_negative"),
        (lambda grid: grid.pay(Money(1, "USD")), "error.amount_currency"),
        (lambda grid: grid.settle("L2"), "error.no_such_line"),
    ],
)
def test_what_would_not_add_up_is_refused_by_name(
    refused: Callable[[Grid], Grid], phrase: str
) -> None:
    grid = a_grid(80_000).dispute("L1", eur(30_000)).concede("L1", eur(5_000))
    with pytest.raises(InputError) as error:
        refused(grid)
    assert error.value.phrase == phrase


def test_a_settled_row_is_owed_without_question() -> None:
    grid = a_grid(80_000).dispute("L1", eur(30_000)).concede("L1", eur(5_000))
    row: Row = grid.settle("L1").row("L1")
    assert (row.disputed, row.conceded, row.undisputed) == (eur(0), eur(0), eur(80_000))
