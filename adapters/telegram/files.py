"""Fetching what somebody sent: from Telegram's servers, with patience."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError

from adapters.telegram.arrivals import FileArrived

_PAUSES = (1.0, 3.0, 10.0)  # seconds between tries
_AT_ONCE = 3  # downloads side by side; a file may have 20 MB
_READ_SECONDS = 60.0

Sleep = Callable[[float], Awaitable[Any]]


class FetchError(Exception):
    """The bytes cannot be had; `is_too_large` says whether they are too many."""

    def __init__(self, *, is_too_large: bool = False) -> None:
        super().__init__("too large" if is_too_large else "not to be had")
        self.is_too_large = is_too_large


class Files:
    """Downloads for one bot."""

    def __init__(self, bot: Bot, sleep: Sleep = asyncio.sleep) -> None:
        self._bot, self._sleep = bot, sleep
        self._places = asyncio.Semaphore(_AT_ONCE)

    async def fetch(self, file: FileArrived) -> bytes:
        """The bytes of a file; FetchError when Telegram does not give them."""
        if not file.file_id:
            return file.inline
        if file.is_too_large:
            raise FetchError(is_too_large=True)
        async with self._places:
            for pause in (*_PAUSES, None):
                try:
                    return await self._download(file.file_id)
                except BadRequest as error:
                    is_large = "too big" in error.message.lower()
                    raise FetchError(is_too_large=is_large) from error
                except NetworkError as error:
                    if pause is None:
                        raise FetchError from error
                    await self._sleep(pause)
                except TelegramError as error:
                    raise FetchError from error
        raise FetchError

    async def _download(self, file_id: str) -> bytes:
        found = await self._bot.get_file(file_id)
        return bytes(await found.download_as_bytearray(read_timeout=_READ_SECONDS))
