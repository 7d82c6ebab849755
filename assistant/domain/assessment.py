"""The honest assessment of one disputed line, and what a firm answer needs.

Few rules in a fixed order; the first that fits decides and is named, so the advice can
say which rule gave it. What is unknown never counts for or against anybody: it makes
the line `unclear`. Sources: guides S0-16 to S0-25, S3-21 to S3-24; K4, K5.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.case import Case
from assistant.domain.evidence import Proof
from assistant.domain.facts import NO, NOT_SURE, YES, FactName, FactValue
from assistant.domain.reasons import Reason, SubReason


class Assessment(StrEnum):
    """How the objection to a line, or to the whole case, is judged."""

    VALID = "valid"
    NOT_VALID = "not_valid"
    AMBIGUOUS = "ambiguous"
    MIXED = "mixed"
    UNCLEAR = "unclear"


class Rule(StrEnum):
    """Which rule decided; its words are in the phrase catalogue under `rule.`."""

    FELL_SHORT = "fell_short"
    BILLED_TWICE = "billed_twice"
    BILLED_ABOVE_AGREED = "billed_above_agreed"
    CLAUSE_NOT_AGREED = "clause_not_agreed"
    NOT_DELIVERED = "not_delivered"
    NO_APPROVAL = "no_approval"
    FELL_SHORT_PARTLY = "fell_short_partly"
    MISUNDERSTOOD = "misunderstood"
    NOT_TO_SPECIFICATION = "not_to_specification"
    PROOF_NOT_THERE = "proof_not_there"
    EVERYTHING_PROVED = "everything_proved"
    TOO_LITTLE_KNOWN = "too_little_known"


# What opens the firm answer depends on the reason. Source: the proof matrix.
_WORK = (Proof.APPROVED, Proof.DELIVERED, Proof.MET_SPECIFICATION)
PROOF_MATRIX: dict[Reason, tuple[Proof, ...]] = {
    Reason.SCOPE: _WORK,
    Reason.QUALITY: _WORK,
    Reason.NOT_RECEIVED: _WORK,
    Reason.AMOUNT: (Proof.PRICE_AGREED, Proof.CALCULATION_RIGHT),
    Reason.TERMS: (Proof.CLAUSE_AGREED,),
    Reason.OTHER: _WORK,
}

# An answer to a proof question, beside `no` and `not_sure`.
YES_IN_WRITING = "yes_in_writing"
YES_SPOKEN = "yes_spoken"

_VALID_WHEN_NO = {
    Proof.NOT_PAID_TWICE: Rule.BILLED_TWICE,
    Proof.PRICE_AGREED: Rule.BILLED_ABOVE_AGREED,
    Proof.CALCULATION_RIGHT: Rule.BILLED_ABOVE_AGREED,
    Proof.CLAUSE_AGREED: Rule.CLAUSE_NOT_AGREED,
    Proof.DELIVERED: Rule.NOT_DELIVERED,
}
_ANSWERS = (YES_IN_WRITING, YES_SPOKEN, NO, NOT_SURE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules make of one line.

    missing: proofs that are claimed or needed but carried by no document; a firm
        letter stays locked while there are any.
    """

    row: str
    label: Assessment
    rule: Rule
    missing: tuple[Proof, ...]

    @property
    def opens_firm_letter(self) -> bool:
        """Whether the proof for a firm answer is complete."""
        return not self.missing


def needed_proofs(case: Case) -> tuple[Proof, ...]:
    """The proofs that this kind of objection calls for."""
    if case.fact(FactName.SUB_REASON) == SubReason.DUPLICATE:
        return (Proof.NOT_PAID_TWICE,)
    reason = case.text_fact(FactName.REASON)
    known = reason in set(Reason)
    return PROOF_MATRIX[Reason(reason)] if known else PROOF_MATRIX[Reason.OTHER]


def proof_answer(case: Case, proof: Proof, row: str) -> FactValue | None:
    """The answer to a proof question for a row, or else for the whole job."""
    value = case.fact(proof, row)
    if value is None and case.fact(proof) in _ANSWERS:
        return case.fact(proof)
    return value


def missing_proofs(case: Case, row: str) -> tuple[Proof, ...]:
    """The needed proofs that no document carries, or that were denied."""
    return tuple(
        proof
        for proof in needed_proofs(case)
        if proof_answer(case, proof, row) != YES_IN_WRITING
        or not case.evidence.backing(proof)
    )


def judge(
    case: Case, row: str, no_approval: Assessment = Assessment.AMBIGUOUS
) -> Judgement:
    """What the owner's answers and the evidence make of the objection to a row.

    no_approval: what work without a clear approval beforehand makes of it; where the
        price is settled on the spot it gives the customer a point (S3-22, S3-23).
    """
    label, rule = _decide(case, row, no_approval)
    return Judgement(row, label, rule, missing_proofs(case, row))


def assessment_of(case: Case, row: str) -> Assessment | None:
    """The label the owner settled on for a row; None before that."""
    value = case.text_fact(FactName.ASSESSMENT, row)
    return Assessment(value) if value in set(Assessment) else None


def case_assessment(case: Case) -> Assessment | None:
    """One label for the case; None while a contested row has none."""
    labels = [assessment_of(case, row.id) for row in case.contested_rows()]
    if not labels or None in labels:
        return None
    return combined(label for label in labels if label)


def combined(labels: Iterable[Assessment]) -> Assessment:
    """One label for several lines: theirs if they agree, else `mixed`."""
    different = set(labels)
    return different.pop() if len(different) == 1 else Assessment.MIXED


def _decide(case: Case, row: str, no_approval: Assessment) -> tuple[Assessment, Rule]:
    fell_short = case.fact(FactName.FELL_SHORT, row)
    if fell_short == YES:
        return Assessment.VALID, Rule.FELL_SHORT
    answers = {p: proof_answer(case, p, row) for p in needed_proofs(case)}
    # What was never approved counts whatever the objection is.
    answers[Proof.APPROVED] = proof_answer(case, Proof.APPROVED, row)
    if denied := _denied(answers, no_approval):
        return denied
    if fell_short == "partly":
        return Assessment.AMBIGUOUS, Rule.FELL_SHORT_PARTLY
    if case.fact(FactName.MISUNDERSTOOD, row) == YES:
        return Assessment.AMBIGUOUS, Rule.MISUNDERSTOOD
    known = [answers[proof] for proof in needed_proofs(case)]
    if fell_short in (None, NOT_SURE) or None in known or NOT_SURE in known:
        return Assessment.UNCLEAR, Rule.TOO_LITTLE_KNOWN
    if missing_proofs(case, row):
        return Assessment.AMBIGUOUS, Rule.PROOF_NOT_THERE
    return Assessment.NOT_VALID, Rule.EVERYTHING_PROVED


def _denied(
    answers: Mapping[Proof, FactValue | None], no_approval: Assessment
) -> tuple[Assessment, Rule] | None:
    """What a plain "no" to one of the proofs makes of it; None without one."""
    for proof, rule in _VALID_WHEN_NO.items():
        if answers.get(proof) == NO:
            return Assessment.VALID, rule
    if answers.get(Proof.APPROVED) == NO:
        return no_approval, Rule.NO_APPROVAL
    if answers.get(Proof.MET_SPECIFICATION) == NO:
        return Assessment.AMBIGUOUS, Rule.NOT_TO_SPECIFICATION
    return None
