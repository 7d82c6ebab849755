"""The fake's `getUpdates`: what confirms, what waits, who is thrown out."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot
from telegram.error import Conflict, InvalidToken

from assistant.clock import MovableClock
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.running import bot_on, connected, on_a_loop
from tests.fakes.telegram.server import TelegramServer


async def texts(
    bot: Bot, *, offset: int | None = None, limit: int | None = None
) -> list[str | None]:
    updates = await bot.get_updates(offset, limit)
    return [update.message.text for update in updates if update.message]


@on_a_loop
async def test_an_update_comes_again_until_a_higher_offset_is_named() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        anna.say("one")
        anna.say("two")
        first = await bot.get_updates()
        assert [update.update_id for update in await bot.get_updates()] == [
            update.update_id for update in first
        ]
        assert await texts(bot, offset=first[0].update_id + 1) == ["two"]
        assert await texts(bot, offset=first[1].update_id + 1) == []
        assert await texts(bot) == []


@on_a_loop
async def test_a_negative_offset_forgets_all_but_the_newest() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        for word in ("one", "two", "three"):
            anna.say(word)
        assert await texts(bot, offset=-1) == ["three"]
        assert await texts(bot) == ["three"]


@on_a_loop
async def test_the_limit_leaves_the_others_for_the_next_poll() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        anna.say("one")
        anna.say("two")
        assert await texts(bot, limit=1) == ["one"]
        assert [u.is_confirmed for u in telegram.updates.all] == [False, False]


@on_a_loop
async def test_a_long_poll_ends_with_the_first_update() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        poll = asyncio.create_task(bot.get_updates(timeout=30))
        await telegram.until(lambda: telegram.calls("getUpdates"))
        assert not poll.done()
        anna.say("hello")
        assert len(await poll) == 1


@on_a_loop
async def test_a_second_poller_throws_the_first_one_out() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot, connected(telegram) as other:
        first = asyncio.create_task(bot.get_updates(timeout=30))
        await telegram.until(lambda: telegram.calls("getUpdates"))
        await other.get_updates()
        with pytest.raises(Conflict, match="only one bot instance is running"):
            await first


@on_a_loop
async def test_kinds_that_are_not_allowed_are_not_queued() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        await bot.get_updates(allowed_updates=["callback_query"])
        telegram.person("Anna").say("hello")
        assert not telegram.updates.waiting
        assert telegram.updates.unwanted[0][0] == "message"
        await bot.get_updates(allowed_updates=[])
        telegram.person("Ben").say("hello")
        assert await texts(bot) == ["hello"]


@on_a_loop
async def test_an_update_that_nobody_fetches_is_gone_after_a_day() -> None:
    clock = MovableClock(datetime(2026, 5, 7, 9, tzinfo=UTC))
    telegram = FakeTelegram(clock=clock)
    async with bot_on(telegram) as bot:
        telegram.person("Anna").say("hello")
        clock.advance(timedelta(hours=23))
        assert await texts(bot) == ["hello"]
        clock.advance(timedelta(hours=1))
        assert await texts(bot) == []


@on_a_loop
async def test_an_update_can_come_twice_in_one_batch_or_in_two() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        telegram.updates.twice_in_one_batch()
        anna.say("one")
        first = await bot.get_updates()
        assert [u.update_id for u in first] == [first[0].update_id] * 2
        telegram.updates.twice_in_two_batches()
        anna.say("two")
        offset = first[0].update_id + 1
        assert await texts(bot, offset=offset) == ["two"]
        assert not telegram.updates.is_quiet
        assert await texts(bot, offset=offset + 1) == ["two"]
        assert await texts(bot, offset=offset + 1) == []
        telegram.updates.again(telegram.updates.all[0])
        assert await texts(bot, offset=offset + 1) == ["one"]


@on_a_loop
async def test_updates_can_be_held_together_and_turned_around() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        anna = telegram.person("Anna")
        telegram.updates.next_batch_reversed()
        with telegram.updates.held():
            anna.say("one")
            assert await texts(bot) == []
            anna.say("two")
        assert await texts(bot) == ["two", "one"]


@on_a_loop
async def test_another_token_is_refused_and_a_wrong_one_is_unknown() -> None:
    telegram = FakeTelegram()
    async with TelegramServer(telegram):
        for token, words in (
            ("7000000002:" + "x" * 35, "Unauthorized"),
            ("nonsense", "Not Found"),
        ):
            bot = Bot(token, base_url=f"{telegram.url}/bot")
            with pytest.raises(InvalidToken):
                await bot.initialize()
            await bot.shutdown()
            assert telegram.calls("getMe")[-1].error == words


@on_a_loop
async def test_the_test_environment_has_its_own_addresses() -> None:
    telegram = FakeTelegram()
    async with TelegramServer(telegram):
        bot = Bot(telegram.token, base_url=telegram.url + "/bot{token}/test")
        async with bot:
            assert bot.username == "parley_test_bot"
