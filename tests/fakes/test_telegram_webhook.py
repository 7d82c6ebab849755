"""The fake pushes updates to a webhook until that takes them."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from telegram.error import BadRequest, Conflict

from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.running import bot_on, on_a_loop
from tests.fakes.telegram.webhooks import SECRET_HEADER

SECRET = "s3cret"  # noqa: S105 - opens nothing


@dataclass
class Hook:
    """A bot's endpoint that answers as it is told: statuses in turn, then 200."""

    statuses: list[int] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=dict)
    received: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.received.append(await request.json())
        self.secrets.append(request.headers.get(SECRET_HEADER))
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.answer, status=status)


@contextlib.asynccontextmanager
async def listening(hook: Hook) -> AsyncIterator[Hook]:
    application = web.Application()
    application.router.add_post("/hook", hook.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.001)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    try:
        yield hook
    finally:
        await runner.cleanup()


@on_a_loop
async def test_an_update_is_repeated_until_the_webhook_takes_it() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot, listening(Hook([500, 302])) as hook:
        await bot.set_webhook(hook.url, secret_token=SECRET)
        telegram.person("Anna").say("hello")
        await telegram.settled()
        assert [one["message"]["text"] for one in hook.received] == ["hello"] * 3
        assert set(hook.secrets) == {SECRET}
        webhook = telegram.updates.webhook
        assert webhook
        assert [status for _, status in webhook.attempts] == [500, 302, 200]
        told = await bot.get_webhook_info()
        assert told.pending_update_count == 0
        assert told.last_error_message == "Wrong response from the webhook: 302"


@on_a_loop
async def test_what_waits_comes_to_the_webhook_and_can_come_twice() -> None:
    telegram = FakeTelegram()
    telegram.updates.twice_in_one_batch()
    async with bot_on(telegram) as bot, listening(Hook()) as hook:
        telegram.person("Anna").say("hello")
        await bot.set_webhook(hook.url)
        await telegram.settled()
        assert len(hook.received) == 2
        assert hook.received[0] == hook.received[1]
        assert hook.secrets == [None, None]


@on_a_loop
async def test_a_webhook_that_is_not_there_is_told_by_get_webhook_info() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        await bot.set_webhook("http://127.0.0.1:1/hook")
        telegram.person("Anna").say("hello")
        await telegram.until(lambda: telegram.updates.webhook.attempts)  # type: ignore[union-attr]  # it is set
        told = await bot.get_webhook_info()
        assert told.last_error_message
        assert told.pending_update_count == 1
        await bot.delete_webhook(drop_pending_updates=True)
        assert not telegram.updates.waiting


@on_a_loop
async def test_a_bot_may_answer_a_webhook_with_a_method() -> None:
    telegram = FakeTelegram()
    anna = telegram.person("Anna")
    said = {"method": "sendMessage", "chat_id": anna.id, "text": "Hello!"}
    async with bot_on(telegram) as bot, listening(Hook(answer=said)) as hook:
        await bot.set_webhook(hook.url)
        anna.say("hello")
        await anna.hears("Hello!")


@on_a_loop
async def test_a_public_address_can_lead_to_a_door_of_this_machine() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot, listening(Hook()) as hook:
        telegram.doors["https://parley.example"] = hook.url.removesuffix("/hook")
        await bot.set_webhook("https://parley.example/hook")
        telegram.person("Anna").say("hello")
        await telegram.settled()
        assert len(hook.received) == 1


@on_a_loop
async def test_polling_and_a_webhook_exclude_each_other() -> None:
    telegram = FakeTelegram()
    async with bot_on(telegram) as bot:
        await bot.set_webhook("https://parley.example:8443/hook")
        with pytest.raises(Conflict, match="while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
        assert await bot.get_updates() == ()


@pytest.mark.parametrize(
    ("url", "secret", "words"),
    [
        ("http://parley.example/hook", None, "An HTTPS URL must be provided"),
        ("https://parley.example:8080/hook", None, "only on ports 80, 88, 443 or 8443"),
        ("https://parley.example/hook", "not allowed!", "unallowed characters"),
    ],
)
@on_a_loop
async def test_a_webhook_that_telegram_cannot_use_is_refused(
    url: str, secret: str | None, words: str
) -> None:
    async with bot_on(FakeTelegram()) as bot:
        with pytest.raises(BadRequest, match=f"(?i){words}"):
            await bot.set_webhook(url, secret_token=secret)
