"""A case with everything a paper can speak of, and files to go with it."""

import io
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import sha256

import typst
from PIL import Image
from pypdf import PdfReader, PdfWriter

from assistant.chat.replies import Phrase
from assistant.domain.business import Profile
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import (
    Agreed,
    AgreementBroken,
    CaseOpened,
    Conceded,
    CustomerDescribed,
    DisputeSet,
    EvidenceAdded,
    FactRecorded,
    InvoiceDescribed,
    LetterDrafted,
    LetterSent,
    NoteAdded,
    OfferChanged,
    OfferMade,
    PaymentReceived,
    ReplyReceived,
    StatementReceived,
)
from assistant.domain.evidence import EvidenceKind
from assistant.domain.invoice import CustomerKind, Line
from assistant.domain.letters import LetterForm, LetterKind
from assistant.domain.money import Money
from assistant.domain.resolution import OfferStatus, ReplyKind
from assistant.errors import StoreError
from assistant.rendering.letter_samples import samples
from assistant.rendering.letters import Letters
from assistant.rendering.phrases import Phrases
from assistant.resources import templates_dir

BEGIN = datetime(2026, 5, 6, 9, 30, tzinfo=UTC)
TODAY = date(2026, 6, 18)
ZONE = "Europe/Dublin"
PROFILE = Profile(
    name="Studio North",
    sign_off="Anna Berg",
    place="IE",
    currency="EUR",
    time_zone=ZONE,
    address="12 Mill Lane, Cork T12 X8YV",
    email="anna@studio-north.example",
    phone="+353 21 555 0142",
    tax_number="IE1234567T",
    bank="IBAN IE12 BOFI 9000 0112 3456 78, BIC BOFIIE2D",
    language="en_IE",
)
# Words that stand for everything private; none may be found in any paper.
PRIVATE = ("PLUMCAKE", "QUINCE", "RHUBARB", "SORREL", "TAMARIND")


@cache
def phrases() -> Phrases:
    return Phrases(templates_dir() / "phrases", strict=True)


def say(said: Phrase, language: str = "en_IE") -> str:
    """A phrase in words."""
    return phrases().say(said, language=language, zone=ZONE)


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


