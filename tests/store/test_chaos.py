"""Processes that are killed, processes that meet, threads that meet."""

import os
import random
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.errors import StaleCaseError
from assistant.store.port import SendState
from assistant.store.tiny import Stores, open_stores
from tests.forked import Nursery
from tests.store.builders import a_case, noted, summary_of
from tests.store.player import CASE, KEY, loaded

pytestmark = pytest.mark.skipif(os.name == "nt", reason="players are forked")


@dataclass
class Confirmed:
    """What players told somebody, over all their lives."""

    kept: set[int] = field(default_factory=set)
    saved: Counter[int] = field(default_factory=Counter)
    wire: Counter[str] = field(default_factory=Counter)

    def note(self, line: str) -> None:
        word, _, rest = line.strip().partition(" ")
        if word == "kept":
            self.kept.add(int(rest))
        elif word == "saved":
            self.saved[int(rest)] += 1
        elif word == "wire":
            self.wire[rest] += 1


@pytest.fixture
def players() -> Iterator[Nursery]:
    started = Nursery("tests.store.player")
    yield started
    started.close()


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


def survive(players: Nursery, folder: Path, kills: int, seed: int = 0) -> Confirmed:
    chance = random.Random(seed)  # noqa: S311 -- the same kills every time
    confirmed = Confirmed()
    before = players.kills
    while players.kills - before < kills:
        for line in players.play(folder, 20, kill_after=chance.randint(1, 30)):
            confirmed.note(line)
        stores = open_stores(folder, key=KEY)
        check(stores, confirmed)
        if chance.random() < 0.5:
            stores.close()
        else:
            stores.lock.release()
    return confirmed


def test_nothing_confirmed_is_lost_in_fifty_kills(
    players: Nursery, tmp_path: Path
) -> None:
    confirmed = survive(players, tmp_path, 50)
    assert len(confirmed.saved) > 50


@pytest.mark.slow
def test_nothing_confirmed_is_lost_in_five_hundred_kills(
    players: Nursery, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    runs = [survive(players, tmp_path / str(n), 50, seed=n) for n in range(10)]
    events = sum(len(run.kept) for run in runs)
    saves = sum(len(run.saved) for run in runs)
    messages = sum(sum(run.wire.values()) for run in runs)
    request.config.get_terminal_writer().line(
        f"\n{players.kills} kills: {events} events and {saves} saves "
        f"confirmed, {messages} messages handed over; none lost, no letter twice"
    )


def meet(players: Nursery, tmp_path: Path, runs: int) -> None:
    for run in range(runs):
        folder = tmp_path / str(run)
        lines = list(players.play(folder, 5, count=2))
        refused = [line for line in lines if line.startswith("refused")]
        assert all("in use by" in line for line in refused)
        assert len(refused) + sum(line == "over" for line in lines) == 2
        confirmed = Confirmed()
        for line in lines:
            confirmed.note(line)
        with open_stores(folder, key=KEY) as stores:
            check(stores, confirmed)
            assert len(loaded(stores).notes) == 5 * (2 - len(refused))


def test_of_two_processes_the_second_is_refused_or_comes_later(
    players: Nursery, tmp_path: Path
) -> None:
    meet(players, tmp_path, 10)


@pytest.mark.slow
def test_of_two_processes_a_hundred_times(players: Nursery, tmp_path: Path) -> None:
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
