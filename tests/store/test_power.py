"""A journal whose last line was torn by a power cut."""

import errno
import random
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import StoreError
from assistant.store.disk import Disk
from assistant.store.encryption import KeySeal
from assistant.store.journal import Journal, confirmed_size
from assistant.store.plain import to_json
from assistant.store.sealing import PlainSeal, Seal
from tests.store.faulty import Crash, HastyDisk

Result = TypeVar("Result")

SEALS: tuple[Seal, ...] = (PlainSeal(), KeySeal(bytes(32)))
LINES = b"one\ntwo\nthree\n"


def a_journal(path: Path, disk: Disk | None = None, seal: Seal = SEALS[0]) -> Journal:
    return Journal(path, seal, disk or HastyDisk())


def read(path: Path) -> list[bytes]:
    """The bodies in a file, by a journal of its own."""
    journal = a_journal(path)
    try:
        return journal.read()
    finally:
        journal.close()


# -- what a file says ------------------------------------------------------------------


@pytest.mark.parametrize(
    "torn",
    [
        b"fou",  # cut short
        b"fou\0\0\0\0\0\0\0\0\0",  # its end did not arrive
        b"\0\0\0r\n",  # its beginning did not, be it never so short
        b"\0" * 600 + b"r\n",
        b"f" + b"\0" * 512 + b"r\n",  # a sector in its middle did not
        b"\0",
        b"\0" * 600,
        b"\0" * 600 + b"\n",
    ],
)
def test_what_is_torn_is_no_line(torn: bytes) -> None:
    for space in (b"", bytes(1), bytes(5000)):
        assert confirmed_size(LINES + torn + space) == len(LINES)
        assert confirmed_size(torn + space) == 0


def test_a_single_zero_in_a_line_is_damage_and_not_torn() -> None:
    assert confirmed_size(b"one\nt\0o\n") == 8


@pytest.mark.parametrize("seal", SEALS)
def test_no_sealed_line_holds_a_zero_or_a_second_newline(
    tmp_path: Path, seal: Seal
) -> None:
    path, body = tmp_path / "lines", to_json({"\0\n": "".join(map(chr, range(300)))})
    journal = a_journal(path, seal=seal)
    for _ in range(20):
        journal.append(body)
    assert journal.read() == [body] * 20
    journal.close()
    lines = path.read_bytes()
    assert b"\0" not in lines
    assert lines.count(b"\n") == 20


# -- power cuts ----------------------------------------------------------------------


class SectorDisk(HastyDisk):
    """A disk under one file that goes wrong once and knows what a power cut leaves.

    plan: which operation of the next append goes wrong, from 0, and how: an error, no
        sync at all from there on, or the end of the process before or after it.
    """

    def __init__(self, path: Path) -> None:
        self.plan: tuple[int, str] | None = None
        self._path = path
        self._states = [b""]  # of the file, from the one last synced to the present

    def open_to_append(self, path: Path) -> int:
        return self._do(lambda: Disk.open_to_append(self, path))

    def write(self, descriptor: int, data: bytes) -> int:
        def written() -> int:
            taken = Disk.write(self, descriptor, data)
            self._states.append(self._path.read_bytes())
            return taken

        return self._do(written)

    def truncate(self, descriptor: int, size: int) -> None:
        def cut() -> None:
            Disk.truncate(self, descriptor, size)
            self._states.append(self._path.read_bytes())

        self._do(cut)

    def sync(self, descriptor: int) -> None:
        def synced() -> None:
            del self._states[:-1]

        self._do(synced, is_sync=True)

    def lose_power(self, chance: random.Random, sector: int) -> None:
        """Leave each sector, and the length, as in any state since the last sync."""
        size = len(chance.choice(self._states))
        kept = b""
        for start in range(0, size, sector):
            left = chance.choice(self._states)[start : start + sector]
            kept += left.ljust(sector, b"\0")
        self._path.write_bytes(kept[:size])
        self._states = [kept[:size]]

    def _do(self, work: Callable[[], Result], *, is_sync: bool = False) -> Result:
        if self.plan is None:
            return work()
        left, how = self.plan
        self.plan = (left - 1, how)
        if left > 0:
            return work()
        if (left == 0 and how == "error") or (is_sync and how == "no sync"):
            raise OSError(errno.EIO, "Input/output error")
        if how in ("error", "no sync"):
            return work()
        if left == 0 and how == "after":
            work()
        raise Crash


