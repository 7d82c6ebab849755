"""What a platform hands over: on disk first, then confirmed, then worked off once.

The adapter keeps a delivery with `keep` before it confirms it to the platform. What was
kept and not finished when the program ended is worked off at the next start.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from enum import Enum
from secrets import token_hex

from adapters.faults import where
from adapters.queues import Queues
from assistant.errors import StoreError
from assistant.post_office import PostOffice

_log = logging.getLogger(__name__)


class Stays(Enum):
    """What work says of a delivery that something else will end."""

    OPEN = "open"


Work = Callable[[str, str], Awaitable[Stays | None]]
Job = Callable[[], Awaitable[Stays | None]]
Apology = Callable[[str, str], Awaitable[None]]


class Intake:
    """The inbox of one platform, with its queues.

    work: does what a delivery asks for: its id and payload. It says `Stays.OPEN` where
        the delivery waits for others, as the parts of an album do; `settle` ends it.
    apologise: tells whoever sent a payload that it failed, with a reference that is
        also in the log.
    """

    def __init__(
        self, platform: str, post_office: PostOffice, work: Work, apologise: Apology
    ) -> None:
        self._platform, self._office = platform, post_office
        self._work, self._apologise = work, apologise
        self._queues = Queues()
        # A thread of its own: what waits to be confirmed never waits behind work.
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="asyncio_inbox")
        self.last_at: datetime | None = None
        self.last_error = ""

    @property
    def length(self) -> int:
        """How many deliveries are waiting or at work."""
        return self._queues.length

    async def keep(self, delivery_id: str, payload: str, business_id: str = "") -> bool:
        """Have it on disk; False for one that is known.

        Raises StoreError if the disk refuses: it must not be confirmed then.
        """
        self.last_at = self._office.now()
        return await asyncio.get_running_loop().run_in_executor(
            self._writer,
            self._office.receive,
            self._platform,
            delivery_id,
            payload,
            business_id,
        )

    def begin(self, delivery_id: str, payload: str, key: str) -> None:
        """Work it off after what was begun under this key before."""
        self.put(key, lambda: self._one(delivery_id, payload))

    def put(self, key: str, job: Callable[[], Awaitable[None]]) -> None:
        """Do anything else in the order of a key. The job must not raise."""
        self._queues.put(key, job)

    async def resume(self, key_of: Callable[[str], str]) -> int:
        """Work off what the last run left; how many."""
        waiting = await asyncio.to_thread(self._office.waiting, self._platform)
        for delivery in waiting:
            self.begin(delivery.id, delivery.payload, key_of(delivery.payload))
        return len(waiting)

    async def drained(self) -> None:
        """Wait until everything that was begun is done."""
        await self._queues.drained()

    async def settle(self, delivery_ids: Sequence[str], payload: str, job: Job) -> None:
        """Do what ends these deliveries; one of their payloads says who sent them.

        A bug of ours is told with a reference and not tried again; where the disk
        refuses, the deliveries stay in the inbox for the next start.
        """
        try:
            if await job() is Stays.OPEN:
                return
        except Exception as error:  # noqa: BLE001  one delivery must not end the rest
            reference = token_hex(4)
            self.last_error = f"{type(error).__name__} {reference}"
            names = " ".join(delivery_ids)
            _log.error("delivery %s failed, %s: %s", names, reference, where(error))
            await self._sorry(payload, reference)
            if isinstance(error, StoreError):
                return
        for delivery_id in delivery_ids:
            await asyncio.to_thread(self._office.done, self._platform, delivery_id)

    async def _one(self, delivery_id: str, payload: str) -> None:
        await self.settle(
            [delivery_id], payload, lambda: self._work(delivery_id, payload)
        )

    async def _sorry(self, payload: str, reference: str) -> None:
        try:
            await self._apologise(payload, reference)
        except Exception as error:  # noqa: BLE001  the log has it
            _log.error("no apology for %s: %s", reference, where(error))
