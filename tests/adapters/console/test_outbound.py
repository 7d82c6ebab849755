"""Every part as a person sees it, and what nasty words in it cannot do."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.console.cells import width_of
from adapters.console.outbound import Screen, draw
from assistant.chat.replies import (
    Button,
    Card,
    Check,
    Checklist,
    Field,
    FileOut,
    Item,
    LetterText,
    Listing,
    Message,
    Option,
    Paragraph,
    Part,
    Question,
    Table,
    Tone,
    Typed,
)
from tests.adapters.console.fakes import PLACE, english

NASTY = "\x1b[2J\x1b]0;pwned\x07Evil\u202e\x9b31m Café"


def drawn(*parts: Part[str], width: int = 80, colour: bool = False) -> str:
    return draw(Message(PLACE, "en", parts), Screen(english, width, colour))


QUESTION = Question(
    key="reason.what",
    prompt="What does Harbour Café dispute?",
    options=(Option("scope", "Scope"), Option("amount", "Amount")),
    why="The kind of objection decides which proof is needed.",
    hint="Pick the closest.",
    now="Quality",
    step=3,
    steps=7,
    can_go_back=True,
)
CARD = Card(
    "INV-7 · Harbour Café",
    (
        Field("Balance due", "1,200.00 EUR"),
        Field("Hold", "on; still to switch off: QuickBooks reminders"),
    ),
    (Button("Show", "show D-INV-7"),),
)
LETTER = LetterText(
    letter_id="L1",
    case_id="D-INV-7",
    title="Acknowledgement to Harbour Café",
    subject="INV-7",
    body="Dear Ana,\n\n\tThank you  for your message, which we are reading now.\nKim",
    note="Not legal advice.",
    email="ana@harbour.example",
    phone="+491715550101",
)
LISTING = Listing(
    "Open cases",
    (
        Item("D-INV-7 Harbour Café", "Acknowledgement overdue", "show D-INV-7"),
        Item("Nothing to press", "", ""),
    ),
    more="list 2",
)
CHECKLIST = Checklist(
    "Still to switch off",
    (Check("QuickBooks reminders", False, "Settings, Reminders"), Check("Calls", True)),
)
TABLE = Table(
    "Claim",
    ("Line", "Disputed", "Undisputed"),
    (("Design", "1,000.00", "200.00"), ("会社", "0.50", "1.00")),
)
FILE = FileOut("/data/exports/cases.json", "application/json", b"{}", "All cases.")
EVERY_PART: tuple[Part[str], ...] = (
    Paragraph("Plain."),
    CARD,
    QUESTION,
    LETTER,
    LISTING,
    CHECKLIST,
    TABLE,
    FILE,
)


@pytest.mark.covers("F-P1", "F-P2", "F-P5")
def test_a_question_shows_its_choices_and_what_else_can_be_typed() -> None:
    assert (
        drawn(QUESTION)
        == """\
Step 3 of 7
What does Harbour Café dispute?
Now: Quality
Pick the closest.
  1  Scope
  2  Amount
  back · why · undo · stop · help
"""
    )


def test_a_question_that_wants_digits_has_letters_for_choices() -> None:
    question = Question(
        "hours.what", "How many hours?", (Option("x", "Not sure"),), typed=Typed.NUMBER
    )
    assert "  a  Not sure\n" in drawn(question)


@pytest.mark.covers("F-P6")
@pytest.mark.parametrize(
    ("tone", "text"),
    [
        (Tone.PLAIN, "Saved.\n"),
        (Tone.GOOD, "✓ Saved.\n"),
        (Tone.CAUTION, "! Saved.\n"),
        (Tone.ERROR, "✗ Saved.\n"),
        (Tone.PRIVATE, "(only for you) Saved.\n"),
    ],
)
def test_a_tone_can_be_read_without_colour(tone: Tone, text: str) -> None:
    assert drawn(Paragraph("Saved.", tone)) == text


def test_a_card_aligns_its_values_and_breaks_them_on_a_narrow_screen() -> None:
    assert (
        drawn(CARD, width=40)
        == """\
INV-7 · Harbour Café
────────────────────
Balance due  1,200.00 EUR
Hold         on; still to switch off:
             QuickBooks reminders
  1  Show
"""
    )


def test_a_letter_is_shown_exactly_with_links_to_send_it() -> None:
    assert (
        drawn(LETTER, width=40)
        == """\
Acknowledgement to Harbour Café
Not legal advice.
Subject: INV-7
8< -------------------------------------
Dear Ana,

