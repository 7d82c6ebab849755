"""Promises of the conversation that need a story or a broken store to be seen."""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest

from assistant.chat.events import CommandGiven
from assistant.chat.replies import Question
from assistant.domain.case import Case
from assistant.errors import StoreError
from assistant.store.codec import entry_digests
from tests.usecases.test_attacked import AMBIGUOUS, folded, walk
from tests.usecases.world import ROBIN, World, letters, mistakes, place

HERE = place("a")
STORIES: tuple[dict[str, str], ...] = (
    {**AMBIGUOUS, "amount_off": "20", "reply": "agrees"},
    {"reason": "quality", "fell_short": "yes", "conceded": "40", "reply": "agrees"},
    {"reason": "amount", "price_agreed": "no", "disputed": "60", "reply": "drops_it"},
    {"reason": "terms", "amount_off": "7"},
    {"reason": "scope", "assessment": "not_valid_locked", "reply": "silent"},
    {"playbook": "trades", "reason": "amount", "walk_line": "understood"},
    {"playbook": "trades", "reason": "scope", "approved_before": "no"},
    {
        "playbook": "trades",
        "reason": "quality",
        "worth_it": "let_it_go",
        "record_source": "somebody",
        "technician": "Sam",
        "line_wish": "40",
        "walk_line": "wants_lower",
        "fell_short": "partly",
    },
    {
        "playbook": "trades",
        "reason": "other",
        "call": "no_answer",
        "second_answer": "no_answer",
        "reply": "silent",
        "amount_off": "20",
    },
)


def named(story: dict[str, str]) -> str:
    """A story in a word or two."""
    return " ".join(filter(None, (story.get("playbook", ""), story["reason"])))


def opened(story: dict[str, str] | None = None, currency: str = "EUR") -> World:
    world = World(currency=currency, playbook=(story or {}).get("playbook", "services"))
    world.command("open INV-7 120 Teal", HERE)
    return world


@pytest.mark.parametrize(
    ("story", "currency"),
    list(zip(STORIES, cycle(["JPY", "KWD"]), strict=False)),
)
def test_a_whole_story_adds_up_in_every_currency_and_ends(
    story: dict[str, str], currency: str
) -> None:
    world = opened(story, currency)
    finish(world, story)
    case = world.case("D-INV-7")
    assert case.is_closed
    assert case.grid.sum.invoiced.currency == currency
    exported = world.export()["cases"]
    assert isinstance(exported, list)
    assert exported[0]["next_action"] is None


def finish(world: World, story: dict[str, str]) -> None:
    """Lead the case to its end."""
    story = {"payment": "arrived", "silence": "collect", **story}
    walk(world, "confirm_close", **story)
    world.press("D-INV-7", "confirm_close", "close_it", HERE)


@pytest.mark.slow
@pytest.mark.parametrize("story", STORIES, ids=named)
def test_undo_gives_back_the_very_case_there_was_before_each_answer(
    story: dict[str, str],
) -> None:
    world, moves = opened(story), 0
    press, text = world.press, world.text

    def undone(act: Any, *values: str) -> Any:
        nonlocal moves
        before, restore = world.case("D-INV-7"), world.snapshot()
        act(*values)
        if world.case("D-INV-7") != before:
            moves += 1
            world.command("undo INV-7", HERE)
            assert folded(world.case("D-INV-7")) == folded(before), values
        restore()
        return act(*values)

    world.press = lambda *v: undone(press, *v)  # type: ignore[method-assign]
    world.text = lambda *v: undone(text, *v)  # type: ignore[method-assign]
    finish(world, story)
    assert moves > 15


@pytest.mark.slow
@pytest.mark.parametrize(
    ("story", "until"),
    [
        (STORIES[0], "evidence"),
        (STORIES[0], "amount_off"),
        (STORIES[0], "confirm_close"),
        (STORIES[1], "evidence"),  # the customer is right: no offer is asked for
        (STORIES[1], "confirm_close"),
        (STORIES[6], "evidence"),
        (STORIES[7], "confirm_close"),
    ],
)
def test_every_answer_can_be_changed_to_every_other_and_the_case_goes_on(
    story: dict[str, str], until: str
) -> None:
    world = opened(story)
    walk(world, until, **story)
    case = world.case("D-INV-7")
    restore = world.snapshot()
    for key in case.answered:
        restore()
        world.command(f"update INV-7 {key}", HERE)
        if world.case("D-INV-7").revisit is None:
            continue
        asked_again = world.snapshot()
        for option in world.asked[HERE].options:
            asked_again()
            parts = world.press("D-INV-7", key, option.id, HERE)
            assert not mistakes(parts), (key, option.id)
            assert not world.case("D-INV-7").is_closed
            assert any(isinstance(part, Question) for part in parts)


PRIVATE = "Xyzzy"
# Answers that are ours alone: an override, a mediator, what the record of a job says
# and what was heard on the phone.
NEVER_TOLD = (
    *("assessment_override", "mediator", "technician", "job_complaint", "job_found"),
    *("job_done", "approved_what", "reading_before", "reading_after", "heard"),
)


@pytest.mark.covers("X10")
@pytest.mark.parametrize("story", STORIES, ids=named)
def test_no_letter_says_what_is_private(story: dict[str, str]) -> None:
    world = opened(story)
    world.command(f"note INV-7 {PRIVATE} note", HERE)
    walk(world, "acknowledgement", **story)
    world.press("D-INV-7", "acknowledgement", "not_sending", HERE)
    world.text(f"{PRIVATE} skipped", HERE)
    world.command("assign INV-7 Xyzzy", HERE)
    finish(world, {**story, **dict.fromkeys(NEVER_TOLD, PRIVATE)})
    drafted = world.case("D-INV-7").letters
    assert drafted
    for letter in drafted:
        words = f"{letter.subject} {letter.body}"
        assert PRIVATE not in words
        assert "Robin" not in words  # the owner's account, where no sign-off is set


