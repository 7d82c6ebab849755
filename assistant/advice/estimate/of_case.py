"""What a live case says to the estimate: answers given and papers shown, nothing else.

"Not sure", "skipped" and a question not asked are not known. What the owner says is
written down counts once a paper in the case can carry it; a spoken yes counts for
nobody. That a complaint came late is concluded from the date of the words themselves,
never from when the case was opened. What a payment taken as full settlement does
depends on the place and has its own questions, so it is left out here.
"""

from collections.abc import Callable
from decimal import Decimal

from assistant.advice.estimate.known import FALSE, TRUE, Fact, Known
from assistant.advice.estimate.rules import estimate, merit_of
from assistant.domain.assessment import YES_IN_WRITING, YES_SPOKEN, proof_answer
from assistant.domain.case import Case
from assistant.domain.estimate import Estimate, together
from assistant.domain.evidence import EvidenceKind, Proof
from assistant.domain.facts import NO, YES, FactName
from assistant.domain.reasons import SubReason
from assistant.domain.signs import days_late, paid_before_words

# Records of the work other than the invoice itself.
_RECORDS = (
    EvidenceKind.DELIVERY_RECEIPT,
    EvidenceKind.COMPLETION,
    EvidenceKind.PROJECT_RECORDS,
    EvidenceKind.SERVICE_RECORD,
    EvidenceKind.CALCULATION,
)
_SIGNED_OFF = (EvidenceKind.COMPLETION, EvidenceKind.DELIVERY_RECEIPT)
_MONTHS_LATER = 60  # days after the due date
_OBJECTIONS = frozenset({"scope", "amount", "quality", "terms", "not_received"})

Reader = Callable[[Case, str], str | None]


def known_of(case: Case, row: str) -> Known:
    """What is known about one disputed row."""
    found = {fact: reader(case, row) for fact, reader in _READERS.items()}
    facts = {fact: value for fact, value in found.items() if value is not None}
    return Known(facts, _objections(case), _share_beyond_dispute(case))


def estimate_of(case: Case, row: str) -> Estimate:
    """What a neutral may award of one disputed row."""
    return estimate(known_of(case, row))


def estimate_of_case(case: Case) -> Estimate | None:
    """The disputed rows together, by their amounts; None while nothing is disputed.

    Reasons, next proof and how much is known are those of the row with most money.
    """
    rows = case.contested_rows()
    if not rows:
        return None
    found = [(row.disputed, estimate_of(case, row.id)) for row in rows]
    largest = max(found, key=lambda pair: pair[0])[1]
    share, low, high = together(found)
    return Estimate(
        share=share,
        low=low,
        high=high,
        merit=merit_of(share, largest.live_facts),
        reasons=largest.reasons,
        next_proof=largest.next_proof,
        live_facts=largest.live_facts,
    )


def _objections(case: Case) -> frozenset[str]:
    named = {case.text_fact(FactName.REASON)}
    if case.text_fact(FactName.SUB_REASON) == SubReason.UNAUTHORISED:
        named.add("authorization")
    return frozenset(named & (_OBJECTIONS | {"authorization"}))


def _share_beyond_dispute(case: Case) -> int | None:
    """Percent of the invoice that is paid or not in dispute, as it was at its worst."""
    sums = case.grid.sum
    if not sums.invoiced.minor:
        return None
    beyond = sums.invoiced - sums.disputed
    return round(Decimal(100 * beyond.minor) / sums.invoiced.minor)


def _has_one_of(*kinds: EvidenceKind) -> Reader:
    """True where such a paper is there; its absence says nothing."""

    def read(case: Case, row: str) -> str | None:  # noqa: ARG001 - one signature for all
        return TRUE if any(case.evidence.has(kind) for kind in kinds) else None

    return read


def _shown(case: Case, row: str, proof: Proof) -> str | None:
    """True with a paper for it, false where the owner denies it."""
    answer = proof_answer(case, proof, row)
    if answer == YES_IN_WRITING and case.evidence.backing(proof):
        return TRUE
    return FALSE if answer == NO else None


