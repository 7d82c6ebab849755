"""The platform: polling and webhook, starting, stopping, and being alone."""

import asyncio
import logging
import time

import aiohttp
import pytest

from adapters.telegram import app
from assistant.bootstrap import InMemory
from assistant.errors import SettingsError, StoreError
from tests.adapters.telegram.live import hooked, parley, served, settings, started
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.running import on_a_loop
from tests.usecases.desk import an_assistant

HEADER = "X-Telegram-Bot-Api-Secret-Token"


# -- polling ---------------------------------------------------------------------------


@pytest.mark.covers("T16", "F-R2")
@on_a_loop
async def test_an_update_is_confirmed_only_when_it_is_on_disk() -> None:
    async with served() as (telegram, _), started(telegram) as running:
        anna = telegram.person("Anna")
        office = running.platform._assistant.post_office
        receive = office.receive
        refusals = iter((True, False))

        def refusing(*args: str) -> bool:
            if next(refusals, False):
                raise StoreError("no space left")
            return receive(*args)

        office.receive = refusing  # type: ignore[method-assign, assignment]
        anna.start()
        await anna.hears("What is your business called?")
        (update,) = telegram.updates.all
        assert len(update.given) >= 2  # what was not kept is given again
        await telegram.settled()
        assert update.is_confirmed


@pytest.mark.covers("T06")
@on_a_loop
async def test_updates_that_are_repeated_by_polling_are_done_once() -> None:
    async with served() as (telegram, _), started(telegram):
        anna = telegram.person("Anna")
        telegram.updates.twice_in_one_batch()
        anna.start()
        await telegram.settled()
        telegram.updates.twice_in_two_batches()
        anna.command("/menu")
        await telegram.settled()
        assert len(anna.messages()) == 2


@pytest.mark.covers("T02")
@on_a_loop
async def test_the_bot_introduces_itself_once() -> None:
    stores = InMemory()
    async with served() as (telegram, _):
        async with started(telegram, stores):
            await telegram.until(lambda: telegram.calls("setChatMenuButton"))
            await telegram.settled()
        anna = telegram.person("Anna")
        assert "/new" in anna.commands()
        assert "/privacy" in anna.commands()
        assert telegram.calls("setMyCommands")[0].args["scope"] == {"type": "default"}
        scopes = {
            entry.args["scope"]["type"] for entry in telegram.calls("setMyCommands")
        }
        assert scopes == {"default", "all_private_chats", "all_group_chats"}
        assert telegram.calls("setMyName")
        assert telegram.calls("setMyDescription")
        assert telegram.calls("setMyShortDescription")
        count = len(telegram.log.entries)
        async with started(telegram, stores):
            await telegram.settled()
        told = {entry.method for entry in telegram.log.entries[count:]}
        assert not any(name.startswith("setMy") for name in told)


# -- webhook ---------------------------------------------------------------------------


@pytest.mark.covers("T16")
@on_a_loop
async def test_the_same_way_by_webhook() -> None:
    async with served() as (telegram, _), hooked(telegram):
        anna = telegram.person("Anna")
        anna.start()
        await anna.hears("What is your business called?")
        anna.press("Skip")
        await anna.hears("How do you sign your letters?")
        await telegram.settled()
        assert telegram.calls("getUpdates") == []


@pytest.mark.covers("T15")
@pytest.mark.parametrize("secret", [None, "", "wrong", "a-secret-of-the-tesT"])
@on_a_loop
async def test_without_the_secret_nothing_comes_in(secret: str | None) -> None:
    async with served() as (telegram, _), hooked(telegram) as running:
        anna = telegram.person("Anna")
        with telegram.updates.held():
            anna.start()
            (update,) = telegram.updates.waiting
            headers = {} if secret is None else {HEADER: secret}
            url = telegram.doors["https://parley.example"] + "/telegram"
            async with (
                aiohttp.ClientSession() as session,
                session.post(url, json=update.as_json(), headers=headers) as response,
            ):
                assert response.status == 403
            assert running.platform.health().queue == 0
            assert anna.messages() == []


@pytest.mark.covers("T15", "B12")
def test_a_webhook_without_a_secret_does_not_start() -> None:
    chosen = settings(FakeTelegram(), webhook_url="https://parley.example/telegram")
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET"):
        app.telegram_platform(chosen, an_assistant())