@dataclass
class Files:
    """Evidence in memory."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def add(self, content: bytes) -> str:
        digest = sha256(content).hexdigest()
        self.kept[digest] = content
        return digest

    def open(self, digest: str) -> io.BytesIO:
        content = self.kept.get(digest, b"")
        if sha256(content).hexdigest() != digest:
            raise StoreError(f"the file {digest} is not there or has changed")
        return io.BytesIO(content)


def letter_events(kind: LetterKind, sample: str, number: int) -> list[CaseEvent]:
    """A letter as the templates write it, sent by e-mail."""
    letters = Letters(templates_dir())
    facts = samples()[sample]
    made = letters.render(kind, LetterForm.LONG, "en_IE", facts)
    return [
        LetterDrafted(kind, LetterForm.LONG, "en_IE", made.subject, made.body, "basis"),
        LetterSent(f"W{number}", "email", BEGIN + timedelta(days=number)),
    ]


def a_case(*more: CaseEvent, customer: str = "Harbour Café") -> Case:
    """A dispute over 12,400.00 with three lines, up to an offer that was refused."""
    lines = (
        Line("L1", "Concept and design", eur("7200")),
        Line("L2", "Third revision round", eur("3400")),
        Line("L3", "Rush fee", eur("1800")),
    )
    number = "INV-2041"
    begun: list[CaseEvent] = [
        CaseOpened("services", "EUR", number, customer),
        InvoiceDescribed(eur("12400"), lines, date(2026, 4, 20), date(2026, 5, 20)),
        CustomerDescribed(
            customer_kind=CustomerKind.COMPANY,
            email="maeve@harbour.example",
            address="Ms Maeve O’Brien, 3 Quay Street, Galway H91 X2PK",
        ),
        StatementReceived(
            "Hi Anna, we never agreed to a third revision round. Two rounds were in"
            " the offer.\n\nAlso the rush fee is new to us.\n\nMaeve"
        ),
        EvidenceAdded(EvidenceKind.STATEMENT, "statement 1", "customer"),
        NoteAdded("PLUMCAKE: she sounded tired of the project"),
        FactRecorded("reason", "scope"),
        FactRecorded("slot_line", "Third revision round"),
        FactRecorded("slot_expected", "two rounds of revisions, as in the offer"),
        FactRecorded("slot_received", "an invoice for three rounds"),
        FactRecorded("slot_amount", eur("3400")),
        FactRecorded("slot_outcome", "an invoice without the third round"),
        DisputeSet("L2", eur("3400")),
        FactRecorded("assessment_override", "QUINCE is why", "L2"),
        FactRecorded("assessment", "ambiguous", "L2"),
        FactRecorded("number_hours", 12),
        FactRecorded("decider", "RHUBARB"),
        FactRecorded("late_fees", "SORREL"),
        FactRecorded("root_cause", "TAMARIND"),
    ]
    case = Case.begin("D-INV-2041", "b1")
    case = _at(case, 0, begun)
    case = _at(case, 1, letter_events(LetterKind.ACKNOWLEDGEMENT, "specific", 1))
    case = _at(case, 3, letter_events(LetterKind.MIXED_ANSWER, "mixed_offered", 2))
    case = _at(case, 3, [OfferMade(eur("600"), eur("11800"), date(2026, 5, 21))])
    said = "We will not pay for round three. 500 off the rush fee and we are done."
    case = _at(
        case,
        8,
        [
            StatementReceived(said),
            EvidenceAdded(EvidenceKind.STATEMENT, "statement 2", "customer"),
            ReplyReceived(ReplyKind.COUNTERS, 1),
            OfferChanged(OfferStatus.COUNTERED, eur("500")),
            PaymentReceived(eur("5000"), date(2026, 5, 15)),
        ],
    )
    return _at(case, 12, list(more))


def closing_events() -> list[CaseEvent]:
    """An agreement that was made and broken, then a credit drafted."""
    return [
        Agreed(eur("7000"), eur("400"), date(2026, 6, 1), on_payment=True),
        AgreementBroken(),
        Conceded("L2", eur("400")),
    ]


def _at(case: Case, days: int, events: list[CaseEvent]) -> Case:
    at = BEGIN + timedelta(days=days)
    return case.record(events, at=at, by="Anna", platform="console")


# -- files ------------------------------------------------------------------------


def a_photo(
    width: int = 800,
    height: int = 600,
    *,
    turn: int = 1,
    quality: int = 85,
    seed: int = 1,
) -> bytes:
    """A JPEG with a block of red in the upper left corner as the camera held it.

    turn: its EXIF orientation; 6 means a quarter turn clockwise.
    """
    across, down = width // 8, height // 8
    grain = random.Random(seed).randbytes(across * down)  # noqa: S311  a picture
    picture = Image.frombytes("L", (across, down), grain).convert("RGB")
    picture = picture.resize((width, height), Image.Resampling.BICUBIC)
    picture.paste((200, 30, 30), (0, 0, width // 3, height // 4))
    notes = Image.Exif()
    notes[0x0112], notes[0x010F] = turn, "PhoneMaker"
    notes.get_ifd(0x8769)[0x9003] = "2026:03:02 14:05:09"
    notes.get_ifd(0x8825)[1] = "N"
    notes.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=quality, exif=notes, comment=b"secret comment")
    return made.getvalue()


def a_pdf(*texts: str, size: str = "a4", turn: int = 0, locked: bool = False) -> bytes:
    """A PDF with a page for each text."""
    source = f'#set page(paper: "{size}")\n' + "\n#pagebreak()\n".join(texts)
    raw = typst.compile(source.encode(), timestamp=0)
    if not turn and not locked:
        return bytes(raw)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(raw)))
    for page in writer.pages:
        page.rotate(turn)
    if locked:
        writer.encrypt("sesame")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
