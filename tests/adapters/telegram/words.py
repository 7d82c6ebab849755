"""The shipped English words, a pen that draws with them, and parts of every kind."""

from base64 import b64decode
from functools import cache

from adapters.telegram.outbound import Pen
from adapters.telegram.targets import Sheet
from assistant.chat.events import Place
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
    Phrase,
    Question,
    Share,
    Table,
    Typed,
)
from assistant.rendering.phrases import Phrases
from assistant.resources import templates_dir

CHAT = 4711
PLACE = Place("telegram", str(CHAT), "telegram:4711")
GROUP = Place("telegram", "-100200", "telegram:4711", is_private=False)


@cache
def _phrases() -> Phrases:
    return Phrases(templates_dir() / "phrases", strict=True)


def say(key: str, /, **values: object) -> str:
    """The adapter's words in English, from the shipped catalogue."""
    return _phrases().say(Phrase(key, values), language="en", zone="UTC")


def link(case_id: str) -> str:
    return (
        f"https://t.me/parley_bot?start=case_{'x' * 16}"
        if case_id
        else "https://t.me/p"
    )


def pen(sheet: Sheet | None = None, thread_id: int = 0) -> Pen:
    return Pen(say, sheet or Sheet(), link, thread_id)


def message(*parts: Part[str], to: Place = PLACE, case_id: str = "D-INV-7") -> Message:
    return Message(to, "en", parts, case_id=case_id)


QUESTION = Question(
    key="reason",
    prompt="What does Harbour Café dispute?",
    options=(
        Option("scope", "Scope"),
        Option("amount", "Amount"),
        Option("quality", "Quality"),
        Option("not_sure", "Not sure"),
    ),
    why="The kind of objection decides which proof is needed.",
    hint="Pick the closest.",
    now="Quality",
    case_id="D-INV-7",
    step=3,
    steps=7,
    can_go_back=True,
)
CARD = Card(
    "INV-7 · Harbour Café",
    (
        Field("Undisputed", "900.00 EUR"),
        Field("Disputed", "300.00 EUR"),
        Field("Balance due", "1,200.00 EUR"),
        Field("Hold", "on"),
    ),
    (Button("Show", "show D-INV-7"), Button("Papers", "evidence D-INV-7")),
    case_id="D-INV-7",
    shares=(
        Share("Undisputed", "900.00 EUR", 90_000),
        Share("Disputed", "300.00 EUR", 30_000),
    ),
)
LETTER = LetterText(
    letter_id="L1",
    case_id="D-INV-7",
    title="Acknowledgement to Harbour Café",
    subject="Invoice INV-7",
    body="Dear Ana,\n\nthank you for your message, which we are reading now.\n\nKim",
    note="Not legal advice.",
    email="ana@harbour.example",
    phone="+49 171 5550101",
)
LISTING = Listing(
    "2 open cases",
    (
        Item("D-INV-7 Harbour Café", "Acknowledge by 3 May", "show D-INV-7"),
        Item("D-INV-9 Old Mill", "Waiting for the customer", "show D-INV-9"),
    ),
    more="list open 2",
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
PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)
PHOTO = FileOut("chart.png", "image/png", PIXEL, "This month.")
EVERY_PART: tuple[Part[str], ...] = (
    Paragraph("Plain."),
    CARD,
    QUESTION,
    LETTER,
    LISTING,
    CHECKLIST,
    TABLE,
    FILE,
    PHOTO,
)
TYPED = Question(
    "amount_off@1",
    "How much do you take off?",
    (Option("not_said", "Not said"),),
    typed=Typed.AMOUNT,
    hint="Such as 120 or 120.50",
    case_id="D-INV-7",
)
