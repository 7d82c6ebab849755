"""Bringing events and interactions to the app: deadlines, retries, repeats."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

from tests.fakes.slack.journal import Journal, Traffic
from tests.fakes.slack.model import Json
from tests.fakes.slack.timeline import Pulse, Timeline

ACK_SECONDS = 3
RETRY_AFTER = (0, 60, 300)  # seconds: nearly at once, a minute, five minutes


class Route(StrEnum):
    """The three kinds of envelopes, named as Socket Mode names them."""

    EVENT = "events_api"
    INTERACTIVE = "interactive"
    COMMAND = "slash_commands"


class CarryError(Exception):
    """A delivery did not get through; `reason` is the word of the retry header."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class SilenceError(Exception):
    """It was swallowed: nobody will ever answer."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Which attempt this is. number: 0 for the first. reason: why again."""

    number: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ack:
    """The app's answer. body: JSON or text beside it, None without one."""

    body: Any = None
    status: int = 200


@dataclass(slots=True)
class Attempt:
    """One try. seconds: real time until the answer, None when there was none."""

    retry: Retry
    seconds: float | None = None
    error: str = ""
    status: int = 0


@dataclass(slots=True, eq=False)
class Delivery:
    """Something for the app. name: event type, payload type or the command.

    error: empty when it was answered in time, else the reason why not.
    attempted: set after the first try, whatever came of it.
    """

    number: int
    route: Route
    name: str
    body: Json
    team_id: str
    answer: Any = None
    error: str = ""
    attempts: list[Attempt] = field(default_factory=list)
    attempted: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_answered(self) -> bool:
        """Whether any attempt was answered in time."""
        return any(attempt.seconds is not None for attempt in self.attempts)


class Carrier(Protocol):
    """A transport: Socket Mode or signed HTTP."""

    async def carry(self, delivery: Delivery, retry: Retry) -> Ack:
        """Bring it to the app; CarryError or SilenceError when that fails."""
        ...


class Deliveries:
    """Sends, counts and repeats.

    carrier: the transport in use. patience: real seconds after which an answer is
    given up even if the clock stands. in_flight: how many wait for their answer.
    """

    def __init__(self, timeline: Timeline, journal: Journal, pulse: Pulse) -> None:
        self._timeline = timeline
        self._journal = journal
        self._pulse = pulse
        self._tasks: set[asyncio.Task[None]] = set()
        self._paused: list[Delivery] | None = None
        self._to_lose = 0
        self.carrier: Carrier
        self.patience = 20.0
        self.all: list[Delivery] = []
        self.in_flight = 0

    def send(self, route: Route, name: str, body: Json, team_id: str) -> Delivery:
        """Start bringing it; events are tried again as Slack does."""
        delivery = Delivery(len(self.all), route, name, body, team_id)
        self.all.append(delivery)
        if self._paused is None or route is not Route.EVENT:
            self._start(delivery)
        else:
            self._paused.append(delivery)
        return delivery

    def last(self, *names: str) -> Delivery:
        """The newest delivery, of one of these names if any is given."""
        found = (d for d in reversed(self.all) if not names or d.name in names)
        return next(found)

    async def repeat(
        self, delivery: Delivery, times: int = 1, *, together: int = 1
    ) -> None:
        """Bring the same payload again, `together` at a time, as retries do."""
        done = 0
        while done < times:
            size = min(together, times - done)
            retries = [Retry(done + n + 1, "http_timeout") for n in range(size)]
            await asyncio.gather(*(self._attempt(delivery, each) for each in retries))
            done += size

    def lose_next(self, count: int = 1) -> None:
        """The first attempts of the next events never leave the house."""
        self._to_lose += count

    def pause(self) -> None:
        """Keep back the events from now on; interactions still go out."""
        self._paused = self._paused or []

    def resume(self, *, reverse: bool = False) -> None:
        """Send what was kept back, on request in the opposite order."""
        kept, self._paused = self._paused or [], None
        for delivery in reversed(kept) if reverse else kept:
            self._start(delivery)

    async def stop(self) -> None:
        """End everything under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, delivery: Delivery) -> None:
        # Counted here and not in the task: `settled` may be asked before it runs.
        self.in_flight += 1
        self._spawn(self._bring(delivery))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _bring(self, delivery: Delivery) -> None:
        self.in_flight -= 1  # the attempt counts from here on
        attempt = await self._attempt(delivery, Retry())
        if delivery.route is not Route.EVENT:
            return
        for number, wait in enumerate(RETRY_AFTER, start=1):
            if not attempt.error or attempt.error == "no_retry":
                return
            if wait:
                await self._timeline.reach(
                    self._timeline.now() + timedelta(seconds=wait)
                )
            attempt = await self._attempt(delivery, Retry(number, attempt.error))

    async def _attempt(self, delivery: Delivery, retry: Retry) -> Attempt:
        entry = self._journal.write(
            Traffic.DELIVERY, delivery.name, delivery.body, delivery.team_id
        )
        attempt = Attempt(retry)
        delivery.attempts.append(attempt)
        began = asyncio.get_running_loop().time()
        self.in_flight += 1
        try:
            ack = await self._carried(delivery, retry)
        except CarryError as error:
            attempt.error, attempt.status = error.reason, error.status
        else:
            attempt.seconds = asyncio.get_running_loop().time() - began
            attempt.status = ack.status
            if not delivery.attempted.is_set():
                delivery.answer = ack.body
            answered = self._journal.write(
                Traffic.ACK, delivery.name, {"answer": ack.body}, delivery.team_id
            )
            answered.status = ack.status
        finally:
            self.in_flight -= 1
        entry.status, entry.error = attempt.status, attempt.error
        delivery.error = "" if delivery.is_answered else attempt.error
        delivery.attempted.set()
        self._pulse.beat()
        return attempt

    async def _carried(self, delivery: Delivery, retry: Retry) -> Ack:
        due = self._timeline.now() + timedelta(seconds=ACK_SECONDS)
        if self._to_lose and delivery.route is Route.EVENT and not retry.number:
            self._to_lose -= 1
            raise CarryError("connection_failed")
        carrying = asyncio.ensure_future(self.carrier.carry(delivery, retry))
        deadline = asyncio.ensure_future(self._timeline.reach(due))
        try:
            await asyncio.wait(
                {carrying, deadline},
                timeout=self.patience,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if carrying.done():
                return carrying.result()
        except SilenceError:
            await self._wait_in_silence(delivery, deadline)
        finally:
            for task in (carrying, deadline):
                task.cancel()
            await asyncio.gather(carrying, deadline, return_exceptions=True)
        raise CarryError("http_timeout")

    async def _wait_in_silence(
        self, delivery: Delivery, deadline: asyncio.Future[None]
    ) -> None:
        self.in_flight -= 1  # nothing is under way; only the clock goes on
        delivery.error = "http_timeout"
        delivery.attempted.set()
        self._pulse.beat()
        try:
            await deadline
        finally:
            self.in_flight += 1
