"""Disputes as JSON: what is read, and what is said about what cannot be."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.advice.estimate.known import Fact, Known
from assistant.advice.estimate.reading import read_known, unused_keys
from assistant.advice.estimate.rules import estimate
from assistant.errors import InputError


def test_facts_stand_alone_or_beside_their_case() -> None:
    facts = {"written_contract": True, "deficiency_proved": "minor"}
    alone = read_known({**facts, "interest_agreed": None})
    beside = read_known({"id": "x", "facts": facts, "objection_categories": ["late"]})
    assert alone.facts == beside.facts
    assert alone.facts == {
        Fact.WRITTEN_CONTRACT: "true",
        Fact.DEFICIENCY_PROVED: "minor",
    }
    assert beside.objections == {"late"}


def test_what_does_not_apply_is_an_answer_for_extras_alone() -> None:
    given_ = {"change_order_approved": "n/a", "final_within_estimate": "n/a"}
    assert read_known(given_).facts == {Fact.CHANGE_ORDER_APPROVED: "n/a"}


@pytest.mark.parametrize(
    ("amounts", "percent"),
    [
        ({"invoiced": "4000", "paid_before": "1000"}, 25),
        ({"paid_before": 1000, "claimed": "3000.00"}, 25),
        ({"invoiced": Decimal("4000"), "claimed": "3000"}, 25),
        ({"amounts": {"invoiced": "4000", "paid_before": "1000"}}, 25),
        ({"invoiced": "100", "claimed": "110"}, 0),
        ({"claimed": "3000"}, None),
        ({"invoiced": "0", "paid_before": "0"}, None),
        ({"invoiced": "4000"}, None),
        ({"paid_before": None, "claimed": None}, None),
    ],
)
def test_the_amounts_say_how_much_of_the_price_was_paid(
    amounts: dict[str, object], percent: int | None
) -> None:
    assert read_known({"facts": {}, **amounts}).paid_percent == percent


@pytest.mark.parametrize(
    ("record", "phrase", "named"),
    [
        ({"facts": {"written_contact": True}}, "unknown_key", "written_contract"),
        ({"written_contact": True}, "unknown_key", "written_contract"),
        ({"facts": {"colour": True}}, "no_such_fact", "colour"),
        ({"facts": {}, "claimd": "3"}, "unknown_key", "claimed"),
        ({"facts": {}, "amounts": {"paid": "3"}}, "unknown_key", "paid_before"),
        ({"facts": {}, "amounts": [3]}, "amounts", ""),
        ({"facts": {}, "written_contract": True}, "fact_outside", "written_contract"),
        ({"facts": []}, "no_facts", ""),
        ({"facts": None}, "no_facts", ""),
        ({"written_contract": "true"}, "value", '"true"'),
        ({"written_contract": 1}, "value", "1"),
        ({"written_contract": "none"}, "value", "null"),
        ({"deficiency_proved": True}, "value", '"major"'),
        ({"work_completed": ["full"]}, "value", "work_completed"),
        ({"facts": {}, "objection_categories": "scope"}, "objection", "scope"),
        ({"facts": {}, "objection_categories": [["scope"]]}, "objection", "scope"),
        ({"facts": {}, "objection_categories": ["price"]}, "objection", "amount"),
        ({"facts": {}, "claimed": "1,200"}, "amount", "1,200"),
        ({"facts": {}, "claimed": "-1"}, "amount", "-1"),
        ({"facts": {}, "claimed": True}, "amount", "true"),
        ({"facts": {}, "claimed": "Infinity"}, "amount", "claimed"),
        ({"facts": {}, "claimed": 10**20}, "amount", "claimed"),
        ({"facts": {}, "invoiced": "10", "paid_before": "11"}, "paid_above", "11"),
        ({"facts": {}, "invoiced": "10", "claimed": "20"}, "claimed_above", "20"),
    ],
)
def test_what_is_wrong_is_named(
    record: dict[str, object], phrase: str, named: str
) -> None:
    with pytest.raises(InputError, match=f"error.assess_{phrase}") as refused:
        read_known(record)
    assert named in " ".join(map(str, refused.value.facts.values()))


def test_notes_of_other_programs_are_left_aside_and_named() -> None:
    record = {"facts": {}, "id": "7", "court": "X", "why": "y"}
    assert read_known(record) == Known()
    assert unused_keys(record) == ("court",)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
keys = st.sampled_from([*Fact, "facts", "amounts", "claimed", "invoiced", "id"])


@given(st.dictionaries(keys | st.text(), json_values))
def test_whatever_is_given_is_estimated_or_refused(record: dict[str, object]) -> None:
    with suppress(InputError):
        assert 0 <= estimate(read_known(record)).share <= 100
