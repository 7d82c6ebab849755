"""Keyboards a thumb can use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.keyboards import keyboard, labels_of, page_of, rows_of
from adapters.telegram.rich import units
from adapters.telegram.targets import Key, Pages, Sheet
from tests.adapters.telegram.words import say


def keys(*labels: str) -> list[Key]:
    return [Key(label, "q83vEjRWeJAS0") for label in labels]


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (["Yes", "No"], [["Yes", "No"]]),
        (["Scope", "Amount", "Quality"], [["Scope", "Amount", "Quality"]]),
        (["A", "B", "C", "D"], [["A", "B", "C"], ["D"]]),
        (["I sent it by e-mail", "I sent it by post"],) * 2,
        (["Not delivered", "Not sure"], [["Not delivered", "Not sure"]]),
    ],
)
def test_short_labels_stand_beside_each_other(
    labels: list[str], rows: list[object]
) -> None:
    drawn = [[key.label for key in row] for row in rows_of(keys(*labels))]
    assert drawn == (rows if rows != labels else [[label] for label in labels])


@given(st.lists(st.text(max_size=40), max_size=30))
def test_labels_are_short_and_tell_each_other_apart(texts: list[str]) -> None:
    labels, lines = labels_of(texts)
    assert len(labels) == len(texts)
    assert all(1 <= units(label) <= 30 for label in labels)
    if lines:
        assert len(lines) == len(texts)
        assert len(set(labels)) == len(labels)
        assert [line.partition(". ")[0] for line in lines] == [
            str(number) for number in range(1, len(texts) + 1)
        ]


def test_a_label_of_signs_only_gets_a_number() -> None:
    assert labels_of(["👍", "No"]) == (["1. 👍", "2. No"], ["1. 👍", "2. No"])


def test_no_keys_make_no_keyboard() -> None:
    assert keyboard([], [], Sheet(), say) is None


def test_the_last_page_turns_to_the_first() -> None:
    row = tuple(keys("A"))
    book = Pages(((row,), (row,)), "More {page}/{pages}")
    last = page_of(book, "q83vEjRWeJAS1", 1)["inline_keyboard"][-1][0]
    assert last == {"text": "More 2/2", "callback_data": "v1|q83vEjRWeJAS1|0"}
    assert page_of(book, "q83vEjRWeJAS1", 99) == page_of(book, "q83vEjRWeJAS1", 0)


def test_a_label_with_braces_in_it_stays_as_it_is() -> None:
    book = Pages(((tuple(keys("{page} {0}")),),) * 2, "More")
    first = page_of(book, "q83vEjRWeJAS1", 0)["inline_keyboard"][0][0]
    assert first["text"] == "{page} {0}"
