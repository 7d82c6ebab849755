"""Invoices from files: into the book, and from a dropped file to an opened dispute."""

from dataclasses import dataclass, replace
from io import BytesIO

from assistant.chat.events import FileGiven
from assistant.chat.replies import (
    Card,
    Field,
    Option,
    Paragraph,
    Phrase,
    Question,
    Table,
    Tone,
    Typed,
    phrase,
)
from assistant.domain.business import BookedInvoice, Business
from assistant.domain.evidence import EvidenceKind
from assistant.domain.invoice import ROUNDING_LIMIT, Line
from assistant.domain.money import total
from assistant.domain.typed import clean_line
from assistant.errors import InputError
from assistant.reading.invoices.found import (
    InvoiceFound,
    InvoicesFound,
    LineFound,
    Standing,
)
from assistant.reading.invoices.pictures import is_picture, read_picture
from assistant.reading.invoices.reader import read_invoices
from assistant.usecases import attaching, opening, pasted
from assistant.usecases.office import FILE_LIMIT
from assistant.usecases.visit import Visit

OFFER, SENTENCE = "importing.offer", "importing.sentence"
_OFFERS = tuple(
    Option(name, phrase(f"importing.offer.{name}"))
    for name in ("dispute", "keep", "wrong")
)
_SHOWN_ROWS = 200


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the invoices of a file, as numbers of invoices."""

    new: int
    changed: int
    same: int
    skipped: int


def import_file(visit: Visit, raw: bytes, name: str) -> tuple[Phrase, ...]:
    """Put the invoices of a file into the book and show what was read.

    Returns what could not be read, a line each. Raises InputError as `read_invoices`.
    """
    found = _read(visit, raw, name)
    if found.invoices:
        visit.say(_table(found.invoices))
    counted, problems = _book(visit, found.invoices)
    visit.tell(
        "importing.done",
        Tone.GOOD,
        new=counted.new,
        changed=counted.changed,
        same=counted.same,
        skipped=counted.skipped,
    )
    for invoice in found.invoices:
        _say_doubts(visit, invoice)
    return (*found.problems, *problems)


def file_given(visit: Visit, event: FileGiven) -> None:
    """A file outside a case: an invoice offers its dispute, a picture its words."""
    with event.open() as stream:
        raw = stream.read(FILE_LIMIT + 1)
    try:
        found = _read(visit, raw, event.name)
    except InputError:
        if not is_picture(raw):
            raise
        _picture_given(visit, event, raw)
        return
    if len(found.invoices) != 1:
        problems = import_file(visit, raw, event.name)
        visit.say(*(Paragraph(problem, Tone.CAUTION) for problem in problems))
        visit.tell("importing.how_to_open")
        return
    _offer(visit, event, raw, found.invoices[0])


def answer_offer(visit: Visit, text: str) -> None:
    """Open the dispute, keep the invoice in the book, or take it out again."""
    choice = visit.picked(_OFFERS, text)
    draft = visit.conversation.draft
    number = draft["invoice"]
    visit.conversation = visit.conversation.about("")
    if choice == "dispute":
        begun = opening.Opening(number, **opening.from_draft(draft))
        opening.open_case(visit, begun)
    elif choice == "wrong":
        _save(visit, visit.business.unbooked(number))
        visit.tell("importing.removed", invoice=number)
    else:
        visit.tell("importing.kept", Tone.GOOD, invoice=number)


def answer_sentence(visit: Visit, text: str) -> None:
    """The sentence that matters in a picture goes on as pasted text does."""
    pasted.text_came(visit, text, **visit.conversation.draft)


def _read(visit: Visit, raw: bytes, name: str) -> InvoicesFound:
    profile = visit.business.profile
    habits = visit.office.habits_of(profile.language)
    return read_invoices(
        raw,
        clean_line(name[:255], 999) or "file",
        currency=profile.currency or None,
        separators=habits.separators,
        day_first=habits.day_first,
    )


# --- into the book ------------------------------------------------------------------


def _book(
    visit: Visit, invoices: tuple[InvoiceFound, ...]
) -> tuple[Imported, tuple[Phrase, ...]]:
    """Book what somebody owes or owed; drafts and credit notes are left out."""
    counts = {"new": 0, "changed": 0, "same": 0, "skipped": 0}
    problems: list[Phrase] = []
    kept: list[BookedInvoice] = []
    known = {x.number.casefold(): x for x in visit.business.invoices}
    for found in invoices:
        if not found.number:
            problems.append(
                phrase(
                    "importing.no_number", customer=found.customer, total=found.total
                )
            )
        if not found.number or not _is_bill(found):
            counts["skipped"] += 1
            continue
        booked = booked_from(found)
        before = known.get(booked.number.casefold())
        what = "new" if before is None else "same" if before == booked else "changed"
        counts[what] += 1
        known[booked.number.casefold()] = booked
        kept.append(booked)
    if kept:
        _save(visit, visit.business.booked(*kept))
    return Imported(**counts), tuple(problems)


def booked_from(found: InvoiceFound) -> BookedInvoice:
    """The invoice as the book keeps it: lines whose sum the grid can carry."""
    return BookedInvoice(
        found.number,
        found.total,
        found.customer,
        "paid" if found.standing is Standing.PAID else "open",
        found.issued_on,
        found.due_on,
        found.paid or None,
        _lines(found),
    )


def _lines(found: InvoiceFound) -> tuple[Line, ...]:
    """Lines above zero that add up to at most the total.

    A discount is no line that anybody disputes: it lowers the others in proportion.
    Lines that come to more than the total for no known reason are left out.
    """
    billed = total([line.gross for line in found.lines], found.currency)
    gap = abs((billed - found.total).minor)
    positive = [line for line in found.lines if line.gross.minor > 0]
    if not positive or billed.minor > found.total.minor + ROUNDING_LIMIT:
        return ()
    has_discount = len(positive) < len(found.lines)
    if has_discount and gap > ROUNDING_LIMIT:
        return ()
    amounts = [line.gross for line in positive]
    if has_discount:
        amounts = found.total.split([amount.minor for amount in amounts])
    numbered = enumerate(zip(positive, amounts, strict=True), start=1)
    return tuple(
        Line(f"L{number}", _text(line, number), amount)
        for number, (line, amount) in numbered
    )


def _text(line: LineFound, number: int) -> str:
    return line.description or str(number)


def _is_bill(found: InvoiceFound) -> bool:
    return found.standing in (Standing.OPEN, Standing.PAID)


def _save(visit: Visit, business: Business) -> None:
    visit.office.businesses.save(business)
    visit.business = business


def _table(invoices: tuple[InvoiceFound, ...]) -> Table[Phrase]:
    names = ("number", "customer", "issued_on", "due_on", "total", "paid", "lines")
    header = tuple(phrase(f"importing.{name}") for name in names)
    rows = tuple(_row(found) for found in invoices[:_SHOWN_ROWS])
    return Table(phrase("importing.title", count=len(invoices)), header, rows)


def _row(found: InvoiceFound) -> tuple[Phrase, ...]:
    values = (
        ("number", found.number),
        ("customer", found.customer),
        ("issued_on", found.issued_on),
        ("due_on", found.due_on),
        ("total", found.total),
        ("paid", found.paid),
        ("lines", len(found.lines)),
    )
    return tuple(_shown(found, name, value) for name, value in values)


def _shown(found: InvoiceFound, name: str, value: object) -> Phrase:
    """A value; a guess carries a question mark."""
    if value in (None, ""):
        return phrase("importing.not_found")
    key = "importing.guess" if name in found.unsure else "value"
    return phrase(key, value=value)


def _say_doubts(visit: Visit, found: InvoiceFound) -> None:
    for warning in found.warnings:
        said = phrase("importing.doubt", invoice=found.number or "?", doubt=warning)
        visit.say(Paragraph(said, Tone.CAUTION))


# --- a dropped file -----------------------------------------------------------------


def _offer(visit: Visit, event: FileGiven, raw: bytes, found: InvoiceFound) -> None:
    """Show everything that was read, and offer to open its dispute."""
    visit.say(_card(found))
    _say_doubts(visit, found)
    if not _is_bill(found):
        visit.tell(f"importing.is_{found.standing}")
        return
    draft = dict(visit.conversation.draft)  # what the customer wrote, if it was pasted
    draft |= _kept_file(visit, event, raw, EvidenceKind.INVOICE)
    if not found.number:
        draft |= {"total": str(found.total.amount), "currency": found.currency}
        opening.ask_invoice(visit, **{**draft, "customer": found.customer})
        return
    _book(visit, (found,))
    visit.conversation = visit.conversation.about("")
    draft["invoice"] = found.number
    visit.conversation = visit.conversation.asks(OFFER, **draft)
    _ask(visit, OFFER, _OFFERS)


def _picture_given(visit: Visit, event: FileGiven, raw: bytes) -> None:
    """A picture that is no invoice: a screenshot of what the customer wrote."""
    text = read_picture(raw, event.name)
    visit.conversation = visit.conversation.about("")
    draft = _kept_file(visit, event, raw, EvidenceKind.STATEMENT)
    if text:
        visit.tell("importing.picture_read", text=text)
        pasted.text_came(visit, text, **draft)
        return
    visit.tell("importing.picture_kept")
    visit.conversation = visit.conversation.asks(SENTENCE, **draft)
    _ask(visit, SENTENCE, ())


def _ask(visit: Visit, key: str, options: tuple[Option[Phrase], ...]) -> None:
    typed = None if options else Typed.TEXT
    visit.say(
        Question(
            key=key,
            prompt=phrase(f"{key}.ask"),
            options=options,
            why=phrase(f"{key}.why"),
            typed=typed,
        )
    )


def _kept_file(
    visit: Visit, event: FileGiven, raw: bytes, kind: EvidenceKind
) -> dict[str, str]:
    """Keep the original, byte for byte, for the case that may be opened."""
    given = attaching.attached(visit, event, BytesIO(raw))
    return attaching.as_draft(replace(given, kind=given.kind or kind))


def _card(found: InvoiceFound) -> Card[Phrase]:
    names = ("number", "customer", "issued_on", "due_on", "total", "paid")
    fields = [
        Field(phrase(f"importing.{name}"), _shown(found, name, getattr(found, name)))
        for name in names
    ]
    for line in found.lines[:12]:
        label = phrase("importing.line", text=line.description or "-")
        fields.append(Field(label, _shown(found, "lines", line.gross)))
    return Card(phrase("importing.card"), tuple(fields))
