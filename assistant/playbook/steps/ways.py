"""The ways on in numbers: a table, a picture and what follows; for the owner alone."""

from collections.abc import Container, Iterator

from assistant.chat.charts import Bar, Chart, Paint, Panel, Span
from assistant.chat.replies import Paragraph, Part, Phrase, Table, Tone, phrase
from assistant.domain.facts import FactName
from assistant.domain.fork import Cost, Reckoning, Way, WayReckoned
from assistant.domain.money import Money
from assistant.playbook.figures import LIKELY_SHARE
from assistant.playbook.situation import Situation


def ways_in_numbers(
    at: Situation, made: Reckoning, ways: Container[str]
) -> Iterator[Part[Phrase]]:
    """What each of these ways brings, costs and leaves, and what rests on a guess."""
    columns = ("way", "brings", "fees", "time", "loses", "leaves")
    header = tuple(phrase(f"fork.{name}") for name in columns)
    rows = tuple(_row(each) for each in made.ways if each.way in ways)
    title = phrase("fork.numbers")
    best = phrase(f"option.{made.best}")
    chart = Chart(
        f"{at.case.id}-{FactName.FORK}",
        title,
        phrase("fork.picture", floor=made.floor, best=best),
        (ways_panel(made, ways),),
        kicker=phrase("chart.only_you"),
    )
    yield Table(title, header, rows, is_private=True, chart=chart)
    told = (
        phrase("fork.best", way=best),
        phrase("fork.floor", floor=made.floor),
        *_of_a_claim(made),
        *_guesses(at, made),
    )
    yield from (Paragraph(each, Tone.PRIVATE) for each in told)


def ways_panel(made: Reckoning, ways: Container[str]) -> Panel[Phrase]:
    """What each of these ways leaves, as ranges on one scale; only those that count."""
    bars = tuple(
        Bar(
            phrase(f"option.{each.way}"),
            _range(each.net_low, each.net_high),
            (Span(each.net_low.minor, each.net_high.minor, Paint.SOFT),),
            mark=each.net.minor,
        )
        for each in made.ways
        if each.counts and each.way in ways
    )
    return Panel(phrase("fork.panel"), bars, phrase("chart.likely"))


def _row(way: WayReckoned) -> tuple[Phrase, ...]:
    name = phrase(f"option.{way.way}")
    if not way.is_open:
        return (name, *[phrase("fork.shut")] * 5)
    fees, time, lost = (
        phrase("value", value=each)
        for each in (way.fees, way.time, way.waiting + way.loss)
    )
    brings = _range(way.low, way.high)
    if not way.is_priced:
        unknown = phrase("fork.not_priced")
        return (name, brings, unknown, time, lost, unknown)
    return (name, brings, fees, time, lost, _range(way.net_low, way.net_high))


def _of_a_claim(made: Reckoning) -> Iterator[Phrase]:
    """From which sum on it pays, and what waiting for it costs."""
    if made.break_even is None:
        yield phrase("fork.never_pays")
    elif made.break_even:
        yield phrase("fork.break_even", sum=made.break_even)
    if weeks := made.figures.weeks_court:
        waiting = made.way(Way.SMALL_CLAIMS).waiting
        yield phrase("fork.weeks", count=weeks, waiting=waiting)


def _guesses(at: Situation, made: Reckoning) -> Iterator[Phrase]:
    """What nobody has said, so that a guess stands for it, or the estimate."""
    names = [str(each) for each in Cost if each in made.figures.guessed]
    names += [] if at.case.knows(LIKELY_SHARE) else ["likely"]
    if names:
        listed = tuple(phrase(f"numbers.{each}") for each in names)
        yield phrase("fork.guesses", names=listed, case=at.case.id)


def _range(low: Money, high: Money) -> Phrase:
    if low == high:
        return phrase("value", value=low)
    return phrase("fork.range", low=low, high=high)
