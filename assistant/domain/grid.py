"""The claim grid: one row per invoice line, and it always adds up.

    invoiced = paid + undisputed + disputed + credited + written off

holds in each row and in total, to the minor unit, because `undisputed` is never
stored: it is what the others leave. An operation that would make it negative is
refused with an InputError and changes nothing. `conceded` is the part of `disputed`
that is agreed but not yet credited. The balance due is undisputed + disputed.
Every sum in a letter, an offer, a credit note or a claim comes from here.
Overpayments, interest and counterclaims stand beside the grid, never inside it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.domain.invoice import Invoice
from assistant.domain.money import Money, total
from assistant.errors import InputError


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the grid; all amounts gross, in one currency.

    id: the invoice line's id, `unallocated` or `rounding`; `total` in the sum.
    """

    id: str
    description: str
    invoiced: Money
    paid: Money
    disputed: Money
    conceded: Money
    credited: Money
    written_off: Money

    @classmethod
    def fresh(cls, row_id: str, description: str, invoiced: Money) -> "Row":
        """A row of which nothing is paid, disputed or let go yet."""
        zero = Money.zero(invoiced.currency)
        return cls(row_id, description, invoiced, zero, zero, zero, zero, zero)

    @property
    def undisputed(self) -> Money:
        """What is due and not questioned."""
        settled = self.paid + self.credited + self.written_off
        return self.invoiced - settled - self.disputed

    @property
    def due(self) -> Money:
        """Balance due: undisputed + disputed."""
        return self.undisputed + self.disputed


@dataclass(frozen=True)  # no slots: the sum is kept with its grid
class Grid:
    """All rows of one case."""

    currency: str
    rows: tuple[Row, ...] = ()

    @classmethod
    def of(cls, invoice: Invoice) -> "Grid":
        """The grid of an invoice of which nothing has happened yet."""
        fresh = [Row.fresh(r.id, r.description, r.amount) for r in invoice.rows()]
        return cls(invoice.currency, tuple(fresh))

    @cached_property
    def sum(self) -> Row:
        """The total of every column; added up once, and asked for all the time."""

        def column(pick: Callable[[Row], Money]) -> Money:
            return total([pick(row) for row in self.rows], self.currency)

        return Row(
            "total",
            "",
            column(lambda r: r.invoiced),
            column(lambda r: r.paid),
            column(lambda r: r.disputed),
            column(lambda r: r.conceded),
            column(lambda r: r.credited),
            column(lambda r: r.written_off),
        )

    def row(self, row_id: str) -> Row:
        """The row with this id; InputError if the invoice has none."""
        for row in self.rows:
            if row.id == row_id:
                return row
        raise InputError("error.no_such_line", line=row_id)

    def disputed_rows(self) -> tuple[Row, ...]:
        """The rows in which something is disputed now."""
        return tuple(row for row in self.rows if row.disputed)

    def dispute(self, row_id: str, amount: Money) -> "Grid":
        """Set how much of a row is disputed; zero lifts the dispute."""
        row = self.row(row_id)
        open_now = row.due
        self._within(amount, open_now, "error.more_than_due")
        if amount < row.conceded:
            raise InputError("error.less_than_conceded", conceded=row.conceded)
        return self._with(replace(row, disputed=amount))

    def concede(self, row_id: str, amount: Money) -> "Grid":
        """Set how much of the disputed part of a row is agreed to be let off."""
        row = self.row(row_id)
        self._within(amount, row.disputed, "error.more_than_disputed")
        return self._with(replace(row, conceded=amount))

    def credit(self, row_id: str, amount: Money) -> "Grid":
        """Credit part of a row; it leaves the disputed part first."""
        row = self.row(row_id)
        self._within(amount, row.due, "error.more_than_due")
        return self._with(
            replace(_release(row, amount), credited=row.credited + amount)
        )

    def write_off(self, row_id: str, amount: Money) -> "Grid":
        """Give up part of a row; it leaves the disputed part first."""
        row = self.row(row_id)
        self._within(amount, row.due, "error.more_than_due")
        return self._with(
            replace(_release(row, amount), written_off=row.written_off + amount)
        )

    def pay(self, amount: Money, applies_to: Iterable[str] = ()) -> "Grid":
        """Apply a payment: to the rows named, else first to what is undisputed.

        applies_to: row ids in order; empty means the whole invoice.
        Raises InputError when it is more than what is due there.
        """
        named = tuple(applies_to)
        rows = [self.row(name) for name in named] if named else list(self.rows)
        room = total([row.due for row in rows], self.currency)
        self._within(amount, room, "error.more_than_due")
        left, grid = amount, self
        for undisputed_first in (True, False):
            for row_id in [row.id for row in rows]:
                row = grid.row(row_id)
                share = min(left, row.undisputed if undisputed_first else row.due)
                if share > Money.zero(self.currency):
                    grid = grid._with(_paid(row, share))
                    left -= share
        return grid

    def settle(self, row_id: str) -> "Grid":
        """The objection to a row is over: what stays of it is owed."""
        row, zero = self.row(row_id), Money.zero(self.currency)
        return self._with(replace(row, disputed=zero, conceded=zero))

    def _with(self, changed: Row) -> "Grid":
        rows = tuple(changed if row.id == changed.id else row for row in self.rows)
        return replace(self, rows=rows)

    def _within(self, amount: Money, limit: Money, phrase: str) -> None:
        if amount.currency != self.currency:
            raise InputError(
                "error.amount_currency", typed=amount.currency, expected=self.currency
            )
        if amount.minor < 0:
            raise InputError("error.amount_negative")
        if amount > limit:
            raise InputError(phrase, amount=amount, limit=limit)


def _release(row: Row, amount: Money) -> Row:
    zero = Money.zero(amount.currency)
    return replace(
        row,
        disputed=max(zero, row.disputed - amount),
        conceded=max(zero, row.conceded - amount),
    )


def _paid(row: Row, share: Money) -> Row:
    """A payment meets the undisputed part first, then what is disputed."""
    from_disputed = max(Money.zero(share.currency), share - row.undisputed)
    disputed = row.disputed - from_disputed
    return replace(
        row,
        paid=row.paid + share,
        disputed=disputed,
        conceded=min(row.conceded, disputed),
    )
