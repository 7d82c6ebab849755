"""Time as the fake Slack keeps it, and waiting for it without sleeping."""

import asyncio
from datetime import datetime, timedelta

from assistant.clock import Clock, MovableClock


class Timeline:
    """The fake's clock with waiting.

    clock: a `MovableClock` stands until `advance`; any other clock runs by itself,
        and waiting for it takes real time.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._waiting: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """The present instant, aware and in UTC."""
        return self.clock.now()

    async def reach(self, due: datetime) -> None:
        """Return once the clock shows `due` or later."""
        while (left := (due - self.now()).total_seconds()) > 0:
            if isinstance(self.clock, MovableClock):
                reached = asyncio.get_running_loop().create_future()
                self._waiting.append((due, reached))
                await reached
            else:
                await asyncio.sleep(left)

    async def advance(self, seconds: float) -> None:
        """Move a standing clock on and let everything that became due happen."""
        if not isinstance(self.clock, MovableClock):
            raise TypeError("this clock runs by itself; only a MovableClock is moved")
        self.clock.advance(timedelta(seconds=seconds))
        await self.look()

    async def look(self) -> None:
        """Wake what became due; for a clock that the test moves on its own."""
        now = self.now()
        due = [reached for at, reached in self._waiting if at <= now]
        self._waiting = [(at, reached) for at, reached in self._waiting if at > now]
        for reached in due:
            if not reached.done():
                reached.set_result(None)
        for _ in range(3):  # the woken run, and what they start
            await asyncio.sleep(0)


class Pulse:
    """Something happened: wakes everybody who waits for any change."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []
        self.count = 0

    def beat(self) -> None:
        """Wake all waiting."""
        self.count += 1
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            if not each.done():
                each.set_result(None)

    async def wait(self, seconds: float) -> bool:
        """Wait for the next beat; False when none came within `seconds`."""
        beat = asyncio.get_running_loop().create_future()
        self._waiting.append(beat)
        try:
            async with asyncio.timeout(seconds):
                await beat
        except TimeoutError:
            return False
        finally:
            if beat in self._waiting:
                self._waiting.remove(beat)
        return True
