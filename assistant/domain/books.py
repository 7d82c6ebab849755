"""What the books need on paper: credit notes, corrected invoices, write-off notes.

Parley makes the draft and the books make the document, whose number is typed back
(K11). Every amount is the grid's. Net and tax are split off each line by the rate the
business named, rounded half up once; the sums are sums of the lines, so each column
adds up to the cent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from assistant.domain.case import Case
from assistant.domain.events.endings import active_entries
from assistant.domain.events.sums import Credited
from assistant.domain.facts import FactName
from assistant.domain.grid import Row
from assistant.domain.money import Money, total
from assistant.domain.reasons import Reason
from assistant.domain.typed import in_one_line


class BooksKind(StrEnum):
    """Which note; the values of the first two are also what `Credited` calls them."""

    CREDIT_NOTE = "credit_note"
    CORRECTED_INVOICE = "corrected_invoice"
    WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True)
class Split:
    """A gross amount and what it is made of; net + tax = gross."""

    net: Money
    tax: Money
    gross: Money

    def __sub__(self, other: "Split") -> "Split":
        return Split(
            self.net - other.net, self.tax - other.tax, self.gross - other.gross
        )


def split(gross: Money, rate: Decimal) -> Split:
    """Take the tax out of a gross amount.

    rate: in percent of the net amount, 0 or more.
    """
    exact = Decimal(gross.minor) * 100 / (100 + rate)
    net = Money(int(exact.to_integral_value(ROUND_HALF_UP)), gross.currency)
    return Split(net, gross - net, gross)


@dataclass(frozen=True, slots=True)
class BooksLine:
    """One line of the invoice: what it was, what comes off, what it is then.

    name: as on the invoice; empty for the row of what no line explains.
    """

    name: str
    row: str
    before: Split
    change: Split

    @property
    def after(self) -> Split:
        """What is left of it."""
        return self.before - self.change


@dataclass(frozen=True, slots=True)
class BooksNote:
    """One note for the books.

    number: of the document, as typed back from the books; empty while it is a draft.
    rate: percent of tax; None where the business has not said it, and then net and
        tax of every line are the books' own business.
    lines: all lines of the invoice for a corrected one, else those that change.
    reason: what the customer objected to.
    """

    kind: BooksKind
    number: str
    rate: Decimal | None
    lines: tuple[BooksLine, ...]
    reason: Reason | None

    def sum(self, pick: Callable[[BooksLine], Split]) -> Split:
        """The total of `before`, `change` or `after`."""
        parts = [pick(line) for line in self.lines]
        currency = parts[0].gross.currency
        return Split(
            total([part.net for part in parts], currency),
            total([part.tax for part in parts], currency),
            total([part.gross for part in parts], currency),
        )


def books_note(case: Case, kind: BooksKind, rate: Decimal | None) -> BooksNote | None:
    """The note, or None where the case gives no reason for one.

    A credit is drafted from what is conceded; one that the books have made is shown
    with its number and its own lines.
    """
    if kind is BooksKind.WRITE_OFF:
        return _written_off(case, rate)
    shares = {row.id: row.conceded for row in case.grid.rows if row.conceded}
    made = None if shares else _last_credit(case)
    if made is not None and made.document == kind:
        shares = dict(made.shares)
    if not shares:
        return None
    is_whole = kind is BooksKind.CORRECTED_INVOICE
    lines = []
    for row in case.grid.rows:
        change = shares.get(row.id, Money.zero(case.grid.currency))
        if is_whole or change:
            now = row.invoiced - row.credited
            lines.append(_line(row, now + change if made else now, change, rate))
    number = made.number if made else ""
    return BooksNote(kind, in_one_line(number), rate, tuple(lines), _reason(case))


def books_notes(case: Case, rate: Decimal | None) -> tuple[BooksNote, ...]:
    """Every note that the case calls for; of the two credits the one it decided on."""
    kinds = [_planned(case), BooksKind.WRITE_OFF]
    found = (books_note(case, kind, rate) for kind in kinds)
    return tuple(note for note in found if note is not None)


def _planned(case: Case) -> BooksKind:
    is_open = any(row.conceded for row in case.grid.rows)
    made = None if is_open else _last_credit(case)
    document = made.document if made else case.text_fact("put_right_by", case.exchange)
    is_corrected = document == BooksKind.CORRECTED_INVOICE
    return BooksKind.CORRECTED_INVOICE if is_corrected else BooksKind.CREDIT_NOTE


def _written_off(case: Case, rate: Decimal | None) -> BooksNote | None:
    rows = [row for row in case.grid.rows if row.written_off]
    if not rows:
        return None
    lines = tuple(_line(row, row.invoiced, row.written_off, rate) for row in rows)
    return BooksNote(BooksKind.WRITE_OFF, "", rate, lines, _reason(case))


def _line(row: Row, before: Money, change: Money, rate: Decimal | None) -> BooksLine:
    percent = rate or Decimal(0)
    return BooksLine(
        in_one_line(row.description),
        row.id,
        split(before, percent),
        split(change, percent),
    )


def _last_credit(case: Case) -> Credited | None:
    events = [entry.event for entry in active_entries(case.entries)]
    made = [event for event in events if isinstance(event, Credited)]
    return made[-1] if made else None


def _reason(case: Case) -> Reason | None:
    value = case.text_fact(FactName.REASON)
    return Reason(value) if value in set(Reason) else None