\tThank you  for your message, which we are reading now.
Kim
8< -------------------------------------
E-mail: mailto:ana@harbour.example?subject=INV-7&body=Dear%20Ana%2C%0D%0A%0D%0A%09\
Thank%20you%20%20for%20your%20message%2C%20which%20we%20are%20reading%20now.\
%0D%0AKim
WhatsApp: https://wa.me/491715550101?text=Dear%20Ana%2C%0A%0A%09Thank%20you%20%20for\
%20your%20message%2C%20which%20we%20are%20reading%20now.%0AKim
"""
    )


def test_a_list_numbers_what_can_be_pressed() -> None:
    assert (
        drawn(LISTING)
        == """\
Open cases
──────────────────────────────
  1  D-INV-7 Harbour Café
     Acknowledgement overdue
     Nothing to press
  2  More
"""
    )


def test_an_empty_list_says_so() -> None:
    assert drawn(Listing("Open cases", (), empty="None.")).endswith("─\nNone.\n")


def test_a_checklist_ticks_what_is_done() -> None:
    assert (
        drawn(CHECKLIST, width=40)
        == """\
Still to switch off
────────────────────
  [ ] QuickBooks reminders
      Settings, Reminders
  [x] Calls
"""
    )


def test_a_table_aligns_its_numbers_right() -> None:
    assert (
        drawn(TABLE)
        == """\
Claim
──────────────────────────────
Line    Disputed  Undisputed
Design  1,000.00      200.00
会社        0.50        1.00
"""
    )


def test_a_table_too_wide_for_the_screen_is_shown_row_by_row() -> None:
    table = Table(
        "Claim", ("Line", "Disputed"), (("A very long description, x" * 2, "1"),)
    )
    assert (
        drawn(table, width=40)
        == """\
Claim
────────────────────
A very long description, xA very long
description, x
  Disputed  1
"""
    )


def test_a_file_says_where_it_was_saved() -> None:
    assert drawn(FILE) == "All cases.\nSaved as /data/exports/cases.json\n"


def test_the_first_answer_of_a_question_is_always_one() -> None:
    text = drawn(LISTING, QUESTION, CARD)
    assert re.findall(r"^  (\d)  (\w+)", text, re.MULTILINE) == [
        ("3", "D"),
        ("4", "More"),
        ("1", "Scope"),
        ("2", "Amount"),
        ("5", "Show"),
    ]


@pytest.mark.covers("F-P6")
@pytest.mark.parametrize("width", [40, 80, 10_000])
def test_colour_adds_nothing_but_paint(width: int) -> None:
    painted = drawn(*EVERY_PART, width=width, colour=True)
    assert "\x1b[1m" in painted
    assert re.sub(r"\x1b\[\d+m", "", painted) == drawn(*EVERY_PART, width=width)


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("part", EVERY_PART, ids=lambda part: type(part).__name__)
def test_no_line_is_wider_than_the_screen_but_the_letters(
    part: Part[str], width: int
) -> None:
    if not isinstance(part, LetterText):
        lines = drawn(part, width=width).splitlines()
        assert max(width_of(line) for line in lines) <= width


def test_words_of_people_cannot_command_the_terminal() -> None:
    text = drawn(
        Paragraph(NASTY, Tone.CAUTION),
        Card(NASTY, (Field(NASTY, NASTY),), (Button(NASTY, NASTY),)),
        Question("k", NASTY, (Option("o", NASTY),), hint=NASTY, now=NASTY),
        LetterText("l", "c", NASTY, NASTY, NASTY, note=NASTY, email=NASTY, phone=NASTY),
        Listing(NASTY, (Item(NASTY, NASTY, NASTY),)),
        Checklist(NASTY, (Check(NASTY, False, NASTY),)),
        Table(NASTY, (NASTY, NASTY), ((NASTY, NASTY),)),
        FileOut(NASTY, NASTY, b"", NASTY),
    )
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert "Evil Café" in text
    assert "pwned" not in text


words = st.text(max_size=80)


@settings(max_examples=60)
@given(st.lists(words, min_size=6, max_size=6), st.integers(1, 200), st.booleans())
def test_any_words_can_be_drawn(texts: list[str], width: int, colour: bool) -> None:
    a, b, c, d, e, f = texts
    parts: tuple[Any, ...] = (
        Paragraph(a, Tone.GOOD),
        Card(b, (Field(c, d),), (Button(e, f),)),
        Question("k", a, (Option(b, c),), typed=Typed.AMOUNT, hint=d, now=e),
        LetterText("l", "c", a, b, c, email=d, phone=e),
        Listing(a, (Item(b, c, d), Item(e, f)), more=a),
        Checklist(a, (Check(b, True, c),)),
        Table(a, (b, c), ((d, e, f), (a,), ())),
    )
    plain = drawn(*parts, width=width)
    painted = drawn(*parts, width=width, colour=colour)
    assert re.sub(r"\x1b\[\d+m", "", painted) == plain
