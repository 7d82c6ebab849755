"""The private side: how a neutral may see it, what does not fit, what to ask."""

import json
from pathlib import Path

import pytest

from assistant.bootstrap import InMemory
from assistant.chat.events import ChatEvent, CommandGiven, Person, Place, TextTyped
from assistant.chat.replies import Audience, Table
from tests.scenarios.stage import BUSINESS, Stage
from tests.usecases.desk import an_assistant
from tests.usecases.test_records import TO_THE_PAPERS, played

TO_THE_ANSWERS = (
    *TO_THE_PAPERS,
    "Contract of 3 March",
    "E-mails with Ana",
    "Approval by mail",
    "Invoice",
    "Specification",
    "Sign-off of 2 May",
)
TO_THE_JUDGEMENT = (
    *TO_THE_ANSWERS,
    "[No]",
    "[No]",
    "[Yes, in writing]",
    "[Yes, in writing]",
    "[Yes, in writing]",
)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = Stage(tmp_path)
    stage.given("place GB-EAW, currency EUR, zone Europe/London")
    stage.at("2026-05-07 09:00")
    return stage


@pytest.mark.covers("K15", "F-F9", "X8", "F-F2")
def test_the_judgement_shows_a_range_in_words_what_moved_it_and_the_next_proof(
    stage: Stage,
) -> None:
    said = played(stage, *TO_THE_JUDGEMENT)
    assert "How a neutral may see Menu boards: often most of it." in said
    assert "of €400.00. That is a range from a small set of decided cases" in said
    assert "What moved it most: " in said
    assert "The one proof that would move it next: " in said
    assert "odds" not in said


def test_with_too_little_known_it_says_so(stage: Stage) -> None:
    said = played(stage, *TO_THE_PAPERS, "[Go on without these]", *["not sure"] * 5)
    assert "too little is known to say" in said


@pytest.mark.covers("F-F7")
def test_wanting_to_stand_firm_without_approval_is_pointed_out(stage: Stage) -> None:
    answers = ("[No]", "[No]", "[No]", "[Yes, in writing]", "[Yes, in writing]")
    before = played(stage, *TO_THE_ANSWERS, *answers)
    assert "This does not fit" not in before
    said = played(stage, "[Not valid (locked)]")
    assert "you want to stand firm, and you said that nobody approved it" in said


@pytest.mark.covers("F-F9")
def test_the_judgement_can_be_looked_at_at_any_time(stage: Stage) -> None:
    played(stage, *TO_THE_JUDGEMENT)
    said = played(stage, "/dispute show INV-7 judgement")
    assert "Menu boards: by your answers the objection is" in said
    assert "How a neutral may see Menu boards" in said
    assert "Nothing of this goes into a letter" in said
    assert "plays for time" not in said  # nothing here looks like it


@pytest.mark.covers("F-F10", "S1-9", "N15")
def test_signs_of_a_stall_are_private_hints_with_a_caution(stage: Stage) -> None:
    played(stage, *TO_THE_PAPERS[:-3], "[All lines]")
    said = played(stage, "/dispute show INV-7 judgement")
    assert "(only for you) Seen where somebody plays for time: the whole amount" in said
    assert "(only for you) Seen where there is a real concern: it names what" in said
    assert "Signs prove nothing. Answer as if the concern were genuine" in said
    assert "How a neutral may see the whole invoice" in said


@pytest.mark.covers("F-G7", "F-J7", "X6", "F-F11")
def test_the_numbers_say_where_they_come_from_and_follow_a_changed_input(
    stage: Stage,
) -> None:
    played(stage, *TO_THE_JUDGEMENT)
    first = played(stage, "/dispute show INV-7 numbers")
    assert "8 h of yours at €0.00: say your rate under settings" in first
    assert "1 % of €" in first
    assert "(my guess)" in first
    played(stage, "/dispute settings hourly_rate 50")
    changed = played(stage, "/dispute update INV-7 hours 2")
    assert "2 h of yours at €50.00" in changed
    assert "not known for your place" in changed
    changed = played(stage, "/dispute update INV-7 fees 700")
    assert "Going on is likely to cost more than it brings" in changed
    assert "relationship 300" in changed


@pytest.mark.parametrize(
    "wrong", ["months many", "hours -1", "speed 101", "fees x", "weeks 521"]
)
def test_a_number_that_is_none_is_refused(stage: Stage, wrong: str) -> None:
    played(stage, *TO_THE_PAPERS)
    before = stage.case()
    said = played(stage, f"/dispute update INV-7 {wrong}")
    assert said.startswith("✗")
    assert stage.case() == before


def test_without_a_dispute_there_is_nothing_to_judge(stage: Stage) -> None:
    played(stage, *TO_THE_PAPERS[:4])
    for view in ("judgement", "numbers"):
        assert "nothing to judge" in played(stage, f"/dispute show INV-7 {view}")


@pytest.mark.covers("F-R4", "K15")
def test_estimate_and_floor_stand_in_no_letter(stage: Stage) -> None:
    played(stage, *TO_THE_JUDGEMENT, "/dispute show INV-7 numbers", "[Agree]")
    played(stage, "[Skip]", "[In two weeks: 21 May 2026]")
    bodies = " ".join(letter.body for letter in stage.case().letters)
    assert "Menu boards" in bodies
    for private in ("neutral", "floor", "range", "estimate", "odds"):
        assert private not in bodies.casefold()


@pytest.mark.covers("F-R4")
def test_in_a_channel_judgement_and_numbers_are_for_one_person_only() -> None:
    stores = InMemory()
    assistant = an_assistant(stores)
    business = "slack:T1"
    thread = Place("slack", "case/D-INV-7", business, False, "D-INV-7")
    robin = Person("U1", "Robin")
    events: list[ChatEvent] = [
        CommandGiven("1", thread, robin, 'open INV-7 1200 "Harbour Café"'),
        *(TextTyped(str(n), thread, robin, text) for n, text in enumerate(_TYPED, 2)),
        CommandGiven("90", thread, robin, "show D-INV-7 judgement"),
        CommandGiven("91", thread, robin, "show D-INV-7 numbers"),
    ]
    messages = [message for event in events for message in assistant.handle(event)]
    private = [m for m in messages if m.audience is Audience.PERSON]
    public = [m for m in messages if m.audience is Audience.PLACE]
    assert "How a neutral may see" in str(private)
    assert "How a neutral may see" not in str(public)
    tables = [part for m in private for part in m.parts if isinstance(part, Table)]
    assert tables
    assert "Floor" not in str(public)
    assert "firm letter is locked" not in str(public)
    assert "(locked)" not in str(public)


_TYPED = (
    "Quality",
    "The menu boards show the wrong hours.",
    "A defect",
    "Nothing",
    "Sent by e-mail",
    "Yes, exactly",
    "Menu boards",
    "our hours",
    "last year's",
    "400",
    "print again",
    "A company",
    "Regularly",
    "Skip",
    "400",
    "Go on without these",
    "No",
    "No",
    "Yes, only spoken",
    "Yes, only spoken",
    "Yes, only spoken",
)


def test_the_export_has_the_estimate(stage: Stage) -> None:
    played(stage, *TO_THE_JUDGEMENT)
    exported = json.loads(stage.ear.assistant.export(BUSINESS))
    found = exported["cases"][0]["assessment"]
    assert set(found) == {"label", "share", "low", "high", "reasons"}
    assert 0 <= found["low"] <= found["share"] <= found["high"] <= 1
    assert "everything_proved" in found["reasons"]
    assert any(": " in reason for reason in found["reasons"])
