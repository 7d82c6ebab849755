"""What moves in the claim grid."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from assistant.domain.case import (
    Case,
    Credit,
    Entry,
    Payment,
    Remittance,
)
from assistant.domain.events.endings import active_entries
from assistant.domain.money import Money, total
from assistant.errors import InputError


@dataclass(frozen=True, slots=True)
class DisputeSet:
    """How much of a row the customer disputes."""

    kind: ClassVar[str] = "dispute_set"
    row: str
    amount: Money

    def apply(self, case: Case, entry: Entry) -> Case:
        """Set the disputed part in the grid."""
        return replace(case, grid=case.grid.dispute(self.row, self.amount))


@dataclass(frozen=True, slots=True)
class Conceded:
    """The owner agrees that this much of a row is not owed."""

    kind: ClassVar[str] = "conceded"
    row: str
    amount: Money

    def apply(self, case: Case, entry: Entry) -> Case:
        """Set the conceded part in the grid."""
        return replace(case, grid=case.grid.concede(self.row, self.amount))


@dataclass(frozen=True, slots=True)
class Credited:
    """The books made a credit; `number` is typed back from there (K11).

    shares: row id and amount of each part.
    document: `credit_note` or `corrected_invoice`.
    """

    kind: ClassVar[str] = "credited"
    shares: tuple[tuple[str, Money], ...]
    document: str
    number: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Credit the rows and note the document."""
        grid = case.grid
        for row, amount in self.shares:
            grid = grid.credit(row, amount)
        amounts = [amount for _, amount in self.shares]
        credit = Credit(
            total(amounts, case.grid.currency), self.document, self.number, entry.at
        )
        return replace(case, grid=grid, credits=(*case.credits, credit))


@dataclass(frozen=True, slots=True)
class WrittenOff:
    """The business gives up part of a row although it was owed."""

    kind: ClassVar[str] = "written_off"
    row: str
    amount: Money

    def apply(self, case: Case, entry: Entry) -> Case:
        """Move it out of what is due."""
        return replace(case, grid=case.grid.write_off(self.row, self.amount))


@dataclass(frozen=True, slots=True)
class ObjectionSettled:
    """The objection to a row is over; what is left of the row is owed."""

    kind: ClassVar[str] = "objection_settled"
    row: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Nothing of the row is disputed any more."""
        return replace(case, grid=case.grid.settle(self.row))


@dataclass(frozen=True, slots=True)
class PaymentReceived:
    """Money arrived. Fields as in `Payment`."""

    kind: ClassVar[str] = "payment_received"
    amount: Money
    received_on: date
    applies_to: tuple[str, ...] = ()
    tender: str | None = None
    remittance: str = ""

    def apply(self, case: Case, entry: Entry) -> Case:
        """Apply it to the grid; what is more than is due stands beside it."""
        if self.amount.minor <= 0:
            raise InputError("error.amount_not_positive")
        rows = [case.grid.row(row) for row in self.applies_to] or list(case.grid.rows)
        room = total([row.due for row in rows], case.grid.currency)
        if self.amount.currency == case.grid.currency and room.minor <= 0:
            raise InputError("error.nothing_due", amount=self.amount)
        paid = Payment(
            self.amount, self.received_on, self.applies_to, self.tender, self.remittance
        )
        part = min(self.amount, room) if _same(self.amount, room) else self.amount
        return replace(
            case,
            grid=case.grid.pay(part, self.applies_to),
            payments=(*case.payments, paid),
        )


@dataclass(frozen=True, slots=True)
class PaymentTakenBack:
    """A payment was noted by mistake; the case is as if it had not been.

    entry: number of the entry that noted it.
    """

    kind: ClassVar[str] = "payment_taken_back"
    entry: int

    def apply(self, case: Case, entry: Entry) -> Case:
        """Fold the case without it; InputError if what came later does not fit."""
        kept = [e for e in active_entries(case.entries) if e.number != self.entry]
        return case.folded_from(kept)


@dataclass(frozen=True, slots=True)
class MoneyReported:
    """The customer sent, handed over or announced money; what it is, is asked.

    Fields as in `Remittance`. It counts once a `PaymentReceived` names it.
    """

    kind: ClassVar[str] = "money_reported"
    amount: Money | None = None
    words: str = ""
    source: str = ""

    def apply(self, case: Case, entry: Entry) -> Case:
        """Give it the next id; InputError for an amount of nothing."""
        if self.amount is not None and self.amount.minor <= 0:
            raise InputError("error.amount_not_positive")
        number = len(case.remittances) + 1
        told = Remittance(f"P{number}", entry.at, self.amount, self.words, self.source)
        return replace(case, remittances=(*case.remittances, told))


@dataclass(frozen=True, slots=True)
class MoneyWithdrawn:
    """There was no such money after all; its id is not given again.

    remittance: its id.
    """

    kind: ClassVar[str] = "money_withdrawn"
    remittance: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Ask nothing more about it; InputError while it counts as a payment."""
        if case.payment_of(self.remittance):
            raise InputError("error.money_counts")
        told = tuple(
            replace(each, is_withdrawn=True) if each.id == self.remittance else each
            for each in case.remittances
        )
        return replace(case, remittances=told)


def _same(one: Money, other: Money) -> bool:
    return one.currency == other.currency
