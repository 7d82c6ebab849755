"""The fork in numbers: what each way on would bring and cost, by the owner's figures.

No odds are made up here: the share that a neutral person might award is a range (K15),
in the owner's own words or else as the rules see it; every other figure is the owner's
too, and a guess that stands for one is named as a guess.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
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


class Cost(StrEnum):
    """What going on costs; `numbers.<cost>` names it."""

    TALK = "talk"
    FEES = "fees"
    TIME = "time"
    WAITING = "waiting"
    RELATIONSHIP = "relationship"
    REPUTATION = "reputation"


@dataclass(frozen=True, slots=True)
class AwardShare:
    """What a neutral person may award of the disputed part, in whole percent.

    low, high: the range. likeliest: what the estimate takes for likeliest in it; None
        where the range is the owner's own word, of which no point is likelier.
    Raises ValueError unless 0 <= low <= likeliest <= high <= 100.
    """

    low: int
    high: int
    likeliest: int | None = None

    def __post_init__(self) -> None:
        between = self.low if self.likeliest is None else self.likeliest
        if not 0 <= self.low <= between <= self.high <= 100:
            raise ValueError(f"no range: {self.low} <= {between} <= {self.high}")

    @property
    def likely(self) -> Decimal:
        """The share to reckon with: the middle of an own range.

        Of an estimate half way from the likeliest share to the middle of the range:
        doubt pulls it towards the middle.
        """
        middle = Decimal(self.low + self.high) / 2
        return middle if self.likeliest is None else (self.likeliest + middle) / 2


@dataclass(frozen=True, slots=True)
class ForkFigures:
    """What the numbers are worked out from; all sums in one currency, none negative.

    due: balance due; disputed: the part of it that is in dispute.
    share: what of the disputed part may be awarded.
    rate: what an hour of the owner's own time is worth.
    hours_talk: for one more letter, or a mediation; hours_court: for a claim.
    mediation_fee: None while nobody has said anything of it.
    relationship, reputation: what a claim may cost in further business and in word of
        mouth (S3-27).
    weeks_court: until a claim brings the money; monthly_percent: what a month of
        waiting costs, in percent of the likely award.
    theirs: what the customer offered to pay in all; ours: what our last offer asked.
    limit: the highest claim of the court; None where there is no cap, or none is known.
    may_waive: whether the part above the limit may be given up to stay there.
    may_try: whether one more try is still among the ways.
    guessed: costs that nobody has said, so that a guess stands for them.
    Raises ValueError for figures that cannot be: more disputed than due, or anything
    below zero.
    """

    due: Money
    disputed: Money
    share: AwardShare
    rate: Money
    hours_talk: int
    hours_court: int
    mediation_fee: Money | None
    court_fee: Money
    relationship: Money
    reputation: Money
    weeks_court: int = 0
    monthly_percent: int = 0
    theirs: Money | None = None
    ours: Money | None = None
    limit: Money | None = None
    may_waive: bool = False
    may_try: bool = True
    guessed: frozenset[Cost] = frozenset()

    def __post_init__(self) -> None:
        sums = (
            self.disputed,
            self.rate,
            self.mediation_fee or self.rate,
            self.court_fee,
            self.relationship,
            self.reputation,
        )
        times = (self.hours_talk, self.hours_court, self.weeks_court)
        is_sum = all(each.minor >= 0 for each in sums) and self.disputed <= self.due
        if not is_sum or min(*times, self.monthly_percent) < 0:
            raise ValueError(f"these figures cannot be: {self}")

    @property
    def undisputed(self) -> Money:
        """What is due and not in dispute."""
        return self.due - self.disputed


@dataclass(frozen=True, slots=True)
class WayReckoned:
    """One way in numbers; what may come in is what the customer pays in all.

    low, likely, high: what may come in.
    fees, time, waiting, loss: what it costs: to others, in own hours, by the money
        coming late, in business and good name.
    given_up: what it leaves on the table for certain.
    is_open: whether it can be gone at all (a claim above the limit cannot).
    is_priced: whether its fees are known; if not, they are nothing here, and it makes
        neither a floor nor the best way.
    """

    way: Way
    low: Money
    likely: Money
    high: Money
    fees: Money
    time: Money
    waiting: Money
    loss: Money
    given_up: Money
    is_open: bool = True
    is_priced: bool = True

    @property
    def cost(self) -> Money:
        """Everything it costs."""
        return self.fees + self.time + self.waiting + self.loss

    @property
    def net_low(self) -> Money:
        """What is left of the lowest outcome; may be below zero."""
        return self.low - self.cost

    @property
    def net(self) -> Money:
        """What is left of the likely outcome."""
        return self.likely - self.cost

    @property
    def net_high(self) -> Money:
        """What is left of the highest outcome."""
        return self.high - self.cost

    @property
    def counts(self) -> bool:
        """Whether it can be gone, and what it costs is known."""
        return self.is_open and self.is_priced


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The ways side by side, and what follows from them for an offer.

    All sums but the break-even are what the customer pays in all;
    undisputed <= floor <= target <= opening <= due.
    figures: what it was worked out from.
    opening, target: what to ask first, and what to aim at.
    floor: the least to accept today: going on would not bring more (private).
    floor_from: the way that makes the floor; letting go where no fight brings more
        than what is not disputed.
    break_even: the disputed sum below which a claim costs more than it brings; None if
        it never pays.
    best: the way that leaves most.
    is_lesson: whether letting go leaves more than any fight (S3-26 to S3-28).
    is_elsewhere: the sum is above the limit of this court, and the floor is what an
        ordinary court leaves at best.
    """

    figures: ForkFigures
    ways: tuple[WayReckoned, ...]
    opening: Money
    target: Money
    floor: Money
    floor_from: Way
    break_even: Money | None
    best: Way
    is_lesson: bool
    is_elsewhere: bool = False

    def way(self, way: Way) -> WayReckoned:
        """One of them."""
        return next(each for each in self.ways if each.way is way)

    @property
    def aim_off(self) -> Money:
        """What is taken off at the target: where the suggested ladder ends."""
        return self.figures.due - self.target

    @property
    def most_off(self) -> Money:
        """What is taken off at the floor; more, and going on would leave more."""
        return self.figures.due - self.floor


@dataclass(frozen=True, slots=True)
class OfferLimits:
    """What the numbers suggest to take off; private, and a suggestion only.

    aim: at the target; most: at the floor. aim <= most.
    """

    aim: Money
    most: Money


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
