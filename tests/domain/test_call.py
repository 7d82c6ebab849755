"""A call line by line, and what is said of each line."""

import pytest

from assistant.domain.call import (
    LineResult,
    called_at,
    called_lines,
    is_cleared_by_phone,
)
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import (
    DisputeSet,
    LetterDrafted,
    LetterSent,
    ObjectionSettled,
)
from assistant.domain.explanation import Explanation, explanation_of
from assistant.domain.letter_parts import LinePart
from assistant.domain.letters import LetterForm, LetterKind
from assistant.domain.readings import Reading
from tests.domain.test_letter_facts import NOW, a_case, eur, fact, facts_of, then

UNDERSTOOD: tuple[CaseEvent, ...] = (
    DisputeSet("L2", eur(20_000)),
    fact("heard", "too dear"),
    fact("call_line", "understood", "L2"),
    fact("_questioned", eur(20_000), "L2"),
    ObjectionSettled("L2"),
)
DRAFT = LetterDrafted(LetterKind.CALL_RECAP, LetterForm.LONG, "en", "s", "b", "x")


@pytest.mark.covers("K3", "S3-17")
def test_a_call_has_cleared_it_once_its_recap_went_its_way() -> None:
    called = a_case(*UNDERSTOOD)
    assert not is_cleared_by_phone(called)
    drafted = then(called, DRAFT)
    assert not is_cleared_by_phone(drafted)
    assert is_cleared_by_phone(then(drafted, LetterSent("W1", "email", NOW)))


def test_a_line_that_is_still_in_question_is_not_cleared() -> None:
    case = a_case(
        *UNDERSTOOD,
        DisputeSet("L1", eur(100)),
        fact("call_line", "still_objects", "L1"),
        DRAFT,
        LetterSent("W1", "email", NOW),
    )
    assert not is_cleared_by_phone(case)


@pytest.mark.covers("F-G14")
def test_the_recap_tells_each_line_with_what_was_said() -> None:
    case = a_case(
        *UNDERSTOOD,
        DisputeSet("L1", eur(5_000)),
        fact("call_line", "wants_lower", "L1"),
        fact("line_wish", eur(3_000), "L1"),
        fact("line_found", "capacitor 2.1 of 5 µF", "L1"),
    )
    assert called_at(case) == NOW
    assert [line.result for line in called_lines(case)] == [
        LineResult.WANTS_LOWER,
        LineResult.UNDERSTOOD,
    ]
    call = facts_of(case).call
    (lower,), (clear,) = call.open, call.cleared
    assert (lower.name, lower.part, lower.wish) == ("Design", LinePart.LINE, eur(3_000))
    assert lower.explained is not None
    assert lower.explained.reading == Reading("capacitor", "2.1 µF", "5 µF")
    assert (clear.amount, clear.explained) == (eur(20_000), None)
    assert call.held_on == NOW.date()


def test_words_that_were_not_said_are_not_told() -> None:
    case = a_case(
        DisputeSet("L1", eur(5_000)),
        fact("call_line", "still_objects", "L1"),
        fact("line_objection", "skipped", "L1"),
        fact("call", "no_answer"),
    )
    call = facts_of(case).call
    assert call.lines[0].objection is None
    assert call.held_on is None
    assert call.tried_on == NOW.date()


@pytest.mark.covers("S3-18", "S3-19", "F-G2")
@pytest.mark.parametrize(
    ("facts", "explanation"),
    [
        ({}, Explanation()),
        ({"line_found": "skipped", "line_what": "not_said"}, Explanation()),
        (
            {"line_what": "The part that starts it.", "line_found": "burnt contacts"},
            Explanation("the part that starts it", found="burnt contacts"),
        ),
        (
            {"line_found": "2.1 of 5 µF; it would have failed"},
            Explanation(
                reading=Reading("", "2.1 µF", "5 µF", "it would have failed"),
                without="it would have failed",
            ),
        ),
        (
            {"line_found": "2.1 of 5 µF", "line_without": "Your AC would stop"},
            Explanation(
                reading=Reading("", "2.1 µF", "5 µF"), without="your AC would stop"
            ),
        ),
    ],
)
def test_a_line_is_explained_by_what_was_noted_of_it(
    facts: dict[str, str], explanation: Explanation
) -> None:
    case = a_case(*[fact(name, value, "L1") for name, value in facts.items()])
    assert explanation_of(case, "L1") == explanation
    assert bool(explanation) is bool(explanation.has_ground)
