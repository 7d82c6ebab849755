"""The record of a job: in one message or six, and what of an approval is certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.job_record import (
    LONGEST_FIELD,
    JobFact,
    approval_in,
    approval_words,
    read_job,
)

F = JobFact
WHOLE = {
    F.COMPLAINT: "no cooling",
    F.FOUND: "weak capacitor",
    F.APPROVED: "yes, by text",
    F.DONE: "new capacitor",
    F.BEFORE: "2.1 of 5 µF",
    F.AFTER: "5.0 µF",
}


@pytest.mark.covers("F-E10", "F-L4", "S3-6")
@pytest.mark.parametrize(
    "text",
    [
        "complaint: no cooling; found: weak capacitor; approved: yes, by text; "
        "parts: new capacitor; before: 2.1 of 5 µF; after: 5.0 µF",
        "1. no cooling\n2. weak capacitor\n3. yes, by text\n4. new capacitor\n"
        "5. 2.1 of 5 µF\n6. 5.0 µF",
        "1) no cooling 2) weak capacitor 3) yes, by text 4) new capacitor "
        "5) 2.1 of 5 µF 6) 5.0 µF",
        "Readings after: 5.0 µF\nReadings before - 2.1 of 5 µF\nWork done: new "
        "capacitor\nGo-ahead: yes, by text\nDiagnosis = weak capacitor\n"
        "Problem: no cooling",
        "1. Complaint: no cooling\n2. Finding: weak capacitor\n"
        "3. Approval: yes, by text\n4. Parts used: new capacitor\n"
        "5. Before: 2.1 of 5 µF\n6. After: 5.0 µF",
    ],
)
def test_a_record_in_one_message_is_sorted_by_labels_or_numbers(text: str) -> None:
    assert read_job(text) == WHOLE


@pytest.mark.parametrize(
    "text",
    [
        "AC not cooling since Tuesday",
        "Found: a leak",
        "3 weeks of no heat",
        "no heat. Found the pump stuck; replaced it",
        "",
    ],
)
def test_one_field_or_plain_words_are_no_record(text: str) -> None:
    assert read_job(text) == {}


@given(st.text())
def test_any_text_is_sorted_into_short_fields(text: str) -> None:
    found = read_job(text)
    assert len(found) != 1
    assert all(0 < len(words) <= LONGEST_FIELD for words in found.values())


@pytest.mark.covers("F-E4", "S3-21")
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("yes, by text on 4 May", "yes_in_writing"),
        ("she signed the quote", "yes_in_writing"),
        ("said go ahead on the phone", "yes_spoken"),
        ("ok", "yes_spoken"),
        ("no, she was out", "no"),
        ("nobody asked", "no"),
        ("only the trap", None),
        ("Mrs Ivers", None),
    ],
)
def test_an_approval_is_what_the_words_say_or_asked_for(
    text: str, answer: str | None
) -> None:
    assert approval_in(text) == answer


def test_what_was_approved_is_said_without_the_yes_before_it() -> None:
    assert approval_words("Yes, she signed the quote") == "she signed the quote"
    assert approval_words("ok") == ""
