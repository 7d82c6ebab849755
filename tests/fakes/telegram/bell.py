"""Waiting for a condition instead of for time, across event loops and threads.

People act on the test's thread while the server may run on another. Whoever changes
something rings; whoever waits looks again at what it waits for.
"""

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Bell:
    """Rung on every change; `count` says how often."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self.count = 0

    def ring(self) -> None:
        """Wake all who wait; from any thread."""
        with self._lock:
            self.count += 1
            waiting, self._waiting = self._waiting, set()
        for loop, event in waiting:
            with contextlib.suppress(RuntimeError):  # its loop is closed
                loop.call_soon_threadsafe(event.set)

    async def past(self, count: int, seconds: float) -> None:
        """Wait until the bell rang more than `count` times, at most `seconds`."""
        event = asyncio.Event()
        entry = (asyncio.get_running_loop(), event)
        with self._lock:
            if self.count > count:
                return
            self._waiting.add(entry)
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return
        finally:
            with self._lock:
                self._waiting.discard(entry)

    async def until(self, condition: Callable[[], Found], seconds: float) -> Found:
        """What `condition` says once that is true, or at last after `seconds`."""
        deadline = time.monotonic() + seconds
        while True:
            count = self.count
            found = condition()
            left = deadline - time.monotonic()
            if found or left <= 0:
                return found
            await self.past(count, left)


class Gate:
    """Holds calls until it is opened."""

    def __init__(self, bell: Bell, seconds: float = 30.0) -> None:
        self._bell = bell
        self._seconds = seconds
        self.is_open = False
        self.standing = 0

    def open(self) -> None:
        """Let everybody through, now and later."""
        self.is_open = True
        self._bell.ring()

    async def passed(self) -> None:
        """Stand at the gate until it is open."""
        self.standing += 1
        self._bell.ring()
        try:
            await self._bell.until(lambda: self.is_open, self._seconds)
        finally:
            self.standing -= 1

    async def reached(self) -> None:
        """Until a call stands at the gate; TimeoutError when none comes."""
        if not await self._bell.until(lambda: self.standing, self._seconds):
            raise TimeoutError("nobody came to the gate")
