"""The message that a case's thread hangs on."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack import actions
from adapters.slack.actions import Attach, Give
from adapters.slack.root import BAR_CELLS, SHARES, Detail, case_line, root
from assistant.chat.replies import Button, Card, Field
from tests.adapters.slack.any_parts import words
from tests.adapters.slack.words import SCREEN, presses, say, seen
from tests.fakes.slack_rules import violations
from tests.usecases.world import World, place

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
}
BUTTONS = (Button("Change an answer", "update D-INV-7"),)


def card(**changed: str) -> Card[str]:
    values = VALUES | {key.replace("_", ".", 1): v for key, v in changed.items()}
    fields = [Field(say(key), value) for key, value in values.items() if value]
    fields.append(Field("Who decides there", "Ana Costa"))
    return Card("Case D-INV-7", tuple(fields), BUTTONS, "D-INV-7")


def text_of(payload: Any) -> str:
    return "\n".join(seen(payload["blocks"]))


@pytest.mark.covers("S10")
def test_the_root_says_who_what_how_much_and_what_is_next() -> None:
    payload = root(card(), SCREEN).payload
    text = text_of(payload)
    for value in (*VALUES.values(), "Ana Costa"):
        assert value in text
    assert payload["text"].startswith(
        "Case D-INV-7, Harbour Café, €480.00 disputed: Acknowledged. Next: Wait for "
        "what Harbour Café answers. By when: Fri, 8 May 2026, 23:59, in 38 hours."
    )
    names = ["D-INV-7", "Acknowledged", "Next: "]
    assert violations(dict(payload), names=names) == []


def test_the_money_bar_shows_each_part_by_its_shade_and_in_words() -> None:
    text = text_of(root(card(), SCREEN).payload)
    bar = next(line for line in text.split("\n") if "▞▞" in line)
    assert bar == "█" * 3 + "░" * 9 + "▞" * 8
    assert "█ Paid €200.00" in text
    assert "▞ Disputed €480.00" in text
    assert "Credited" not in text


@pytest.mark.parametrize("amounts", [(1, 10**9, 1, 1), (0, 1, 0, 0), (3, 3, 3, 3)])
def test_every_part_has_a_cell_and_the_bar_is_always_as_long(
    amounts: tuple[int, ...],
) -> None:
    keys = ("grid_paid", "grid_undisputed", "grid_disputed", "grid_credited")
    shown = {key: f"€{n:,}.00" for key, n in zip(keys, amounts, strict=True)}
    text = text_of(root(card(**shown), SCREEN).payload)
    bars = [
        line for line in text.split("\n") if line and set(line) <= {*SHARES.values()}
    ]
    assert [len(bar) for bar in bars] == [BAR_CELLS]
    assert len(set(bars[0])) == sum(1 for amount in amounts if amount)


def test_a_case_without_a_sum_has_no_bar() -> None:
    sums = {key.replace(".", "_"): "" for key in VALUES if key.startswith("grid")}
    payload = root(card(**sums), SCREEN).payload
    assert not set(SHARES.values()) & set(text_of(payload))
    assert payload["text"].startswith("Case D-INV-7, Harbour Café: Acknowledged.")


def test_minimal_names_no_customer_and_no_amount() -> None:
    payload = root(card(), SCREEN, Detail(is_minimal=True)).payload
    for text in (text_of(payload), payload["text"]):
        assert "Harbour" not in text
        assert "€" not in text
        assert "Ana Costa" not in text
        assert "Wait for what the customer answers" in text
    owed = card(card_next="Offer €150.00 off")
    assert "150" not in str(root(owed, SCREEN, Detail(is_minimal=True)).payload)


def test_the_next_step_comes_first_and_a_closed_case_has_none() -> None:
    pressed = [actions.read(e) for e in presses(dict(root(card(), SCREEN).payload))]
    assert pressed == [
        Give("show D-INV-7"),
        Give("update D-INV-7"),
        Attach("D-INV-7"),
    ]
    closed = card(card_next="", card_due="", card_turn="")
    payload = root(closed, SCREEN).payload
    assert [actions.read(e) for e in presses(dict(payload))] == [Give("update D-INV-7")]
    assert case_line(closed, SCREEN).endswith("disputed: Acknowledged.")


def test_everybody_reads_the_time_on_their_own_clock() -> None:
    at = datetime(2026, 5, 8, 21, 59, tzinfo=UTC)
    payload = root(card(), SCREEN, Detail(due_at=at)).payload
    assert "<!date^1778277540^{date_long_pretty}, {time}|Fri, 8 May" in str(payload)
    assert violations(dict(payload)) == []


def test_a_real_card_of_the_core_is_understood() -> None:
    world, at = World(), place("a")
    world.command('open INV-7 1200.00 "Harbour Café"', at)
    found = world.command("show D-INV-7", at)
    given_card = next(part for part in found if isinstance(part, Card))
    line = case_line(given_card, SCREEN)
    assert line.startswith("Case D-INV-7, Harbour Café: Reported. Next: ")
    payload = dict(root(given_card, SCREEN).payload)
    assert violations(payload, names=["D-INV-7", "Reported", "Next"]) == []
    assert "░ Not disputed €1,200.00" in text_of(payload)


@pytest.mark.covers("S09")
@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    words,
    st.lists(
        st.builds(
            Field, st.sampled_from([*map(say, VALUES), "Something else"]) | words, words
        ),
        max_size=20,
    ),
    st.booleans(),
)
def test_it_is_one_message_whatever_the_card_holds(
    title: str, fields: list[Field[str]], is_minimal: bool
) -> None:
    drawn = Card(title, tuple(fields), BUTTONS * 12, "D-INV-7")
    payload = dict(root(drawn, SCREEN, Detail(is_minimal=is_minimal)).payload)
    assert list(map(str, violations(payload))) == []
    assert Give("update D-INV-7") in [actions.read(e) for e in presses(payload)]
