"""The numbers behind an offer: what to ask, what to aim at, where to stop (F-G7, F-J7).

    likely award      half way from the likely share to the middle of the range: doubt
                      pulls it towards the middle
    going on brings   likely award - fees - hours x rate - waiting - relationship
    floor             what going on brings, never below nothing
    target            the likely award
    opening           half way from the likely award to the upper end of the range

All are amounts that the customer would pay for the disputed part. The floor is the
fork's break-even too: less than that, and going on is worth more; when it is nothing,
going on costs more than it is likely to bring. Nothing here is known for sure: every
number says where it comes from, and every input can be changed. The floor is the
owner's alone and stands in no letter (F-R4).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from assistant.chat.charts import Bar, Chart, Paint, Panel, Span
from assistant.chat.replies import Phrase, Table, phrase
from assistant.domain.money import Money


class Name(StrEnum):
    """What a number is; `numbers.<name>` names it, `numbers.how.<name>` explains it."""

    DISPUTED = "disputed"
    LIKELY = "likely"
    LOW = "low"
    HIGH = "high"
    FEES = "fees"
    TIME = "time"
    WAITING = "waiting"
    RELATIONSHIP = "relationship"
    GOING_ON = "going_on"
    OPENING = "opening"
    TARGET = "target"
    FLOOR = "floor"


class Note(StrEnum):
    """What is doubtful about an input; its words are under `numbers.note.`."""

    GUESS = "guess"
    UNKNOWN_FEE = "unknown_fee"
    UNKNOWN_RATE = "unknown_rate"


@dataclass(frozen=True, slots=True)
class Stakes:
    """What it is about.

    amount: what is disputed.
    share, low, high: what a neutral may award of it, in whole percent.
    Raises ValueError unless 0 <= low <= share <= high <= 100.
    """

    amount: Money
    share: int
    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.share <= self.high <= 100:
            raise ValueError(f"no range: {self.low} <= {self.share} <= {self.high}")
        if self.amount.minor < 0:
            raise ValueError(f"an amount of {self.amount} cannot be disputed")

    @property
    def doubted_share(self) -> Decimal:
        """Percent half way from the likely share to the middle of the range."""
        return Decimal(2 * self.share + self.low + self.high) / 4


@dataclass(frozen=True, slots=True)
class GoingOn:
    """What going on to a decision costs; all of it guesses until the owner changes it.

    fees: of the court or mediator, those that do not come back.
    hours, hourly_rate: the owner's own time and what an hour of it is worth.
    months, monthly_percent: until the money is there, and what a month of waiting for
        it costs in percent of the likely award: how much speed is worth.
    relationship: what would be lost with the customer.
    Raises ValueError for anything below nothing.
    """

    fees: Money
    hours: int
    hourly_rate: Money
    months: int
    monthly_percent: int
    relationship: Money

    def __post_init__(self) -> None:
        sums = (self.fees.minor, self.hourly_rate.minor, self.relationship.minor)
        if min(*sums, self.hours, self.months, self.monthly_percent) < 0:
            raise ValueError("going on cannot cost less than nothing")


@dataclass(frozen=True, slots=True)
class Number:
    """One number and the values that say where it comes from."""

    name: Name
    amount: Money
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Numbers:
    """All numbers of one negotiation, in the order in which they are worked out."""

    all: tuple[Number, ...]

    def amount(self, name: Name) -> Money:
        """The amount of one of them."""
        return next(number.amount for number in self.all if number.name is name)

    @property
    def rungs(self) -> tuple[Money, Money, Money]:
        """What to ask first, what to aim at, and the least; never rising."""
        asked = (Name.OPENING, Name.TARGET, Name.FLOOR)
        first, aim, least = (self.amount(name) for name in asked)
        return first, aim, least

    @property
    def is_worth_going_on(self) -> bool:
        """Whether going on is likely to bring more than it costs."""
        return bool(self.amount(Name.FLOOR))


def work_out(stakes: Stakes, going_on: GoingOn) -> Numbers:
    """The numbers from the inputs; ValueError when the currencies differ."""
    amount, zero = stakes.amount, Money.zero(stakes.amount.currency)
    low, high = (amount.percent(Decimal(end)) for end in (stakes.low, stakes.high))
    likely = amount.percent(stakes.doubted_share)
    rate = going_on.hourly_rate
    time = Money(rate.minor * going_on.hours, rate.currency)
    waited = going_on.months * going_on.monthly_percent
    waiting = likely.percent(Decimal(waited))
    cost = zero + going_on.fees + time + waiting + going_on.relationship
    opening = likely + (high - likely).percent(Decimal(50))
    shares = {
        "amount": amount,
        "share": stakes.doubted_share.normalize(),
        "likeliest": stakes.share,
    }
    spent = {"hours": going_on.hours, "rate": rate}
    slow = {"months": going_on.months, "percent": going_on.monthly_percent}
    return Numbers(
        (
            Number(Name.DISPUTED, amount),
            Number(Name.LIKELY, likely, shares),
            Number(Name.LOW, low, {"amount": amount, "share": stakes.low}),
            Number(Name.HIGH, high, {"amount": amount, "share": stakes.high}),
            Number(Name.FEES, going_on.fees),
            Number(Name.TIME, time, spent),
            Number(Name.WAITING, waiting, {"likely": likely, **slow}),
            Number(Name.RELATIONSHIP, going_on.relationship),
            Number(Name.GOING_ON, cost),
            Number(Name.OPENING, opening, {"likely": likely, "high": high}),
            Number(Name.TARGET, likely),
            Number(Name.FLOOR, max(zero, likely - cost), {"likely": likely}),
        )
    )


def numbers_table(
    found: Numbers, notes: Mapping[Name, Note], chart: Chart[Phrase] | None = None
) -> Table[Phrase]:
    """One row per number: what it is, how much, where it comes from.

    notes: what is doubtful about where a number comes from.
    chart: the same as a picture, see `numbers_panel`.
    """
    rows = []
    for number in found.all:
        how = phrase(f"numbers.how.{number.name}", **number.values)
        if number.name in notes:
            how = phrase(f"numbers.note.{notes[number.name]}", how=how)
        value = phrase("value", value=number.amount)
        rows.append((phrase(f"numbers.{number.name}"), value, how))
    header = tuple(phrase(f"numbers.{each}") for each in ("what", "how_much", "from"))
    title = phrase("numbers.title")
    return Table(title, header, tuple(rows), is_private=True, chart=chart)


def numbers_panel(found: Numbers) -> Panel[Phrase]:
    """What may be awarded of the disputed part, and the three rungs, on one scale."""
    low, high = found.amount(Name.LOW), found.amount(Name.HIGH)
    disputed = found.amount(Name.DISPUTED)
    award = Bar(
        phrase("numbers.award"),
        phrase("fork.range", low=low, high=high),
        (Span(low.minor, high.minor, Paint.SOFT),),
        mark=found.amount(Name.LIKELY).minor,
    )
    rungs = tuple(
        _bar(name, found.amount(name), Paint.STRONG)
        for name in (Name.OPENING, Name.TARGET, Name.FLOOR)
    )
    whole = _bar(Name.DISPUTED, disputed, Paint.QUIET)
    return Panel(phrase("numbers.title"), (whole, award, *rungs))


def _bar(name: Name, amount: Money, paint: Paint) -> Bar[Phrase]:
    value = phrase("value", value=amount)
    return Bar(phrase(f"numbers.{name}"), value, (Span(0, amount.minor, paint),))
