"""The message that a case's thread hangs on."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack import actions
from adapters.slack.actions import Attach, Give
from adapters.slack.root import BAR_CELLS, SHADES, case_line, root
from assistant.chat.replies import Button, Card, Field, Share
from tests.adapters.slack.any_parts import fields, shares, words
from tests.adapters.slack.words import SCREEN, presses, say, seen
from tests.fakes.slack_rules import violations
from tests.usecases.world import World, place

DUE = datetime(2026, 5, 8, 21, 59, tzinfo=UTC)
VALUES = {
    "card.customer": "Harbour Café",
    "card.invoice": "INV-7",
    "grid.invoiced": "€1,200.00",
    "grid.paid": "€200.00",
    "grid.undisputed": "€520.00",
    "grid.disputed": "€480.00",
    "grid.due": "€1,000.00",
    "card.state": "Acknowledged",
    "card.turn": "Harbour Café",
    "card.next": "Wait for what Harbour Café answers",
    "card.due": "Fri, 8 May 2026, 23:59, in 38 hours",
    "card.hold": "on since Thu, 7 May 2026, 09:00, by Robin",
    "card.decider": "Ana Costa",
}
BUTTONS = (Button("Change an answer", "update D-INV-7"),)


def card(*without: str, **changed: str) -> Card[str]:
    values = VALUES | {f"card.{name}": value for name, value in changed.items()}
    given_fields = tuple(
        Field(
            say(key),
            value,
            is_sensitive=key == "card.customer" or key.startswith("grid"),
            at=DUE if key == "card.due" else None,
        )
        for key, value in values.items()
        if key not in without
    )
    parts = ("grid.paid", "grid.undisputed", "grid.disputed")
    given_shares = tuple(
        Share(say(key), values[key], weight)
        for key, weight in zip(parts, (20_000, 52_000, 48_000), strict=True)
        if key not in without
    )
    return Card("Case D-INV-7", given_fields, BUTTONS, "D-INV-7", given_shares)


CARD = card()
CLOSED = card("card.next", "card.due", "card.turn")


def text_of(payload: Any) -> str:
    return "\n".join(seen(payload["blocks"]))


def pressed(payload: Any) -> list[actions.Action | None]:
    return [actions.read(each) for each in presses(dict(payload))]


@pytest.mark.covers("S10")
def test_the_root_says_who_what_how_much_and_what_is_next() -> None:
    payload = root(CARD, SCREEN).payload
    text = text_of(payload)
    assert [value for value in VALUES.values() if value not in text] == []
    assert payload["text"].startswith(
        "Case D-INV-7, Harbour Café, €480.00 disputed: Acknowledged. Next: Wait for "
        "what Harbour Café answers. By when: Fri, 8 May 2026, 23:59, in 38 hours."
    )
    names = ["D-INV-7", "Acknowledged", "Next: "]
    assert violations(dict(payload), names=names) == []


def test_the_money_bar_shows_each_part_by_its_shade_and_in_words() -> None:
    text = text_of(root(CARD, SCREEN).payload)
    bar = next(line for line in text.split("\n") if "▞▞" in line)
    assert bar == "█" * 3 + "░" * 9 + "▞" * 8
    assert "█ Paid €200.00" in text
    assert "▞ Disputed €480.00" in text
    assert "Credited" not in text


@pytest.mark.parametrize("weights", [(1, 10**9, 1, 1), (0, 1, 0, 0), (3, 3, 3, 3)])
def test_every_part_has_a_cell_and_the_bar_is_always_as_long(
    weights: tuple[int, ...],
) -> None:
    parts = [Share(say(key), "€1.00", w) for key, w in zip(SHADES, weights)]  # noqa: B905  one shade is left
    text = text_of(root(replace(CARD, shares=tuple(parts)), SCREEN).payload)
    shades = {*SHADES.values()}
    bars = [line for line in text.split("\n") if line and set(line) <= shades]
    assert [len(bar) for bar in bars] == [BAR_CELLS]
    assert len(set(bars[0])) == sum(1 for weight in weights if weight)


def test_a_case_without_a_sum_has_no_bar() -> None:
    payload = root(card(*(key for key in VALUES if "grid" in key)), SCREEN).payload
    assert not set(SHADES.values()) & set(text_of(payload))
    assert payload["text"].startswith("Case D-INV-7, Harbour Café: Acknowledged.")


def test_minimal_names_no_customer_and_no_amount() -> None:
    payload = root(CARD, SCREEN, is_minimal=True).payload
    line = case_line(CARD, SCREEN, is_minimal=True)
    for text in (text_of(payload), payload["text"], line):
        assert "Harbour" not in text
        assert "€" not in text
        assert "Ana Costa" not in text
        assert "Wait for what the customer answers" in text
    owed = card(next="Offer €150.00 off")
    assert "150" not in str(root(owed, SCREEN, is_minimal=True).payload)


def test_the_next_step_comes_first_and_a_closed_case_has_none() -> None:
    assert pressed(root(CARD, SCREEN).payload) == [
        Give("show D-INV-7"),
        Give("update D-INV-7"),
        Attach("D-INV-7"),
    ]
    assert pressed(root(CLOSED, SCREEN).payload) == [Give("update D-INV-7")]
    assert case_line(CLOSED, SCREEN).endswith("disputed: Acknowledged.")


def test_everybody_reads_the_time_on_their_own_clock() -> None:
    payload = root(CARD, SCREEN).payload
    assert "<!date^1778277540^{date_long_pretty}, {time}|Fri, 8 May" in str(payload)


def test_a_real_card_of_the_core_is_understood() -> None:
    world, at = World(), place("a")
    world.command('open INV-7 1200.00 "Harbour Café"', at)
    world.command("paid D-INV-7 200", at)
    given_card = world.assistant.case_card("a", "D-INV-7")
    line = case_line(given_card, SCREEN)
    assert line.startswith("Case D-INV-7, Harbour Café: Reported. Next: ")
    payload = dict(root(given_card, SCREEN).payload)
    assert violations(payload, names=["D-INV-7", "Reported", "Next"]) == []
    assert "█ Paid €200.00   ░ Not disputed €1,000.00" in text_of(payload)
    hidden = root(given_card, SCREEN, is_minimal=True).payload
    assert "Harbour" not in str(hidden)
    assert "€" not in str(hidden)


@pytest.mark.covers("S09")
@settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    words,
    st.lists(fields, max_size=15),
    st.lists(st.builds(Field, st.sampled_from([*map(say, VALUES)]), words), max_size=9),
    st.lists(shares, max_size=6),
    st.booleans(),
)
def test_it_is_one_message_whatever_the_card_holds(
    title: str,
    strange: list[Field[str]],
    known: list[Field[str]],
    given_shares: list[Share[str]],
    is_minimal: bool,
) -> None:
    drawn = Card(title, (*strange, *known), BUTTONS * 12, "D-7", tuple(given_shares))
    payload = dict(root(drawn, SCREEN, is_minimal=is_minimal).payload)
    assert list(map(str, violations(payload))) == []
    assert Give("update D-INV-7") in pressed(payload)
