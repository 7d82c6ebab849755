"""The fork in numbers: what each way on would bring and cost, by the owner's figures.

No odds are made up here: the share that a neutral person might award is the owner's own
estimate, kept as a range (K15), and every other figure is theirs too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from assistant.domain.money import Money


class Way(StrEnum):
    """The ways on once letters have not helped (S0-38). The values are stored."""

    ONE_MORE_TRY = "one_more_try"
    MEDIATION = "mediation"
    SMALL_CLAIMS = "small_claims"
    LETTING_GO = "letting_go"


class LikelyShare(StrEnum):
    """How much of what is disputed a neutral person would give us, in words (K15)."""

    NEARLY_ALL = "nearly_all"
    MOST = "most"
    HALF = "half"
    LITTLE = "little"
    NOT_SURE = "not_sure"


# What the words stand for, in percent from and to; they are shown beside them.
SHARE_RANGES: dict[LikelyShare, tuple[int, int]] = {
    LikelyShare.NEARLY_ALL: (85, 100),
    LikelyShare.MOST: (60, 85),
    LikelyShare.HALF: (40, 60),
    LikelyShare.LITTLE: (0, 40),
    LikelyShare.NOT_SURE: (0, 100),
}


@dataclass(frozen=True, slots=True)
class ForkFigures:
    """What the numbers are worked out from; all sums in one currency, none negative.

    due: balance due; disputed: the part of it that is in dispute.
    share: in percent, from and to: what of the disputed part may be awarded.
    rate: what an hour of the owner's own time is worth.
    hours_talk: for one more letter, or a mediation; hours_court: for a claim.
    relationship, reputation: what a claim may cost in further business and in word of
        mouth (S3-27).
    theirs: what the customer offered to pay in all; ours: what our last offer asked.
    limit: the highest claim of the court; None where there is no cap, or none is known.
    may_waive: whether the part above the limit may be given up to stay there.
    may_try: whether one more try is still among the ways.
    """

    due: Money
    disputed: Money
    share: tuple[int, int]
    rate: Money
    hours_talk: int
    hours_court: int
    mediation_fee: Money
    court_fee: Money
    relationship: Money
    reputation: Money
    theirs: Money | None = None
    ours: Money | None = None
    limit: Money | None = None
    may_waive: bool = False
    may_try: bool = True


@dataclass(frozen=True, slots=True)
class WayReckoned:
    """One way in numbers.

    low, high: what may come in, in all.
    fees, time, loss: what it costs: to others, in own hours, in business and good name.
    given_up: what it leaves on the table for certain.
    is_open: whether it can be gone at all (a claim above the limit cannot).
    """

    way: Way
    low: Money
    high: Money
    fees: Money
    time: Money
    loss: Money
    given_up: Money
    is_open: bool = True

    @property
    def cost(self) -> Money:
        """Everything it costs."""
        return self.fees + self.time + self.loss

    @property
    def net_low(self) -> Money:
        """What is left of the lowest outcome; may be below zero."""
        return self.low - self.cost

    @property
    def net_high(self) -> Money:
        """What is left of the highest outcome."""
        return self.high - self.cost

    @property
    def middle(self) -> Money:
        """Half way between the two, rounded down."""
        both = self.net_low + self.net_high
        return Money(both.minor // 2, both.currency)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The ways side by side.

    floor: the least to accept today, in all: going on would not bring more (private).
    break_even: the disputed sum below which a claim costs more than it brings; None if
        it never pays, by the owner's own estimate.
    best: the open way that leaves most.
    is_lesson: whether letting go leaves more than any fight (S3-26 to S3-28).
    """

    ways: tuple[WayReckoned, ...]
    floor: Money
    break_even: Money | None
    best: Way
    is_lesson: bool

    def way(self, way: Way) -> WayReckoned:
        """One of them."""
        return next(each for each in self.ways if each.way is way)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of an offer ladder. number: from 1."""

    number: int
    amount_off: Money


@dataclass(frozen=True, slots=True)
class Compared:
    """Our offer and theirs side by side; sums to be paid in all.

    difference: ours less theirs; may be below zero.
    cost: what one more exchange costs us; theirs can be had without it.
    net_ours, net_theirs: what each leaves.
    middle: half way between the two, rounded up in our favour.
    """

    ours: Money
    theirs: Money
    difference: Money
    cost: Money
    net_ours: Money
    net_theirs: Money
    middle: Money


@dataclass(frozen=True, slots=True)
class Ladder:
    """At most three offers, none smaller than the one before; at least one."""

    rungs: tuple[Rung, ...]

    def rung(self, number: int) -> Rung:
        """The step of this number; the last one for later steps."""
        return self.rungs[min(number, len(self.rungs)) - 1]

    def is_last(self, number: int) -> bool:
        """Whether no step comes after it."""
        return number >= len(self.rungs)


@dataclass(frozen=True, slots=True)
class Reckoner:
    """The rules that work the numbers out, as values: they are in `advice.fork`.

    ladder: of the most to take off and a number of steps.
    compare: of our sum, theirs, and what one more exchange costs.
    """

    reckon: Callable[[ForkFigures], Reckoning]
    ladder: Callable[[Money, int], Ladder]
    compare: Callable[[Money, Money, Money], Compared]
