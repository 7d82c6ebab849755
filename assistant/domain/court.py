"""What is known of the court of a place; taken from a dated public source."""

from dataclasses import dataclass
from datetime import date

from assistant.domain.money import Money


@dataclass(frozen=True, slots=True)
class Court:
    """The court or tribunal for an unpaid invoice in one place.

    limit: what this business may claim there; None when there is no cap or the
        figure was not verified (`limit_known` tells them apart).
    waiting_days: days owed before filing, None where no source fixes them (K13).
    fee_most: the highest court fee in figures; None where it is not known.
    fee, mediation, who_may_file: one sentence each; empty when not verified.
    as_of, source: when and where it was read.
    """

    place: str
    name: str
    forum: str
    limit_known: bool
    limit: Money | None
    waiting_days: int | None
    takes_disputed: bool | None
    fee: str
    mediation: str
    who_may_file: str
    confidence: str
    as_of: date
    source: str
    fee_most: Money | None = None
