"""What was found by attacking the conversation, each kept as a test."""

from datetime import timedelta

import pytest

from assistant.chat.replies import Question
from assistant.domain.case import Case
from assistant.domain.dispute import state_of
from assistant.domain.money import Money
from tests.usecases.world import World, mistakes, place

HERE = place("a")

# Answers that lead through the story; the first option where none is named.
_USUAL = (
    "sent_email later do_not_have yes_in_writing all_of_it agreed_sum skip in_7_days "
    "nothing transfer no_words said_exactly company agree"
).split()


@pytest.fixture
def world() -> World:
    world = World()
    world.command("open INV-7 120 Teal", HERE)
    return world


def walk(world: World, until: str, **answers: str) -> Question[str]:
    """Answer what is asked until a step is reached; `answers` by the step's id."""
    for _ in range(80):
        question = world.asked[HERE]
        step = question.key.partition("@")[0]
        if step == until:
            return question
        offered = [option.id for option in question.options]
        usual = next((name for name in _USUAL if name in offered), None)
        said = answers.get(step) or usual or (offered[0] if offered else "Something")
        if said in offered:
            world.press(question.case_id, question.key, said, HERE)
        else:
            world.text(said, HERE)
    raise AssertionError(f"{until} was not reached, but {question.key}")


@pytest.mark.parametrize("text", ["9" * 5000, "٣" * 5000])
def test_a_number_of_thousands_of_digits_is_answered(world: World, text: str) -> None:
    assert mistakes(world.text(text, HERE))
    assert mistakes(world.command(f"list {text}", HERE))


@pytest.mark.parametrize("command", ["resume", "close"])
def test_an_old_confirmation_never_confirms_another_case(
    world: World, command: str
) -> None:
    world.command("open INV-8 80 Blue", HERE)
    world.command(f"{command} INV-7", HERE)
    world.command(f"{command} INV-8", HERE)
    world.press("D-INV-7", f"confirm.{command}", "yes", HERE)
    world.press("D-INV-7", f"confirm.{command}", "withdrawn", HERE)
    assert all(c.is_on_hold and not c.is_closed for c in world.cases("a"))


def test_a_press_without_a_question_is_answered(world: World) -> None:
    assert mistakes(world.press("", "", "yes", HERE))


def test_an_invoice_whose_case_would_be_called_like_another_gets_its_own() -> None:
    world = World()
    world.command("open", HERE)
    world.press("", "opening.invoice", "none", HERE)
    world.command("open 1 100 Teal", HERE)
    numbers = {case.id: case.invoice.number for case in world.cases("a")}
    assert numbers == {"D-1": None, "D-1.2": "1"}
    world.command("note 1 for the numbered one", HERE)
    assert world.case("D-1.2").notes
    world.command("open D-1 5 Blue", HERE)
    world.command("note D-1 for the first", HERE)
    assert world.case("D-1").notes[0].text == "for the first"


def test_a_case_with_spaces_in_its_name_is_found_by_it(world: World) -> None:
    world.command('open "A  B 7" 10 Blue', HERE)
    world.command("show INV-7", HERE)
    world.command("note D-A B 7 mine", HERE)
    assert [note.text for note in world.case("D-A B 7").notes] == ["mine"]
    assert not world.case("D-INV-7").notes


def test_a_mistyped_case_is_never_taken_for_the_one_in_focus(world: World) -> None:
    assert mistakes(world.command("note D-INV-77 not for this one", HERE))
    assert not world.case("D-INV-7").notes


@pytest.mark.parametrize(
    "said", ['"We agreed 60" she said', "two\nlines", "«non», «jamais»", "'t is not so"]
)
@pytest.mark.parametrize("gap", [" ", "\n", "\t", "  \n"])
def test_what_the_customer_answered_is_kept_word_for_word(
    world: World, gap: str, said: str
) -> None:
    world.command(f"reply D-INV-7{gap}{said}", HERE)
    assert [s.text for s in world.case("D-INV-7").statements] == [said]


@pytest.mark.parametrize("word", ["stop", "back", "Stop."])
def test_stop_and_back_open_no_case_and_confirm_nothing(
    world: World, word: str
) -> None:
    world.command("open", HERE)
    world.text(word, HERE)
    assert [case.id for case in world.cases("a")] == ["D-INV-7"]
    world.command("resume INV-7", HERE)
    assert not mistakes(world.text(word, HERE))
    assert world.case("D-INV-7").is_on_hold


@pytest.mark.parametrize("command", ["hold", "offer", "update reason"])
def test_a_closed_case_is_not_changed_by_commands_about_open_ones(
    world: World, command: str
) -> None:
    world.command("close INV-7", HERE)
    world.press("D-INV-7", "confirm.close", "withdrawn", HERE)
    before = world.case("D-INV-7")
    assert before.is_closed
    assert mistakes(world.command(command, HERE))
    assert world.case("D-INV-7") == before


