"""One-way doors, what can be taken along, and many at once."""

import asyncio
import json

import pytest

from assistant.chat.events import CommandGiven, Person, Place
from assistant.domain.case_events import NoteAdded
from tests.adapters.slack.scene import scene
from tests.adapters.slack.test_app import opened
from tests.adapters.slack.test_app_places import many_cases
from tests.fakes.slack.loops import in_loop


@pytest.mark.covers("B07", "B18")
@in_loop
async def test_a_case_is_deleted_once_after_a_yes_that_says_what_goes() -> None:
    async with scene() as here:
        await opened(here)
        await here.ann.attach("contract.pdf", b"%PDF-1.7 x", thread="Case D-INV-7")
        root = here.ann.thread("Case D-INV-7").root
        await here.ann.command("/dispute delete D-INV-7")
        asked = here.ann.reads(here.ann.newest(here.room))
        for words in ("D-INV-7", "Harbour Cafe", "€480.00", "cannot be undone"):
            assert words in asked
        assert here.cases() == ["D-INV-7"]
        press = await here.ann.press("Delete D-INV-7")
        assert press
        assert here.cases() == []
        posts = len(here.posts())
        await here.slack.deliveries.repeat(press, 3, together=2)
        await here.slack.settled()
        assert len(here.posts()) == posts
        assert "D-INV-7 was deleted." in here.bob.reads(root)
        assert "Harbour" not in here.bob.reads(root)
        await here.ann.command("/dispute export")
        assert json.loads(here.ann.files(here.ann.dm)[-1].content)["cases"] == []
        await here.ann.press("Quality", here.room)
        assert here.cases() == []


@pytest.mark.covers("B18")
@in_loop
async def test_an_export_holds_the_cases_with_their_letters() -> None:
    async with scene() as here:
        await opened(here)
        for label in ("Quality", "Skip", "A defect", "Nothing"):
            await here.ann.press(label)
        await here.ann.command("/dispute export")
        export, letters = here.ann.files(here.ann.dm)
        assert [c["id"] for c in json.loads(export.content)["cases"]] == ["D-INV-7"]
        assert here.case().letters[-1].body.strip() in letters.content.decode()
        assert here.bob.files(here.bob.dm) == []


@pytest.mark.covers("B07")
@in_loop
async def test_a_case_is_closed_once_and_a_later_press_changes_nothing() -> None:
    async with scene() as here:
        await opened(here)
        await here.ann.command("/dispute close D-INV-7")
        thread = here.ann.thread("Case D-INV-7")
        asked = here.ann.remember(here.ann.newest(thread))
        assert "How does case D-INV-7 end?" in here.ann.reads(asked)
        here.ann.waits = here.bob.waits = False
        await asyncio.gather(
            here.ann.press("Objection dropped", asked),
            here.bob.press("Back in collection", asked),
        )
        await here.slack.settled()
        assert here.case().is_closed
        ends = [e for e in here.case().entries if e.event.kind == "closed"]
        assert len(ends) == 1
        await here.ann.press("Quality", thread)
        await here.slack.settled()
        assert here.case().fact("reason") is None


@pytest.mark.covers("B08")
@in_loop
async def test_a_letter_is_a_draft_and_only_people_of_the_workspace_get_it() -> None:
    async with scene() as here:
        await opened(here)
        for label in ("Quality", "Skip", "A defect", "Nothing"):
            await here.ann.press(label)
        shown = str(here.ann.thread("Case D-INV-7"))
        assert "I never send anything myself. Not legal advice." in shown
        assert {"Edit the letter", "Mark as sent"} <= set(here.ann.buttons())
        channels = {post["channel"] for post in here.posts()}
        assert channels == {here.room.id}
        assert here.slack.journal.violations == []


@pytest.mark.covers("B15", "S13")
@in_loop
async def test_fifty_inputs_to_ten_cases_at_once_lose_nothing() -> None:
    async with scene() as here:
        await many_cases(here, 10)
        here.ann.waits = here.bob.waits = False
        await asyncio.gather(
            *(
                who.command(f"/dispute note D-INV-{case} words {number} of {case}")
                for number in range(3)
                for case in range(10)
                for who in (here.ann, here.bob)
                if (who, number) != (here.bob, 2)
            )
        )
        await here.slack.settled()
        for case in range(10):
            entries = here.case(f"D-INV-{case}").entries
            notes = sorted(
                e.event.text for e in entries if isinstance(e.event, NoteAdded)
            )
            words = [f"words {number} of {case}" for number in (0, 0, 1, 1, 2)]
            assert notes == words


@pytest.mark.covers("B09", "S17")
@in_loop
async def test_an_unfinished_case_is_one_press_away_from_anywhere() -> None:
    async with scene() as here:
        place = Place("slack", f"opening/{here.ann.id}", here.business, False)
        line = "open INV-7 480 Harbour"
        open_it = CommandGiven("x", place, Person(here.ann.id, "Ann"), line)
        here.assistant.handle(open_it)
        await here.ann.say("list", channel=here.ann.dm)
        assert "D-INV-7" in here.ann.sees(here.ann.dm)
        await here.ann.press("Show", here.ann.dm)
        assert "object to?" in here.ann.sees(here.ann.dm)
        await here.ann.press("Scope", here.ann.dm)
        assert here.case().fact("reason") == "scope"
