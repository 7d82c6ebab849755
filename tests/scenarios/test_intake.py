"""What the stories do not show of customers' words that arrive."""

from pathlib import Path

import pytest

from tests.scenarios.stage import Stage

COMPLAINT = "We agreed 400, you billed 480."
BLANKS = {
    "inline": """1. Which line or item it is about: boiler
2. What you expected: 400
3. What you received: 480
4. The amount you question: about 80 euros
5. What would settle it for you: a new bill""",
    "numbers": "1. boiler\n2. 400\n3. 480\n4. 80\n5. a new bill",
    "paragraph": "1. boiler 2. 400 3. 480 4. 80 5. a new bill",
    "other order": "Settle: a new bill\nAmount: 80\nGot: 480\nExpected: 400\n"
    "Item: boiler",
    "quoted": "> 1. Which line or item it is about: boiler\n"
    "> 2. What you expected: 400\n"
    "> 3. What you received: 480\n> 4. The amount you question: __\n80\n"
    "> 5. What would settle it for you: a new bill",
    "labels deleted": "Hi Robin,\nboiler\n400\n480\n80\na new bill\n\nRegards,\nAnn",
}


def stage_at(tmp_path: Path, *lines: str) -> Stage:
    stage = Stage(tmp_path)
    stage.given("place GB-EAW, currency EUR")
    for line in lines:
        stage.owner(line)
    return stage


@pytest.mark.covers("X3", "F-D1", "F-D5", "F-D6")
@pytest.mark.parametrize("shape", BLANKS)
def test_a_reply_card_in_any_shape_fills_the_case(tmp_path: Path, shape: str) -> None:
    stage = stage_at(
        tmp_path,
        '/dispute open INV-22 900 "Mo Ash"',
        "[Something else]",
        "This is just not right and I'm not paying.",
        "[Nothing]",
        "[Sent by e-mail]",
        "[No, still vague]",
        f"/dispute reply {BLANKS[shape]}",
        "[Yes, use it]",
    )
    case = stage.case()
    facts = [
        case.fact(f"slot_{name}")
        for name in ("line", "expected", "received", "outcome")
    ]
    assert facts == ["boiler", "400", "480", "a new bill"]
    amount = case.money_fact("slot_amount")
    assert amount
    assert amount.amount == 80
    assert case.statements[-1].text == BLANKS[shape]
    assert stage.chat.misunderstood == 0


@pytest.mark.covers("F-A2")
def test_nothing_is_recorded_before_a_yes_and_undo_takes_a_yes_back(
    tmp_path: Path,
) -> None:
    stage = stage_at(tmp_path, '/dispute open INV-6 480 "Kit"', "[Amount]", COMPLAINT)
    assert stage.labels == ["Yes, use it", "No, ask me"]
    assert not stage.case().is_specific
    stage.owner("[Yes, use it]")
    assert stage.case().is_specific
    stage.owner("undo")
    assert not stage.case().is_specific
    assert stage.case().statements[0].text == COMPLAINT


def test_the_next_answer_may_be_typed_instead_of_a_yes(tmp_path: Path) -> None:
    stage = stage_at(
        tmp_path,
        '/dispute open INV-6 480 "Kit"',
        "Scope",
        COMPLAINT,
        "Extra work",
    )
    assert stage.case().fact("sub_reason") == "extra_work"
    assert stage.chat.misunderstood == 0


@pytest.mark.covers("F-A2")
def test_why_and_stop_work_while_a_reading_is_to_be_confirmed(tmp_path: Path) -> None:
    opened = ('/dispute open INV-6 480 "Kit"', "[Amount]", COMPLAINT)
    stage = stage_at(tmp_path, *opened, "why")
    assert "I read by rules and can be wrong" in stage.answer
    assert stage.labels == ["Yes, use it", "No, ask me"]
    stage.owner("stop")
    assert "D-INV-6" in stage.answer
    assert stage.chat.misunderstood == 0


def test_a_complaint_about_a_case_that_is_open_joins_it(tmp_path: Path) -> None:
    stage = stage_at(
        tmp_path,
        '/dispute open INV-6 480 "Kit"',
        "stop",
        "Bill INV-6: we agreed 400, you billed 480. Please correct it.",
        "[Yes, use it]",
    )
    assert "already" in stage.answer
    assert len(stage.case().statements) == 1


def test_another_message_may_be_pasted_while_the_first_waits(tmp_path: Path) -> None:
    stage = stage_at(
        tmp_path,
        COMPLAINT,
        "Sorry for the long delay, things were busy here! I'll pay the whole bill "
        "on Friday.",
    )
    assert "I read no objection" in stage.answer


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no headers", "not an e-mail"),
        (b"From: a@b.c\r\nSubject: x\r\n\r\n" + b"y" * 21_000_000, "too large"),
    ],
)
def test_a_bad_mail_is_refused_and_changes_nothing(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "bad.eml"
    path.write_bytes(content)
    stage = stage_at(tmp_path, f"attach {path}")
    assert said in stage.answer
    assert not stage.stores.cases.summaries("local")


def test_a_mail_named_as_evidence_is_evidence(tmp_path: Path) -> None:
    stage = stage_at(
        tmp_path,
        '/dispute open INV-6 480 "Kit"',
        "attach tests/data/complaint.eml correspondence",
    )
    case = stage.case()
    assert not case.statements
    assert [item.kind for item in case.evidence.items] == ["correspondence"]


@pytest.mark.covers("F-A1")
def test_a_mail_is_dated_and_its_sender_is_known_after_a_yes(tmp_path: Path) -> None:
    stage = stage_at(
        tmp_path,
        '/dispute open INV-93 480 "Ms Finch"',
        "[Not sure]",
        "attach tests/data/complaint.eml",
    )
    case = stage.case()
    assert str(case.evidence.items[0].dated_on) == "2026-05-06"
    assert case.customer.email is None
    stage.owner("[Yes, use it]")
    assert stage.case().customer.email == "ann@example.org"
    assert "> Please pay" in case.statements[0].text
