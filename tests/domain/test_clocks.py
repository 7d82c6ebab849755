"""Legal dates: reckoned only from what a place's row says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistant.domain.case_events import ClockSet, ClockStopped
from assistant.domain.clocks import Clock, is_limitation_asked, limitation_ends
from assistant.domain.invoice import Invoice
from assistant.domain.place_rules import PlaceRules
from tests.domain.test_letter_facts import a_case, then


def rules(years: str | None) -> PlaceRules:
    figure = None if years is None else Decimal(years)
    return PlaceRules("US-TX", "Texas", limitation_years=figure)


def dated(due_on: date | None = None, issued_on: date | None = None) -> Invoice:
    return Invoice("7", "EUR", due_on=due_on, issued_on=issued_on)


@pytest.mark.covers("X1", "K13", "F-J8")
@pytest.mark.parametrize(
    ("due_on", "years", "ends_on"),
    [
        (date(2022, 5, 20), "4", date(2026, 5, 20)),
        (date(2024, 2, 29), "3", date(2027, 2, 28)),
        (date(2024, 8, 31), "2.5", date(2027, 2, 28)),
        (date(2024, 1, 31), "0.5", date(2024, 7, 31)),
        (date(2024, 5, 20), None, None),
        (None, "4", None),
    ],
)
def test_the_time_limit_counts_from_the_due_date_where_the_row_has_a_figure(
    due_on: date | None, years: str | None, ends_on: date | None
) -> None:
    assert limitation_ends(dated(due_on), rules(years)) == ends_on


def test_without_a_due_date_it_counts_from_the_invoice_s_own_which_is_earlier() -> None:
    issued = dated(issued_on=date(2024, 5, 1))
    assert limitation_ends(issued, rules("4")) == date(2028, 5, 1)
    assert limitation_ends(issued, None) is None


@pytest.mark.covers("X1", "K13")
def test_it_is_asked_only_of_an_old_invoice_without_a_figure() -> None:
    today = date(2026, 5, 7)
    case = a_case()
    assert not is_limitation_asked(case, None, today)  # no date at all
    old = replace(case, invoice=dated(date(2025, 5, 6)))
    assert is_limitation_asked(old, None, today)
    assert is_limitation_asked(old, rules(None), today)
    assert not is_limitation_asked(old, rules("4"), today)
    assert not is_limitation_asked(old, None, date(2025, 6, 1))


@pytest.mark.covers("F-C11", "K8")
def test_a_date_that_was_met_is_taken_off_the_clock() -> None:
    case = then(a_case(), ClockSet(Clock.LIEN_NOTICE, date(2026, 6, 12)))
    assert case.clocks == {"lien_notice": date(2026, 6, 12)}
    assert then(case, ClockStopped(Clock.LIEN_NOTICE)).clocks == {}
