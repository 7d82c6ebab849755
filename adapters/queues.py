"""Work in order for each key, side by side between keys; for every platform."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

Job = Callable[[], Awaitable[None]]


class Queues:
    """One queue per key: a chat, a thread, a case. A job must not raise."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Job]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}

    @property
    def length(self) -> int:
        """How many jobs are waiting or at work."""
        return sum(len(jobs) for jobs in self._waiting.values()) + len(self._workers)

    def put(self, key: str, job: Job) -> None:
        """Do it after everything that was put under this key before."""
        self._waiting.setdefault(key, deque()).append(job)
        if key not in self._workers:
            self._workers[key] = asyncio.create_task(self._work(key))

    async def drained(self) -> None:
        """Wait until nothing is left to do."""
        while self._workers:
            await asyncio.wait(list(self._workers.values()))

    async def _work(self, key: str) -> None:
        jobs = self._waiting[key]
        try:
            while jobs:
                await jobs.popleft()()
        finally:
            del self._workers[key]
            if jobs:  # a job was cancelled or broke its promise; the others go on
                self._workers[key] = asyncio.create_task(self._work(key))
            else:
                self._waiting.pop(key, None)
