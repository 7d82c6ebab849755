"""Processes that are killed, processes that meet, threads that meet."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.errors import StaleCaseError
from assistant.store.port import SendState
from assistant.store.tiny import Stores, open_stores
from tests.store.builders import a_case, noted, summary_of
from tests.store.player import CASE, KEY, loaded

pytestmark = pytest.mark.skipif(os.name == "nt", reason="players are forked")


@dataclass
class Confirmed:
    """What players told somebody, over all their lives."""

    kept: set[int] = field(default_factory=set)
    saved: Counter[int] = field(default_factory=Counter)
    wire: Counter[str] = field(default_factory=Counter)
    kills: int = 0

    def note(self, line: str) -> None:
        word, _, rest = line.strip().partition(" ")
        if word == "kept":
            self.kept.add(int(rest))
        elif word == "saved":
            self.saved[int(rest)] += 1
        elif word == "wire":
            self.wire[rest] += 1


class Players:
    """Starts players and reads what they tell."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.store.player"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def start(self, folder: Path, steps: int, count: int = 1) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{folder} {steps} {count}\n")

    def lines(self) -> Iterator[str]:
        """What is told until the players have ended."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line == "ended\n":
                return
            yield line

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        assert self._process.wait(10) == 0


@pytest.fixture
def players() -> Iterator[Players]:
    started = Players()
    yield started
    started.close()


def play_and_kill(
    players: Players, folder: Path, confirmed: Confirmed, patience: int
) -> None:
    """Let a player tell so many lines, then kill it where it stands."""
    players.start(folder, steps=20)
    pid = 0
    for told, line in enumerate(players.lines(), 1):
        if line.startswith("began"):
            pid = int(line.split()[1])
        confirmed.note(line)
        if told == patience:
            os.kill(pid, signal.SIGKILL)
            confirmed.kills += 1


def check(stores: Stores, confirmed: Confirmed) -> None:
    """Everything confirmed is there, nothing is there twice."""
    case = loaded(stores)
    texts = [note.text for note in case.notes]
    assert texts == [f"note {number}" for number in range(len(texts))]
    waiting = {int(delivery.id) for delivery in stores.inbox.waiting()}
    assert confirmed.kept <= waiting | set(range(len(texts)))
    assert all(number < len(texts) for number in confirmed.saved)
    assert set(confirmed.saved.values()) <= {1}
    summaries = stores.cases.summaries("b1")
    assert len(summaries) == (1 if case.notes else 0)
    assert not stores.notices
    for number in range(len(texts)):
        sending = stores.outbox.get(f"b1/{CASE}/{number}")
        assert sending is not None
        if number % 2 == 0:  # a letter: on the wire once at most
            assert confirmed.wire[sending.message.id] <= 1
        if sending.state is SendState.SENT:
            assert confirmed.wire[sending.message.id] >= 1


def survive(players: Players, folder: Path, kills: int, seed: int = 0) -> Confirmed:
    chance = random.Random(seed)  # noqa: S311 -- the same kills every time
    confirmed = Confirmed()
    while confirmed.kills < kills:
        play_and_kill(players, folder, confirmed, chance.randint(2, 30))
        stores = open_stores(folder, key=KEY)
        check(stores, confirmed)
        if chance.random() < 0.5:
            stores.close()
        else:
            stores.lock.release()
    return confirmed


def test_nothing_confirmed_is_lost_in_fifty_kills(
    players: Players, tmp_path: Path
) -> None:
    confirmed = survive(players, tmp_path, 50)
    assert len(confirmed.saved) > 50


@pytest.mark.slow
def test_nothing_confirmed_is_lost_in_five_hundred_kills(
    players: Players, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    runs = [survive(players, tmp_path / str(n), 50, seed=n) for n in range(10)]
    events = sum(len(run.kept) for run in runs)
    saves = sum(len(run.saved) for run in runs)
    messages = sum(sum(run.wire.values()) for run in runs)
    request.config.get_terminal_writer().line(
        f"\n{sum(run.kills for run in runs)} kills: {events} events and {saves} saves "
        f"confirmed, {messages} messages handed over; none lost, no letter twice"
    )


def meet(players: Players, tmp_path: Path, runs: int) -> None:
    for run in range(runs):
        folder = tmp_path / str(run)
        players.start(folder, steps=5, count=2)
        lines = list(players.lines())
        refused = [line for line in lines if line.startswith("refused")]
        assert all("in use by" in line for line in refused)
        assert len(refused) + sum(line == "over\n" for line in lines) == 2
        confirmed = Confirmed()
        for line in lines:
            confirmed.note(line)
        with open_stores(folder, key=KEY) as stores:
            check(stores, confirmed)
            assert len(loaded(stores).notes) == 5 * (2 - len(refused))


def test_of_two_processes_the_second_is_refused_or_comes_later(
    players: Players, tmp_path: Path
) -> None:
    meet(players, tmp_path, 10)


@pytest.mark.slow
def test_of_two_processes_a_hundred_times(players: Players, tmp_path: Path) -> None:
    meet(players, tmp_path, 100)


def write_from_threads(folder: Path, runs: int) -> None:
    """Five threads at one case that they share and at one of their own."""
    with open_stores(folder, key=KEY) as stores:
        for run in range(runs):
            shared = a_case(f"D-shared-{run}")
            stores.cases.save(shared, summary_of(shared))
            errors: list[BaseException] = []
            gate = threading.Barrier(5)
            threads = [
                threading.Thread(
                    target=write, args=(stores, shared.id, f"{run}.{n}", gate, errors)
                )
                for n in range(5)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
            assert not errors
            check_threads(stores, run)
    with open_stores(folder, key=KEY) as stores:
        for run in range(runs):
            check_threads(stores, run)


def write(
    stores: Stores,
    shared_id: str,
    name: str,
    gate: threading.Barrier,
    errors: list[BaseException],
) -> None:
    try:
        gate.wait(10)
        own = a_case(f"D-own-{name}")
        for number in range(5):
            own = noted(own, str(number))
            stores.cases.save(own, summary_of(own))
            append(stores, shared_id, f"{name}:{number}")
    except BaseException as error:
        errors.append(error)
        raise


def append(stores: Stores, case_id: str, text: str) -> None:
    """Save one more note, loading afresh as often as somebody else was first."""
    while True:
        case = noted(stores.cases.load("b1", case_id), text)
        try:
            stores.cases.save(case, summary_of(case))
        except StaleCaseError:
            continue
        return


def check_threads(stores: Stores, run: int) -> None:
    texts = [note.text for note in stores.cases.load("b1", f"D-shared-{run}").notes]
    assert len(set(texts)) == len(texts) == 25
    for n in range(5):
        mine = [text for text in texts if text.startswith(f"{run}.{n}:")]
        assert mine == [f"{run}.{n}:{number}" for number in range(5)]
        own = stores.cases.load("b1", f"D-own-{run}.{n}")
        assert [note.text for note in own.notes] == list("01234")


def test_five_threads_lose_nothing(tmp_path: Path) -> None:
    write_from_threads(tmp_path, 10)


@pytest.mark.slow
def test_five_threads_a_hundred_times(tmp_path: Path) -> None:
    write_from_threads(tmp_path, 100)
