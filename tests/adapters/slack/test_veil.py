"""A channel with many readers: no customer's name and no amount, in no post of it."""

import json

import pytest
from hypothesis import given

from adapters.slack.veil import Veil, names_in
from assistant.chat.replies import (
    Button,
    Card,
    Check,
    Checklist,
    Field,
    Item,
    Listing,
    Option,
    Paragraph,
    Part,
    Question,
    Table,
)
from assistant.settings import ChannelDetail
from tests.adapters.slack.any_parts import words
from tests.adapters.slack.scene import Scene, scene
from tests.adapters.slack.test_app import opened
from tests.fakes.slack.loops import in_loop

VEIL = Veil("the customer", "(amount)", ("Harbour Cafe", "Ana"), frozenset({"1200"}))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("€100.00 arrived, £1,200.50 is due", "(amount) arrived, (amount) is due"),
        ("480,00 €, CHF 1'200.50 or 80 EUR", "(amount), (amount) or (amount)"),
        ("US$ 12, A$80, ₹1,20,000, €1.2M, 12k", ", ".join(["(amount)"] * 5)),
        ("We agreed 400, you billed 480.", "We agreed (amount), you billed (amount)."),
        ("12 400 kr", "(amount) kr"),
        ("HARBOUR CAFE wrote, and Ana.", "the customer wrote, and the customer."),
        ("Anagram, Harbour", "Anagram, Harbour"),
        ("Send it to kim@works.example.", "Send it to the customer."),
        ("Fri, 8 May 2026, 23:59, in 5 days", "Fri, 8 May 2026, 23:59, in 5 days"),
        ("12.05.2026, 2026-05-07 09:00, 30 %", "12.05.2026, 2026-05-07 09:00, 30 %"),
        ("D-INV-7480, invoice 1200, line 3", "D-INV-7480, invoice 1200, line 3"),
    ],
)
def test_names_and_amounts_are_taken_out_and_the_rest_stands(
    text: str, shown: str
) -> None:
    assert VEIL.text(text) == shown


@given(words)
def test_any_text_can_be_veiled_and_names_no_customer(text: str) -> None:
    shown = VEIL.text(f"{text} Harbour Cafe €480.00")
    assert "Harbour Cafe" not in shown
    assert "480" not in shown.removeprefix(text)


def test_every_part_is_veiled_in_all_its_words() -> None:
    said = "Harbour Cafe owes €480.00"
    parts: list[Part[str]] = [
        Paragraph(said),
        Card(
            "Case D-7",
            (Field("Customer", said, is_sensitive=True), Field("Next", said)),
            (Button(said, "show D-7"),),
        ),
        Question("k", said, (Option("a", said),), said, hint=said, now=said),
        Listing("Papers", (Item(said, said, "show D-7"),)),
        Checklist("To do", (Check(said, is_done=False, hint=said),)),
        Table("Lines", ("Line", "Sum"), ((said, "€480.00"),)),
    ]
    for part in parts:
        shown = str(VEIL.part(part))
        assert "Harbour" not in shown
        assert "480" not in shown


def test_only_what_names_somebody_is_a_name() -> None:
    assert names_in(["", "the customer", " Ana ", "Ana Costa"], "the customer") == (
        "Ana Costa",
        "Ana",
    )


@pytest.mark.covers("S10")
@in_loop
async def test_a_minimal_channel_reads_no_names_and_no_amounts() -> None:
    async with scene(detail=ChannelDetail.MINIMAL) as here:
        assert "I leave customer names and amounts out" in here.ann.sees(here.room)
        await opened(here)
        for label in ("Quality", "Skip", "A defect", "Nothing"):
            await here.ann.press(label)
        letter = here.case().letters[-1].body.splitlines()[0]
        assert "Harbour Cafe" in letter
        assert letter in here.ann.sees(here.ann.dm)
        await here.ann.press("Mark as sent", here.ann.dm)
        assert here.case().letters[-1].sent_at is not None
        await here.ann.command("/dispute paid INV-7 100")
        await here.bob.mention("show facts", thread=here.ann.thread("Case D-INV-7"))
        shown = str(here.bob.thread("Case D-INV-7"))
        assert "(amount) arrived" in shown
        assert "The paper itself is in direct messages" in shown
        assert [p for p in in_channel(here) if "Harbour" in p or "€" in p] == []
        assert here.bob.files(here.room) == []


def in_channel(here: Scene) -> list[str]:
    """Everything that was posted for all in the room, with what is read aloud."""
    methods = ("chat.postMessage", "chat.update", "files.completeUploadExternal")
    ours = [p for p in here.posts(*methods) if here.room.id in str(p)]
    return [json.dumps(each, ensure_ascii=False) for each in ours]
