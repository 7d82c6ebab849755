"""As fast as Telegram likes it: a message a second to a chat, 20 a minute to a group.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
Only new messages are paced; edits, answers to presses and signs go at once. What comes
too fast all the same Telegram refuses, with a time to wait that the outbox keeps.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram.ext import BaseRateLimiter

_MAKES_MESSAGES = ("send", "forward", "copy")
_NO_MESSAGE = "sendChatAction"
_CHAT_SECONDS = 1.0
_GROUP_COUNT, _GROUP_SECONDS = 20, 60.0
_ALL_COUNT, _ALL_SECONDS = 30, 1.0

Json = dict[str, Any]
Made = Callable[..., Coroutine[Any, Any, bool | Json | list[Json]]]


class Pace(BaseRateLimiter[None]):
    """Spaces the messages of one bot.

    clock: seconds that only go forward. sleep: waits so many of them.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._next: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}
        self._all: deque[float] = deque(maxlen=_ALL_COUNT)

    async def initialize(self) -> None:
        """Nothing has to be made ready."""

    async def shutdown(self) -> None:
        """Nothing has to be given back."""

    async def process_request(
        self,
        callback: Made,
        args: Any,
        kwargs: Json,
        endpoint: str,
        data: Json,
        rate_limit_args: None,  # noqa: ARG002  as the library calls it
    ) -> bool | Json | list[Json]:
        """Make the call when it is its turn."""
        is_message = endpoint.startswith(_MAKES_MESSAGES) and endpoint != _NO_MESSAGE
        chat_id = data.get("chat_id", 0)
        if is_message and isinstance(chat_id, int):
            wait = self._turn(chat_id) - self._clock()
            if wait > 0:
                await self._sleep(wait)
        return await callback(*args, **kwargs)

    def _turn(self, chat_id: int) -> float:
        """When the next message may go to a chat; that turn is taken."""
        now = self._clock()
        at = max(now, self._next.get(chat_id, now), _after(self._all, _ALL_SECONDS))
        if chat_id < 0:
            recent = self._groups.setdefault(chat_id, deque(maxlen=_GROUP_COUNT))
            at = max(at, _after(recent, _GROUP_SECONDS))
            recent.append(at)
        self._next = {chat: then for chat, then in self._next.items() if then > now}
        self._next[chat_id] = at + _CHAT_SECONDS
        self._all.append(at)
        return at


def _after(recent: deque[float], seconds: float) -> float:
    """When as many messages as are allowed will be that many seconds old."""
    return recent[0] + seconds if len(recent) == recent.maxlen else 0.0
