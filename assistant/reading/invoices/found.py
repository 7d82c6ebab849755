"""What an invoice says, as far as it could be read, each value with its words.

Nothing here is a fact yet: the owner sees it and confirms. `unsure` names the values
that are guesses, `warnings` say what does not fit together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from assistant.chat.replies import Phrase, phrase
from assistant.domain.invoice import ROUNDING_LIMIT
from assistant.domain.money import Money, total
from assistant.domain.typed import clean_line
from assistant.errors import InputError

LONGEST_WORDS = 200  # characters of a name, a description, or the words it came from
LONGEST_NUMBER = 60


class Source(StrEnum):
    """What kind of file it was read from."""

    ELECTRONIC = "electronic"
    TABLE = "table"
    TEXT = "text"
    PICTURE = "picture"


class Standing(StrEnum):
    """What the file says of the invoice itself."""

    OPEN = "open"
    PAID = "paid"
    NOT_BILLED = "not_billed"  # a draft, or void: nobody owes it
    CREDIT = "credit"  # a credit note, not an invoice


@dataclass(frozen=True, slots=True)
class LineFound:
    """One line. gross: with tax; net, tax: None where the file does not tell."""

    description: str
    gross: Money
    net: Money | None = None
    tax: Money | None = None


@dataclass(frozen=True, slots=True)
class TaxFound:
    """Tax of one rate. rate: in percent, None where the file does not tell."""

    amount: Money
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class InvoiceFound:
    """An invoice as it was read.

    number, customer: empty when they were not found.
    total: gross, above zero. paid: so far, as the file says; zero if it does not.
    because: name of a value -> the words or the field it came from.
    unsure: names of values that are guesses.
    """

    number: str
    customer: str
    currency: str
    total: Money
    paid: Money
    issued_on: date | None = None
    due_on: date | None = None
    lines: tuple[LineFound, ...] = ()
    taxes: tuple[TaxFound, ...] = ()
    standing: Standing = Standing.OPEN
    source: Source = Source.TEXT
    because: Mapping[str, str] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    warnings: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class InvoicesFound:
    """Everything that one file holds.

    problems: what could not be read, a line each.
    """

    invoices: tuple[InvoiceFound, ...]
    problems: tuple[Phrase, ...] = ()


@dataclass(slots=True)
class Draft:
    """An invoice while it is being read; see InvoiceFound.

    net: the sum without tax, where it is told.
    line_amounts: lines whose amounts are net or gross; `found` settles which.
    """

    source: Source
    currency: str
    number: str = ""
    customer: str = ""
    issued_on: date | None = None
    due_on: date | None = None
    total: Money | None = None
    paid: Money | None = None
    net: Money | None = None
    standing: Standing = Standing.OPEN
    lines: list[LineFound] = field(default_factory=list)
    line_amounts: list[tuple[str, Money]] = field(default_factory=list)
    taxes: list[TaxFound] = field(default_factory=list)
    because: dict[str, str] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    warnings: list[Phrase] = field(default_factory=list)

    def note(self, name: str, words: str, *, sure: bool = True) -> None:
        """Remember where a value came from."""
        self.because[name] = shortened(words, LONGEST_WORDS)
        if sure:
            self.unsure.discard(name)
        else:
            self.unsure.add(name)

    def found(self) -> InvoiceFound:
        """The invoice; InputError("error.invoice_no_total") without a total above 0."""
        if self.total is None or self.total.minor <= 0:
            raise InputError("error.invoice_no_total")
        if self.line_amounts:
            self._settle_lines(self.total)
        self._check(self.total)
        zero = Money.zero(self.currency)
        return InvoiceFound(
            number=shortened(self.number, LONGEST_NUMBER),
            customer=shortened(self.customer, LONGEST_WORDS),
            currency=self.currency,
            total=self.total,
            paid=self.paid if self.paid and self.paid > zero else zero,
            issued_on=self.issued_on,
            due_on=self.due_on,
            lines=tuple(self.lines),
            taxes=tuple(self.taxes),
            standing=self.standing,
            source=self.source,
            because=dict(self.because),
            unsure=frozenset(self.unsure),
            warnings=tuple(self.warnings),
        )

    def _settle_lines(self, whole: Money) -> None:
        """Whether the lines' amounts are with or without tax: what adds up is meant."""
        amounts = [amount for _, amount in self.line_amounts]
        billed = total(amounts, self.currency)
        tax = total([each.amount for each in self.taxes], self.currency)
        net = self.net or whole - tax
        if _same(billed, whole) or not _same(billed, net):
            self.lines = [LineFound(text, amount) for text, amount in self.line_amounts]
            return
        grossed = _scaled(amounts, whole)
        self.lines = [
            LineFound(text, gross, amount, gross - amount)
            for (text, amount), gross in zip(self.line_amounts, grossed, strict=True)
        ]

    def _check(self, whole: Money) -> None:
        """Warn of what does not fit together."""
        billed = total([line.gross for line in self.lines], self.currency)
        if self.lines and not _same(billed, whole):
            self.warnings.append(
                phrase("invoice.lines_differ", lines=billed, total=whole)
            )
            self.unsure.add("lines")
        tax = total([each.amount for each in self.taxes], self.currency)
        if self.net and tax and not _same(self.net + tax, whole):
            with_tax = self.net + tax
            self.warnings.append(
                phrase("invoice.tax_differs", with_tax=with_tax, total=whole)
            )
            self.unsure.add("total")
        if self.paid and self.paid > whole:
            self.warnings.append(
                phrase("invoice.paid_above_total", paid=self.paid, total=whole)
            )
            self.unsure.add("paid")
        if self.issued_on and self.due_on and self.due_on < self.issued_on:
            self.warnings.append(
                phrase("invoice.due_first", due=self.due_on, issued=self.issued_on)
            )
            self.unsure |= {"issued_on", "due_on"}


def shortened(text: str, limit: int) -> str:
    """One clean line of at most `limit` characters."""
    return clean_line(text[: limit * 4], limit * 12)[:limit].strip()


def _same(one: Money, other: Money) -> bool:
    return abs((one - other).minor) <= ROUNDING_LIMIT


def _scaled(amounts: list[Money], whole: Money) -> list[Money]:
    """The amounts raised in proportion so that they add up to the whole."""
    if all(amount.minor >= 0 for amount in amounts) and any(amounts):
        return whole.split([amount.minor for amount in amounts])
    billed = total(amounts, whole.currency).minor
    if not billed:
        return amounts
    grossed = [
        Money(amount.minor * whole.minor // billed, whole.currency)
        for amount in amounts
    ]
    left = whole - total(grossed, whole.currency)
    largest = max(range(len(grossed)), key=lambda index: grossed[index].minor)
    grossed[largest] += left
    return grossed
