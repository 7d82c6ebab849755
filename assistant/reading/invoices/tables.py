"""Lists of invoices: a row per invoice, or a row per line of an invoice."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from assistant.chat.replies import Phrase, phrase
from assistant.domain.currencies import CODES, meant_by
from assistant.domain.money import Money, total
from assistant.domain.typed import Separators
from assistant.errors import InputError
from assistant.reading.invoices.columns import Column, columns_in, is_header, plain_name
from assistant.reading.invoices.figures import (
    Writing,
    currency_in,
    money_of,
    writing_of,
)
from assistant.reading.invoices.found import (
    LONGEST_NUMBER,
    LONGEST_WORDS,
    Draft,
    InvoicesFound,
    LineFound,
    Source,
    Standing,
    TaxFound,
    shortened,
)

MOST_ROWS = 20_000
MOST_INVOICES = 5_000
_MOST_LINES = 1_000  # of one invoice
_HEADER_WITHIN = 25  # rows from the top
_SAMPLE = 400  # rows that tell how figures are written
_MOST_PROBLEMS = 50

_NOT_BILLED = frozenset(
    """draft void voided deleted cancelled canceled scheduled failed entwurf storniert
    brouillon annulee borrador anulada anulado bozza annullata rascunho anulada
    concept geannuleerd""".split()
)
_PAID = frozenset(
    """paid closed payee pagada pagado pagata pagato paga bezahlt beglichen betaald
    yes""".split()
)
_BILLS = frozenset(
    """invoice sales invoice tax invoice accrec sales invoice accrec rechnung facture
    factura fattura fatura factuur""".split()
)
_CREDITS = re.compile(
    r"credit|gutschrift|avoir|abono|nota de cr|nota di cr|refund|accreccredit"
)


@dataclass(slots=True)
class _Group:
    """The rows of one invoice.

    first: the number of its first row in the file.
    number: as the first row has it; empty without one.
    heading: the report's heading above it, usually the customer.
    """

    first: int
    number: str = ""
    heading: str = ""
    rows: list[Sequence[str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Table:
    """A list's rows, what its columns hold, and how it writes figures.

    names: the header as written, for the words that a value came from.
    """

    columns: dict[Column, int]
    names: Sequence[str]
    writing: Writing
    expected: str

    def cell(self, row: Sequence[str], column: Column) -> str:
        place = self.columns.get(column)
        return row[place].strip() if place is not None and place < len(row) else ""

    def name(self, column: Column) -> str:
        return self.names[self.columns[column]].strip()


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The number of the row that names the columns; None if this is no list."""
    best, best_count = None, 0
    for number, row in enumerate(rows[:_HEADER_WITHIN]):
        columns = columns_in(row)
        if is_header(columns) and len(columns) > best_count:
            best, best_count = number, len(columns)
    return best


def read_table(
    rows: Sequence[Sequence[str]],
    *,
    currency: str | None,
    separators: Separators | None,
    day_first: bool | None,
) -> InvoicesFound:
    """The invoices of a list, in its order.

    rows: cells as texts, with a header among the first rows (`find_header`).
    Raises InputError: error.invoice_nothing_found without a header or any invoice,
    error.invoice_too_many (limit), error.invoice_no_currency.
    """
    head = find_header(rows)
    if head is None:
        raise InputError("error.invoice_nothing_found")
    if len(rows) - head > MOST_ROWS:
        raise InputError("error.invoice_too_many", limit=MOST_ROWS)
    columns = columns_in(rows[head])
    sample = "\n".join("\t".join(row) for row in rows[head : head + _SAMPLE])
    expected, _, _ = currency_in(sample, currency)
    writing = writing_of(sample, expected, separators, day_first=day_first)
    table = _Table(columns, rows[head], writing, expected)
    groups = _grouped(table, rows[head + 1 :], head + 2)
    if len(groups) > MOST_INVOICES:
        raise InputError("error.invoice_too_many", limit=MOST_INVOICES)
    return _found(table, groups)


def _found(table: _Table, groups: Iterable[_Group]) -> InvoicesFound:
    invoices, problems = [], []
    for group in groups:
        try:
            draft = _draft(table, group)
            if draft is None:
                continue
            invoices.append(draft.found())
        except InputError as error:
            problems.append(_problem(table, group, error))
    if not invoices and not problems:
        raise InputError("error.invoice_nothing_found")
    return InvoicesFound(tuple(invoices), tuple(problems[:_MOST_PROBLEMS]))


