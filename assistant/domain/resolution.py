"""Ways out: goodwill offers, agreements, credits, and how a case ended."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from assistant.domain.money import Money


class OfferStatus(StrEnum):
    """Where a goodwill offer stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    COUNTERED = "countered"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


OFFER_MOVES: dict[OfferStatus, frozenset[OfferStatus]] = {
    OfferStatus.OPEN: frozenset(OfferStatus) - {OfferStatus.OPEN},
    OfferStatus.LAPSED: frozenset({OfferStatus.ACCEPTED}),  # the owner may still agree
    **dict.fromkeys(
        (
            OfferStatus.ACCEPTED,
            OfferStatus.REFUSED,
            OfferStatus.COUNTERED,
            OfferStatus.WITHDRAWN,
        ),
        frozenset(),
    ),
}


class RemedyKind(StrEnum):
    """What can be offered instead of money off (F-G10)."""

    REDO = "redo"
    FINISH = "finish"
    WARRANTY = "warranty"
    SERVICE_CREDIT = "service_credit"


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something done instead of money off: a task with a date.

    what: in the owner's words; by: the last day for it.
    worth: of a service credit, for the next job; None for the others.
    """

    kind: RemedyKind
    what: str
    by: date
    worth: Money | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A reduction in exchange for prompt payment of the rest, without admission.

    amount_off: what comes off if the rest is paid by `expires_on`.
    rest: what has to be paid for it.
    counter: what the customer would pay in all instead, if they said so.
    remedy: what is done instead of a reduction, which is then nothing.
    """

    exchange: int
    amount_off: Money
    rest: Money
    expires_on: date
    made_at: datetime
    status: OfferStatus = OfferStatus.OPEN
    counter: Money | None = None
    remedy: Remedy | None = None

    def may_become(self, status: OfferStatus) -> bool:
        """Whether the table of moves allows it."""
        return status in OFFER_MOVES[self.status]


class ReplyKind(StrEnum):
    """What the customer answered to a letter."""

    AGREES = "agrees"
    OBJECTS = "objects"
    COUNTERS = "counters"
    PAID = "paid"
    SILENT = "silent"
    DROPS_IT = "drops_it"


@dataclass(frozen=True, slots=True)
class Reply:
    """The customer's answer in one exchange."""

    exchange: int
    kind: ReplyKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of a payment plan."""

    amount: Money
    due_on: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """What both sides agreed: this much, by this day, and the matter is closed.

    to_pay: what the customer still pays in all.
    let_off: what is credited for it; for an accepted offer only once the money is
        there (`on_payment`), so that a broken promise brings the rest back.
    instalments: of a payment plan, in order; empty where all is paid by `pay_by`.
    """

    to_pay: Money
    let_off: Money
    pay_by: date
    at: datetime
    on_payment: bool
    instalments: tuple[Instalment, ...] = ()

    def next_instalment(self, left: Money) -> Instalment | None:
        """The first part that is not paid for; None without a plan, or at its end.

        left: what is still to be paid of `to_pay`.
        """
        covered = self.to_pay - left
        for part in self.instalments:
            covered -= part.amount
            if covered.minor < 0:
                return part
        return None


class Giving(StrEnum):
    """A moment at which the business gives something up (F-L2)."""

    ANSWER = "answer"
    AGREEMENT = "agreement"
    LETTING_GO = "letting_go"


class ApprovalStatus(StrEnum):
    """Where a question for a yes stands."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Approval:
    """A yes that was asked for, because the amount is above somebody's limit.

    reason: why it should be given; answer: what the approver said to it.
    """

    what: Giving
    amount: Money
    reason: str
    asked_by: str
    asked_at: datetime
    status: ApprovalStatus = ApprovalStatus.ASKED
    decided_by: str = ""
    answer: str = ""


class OutcomeKind(StrEnum):
    """How a case ended."""

    PAID_IN_FULL = "paid_in_full"
    CREDITED = "credited"
    SETTLED = "settled"
    BACK_IN_COLLECTION = "back_in_collection"
    WRITTEN_OFF = "written_off"
    COURT = "court"
    MEDIATED = "mediated"
    WITHDRAWN = "withdrawn"
    NO_DISPUTE = "no_dispute"


class RootCause(StrEnum):
    """What really caused the dispute, apart from the stated reason. S0-48, S3-13."""

    SCOPE_UNCLEAR = "scope_unclear"
    PRICE_SURPRISE = "price_surprise"
    NO_APPROVAL = "no_approval"
    NOT_EXPLAINED = "not_explained"
    WORK_FELL_SHORT = "work_fell_short"
    BILLING_MISTAKE = "billing_mistake"
    TERMS_UNCLEAR = "terms_unclear"
    NO_MONEY = "no_money"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a case.

    kept: what of the disputed amount stayed owed or was paid.
    """

    kind: OutcomeKind
    kept: Money
    root_cause: RootCause
    closed_at: datetime