def test_a_channel_is_ticked_under_the_name_it_has(world: World) -> None:
    world.command("settings channels quickbooks, Sam's calls", HERE)
    world.command("open INV-8 80 Blue", HERE)
    world.command("hold INV-8 sam's  CALLS", HERE)
    world.command("hold INV-8 QuickBooks", HERE)
    hold = world.case("D-INV-8").hold
    assert hold is not None
    assert [(c.name, c.off_at is not None) for c in hold.channels] == [
        ("quickbooks", True),
        ("Sam's calls", True),
    ]


def test_undo_takes_back_what_a_person_did_not_what_the_clock_did(
    world: World,
) -> None:
    before = folded(world.case("D-INV-7"))
    world.press("D-INV-7", "reason", "amount", HERE)
    world.wait(timedelta(days=4), HERE)
    assert any("late" in seen for seen in world.case("D-INV-7").seen_notices)
    world.command("undo INV-7", HERE)
    after = world.case("D-INV-7")
    assert folded(after)["facts"] == before["facts"]
    assert any("late" in seen for seen in after.seen_notices)  # told once


def test_undo_of_an_offer_that_lapsed_since_takes_both_back(world: World) -> None:
    walk(world, "reply", **AMBIGUOUS)
    world.wait(timedelta(days=30), HERE)
    offer = world.case("D-INV-7").offer
    assert offer is not None
    assert offer.status == "lapsed"
    world.command("undo INV-7", HERE)
    assert world.case("D-INV-7").offer is None
    assert world.case("D-INV-7").letters[-1].is_open


def test_one_place_id_in_two_businesses_is_two_conversations() -> None:
    world = World()
    world.text("My customer says that it is too expensive", place("a"))
    world.press("", "opening.kind", "objects", place("b"))
    world.text("INV-1", place("b"))
    assert not any(case.statements for case in world.cases("b"))


def test_a_file_keeps_its_name_and_no_folder(world: World) -> None:
    world.file("../../etc/passwd", b"x", HERE)
    world.file("C:\\scans\\offer.pdf", b"x", HERE)
    world.file("x" * 300 + ".pdf", b"x", HERE, caption="c" * 1024)
    world.file("..", b"x", HERE)
    names = [item.name for item in world.case("D-INV-7").evidence.items]
    assert names[:2] + names[3:] == ["passwd", "offer.pdf", "file"]
    assert names[2].endswith("x.pdf")
    assert len(names[2]) == 255


@pytest.mark.parametrize("size", [0, 21 * 1024 * 1024])
def test_a_file_that_cannot_be_taken_changes_nothing(world: World, size: int) -> None:
    before = world.case("D-INV-7")
    assert mistakes(world.file("a.pdf", b"x" * size, HERE))
    assert world.case("D-INV-7") == before


def test_a_question_gone_back_to_can_be_left_as_it_was(world: World) -> None:
    walk(world, "evidence")
    before = folded(world.case("D-INV-7"))
    world.command("update INV-7 disputed", HERE)
    assert world.asked[HERE].options[-1].id == "cancel"
    world.text("never mind", HERE)
    assert folded(world.case("D-INV-7")) == before
    assert world.asked[HERE].key == "evidence"


def test_money_that_arrived_is_never_counted_twice(world: World) -> None:
    walk(world, "acknowledgement", paid_already="part", money_amount="20")
    for amount in (20, 30):
        world.command(f"update INV-7 money_amount {amount}", HERE)
        walk(world, "acknowledgement")
        assert world.case("D-INV-7").grid.sum.paid == Money.of(amount, "EUR")


AMBIGUOUS = {
    "reason": "quality",
    "specifics": "said_exactly",
    "approved": "no",
    "fell_short": "partly",
    "amount_off": "120",
}


def test_both_sides_may_agree_that_nothing_is_to_be_paid(world: World) -> None:
    question = walk(world, "agreed_amount", **AMBIGUOUS, reply="agrees")
    assert [option.id for option in question.options] == ["agreed_sum"]
    walk(world, "settlement_confirmation")
    agreement = world.case("D-INV-7").agreement
    assert agreement is not None
    assert not agreement.to_pay
    walk(world, "confirm_close")
    world.press("D-INV-7", "confirm_close", "close_it", HERE)
    case = world.case("D-INV-7")
    assert (state_of(case), case.grid.sum.due.minor) == ("closed", 0)


@pytest.mark.parametrize(
    "code", ["en_../../../etc", "en_\x00", "en/x", "en_" + "x" * 99]
)
def test_a_language_is_a_code_of_one(world: World, code: str) -> None:
    assert mistakes(world.command(f"settings language {code}", HERE))


def test_an_error_repeats_what_was_typed_in_short(world: World) -> None:
    for text in ("x" * 100_000, "\x1b[31m\x00" * 50):
        (said,) = mistakes(world.command(text, HERE))
        assert len(said) < 400
        assert not set("\x1b\x00\n") & set(said)


def folded(case: Case) -> dict[str, object]:
    """What a case comes to, without its entries."""
    slots = [name for name in case.__slots__ if name not in ("entries", "fact_times")]
    return {name: getattr(case, name) for name in slots}
