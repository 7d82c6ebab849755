"""Signs and contradictions: what is noticed, and only that."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.domain.assessment import YES_IN_WRITING, YES_SPOKEN
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import DisputeSet, EvidenceAdded, PaymentReceived
from assistant.domain.contradictions import Contradiction, contradictions, unbacked
from assistant.domain.evidence import EvidenceKind, Proof
from assistant.domain.facts import NO
from assistant.domain.signs import GENUINE, Sign, signs_of
from tests.domain.test_letter_facts import NOW, a_case, eur, fact

TODAY = NOW.date()
PART, WHOLE = DisputeSet("L2", eur(5_000)), DisputeSet("L1", eur(100_000))


def due(case: Case, on: date) -> Case:
    return replace(case, invoice=replace(case.invoice, due_on=on))


@pytest.mark.covers("F-F10")
@pytest.mark.parametrize(
    ("case", "sign"),
    [
        (due(a_case(), TODAY), Sign.BEFORE_DUE),
        (due(a_case(), TODAY - timedelta(days=1)), Sign.AFTER_DUE),
        (a_case(fact("specifics", "vague")), Sign.STILL_VAGUE),
        (
            a_case(
                fact("slot_line", "Rush fee"),
                fact("slot_expected", "none"),
                fact("specifics", "vague"),
            ),
            Sign.SPECIFIC,
        ),
        (a_case(PART), Sign.PART_ONLY),
        (a_case(WHOLE, DisputeSet("L2", eur(20_000))), Sign.WHOLE_AMOUNT),
        (a_case(PaymentReceived(eur(100), date(2026, 1, 1))), Sign.NEVER_RAISED),
        (a_case(PaymentReceived(eur(100), TODAY)), Sign.PAYS_REST),
    ],
)
def test_a_sign_is_noticed(case: Case, sign: Sign) -> None:
    assert sign in signs_of(case)


def test_nothing_is_concluded_from_what_is_not_known() -> None:
    assert signs_of(Case.begin("D-1", "b1")) == ()
    assert set(signs_of(a_case(PART))) <= GENUINE


def test_money_with_strings_is_no_sign_of_good_will() -> None:
    paid = a_case(PaymentReceived(eur(100), TODAY, (), "paid in full"))
    assert Sign.PAYS_REST not in signs_of(paid)


def answered(**answers: str) -> Case:
    given: list[CaseEvent] = [fact(name, v, "L2") for name, v in answers.items()]
    return a_case(PART, fact("reason", "scope"), *given)


C = Contradiction


@pytest.mark.covers("F-F7", "S0-16")
@pytest.mark.parametrize(
    ("case", "wants_firm", "found"),
    [
        (answered(approved=NO), True, [C.FIRM_WITHOUT_APPROVAL]),
        (answered(approved=NO), False, []),
        (
            answered(approved=NO, assessment="not_valid"),
            False,
            [C.FIRM_WITHOUT_APPROVAL],
        ),
        (answered(fell_short="partly"), True, [C.FIRM_THOUGH_FELL_SHORT]),
        (
            answered(fell_short="partly", met_specification=YES_SPOKEN),
            False,
            [C.FELL_SHORT_YET_MATCHED],
        ),
        (
            answered(delivered=NO, met_specification=YES_SPOKEN),
            False,
            [C.MATCHED_YET_NOT_DELIVERED],
        ),
        (answered(approved=YES_IN_WRITING), False, [C.WRITTEN_YET_NO_PAPER]),
        (answered(approved=YES_SPOKEN, delivered=YES_SPOKEN), True, []),
    ],
)
def test_what_does_not_fit_is_found(
    case: Case, wants_firm: bool, found: list[Contradiction]
) -> None:
    assert list(contradictions(case, "L2", wants_firm=wants_firm)) == found


def test_a_paper_settles_what_was_said_to_be_in_writing() -> None:
    case = answered(approved=YES_IN_WRITING)
    assert unbacked(case, "L2") == (Proof.APPROVED,)
    paper = EvidenceAdded(EvidenceKind.APPROVAL, "approval.pdf", "owner")
    assert unbacked(a_case(*_events(case), paper), "L2") == ()


def _events(case: Case) -> list[CaseEvent]:
    return [entry.event for entry in case.entries[3:]]
