"""A second pair of eyes, a list of what to hold back, and a plan for silence."""

import pytest

from assistant.chat.replies import Table as Drawn
from assistant.domain.assessment import judge
from tests.usecases.table import KIM, ROBIN, SAM, Table, words_of
from tests.usecases.test_approvals import at_the_offer
from tests.usecases.test_offers import at_the_question


@pytest.fixture
def judged() -> Table:
    """Robin has answered the honest questions about the one disputed line."""
    return at_the_offer(Table().by(ROBIN))


SECOND = ["Partly", "Yes", "Yes, in writing", "Yes, only spoken", "Not sure"]


@pytest.mark.covers("F-F8")
def test_a_second_person_answers_blind_and_both_are_shown_side_by_side(
    judged: Table,
) -> None:
    before = judge(judged.case, judged.case.contested_rows()[0].id)
    said = judged.by(KIM).command("show D-INV-7 second")
    assert "did the work fall short" in said
    judged.say(*SECOND)
    (table,) = [p for m in judged.last for p in m.parts if isinstance(p, Drawn)]
    assert [row[1:] for row in table.rows] == [
        ("No", "Partly", "differs"),
        ("Yes", "Yes", "the same"),
        ("Yes, only spoken", "Yes, in writing", "differs"),
        ("Yes, only spoken", "Yes, only spoken", "the same"),
        ("Yes, only spoken", "Not sure", "differs"),
    ]
    # The second answers decide nothing.
    assert judge(judged.case, judged.case.contested_rows()[0].id) == before
    again = judged.by(ROBIN).command("show D-INV-7 second")
    assert "differs" in again


@pytest.mark.covers("F-F8", "F-R4")
def test_second_answers_are_for_one_person_alone(judged: Table) -> None:
    judged.by(KIM).command("show D-INV-7 second")
    judged.say(*SECOND)
    said = "\n".join(words_of(judged.shared))
    assert "side by side" not in said
    assert "A second pair of eyes" not in said


@pytest.mark.covers("F-F8")
def test_the_same_person_is_no_second_pair_of_eyes(judged: Table) -> None:
    said = judged.by(ROBIN).command("show D-INV-7 second")
    assert "have to come from somebody else" in said
    table = Table().by(SAM)
    table.command('open INV-8 500 "Plover"')
    assert "nothing to judge yet" in table.command("show D-INV-8 second")


@pytest.mark.covers("F-F8")
def test_a_second_opinion_can_be_left_and_taken_up_again(judged: Table) -> None:
    judged.by(KIM).command("show D-INV-7 second")
    judged.say("Partly", "back")
    said = judged.command("show D-INV-7 second")
    assert "could there be a misunderstanding" in said
    judged.say(*SECOND[1:])
    assert "Where they differ" in "\n".join(words_of(judged.last))


@pytest.mark.covers("F-C14", "N18")
def test_what_to_hold_back_is_listed_for_a_regular_customer() -> None:
    table = Table()
    at_the_question(table, "misunderstood")
    said = "\n".join(words_of(table.shared))
    assert "Before you hand over or begin more for Harbour Café" in said
    for thing in ("Source and working files", "Passwords and access", "Small favours"):
        assert thing in said
    assert "may itself break the contract" in said
    assert "Never take back or lock" in table.command("show D-INV-7 freeze")


@pytest.mark.covers("F-G16", "S0-4")
@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("", "remind once, kindly, then decide"),
        ("steady", "take it as settled, and go back to collection"),
        ("firm", "look at all ways out at once"),
    ],
)
def test_the_plan_for_silence_is_said_when_the_answer_goes_out(
    plan: str, said: str
) -> None:
    table = Table()
    if plan:
        table.command(f"settings silence_plan {plan}")
    at_the_offer(table)
    expected = f"If no answer comes by the date, your plan is: {said}."
    assert expected in table.say("Sent by e-mail")
    assert expected in table.say("No answer came")
