"""A case is played by a process that is killed again and again; nothing is lost."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.domain.case import Case
from assistant.domain.dispute import state_of
from assistant.store.tiny import open_stores
from tests.forked import Nursery
from tests.usecases.actor import BUSINESS, CASE, KEY, SCRIPT

NOTHING_ASKED = "-"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="actors are forked")


@pytest.fixture(scope="module")
def theatre() -> Iterator[Nursery]:
    opened = Nursery("tests.usecases.actor")
    yield opened
    opened.close()


def played_in_peace(theatre: Nursery, folder: Path) -> tuple[Case, dict[int, str]]:
    """The case without a kill, and the question after each event."""
    prompts = {}
    for line in theatre.play(folder, 0):
        number, _, prompt = line.removeprefix("done ").partition(" ")
        prompts[int(number)] = prompt
    assert len(prompts) == len(SCRIPT)
    return kept_in(folder), prompts


def kept_in(folder: Path) -> Case:
    with open_stores(folder, key=KEY) as stores:
        assert stores.notices == []
        return stores.cases.load(BUSINESS, CASE)


def killed_often(
    theatre: Nursery, folder: Path, prompts: dict[int, str], chance: random.Random
) -> None:
    """Play to the end through kills; the platform delivers again what it must."""
    confirmed = -1
    while confirmed < len(SCRIPT) - 1:
        again = chance.random() < 0.3 and confirmed >= 0  # a duplicate as well
        first = confirmed if again else confirmed + 1
        patience = chance.randint(1, 9)
        for line in theatre.play(folder, first, kill_after=patience):
            number, _, prompt = line.removeprefix("done ").partition(" ")
            confirmed = max(confirmed, int(number))
            if int(number) == confirmed:
                # A note asks nothing; repeated, it shows what is asked all along.
                asked = {prompts[confirmed]}
                if prompts[confirmed] == NOTHING_ASKED:
                    asked.add(prompts.get(confirmed - 1, NOTHING_ASKED))
                assert prompt in asked


def survives(theatre: Nursery, tmp_path: Path, kills: int) -> int:
    wanted, prompts = played_in_peace(theatre, tmp_path / "peace")
    assert state_of(wanted) == "closed"
    chance, run = random.Random(42), 0  # noqa: S311 -- the same kills always
    before = theatre.kills
    while theatre.kills - before < kills:
        folder = tmp_path / f"run{run}"
        killed_often(theatre, folder, prompts, chance)
        run += 1
        case = kept_in(folder)
        assert [e.event for e in case.entries] == [e.event for e in wanted.entries]
        assert case.grid == wanted.grid
        assert [x.body for x in case.letters] == [x.body for x in wanted.letters]
    return theatre.kills - before


@pytest.mark.covers("B03", "F-P3")
def test_a_case_survives_fifty_kills_with_the_right_question_each_time(
    theatre: Nursery, tmp_path: Path
) -> None:
    assert survives(theatre, tmp_path, 50) >= 50


@pytest.mark.slow
def test_a_case_survives_five_hundred_kills(
    theatre: Nursery, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kills = survives(theatre, tmp_path, 500)
    report = request.config.get_terminal_writer()
    report.line(f"\n{kills} kills of a playing assistant: every case as in peace")
