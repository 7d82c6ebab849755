"""The main way of a case through Telegram, driven as others drive the Application."""

import asyncio
from pathlib import Path

import pytest
from telegram import Update
from telegram.ext import ApplicationBuilder

from adapters.telegram.app import build
from assistant.bootstrap import build_practice
from assistant.clock import MovableClock
from assistant.domain.dispute import state_of
from assistant.settings import Settings
from tests.adapters.telegram.scene import START, Scene, open_case, played
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.request import FakeRequest

COMPLAINT = "We agreed 400, you billed 480. Please take the 80 off."


@pytest.mark.covers("F-A2", "F-C1", "T09", "B08")
def test_a_forwarded_complaint_becomes_a_case_and_a_letter_in_a_few_taps() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        anna.forward(f"Invoice INV-93: {COMPLAINT}", from_="Mo Ash")
        await stage.go()
        assert "Forwarded: Mo Ash" in anna.sees()
        await stage.tapped(anna, "Yes, use it")
        assert stage.case(anna).is_on_hold
        assert stage.case(anna).statements[0].text.endswith(COMPLAINT)
        assert "The hold on INV-93 is on." in anna.news()
        await stage.told(anna, "480", "Mo Ash")
        await stage.tapped(anna, "Nothing")
        (letter,) = anna.letters()
        assert letter == stage.case(anna).letters[0].body
        assert "Not legal advice" in anna.sees()
        await stage.tapped(anna, "Sent by e-mail")
        assert stage.case(anna).letters[0].sent_at == START
        assert "Switch off what still chases INV-93" in anna.news()

    played(act)


@pytest.mark.covers("T20")
def test_a_finished_question_loses_its_buttons_and_says_what_was_picked() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        asked = anna.last()
        await stage.tapped(anna, "Amount")
        assert asked.keyboard == []
        assert asked.text.endswith("✓ Amount")
        assert anna.last().id > asked.id
        typed = anna.last()
        await stage.told(anna, COMPLAINT)
        assert typed.keyboard == []
        assert "✓" not in typed.text
        assert len([m for m in anna.messages() if m.keyboard]) == 1

    played(act)


@pytest.mark.covers("T20")
def test_inside_a_step_and_in_a_list_the_same_message_is_edited() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna", is_new=True)
        anna.start()
        await stage.go()
        await stage.tapped(anna, "Skip")
        second = anna.last()
        assert "Step 2 of" in second.text
        await stage.tapped(anna, "Skip")
        assert anna.last() is second
        assert "Step 3 of" in second.text
        await stage.told(anna, "skip all")
        for number in range(12):
            await open_case(stage, anna, f"INV-{number}")
        await stage.told(anna, "/cases")
        pages = anna.last()
        await stage.tapped(anna, "Next page")
        assert anna.last() is pages
        assert len(pages.earlier) == 1

    played(act)


@pytest.mark.covers("T20")
def test_an_edit_that_changes_nothing_or_comes_too_late_is_no_error() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna", is_new=True)
        anna.start()
        await stage.go()
        await stage.tapped(anna, "Skip")
        asked = anna.last()
        asked.is_deleted = True  # by the person, meanwhile
        anna.press("Skip", on=asked, is_stale=True)
        await stage.go()
        assert "Step 3 of" in anna.last().text
        assert anna.last() is not asked

    played(act)


@pytest.mark.covers("T12", "B08")
def test_a_letter_of_ten_thousand_characters_arrives_complete_and_as_a_file() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)
        await stage.tapped(anna, "Amount")
        await stage.told(anna, COMPLAINT)
        await stage.tapped(anna, "Yes, use it", "Nothing", "Change the text")
        long = "\n\n".join(
            f"{n}. The boiler & <its> valves, line by line." * 3 for n in range(90)
        )
        assert len(long) > 10_000
        await stage.told(anna, long)
        await stage.quiet()
        await stage.tapped(anna, "Keep mine")
        await stage.quiet()
        letter = anna.letters()[-1]
        assert letter.split() == long.split()
        assert anna.files()[-1].content.decode() == stage.case(anna).letters[0].body
        assert all(len(m.text) <= 4096 for m in anna.messages())

    played(act)


def test_an_application_of_somebody_else_is_parley() -> None:
    async def act() -> None:
        telegram = FakeTelegram()
        settings = Settings(Path("unused"), locale="en_GB", time_zone="Europe/London")
        assistant = build_practice(settings, MovableClock(START))
        builder = (
            ApplicationBuilder()
            .token(telegram.token)
            .request(FakeRequest(telegram))
            .get_updates_request(FakeRequest(telegram))
        )
        async with build(builder, assistant) as application:
            anna = telegram.person("Anna")
            anna.start()
            for each in telegram.take_updates():
                update = Update.de_json(each, application.bot)
                await application.process_update(update)
            assert "What is your business called?" in anna.news()

    asyncio.run(act())


@pytest.mark.covers("B08")
def test_nothing_is_ever_sent_to_anybody_but_who_wrote() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        mo = stage.telegram.person("Mo Ash")
        anna.forward(COMPLAINT, from_=mo)
        await stage.go()
        await stage.tapped(anna, "Yes, use it")
        await stage.told(anna, "INV-7", "480")
        reached = {entry.chat_id for entry in stage.telegram.log.entries}
        assert reached <= {0, anna.id}
        assert state_of(stage.case(anna))

    played(act)
