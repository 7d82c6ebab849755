"""Notes for the books as papers: credit note, corrected invoice, write-off note.

Each is a draft from which the books make their own document (K11); it names the
original invoice, and says what to write on that one.
"""

from dataclasses import dataclass

from assistant.chat.replies import Phrase, phrase
from assistant.documents.letters import (
    Around,
    addressee,
    pages_pattern,
    reference_facts,
)
from assistant.documents.paper import Block, Paper, Say, Table, Text
from assistant.domain.books import BooksKind, BooksLine, BooksNote, Split
from assistant.domain.invoice import ROUNDING, UNALLOCATED
from assistant.domain.money import Money


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words of a note depend on.

    is_american: a credit note is called a credit memo.
    is_on_payment: what is let off is let off once the agreed money has cleared.
    """

    language: str
    is_american: bool = False
    is_on_payment: bool = False


def books_paper(note: BooksNote, around: Around, wording: Wording, say: Say) -> Paper:
    """The paper of a note; every amount in it is the note's."""
    title = say(_title(note, around, wording))
    return Paper(
        title=title,
        language=wording.language,
        size=around.size,
        made_on=around.made_on,
        head=around.head,
        to=() if note.kind is BooksKind.WRITE_OFF else addressee(around.customer),
        facts=reference_facts(around, say),
        subject=title,
        blocks=tuple(_blocks(note, around, wording, say)),
        pages=pages_pattern(say),
        banner=_banner(note, say),
    )


def _title(note: BooksNote, around: Around, wording: Wording) -> Phrase:
    named = around.invoice.number or phrase("books.no_number")
    number = note.number or phrase("books.number_open")
    if note.kind is BooksKind.CREDIT_NOTE and wording.is_american:
        return phrase("books.title.credit_memo", invoice=named, number=number)
    return phrase(f"books.title.{note.kind}", invoice=named, number=number)


def _banner(note: BooksNote, say: Say) -> str:
    if note.number:
        return say(phrase("books.made", number=note.number))
    is_internal = note.kind is BooksKind.WRITE_OFF
    return say(phrase("books.internal" if is_internal else "books.draft"))


def _blocks(note: BooksNote, around: Around, wording: Wording, say: Say) -> list[Block]:
    invoice = around.invoice
    named = phrase("value", value=invoice.number or phrase("books.no_number"))
    if invoice.number and invoice.issued_on:
        named = phrase(
            "paper.invoice_of", number=invoice.number, date=invoice.issued_on
        )
    why = phrase(f"books.why.{note.reason or 'none'}")
    amount = note.sum(lambda line: line.change).gross
    opening = phrase(f"books.says.{note.kind}", invoice=named, amount=amount, why=why)
    blocks: list[Block] = [Text(say(opening)), _table(note, say)]
    if note.rate is None:
        blocks.append(Text(say(phrase("books.no_rate"))))
    if wording.is_on_payment and not note.number:
        blocks.append(Text(say(phrase("books.on_payment"))))
    blocks.append(Text(say(_reference(note, invoice.number))))
    return blocks


def _reference(note: BooksNote, invoice: str | None) -> Phrase:
    """What to write on the original, so that each names the other."""
    number = note.number or phrase("books.number_open")
    named = invoice or phrase("books.no_number")
    return phrase(f"books.on_original.{note.kind}", number=number, invoice=named)


def _table(note: BooksNote, say: Say) -> Table:
    """A line each, then the sums; net and tax only where the rate is known."""
    is_corrected = note.kind is BooksKind.CORRECTED_INVOICE
    columns = ("was", "change", "now") if is_corrected else ("was", "change")
    if note.rate is not None:
        split = "now" if is_corrected else "change"
        columns = (*columns[:-1], f"{split}_net", f"{split}_tax", f"{split}_gross")
    header = tuple(
        say(phrase(f"books.column.{name}", rate=_percent(note)))
        for name in ("line", *columns)
    )
    rows = [
        (_name(line, say), *_cells(line.before, line.change, line.after, columns, say))
        for line in note.lines
    ]
    sums = _cells(
        note.sum(lambda line: line.before),
        note.sum(lambda line: line.change),
        note.sum(lambda line: line.after),
        columns,
        say,
    )
    rows.append((say(phrase("books.total")), *sums))
    return Table(header, tuple(rows), totals=1)


def _cells(
    before: Split, change: Split, after: Split, columns: tuple[str, ...], say: Say
) -> tuple[str, ...]:
    amounts: dict[str, Money] = {
        "was": before.gross,
        "change": change.gross,
        "now": after.gross,
        "change_net": change.net,
        "change_tax": change.tax,
        "change_gross": change.gross,
        "now_net": after.net,
        "now_tax": after.tax,
        "now_gross": after.gross,
    }
    return tuple(say(phrase("value", value=amounts[name])) for name in columns)


def _percent(note: BooksNote) -> str:
    rate = note.rate
    return "" if rate is None else f"{rate.normalize():f}"


def _name(line: BooksLine, say: Say) -> str:
    if line.name:
        return line.name
    keys = {ROUNDING: "books.rounding", UNALLOCATED: "books.rest"}
    return say(phrase(keys.get(line.row, "books.rest")))
