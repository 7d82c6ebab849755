"""`parley run` as a process of its own, to be killed at any moment."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.adapters.telegram.live import free_port
from tests.fakes.telegram.server import LiveTelegram

ROOT = Path(__file__).parents[3]
_PATIENCE = 60  # seconds; a machine that does much else starts slowly


class Program:
    """One installation: a data folder and the processes that run on it, one by one."""

    def __init__(self, live: LiveTelegram, folder: Path, **environment: str) -> None:
        self._folder = folder
        self._environment = {
            **os.environ,
            **live.telegram.environment,
            "PARLEY_DATA_DIR": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "PARLEY_HTTP_PORT": str(free_port()),
            "PARLEY_LOCALE": "en_GB",
            "PYTHONPATH": str(ROOT),
            **environment,
        }
        self._log = folder / "log.txt"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process and self.process.poll() is None:
            self.kill()

    def start(self) -> None:
        """Begin, with what is kept from before."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "adapters.cli", "run"],
                env=self._environment,
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )

    def kill(self) -> None:
        """The power goes."""
        assert self.process
        self.process.kill()
        self.process.wait(_PATIENCE)

    def stop(self) -> int:
        """Ask it to end, as a service manager does; its exit code."""
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(_PATIENCE)

    def said(self) -> str:
        """Everything it printed and logged so far."""
        return self._log.read_text(encoding="utf-8")

    def claim_link(self) -> str:
        """The link that it printed."""
        found = re.search(r"https://t\.me/\S+start=claim_\S+", self.said())
        return found[0] if found else ""

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command of `parley` on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "adapters.cli", *arguments],
            env=self._environment,
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )
