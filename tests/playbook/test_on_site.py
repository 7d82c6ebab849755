"""Jobs on site: the record, the brief, the call line by line, and habits."""

import pytest

from assistant.chat.replies import Card, Checklist, Paragraph, Phrase
from assistant.domain.case_events import (
    ChannelSwitched,
    EvidenceAdded,
    FactRecorded,
    InvoiceDescribed,
)
from assistant.domain.evidence import EvidenceKind
from assistant.domain.money import Money
from assistant.domain.resolution import OutcomeKind
from assistant.errors import InputError
from assistant.playbook import engine
from assistant.playbook.fact_sheet import fact_sheet
from assistant.playbook.loader import load_all
from assistant.playbook.steps.base import Asked
from assistant.playbook.turn import Chosen, Typed
from assistant.resources import playbooks_dir
from tests.playbook.walk import LINES, TOTAL, Walk, answers_to

PLAYBOOKS = load_all(playbooks_dir())
TRADES = PLAYBOOKS["trades"]
RECORD = "1. no heat 2. pump stuck 3. no 4. new pump 5. flow 0 of 12 l/min 6. 12 l/min"
LINES_WHY = {
    "line_what": "the part that moves the water",
    "line_found": "flow 0 of 12 l/min",
    "line_without": "the house would have stayed cold",
}


def led(until: str, **answers: str) -> tuple[Walk, Asked]:
    """A case on site, answered up to a step; `answers` by the step's id."""
    off = (ChannelSwitched(name, off=True) for name in ("reminders", "calls"))
    walk = Walk.begin(TRADES, InvoiceDescribed(TOTAL, LINES), *off)
    usual = {
        "reason": "scope",
        "sub_reason": "not_sure",
        "paid_already": "nothing",
        "acknowledgement": "sent_text",
        "record_source": "here",
        "job_complaint": RECORD,
        "disputed": "all_lines",
        "customer_name": "skip",
        "evidence": "go_on_without",
        "call": "on_the_phone",
        **LINES_WHY,
        **answers,
    }
    for _ in range(60):
        asked = walk.settle()
        assert asked is not None
        step = asked.question.key.partition("@")[0]
        if step == until:
            return walk, asked
        offered = [option.id for option in asked.question.options]
        said = usual.get(step) or (
            "skip" if "skip" in offered else (offered or ["x"])[0]
        )
        walk.answer(asked, Chosen(said) if said in offered else Typed(said))
    raise AssertionError(f"{until} was not reached: {walk.trail}")


def keys(asked: Asked) -> list[str]:
    """The phrases above a question."""
    found = [part.text.key for part in asked.above if isinstance(part, Paragraph)]
    return [key.partition(":")[2] or key for key in found]


@pytest.mark.covers("F-E10", "F-L4", "S3-6", "S3-7")
def test_one_message_fills_the_record_and_each_field_can_be_changed() -> None:
    walk, asked = led("disputed")
    case = walk.case
    assert case.fact("job_complaint") == "no heat"
    assert case.fact("approved") == "no"
    assert case.fact("reading_after") == "12 l/min"
    fields = {"job_complaint", "job_found", "approved_before", "reading_before"}
    assert fields <= {place.step.id for place in engine.answered(TRADES, walk.at)}
    walk.apply(engine.revisit(TRADES, walk.at, "job_found"))
    walk.answer(walk.settle() or asked, Typed("pump seized"))
    assert walk.case.fact("job_found") == "pump seized"


def test_a_record_without_the_complaint_asks_for_it_and_nothing_else() -> None:
    walk, asked = led("job_complaint")
    walk.answer(asked, Typed("found: pump stuck; approval: only the pump"))
    asked = walk.settle() or asked
    assert asked.question.key == "job_complaint"
    walk.answer(asked, Typed("no heat"))
    asked = walk.settle() or asked
    assert asked.question.key == "approved_before"
    assert walk.case.fact("approved_what") == "only the pump"


@pytest.mark.covers("F-E10", "F-P1")
def test_the_record_may_be_pasted_where_it_is_asked_for() -> None:
    walk, asked = led("record_source")
    assert asked.question.typed is not None
    with pytest.raises(InputError):
        walk.answer(asked, Typed("in the van"))
    turn = engine.advance(TRADES, walk.at, "record_source", Typed(RECORD))
    assert any(isinstance(part, Card) for part in turn.say)
    walk.answer(asked, Typed(RECORD))
    asked = walk.settle() or asked
    assert asked.question.key == "disputed"
    assert walk.case.fact("record_source") == "here"
    assert walk.case.fact("job_found") == "pump stuck"


