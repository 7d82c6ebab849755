"""Tables that a narrow phone shows without breaking their lines."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.limits import NARROW
from adapters.telegram.tables import lines_of, width_of, wrapped

CELLS = st.one_of(
    st.text(max_size=60), st.sampled_from(["1,200.00", "会社" * 9, "e\u0301" * 30, ""])
)
ROWS = st.lists(st.lists(CELLS, max_size=5), max_size=6)


def lines(header: list[str], rows: list[list[str]]) -> list[str]:
    return [line for group in lines_of(header, rows) for line in group]


@given(st.lists(CELLS, max_size=5), ROWS)
@settings(deadline=None)
def test_no_line_is_wider_than_a_phone_and_no_cell_is_cut(
    header: list[str], rows: list[list[str]]
) -> None:
    drawn = lines(header, rows)
    assert all(width_of(line) <= NARROW for line in drawn)
    shown = sorted("".join("".join(drawn).split()))
    for row in rows:
        for cell in row:
            wanted = sorted("".join(cell.split()))
            assert [c for c in wanted if c not in shown] == []


def test_columns_stand_below_each_other_and_amounts_end_together() -> None:
    assert lines(["Line", "Due"], [["Design", "1,000.00"], ["会社", "0.50"]]) == [
        "Line         Due",
        "Design  1,000.00",
        "会社        0.50",
    ]


def test_a_long_first_column_is_broken_into_lines() -> None:
    drawn = lines(["Line", "Due"], [["Third revision of the whole design", "200.00"]])
    assert drawn == [
        "Line                           Due",
        "Third revision of the",
        "whole design                200.00",
    ]


def test_too_many_columns_stand_below_each_other() -> None:
    header = ["Line", "Undisputed", "Disputed", "Written off"]
    drawn = lines(header, [["Design", "1,000.00", "", "200.00"]])
    assert drawn == [
        "Design",
        "  Undisputed              1,000.00",
        "  Written off               200.00",
    ]


def test_rows_of_different_length_are_filled_up() -> None:
    assert lines(["A"], [["b", "1"], []]) == ["A", "b  1", ""]
    assert lines([], []) == []


@pytest.mark.parametrize(
    ("char", "width"), [("a", 1), ("é", 1), ("e\u0301", 1), ("会", 2), ("\u200b", 0)]
)
def test_widths_are_counted_in_columns(char: str, width: int) -> None:
    assert width_of(char) == width


def test_a_word_longer_than_a_line_is_broken() -> None:
    assert wrapped("a Donaudampfschiff", 8) == ["a", "Donaudam", "pfschiff"]
