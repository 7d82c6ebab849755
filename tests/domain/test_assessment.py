"""The honest judgement of a line: each rule, in its order, and what locks a letter."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.assessment import (
    PROOF_MATRIX,
    YES_IN_WRITING,
    YES_SPOKEN,
    Assessment,
    Rule,
    assessment_of,
    case_assessment,
    combined,
    judge,
    missing_proofs,
    needed_proofs,
)
from assistant.domain.case import Case
from assistant.domain.case_events import DisputeSet, EvidenceAdded
from assistant.domain.evidence import CARRIES, EvidenceKind, Proof
from assistant.domain.facts import NO, NOT_SURE
from assistant.domain.reasons import REASON_OF, SUB_REASONS, Reason, SubReason
from tests.domain.test_letter_facts import a_case, eur, fact, then

A, R = Assessment, Rule
EVERY_PAPER = [EvidenceAdded(k, f"{k}.pdf", "owner") for k in EvidenceKind]


def judged(
    reason: str, answers: Mapping[str, str], *, papers: bool = True, sub: str = ""
) -> Case:
    """A case about line L2 with these answers, with every paper or with none."""
    case = a_case(DisputeSet("L2", eur(20_000)), fact("reason", reason))
    case = then(case, *([fact("sub_reason", sub)] if sub else []))
    case = then(case, *(EVERY_PAPER if papers else []))
    return then(case, *(fact(name, value, "L2") for name, value in answers.items()))


WRITTEN = dict.fromkeys(["approved", "delivered", "met_specification"], YES_IN_WRITING)
FINE = {"fell_short": NO, "misunderstood": NO, **WRITTEN}

# Reason and sub-reason, the answers, and the label and rule that follow.
TABLE = [
    ("quality", "", {**FINE, "fell_short": "yes"}, A.VALID, R.FELL_SHORT),
    ("quality", "", {"fell_short": "yes"}, A.VALID, R.FELL_SHORT),
    ("scope", "", {**FINE, "delivered": NO}, A.VALID, R.NOT_DELIVERED),
    ("scope", "", {**FINE, "approved": NO}, A.AMBIGUOUS, R.NO_APPROVAL),
    (
        "quality",
        "",
        {**FINE, "met_specification": NO},
        A.AMBIGUOUS,
        R.NOT_TO_SPECIFICATION,
    ),
    ("quality", "", {**FINE, "fell_short": "partly"}, A.AMBIGUOUS, R.FELL_SHORT_PARTLY),
    ("scope", "", {**FINE, "misunderstood": "yes"}, A.AMBIGUOUS, R.MISUNDERSTOOD),
    ("scope", "", {**FINE, "fell_short": NOT_SURE}, A.UNCLEAR, R.TOO_LITTLE_KNOWN),
    ("scope", "", {**FINE, "approved": NOT_SURE}, A.UNCLEAR, R.TOO_LITTLE_KNOWN),
    ("scope", "", {"fell_short": NO}, A.UNCLEAR, R.TOO_LITTLE_KNOWN),
    ("scope", "", {**FINE, "approved": YES_SPOKEN}, A.AMBIGUOUS, R.PROOF_NOT_THERE),
    ("scope", "", FINE, A.NOT_VALID, R.EVERYTHING_PROVED),
    ("not_received", "", FINE, A.NOT_VALID, R.EVERYTHING_PROVED),
    (
        "amount",
        "price",
        {"fell_short": NO, "price_agreed": NO, "calculation_right": YES_IN_WRITING},
        A.VALID,
        R.BILLED_ABOVE_AGREED,
    ),
    (
        "amount",
        "quantity",
        {"fell_short": NO, "price_agreed": YES_IN_WRITING, "calculation_right": NO},
        A.VALID,
        R.BILLED_ABOVE_AGREED,
    ),
    (
        "amount",
        "",
        {
            "fell_short": NO,
            "price_agreed": YES_IN_WRITING,
            "calculation_right": YES_IN_WRITING,
        },
        A.NOT_VALID,
        R.EVERYTHING_PROVED,
    ),
    (
        "amount",
        "duplicate",
        {"fell_short": NO, "not_paid_twice": NO},
        A.VALID,
        R.BILLED_TWICE,
    ),
    (
        "amount",
        "duplicate",
        {"fell_short": NO, "not_paid_twice": YES_IN_WRITING},
        A.NOT_VALID,
        R.EVERYTHING_PROVED,
    ),
    (
        "terms",
        "",
        {"fell_short": NO, "clause_agreed": NO},
        A.VALID,
        R.CLAUSE_NOT_AGREED,
    ),
    (
        "terms",
        "",
        {"fell_short": NO, "clause_agreed": YES_IN_WRITING},
        A.NOT_VALID,
        R.EVERYTHING_PROVED,
    ),
]


@pytest.mark.covers(
    *"S0-16 S0-17 S0-18 S0-19 S0-20 S0-25 S0-26 S0-31 S3-21 S3-22 S3-23".split(),
    *"F-F1 F-F2 F-F3 F-F4 F-F9".split(),
)
@pytest.mark.parametrize(("reason", "sub", "answers", "label", "rule"), TABLE)
def test_the_answers_decide_by_the_first_rule_that_fits(
    reason: str, sub: str, answers: dict[str, str], label: Assessment, rule: Rule
) -> None:
    found = judge(judged(reason, answers, sub=sub), "L2")
    assert (found.label, found.rule) == (label, rule)


@pytest.mark.covers("F-F4", "S3-22", "S3-23", "S3-24")
@pytest.mark.parametrize("reason", list(Reason))
def test_work_that_nobody_approved_gives_a_point_whatever_the_reason(
    reason: str,
) -> None:
    case = judged(reason, {"fell_short": NO, "approved": NO})
    for label in (A.AMBIGUOUS, A.VALID):
        found = judge(case, "L2", no_approval=label)
        assert (found.label, found.rule) == (label, R.NO_APPROVAL)


@pytest.mark.covers("F-E10", "F-F4")
def test_an_approval_of_the_whole_job_counts_for_each_line_without_its_own() -> None:
    work = {"fell_short": NO, "delivered": YES_IN_WRITING}
    case = judged("scope", {**work, "met_specification": YES_IN_WRITING})
    assert judge(case, "L2").label is A.UNCLEAR
    whole = then(case, fact("approved", YES_IN_WRITING))
    assert judge(whole, "L2").rule is R.EVERYTHING_PROVED
    only_part = then(case, fact("approved", "only_part"))
    assert judge(only_part, "L2").label is A.UNCLEAR
    but_not_this = then(whole, fact("approved", NO, "L2"))
    assert judge(but_not_this, "L2").rule is R.NO_APPROVAL


def test_every_rule_stands_in_the_table() -> None:
    assert {row[-1] for row in TABLE} == set(Rule)


@pytest.mark.covers("S0-25", "F-F3", "X8", "F-E14")
@pytest.mark.parametrize("proof", sorted(WRITTEN))
def test_not_valid_needs_a_document_for_each_of_the_three(proof: str) -> None:
    assert judge(judged("scope", FINE), "L2").opens_firm_letter
    spoken = judge(judged("scope", {**FINE, proof: YES_SPOKEN}), "L2")
    assert spoken.missing == (Proof(proof),)
    unbacked = judge(judged("scope", FINE, papers=False), "L2")
    assert not unbacked.opens_firm_letter
    assert unbacked.rule is R.PROOF_NOT_THERE


ANSWERS = st.sampled_from([None, NO, NOT_SURE, "partly", "yes"])
PROOFS = st.sampled_from([None, NO, NOT_SURE, YES_SPOKEN, YES_IN_WRITING])


@pytest.mark.covers("S0-25", "F-F3", "X8")
@given(
    reason=st.sampled_from([*Reason, "not_sure"]),
    duplicate=st.booleans(),
    fell_short=ANSWERS,
    misunderstood=ANSWERS,
    proofs=st.fixed_dictionaries(dict.fromkeys(map(str, Proof), PROOFS)),
    papers=st.booleans(),
)
def test_whatever_is_answered_not_valid_is_never_said_without_the_whole_proof(
    reason: str,
    duplicate: bool,
    fell_short: str | None,
    misunderstood: str | None,
    proofs: dict[str, str | None],
    papers: bool,
) -> None:
    given_answers = {"fell_short": fell_short, "misunderstood": misunderstood, **proofs}
    answers = {name: value for name, value in given_answers.items() if value}
    sub = "duplicate" if duplicate else ""
    case = judged(reason, answers, papers=papers, sub=sub)
    found = judge(case, "L2")
    if found.label is A.NOT_VALID:
        assert papers
        assert all(proofs[p] == YES_IN_WRITING for p in needed_proofs(case))
    assert found.missing == missing_proofs(case, "L2")


@pytest.mark.covers("F-E8", "F-E9", "S2-15", "S2-16", "S2-17", "F-E7")
@pytest.mark.parametrize("kind", ["photos", "delivery_receipt", "project_records"])
def test_photos_receipts_and_project_records_can_show_a_delivery(kind: str) -> None:
    case = judged("not_received", FINE, papers=False)
    case = then(case, EvidenceAdded(EvidenceKind(kind), "it", "owner"))
    assert Proof.DELIVERED not in missing_proofs(case, "L2")


@pytest.mark.covers("F-E2", "F-E4", "F-E6", "S2-13", "S2-14", "S0-12", "S0-14")
@pytest.mark.parametrize(
    ("proof", "kinds"),
    [
        (Proof.APPROVED, ["approval", "contract", "change_order", "correspondence"]),
        (Proof.PRICE_AGREED, ["contract", "price_confirmation", "correspondence"]),
    ],
)
def test_a_signed_scope_an_approval_or_a_message_can_carry_the_proof(
    proof: Proof, kinds: list[str]
) -> None:
    assert {EvidenceKind(kind) for kind in kinds} <= set(CARRIES[proof])


def test_the_customers_own_words_and_our_notes_of_a_call_prove_nothing_for_us() -> None:
    own = {EvidenceKind.STATEMENT, EvidenceKind.CALL_NOTE}
    assert not [proof for proof, kinds in CARRIES.items() if own & set(kinds)]


def test_every_reason_has_its_proofs_and_every_sub_reason_its_reason() -> None:
    assert set(PROOF_MATRIX) == set(Reason) == set(SUB_REASONS)
    assert set(REASON_OF) == set(SubReason)


@pytest.mark.covers("F-F2", "K5")
def test_lines_are_judged_apart_and_the_case_is_mixed_where_they_differ() -> None:
    case = judged("scope", {})
    case = then(case, DisputeSet("L1", eur(1)), fact("assessment", "valid", "L2"))
    assert case_assessment(case) is None
    case = then(case, fact("assessment", "ambiguous", "L1"))
    assert assessment_of(case, "L1") is A.AMBIGUOUS
    assert case_assessment(case) is A.MIXED
    assert combined([A.VALID, A.VALID]) is A.VALID
