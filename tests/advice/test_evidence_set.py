"""The set of evidence after a part payment: what is there, and said with care."""

from datetime import date

import pytest

from assistant.advice.evidence_set import Held, Strand, evidence_set
from assistant.domain.case_events import (
    DisputeSet,
    EvidenceAdded,
    LetterDrafted,
    LetterSent,
    PaymentReceived,
    ReplyReceived,
)
from assistant.domain.evidence import EvidenceKind
from assistant.domain.letters import LetterForm, LetterKind
from assistant.domain.resolution import ReplyKind
from tests.domain.test_letter_facts import NOW, a_case, eur, then

PAID = PaymentReceived(eur(10_000), date(2026, 5, 4))
ANSWER = (
    LetterDrafted(LetterKind.FIRM_ANSWER, LetterForm.LONG, "en", "Re", "Hi", "b"),
    LetterSent("W1", "email", NOW),
)


def there(held: tuple[Held, ...]) -> set[Strand]:
    return {each.strand for each in held if each.is_there}


def test_without_a_part_payment_it_is_another_set() -> None:
    assert evidence_set(a_case()) == ()


@pytest.mark.covers("F-I10", "S2-9", "S2-23", "K6")
def test_payment_signed_papers_and_an_uncountered_answer_make_the_set() -> None:
    case = then(a_case(), DisputeSet("L1", eur(5_000)), PAID)
    assert there(evidence_set(case)) == {Strand.PART_PAYMENT}
    signed = EvidenceAdded(EvidenceKind.CONTRACT, "offer.pdf", "owner")
    case = then(case, signed, *ANSWER)
    assert there(evidence_set(case)) == set(Strand)
    papers = {each.strand: each.papers for each in evidence_set(case)}
    assert [item.name for item in papers[Strand.SIGNED_PAPERS]] == ["offer.pdf"]


@pytest.mark.covers("F-I10")
def test_an_answer_that_was_objected_to_is_no_longer_uncountered() -> None:
    case = then(a_case(), DisputeSet("L1", eur(5_000)), PAID, *ANSWER)
    case = then(case, ReplyReceived(ReplyKind.OBJECTS, 1))
    assert Strand.UNANSWERED_REPLY not in there(evidence_set(case))
