"""The view over all cases: what is counted, what is too few, what helped."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import (
    CaseOpened,
    Closed,
    Conceded,
    Credited,
    DisputeSet,
    FactRecorded,
    InvoiceDescribed,
    LetterDrafted,
    LetterSent,
    Undone,
)
from assistant.domain.letters import LetterForm, LetterKind
from assistant.domain.money import Money
from assistant.domain.resolution import OutcomeKind, RootCause
from assistant.reports.figures import CaseFigures, figures_of
from assistant.reports.fixes import did_it_help, fix_of_the_month
from assistant.reports.overview import Overview, overview
from assistant.reports.patterns import (
    ENOUGH,
    Dimension,
    Measure,
    Period,
    groups,
    month_of,
)
from assistant.reports.writing import as_csv, as_json

TODAY = date(2026, 6, 18)
START = datetime(2026, 5, 6, 9, tzinfo=UTC)


def eur(amount: int) -> Money:
    return Money(amount * 100, "EUR")


def figures(
    n: int = 1,
    *,
    opened: date = date(2026, 5, 6),
    days: int | None = 10,
    cause: RootCause | None = RootCause.PRICE_SURPRISE,
    customer: str = "",
    kept: int | None = 60,
    reason: str = "amount",
    at_stake: Money | None = None,
) -> CaseFigures:
    """One case; with days=None it is open."""
    is_open = days is None
    return CaseFigures(
        case_id=f"D-{n}",
        customer=customer or f"Customer {n}",
        reason=reason,
        root_cause=None if is_open else cause,
        service="services",
        person="Anna",
        opened_on=opened,
        closed_on=None if days is None else opened + timedelta(days=days),
        at_stake=at_stake or eur(100),
        conceded=eur(0 if is_open else 40),
        kept_share=None if is_open else kept,
        stuck=eur(100 if is_open else 0),
        to_acknowledge=timedelta(hours=n),
        to_close=None if days is None else timedelta(days=days),
        exchanges=1,
    )


def view(
    *cases: CaseFigures, period: Period | None = None, **adopted: date
) -> Overview:
    return overview(cases, period=period, today=TODAY, adopted=adopted)


def value(seen: Overview, measure: Measure) -> tuple[int, int | None, int | None]:
    (found,) = (each for each in seen.measures if each.measure is measure)
    return found.cases, found.value, found.before


# --- from a case -------------------------------------------------------------------


def a_case(*events: CaseEvent, days: int = 0) -> Case:
    case = Case.begin("D-7", "b").record(
        [
            CaseOpened("trades", "EUR", "INV-7", "Harbour Café"),
            InvoiceDescribed(eur(1000)),
            FactRecorded("reason", "quality"),
            DisputeSet("unallocated", eur(400)),
            LetterDrafted(
                LetterKind.ACKNOWLEDGEMENT, LetterForm.LONG, "en", "S", "B", "x"
            ),
            LetterSent("W1", "email", START + timedelta(hours=5)),
        ],
        at=START,
        by="Anna",
        platform="c",
    )
    at = START + timedelta(days=days)
    for event in events:
        case = case.record([event], at=at, by="Anna", platform="c")
    return case


def closed(outcome: OutcomeKind = OutcomeKind.CREDITED) -> Closed:
    return Closed(outcome, eur(300), RootCause.WORK_FELL_SHORT)


@pytest.mark.covers("F-M2", "F-M4", "F-J12")
def test_a_case_gives_its_figures() -> None:
    credited = Credited((("unallocated", eur(100)),), "credit_note", "CN-1")
    conceded = Conceded("unallocated", eur(100))
    made = figures_of(a_case(conceded, credited, closed(), days=9), "UTC")
    assert made is not None
    assert (made.reason, made.root_cause) == ("quality", RootCause.WORK_FELL_SHORT)
    assert (made.at_stake, made.conceded, made.kept_share) == (eur(400), eur(100), 75)
    assert made.to_acknowledge == timedelta(hours=5)
    assert made.to_close == timedelta(days=9)
    assert (made.month, made.service, made.stuck) == ("2026-05", "trades", eur(0))


def test_an_open_case_has_money_stuck_and_no_end() -> None:
    made = figures_of(a_case(), "UTC")
    assert made is not None
    assert made.stuck == eur(1000)
    assert (made.closed_on, made.kept_share, made.root_cause) == (None, None, None)


def test_what_was_undone_was_never_at_stake() -> None:
    case = a_case(DisputeSet("unallocated", eur(900)))
    made = figures_of(case, "UTC")
    assert made is not None
    assert made.at_stake == eur(900)
    undone = case.record(
        [Undone(case.entries[-1].turn)], at=START, by="A", platform="c"
    )
    again = figures_of(undone, "UTC")
    assert again is not None
    assert again.at_stake == eur(400)


def test_what_was_no_dispute_is_not_counted() -> None:
    assert figures_of(a_case(closed(OutcomeKind.NO_DISPUTE)), "UTC") is None
    assert figures_of(Case.begin("D-1", "b"), "UTC") is None


# --- adding up ---------------------------------------------------------------------


@pytest.mark.covers("F-M1", "F-M2", "S0-48")
def test_cases_are_counted_by_reason_and_by_cause_apart() -> None:
    cases = [
        figures(1, reason="amount"),
        figures(2, reason="amount", cause=RootCause.NOT_EXPLAINED),
        figures(3, reason="quality", at_stake=Money(5000, "GBP")),
        figures(4, days=None),
    ]
    seen = view(*cases)
    reasons = {g.key: (g.cases, g.at_stake) for g in seen.by[Dimension.REASON]}
    assert reasons == {
        "amount": (3, (eur(300),)),
        "quality": (1, (Money(5000, "GBP"),)),
    }
    causes = {g.key: g.cases for g in seen.by[Dimension.ROOT_CAUSE]}
    assert causes == {"price_surprise": 2, "not_explained": 1, "": 1}
    assert (seen.opened, seen.closed, seen.open_now) == (4, 3, 1)
    assert seen.stuck == (eur(100),)


@pytest.mark.covers("F-M1", "F-M4")
@pytest.mark.parametrize("count", [ENOUGH - 1, ENOUGH])
def test_below_five_cases_nothing_is_measured(count: int) -> None:
    seen = view(*(figures(n) for n in range(1, count + 1)))
    hours = value(seen, Measure.HOURS_TO_ACKNOWLEDGE)
    assert hours == (count, None if count < ENOUGH else 30, None)
    share = value(seen, Measure.SHARE_KEPT)
    assert share == (count, None if count < ENOUGH else 60, None)
    assert seen.is_enough is (count >= ENOUGH)


@pytest.mark.covers("F-M4")
def test_a_month_is_measured_beside_the_three_months_before_it() -> None:
    may = [figures(n, kept=80) for n in range(1, 6)]
    spring = [figures(n, opened=date(2026, 3, 2), kept=40) for n in range(6, 11)]
    winter = [figures(n, opened=date(2026, 1, 2), kept=0) for n in range(11, 16)]
    seen = view(*may, *spring, *winter, period=month_of(date(2026, 5, 20)))
    assert value(seen, Measure.SHARE_KEPT) == (5, 80, 40)
    assert (seen.opened, seen.closed) == (5, 5)


def test_months_know_their_days_and_the_quarter_before() -> None:
    assert month_of(date(2026, 2, 3)) == Period(date(2026, 2, 1), date(2026, 2, 28))
    assert month_of(date(2026, 2, 3)).quarter_before == Period(
        date(2025, 11, 1), date(2026, 1, 31)
    )


def test_only_cases_that_gave_something_up_count_for_the_average_concession() -> None:
    cases = [figures(n, kept=100) for n in range(1, 6)]
    cases += [figures(n, kept=75) for n in range(6, 11)]
    assert value(view(*cases), Measure.AVERAGE_CONCESSION) == (5, 25, None)


@pytest.mark.covers("F-M7")
def test_repeat_disputers_are_told_from_first_ones() -> None:
    seen = view(*(figures(n, customer="Acme") for n in (1, 2, 3)), figures(4))
    assert seen.repeaters == (("Acme", 3),)
    assert seen.first_timers == 1


any_case = st.builds(
    figures,
    st.integers(1, 30),
    opened=st.dates(date(2025, 1, 1), TODAY),
    days=st.none() | st.integers(0, 90),
    cause=st.sampled_from(RootCause),
    customer=st.sampled_from(["", "Acme", "Berg"]),
    kept=st.integers(0, 100),
    reason=st.sampled_from(["", "scope", "amount"]),
    at_stake=st.integers(0, 10**6).flatmap(
        lambda n: st.sampled_from([Money(n, "EUR"), Money(n, "JPY")])
    ),
)


@given(st.lists(any_case, max_size=12), st.sampled_from(Dimension))
def test_no_case_and_no_cent_is_lost_in_a_group(
    cases: list[CaseFigures], by: Dimension
) -> None:
    found = groups(cases, by)
    assert sum(group.cases for group in found) == len(cases)
    for currency in ("EUR", "JPY"):
        wanted = sum(c.at_stake.minor for c in cases if c.at_stake.currency == currency)
        sums = [m for g in found for m in g.at_stake if m.currency == currency]
        assert sum(money.minor for money in sums) == wanted


# --- what to change ----------------------------------------------------------------


@pytest.mark.covers("X10", "F-M3", "S0-49", "S3-25")
def test_three_disputes_with_one_cause_ask_for_a_fix() -> None:
    two = [figures(n) for n in (1, 2)]
    assert fix_of_the_month(two, {}, TODAY) is None
    three = [*two, figures(3)]
    found = fix_of_the_month(three, {}, TODAY)
    assert found is not None
    assert (found.cause, found.cases) == (RootCause.PRICE_SURPRISE, 3)
    assert fix_of_the_month(three, {"price_surprise": TODAY}, TODAY) is None
    other = [figures(n, cause=RootCause.OTHER) for n in (1, 2, 3)]
    assert fix_of_the_month(other, {}, TODAY) is None


@pytest.mark.covers("X10", "F-M5", "S3-25")
def test_before_and_after_are_counted_over_equal_spans() -> None:
    since = date(2026, 5, 19)  # 30 days before today
    cases = [figures(n, opened=date(2026, 5, n)) for n in (1, 2, 3, 4, 5)]
    cases += [figures(6, opened=date(2026, 6, 1))]
    cases += [figures(7, opened=date(2026, 1, 1))]  # too long ago to compare
    (done,) = did_it_help(cases, {"price_surprise": since}, TODAY)
    assert (done.before, done.after, done.days) == (5, 1, 30)


# --- for other programs ------------------------------------------------------------


@pytest.mark.covers("F-M6")
def test_json_and_csv_have_all_of_it() -> None:
    cases = [figures(n, customer="=cmd()|x" if n < 3 else "") for n in range(1, 6)]
    seen = view(*cases, figures(9, days=None), price_surprise=date(2026, 5, 1))
    told = json.loads(as_json(seen))
    assert told["opened"] == 6
    assert told["by"]["reason"] == [
        {
            "key": "amount",
            "cases": 6,
            "at_stake": [{"amount": "600.00", "currency": "EUR"}],
            "conceded": [{"amount": "200.00", "currency": "EUR"}],
        }
    ]
    assert told["measures"]["days_to_close"] == {
        "cases": 5,
        "value": "10.0",
        "before": None,
    }
    assert told["adopted"][0]["cause"] == "price_surprise"
    rows = list(csv.DictReader(io.StringIO(as_csv(seen))))
    stuck = next(row for row in rows if row["name"] == "stuck")
    assert (stuck["amount"], stuck["currency"]) == ("100.00", "EUR")
    assert any(row["part"] == "repeater" and row["cases"] == "2" for row in rows)
    assert not any(row["name"].startswith("=") for row in rows)


@given(st.lists(any_case, max_size=12))
def test_any_cases_make_a_report(cases: list[CaseFigures]) -> None:
    for period in (None, month_of(TODAY)):
        seen = view(*cases, period=period)
        assert json.loads(as_json(seen))
        assert len(list(csv.reader(io.StringIO(as_csv(seen))))) >= 4
