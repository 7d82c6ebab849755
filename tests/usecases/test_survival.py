"""A case is played by a process that is killed again and again; nothing is lost."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.domain.case import Case
from assistant.domain.dispute import state_of
from assistant.store.tiny import open_stores
from tests.usecases.actor import BUSINESS, CASE, KEY, SCRIPT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="actors are forked")


class Theatre:
    """Starts actors in a process that has everything imported."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.usecases.actor"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def play(self, folder: Path, first: int) -> Iterator[str]:
        """What an actor tells until it has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{folder} {first}\n")
        for line in self._process.stdout:
            if line == "ended\n":
                return
            yield line.rstrip("\n")

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        assert self._process.wait(10) == 0


@pytest.fixture(scope="module")
def theatre() -> Iterator[Theatre]:
    opened = Theatre()
    yield opened
    opened.close()


def played_in_peace(theatre: Theatre, folder: Path) -> tuple[Case, dict[int, str]]:
    """The case without a kill, and the question after each event."""
    prompts = {}
    for line in theatre.play(folder, 0):
        word, _, rest = line.partition(" ")
        if word == "done":
            number, _, prompt = rest.partition(" ")
            prompts[int(number)] = prompt
    assert len(prompts) == len(SCRIPT)
    return kept_in(folder), prompts


def kept_in(folder: Path) -> Case:
    with open_stores(folder, key=KEY) as stores:
        assert stores.notices == []
        return stores.cases.load(BUSINESS, CASE)


def killed_often(
    theatre: Theatre, folder: Path, prompts: dict[int, str], chance: random.Random
) -> int:
    """Play to the end through kills; the platform delivers again what it must."""
    kills, confirmed = 0, -1
    while confirmed < len(SCRIPT) - 1:
        again = chance.random() < 0.3 and confirmed >= 0  # a duplicate as well
        pid, patience = 0, chance.randint(1, 9)
        first = confirmed if again else confirmed + 1
        for told, line in enumerate(theatre.play(folder, first)):
            word, _, rest = line.partition(" ")
            if word == "began":
                pid = int(rest)
            elif word == "done":
                number, _, prompt = rest.partition(" ")
                confirmed = max(confirmed, int(number))
                if int(number) == confirmed:
                    assert prompt == prompts[confirmed]
            if told == patience and word != "over":
                os.kill(pid, signal.SIGKILL)
                kills += 1
    return kills


def survives(theatre: Theatre, tmp_path: Path, kills: int) -> int:
    wanted, prompts = played_in_peace(theatre, tmp_path / "peace")
    assert state_of(wanted) == "closed"
    chance, done, run = random.Random(42), 0, 0  # noqa: S311 -- the same kills always
    while done < kills:
        folder = tmp_path / f"run{run}"
        done += killed_often(theatre, folder, prompts, chance)
        run += 1
        case = kept_in(folder)
        assert [e.event for e in case.entries] == [e.event for e in wanted.entries]
        assert case.grid == wanted.grid
        assert [x.body for x in case.letters] == [x.body for x in wanted.letters]
    return done


@pytest.mark.covers("B03", "F-P3")
def test_a_case_survives_fifty_kills_with_the_right_question_each_time(
    theatre: Theatre, tmp_path: Path
) -> None:
    assert survives(theatre, tmp_path, 50) >= 50


@pytest.mark.slow
def test_a_case_survives_five_hundred_kills(
    theatre: Theatre, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kills = survives(theatre, tmp_path, 500)
    report = request.config.get_terminal_writer()
    report.line(f"\n{kills} kills of a playing assistant: every case as in peace")
