"""How a case begins: the invoice, the customer and the hold."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from assistant.domain.case import (
    Case,
    Entry,
)
from assistant.domain.grid import Grid
from assistant.domain.hold import Channel, Hold, HoldPart
from assistant.domain.invoice import (
    ROUNDING_LIMIT,
    Customer,
    CustomerKind,
    Invoice,
    Line,
)
from assistant.domain.money import Money, total
from assistant.errors import InputError


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """The case began. The invoice's total and the customer may still be unknown."""

    kind: ClassVar[str] = "case_opened"
    playbook: str
    currency: str
    invoice_number: str | None = None
    customer_name: str | None = None
    is_private: bool = False

    def apply(self, case: Case, entry: Entry) -> Case:
        """Begin; InputError if the case had begun before."""
        if case.opened_at is not None:
            raise InputError("error.already_open", case=case.id)
        return replace(
            case,
            playbook=self.playbook,
            opened_at=entry.at,
            opened_by=entry.by,
            assigned_to=entry.by,
            is_private=self.is_private,
            invoice=Invoice(self.invoice_number, self.currency),
            customer=Customer(self.customer_name),
            grid=Grid(self.currency),
        )


@dataclass(frozen=True, slots=True)
class PlaybookChanged:
    """The case is worked by another playbook from here on; every answer stays."""

    kind: ClassVar[str] = "playbook_changed"
    playbook: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Follow it; the next step is derived from the facts as ever."""
        return replace(case, playbook=self.playbook)


@dataclass(frozen=True, slots=True)
class InvoiceDescribed:
    """The invoice's figures became known, or were put right."""

    kind: ClassVar[str] = "invoice_described"
    total: Money
    lines: tuple[Line, ...] = ()
    issued_on: date | None = None
    due_on: date | None = None

    def apply(self, case: Case, entry: Entry) -> Case:
        """Lay the grid out afresh; InputError once money has moved in it."""
        if self.total.currency != case.invoice.currency:
            raise InputError(
                "error.amount_currency",
                typed=self.total.currency,
                expected=case.invoice.currency,
            )
        if self.total.minor <= 0:
            raise InputError("error.amount_not_positive")
        billed = total([line.amount for line in self.lines], self.total.currency)
        if billed.minor > self.total.minor + ROUNDING_LIMIT:
            raise InputError("error.lines_above_total", lines=billed, total=self.total)
        before = case.grid.sum
        if before.paid or before.credited or before.written_off or before.disputed:
            raise InputError("error.invoice_in_use")
        invoice = replace(
            case.invoice,
            total=self.total,
            lines=self.lines,
            issued_on=self.issued_on or case.invoice.issued_on,
            due_on=self.due_on or case.invoice.due_on,
        )
        return replace(case, invoice=invoice, grid=Grid.of(invoice))


@dataclass(frozen=True, slots=True)
class CustomerDescribed:
    """More is known about the customer; None leaves a field as it is."""

    kind: ClassVar[str] = "customer_described"
    name: str | None = None
    customer_kind: CustomerKind | None = None
    language: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None

    def apply(self, case: Case, entry: Entry) -> Case:
        """Fill in what is given."""
        known = case.customer
        customer = Customer(
            self.name or known.name,
            self.customer_kind or known.kind,
            self.language or known.language,
            self.email or known.email,
            self.phone or known.phone,
            self.address or known.address,
        )
        return replace(case, customer=customer)


@dataclass(frozen=True, slots=True)
class HoldStarted:
    """Collection of the invoice stopped; rights and clocks run on (K8)."""

    kind: ClassVar[str] = "hold_started"
    review_on: date
    channels: tuple[str, ...] = ()
    part: HoldPart = HoldPart.ALL

    def apply(self, case: Case, entry: Entry) -> Case:
        """Switch the hold on; the channels known before are kept."""
        kept = case.hold.channels if case.hold else ()
        names = {channel.name for channel in kept}
        added = tuple(Channel(name) for name in self.channels if name not in names)
        if case.hold and case.hold.released_at is not None:
            kept = tuple(Channel(channel.name) for channel in kept)
        hold = Hold(self.part, entry.at, entry.by, self.review_on, (*kept, *added))
        return replace(case, hold=hold)


@dataclass(frozen=True, slots=True)
class ChannelSwitched:
    """The owner ticked that a chasing channel is off (or on again)."""

    kind: ClassVar[str] = "channel_switched"
    name: str
    off: bool

    def apply(self, case: Case, entry: Entry) -> Case:
        """Note it; InputError without a hold."""
        if case.hold is None:
            raise InputError("error.no_hold")
        hold = case.hold.with_channel(self.name, entry.at if self.off else None)
        return replace(case, hold=hold)


@dataclass(frozen=True, slots=True)
class HoldReleased:
    """The invoice went back to normal collection."""

    kind: ClassVar[str] = "hold_released"

    def apply(self, case: Case, entry: Entry) -> Case:
        """Release; InputError when no hold is on."""
        if case.hold is None or not case.hold.is_on:
            raise InputError("error.no_hold")
        return replace(case, hold=replace(case.hold, released_at=entry.at))


@dataclass(frozen=True, slots=True)
class HoldReviewed:
    """Somebody looked whether the hold should still stand."""

    kind: ClassVar[str] = "hold_reviewed"
    review_on: date

    def apply(self, case: Case, entry: Entry) -> Case:
        """Set the next review."""
        if case.hold is None:
            raise InputError("error.no_hold")
        return replace(case, hold=replace(case.hold, review_on=self.review_on))
