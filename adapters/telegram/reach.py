"""Making a call, and what its failure means: not there, nobody knows, or refused.

Telegram's words for an error are its only detail, so the few that matter are looked
for in them. https://core.telegram.org/bots/api#making-requests
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.telegram.calls import Call
from adapters.telegram.memory import Memory
from adapters.telegram.sending import perform, simpler

_log = logging.getLogger(__name__)

_SENDS = "send"  # how the methods that make a message begin
# The network failed before Telegram could have got anything; names of httpx, which the
# library passes on as the cause or in the words of its error.
_NEVER_LEFT = ("ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol")
_NOT_MODIFIED = "message is not modified"
_TOPIC_GONE = ("thread not found", "topic_closed", "topic closed", "topic_deleted")
_KEYBOARD = ("button", "inline keyboard", "reply markup")
_SHUT_OUT = ("blocked", "deactivated", "kicked", "not a member", "initiate")
_TOKEN_PAUSE = 60.0  # seconds; somebody has to put the token right


class Reach:
    """The way to Telegram for one bot.

    now: the clock on which Telegram's "retry after" is waited for.
    """

    def __init__(self, bot: Bot, memory: Memory, now: Callable[[], datetime]) -> None:
        self._bot, self._memory, self._now = bot, memory, now
        self._silent_until: dict[int, datetime] = {}

    async def make(self, call: Call, *, may_repeat: bool) -> Any:
        """Make the call, in a simpler form where Telegram refuses this one.

        may_repeat: whether it does no harm if it is made twice.
        Returns the library's Message, or True. Raises NotSentError, UnclearError or
        RefusedError.
        """
        call = self._addressed(call)
        chat_id = call.arguments.get("chat_id", 0)
        self._refuse_silenced(chat_id)
        try:
            return await self._simplified(call)
        except ChatMigrated as moved:
            await asyncio.to_thread(self._memory.move, chat_id, moved.new_chat_id)
            return await self.make(call, may_repeat=may_repeat)
        except RetryAfter as pause:
            seconds = seconds_of(pause)
            self._silent_until[chat_id] = self._now() + timedelta(seconds=seconds)
            raise NotSentError("flood control", after=seconds) from pause
        except Forbidden as error:
            raise await self._shut_out(chat_id, error) from error
        except TelegramError as error:
            raise _meaning(call, error, may_repeat=may_repeat) from error

    async def make_quietly(self, call: Call) -> Any:
        """Make a call that nothing depends on; None when it did not work."""
        try:
            return await self.make(call, may_repeat=True)
        except (NotSentError, UnclearError, RefusedError) as error:
            _log.info("%s was left out: %s", call.method, error)
            return None

    def _addressed(self, call: Call) -> Call:
        """The call to the id that its chat has now."""
        chat_id = call.arguments.get("chat_id", 0)
        now = self._memory.moved(chat_id) if chat_id else 0
        if now == chat_id:
            return call
        return replace(call, arguments={**call.arguments, "chat_id": now})

    def _refuse_silenced(self, chat_id: int) -> None:
        until = self._silent_until.get(chat_id)
        if until is None or not chat_id:
            return
        left = (until - self._now()).total_seconds()
        if left > 0:
            raise NotSentError("flood control", after=left)
        del self._silent_until[chat_id]

    async def _simplified(self, call: Call) -> Any:
        """The call, and simpler forms of it as long as Telegram refuses (400)."""
        try:
            return await perform(self._bot, call)
        except BadRequest as error:
            less = _less_of(call, error)
            if less is None:
                raise
            _log.info("%s was refused and is made simpler", call.method)
            return await self._simplified(less)

    async def _shut_out(self, chat_id: int, error: Forbidden) -> RefusedError:
        words = error.message.lower()
        is_for_good = any(word in words for word in _SHUT_OUT)
        if is_for_good and "initiate" not in words:
            await asyncio.to_thread(self._memory.block, chat_id)
        return RefusedError("blocked" if is_for_good else "forbidden")


def is_not_modified(error: BaseException | None) -> bool:
    """Whether an edit failed because the message says this already."""
    return isinstance(error, BadRequest) and _NOT_MODIFIED in error.message.lower()


def never_left(error: NetworkError) -> bool:
    """Whether the request cannot have reached Telegram."""
    names = type(error.__cause__).__name__, error.message
    return any(name in said for name in _NEVER_LEFT for said in names)


def _less_of(call: Call, error: BadRequest) -> Call | None:
    """What to try where Telegram refuses a call; None where nothing would help."""
    words = error.message.casefold()
    gone = ""
    if any(each in words for each in _TOPIC_GONE):
        gone = "message_thread_id"
    elif any(each in words for each in _KEYBOARD):
        gone = "reply_markup"
    if gone in call.arguments:
        kept = {k: v for k, v in call.arguments.items() if k != gone}
        return replace(call, arguments=kept)
    return simpler(call, error)


def _meaning(call: Call, error: TelegramError, *, may_repeat: bool) -> Exception:
    """What an error of the library says about the message."""
    name = type(error).__name__
    if isinstance(error, InvalidToken):
        return NotSentError("the token is refused", after=_TOKEN_PAUSE)
    if isinstance(error, BadRequest) or not isinstance(error, NetworkError):
        return RefusedError(_short(error))
    is_harmless = not call.method.startswith(_SENDS)  # an edit may be made twice
    is_certain = never_left(error) or (may_repeat and _says_that_it_failed(error))
    return NotSentError(name) if is_harmless or is_certain else UnclearError(name)


def _says_that_it_failed(error: NetworkError) -> bool:
    """Whether there was an answer (5xx), not a connection that broke."""
    is_answer = error.__cause__ is None or isinstance(error.__cause__, TelegramError)
    is_broken = isinstance(error, TimedOut) or "httpx." in error.message
    return is_answer and not is_broken


def seconds_of(pause: RetryAfter) -> float:
    """How long Telegram wants us to wait."""
    after = pause.retry_after  # a timedelta in later versions of the library
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _short(error: TelegramError) -> str:
    """How Telegram begins to say why; further on it may repeat what was sent."""
    return error.message.partition(":")[0][:80]
