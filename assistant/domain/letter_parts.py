"""The parts of `LetterFacts`: what a letter may know of the people, sums and papers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.domain.assessment import Assessment
from assistant.domain.call import LineResult
from assistant.domain.evidence import EvidenceKind
from assistant.domain.explanation import Explanation
from assistant.domain.money import Money
from assistant.domain.resolution import Instalment, Remedy


class LinePart(StrEnum):
    """What a row of the grid is to somebody who reads the invoice.

    PART: of an invoice without lines, where only a part of it is in dispute.
    """

    LINE = "line"
    WHOLE = "whole"
    PART = "part"
    REST = "rest"
    ROUNDING = "rounding"


class Ending(StrEnum):
    """How the objection came to its end."""

    AGREED = "agreed"
    DROPPED = "dropped"
    UNANSWERED = "unanswered"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Sender:
    """Our business as it signs; what is not known is empty.

    is_american: whether a credit note is called a credit memo.
    pay_link: where an invoice can be paid online.
    """

    name: str = ""
    sign_off: str = ""
    address: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    tax_number: str = ""
    is_american: bool = False
    pay_link: str = ""


@dataclass(frozen=True, slots=True)
class InvoiceNamed:
    """How to refer to the invoice; a letter has to read well without any of it."""

    number: str | None = None
    issued_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """The grid's totals, gross, in the invoice's currency.

    owed: due less what is conceded; what is left to pay once that is credited.
    billed: invoiced less credited; the total of a corrected invoice.
    """

    invoiced: Money
    paid: Money
    undisputed: Money
    disputed: Money
    conceded: Money
    credited: Money
    written_off: Money
    due: Money
    owed: Money
    billed: Money


@dataclass(frozen=True, slots=True)
class DisputedLine:
    """A line the customer objects to.

    name: as on the invoice; None unless `part` is a line.
    label: chooses the paragraph and is never printed; None before the assessment.
    kept: disputed less conceded.
    explained: what it is, what was found and what follows; None where nothing was
        noted.
    not_agreed: the owner wants to say that it was not agreed clearly beforehand.
    """

    name: str | None
    part: LinePart
    disputed: Money
    conceded: Money
    kept: Money
    label: Assessment | None = None
    explained: Explanation | None = None
    not_agreed: bool = False


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line that was gone through on the phone.

    result: what it came to.
    wish: what the customer would pay for it; None where no sum was named.
    objection: what is still wrong with it in their words, or None.
    """

    name: str | None
    part: LinePart
    amount: Money
    result: LineResult
    wish: Money | None = None
    objection: str | None = None
    explained: Explanation | None = None


@dataclass(frozen=True, slots=True)
class CallTold:
    """The call with the customer, as its recap tells it; no lines, no call.

    in_writing: the customer would rather not talk about it.
    held_on: the day of the call; None where it is not known.
    tried_on: the day of a call that nobody took; None where none was tried.
    """

    tried_on: date | None = None
    in_writing: bool = False
    held_on: date | None = None
    lines: tuple[ToldLine, ...] = ()

    @property
    def cleared(self) -> tuple[ToldLine, ...]:
        """The lines that are clear now."""
        return tuple(x for x in self.lines if x.result is LineResult.UNDERSTOOD)

    @property
    def open(self) -> tuple[ToldLine, ...]:
        """The lines that are still in question."""
        return tuple(x for x in self.lines if x.result is not LineResult.UNDERSTOOD)


@dataclass(frozen=True, slots=True)
class CreditedLine:
    """A line of the latest credit: what it was, what came off, what it is now."""

    name: str | None
    part: LinePart
    before: Money
    credited: Money
    now: Money


@dataclass(frozen=True, slots=True)
class Said:
    """What the customer said, slot by slot; None where they did not."""

    line: str | None = None
    expected: str | None = None
    received: str | None = None
    amount: Money | None = None
    outcome: str | None = None
    is_specific: bool = False


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A document that goes with the letter; number from 1 in the order of arrival."""

    number: int
    kind: EvidenceKind
    name: str
    dated_on: date | None = None


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """A goodwill offer: so much off if the rest is paid in time.

    has_ended: whether its day has passed, or it is open no more.
    remedy: what is done instead of a reduction, which is then nothing.
    """

    amount_off: Money
    rest: Money
    expires_on: date
    has_ended: bool = False
    remedy: Remedy | None = None


@dataclass(frozen=True, slots=True)
class AgreedTerms:
    """What both sides agreed; fields as in `Agreement`.

    stands_again: what is owed if the money does not come.
    """

    to_pay: Money
    let_off: Money
    stands_again: Money
    pay_by: date
    on_payment: bool
    instalments: tuple[Instalment, ...] = ()
    remedy: Remedy | None = None


@dataclass(frozen=True, slots=True)
class CreditMade:
    """A document of the books; the number is theirs and may be empty.

    total_before: what the invoice came to before it.
    """

    number: str
    amount: Money
    total_before: Money


@dataclass(frozen=True, slots=True)
class PaymentMade:
    """Money that arrived and was not sent as full settlement."""

    amount: Money
    received_on: date


@dataclass(frozen=True, slots=True)
class MoneyAtHand:
    """The remittance that a letter is about.

    where: a `Where`; it chooses the wording.
    came_on: the day on which it came, or was banked; None where it is not known.
    words: what was written with it, as the owner copied it; may be empty.
    is_tender: whether it is, or may be, offered as settlement of everything.
    lines: the items it is for; empty means the whole invoice.
    due_before, rest: what is due without it, and once it counts as part payment.
    undisputed_rest, disputed_rest: how that rest divides.
    tell_by: the day until which the customer is asked, or told, how it goes on.
    """

    amount: Money
    where: str
    came_on: date | None
    words: str
    is_tender: bool
    lines: tuple[str, ...]
    due_before: Money
    rest: Money
    undisputed_rest: Money
    disputed_rest: Money
    tell_by: date


@dataclass(frozen=True, slots=True)
class History:
    """When what was said; None for what did not happen (yet)."""

    objected_on: date | None = None
    acknowledged_on: date | None = None
    asked_again_on: date | None = None
    answered_on: date | None = None
    offered_on: date | None = None


@dataclass(frozen=True, slots=True)
class HoldTold:
    """What may honestly be said of the hold (K12).

    is_partial: only the disputed part is on hold.
    may_cross: something that chases is not switched off yet, so that a reminder may
        still reach the customer.
    """

    is_on: bool = False
    is_partial: bool = False
    may_cross: bool = False