@pytest.mark.parametrize("story", STORIES, ids=named)
def test_every_amount_in_a_letter_is_one_of_the_case(story: dict[str, str]) -> None:
    world = opened(story)
    world.command("settings sign_off Robin", HERE)
    seen = []
    hand = world.hand

    def looked(event_of: Any) -> Any:
        parts = hand(event_of)
        known = amounts_of(world.case("D-INV-7"))
        for letter in letters(parts):
            printed = re.findall(r"€([\d,.]*\d)", f"{letter.subject} {letter.body}")
            seen.extend(printed)
            assert set(printed) <= known, (letter.body, known)
            assert "-€" not in letter.body
        return parts

    world.hand = looked  # type: ignore[method-assign]
    finish(world, story)
    assert seen


def amounts_of(case: Case) -> set[str]:
    """Every amount that the grid, an offer or an agreement of the case knows."""
    total = case.grid.sum
    rows = [*case.grid.rows, total]
    found = [
        getattr(row, name)
        for row in rows
        for name in (
            "invoiced paid undisputed disputed conceded credited written_off due"
        ).split()
    ]
    found += [row.disputed - row.conceded for row in rows]
    found += [row.due - row.conceded for row in rows]
    found += [row.invoiced - row.credited for row in rows]
    found += [p.amount for p in case.payments] + [c.amount for c in case.credits]
    found += [offer.amount_off for offer in case.offers]
    found += [offer.rest for offer in case.offers]
    off = case.money_fact("amount_off", case.exchange)
    found += [off, total.due - total.conceded - off] if off else []
    if case.agreement:
        found += [case.agreement.to_pay, case.agreement.let_off]
    found += [case.money_fact("slot_amount")]
    found += [case.money_fact("_questioned", row.id) for row in case.grid.rows]
    found += [case.money_fact("line_wish", row.id) for row in case.grid.rows]
    return {f"{amount.amount:,}" for amount in found if amount is not None}


def test_fifty_inputs_at_once_to_ten_cases_lose_nothing() -> None:
    world = World()
    for number in range(10):
        for business in ("a", "b"):
            world.command(f"open N{number} 100 Teal", place(business))

    def note(number: int) -> None:
        at = place("ab"[number % 2], f"p{number % 7}")
        text = f"note N{number % 10} note {number}"
        world.assistant.handle(CommandGiven(f"t{number}", at, ROBIN, text))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(note, range(100)))
    for case in (*world.cases("a"), *world.cases("b")):
        mine = [n for n in range(100) if f"D-N{n % 10}" == case.id]
        mine = [n for n in mine if "ab"[n % 2] == case.business_id]
        assert sorted(note.text for note in case.notes) == sorted(
            f"note {n}" for n in mine
        )
        numbers = [entry.number for entry in case.entries]
        assert numbers == list(range(1, len(numbers) + 1))


class Refusing:
    """A store that refuses one call, and does all others.

    at: number of the call that is refused, from 0; counted over all methods named.
    """

    def __init__(self, store: Any, names: tuple[str, ...], at: int) -> None:
        self.store, self.names, self.at, self.calls = store, names, at, 0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.store, name)
        if name not in self.names:
            return found

        def called(*values: Any) -> Any:
            self.calls += 1
            if self.calls - 1 == self.at:
                raise StoreError("the disk is full")
            return found(*values)

        return called


@pytest.mark.parametrize("part", ["cases", "businesses"])
@pytest.mark.parametrize("at", range(12))
def test_a_refusing_store_leaves_a_whole_state_and_the_next_event_works(
    part: str, at: int
) -> None:
    world = opened()
    names = ("load", "save", "save_conversation", "conversation", "summaries")
    refusing = Refusing(getattr(world.stores, part), names, at)
    office = world.office
    changed: Any = {part: refusing}
    world.assistant._office = type(office)(
        **{**{n: getattr(office, n) for n in office.__slots__}, **changed}
    )
    before = world.case("D-INV-7")
    told = 0
    for number in range(8):
        event = CommandGiven(f"r{number}", HERE, ROBIN, f"note INV-7 {number}")
        try:
            world.assistant.handle(event)
        except StoreError:
            told += 1
            world.assistant.handle(event)
    assert told <= 1
    after = world.case("D-INV-7")
    assert [note.text for note in after.notes] == [str(n) for n in range(8)]
    assert len(after.entries) == len(before.entries) + 8


@pytest.mark.parametrize("zone", ["Pacific/Apia", "America/New_York"])
def test_clocks_that_jump_in_any_direction_break_nothing(zone: str) -> None:
    world = World(zone=zone)
    world.command("open INV-7 120 Teal", HERE)
    dice = random.Random(5)  # noqa: S311 - no secret
    for _ in range(25):
        world.wait(timedelta(hours=dice.randrange(-3000, 3000)), HERE)
        world.answer(dice.randrange(30), HERE)
        world.export()


def test_the_chain_of_hashes_in_the_export_is_whole() -> None:
    world = opened()
    finish(world, STORIES[0])
    exported: Any = world.export()["cases"]
    events = exported[0]["events"]
    own = [event["hash"] for event in events]
    assert [event["prev_hash"] for event in events] == ["", *own[:-1]]
    digests = entry_digests(world.case("D-INV-7").entries)
    assert [digest.hash for digest in digests] == own
