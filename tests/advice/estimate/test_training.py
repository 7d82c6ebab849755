"""The shipped weights: where they come from, and what they are worth."""

import runpy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.advice.estimate.evaluate import Report, evaluate
from assistant.advice.estimate.rules import estimate

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "scripts" / "train_estimate.py"))


@pytest.fixture(scope="module")
def unseen(script: dict[str, Any]) -> Report:
    """Every development case, estimated by weights that were learned without it."""
    cases = script["development_cases"]()
    weights = script["left_out"](cases)
    pace = script["pace_for"](cases, weights)
    own = {c.id: replace(w, pace=pace) for c, w in zip(cases, weights, strict=True)}
    return evaluate(cases, lambda case, known: estimate(known, own[case.id]))


def test_the_shipped_weights_are_what_the_script_makes(script: dict[str, Any]) -> None:
    made = script["as_json"](script["trained"](script["development_cases"]()))
    assert made == script["WEIGHTS"].read_text(encoding="utf-8")


def test_no_weight_turns_common_sense_around(script: dict[str, Any]) -> None:
    found = script["trained"](script["development_cases"]())
    for fact, starts in script["START"].items():
        for answer, start in starts.items():
            assert found.of[fact][answer] * start >= 0


@pytest.mark.covers("F-F9")
def test_the_share_is_near_what_was_awarded(unseen: Report) -> None:
    assert unseen.all_facts.error <= 0.20
    assert unseen.live_facts.error <= 0.348  # the best simple model known
    assert unseen.live_facts.right_side >= 0.66 * unseen.live_facts.clear


@pytest.mark.covers("K15")
def test_the_range_keeps_its_promise_without_being_too_wide(unseen: Report) -> None:
    for measures in (unseen.all_facts, unseen.live_facts):
        assert measures.covered >= 0.80
        assert measures.covered_clear >= 0.80
        assert measures.width <= 0.75
        assert measures.confident_and_wrong <= 2
        assert measures.narrowest_unclear >= 0.7
        assert measures.unclear == 50 - measures.clear
