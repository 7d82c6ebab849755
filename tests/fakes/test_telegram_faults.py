"""What goes wrong between a bot and Telegram goes wrong with the fake."""

import asyncio

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.fakes.telegram import faults
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.person import Person
from tests.fakes.telegram.running import bot_on, connected, on_a_loop
from tests.fakes.telegram.server import TelegramServer


def started(telegram: FakeTelegram) -> Person:
    anna = telegram.person("Anna")
    anna.start()
    return anna


@on_a_loop
async def test_a_flood_wait_names_the_seconds_and_does_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    telegram = FakeTelegram()
    telegram.faults.on("sendMessage", faults.flood(3))
    async with bot_on(telegram) as bot:
        anna = started(telegram)
        with pytest.raises(RetryAfter):
            await bot.send_message(anna.id, "one")
        await bot.send_message(anna.id, "two")
        assert anna.news() == "Bot: two"
        assert telegram.calls("sendMessage")[0].error.endswith("retry after 3")


@pytest.mark.parametrize(
    "fault", [faults.broken(500), faults.broken(502), faults.html()]
)
@on_a_loop
async def test_telegram_in_trouble_is_a_network_error(fault: faults.Fault) -> None:
    telegram = FakeTelegram()
    telegram.faults.on("sendMessage", fault)
    async with bot_on(telegram) as bot:
        anna = started(telegram)
        with pytest.raises(NetworkError):
            await bot.send_message(anna.id, "one")
        assert anna.news() == ""


@pytest.mark.parametrize("is_reply", [False, True])
@on_a_loop
async def test_a_connection_lost_tells_nothing_of_what_was_done(
    *, is_reply: bool
) -> None:
    telegram = FakeTelegram()
    lost = faults.reply_lost() if is_reply else faults.request_lost()
    telegram.faults.on("sendMessage", lost)
    async with bot_on(telegram) as bot:
        anna = started(telegram)
        with pytest.raises(NetworkError):
            await bot.send_message(anna.id, "one")
        assert anna.news() == ("Bot: one" if is_reply else "")
        assert telegram.calls("sendMessage")[0].status == 0
        await bot.send_message(anna.id, "two")


@on_a_loop
async def test_a_call_stands_at_a_gate_until_it_opens() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = started(telegram)
        telegram.take_updates()
        gate = telegram.faults.gate("sendMessage", times=1)
        sending = asyncio.create_task(bot.send_message(anna.id, "one"))
        await gate.reached()
        assert anna.news() == ""
        assert telegram.unfinished() == ["call of sendMessage"]
        gate.open()
        await sending
        assert anna.news() == "Bot: one"


@on_a_loop
async def test_an_answer_that_does_not_come_times_out_although_it_is_done() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = started(telegram)
        gate = telegram.faults.gate("sendMessage", after=True)
        with pytest.raises(TimedOut):
            await bot.send_message(anna.id, "one", read_timeout=0.05)
        assert anna.news() == "Bot: one"
        gate.open()


@on_a_loop
async def test_faults_meet_only_the_calls_they_are_planned_for() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna, ben = started(telegram), telegram.person("Ben")
        ben.start()
        text = "Bad Request: can't parse entities: test"
        telegram.faults.on(
            "sendMessage",
            faults.refused(400, text),
            skip=1,
            when=lambda call: str(call.values["chat_id"]) == str(anna.id),
        )
        await bot.send_message(anna.id, "one")
        await bot.send_message(ben.id, "one")
        with pytest.raises(BadRequest, match="Can't parse entities"):
            await bot.send_message(anna.id, "two")
        await bot.send_message(anna.id, "three")
        telegram.faults.on("*", faults.slow(0.01), times=faults.ALWAYS)
        telegram.faults.clear()
        await bot.send_message(anna.id, "four")


@on_a_loop
async def test_an_unreachable_telegram_comes_back_on_the_same_port() -> None:
    telegram = FakeTelegram()
    async with TelegramServer(telegram) as server:
        address = telegram.url
        async with connected(telegram) as bot:
            anna = started(telegram)
            telegram.take_updates()
            poll = asyncio.create_task(bot.get_updates(timeout=30))
            await telegram.until(lambda: telegram.calls("getUpdates"))
            await server.go_down()
            with pytest.raises(NetworkError):
                await poll
            with pytest.raises(NetworkError, match="ConnectError"):
                await bot.send_message(anna.id, "one")
            anna.say("are you there?")
            await server.come_up()
            assert telegram.url == address
            assert len(await bot.get_updates()) == 1
            assert telegram.calls("sendMessage") == []


@on_a_loop
async def test_a_bot_that_is_not_done_is_named_in_the_time_out() -> None:
    telegram = FakeTelegram()
    telegram.person("Anna").say("hello")
    with pytest.raises(TimeoutError, match=r"not done: \['update \d+ \(message\)'\]"):
        await telegram.settled(seconds=0.05)
    telegram.take_updates()
    telegram.busy_while(lambda: True)
    with pytest.raises(TimeoutError, match="the application"):
        await telegram.settled(seconds=0.05)
    with pytest.raises(TimeoutError, match="still not so"):
        await telegram.until(lambda: False, seconds=0.01)


@on_a_loop
async def test_errors_have_the_shape_that_telegram_documents() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        assert isinstance(bot, Bot)
        with pytest.raises(TelegramError):
            await bot.get_chat(1)
        entry = telegram.calls("getChat")[0]
        assert (entry.status, entry.error) == (400, "Bad Request: chat not found")
