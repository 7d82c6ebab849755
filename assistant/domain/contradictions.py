"""What does not go together in the owner's own answers and wishes (F-F7).

Nothing is changed because of it: the owner is told, and answers again or goes on.
"""

from enum import StrEnum

from assistant.domain.assessment import (
    YES_IN_WRITING,
    YES_SPOKEN,
    Assessment,
    assessment_of,
    needed_proofs,
    proof_answer,
)
from assistant.domain.case import Case
from assistant.domain.evidence import Proof
from assistant.domain.facts import NO, YES, FactName


class Contradiction(StrEnum):
    """What does not fit; its words are in the phrase catalogue, `contradiction.`."""

    FIRM_WITHOUT_APPROVAL = "firm_without_approval"
    FIRM_THOUGH_FELL_SHORT = "firm_though_fell_short"
    FELL_SHORT_YET_MATCHED = "fell_short_yet_matched"
    MATCHED_YET_NOT_DELIVERED = "matched_yet_not_delivered"
    WRITTEN_YET_NO_PAPER = "written_yet_no_paper"


_YES = (YES_IN_WRITING, YES_SPOKEN)


def contradictions(
    case: Case, row: str, *, wants_firm: bool = False
) -> tuple[Contradiction, ...]:
    """What does not fit about one row, in the order of `Contradiction`.

    wants_firm: the owner is about to stand firm on it, whatever was settled before.
    """
    is_firm = wants_firm or assessment_of(case, row) is Assessment.NOT_VALID
    fell_short = case.fact(FactName.FELL_SHORT, row)
    matched = case.fact(Proof.MET_SPECIFICATION, row) in _YES
    found = {
        Contradiction.FIRM_WITHOUT_APPROVAL: is_firm
        and proof_answer(case, Proof.APPROVED, row) == NO,
        Contradiction.FIRM_THOUGH_FELL_SHORT: is_firm and fell_short in (YES, "partly"),
        Contradiction.FELL_SHORT_YET_MATCHED: fell_short == "partly" and matched,
        Contradiction.MATCHED_YET_NOT_DELIVERED: matched
        and case.fact(Proof.DELIVERED, row) == NO,
        Contradiction.WRITTEN_YET_NO_PAPER: bool(unbacked(case, row)),
    }
    return tuple(each for each in Contradiction if found[each])


def unbacked(case: Case, row: str) -> tuple[Proof, ...]:
    """Proofs said to be in writing that no paper in the case can carry."""
    return tuple(
        proof
        for proof in needed_proofs(case)
        if proof_answer(case, proof, row) == YES_IN_WRITING
        and not case.evidence.backing(proof)
    )
