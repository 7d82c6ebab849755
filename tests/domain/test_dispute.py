"""Where a case stands and which way out it took: the latest word counts."""

import pytest

from assistant.domain.case_events import (
    DisputeSet,
    LetterDrafted,
    LetterSent,
    LetterSkipped,
)
from assistant.domain.dispute import State, state_of, way_out
from assistant.domain.letters import LetterForm, LetterKind
from tests.domain.test_letter_facts import NOW, a_case, eur, fact, then

DISPUTED = DisputeSet("L2", eur(20_000))


@pytest.mark.covers("S0-38", "S1-25", "F-J1", "F-J12")
@pytest.mark.parametrize(
    ("chosen", "way", "state"),
    [
        ({"fork": "mediation"}, "mediation", State.MEDIATION),
        ({"fork": "small_claims"}, "small_claims", State.SMALL_CLAIMS),
        (
            {"fork": "mediation", "after_mediation": "small_claims"},
            "small_claims",
            State.SMALL_CLAIMS,
        ),
        (
            {"fork": "mediation", "after_mediation": "letting_go"},
            "letting_go",
            State.REPORTED,
        ),
        (
            {"fork": "small_claims", "filed": "let_it_go"},
            "letting_go",
            State.REPORTED,
        ),
        ({"after_mediation": "small_claims"}, "", State.REPORTED),
        ({}, "", State.REPORTED),
    ],
)
def test_the_way_out_is_the_latest_choice_of_this_exchange(
    chosen: dict[str, str], way: str, state: State
) -> None:
    case = then(a_case(), DISPUTED, *(fact(n, v, "1") for n, v in chosen.items()))
    assert way_out(case) == way
    assert state_of(case) is state


def test_a_case_answered_by_no_letter_and_credited_whole_stays_judged() -> None:
    firm = LetterDrafted(
        LetterKind.CONCESSION, LetterForm.LONG, "en", "Re", "Dear Sam", "basis"
    )
    case = then(a_case(), DISPUTED, fact("assessment", "valid", "L2"), firm)
    case = then(case, LetterSkipped("W1", "told her"))
    assert state_of(case) is State.ASSESSED
    assert state_of(then(case, DisputeSet("L2", eur(0)))) is State.ASSESSED


def test_an_acknowledged_case_is_acknowledged_once_it_went_out() -> None:
    draft = LetterDrafted(
        LetterKind.ACKNOWLEDGEMENT, LetterForm.LONG, "en", "Re", "Dear Sam", "basis"
    )
    case = then(a_case(), draft)
    assert state_of(case) is State.REPORTED
    sent = then(case, LetterSent("W1", "email", NOW))
    assert state_of(sent) is State.ACKNOWLEDGED