@pytest.mark.covers("T06")
@on_a_loop
async def test_an_update_that_the_webhook_could_not_keep_comes_again() -> None:
    async with served() as (telegram, _), hooked(telegram) as running:
        anna = telegram.person("Anna")
        office = running.platform._assistant.post_office
        receive, refusals = office.receive, iter((True, True, False))

        def refusing(*args: str) -> bool:
            if next(refusals, False):
                raise StoreError("no space left")
            return receive(*args)

        office.receive = refusing  # type: ignore[method-assign, assignment]
        anna.start()
        await anna.hears("What is your business called?")
        webhook = telegram.updates.webhook
        assert webhook
        assert [status for _, status in webhook.attempts] == [503, 503, 200]


# -- starting and stopping -------------------------------------------------------------


@pytest.mark.covers("T16")
@on_a_loop
async def test_a_start_without_telegram_recovers_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app, "_UNREACHABLE", (0.02,))
    async with served() as (telegram, server):
        anna = telegram.person("Anna")
        await server.go_down()
        async with started(telegram) as running:
            assert not running.platform.health().is_connected
            assert "Error" in running.platform.health().last_error
            await asyncio.sleep(0.1)
            await server.come_up()
            anna.start()
            await anna.hears("What is your business called?")
            assert running.platform.health().is_connected


@pytest.mark.covers("T16", "B17")
@on_a_loop
async def test_a_pause_of_telegram_is_survived_and_shown() -> None:
    async with served() as (telegram, server), started(telegram) as running:
        anna = telegram.person("Anna")
        assert running.platform.health().is_connected
        await server.go_down()
        await asyncio.sleep(0.05)
        await server.come_up()
        anna.start()
        await anna.hears("What is your business called?")
        health = running.platform.health()
        assert (health.platform, health.queue) == ("telegram", 0)
        assert health.last_event_at is not None


@pytest.mark.covers("B12", "T17")
@on_a_loop
async def test_a_token_that_telegram_refuses_ends_the_start_with_one_line() -> None:
    async with served() as (telegram, _):
        telegram.token, wrong = "7000000001:" + "x" * 35, telegram.token
        running = parley(telegram)
        telegram.token = wrong
        with pytest.raises(SettingsError) as refused:
            await running.platform.start()
        await running.platform.stop()
        (line,) = refused.value.problems
        assert line.startswith("TELEGRAM_BOT_TOKEN:")
        assert "xxxxx" not in line


@pytest.mark.covers("T16")
@on_a_loop
async def test_a_second_program_with_the_same_token_refuses_to_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(app, "_TAKEN", (0.01,))
    async with served() as (telegram, _), started(telegram):
        anna = telegram.person("Anna")
        second = parley(telegram)
        with pytest.raises(SettingsError, match="another program"):
            await second.platform.start()
        await second.platform.stop()
        anna.start()
        await anna.hears("What is your business called?")
        await telegram.settled()
        assert len(anna.messages()) == 1


@pytest.mark.covers("T16")
@on_a_loop
async def test_stopping_finishes_what_was_begun() -> None:
    async with served() as (telegram, _):
        anna = telegram.person("Anna")
        async with started(telegram) as running:
            with telegram.updates.held():
                anna.start()
                anna.say("Studio North")
                anna.say("Anna")
            await telegram.until(lambda: not telegram.updates.waiting)
            began = time.monotonic()
            await running.platform.stop()
            assert time.monotonic() - began < 10
        assert "How do you sign" in anna.sees()
        assert anna.sees().count("Bot:") == 3


@pytest.mark.covers("T17", "B13")
@on_a_loop
async def test_nothing_that_is_logged_holds_the_token_or_what_people_write(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    async with served() as (telegram, server), started(telegram):
        anna = telegram.person("Anna Weber")
        anna.start()
        anna.say("Planted Studio")
        anna.attach("planted.pdf", b"%PDF", "application/pdf")
        await telegram.settled()
        await server.go_down()
        await asyncio.sleep(0.05)
        await server.come_up()
        await telegram.settled()
    assert telegram.token not in caplog.text
    told = [r.getMessage() for r in caplog.records if r.levelno >= logging.INFO]
    assert [line for line in told if "Planted" in line or "Weber" in line] == []
