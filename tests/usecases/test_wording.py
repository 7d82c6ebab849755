"""Words that do harm are asked about; an angry draft rests, and is gone afterwards."""

from pathlib import Path

import pytest

from assistant.domain.case_events import DraftPutAside, WordingKept
from assistant.domain.events.endings import active_entries
from assistant.store.erase import erase, plan_case
from assistant.store.port import DRAWER
from assistant.store.tiny import open_stores
from tests.usecases.table import ROBIN, TEAM, Table, words_of

ANGRY = "You zqthief, you stole from us!"
CALM = "We see this differently, and I would like to understand your view."


def at_the_letter(table: Table) -> Table:
    """A case whose acknowledgement is being changed."""
    table.command('open INV-7 1200 "Harbour Café"')
    table.say("Scope", "We never ordered it.", "Extra work", "Nothing")
    assert table.letter
    table.say("Change the text")
    return table


@pytest.fixture
def table() -> Table:
    return at_the_letter(Table())


def drawer(table: Table) -> str:
    return table.stores.notebook.get(DRAWER, f"{TEAM}/D-INV-7") or ""


@pytest.mark.covers("F-A11", "K16")
def test_strong_words_rest_beside_the_case_and_never_in_it(table: Table) -> None:
    table.say(ANGRY)
    assert drawer(table) == ANGRY
    assert "zqthief" not in repr(table.case)
    events = [entry.event for entry in table.case.entries]
    assert any(isinstance(event, DraftPutAside) for event in events)
    assert table.question is not None
    assert table.question.is_private


@pytest.mark.covers("F-A11", "K16", "F-R4")
def test_a_resting_draft_is_for_one_person_alone(table: Table) -> None:
    table.say(ANGRY)
    assert "stole from us" in "\n".join(words_of(table.last))
    assert "stole" not in "\n".join(words_of(table.shared))


@pytest.mark.covers("F-A11", "K16")
def test_the_angry_draft_is_deleted_after_the_cool_down(table: Table) -> None:
    table.say(ANGRY, "Look again in two hours")
    assert table.wait(hours=1) == ""
    assert drawer(table) == ANGRY
    said = table.wait(hours=1)
    assert "has rested" in said
    assert drawer(table) == ""
    assert table.case.cooling is None
    table.command("show D-INV-7")
    assert CALM in table.letter
    assert table.wait(hours=1) == ""


@pytest.mark.covers("F-A11", "K16")
def test_it_leaves_no_trace_on_the_disk(tmp_path: Path) -> None:
    stores = open_stores(tmp_path / "data")  # without a key, so that words would show
    table = at_the_letter(Table(stores=stores))
    table.say(ANGRY)

    def found() -> list[str]:
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        return [path.name for path in files if b"zqthief, you" in path.read_bytes()]

    assert found() == ["notebook.jsonl"]
    table.wait(hours=2)
    assert found() == []
    stores.close()


@pytest.mark.covers("F-A11")
@pytest.mark.parametrize(
    ("label", "body"), [("Use the neutral wording", CALM), ("Keep mine", ANGRY)]
)
def test_the_owner_decides_at_once(table: Table, label: str, body: str) -> None:
    table.say(ANGRY, label)
    assert table.case.letters[-1].body == body
    assert drawer(table) == ""
    assert table.case.cooling is None
    assert table.letter.endswith(body)


@pytest.mark.covers("F-G12", "F-L5")
def test_words_that_are_kept_are_noted_and_not_asked_about_again(table: Table) -> None:
    table.say("This was clearly agreed.", "Keep mine")
    kept = [e.event for e in active_entries(table.case.entries)]
    (event,) = [event for event in kept if isinstance(event, WordingKept)]
    assert event.hits == ("absolute",)
    assert "Sent by e-mail" in table.labels
    table.say("Change the text", "This was clearly never agreed.")
    assert "Keep mine" in table.labels


@pytest.mark.covers("F-G12", "X5")
def test_one_hit_is_put_right_and_the_others_are_asked_about_again(
    table: Table,
) -> None:
    table.say("It was clearly agreed. You always pay late.", "Change number 2 only")
    body = table.case.letters[-1].body
    assert body.endswith("I have the impression that you often pay late.")
    assert "“clearly”" in "\n".join(words_of(table.last))


@pytest.mark.covers("F-A11")
def test_strong_words_that_are_left_go_on_resting(table: Table) -> None:
    table.say("You thief. You liar, I will sue you.", "Change number 1 only")
    assert drawer(table).startswith(CALM)
    assert "You liar" in drawer(table)
    table.say("Use the neutral wording")
    assert drawer(table) == ""


@pytest.mark.covers("F-A11")
def test_a_new_text_takes_the_place_of_the_angry_one(table: Table) -> None:
    table.say(ANGRY, "Change the text", "Thank you. I will look into it.")
    assert drawer(table) == ""
    assert table.case.letters[-1].body == "Thank you. I will look into it."


@pytest.mark.covers("F-A11")
def test_never_mind_leaves_the_angry_draft_where_it_was(table: Table) -> None:
    table.say(ANGRY, "Change the text", "Never mind")
    assert drawer(table) == ANGRY
    assert "Keep mine" in table.labels


@pytest.mark.covers("F-A11", "F-P2")
def test_undo_takes_the_angry_draft_out_of_the_drawer(table: Table) -> None:
    table.say(ANGRY)
    table.command("undo D-INV-7")
    assert drawer(table) == ""
    assert table.case.cooling is None


@pytest.mark.covers("K16")
def test_erasing_the_case_erases_the_draft(tmp_path: Path) -> None:
    stores = open_stores(tmp_path / "data")
    table = at_the_letter(Table(stores=stores))
    table.say(ANGRY)
    erase(stores, plan_case(stores, TEAM, "D-INV-7"))
    assert drawer(table) == ""
    stores.close()


def test_a_lost_drawer_leaves_the_letter_as_it_was_drafted(table: Table) -> None:
    table.say(ANGRY)
    table.stores.notebook.drop(DRAWER, f"{TEAM}/D-INV-7")
    table.command("show D-INV-7")
    assert "Sent by e-mail" in table.labels
    assert table.person is ROBIN


@pytest.mark.covers("F-G12")
def test_the_sent_command_waits_for_the_words(table: Table) -> None:
    table.say("It was clearly agreed.")
    assert "First decide about the words" in table.command("sent D-INV-7 post")
    assert table.case.letters[-1].sent_at is None


@pytest.mark.covers("F-C4", "S1-7", "S1-11")
def test_chasing_words_cannot_be_kept_during_the_hold(table: Table) -> None:
    table.say("This is my final notice. Pay now.")
    assert "Keep mine" not in table.labels
    asked = table.question
    assert asked is not None
    assert "not one" in table.press(asked.key, "keep_wording").casefold() or (
        table.case.letters[-1].kept == ""
    )
    table.say("Use the neutral wording")
    assert "Sent by e-mail" in table.labels
