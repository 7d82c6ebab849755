"""The platform that `parley run` runs, on a fake Telegram behind real HTTP."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from adapters.http import Listener
from adapters.telegram.app import TelegramPlatform
from adapters.telegram.pace import Pace
from assistant.bootstrap import InMemory, build_on
from assistant.clock import SystemClock
from assistant.settings import Settings, TelegramSettings
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.server import TelegramServer


async def no_sleep(_: float) -> None:
    """Nothing waits for its turn here."""


@dataclass
class Running:
    """One `parley run`.

    told: the lines that it printed.
    """

    platform: TelegramPlatform
    told: list[str] = field(default_factory=list)


def settings(telegram: FakeTelegram, **more: object) -> Settings:
    """Settings that lead to the fake."""
    found = TelegramSettings(telegram.token, telegram.url, **more)  # type: ignore[arg-type]
    return Settings(Path("unused"), locale="en_GB", telegram=found)


def parley(
    telegram: FakeTelegram, stores: InMemory | None = None, **more: object
) -> Running:
    """A platform that is not started yet."""
    chosen = settings(telegram, **{"is_open": True, **more})
    assistant = build_on(chosen, SystemClock(), stores or InMemory())
    told: list[str] = []
    pace = Pace(sleep=no_sleep)
    return Running(TelegramPlatform(chosen, assistant, told.append, pace), told)


@asynccontextmanager
async def served() -> AsyncIterator[tuple[FakeTelegram, TelegramServer]]:
    """A fake Telegram that can be reached."""
    telegram = FakeTelegram()
    async with TelegramServer(telegram) as server:
        yield telegram, server
    assert telegram.violations == []


@asynccontextmanager
async def started(
    telegram: FakeTelegram, stores: InMemory | None = None, **more: object
) -> AsyncIterator[Running]:
    """A platform that polls."""
    running = parley(telegram, stores, **more)
    await running.platform.start()
    try:
        yield running
    finally:
        await running.platform.stop()


@asynccontextmanager
async def hooked(
    telegram: FakeTelegram, stores: InMemory | None = None
) -> AsyncIterator[Running]:
    """A platform to which updates are brought."""
    port = free_port()
    telegram.doors["https://parley.example"] = f"http://127.0.0.1:{port}"
    running = parley(
        telegram,
        stores,
        webhook_url="https://parley.example/telegram",
        webhook_secret="a-secret-of-the-test",  # noqa: S106  opens nothing
    )
    listener = Listener([running.platform], "127.0.0.1", port, SystemClock())
    await listener.start()
    await running.platform.start()
    try:
        yield running
    finally:
        await running.platform.stop()
        await listener.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
