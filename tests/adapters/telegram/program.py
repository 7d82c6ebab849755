"""`parley run` as a process of its own, to be killed at any moment."""

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.adapters.telegram import starter
from tests.adapters.telegram.live import free_port
from tests.fakes.telegram.server import LiveTelegram

ROOT = Path(__file__).parents[3]
_PATIENCE = 180  # seconds; a machine that does much else starts slowly


@dataclass(frozen=True, slots=True)
class Ended:
    """How another command of `parley` ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


class Program:
    """One installation: a data folder and the processes that run on it, one by one.

    The first is started as people start it, the others without importing it all again.

    data: where it keeps everything; key: the file with its key.
    """

    def __init__(self, live: LiveTelegram, folder: Path, **environment: str) -> None:
        self._folder = folder
        self.data = folder / "data"
        self.key = folder / "config" / "parley" / "parley.key"
        self._environment = {
            **os.environ,
            **live.telegram.environment,
            "PARLEY_DATA_DIR": str(self.data),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "PARLEY_HTTP_PORT": str(free_port()),
            "PARLEY_LOCALE": "en_GB",
            "PYTHONPATH": str(ROOT),
            **environment,
        }
        self._log = folder / "log.txt"
        self._first: subprocess.Popen[bytes] | None = None
        self._starter: subprocess.Popen[str] | None = None
        self._running = self._said_before = 0

    def __enter__(self) -> Self:
        with self._log.open("ab") as log:
            self._first = subprocess.Popen(
                [sys.executable, "-m", "adapters.cli", "run"],
                env=self._environment,
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )
        self._starter = subprocess.Popen(
            [sys.executable, "-m", starter.__name__],
            env=self._environment,
            cwd=self._folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._first or self._running:
            self.kill()
        if self._starter:
            self._starter.communicate(timeout=_PATIENCE)

    def start(self) -> None:
        """Begin again, with what is kept from before."""
        self._said_before = len(self.said())
        self._running = self._told("start", str(self._log), str(self._log), "run")

    def kill(self) -> None:
        """The power goes."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to end, as a service manager does; its exit code."""
        return self._end(signal.SIGTERM)

    def said(self) -> str:
        """Everything it printed and logged so far."""
        return self._log.read_text(encoding="utf-8")

    @property
    def is_listening(self) -> bool:
        """Whether the process that was started last has come so far."""
        return "https://t.me/" in self.said()[self._said_before :]

    def claim_link(self) -> str:
        """The link that it printed."""
        found = re.search(r"https://t\.me/\S+start=claim_\S+", self.said())
        return found[0] if found else ""

    def run(self, *arguments: str) -> Ended:
        """Another command of `parley` on the same data."""
        out, err = self._folder / "out.txt", self._folder / "err.txt"
        self._told("start", str(out), str(err), *arguments)
        code = self._told("wait")
        written = (file.read_text(encoding="utf-8") for file in (out, err))
        return Ended(code, *written)

    def _end(self, number: signal.Signals) -> int:
        if self._first:
            process, self._first = self._first, None
            process.send_signal(number)
            return process.wait(_PATIENCE)
        os.kill(self._running, number)
        self._running = 0
        return self._told("wait")

    def _told(self, *words: str) -> int:
        """What the starter answers to an order."""
        assert self._starter
        assert self._starter.stdin
        assert self._starter.stdout
        self._starter.stdin.write(" ".join(words) + "\n")
        self._starter.stdin.flush()
        return int(self._starter.stdout.readline())
