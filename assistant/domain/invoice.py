"""The invoice a dispute is about, and the customer who received it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.domain.money import Money, total

# Rows of the claim grid that are no line of the invoice.
UNALLOCATED = "unallocated"
ROUNDING = "rounding"
ROUNDING_LIMIT = 5  # minor units; a larger gap is not rounding but missing lines


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an invoice.

    id: `L1`, `L2`... in the invoice's order.
    amount: gross, in the invoice's currency.
    """

    id: str
    description: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Invoice:
    """What was billed.

    number: as printed on the invoice; None when there is none.
    total: gross; None until the owner has said it.
    lines: may be empty (only the total is known) or fall short of the total.
    """

    number: str | None
    currency: str
    total: Money | None = None
    lines: tuple[Line, ...] = ()
    issued_on: date | None = None
    due_on: date | None = None

    def rows(self) -> tuple[Line, ...]:
        """The lines, with a row for what no line explains, so that they add up.

        Empty while the total is unknown.
        """
        if self.total is None:
            return ()
        gap = self.total - total([line.amount for line in self.lines], self.currency)
        if not gap:
            return self.lines
        small = bool(self.lines) and abs(gap.minor) <= ROUNDING_LIMIT
        return (*self.lines, Line(ROUNDING if small else UNALLOCATED, "", gap))


class CustomerKind(StrEnum):
    """Who the customer is in law; the rules differ."""

    CONSUMER = "consumer"
    SOLE_TRADER = "sole_trader"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Customer:
    """Who received the invoice; what is not known is None.

    address: as typed, in one line or several; see `address_lines`.
    """

    name: str | None = None
    kind: CustomerKind | None = None
    language: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None
