"""Asking Telegram for updates, and confirming only what is on disk.

The library's own poller confirms before anything is handled, so a power cut would lose
updates. Here the next question, which confirms, is asked after the last were kept.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from telegram.error import (
    Conflict,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import BaseRequest, RequestData

from adapters.faults import where
from adapters.telegram.inbound import ALLOWED_UPDATES
from adapters.telegram.reach import seconds_of
from assistant.errors import StoreError

_log = logging.getLogger(__name__)

_LONG, _SHORT = 30, 1  # seconds that Telegram waits for an update; at first it is short
_MARGIN = 10.0  # seconds an answer may take beyond that
_PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds after failures in a row
_TOKEN_PAUSE = 60.0
# Whoever begins to ask with the same token has to notice within its first question.
_DEFENCE, _DEFENDED = 0.2, 20
_WELL_FOR = 90.0  # seconds since the last answer

Json = dict[str, Any]
Take = Callable[[Sequence[Json]], Awaitable[None]]
Sleep = Callable[[float], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of a call, as transports read them: the library's own class for them
    is not to be made by others, and its call for updates gives them read already.
    """

    json_parameters: dict[str, str]
    multipart_data: None = None
    contains_files: bool = False


class Poller:
    """Asks for updates again and again.

    request: a transport of its own, since the question stands open for long.
    address: of the bot's methods, with its token.
    take: has updates on disk; StoreError if it cannot.
    """

    def __init__(
        self,
        request: BaseRequest,
        address: str,
        take: Take,
        now: Callable[[], datetime],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._request, self._address, self._take = request, address, take
        self._now, self._sleep = now, sleep
        self._offset = 0
        self._failures = self._conflicts = 0
        self._answered_at: datetime | None = None
        self.last_error = ""

    @property
    def is_well(self) -> bool:
        """Whether Telegram has answered of late."""
        at = self._answered_at
        return at is not None and (self._now() - at).total_seconds() < _WELL_FOR

    async def open(self) -> None:
        """See whether Telegram gives updates; takes none.

        Raises Conflict where another program asks with the same token: it is thrown
        out by this question, asks again at once, and throws this one out.
        """
        await self._request.initialize()
        await self._fetched(_SHORT)

    async def run(self) -> None:
        """Ask for ever; ends by being cancelled."""
        while True:
            pause = await self._round()
            if pause:
                await self._sleep(pause)

    async def close(self) -> None:
        """Give the transport back."""
        await self._request.shutdown()

    async def _round(self) -> float:
        """Ask once; the seconds to wait before the next time."""
        try:
            await self._ask()
        except Conflict:
            self._conflicts += 1
            is_new = self._conflicts <= _DEFENDED
            pause = _DEFENCE if is_new else _PAUSES[-1]
            return self._failed("another program asks with this token", pause)
        except RetryAfter as error:
            return self._failed("flood control", seconds_of(error))
        except InvalidToken:
            return self._failed("the token is refused", _TOKEN_PAUSE)
        except (NetworkError, StoreError) as error:
            return self._failed(type(error).__name__)
        except TelegramError as error:
            return self._failed(type(error).__name__, _PAUSES[-1])
        except Exception as error:  # noqa: BLE001  a bug must not end the listening
            return self._failed(where(error), _PAUSES[-1])
        self._failures = self._conflicts = 0
        return 0.0

    def _failed(self, what: str, pause: float | None = None) -> float:
        self._failures += 1
        self.last_error = what
        if self._failures in (1, 10, 100) or self._failures % 1000 == 0:
            _log.warning("no updates from Telegram: %s", what)
        if pause is not None:
            return pause
        return _PAUSES[min(self._failures, len(_PAUSES)) - 1]

    async def _ask(self) -> None:
        updates = await self._fetched(_LONG)
        if updates:
            await self._take(updates)
            newest = max(int(each.get("update_id", 0)) for each in updates)
            self._offset = max(self._offset, newest + 1)

    async def _fetched(self, seconds: int) -> list[Json]:
        fields = {
            "timeout": str(seconds),
            "allowed_updates": _AS_JSON,
        }
        if self._offset:
            fields["offset"] = str(self._offset)
        result = await self._request.post(
            f"{self._address}/getUpdates",
            request_data=cast("RequestData", _Fields(fields)),
            read_timeout=seconds + _MARGIN,
        )
        self._answered_at = self._now()
        return [each for each in cast("list[Any]", result) if isinstance(each, dict)]


_AS_JSON = "[" + ",".join(f'"{kind}"' for kind in ALLOWED_UPDATES) + "]"
