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
    # Money that came for it turns out to be meant as settlement of everything.
    OfferStatus.ACCEPTED: frozenset({OfferStatus.COUNTERED}),
    **dict.fromkeys(
        (
            OfferStatus.REFUSED,
            OfferStatus.COUNTERED,
            OfferStatus.WITHDRAWN,
        ),
        frozenset(),
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A reduction in exchange for prompt payment of the rest, without admission.

    amount_off: what comes off if the rest is paid by `expires_on`.
    rest: what has to be paid for it.
    counter: what the customer named instead, if they did.
    """

    exchange: int
    amount_off: Money
    rest: Money
    expires_on: date
    made_at: datetime
    status: OfferStatus = OfferStatus.OPEN
    counter: Money | None = None

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
class Agreement:
    """What both sides agreed: this much, by this day, and the matter is closed.

    to_pay: what the customer still pays in all.
    let_off: what is credited for it; for an accepted offer only once the money is
        there (`on_payment`), so that a broken promise brings the rest back.
    """

    to_pay: Money
    let_off: Money
    pay_by: date
    at: datetime
    on_payment: bool


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
