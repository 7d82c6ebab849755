"""Every step of every playbook can be reached, and every case can end."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.domain.case import CaseEvent
from assistant.domain.case_events import (
    ChannelSwitched,
    HoldReleased,
    InvoiceDescribed,
    MoneyReported,
    PaymentReceived,
    ReplyReceived,
    StatementReceived,
)
from assistant.domain.money import Money
from assistant.domain.resolution import ReplyKind
from assistant.errors import InputError
from assistant.playbook import engine
from assistant.playbook.definition import Playbook
from assistant.playbook.loader import load_all, load_file
from assistant.playbook.steps.base import Asked
from assistant.playbook.turn import Answer, Attached, Chosen, Turn, Typed
from assistant.resources import playbooks_dir
from tests.playbook.walk import (
    BEGINNINGS,
    LINES,
    START,
    TOTAL,
    Walk,
    answers_to,
    explore,
    grid_adds_up,
)

SHIPPED = sorted(load_all(playbooks_dir()).values(), key=lambda p: p.name)
HEAD = "playbook: tiny\nversion: 1\nreopen_at: way\nsteps:\n"
CLOSE = "  - {step: act, id: closed, do: close}\n"


def tiny(folder: Path, steps: str) -> Playbook:
    """A playbook of a few steps."""
    path = folder / "tiny.yaml"
    path.write_text(f"{HEAD}{steps}")
    return load_file(path)


def test_a_walk_reaches_every_step_and_closes_the_case(tmp_path: Path) -> None:
    playbook = tiny(
        tmp_path,
        "  - {step: choose, id: way, options: [long, short], stays: [later]}\n"
        "  - {step: ask, id: why, kind: line, when: {fact: {way: [long]}}}\n"
        "  - {step: letter, id: closing, letter: closing}\n" + CLOSE,
    )
    report = explore(playbook, 20)
    assert set(report.reached) >= {"way", "why", "closing", "closed"}
    assert report.given["way: later"]
    assert (report.closed, report.stuck, report.left_open) == (20, [], [])


def test_a_step_that_nothing_leads_to_is_not_reached(tmp_path: Path) -> None:
    playbook = tiny(
        tmp_path,
        "  - {step: choose, id: way, options: [a]}\n"
        "  - {step: choose, id: never, options: [a], when: {not: {known: way}}}\n"
        + CLOSE,
    )
    assert "never" not in explore(playbook, 10).reached


def test_a_case_with_nothing_left_to_ask_is_reported(tmp_path: Path) -> None:
    playbook = tiny(
        tmp_path,
        "  - {step: choose, id: way, options: [a, b]}\n"
        "  - {step: act, id: closed, do: close, when: {fact: {way: [a]}}}\n",
    )
    report = explore(playbook, 6)
    assert report.closed == 3
    assert report.left_open == ["way: b"] * 3


def test_a_question_that_refuses_every_answer_is_reported(tmp_path: Path) -> None:
    playbook = tiny(
        tmp_path,
        "  - {step: ask, id: way, kind: amount, at_most: ambiguous}\n" + CLOSE,
    )
    assert explore(playbook, 2).stuck == ["way", "way"]


@pytest.mark.slow
@pytest.mark.parametrize("playbook", SHIPPED, ids=lambda p: p.name)
def test_every_step_of_a_shipped_playbook_can_be_reached_and_can_end(
    playbook: Playbook,
) -> None:
    report = explore(playbook, 600)
    assert [s.id for s in playbook.steps if s.id not in report.reached] == []
    assert report.stuck == []
    assert report.left_open == []
    assert report.endless == []


TYPED = st.one_of(
    st.sampled_from(["", " ", "0", "-5", "1.2.3", "12,345.67", "99999999999999999999"]),
    st.sampled_from(["31.02.2026", "tomorrow", "Design 5; Photos", "NaN"]),
    st.text(max_size=30),
)
JUNK: st.SearchStrategy[Answer] = st.one_of(
    TYPED.map(Typed),
    TYPED.map(Chosen),
    st.just(Attached("a.pdf", "ab" * 32, 1, "application/pdf", kind="contract")),
)
OUTSIDE: tuple[CaseEvent, ...] = (
    PaymentReceived(Money.of(100, "EUR"), START.date()),
    PaymentReceived(TOTAL, START.date()),
    InvoiceDescribed(Money.of(500, "EUR")),
    InvoiceDescribed(TOTAL, LINES),
    MoneyReported(),
    MoneyReported(Money.of(300, "EUR"), "full and final", "reply"),
    StatementReceived("You never told us."),
    ReplyReceived(ReplyKind.OBJECTS, 1),
    ChannelSwitched("calls", off=True),
    HoldReleased(),
)
"""What commands record beside the playbook."""
MOVES = st.one_of(
    st.tuples(st.just("offered"), st.integers(0, 30)),
    st.tuples(st.just("offered"), st.integers(0, 30)),
    st.tuples(st.just("offered"), st.integers(0, 30)),
    st.tuples(st.just("junk"), JUNK),
    st.tuples(st.sampled_from(["back", "reopen", "other"]), st.none()),
    st.tuples(st.just("revisit"), st.integers(0, 30)),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("days"), st.integers(1, 40)),
    st.tuples(st.just("event"), st.sampled_from(OUTSIDE)),
)
"""What a person may do next: an answer that is offered, nonsense, or a command."""


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(
    playbook=st.sampled_from(SHIPPED),
    beginning=st.sampled_from(BEGINNINGS),
    seed=st.integers(0, 10_000),
    depth=st.integers(0, 90),
    moves=st.lists(MOVES, max_size=40),
)
def test_whatever_is_answered_nothing_but_input_errors_and_the_grid_adds_up(
    playbook: Playbook,
    beginning: tuple[CaseEvent, ...],
    seed: int,
    depth: int,
    moves: list[tuple[str, Any]],
) -> None:
    walk = Walk.begin(playbook, *beginning)
    walk.wander(depth, seed)
    for name, value in moves:
        asked = walk.settle()
        before = walk.case
        try:
            move(walk, asked, name, value)
        except InputError:
            assert walk.case is before
        grid_adds_up(walk.case)
        assert 0 <= engine.percent_done(playbook, walk.at) <= 100
        assert walk.case.is_closed or engine.next_action(playbook, walk.at)


def move(walk: Walk, asked: Asked | None, name: str, value: Any) -> None:
    """Do one of MOVES; InputError as the engine says."""
    match name:
        case "offered" if asked:
            offered = list(answers_to(asked))
            walk.answer(asked, offered[value % len(offered)])
        case "junk" if asked:
            walk.answer(asked, value)
        case "event":
            walk.record((value,))
        case "undo":
            walk.undo()
        case "days":
            walk.wait(value)
        case _:
            walk.apply(commanded(walk, name, value))


def commanded(walk: Walk, name: str, value: Any) -> Turn:
    """The turn of a command that goes along the questions."""
    playbook, at = walk.playbook, walk.at
    match name:
        case "back":
            return engine.go_back(playbook, at)
        case "other":
            return engine.advance(playbook, at, "no_such_step", Chosen("a"))
        case "revisit":
            known = engine.answered(playbook, at)
            key = known[value % len(known)].key if known else "none"
            return engine.revisit(playbook, at, key)
        case "reopen" if walk.case.is_closed:
            return engine.reopen(playbook, at, "new facts")
        case _:
            return Turn()
