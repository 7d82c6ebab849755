"""What a sole trader does with one thumb, from the first minute to the reminder."""

import json
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.telegram.scene import Scene, open_case, played
from tests.adapters.telegram.words import PIXEL
from tests.fakes.telegram.person import Person

COMPLAINT = "We agreed 400, you billed 480 on INV-7. Please take the 80 off."
Crash = Callable[[Scene], Awaitable[None]]


# -- the first minute ------------------------------------------------------------------


@pytest.mark.covers("B11", "F-A1")
def test_the_first_minute_asks_place_and_zone_and_keeps_every_answer() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna", is_new=True)
        anna.start()
        await stage.go()
        asked = []
        answers = ("Weber Heating", "Anna", "trades", "Germany", "Europe/Berlin")
        while match := re.search(r"Step (\d) of (\d)\n(.+)", anna.last().text):
            asked.append(match[3])
            said = answers[len(asked) - 1] if len(asked) <= len(answers) else "phone"
            await stage.told(anna, "EUR" if "currency" in match[3] else said)
            assert len(asked) <= int(match[2])
        business = stage.stores.businesses.load(stage.business(anna))
        assert business
        profile = business.profile
        assert (profile.name, profile.sign_off) == ("Weber Heating", "Anna")
        assert profile.place == "DE"
        assert (profile.currency, profile.time_zone) == ("EUR", "Europe/Berlin")
        assert profile.channels == ("phone",)
        assert "That is all I need" in anna.sees()

    played(act)


AMOUNTS = {
    "1.234,56": "1234.56",
    "1,234.56": "1234.56",
    "1 234,56": "1234.56",
    "€12 345 678": "12345678.00",
    "1 234 EUR": "1234.00",
    "12k": "12000.00",
}


@pytest.mark.covers("B11")
@pytest.mark.parametrize("language", ["en_GB", "de_DE", "fr_FR"])
def test_an_amount_is_read_however_it_is_written(language: str) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await stage.told(anna, f"/language {language}")
        for number, (typed, total) in enumerate(AMOUNTS.items()):
            await stage.told(anna, f'/dispute open INV-{number} {typed} "Mo Ash"')
            case = stage.case(anna, f"D-INV-{number}")
            assert str(case.invoice.total) == f"{total} EUR"
            assert case.customer.name == "Mo Ash"

    played(act)


@pytest.mark.covers("B11")
def test_what_can_be_read_in_two_ways_is_asked_and_a_date_is_repeated() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await stage.told(anna, '/dispute open INV-7 1.234 "Mo Ash"')
        assert "can be read in two ways" in anna.news()
        assert stage.cases(anna) == []
        await open_case(stage, anna)
        anna.news()
        for typed, said in (
            ("next Friday", "Fri, 15 May 2026"),
            ("03/06", "Wed, 3 Jun 2026"),
            ("31.12.", "Thu, 31 Dec 2026"),
        ):
            await stage.told(anna, f"/dispute update D-INV-7 lien_notice {typed}")
            assert said in anna.last().text

    played(act)


# -- pictures of words -----------------------------------------------------------------


@pytest.mark.covers("F-A2", "T10")
def test_a_screenshot_is_read_and_proposes_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text(
        '#!/bin/sh\n[ "$1" = --list-langs ] && { echo eng; exit; }\n'
        f"cat >/dev/null; echo '{COMPLAINT}'\n"
    )
    program.chmod(0o755)
    monkeypatch.setattr(
        "assistant.reading.invoices.pictures._program", lambda: str(program)
    )

    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        anna.photo(PIXEL)
        await stage.quiet()
        assert "Please take the 80 off" in anna.sees()
        await stage.tapped(anna, "Yes, use it")
        assert stage.cases(anna) == ["D-INV-7"]
        case = stage.case(anna)
        assert case.is_on_hold
        assert "image/jpeg" in [item.media_type for item in case.evidence.items]
        assert case.statements[0].text.endswith("take the 80 off.")

    played(act)


@pytest.mark.covers("F-A2", "T10")
def test_a_screenshot_that_cannot_be_read_is_kept_and_one_sentence_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assistant.reading.invoices.pictures._program", lambda: None)

    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        anna.photo(PIXEL)
        await stage.quiet()
        assert "Which sentence in the picture matters?" in anna.last().text
        await stage.told(anna, COMPLAINT)
        await stage.tapped(anna, "Yes, use it")
        case = stage.case(anna)
        assert "image/jpeg" in [item.media_type for item in case.evidence.items]
        assert case.is_on_hold

    played(act)