@pytest.mark.covers("F-L4")
def test_the_record_is_asked_of_whoever_was_there() -> None:
    walk, asked = led("job_complaint", record_source="somebody", technician="Sam")
    assert asked.question.person == "Sam"
    action = engine.next_action(TRADES, walk.at)
    assert action is not None
    assert action.person == "Sam"
    _, asked = led("job_complaint", record_source="somebody", technician="skip")
    assert asked.question.person == ""
    _, asked = led("disputed", record_source="somebody", technician="Sam")
    assert asked.question.person == ""


@pytest.mark.covers("S3-5", "F-E1")
def test_nothing_written_is_a_gap_accepted_by_name() -> None:
    walk, _ = led("job_complaint", record_source="nothing")
    (waiver,) = walk.case.evidence.waivers
    assert (waiver.kind, waiver.by) == (EvidenceKind.SERVICE_RECORD, "Kim")


@pytest.mark.covers("S3-3", "F-E1", "F-G13")
def test_the_record_and_the_papers_come_before_the_phone() -> None:
    walk, asked = led("call")
    assert walk.case.knows("job_found")
    assert walk.case.evidence.waivers
    assert asked.question.is_private


@pytest.mark.covers("X7", "F-G13", "F-E11", "S3-4", "S3-10", "S3-12")
def test_the_brief_has_the_facts_the_way_the_opening_and_what_to_leave_out() -> None:
    _, asked = led("call")
    assert isinstance(asked.above[0], Card)
    labels = [field.label.key for field in asked.above[0].fields]
    wanted = ["job_complaint", "job_found", "approved", "job_done", "reading_before"]
    assert labels[-8:-2] == [f"sheet.{name}" for name in (*wanted, "reading_after")]
    assert keys(asked) == [
        "call.script.not_sure|call.script.any",
        "step.call.no_approval",
        "step.call.leave_out",
        "step.call.opening",
    ]


@pytest.mark.covers("F-A5", "S3-1")
def test_each_reason_has_a_script_of_its_own() -> None:
    for sub_reason in ("not_necessary", "unauthorised", "extra_work"):
        _, asked = led("call", sub_reason=sub_reason, kind_of_job="trades")
        assert f"call.script.{sub_reason}|call.script.any" in keys(asked)


@pytest.mark.covers("F-R3")
def test_recording_is_answered_with_the_rules_and_the_call_stays_open() -> None:
    walk, asked = led("call")
    turn = engine.advance(TRADES, walk.at, "call", Chosen("may_i_record"))
    assert turn.events == ()
    assert turn.say
    walk.answer(asked, Chosen("not_yet"))
    assert walk.settle() == asked
    with pytest.raises(InputError):
        walk.answer(asked, Typed("call him back"))


@pytest.mark.covers("F-G2", "S3-14", "S3-15", "S3-18")
def test_each_line_is_explained_and_settled_or_kept_by_a_button() -> None:
    walk, asked = led("walk_line", approved_before="yes_spoken")
    assert asked.question.key == "walk_line@L1"
    said = asked.above[0]
    assert isinstance(said, Paragraph)
    assert isinstance(said.text.values["explanation"], Phrase)
    walk.answer(asked, Chosen("understood"))
    assert [row.id for row in walk.case.contested_rows()] == ["L2"]
    asked = walk.settle() or asked
    assert asked.question.key == "walk_line@L2"
    walk.answer(asked, Chosen("wants_lower"))
    assert walk.case.fact("explained") == "explained"
    asked = walk.settle() or asked
    assert asked.question.key == "line_wish@L2"
    with pytest.raises(InputError):
        walk.answer(asked, Typed("401"))


@pytest.mark.covers("S3-5")
def test_a_line_of_which_nothing_is_noted_is_not_answered_from_memory() -> None:
    nothing = dict.fromkeys(LINES_WHY, "skip")
    _, asked = led("walk_line", **nothing)
    assert keys(asked)[0] == "step.walk_line.unexplained"
    assert keys(asked)[1] == "step.walk_line.no_approval"


