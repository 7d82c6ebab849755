"""The estimate: what moves it, what doubt does, and what it never does."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.advice.estimate.evaluate import read_decided
from assistant.advice.estimate.known import FINDINGS, Fact, Known, answers
from assistant.advice.estimate.reading import OBJECTIONS
from assistant.advice.estimate.rules import (
    _PROOFS,
    FEWEST_FACTS,
    WIDTH_WHEN_UNCLEAR,
    estimate,
    shipped_weights,
)
from assistant.domain.estimate import Estimate, Merit

DATA = Path(__file__).parents[2] / "data" / "decided-cases-dev.jsonl"
CASES = [read_decided(json.loads(line)) for line in DATA.read_text().splitlines()]

# Answers that speak for the supplier, and those that speak for the customer.
FOR_SUPPLIER = {f: "true" for f in Fact if "true" in answers(f)} | {
    Fact.CUSTOMER_EVIDENCE_OF_DEFICIENCY: "false",
    Fact.CUSTOMER_COMPLAINED_PROMPTLY: "false",
    Fact.SUPPLIER_GIVEN_CHANCE_TO_FIX: "false",
    Fact.FULL_AND_FINAL_CHEQUE: "false",
    Fact.MISCOMMUNICATION_ABOUT_SCOPE: "false",
    Fact.WORK_COMPLETED: "full",
    Fact.DEFICIENCY_PROVED: "none",
}
FOR_CUSTOMER = {
    f: {"true": "false", "false": "true"}[v]
    for f, v in FOR_SUPPLIER.items()
    if f not in FINDINGS
} | {Fact.WORK_COMPLETED: "none", Fact.DEFICIENCY_PROVED: "major"}


@st.composite
def anything_known(draw: st.DrawFn) -> Known:
    facts = draw(st.lists(st.sampled_from(list(Fact)), unique=True))
    chosen = {fact: draw(st.sampled_from(answers(fact))) for fact in facts}
    paid = draw(st.none() | st.integers(0, 100))
    objections = draw(st.frozensets(st.sampled_from(sorted(OBJECTIONS))))
    return Known(chosen, objections, paid)


def known(**facts: str) -> Known:
    return Known({Fact(name): value for name, value in facts.items()})


STRONG = known(
    supplier_documents_work="true",
    deliverable_accepted_or_used="true",
    customer_complained_promptly="false",
)


@pytest.mark.covers("F-F9", "X8")
def test_the_share_comes_with_a_range_and_what_moved_it() -> None:
    found = estimate(STRONG)
    assert found.low < found.share <= found.high
    assert found.merit is Merit.SUPPLIER_RIGHT
    assert [reason.fact for reason in found.reasons] == [
        "customer_complained_promptly",
        "supplier_documents_work",
        "deliverable_accepted_or_used",
    ]
    assert all(reason.points > 0 for reason in found.reasons)


@pytest.mark.covers("F-F2")
def test_nothing_known_is_one_half_and_may_be_anything() -> None:
    found = estimate(Known())
    assert (found.share, found.low, found.high) == (50, 0, 100)
    assert found.merit is Merit.UNCLEAR
    assert found.reasons == ()


@given(anything_known())
def test_fewer_than_three_live_facts_are_unclear_and_wide(given_: Known) -> None:
    found = estimate(given_)
    is_few = found.live_facts < FEWEST_FACTS
    assert (found.merit is Merit.UNCLEAR) == is_few
    if is_few:
        assert found.width >= WIDTH_WHEN_UNCLEAR


@given(anything_known(), st.data())
def test_what_is_not_known_never_narrows_the_range(
    given_: Known, data: st.DataObject
) -> None:
    names = st.sampled_from(list(given_.facts)) if given_.facts else st.nothing()
    blanked = given_.without(*data.draw(st.lists(names)))
    assert estimate(blanked).width >= estimate(given_).width


@given(anything_known(), st.sampled_from(list(Fact)))
def test_evidence_for_the_supplier_never_lowers_the_share(
    given_: Known, fact: Fact
) -> None:
    before = estimate(given_.without(fact))
    after = estimate(given_.having(fact, FOR_SUPPLIER.get(fact, answers(fact)[0])))
    if fact is not Fact.FIXED_PRICE_OR_ESTIMATE:
        assert after.share >= before.share
        assert after.low >= before.low


@given(anything_known(), st.sampled_from(list(Fact)))
def test_evidence_for_the_customer_never_raises_the_share(
    given_: Known, fact: Fact
) -> None:
    if fact in FOR_CUSTOMER:
        before = estimate(given_.without(fact))
        after = estimate(given_.having(fact, FOR_CUSTOMER[fact]))
        assert after.share <= before.share
        assert after.high <= before.high


@given(anything_known(), st.integers(0, 100), st.integers(0, 100))
def test_the_more_was_paid_the_less_of_the_rest_is_awarded(
    given_: Known, one: int, other: int
) -> None:
    less, more = sorted((one, other))
    shares = [
        estimate(Known(given_.facts, paid_percent=paid)).share for paid in (less, more)
    ]
    assert shares[0] >= shares[1]


@given(anything_known())
def test_the_next_proof_is_open_and_would_raise_the_share(given_: Known) -> None:
    found = estimate(given_)
    if found.next_proof:
        fact = Fact(found.next_proof)
        assert fact not in given_.facts
        shown = estimate(given_.having(fact, _PROOFS[fact][0]))
        assert shown.share >= found.share
        assert shown.width <= found.width


def test_the_next_proof_answers_the_objection_first() -> None:
    about_price = Known(STRONG.facts, frozenset({"amount"}))
    about_scope = Known(STRONG.facts, frozenset({"scope"}))
    proofs = [estimate(each).next_proof for each in (about_price, about_scope)]
    assert proofs[0] in ("final_within_estimate", "change_order_approved")
    assert proofs[1] in ("customer_approved_before_work", "change_order_approved")


def test_what_is_objected_to_says_nothing_about_who_is_right() -> None:
    shares = {estimate(Known(STRONG.facts, frozenset({o}))).share for o in OBJECTIONS}
    assert len(shares) == 1


def test_blanking_answers_one_by_one_never_jumps() -> None:
    rng = random.Random(8)  # noqa: S311 - a fixed order, nothing secret
    for case in CASES:
        left, before = case.known, estimate(case.known)
        names = sorted(left.facts)
        rng.shuffle(names)
        for name in names:
            weight = abs(shipped_weights().of[name][left.facts[name]])
            left = left.without(name)
            after = estimate(left)
            assert after.width >= before.width
            # A step of the logistic curve is at most a quarter of the weight.
            assert abs(after.share - before.share) <= weight / 4 + 1
            before = after


def test_an_estimate_without_order_is_refused() -> None:
    with pytest.raises(ValueError, match="no range"):
        Estimate(50, 60, 40, Merit.PARTLY, (), None, 3)


def test_an_answer_that_a_fact_cannot_have_is_refused() -> None:
    with pytest.raises(ValueError, match="written_contract"):
        known(written_contract="perhaps")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (STRONG.facts, "most"),
        ({**STRONG.facts, Fact.FULL_AND_FINAL_CHEQUE: "true"}, "either_way"),
        (FOR_CUSTOMER, "little"),
        ({}, "unclear"),
    ],
)
@pytest.mark.covers("K15")
def test_the_share_is_said_in_words(facts: dict[Fact, str], words: str) -> None:
    assert estimate(Known(facts)).in_words == words
