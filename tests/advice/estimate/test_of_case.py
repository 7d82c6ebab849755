"""From a live case to what is known: answers and papers, never what is not known."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.advice.estimate.known import Fact
from assistant.advice.estimate.of_case import (
    estimate_of,
    estimate_of_case,
    known_of,
)
from assistant.domain.assessment import YES_IN_WRITING, YES_SPOKEN
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import (
    DisputeSet,
    EvidenceAdded,
    EvidenceWaived,
    PaymentReceived,
)
from assistant.domain.estimate import Merit
from assistant.domain.evidence import EvidenceKind, Proof
from assistant.domain.facts import NO, NOT_SURE, YES
from tests.domain.test_letter_facts import NOW, a_case, eur, fact, then

K = EvidenceKind
ROW = "L2"


def disputed(*events: CaseEvent, reason: str = "quality") -> Case:
    """The rush fee of 200.00 on an invoice of 1,200.00 is disputed."""
    return a_case(DisputeSet(ROW, eur(20_000)), fact("reason", reason), *events)


def paper(kind: EvidenceKind) -> EvidenceAdded:
    return EvidenceAdded(kind, f"{kind}.pdf", "owner")


def answer(name: str, value: str) -> CaseEvent:
    return fact(name, value, ROW)


WRITTEN = [answer(p, YES_IN_WRITING) for p in Proof]
PAPERS = [paper(K.CONTRACT), paper(K.APPROVAL), paper(K.COMPLETION)]


@pytest.mark.parametrize(
    ("events", "expected", "value"),
    [
        ([paper(K.CONTRACT)], Fact.WRITTEN_CONTRACT, "true"),
        ([paper(K.PRICE_CONFIRMATION)], Fact.PRICE_AGREED_IN_WRITING, "true"),
        ([answer("price_agreed", YES_SPOKEN)], Fact.PRICE_AGREED_IN_WRITING, "false"),
        ([answer("calculation_right", NO)], Fact.FINAL_WITHIN_ESTIMATE, "false"),
        ([answer("approved", NO)], Fact.CUSTOMER_APPROVED_BEFORE_WORK, "false"),
        (
            [answer("approved", YES_IN_WRITING), paper(K.APPROVAL)],
            Fact.CUSTOMER_APPROVED_BEFORE_WORK,
            "true",
        ),
        (
            [
                answer("price_agreed", YES_IN_WRITING),
                answer("calculation_right", YES_IN_WRITING),
                paper(K.CONTRACT),
                paper(K.CALCULATION),
            ],
            Fact.FINAL_WITHIN_ESTIMATE,
            "true",
        ),
        ([paper(K.DELIVERY_RECEIPT)], Fact.SUPPLIER_DOCUMENTS_WORK, "true"),
        (
            [answer("delivered", YES_IN_WRITING), paper(K.COMPLETION)],
            Fact.DELIVERABLE_ACCEPTED_OR_USED,
            "true",
        ),
        (
            [answer("fell_short", "partly")],
            Fact.CUSTOMER_EVIDENCE_OF_DEFICIENCY,
            "true",
        ),
        ([answer("fell_short", YES)], Fact.DEFICIENCY_PROVED, "major"),
        ([answer("delivered", NO)], Fact.WORK_COMPLETED, "none"),
        ([answer("misunderstood", YES)], Fact.MISCOMMUNICATION_ABOUT_SCOPE, "true"),
        ([answer("misunderstood", NO)], Fact.MISCOMMUNICATION_ABOUT_SCOPE, "false"),
        (
            [PaymentReceived(eur(10_000), date(2026, 1, 5))],
            Fact.PARTIAL_PAYMENT_UNPROTESTED,
            "true",
        ),
    ],
)
def test_an_answer_or_a_paper_says_what_it_says(
    events: list[CaseEvent], expected: Fact, value: str
) -> None:
    assert expected not in known_of(disputed(), ROW).facts
    assert known_of(disputed(*events), ROW).facts[expected] == value


@pytest.mark.parametrize(
    "events",
    [
        [answer("approved", YES_SPOKEN)],
        [answer("approved", YES_IN_WRITING)],  # said, and no paper for it
        [answer("delivered", NOT_SURE), answer("misunderstood", NOT_SURE)],
        [answer("fell_short", NOT_SURE)],
        [EvidenceWaived(K.CONTRACT, "not available", "Robin")],
        [PaymentReceived(eur(10_000), date(2026, 1, 5), (), "in full")],
    ],
)
def test_what_is_not_shown_counts_for_nobody(events: list[CaseEvent]) -> None:
    assert known_of(disputed(*events), ROW).facts == known_of(disputed(), ROW).facts


@given(st.lists(st.sampled_from(["fell_short", "misunderstood", *Proof]), unique=True))
@pytest.mark.covers("F-F2")
def test_not_sure_is_the_same_as_not_asked(names: list[str]) -> None:
    case = disputed(*PAPERS)
    unsure = then(case, *(answer(name, NOT_SURE) for name in names))
    assert estimate_of(unsure, ROW) == estimate_of(case, ROW)


def test_an_extra_counts_as_an_extra_and_not_twice() -> None:
    case = disputed(fact("sub_reason", "extra_work"), answer("approved", NO))
    facts = known_of(case, ROW).facts
    assert facts[Fact.CHANGE_ORDER_APPROVED] == "false"
    assert Fact.CUSTOMER_APPROVED_BEFORE_WORK not in facts


@pytest.mark.parametrize(
    ("due_on", "written_at", "value"),
    [
        (date(2026, 12, 1), None, "true"),
        (date(2026, 1, 1), None, None),  # it may have been said long before
        (date(2026, 5, 1), datetime(2026, 5, 2, tzinfo=NOW.tzinfo), None),
        (date(2026, 1, 1), datetime(2026, 5, 2, tzinfo=NOW.tzinfo), "false"),
        (None, None, None),
    ],
)
def test_when_they_complained_is_told_by_dates_alone(
    due_on: date | None, written_at: datetime | None, value: str | None
) -> None:
    case = disputed()
    said = replace(case.statements[0], written_at=written_at)
    dated = replace(
        case, invoice=replace(case.invoice, due_on=due_on), statements=(said,)
    )
    facts = known_of(dated, ROW).facts
    assert facts.get(Fact.CUSTOMER_COMPLAINED_PROMPTLY) == value


@pytest.mark.covers("X8", "F-F9")
def test_every_further_paper_never_lowers_the_share() -> None:
    case = disputed(*WRITTEN, answer("fell_short", NO))
    shares = [estimate_of(case, ROW).share]
    for event in PAPERS:
        case = then(case, event)
        shares.append(estimate_of(case, ROW).share)
    assert shares == sorted(shares)
    assert shares[-1] > shares[0]


def test_with_no_answer_it_is_unclear_and_wide() -> None:
    found = estimate_of(disputed(), ROW)
    assert found.merit is Merit.UNCLEAR
    assert found.width >= 70


def test_the_case_weighs_its_lines_by_their_money() -> None:
    case = disputed(DisputeSet("L1", eur(60_000)), *PAPERS, *WRITTEN)
    both = estimate_of_case(case)
    lines = [estimate_of(case, row) for row in ("L1", "L2")]
    assert both
    assert both.share == round((3 * lines[0].share + lines[1].share) / 4)
    assert both.low <= both.share <= both.high
    assert both.reasons == lines[0].reasons


def test_without_a_dispute_there_is_nothing_to_estimate() -> None:
    assert estimate_of_case(a_case()) is None