def test_a_changed_mind_puts_the_line_back_into_question() -> None:
    walk, asked = led("walk_line")
    walk.answer(asked, Chosen("understood"))
    walk.settle()
    walk.apply(engine.revisit(TRADES, walk.at, "walk_line@L1"))
    walk.answer(walk.settle() or asked, Chosen("still_objects"))
    assert walk.case.grid.row("L1").disputed == Money.of(800, "EUR")
    with pytest.raises(InputError):
        walk.answer(walk.settle() or asked, Chosen("maybe"))


@pytest.mark.covers("F-G14", "S3-17", "K3")
def test_a_corrected_recap_opens_the_dispute_and_the_hold_again() -> None:
    clear = {"walk_line": "understood", "call_pay_by": "in_7_days"}
    walk, _ = led("payment", **clear, call_recap="sent_email", channels_on="later")
    before = walk.case
    walk.apply(engine.revisit(TRADES, walk.at, "walk_line@L2"))
    walk.answer(walk.settle() or led("walk_line")[1], Chosen("still_objects"))
    asked = walk.settle()
    assert asked is not None
    assert asked.question.key == "hold_channels"  # they chase again since then
    walk.answer(asked, Chosen("later"))
    asked = walk.settle()
    assert asked is not None
    assert asked.question.key == "line_objection@L2"
    assert (before.is_on_hold, walk.case.is_on_hold) == (False, True)
    assert walk.case.grid.sum.disputed == Money.of(400, "EUR")


@pytest.mark.covers("S3-17", "F-J12")
def test_what_was_understood_on_the_phone_is_paid_in_full_not_dropped() -> None:
    clear = {"walk_line": "understood", "call_pay_by": "today", "payment": "arrived"}
    walk, asked = led(
        "confirm_close", **clear, call_recap="sent_text", channels_on="later"
    )
    walk.answer(asked, Chosen("close_it"))
    walk.settle()
    assert walk.case.outcome is not None
    assert walk.case.outcome.kind is OutcomeKind.PAID_IN_FULL


@pytest.mark.covers("F-G14", "F-K2")
def test_the_call_and_its_recap_have_their_clocks() -> None:
    walk, _ = led("call")
    call = engine.next_action(TRADES, walk.at)
    assert call is not None
    walk, _ = led("call_recap", walk_line="still_objects")
    recap = engine.next_action(TRADES, walk.at)
    assert recap is not None
    heard_at = walk.case.fact_times["heard"]
    assert (recap.due_at - heard_at).total_seconds() == 3600


@pytest.mark.covers("F-E19", "S3-25", "S3-29")
@pytest.mark.parametrize(
    ("events", "ticked"),
    [
        ((), []),
        ((FactRecorded("approved", "yes_in_writing"),), ["before"]),
        ((FactRecorded("approved", "yes_spoken"),), []),
        ((EvidenceAdded(EvidenceKind.PHOTOS, "photo", "owner"),), ["during"]),
        (
            (
                FactRecorded("reading_before", "2 of 5 µF"),
                FactRecorded("reading_after", "5 µF"),
                FactRecorded("line_found", "2 of 5 µF", "L1"),
            ),
            ["during", "after"],
        ),
    ],
)
def test_habits_are_ticked_where_this_job_had_them(
    events: tuple[FactRecorded, ...], ticked: list[str]
) -> None:
    walk = Walk.begin(TRADES, InvoiceDescribed(TOTAL, LINES), *events)
    step = TRADES.step("next_job")
    assert step is not None
    asked = step.ask(walk.at)
    shown = asked.above[0]
    assert isinstance(shown, Checklist)
    done = [check.label.key.split(".")[-2] for check in shown.checks if check.is_done]
    assert done == ticked
    assert len(list(answers_to(asked))) == 4
    with pytest.raises(InputError):
        step.take(walk.at, Chosen("always"))


@pytest.mark.covers("F-E11")
def test_the_fact_sheet_leaves_out_what_nobody_noted() -> None:
    walk = Walk.begin(TRADES, InvoiceDescribed(TOTAL, LINES))
    labels = [field.label.key for field in fact_sheet(walk.at).fields]
    assert labels == ["card.customer"]
