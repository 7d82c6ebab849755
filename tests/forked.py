"""Processes that are forked to be killed: started, heard and ended without a race.

A nursery imports everything once and forks children, so that hundreds can be killed in
a few seconds. A child that has ended stays a zombie until it is collected: its number
goes to nobody else, so a kill that comes too late, on a busy machine, hits nobody. Only
kills that hit are counted.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator


def tell(*words: object) -> None:
    """One line to whoever watches, at once."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def nurse(play: Callable[..., None]) -> None:
    """Fork children that play, for every line `COUNT WORDS...` of the input.

    They are collected at the next line, whatever it says.
    """
    for line in sys.stdin:
        count, *words = line.split()
        children = [_forked(play, words) for _ in range(int(count))]
        sys.stdin.readline()
        ends = [os.waitpid(child, 0)[1] for child in children]
        tell("ended", *map(os.waitstatus_to_exitcode, ends))


def _forked(play: Callable[..., None], words: list[str]) -> int:
    child = os.fork()
    if child == 0:
        try:
            tell("began", os.getpid())
            play(*words)
        finally:
            tell("gone")
            os._exit(0)
    return child


class Nursery:
    """A process that nurses, and what its children tell.

    module: is run, and calls `nurse`. kills: how many children were killed at work.
    """

    def __init__(self, module: str) -> None:
        self.kills = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def play(
        self, *words: object, count: int = 1, kill_after: int = 0
    ) -> Iterator[str]:
        """What children tell until all have ended.

        kill_after: so many lines, then the one that began first is killed; 0: never.
        """
        self._say(count, *words)
        pids: list[int] = []
        left, is_over = count, False
        for told, line in enumerate(self._lines()):
            word, _, rest = line.partition(" ")
            if word == "ended":
                self.kills += rest.split().count(str(-signal.SIGKILL))
                return
            if word == "began":
                pids.append(int(rest))
            elif word == "gone":
                left -= 1
            else:
                yield line
            if told == kill_after > 0:
                os.kill(pids[0], signal.SIGKILL)
                left = 0
            if left == 0 and not is_over:
                is_over = True
                self._say("collect")

    def close(self) -> None:
        """End the nursery."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        assert self._process.wait(60) == 0

    def _say(self, *words: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(map(str, words)) + "\n")

    def _lines(self) -> Iterator[str]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield line.rstrip("\n")
