"""The numbers behind an offer as a table and a picture (F-G7, F-J7).

They are those of the fork, worked out in `advice.fork` by one rule. Nothing here is
known for sure: every number says where it comes from, and every input can be changed.
All of it is the owner's alone and stands in no letter (F-R4).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.advice.fork import MOST_STEPS, ladder
from assistant.chat.charts import Bar, Chart, Paint, Panel, Span
from assistant.chat.replies import Phrase, Table, phrase
from assistant.domain.fork import Reckoning, Way
from assistant.domain.money import Money

_NOTHING: Mapping[str, object] = {}


class Name(StrEnum):
    """What a number is; `numbers.<name>` names it, `numbers.how.<name>` explains it."""

    DUE = "due"
    DISPUTED = "disputed"
    LIKELY = "likely"
    LOW = "low"
    HIGH = "high"
    FEES = "fees"
    TIME = "time"
    WAITING = "waiting"
    RELATIONSHIP = "relationship"
    REPUTATION = "reputation"
    GOING_ON = "going_on"
    BREAK_EVEN = "break_even"
    OPENING = "opening"
    TARGET = "target"
    FLOOR = "floor"


class Note(StrEnum):
    """What is doubtful about an input; its words are under `numbers.note.`."""

    GUESS = "guess"
    UNKNOWN_FEE = "unknown_fee"
    UNKNOWN_RATE = "unknown_rate"


@dataclass(frozen=True, slots=True)
class Number:
    """One number and the words that say where it comes from."""

    name: Name
    amount: Money
    how: Phrase


def numbers_of(made: Reckoning) -> tuple[Number, ...]:
    """All numbers of one case, in the order in which they are worked out.

    The break-even is left out where a claim of no sum would pay.
    """
    even = made.break_even
    return (
        *_stakes(made),
        *_costs(made),
        *((_number(Name.BREAK_EVEN, even),) if even is not None else ()),
        _opening(made),
        _number(Name.TARGET, made.target),
        _floor(made),
    )


def numbers_table(
    made: Reckoning, *, is_rate_known: bool, chart: Chart[Phrase] | None = None
) -> Table[Phrase]:
    """One row per number: what it is, how much, where it comes from.

    is_rate_known: whether the owner said what an hour is worth.
    chart: the same as a picture, see `numbers_panel`.
    """
    rows = []
    for number in numbers_of(made):
        how, note = number.how, _note(made, number.name, is_rate_known=is_rate_known)
        if note is not None:
            how = phrase(f"numbers.note.{note}", how=how)
        value = phrase("value", value=number.amount)
        rows.append((phrase(f"numbers.{number.name}"), value, how))
    header = tuple(phrase(f"numbers.{each}") for each in ("what", "how_much", "from"))
    title = phrase("numbers.title")
    return Table(title, header, tuple(rows), is_private=True, chart=chart)


def numbers_panel(made: Reckoning) -> Panel[Phrase]:
    """What may come in by an award, and the three rungs, on one scale from nothing."""
    found = {number.name: number.amount for number in numbers_of(made)}
    low, high = found[Name.LOW], found[Name.HIGH]
    award = Bar(
        phrase("numbers.award"),
        phrase("fork.range", low=low, high=high),
        (Span(low.minor, high.minor, Paint.SOFT),),
        mark=found[Name.LIKELY].minor,
    )
    rungs = tuple(
        _bar(name, found[name], Paint.STRONG)
        for name in (Name.OPENING, Name.TARGET, Name.FLOOR)
    )
    whole = _bar(Name.DUE, found[Name.DUE], Paint.QUIET)
    return Panel(phrase("numbers.title"), (whole, award, *rungs))


def _stakes(made: Reckoning) -> Iterator[Number]:
    """What it is about, and what a neutral may make of it, in all."""
    figures, share = made.figures, made.figures.share
    parts = {"undisputed": figures.undisputed, "disputed": figures.disputed}
    award = made.way(Way.MEDIATION)  # nothing cuts it, as a limit cuts a claim
    likely = {**parts, "share": share.likely.normalize()}
    yield _number(Name.DUE, figures.due)
    yield _number(Name.DISPUTED, figures.disputed)
    if share.likeliest is None:
        own = phrase("numbers.how.likely_own", **likely)
        yield Number(Name.LIKELY, award.likely, own)
    else:
        values = {**likely, "likeliest": share.likeliest}
        yield _number(Name.LIKELY, award.likely, values)
    yield _number(Name.LOW, award.low, {**parts, "share": share.low})
    yield _number(Name.HIGH, award.high, {**parts, "share": share.high})


def _costs(made: Reckoning) -> Iterator[Number]:
    """What a claim costs, one by one and together."""
    figures, claim = made.figures, made.way(Way.SMALL_CLAIMS)
    award = max(claim.likely - figures.undisputed, Money.zero(figures.due.currency))
    late = {"percent": figures.monthly_percent, "count": figures.weeks_court}
    spent = {"hours": figures.hours_court, "rate": figures.rate}
    yield _number(Name.FEES, claim.fees)
    yield _number(Name.TIME, claim.time, spent)
    yield _number(Name.WAITING, claim.waiting, {"award": award, **late})
    yield _number(Name.RELATIONSHIP, figures.relationship)
    yield _number(Name.REPUTATION, figures.reputation)
    yield _number(Name.GOING_ON, claim.cost)


def _opening(made: Reckoning) -> Number:
    if not made.aim_off:
        return Number(Name.OPENING, made.opening, phrase("numbers.how.opening_all"))
    steps = tuple(rung.amount_off for rung in ladder(made.aim_off, MOST_STEPS).rungs)
    return _number(
        Name.OPENING, made.opening, {"due": made.figures.due, "steps": steps}
    )


def _floor(made: Reckoning) -> Number:
    way = made.way(made.floor_from)
    if made.is_elsewhere:
        shown = {"likely": made.target, "cost": made.target - made.floor}
        how = phrase("numbers.how.floor_elsewhere", **shown)
        return Number(Name.FLOOR, made.floor, how)
    left = {"likely": way.likely, "cost": way.cost}
    if way.way is Way.LETTING_GO:
        how = phrase("numbers.how.floor_letting_go")
        return Number(Name.FLOOR, made.floor, how)
    if way.way is Way.MEDIATION:
        how = phrase("numbers.how.floor_mediation", **left)
        return Number(Name.FLOOR, made.floor, how)
    return _number(Name.FLOOR, made.floor, left)


def _note(made: Reckoning, name: Name, *, is_rate_known: bool) -> Note | None:
    """Whether a number rests on a guess of ours, or on what nobody has said."""
    if name is Name.TIME and not is_rate_known:
        return Note.UNKNOWN_RATE
    if name.value not in made.figures.guessed:
        return None
    return Note.UNKNOWN_FEE if name is Name.FEES else Note.GUESS


def _number(
    name: Name, amount: Money, values: Mapping[str, object] = _NOTHING
) -> Number:
    return Number(name, amount, phrase(f"numbers.how.{name}", **values))


def _bar(name: Name, amount: Money, paint: Paint) -> Bar[Phrase]:
    value = phrase("value", value=amount)
    return Bar(phrase(f"numbers.{name}"), value, (Span(0, amount.minor, paint),))
