"""Whole bots on the fake: python-telegram-bot's Application, and a subprocess."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from telegram import Update
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.fakes.telegram import faults
from tests.fakes.telegram.echo import reply
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.request import FakeRequest
from tests.fakes.telegram.running import on_a_loop
from tests.fakes.telegram.server import LiveTelegram, TelegramServer

ROOT = Path(__file__).parents[2]


async def on_update(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await reply(context.bot, update)


def with_handlers(builder: ApplicationBuilder) -> Application:  # type: ignore[type-arg]  # six types that say nothing here
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, on_update))
    application.add_handler(CallbackQueryHandler(on_update))
    return application


def offline(telegram: FakeTelegram) -> Application:  # type: ignore[type-arg]  # as above
    builder = ApplicationBuilder().token(telegram.token)
    builder = builder.request(FakeRequest(telegram))
    return with_handlers(builder.get_updates_request(FakeRequest(telegram)))


@on_a_loop
async def test_a_polling_application_talks_to_a_person() -> None:
    telegram = FakeTelegram()
    async with TelegramServer(telegram):
        builder = ApplicationBuilder().token(telegram.token)
        builder = builder.base_url(f"{telegram.url}/bot")
        application = with_handlers(builder)
        async with application:
            assert application.updater
            await application.updater.start_polling(timeout=5)
            await application.start()
            anna = telegram.person("Anna")
            anna.say("hello")
            await anna.hears("You said: hello")
            anna.press("Again")
            await telegram.settled()
            assert anna.toasts() == ["Pressed"]
            assert anna.sees() == "You: hello\nBot: You said: hello\n[Again]"
            await application.updater.stop()
            await application.stop()
    assert telegram.violations == []
    assert telegram.updates.is_quiet


@on_a_loop
async def test_an_application_works_without_sockets() -> None:
    telegram = FakeTelegram()
    anna = telegram.person("Anna")
    async with offline(telegram) as application:
        anna.say("hello")
        for raw in telegram.take_updates():
            update = Update.de_json(raw, application.bot)
            await application.process_update(update)
        assert anna.news() == "Bot: You said: hello\n[Again]"
        anna.attach("a.txt", b"words")
        [raw] = telegram.take_updates()
        message = Update.de_json(raw, application.bot).message
        assert message
        assert message.document
        file = await message.document.get_file()
        assert bytes(await file.download_as_bytearray()) == b"words"
        await application.bot.send_document(anna.id, b"back", filename="b.txt")
        assert anna.files()[0].content == b"back"


@on_a_loop
async def test_polling_works_without_sockets_too() -> None:
    telegram = FakeTelegram()
    anna = telegram.person("Anna")
    async with offline(telegram) as application:
        assert application.updater
        await application.updater.start_polling(timeout=5)
        await application.start()
        anna.say("hello")
        await telegram.settled()
        assert anna.news().startswith("Bot: You said: hello")
        await application.updater.stop()
        await application.stop()


@on_a_loop
async def test_errors_are_the_same_without_sockets() -> None:
    telegram = FakeTelegram()
    anna = telegram.person("Anna")
    anna.start()
    async with offline(telegram) as application:
        bot = application.bot
        with pytest.raises(BadRequest, match="Message is too long"):
            await bot.send_message(anna.id, "x" * 4097)
        telegram.faults.on("sendMessage", faults.reply_lost())
        with pytest.raises(NetworkError, match="Server disconnected"):
            await bot.send_message(anna.id, "one")
        gate = telegram.faults.gate("sendMessage")
        with pytest.raises(TimedOut):
            await bot.send_message(anna.id, "two", read_timeout=0.01)
        gate.open()
        telegram.is_reachable = False
        with pytest.raises(NetworkError, match="ConnectError"):
            await bot.send_message(anna.id, "three")
        telegram.is_reachable = True
        assert anna.news() == "Bot: one"


def test_a_subprocess_that_is_killed_answers_what_it_had_not_confirmed() -> None:
    telegram = FakeTelegram()
    with LiveTelegram(telegram) as live:
        gate = telegram.faults.gate("sendMessage", times=1)
        bot = echo(telegram)
        anna = telegram.person("Anna")
        anna.say("one")
        anna.say("two")
        live.run(gate.reached())
        bot.kill()
        bot.wait()
        bot = echo(telegram)
        try:
            live.settle()
            anna.press("Again")
            live.settle()
        finally:
            bot.kill()
            bot.wait()
            gate.open()
        assert [message.text for message in anna.messages()] == [
            "You said: one",
            "You said: two",
        ]
        assert anna.toasts() == ["Pressed"]


def test_a_subprocess_outlives_an_unreachable_telegram() -> None:
    telegram = FakeTelegram()
    with LiveTelegram(telegram) as live:
        bot = echo(telegram)
        try:
            live.run(telegram.until(lambda: telegram.calls("getUpdates")))
            live.go_down()
            anna = telegram.person("Anna")
            anna.say("hello")
            live.come_up()
            live.run(anna.hears("You said: hello"))
        finally:
            bot.kill()
            bot.wait()


def echo(telegram: FakeTelegram) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.fakes.telegram.echo"]
    return subprocess.Popen(command, cwd=ROOT, env=os.environ | telegram.environment)


def test_two_threads_and_many_people_lose_nothing() -> None:
    telegram = FakeTelegram()
    with LiveTelegram(telegram) as live:
        people = [telegram.person(f"Person {number}") for number in range(20)]

        async def answer_all() -> None:
            async with offline(telegram) as application:
                assert application.updater
                await application.updater.start_polling(timeout=5)
                await application.start()
                await telegram.settled()
                await application.updater.stop()
                await application.stop()

        work = live.start(answer_all())
        for person in people:
            person.say("hello")
            person.say("again")
        work.result(30)
    assert [len(person.messages()) for person in people] == [2] * 20
