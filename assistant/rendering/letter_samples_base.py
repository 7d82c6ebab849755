"""What the made-up letter facts share: one invoice, its owner, its days and lines."""

from dataclasses import replace
from datetime import date

from assistant.domain.assessment import Assessment
from assistant.domain.enclosures import NOT_ENCLOSED
from assistant.domain.evidence import EvidenceKind
from assistant.domain.letter_facts import LetterFacts
from assistant.domain.letter_parts import (
    DisputedLine,
    Enclosure,
    History,
    HoldTold,
    InvoiceNamed,
    LinePart,
    PaymentMade,
    Sender,
    Sums,
)
from assistant.domain.money import Money


def eur(minor: int) -> Money:
    """So many cents."""
    return Money(minor, "EUR")


def sums_of(
    disputed: int = 0,
    conceded: int = 0,
    paid: int = 0,
    credited: int = 0,
    written_off: int = 0,
) -> Sums:
    """The sums of an invoice over 12,400.00, in cents; they add up."""
    due = TOTAL - paid - credited - written_off
    return Sums(
        invoiced=eur(TOTAL),
        paid=eur(paid),
        undisputed=eur(due - disputed),
        disputed=eur(disputed),
        conceded=eur(conceded),
        credited=eur(credited),
        written_off=eur(written_off),
        due=eur(due),
        owed=eur(due - conceded),
        billed=eur(TOTAL - credited),
    )


def a_line(
    name: str | None,
    disputed: int,
    label: Assessment | None,
    conceded: int = 0,
    part: LinePart = LinePart.LINE,
) -> DisputedLine:
    """A line of the claim grid, judged or not; what is not conceded is kept."""
    kept = disputed - conceded
    return DisputedLine(name, part, eur(disputed), eur(conceded), eur(kept), label)


TOTAL = 1_240_000
SENDER = Sender(
    "Studio North",
    "Anna Berg",
    ("12 Mill Lane", "Cork"),
    "anna@studio-north.example",
    "+353 21 555 0142",
    "IE1234567T",
)
NAMED = InvoiceNamed("INV-2041", date(2026, 4, 20), date(2026, 5, 20))
_PAPERS = [kind for kind in EvidenceKind if kind not in NOT_ENCLOSED]
ENCLOSURES = tuple(
    Enclosure(number, kind, f"{kind}.pdf", date(2026, 3, 2) if number % 2 else None)
    for number, kind in enumerate(_PAPERS, 1)
)
OBJECTED, ACKNOWLEDGED, ANSWERED = (
    date(2026, 5, 6),
    date(2026, 5, 7),
    date(2026, 5, 11),
)
PLAIN = LetterFacts(
    business=SENDER,
    customer="Harbour Café",
    case_id="D-INV-2041",
    invoice=NAMED,
    sums=sums_of(disputed=340_000),
    today=date(2026, 5, 7),
    call_by=date(2026, 5, 8),
    reply_by=date(2026, 5, 14),
    answer_by=date(2026, 5, 11),
    pay_by=date(2026, 5, 21),
    let_go=eur(0),
    rest=eur(TOTAL),
    lines=(a_line("Third revision round", 340_000, None),),
    history=History(OBJECTED),
    hold=HoldTold(is_on=True),
)
BARE = LetterFacts(
    business=Sender(),
    customer=None,
    case_id="D-1",
    invoice=InvoiceNamed(),
    sums=Sums(*[eur(0)] * 10),
    today=date(2026, 5, 7),
    call_by=date(2026, 5, 8),
    reply_by=date(2026, 5, 14),
    answer_by=date(2026, 5, 11),
    pay_by=date(2026, 5, 21),
    let_go=eur(0),
    rest=eur(0),
)
# A letter that is written when an answer has been out for a while.
LATER = replace(
    PLAIN,
    today=date(2026, 5, 18),
    call_by=date(2026, 5, 19),
    reply_by=date(2026, 5, 25),
    answer_by=date(2026, 5, 21),
    pay_by=date(2026, 6, 2),
    history=History(OBJECTED, ACKNOWLEDGED, None, ANSWERED),
)
PAID = PaymentMade(eur(500_000), date(2026, 5, 4))
DENIED = a_line("Third revision round", 340_000, Assessment.NOT_VALID)
OPEN = a_line("Stock photographs", 120_000, Assessment.AMBIGUOUS)
RIGHT = a_line("Rush fee", 80_000, Assessment.VALID, conceded=80_000)
