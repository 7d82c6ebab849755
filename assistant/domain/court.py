"""What is known of the court of a place; taken from a dated public source."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from assistant.domain.money import Money


class Required(StrEnum):
    """How binding a step before court is."""

    YES = "yes"
    NO = "no"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class StepBefore:
    """A step that may be owed before a claim is filed (K13).

    waiting_days: None where no source fixes them; then none may be made up.
    papers: what goes with the letter, one text each.
    """

    required: Required
    waiting_days: int | None
    applies_to: str
    papers: tuple[str, ...]
    note: str
    confidence: str
    source: str


@dataclass(frozen=True, slots=True)
class FeeBand:
    """What a court charges at most for claims up to a sum; None is every higher one.

    fee: a sum, or a share of the claim in percent; None where it is not known.
    """

    up_to: Money | None
    fee: Money | Decimal | None


@dataclass(frozen=True, slots=True)
class Court:
    """The court or tribunal for an unpaid invoice in one place.

    limit: what this business may claim there; None when there is no cap or the
        figure was not verified (`limit_known` tells them apart).
    waiting_days: days owed before filing, None where no source fixes them (K13).
    takes_disputed, takes_undisputed: whether it decides a contested claim, or a bare
        debt; None where that was not verified.
    fees: the court's fee in figures, from the lowest claims to the highest.
    fee, mediation, who_may_file, over_limit, representation: a sentence or two each;
        empty when not verified.
    other_limit: what a claimant of the other kind may claim, where that differs.
    is_individual: whether `limit` is the one of a human being, a sole trader included.
    companies_may_file: False where they may not, or not without more.
    may_waive: whether what is above the limit may be given up to stay there.
    steps: what may be owed before filing, the strictest first.
    site: address of the court's own page; empty when not known.
    put_right, put_right_source: what a consumer may ask for before a lower price, and
        where that was read; empty where nothing is known.
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
    fees: tuple[FeeBand, ...] = ()
    takes_undisputed: bool | None = None
    other_limit: Money | None = None
    is_individual: bool = False
    companies_may_file: bool | None = None
    may_waive: bool = False
    over_limit: str = ""
    representation: str = ""
    steps: tuple[StepBefore, ...] = ()
    site: str = ""
    put_right: str = ""
    put_right_source: str = ""

    def fee_for(self, claim: Money) -> Money | None:
        """What a claim of this size costs to file at most.

        None where it is not known, or the court charges in another currency.
        """
        told = (sum_ for band in self.fees for sum_ in (band.up_to, band.fee))
        if any(isinstance(t, Money) and t.currency != claim.currency for t in told):
            return None
        for band in self.fees:
            if band.up_to is None or claim <= band.up_to:
                fee = band.fee
                return claim.percent(fee) if isinstance(fee, Decimal) else fee
        return None

    @property
    def form_matters(self) -> bool:
        """Whether it makes a difference who claims: a company or a human being."""
        return self.other_limit is not None or self.companies_may_file is False
