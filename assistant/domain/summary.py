"""A case in one line, for lists and look-ups; what the store's index keeps."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.domain.money import Money


class WhoseTurn(StrEnum):
    """Who has to act."""

    US = "us"
    CUSTOMER = "customer"
    THIRD_PARTY = "third_party"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """What a list shows of a case; derived when the case is saved.

    next_what: phrase key of the next action, empty for a closed case.
    next_due_at: its instant in UTC; None for a closed case.
    percent: how much of the way is done, 0 to 100.
    wake_at: when there may be something to tell by itself; None if never.
    people: names of those who may see a private one.
    """

    case_id: str
    business_id: str
    invoice_number: str
    customer: str
    state: str
    is_closed: bool
    is_private: bool
    opened_at: datetime
    due: Money
    disputed: Money
    whose_turn: WhoseTurn
    next_what: str
    next_who: str
    next_due_at: datetime | None
    percent: int
    wake_at: datetime | None = None
    people: tuple[str, ...] = ()