# -- reminders -------------------------------------------------------------------------


@pytest.mark.covers("B04", "F-M1")
def test_a_reminder_comes_in_the_morning_and_can_be_put_off_or_done() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await open_case(stage, anna)  # on a Thursday at ten in London
        stage.later(hours=17)
        said = len(anna.messages())
        await stage.desk.tell_what_is_due(stage.business(anna))
        assert len(anna.messages()) == said  # at three in the night
        stage.later(hours=8)
        await stage.desk.tell_what_is_due(stage.business(anna))
        reminder = anna.last()
        assert "D-INV-7" in reminder.text
        assert {"Done", "Tomorrow morning"} <= set(anna.buttons())
        await stage.tapped(anna, "Tomorrow morning")
        said = len(anna.messages())
        await stage.desk.tell_what_is_due(stage.business(anna))
        assert len(anna.messages()) == said
        stage.clock.advance(timedelta(days=1))
        await stage.desk.tell_what_is_due(stage.business(anna))
        assert "D-INV-7" in "".join(m.text for m in anna.messages()[said:])
        anna.press("Done", on=reminder)
        await stage.go()
        assert "Something went wrong" not in anna.news()

    played(act)


# -- power cuts ------------------------------------------------------------------------

STEPS: tuple[tuple[Callable[[Person], object], str], ...] = (
    (lambda anna: anna.say('/dispute open INV-7 480 "Mo Ash"'), "object to?"),
    (lambda anna: anna.press("Amount"), "Paste it word for word"),
    (lambda anna: anna.say(COMPLAINT), "I read an objection by Mo Ash"),
    (lambda anna: anna.press("Yes, use it"), "Has Mo Ash paid"),
    (lambda anna: anna.press("Nothing"), "in writing today"),
    (lambda anna: anna.press("Sent by e-mail"), "Marked as sent"),
)


async def kept_only(stage: Scene) -> None:
    """The power goes when the update is in the inbox, before anything was done."""
    for update in stage.telegram.take_updates():
        await stage.desk.intake.keep(str(update["update_id"]), json.dumps(update))


async def done_unsaid(stage: Scene) -> None:
    """The power goes when all is done and nothing was said."""
    desk = stage.desk
    desk.pump.flush = _nothing  # type: ignore[method-assign]
    await stage.go()


async def said_and_given_again(stage: Scene) -> None:
    """The power goes before Telegram knows the end of it: it sends all again."""
    updates = stage.telegram.take_updates()
    for _ in range(2):
        await stage.desk.take(updates)
        await stage.quiet()
        await stage.restart()


@pytest.mark.covers("T11", "T06", "B03")
@pytest.mark.parametrize("crash", [kept_only, done_unsaid, said_and_given_again])
def test_a_power_cut_at_every_step_goes_on_at_the_same_question(crash: Crash) -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        for do, seen in STEPS:
            do(anna)
            await crash(stage)
            await stage.restart()
            await stage.desk.resume()
            await stage.quiet()
            assert seen in anna.news()
        case = stage.case(anna)
        kinds = [entry.event.kind for entry in case.entries]
        assert kinds.count("letter_drafted") == kinds.count("letter_sent") == 1
        assert len(anna.letters()) == 1
        assert all(press.attempts <= 1 for press in stage.telegram.presses)

    played(act)


# -- languages and privacy -------------------------------------------------------------


@pytest.mark.covers("T23")
def test_somebody_whose_app_is_german_is_answered_in_german() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna", language="de", is_new=True)
        anna.start()
        await stage.go()
        english = stage.assistant.text("welcome.first", language_="en")
        german = stage.assistant.text("welcome.first", language_="de")
        assert german != english
        assert german in anna.news()
        await stage.told(anna, "Weber")
        assert stage.assistant.text("option.skip", language_="de") in anna.buttons()

    played(act)


@pytest.mark.covers("T24")
def test_privacy_says_what_is_kept_why_how_long_where_and_how_it_goes() -> None:
    async def act(stage: Scene) -> None:
        anna = stage.person("Anna")
        await stage.told(anna, "/privacy")
        said = anna.news()
        for word in ("encrypted", "delete", "export", "kept", "days"):
            assert word in said, said

    played(act)


async def _nothing() -> None:
    """Sends nothing."""