def _problem(table: _Table, group: _Group, error: InputError) -> Phrase:
    number = shortened(table.cell(group.rows[0], Column.NUMBER), LONGEST_NUMBER)
    why = phrase(error.phrase, **error.facts)
    return phrase("invoice.row_unread", row=group.first, number=number or "-", why=why)


def _grouped(table: _Table, rows: Sequence[Sequence[str]], first: int) -> list[_Group]:
    """Rows of the same number belong together; rows without one to the row above."""
    groups: dict[str, _Group] = {}
    last: _Group | None = None
    heading = ""
    for place, row in enumerate(rows):
        filled = [cell for cell in row if cell.strip()]
        if not filled:
            last = None
            continue
        number = table.cell(row, Column.NUMBER)
        if not number:
            if len(filled) == 1:  # a report's heading: the customer of what follows
                heading, last = filled[0].strip(), None
            elif last is not None and _is_further_line(table, row):
                last.rows.append(row)
            elif not _is_sum(row) and Column.NUMBER not in table.columns:
                groups[f"row {place}"] = _Group(first + place, "", heading, [row])
            continue
        customer = table.cell(row, Column.CUSTOMER).casefold()
        key = f"{number.casefold()}|{customer}"
        if not customer and last is not None and number == last.number:
            last.rows.append(row)
            continue
        last = groups.setdefault(key, _Group(first + place, number, heading))
        last.rows.append(row)
    return list(groups.values())


def _is_further_line(table: _Table, row: Sequence[str]) -> bool:
    """Whether a row without a number carries on the invoice above."""
    has_text = table.cell(row, Column.TEXT) or table.cell(row, Column.ITEM)
    return bool(has_text) and not _is_sum(row)


def _is_sum(row: Sequence[str]) -> bool:
    start = next((plain_name(cell) for cell in row if cell.strip()), "")
    return start.startswith(("total", "sum", "gesamt", "totale", "totaal", "grand"))


def _draft(table: _Table, group: _Group) -> Draft | None:
    """The invoice of these rows; None for rows that are no invoice (a payment)."""
    first = group.rows[0]
    kind = plain_name(table.cell(first, Column.TYPE))
    is_credit = bool(_CREDITS.search(kind))
    if kind and not is_credit and not set(kind.split()) & _BILLS:
        return None
    currency = _currency(table, first)
    writing = Writing(currency, table.writing.separators, table.writing.day_first)
    draft = Draft(Source.TABLE, currency)
    for name, column in (("number", Column.NUMBER), ("customer", Column.CUSTOMER)):
        value = _first_filled(table, group, column)
        setattr(draft, name, value)
        if value:
            draft.note(name, table.name(column))
    if group.heading and Column.CUSTOMER not in table.columns:
        draft.customer = group.heading
        draft.note("customer", group.heading, sure=False)
    for name, column in (("issued_on", Column.ISSUED), ("due_on", Column.DUE)):
        read = writing.day(_first_filled(table, group, column))
        if read:
            setattr(draft, name, read[0])
            draft.note(name, table.name(column), sure=read[1])
    _read_lines(table, group, writing, draft)
    _read_sums(table, group, writing, draft)
    _read_standing(table, first, draft)
    if is_credit:
        draft.standing = Standing.CREDIT
        draft.total = max(draft.total, -draft.total) if draft.total else None
    return draft


def _currency(table: _Table, row: Sequence[str]) -> str:
    written = table.cell(row, Column.CURRENCY).strip().upper()
    if written in CODES:
        return written
    meant = meant_by(written) if written else frozenset()
    return next(iter(meant)) if len(meant) == 1 else table.expected


def _read_sums(table: _Table, group: _Group, writing: Writing, draft: Draft) -> None:
    def amount(column: Column) -> Money | None:
        return writing.amount(_first_filled(table, group, column))

    draft.net = amount(Column.NET)
    tax = amount(Column.TAX)
    if tax and not draft.taxes:
        draft.taxes.append(TaxFound(tax))
        draft.note("taxes", table.name(Column.TAX))
    balance, paid = amount(Column.BALANCE), amount(Column.PAID)
    _read_total(table, group, writing, draft)
    if draft.total is None and balance is not None:
        draft.total = balance + (paid or Money.zero(draft.currency))
        draft.note("total", table.name(Column.BALANCE), sure=paid is not None)
    if paid is not None:
        draft.paid = paid
        draft.note("paid", table.name(Column.PAID))
    elif balance is not None and draft.total and balance <= draft.total:
        draft.paid = draft.total - balance
        draft.note("paid", table.name(Column.BALANCE))


