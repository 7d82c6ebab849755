"""Tests that are coroutines, and bots that talk to a fake."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, ParamSpec

from telegram import Bot
from telegram.request import HTTPXRequest

from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.server import TelegramServer

Given = ParamSpec("Given")


def on_a_loop(
    test: Callable[Given, Coroutine[Any, Any, None]],
) -> Callable[Given, None]:
    """Run a coroutine test on an event loop of its own."""

    @functools.wraps(test)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> None:
        asyncio.run(test(*args, **kwargs))

    return run


@contextlib.asynccontextmanager
async def bot_on(telegram: FakeTelegram) -> AsyncIterator[Bot]:
    """Serve a fake over HTTP, with python-telegram-bot's bot connected to it."""
    async with TelegramServer(telegram), connected(telegram) as bot:
        yield bot


def connected(telegram: FakeTelegram) -> Bot:
    """A bot for a fake that is served; to be entered before use."""
    plain: dict[str, Any] = {"verify": False}  # HTTP: certificates take time to load
    return Bot(
        telegram.token,
        base_url=f"{telegram.url}/bot",
        base_file_url=f"{telegram.url}/file/bot",
        request=HTTPXRequest(httpx_kwargs=plain),
        get_updates_request=HTTPXRequest(httpx_kwargs=plain),
    )
