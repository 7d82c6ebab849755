"""Whatever people do, in any state: no crash, nothing lost, no other case touched."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.chat.commands import CommandName
from tests.usecases.world import World, place

NASTY = (
    "",
    " ",
    "\x00",
    "a\x00b\x07\x1b[31mred",
    "{{7*7}}",
    "{x.__class__}",
    "{customer}",
    "%s %(a)s %n",
    "${jndi:ldap://x}",
    "\u202eevil\u2066",
    "مرحبا INV-٧",
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "\u200b\u200c\u200d\ufeff",
    "\ud800",
    "9" * 5000,
    "x" * 100_000,
    "é" * 30_000,
    '"',
    "'“„«",
    '"" ""',
    "../../etc/passwd",
    "D-",
    "d-inv-7",
    "none",
    "stop",
    "back",
    "why",
    "undo",
    "skip",
    "not sure",
    "-1",
    "0",
    "1e9",
    "10^15",
    "999999999999999",
    "9999-12-31",
    "31.02.2026",
    "0001-01-01",
    "29.02.2027",
    "½",
    "٣",
    "²",
    "\n\n",
    "a\u2028b",
)
NUMBERS = ("INV-7", "inv-7", "a@b", "x|y", "D-1", "1", "none", "show", "A B", "é" * 60)
WORDS = st.one_of(
    st.sampled_from(NASTY),
    st.sampled_from(NUMBERS),
    st.sampled_from([f"D-{number}" for number in NUMBERS]),
    st.sampled_from(["100", "0.01", "120", "Sam", "email", "reason", "amount", "L1"]),
    st.text(max_size=20),
)
TEXTS = st.lists(WORDS, max_size=4).map(" ".join)
KEYS = st.one_of(
    st.sampled_from(
        "reason assessment@unallocated assessment@L9 setup.name setup.x settings.email "
        "opening.kind opening.invoice confirm.resume confirm.close acknowledgement "
        "reply@1 reply@99 @ @@ fork@1 evidence menu payment closed".split()
    ),
    WORDS,
)
CHOICES = st.one_of(
    st.sampled_from(
        "yes no withdrawn none objects skip cancel sent_email edit all_of_it agree "
        "not_valid_locked L1 unallocated later all close_it see_valid shorter".split()
    ),
    WORDS,
)
IDS = st.one_of(st.just(""), st.sampled_from([f"D-{n}" for n in NUMBERS]), WORDS)
PLACES = st.sampled_from([place("a"), place("a"), place("a", "two"), place("b")])
ANSWERS = st.tuples(st.just("answer"), st.integers(0, 40), PLACES)
MOVES: st.SearchStrategy[tuple[Any, ...]] = st.one_of(
    ANSWERS,
    ANSWERS,
    ANSWERS,
    ANSWERS,
    st.tuples(st.just("text"), TEXTS, PLACES),
    st.tuples(
        st.just("command"),
        st.builds(
            lambda name, rest, gap: f"{name}{gap}{rest}",
            st.one_of(st.sampled_from([str(n) for n in CommandName]), WORDS),
            TEXTS,
            st.sampled_from([" ", " ", " ", "\n", "  "]),
        ),
        PLACES,
    ),
    st.tuples(
        st.just("command"),
        st.builds(
            "{} {} {}".format,
            st.sampled_from([str(n) for n in CommandName]),
            st.sampled_from(["D-INV-7", "INV-7", "D-1", ""]),
            WORDS,
        ),
        PLACES,
    ),
    st.tuples(st.just("press"), IDS, KEYS, CHOICES, PLACES),
    st.tuples(
        st.just("file"),
        WORDS,
        st.sampled_from([b"", b"x", b"\x00" * 1000]),
        PLACES,
        st.sampled_from(["", "contract", "nonsense", "\x00"]),
        WORDS,
    ),
    st.tuples(st.just("open"), PLACES),
    st.tuples(
        st.just("wait"),
        st.sampled_from([timedelta(d) for d in (-400, -1, 0, 1, 3, 9, 40, 4000)]),
        PLACES,
    ),
)


def played(moves: list[tuple[Any, ...]], *, currency: str = "EUR") -> World:
    """A world in which all of that was done."""
    world = World(currency=currency)
    world.command("open INV-7 120 Teal", place("a"))
    world.command("settings playbook trades", place("b"))
    world.command("open INV-7 120 Blue", place("b"))
    for name, *values in moves:
        getattr(world, name)(*values)
    return world


@pytest.mark.slow
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(MOVES, max_size=60), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_nothing_that_people_do_breaks_a_promise_in_the_long_run(
    moves: list[tuple[Any, ...]], currency: str
) -> None:
    played(moves, currency=currency)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(MOVES, max_size=25))
def test_nothing_that_people_do_breaks_a_promise(moves: list[tuple[Any, ...]]) -> None:
    world = played(moves)
    assert world.export("a")["schema"] == 1
