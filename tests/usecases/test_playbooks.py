"""By which playbook a case is worked: said, suggested, and changed in flight."""

import random

import pytest

from assistant.chat.replies import Card, Listing, Question
from assistant.domain.business import Member, Role
from assistant.domain.case_events import PlaybookChanged
from assistant.errors import InputError
from assistant.playbook import engine
from assistant.playbook.loader import load_all
from assistant.resources import playbooks_dir
from tests.playbook.walk import BEGINNINGS, Walk, answers_to, grid_adds_up
from tests.usecases.test_attacked import walk
from tests.usecases.world import World, mistakes, place

HERE = place("a")
PLAYBOOKS = load_all(playbooks_dir())


def said(parts: object) -> str:
    """Everything that an answer says."""
    return repr(parts)


@pytest.mark.covers("F-A5", "S3-1")
def test_the_first_minute_asks_for_the_kind_of_work_and_cases_follow_it() -> None:
    world = World()
    world.open(HERE)
    world.text("Reed Heating", HERE)
    parts = world.text("Dana Reed", HERE)
    asked = world.asked[HERE]
    assert [option.label for option in asked.options] == ["Trades", "Services", "Skip"]
    assert "call with the record in hand" in (asked.why or "")
    parts = world.press("", "setup.playbook", "trades", HERE)
    assert "Noted: Trades" in said(parts)
    world.command("open INV-1 90 Teal", HERE)
    assert world.case("D-INV-1").playbook == "trades"
    assert "Not needed or not agreed" in said(world.asked[HERE])


def test_what_follows_from_the_place_is_told_and_not_asked() -> None:
    world = World()
    world.open(HERE)
    for text in ("Reed Heating", "Dana Reed", "trades"):
        world.text(text, HERE)
    parts = world.text("England", HERE)
    assert "Noted: GBP" in said(parts)
    assert "Noted: Europe/London" in said(parts)
    assert world.asked[HERE].key == "setup.channels"
    world = World()
    world.open(HERE)
    for text in ("skip", "skip", "skip", "California"):
        world.text(text, HERE)
    assert world.asked[HERE].key == "setup.time_zone"  # the country has several


def test_a_setting_knows_only_the_playbooks_there_are() -> None:
    world = World()
    assert mistakes(world.command("settings playbook plumbing", HERE))
    assert mistakes(world.command("settings playbook 1", HERE))
    world.command("settings playbook TRADES", HERE)
    assert world.assistant._office.business("a").profile.playbook == "trades"
    shown = world.command("settings", HERE)
    assert "Kind of work" in said(shown)
    assert "Trades" in said(shown)


@pytest.mark.parametrize("command", ["playbook services", "playbook nonsense"])
def test_a_case_changes_its_way_by_a_known_name_only(command: str) -> None:
    world = World(playbook="trades")
    world.command("open INV-7 120 Teal", HERE)
    parts = world.command(f"update INV-7 {command}", HERE)
    is_known = command.endswith("services")
    assert bool(mistakes(parts)) is not is_known
    assert world.case("D-INV-7").playbook == ("services" if is_known else "trades")
    assert world.asked[HERE].key == "reason"


def test_a_case_that_was_put_on_a_way_by_hand_is_not_asked_for_it_again() -> None:
    world = World()
    world.command("open INV-7 120 Teal", HERE)
    world.command("update INV-7 playbook trades", HERE)
    question = walk(world, "acknowledgement", reason="amount", sub_reason="surprise")
    assert question.key == "acknowledgement"
    assert not world.case("D-INV-7").knows("kind_of_job@1")
    assert "kind_of_job" not in world.case("D-INV-7").answered


def test_a_closed_case_keeps_its_way() -> None:
    world = World()
    world.command("open INV-7 120 Teal", HERE)
    world.command("close INV-7", HERE)
    world.press("D-INV-7", "confirm.close", "withdrawn", HERE)
    assert mistakes(world.command("update INV-7 playbook trades", HERE))


def test_the_answers_of_a_case_say_by_what_it_is_worked() -> None:
    world = World(playbook="trades")
    world.command("open INV-7 120 Teal", HERE)
    walk(world, "acknowledgement")
    (listing,) = world.command("update INV-7", HERE)
    assert isinstance(listing, Listing)
    last = listing.items[-1]
    assert (last.title, last.detail) == ("Kind of work", "Trades")
    (question,) = world.command(last.command, HERE)
    assert isinstance(question, Question)
    commands = [option.command for option in question.options]
    assert commands == [
        "update D-INV-7 playbook trades",
        "update D-INV-7 playbook services",
    ]


def test_undo_takes_a_change_of_way_back() -> None:
    world = World()
    world.command("open INV-7 120 Teal", HERE)
    world.press("D-INV-7", "reason", "scope", HERE)
    world.command("update INV-7 playbook trades", HERE)
    parts = world.command("undo INV-7", HERE)
    assert "the kind of work was changed" in said(parts)
    assert world.case("D-INV-7").playbook == "services"


@pytest.mark.covers("F-E11", "S3-4")
def test_the_fact_sheet_can_be_had_at_any_time() -> None:
    world = World(playbook="trades")
    world.command("open INV-7 120 Teal", HERE)
    walk(world, "call", job_found="weak pump", approved_before="no")
    (card,) = world.command("show INV-7 facts", HERE)
    assert isinstance(card, Card)
    values = {field.label: field.value for field in card.fields}
    assert values["Found"] == "weak pump"
    assert values["Approved"] == "no, not clearly"


@pytest.mark.covers("F-L4")
def test_the_card_of_a_case_says_that_it_waits_for_the_technician() -> None:
    world = World(playbook="trades")
    business = world.office.as_said("a").with_member(Member("Robin", Role.OWNER))
    world.stores.businesses.save(business)
    world.command("open INV-7 120 Teal", HERE)
    walk(world, "job_found", record_source="somebody", technician="Sam")
    assert world.asked[HERE].person == "Sam"
    exported = world.export()["cases"]
    assert isinstance(exported, list)
    assert exported[0]["next_action"]["who"] == "Sam"
    assert any(
        isinstance(part, Card) and "Sam" in said(part)
        for part in world.command("show INV-7", HERE)
    )


@pytest.mark.covers("F-P2")
@pytest.mark.parametrize("name", sorted(PLAYBOOKS))
@pytest.mark.parametrize("seed", range(12))
def test_a_case_in_flight_is_stranded_by_no_other_playbook(
    name: str, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    journey = Walk.begin(PLAYBOOKS[name], *BEGINNINGS[seed % len(BEGINNINGS)])
    journey.wander(8 + 7 * seed, seed)
    for _ in range(300):
        if dice.random() < 0.05:
            other = dice.choice(sorted(PLAYBOOKS))
            journey.record((PlaybookChanged(other),))
            journey.playbook = PLAYBOOKS[other]
        asked = journey.settle()
        grid_adds_up(journey.case)
        if asked is None:
            assert journey.case.is_closed, journey.trail
            return
        assert engine.next_action(journey.playbook, journey.at)
        offered = list(answers_to(asked))
        dice.shuffle(offered)
        for answer in offered:
            try:
                journey.answer(asked, answer)
            except InputError:
                continue
            break
        else:
            raise AssertionError(f"stuck: {journey.trail}")
    raise AssertionError(f"endless: {journey.trail[-20:]}")