class Story:
    """One journal over many lives, and what may be found in it.

    seen: the bodies that were there at the last look, and what was confirmed since.
    confirmed: how many of them a sync has made durable.
    maybe: what was refused, or not answered: each may be there or not.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.disk = SectorDisk(path)
        self.seen: list[bytes] = []
        self.confirmed = 0
        self._maybe: list[bytes] = []
        self._journal = a_journal(path, self.disk)

    def append(self, body: bytes, plan: tuple[int, str] | None = None) -> bool:
        """Try to add a line; whether this process goes on."""
        self.disk.plan = plan
        self._maybe.append(body)
        try:
            self._journal.append(body)
        except StoreError:
            return True
        except Crash:
            return False
        finally:
            self.disk.plan = None
        self.seen.append(body)
        self.confirmed = len(self.seen)
        self._maybe.clear()
        return True

    def start_again(self) -> None:
        """Read what is there as a new process does."""
        self.close()
        self._journal = a_journal(self._path, self.disk)
        found = self._journal.read()
        possible = [self.seen, *([*self.seen, body] for body in self._maybe)]
        assert found in [bodies[: len(found)] for bodies in possible]
        assert len(found) >= self.confirmed
        self.seen = found

    def close(self) -> None:
        self._journal.close()


WAYS = ("error", "before", "after")
sizes = st.one_of(st.integers(0, 40), st.integers(400, 3000), st.integers(0, 9000))
steps = st.tuples(
    sizes,
    st.one_of(st.none(), st.tuples(st.integers(0, 4), st.sampled_from(WAYS))),
    st.booleans(),  # whether a stop is a power cut
    st.integers(0, 10**6),  # which sectors it leaves
)


@settings(max_examples=300, deadline=None)
@given(program=st.lists(steps, max_size=12), sector=st.sampled_from([512, 4096]))
def test_any_sectors_may_be_lost_but_no_confirmed_line_is(
    tmp_path_factory: pytest.TempPathFactory,
    program: list[tuple[int, tuple[int, str] | None, bool, int]],
    sector: int,
) -> None:
    path = tmp_path_factory.mktemp("power") / "lines"
    story = Story(path)
    for number, (size, plan, is_power_cut, seed) in enumerate(program):
        body = b"%d " % number + b"x" * size
        if story.append(body, plan):
            continue
        if is_power_cut and path.exists():
            story.disk.lose_power(random.Random(seed), sector)  # noqa: S311 -- repeatable
        story.start_again()
    story.append(b"at last")
    story.start_again()
    assert story.seen[-1] == b"at last"
    story.close()


@pytest.mark.parametrize("way", [*WAYS, "no sync"])
def test_what_was_torn_twice_is_not_one_line(tmp_path: Path, way: str) -> None:
    """The longer line before, the shorter one after: nothing of both together."""
    for seed in range(400):
        chance = random.Random(seed)  # noqa: S311 -- the same every time
        path = tmp_path / str(seed)
        story = Story(path)
        story.append(b"begun" * chance.randint(0, 200))
        for size in (chance.randint(500, 3000), chance.randint(0, 1500)):
            plan = (chance.randint(0, 4), way)
            if story.append(b"x" * size, plan):
                story.append(b"y" * chance.randint(0, 900), (1, "after"))
            story.disk.lose_power(chance, 512)
            story.start_again()
        story.append(b"at last")
        story.start_again()
        story.close()


def test_every_subset_of_sectors_of_one_line_leaves_the_old_or_the_new(
    tmp_path: Path,
) -> None:
    path, sector = tmp_path / "lines", 512
    for first in (3, 500, 700, 8000):  # the line begins at many places in a sector
        path.unlink(missing_ok=True)
        journal = a_journal(path)
        journal.append(b"a" * first)
        before = path.read_bytes()
        journal.append(b"b" * 2000)
        after = path.read_bytes()
        journal.close()
        before = before.ljust(len(after), b"\0")
        touched = [
            at
            for at in range(0, len(after), sector)
            if before[at : at + sector] != after[at : at + sector]
        ]
        for subset in range(2 ** len(touched)):
            left = bytearray(before)
            for number, at in enumerate(touched):
                if subset >> number & 1:
                    left[at : at + sector] = after[at : at + sector]
            path.write_bytes(left)
            is_whole = subset == 2 ** len(touched) - 1
            expected = [b"a" * first, b"b" * 2000][: 1 + is_whole]
            assert read(path) == expected
            journal = a_journal(path)
            journal.read()
            journal.append(b"c" * 300)
            journal.close()
            assert read(path) == [*expected, b"c" * 300]