def _read_total(table: _Table, group: _Group, writing: Writing, draft: Draft) -> None:
    """The total as told; else of the rows' amounts; else of the lines."""
    told = [writing.amount(table.cell(row, Column.TOTAL)) for row in group.rows]
    known = [each for each in told if each is not None]
    if known:
        same = all(each == known[0] for each in known)
        draft.total = known[0] if same else total(known, draft.currency)
        draft.note("total", table.name(Column.TOTAL), sure=same)
        return
    if Column.AMOUNT in table.columns:
        parts = [writing.amount(table.cell(row, Column.AMOUNT)) for row in group.rows]
        draft.total = total([each for each in parts if each], draft.currency)
        draft.note("total", table.name(Column.AMOUNT), sure=len(group.rows) == 1)
        return
    gross = [line.gross for line in draft.lines]
    gross += [value for _, value in draft.line_amounts]
    if gross:
        draft.total = total(gross, draft.currency)
        draft.note("total", "+", sure=False)
    elif draft.net is not None:
        tax = total([each.amount for each in draft.taxes], draft.currency)
        draft.total = draft.net + tax
        draft.note("total", table.name(Column.NET), sure=False)


def _read_lines(table: _Table, group: _Group, writing: Writing, draft: Draft) -> None:
    """The lines, where the list has a row for each; a single row needs its amount."""
    has_lines = {Column.LINE_NET, Column.LINE_GROSS, Column.PRICE} & set(table.columns)
    for row in group.rows[:_MOST_LINES]:
        text = _line_text(table, row)
        net = writing.amount(table.cell(row, Column.LINE_NET))
        gross = writing.amount(table.cell(row, Column.LINE_GROSS))
        tax = writing.amount(table.cell(row, Column.LINE_TAX))
        if net is None and gross is None and has_lines:
            net = _multiplied(table, row, draft.currency, writing)
        if net is None and gross is None and len(group.rows) > 1:
            net = writing.amount(table.cell(row, Column.AMOUNT))
        if gross is not None:
            draft.lines.append(LineFound(text, gross, net, tax))
        elif net is not None and tax is not None:
            draft.lines.append(LineFound(text, net + tax, net, tax))
        elif net is not None:
            draft.line_amounts.append((text, net))
    if draft.lines and draft.line_amounts:  # some rows without tax: it is none there
        draft.lines += [LineFound(text, amount) for text, amount in draft.line_amounts]
        draft.line_amounts = []
    _settle_tax(table, group, writing, draft)


def _settle_tax(table: _Table, group: _Group, writing: Writing, draft: Draft) -> None:
    """Lines whose amounts hold their tax already: the total tells."""
    whole = writing.amount(_first_filled(table, group, Column.TOTAL))
    nets = [line.net for line in draft.lines if line.net is not None]
    if whole is None or len(nets) != len(draft.lines) or not nets:
        return
    with_tax = total([line.gross for line in draft.lines], draft.currency)
    if with_tax != whole and total(nets, draft.currency) == whole:
        draft.lines = [
            LineFound(line.description, line.net, line.net - line.tax, line.tax)
            for line in draft.lines
            if line.net is not None and line.tax is not None
        ]


def _line_text(table: _Table, row: Sequence[str]) -> str:
    parts = (table.cell(row, Column.ITEM), table.cell(row, Column.TEXT))
    words = list(dict.fromkeys(part for part in parts if part))
    return shortened(": ".join(words), LONGEST_WORDS)


def _multiplied(
    table: _Table, row: Sequence[str], currency: str, writing: Writing
) -> Money | None:
    """Quantity times price; a quantity left out is one."""
    price = writing.amount(table.cell(row, Column.PRICE))
    written = table.cell(row, Column.QUANTITY).replace(",", ".") or "1"
    if price is None:
        return None
    try:
        return money_of(str(price.amount * Decimal(written)), currency)
    except InvalidOperation:
        return None


def _read_standing(table: _Table, row: Sequence[str], draft: Draft) -> None:
    words = set(plain_name(table.cell(row, Column.STATUS)).split())
    words |= set(plain_name(table.cell(row, Column.PAID)).split())
    is_settled = draft.total is not None and draft.paid == draft.total
    is_unpaid = bool(words & {"unpaid", "partial", "partially", "overdue", "not"})
    if words & _NOT_BILLED:
        draft.standing = Standing.NOT_BILLED
    elif is_settled or (words & _PAID and not is_unpaid):
        draft.standing = Standing.PAID
        draft.paid = draft.paid or draft.total


def _first_filled(table: _Table, group: _Group, column: Column) -> str:
    return next(_filled(table, group, column), "")


def _filled(table: _Table, group: _Group, column: Column) -> Iterator[str]:
    for row in group.rows:
        cell = table.cell(row, column)
        if cell:
            yield cell
