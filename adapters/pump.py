"""What is to be said: out of the outbox, to the platform, each message once.

Messages to one place go one after the other, places side by side. A message that
certainly did not get there is tried again, later each time; one that may have arrived
is left alone and told of.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from adapters.faults import where
from assistant.chat.replies import Message
from assistant.errors import StoreError
from assistant.post_office import PostOffice
from assistant.store.port import Sending

_log = logging.getLogger(__name__)
_LONGEST_WAIT = 300.0  # seconds between two tries
_TICK = 0.5  # seconds; how often a message that waits for its time is looked at

Send = Callable[[Sending, Message], Awaitable[None]]


class NotSentError(Exception):
    """The platform certainly does not have it; it is tried again.

    after: seconds, where the platform named them; None for our own, growing pause.
    """

    def __init__(self, note: str, after: float | None = None) -> None:
        super().__init__(note)
        self.after = after


class UnclearError(Exception):
    """Nobody knows whether it arrived."""


class RefusedError(Exception):
    """The platform does not take it and will not."""


class Pump:
    """Empties the outbox of one platform.

    send: hands one message over; raises one of the errors above, and nothing else.
    waiting: ids of messages that are to be tried again; in_hand: being sent now.
    """

    def __init__(self, platform: str, post_office: PostOffice, send: Send) -> None:
        self._platform, self._office, self._send = platform, post_office, send
        self._places: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._wanted = asyncio.Event()
        self.waiting: set[str] = set()
        self.in_hand: set[str] = set()
        self.last_error = ""

    def kick(self) -> None:
        """Something new is to be sent."""
        self._wanted.set()

    async def run(self) -> None:
        """Send for ever; ends by being cancelled."""
        while True:
            self._wanted.clear()
            try:
                await self.flush()
            except StoreError as error:  # a full disk now may be well again later
                _log.warning("the outbox cannot be read: %s", error)
            # Not `wait_for`, which before Python 3.12 may swallow the end.
            with suppress(TimeoutError):
                async with asyncio.timeout(_TICK):
                    await self._wanted.wait()

    async def flush(self) -> None:
        """Send everything that may be sent now; returns when nothing is left."""
        while due := await asyncio.to_thread(self._office.due, self._platform):
            places: dict[str, list[Sending]] = defaultdict(list)
            for sending in due:
                places[sending.message.place].append(sending)
            await asyncio.gather(
                *(self._empty(place, waiting) for place, waiting in places.items())
            )

    async def _empty(self, place: str, waiting: list[Sending]) -> None:
        async with self._places[place]:
            still = {s.message.id for s in self._office.due(self._platform)}
            for sending in waiting:
                if sending.message.id not in still:
                    continue  # somebody else sent it while we waited for our turn
                if not await self._one(sending):
                    return

    async def _one(self, sending: Sending) -> bool:
        """Send one message; whether those behind it may follow."""
        number = sending.message.id
        self.in_hand.add(number)
        try:
            is_over = await self._tried(sending)
        finally:
            self.in_hand.discard(number)
        (self.waiting.discard if is_over else self.waiting.add)(number)
        return is_over

    async def _tried(self, sending: Sending) -> bool:
        office, number = self._office, sending.message.id
        await asyncio.to_thread(office.begin, number)
        try:
            message = await asyncio.to_thread(office.opened, sending)
            await self._send(sending, message)
        except NotSentError as error:
            pause = error.after
            if pause is None:
                pause = min(2.0**sending.tries, _LONGEST_WAIT)
            self._noted(number, error)
            await asyncio.to_thread(
                office.later, number, timedelta(seconds=pause), str(error)
            )
            return False
        except UnclearError as error:
            self._noted(number, error)
            await asyncio.to_thread(office.unknown, number, str(error))
        except RefusedError as error:
            self._noted(number, error)
            await asyncio.to_thread(office.failed, number, str(error))
        except Exception as error:  # noqa: BLE001  a bug in drawing must not stop all
            self.last_error = where(error)
            _log.error("message %s: %s", number, self.last_error)
            await asyncio.to_thread(office.failed, number, type(error).__name__)
        else:
            await asyncio.to_thread(office.sent, number)
        return True

    def _noted(self, number: str, error: Exception) -> None:
        self.last_error = f"{type(error).__name__}: {error}"
        _log.info("message %s: %s", number, self.last_error)