def _price_in_writing(case: Case, row: str) -> str | None:
    if case.evidence.has(EvidenceKind.PRICE_CONFIRMATION):
        return TRUE
    spoken = case.fact(Proof.PRICE_AGREED, row) == YES_SPOKEN
    return FALSE if spoken else _shown(case, row, Proof.PRICE_AGREED)


def _within_estimate(case: Case, row: str) -> str | None:
    sums, price = (
        _shown(case, row, proof)
        for proof in (Proof.CALCULATION_RIGHT, Proof.PRICE_AGREED)
    )
    if sums == FALSE:
        return FALSE
    return TRUE if (sums, price) == (TRUE, TRUE) else None


def _is_about_extras(case: Case) -> bool:
    return case.text_fact(FactName.SUB_REASON) == SubReason.EXTRA_WORK


def _approved(case: Case, row: str) -> str | None:
    return None if _is_about_extras(case) else _shown(case, row, Proof.APPROVED)


def _extras_approved(case: Case, row: str) -> str | None:
    return _shown(case, row, Proof.APPROVED) if _is_about_extras(case) else None


def _signed_off(case: Case, row: str) -> str | None:
    is_shown = _shown(case, row, Proof.DELIVERED) == TRUE
    is_signed = any(case.evidence.has(kind) for kind in _SIGNED_OFF)
    return TRUE if is_shown and is_signed else None


def _customer_can_show(case: Case, row: str) -> str | None:
    """What the owner sees too, a neutral may see."""
    partly = case.fact(FactName.FELL_SHORT, row) == "partly"
    denied = case.fact(Proof.MET_SPECIFICATION, row) == NO
    return TRUE if partly or denied else None


def _complained_promptly(case: Case, row: str) -> str | None:  # noqa: ARG001
    """True before the invoice was due; false only months after, by their own date."""
    due_on = case.invoice.due_on
    if due_on is None or not case.statements:
        return None
    first = case.statements[0]
    if (first.written_at or first.received_at).date() <= due_on:
        return TRUE
    is_dated = first.written_at is not None
    return FALSE if is_dated and days_late(case) > _MONTHS_LATER else None


def _paid_without_protest(case: Case, row: str) -> str | None:  # noqa: ARG001
    return TRUE if paid_before_words(case) else None


def _misunderstood(case: Case, row: str) -> str | None:
    answer = case.fact(FactName.MISUNDERSTOOD, row)
    return {YES: TRUE, NO: FALSE}.get(answer) if isinstance(answer, str) else None


def _work_done(case: Case, row: str) -> str | None:
    return {TRUE: "full", FALSE: "none"}.get(_shown(case, row, Proof.DELIVERED) or "")


def _defect(case: Case, row: str) -> str | None:
    """The owner's honest view in place of a finding; good news needs a signature."""
    if case.fact(FactName.FELL_SHORT, row) == YES:
        return "major"
    is_denied = case.fact(FactName.FELL_SHORT, row) == NO
    is_shown = _shown(case, row, Proof.MET_SPECIFICATION) == TRUE
    is_signed = case.evidence.has(EvidenceKind.COMPLETION)
    return "none" if is_denied and is_shown and is_signed else None


_READERS: dict[Fact, Reader] = {
    Fact.WRITTEN_CONTRACT: _has_one_of(EvidenceKind.CONTRACT),
    Fact.PRICE_AGREED_IN_WRITING: _price_in_writing,
    Fact.FINAL_WITHIN_ESTIMATE: _within_estimate,
    Fact.CUSTOMER_APPROVED_BEFORE_WORK: _approved,
    Fact.CHANGE_ORDER_APPROVED: _extras_approved,
    Fact.CUSTOMER_EVIDENCE_OF_DEFICIENCY: _customer_can_show,
    Fact.SUPPLIER_DOCUMENTS_WORK: _has_one_of(*_RECORDS),
    Fact.DELIVERABLE_ACCEPTED_OR_USED: _signed_off,
    Fact.CUSTOMER_COMPLAINED_PROMPTLY: _complained_promptly,
    Fact.PARTIAL_PAYMENT_UNPROTESTED: _paid_without_protest,
    Fact.MISCOMMUNICATION_ABOUT_SCOPE: _misunderstood,
    Fact.WORK_COMPLETED: _work_done,
    Fact.DEFICIENCY_PROVED: _defect,
}
