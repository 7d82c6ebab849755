"""The app beside the fake: as a process, and whether it works at present."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

STOPPING = 10.0
QUIET_TICKS = 1  # of the processor clock: a loop that merely waits


class AppProcess:
    """A command with an environment; its output goes to a file.

    command: program and arguments. env: added to PATH and the like of this process.
    log: file that receives everything it prints.
    """

    def __init__(
        self, command: Sequence[str], env: Mapping[str, str], log: Path
    ) -> None:
        self._command = list(command)
        self._env = {**os.environ, **env}
        self._process: asyncio.subprocess.Process | None = None
        self._ticks = -1
        self.log = log

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()

    async def start(self) -> None:
        """Start it, again if it was killed."""
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, env=self._env, stdout=output, stderr=output
            )

    @property
    def output(self) -> str:
        """Everything it printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    @property
    def is_running(self) -> bool:
        """Whether it still lives."""
        return self._process is not None and self._process.returncode is None

    async def kill(self) -> None:
        """SIGKILL: no chance to put anything in order."""
        if self._process is not None and self.is_running:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> int:
        """SIGTERM and wait; the exit code. TimeoutError when it does not end."""
        if self._process is None:
            raise RuntimeError("the app was never started")
        if self.is_running:
            self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOPPING):
            return await self._process.wait()

    def is_working(self) -> bool:
        """Whether it used the processor or the disk since it was asked last.

        A probe for `FakeSlack.probes`; always False where the system has no /proc.
        """
        if self._process is None or not self.is_running:
            return False
        place = Path(f"/proc/{self._process.pid}")
        try:
            ticks = _ticks(place / "stat")
            states = [_state(each) for each in place.glob("task/*/stat")]
        except (OSError, ValueError):
            return False
        used, self._ticks = ticks - self._ticks, ticks
        return used > QUIET_TICKS or any(state in "RD" for state in states)


def threads_are_working() -> bool:
    """Whether `asyncio.to_thread` is at work in this process.

    A thread of asyncio's pool that has nothing to do stands in the pool's own loop.
    """
    frames = sys._current_frames()
    pool = [t for t in threading.enumerate() if t.name.startswith("asyncio_")]
    found = [frames[t.ident] for t in pool if t.ident in frames]
    return any(frame.f_code.co_name != "_worker" for frame in found)


def _ticks(stat: Path) -> int:
    fields = stat.read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])  # user and system time


def _state(stat: Path) -> str:
    return stat.read_text().rpartition(")")[2].split()[0]
