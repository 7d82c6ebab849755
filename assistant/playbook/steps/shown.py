"""What a playbook can have shown above a question: a closed list of names."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from assistant.chat.places import place_name, place_text
from assistant.chat.replies import (
    Check,
    Checklist,
    Item,
    Listing,
    Paragraph,
    Part,
    Phrase,
    Table,
    Tone,
    phrase,
)
from assistant.domain.assessment import Assessment
from assistant.domain.court import Court, Required, StepBefore
from assistant.domain.facts import FactName
from assistant.domain.invoice import CustomerKind
from assistant.domain.money import Money
from assistant.domain.reasons import Reason
from assistant.playbook import figures
from assistant.playbook.situation import Situation

# What owners hand over in the middle of a dispute and miss later. Source: N18.
FREEZE = ("new_work", "source_files", "access", "last_version", "originals", "changes")

# From patient to quick; the first where a business has not said (F-G16).
SILENCE_PLANS = ("gentle", "steady", "firm")

Parts = tuple[Part[Phrase], ...]


class Shown(StrEnum):
    """The names; each is one function below."""

    LADDER = "ladder"
    LIMITS = "limits"
    COUNTER = "counter"
    PLACE = "place"
    WAITING = "waiting"
    MEDIATION = "mediation"
    OVER_LIMIT = "over_limit"
    WORK_FREEZE = "work_freeze"
    SILENCE_PLAN = "silence_plan"
    PUT_RIGHT = "put_right"


def shown(names: tuple[Shown, ...], at: Situation) -> Parts:
    """The parts of several names, in order; what is not known is left out."""
    return tuple(part for name in names for part in _SHOWN[name](at))


def beyond_floor(at: Situation, off: Money) -> Parts:
    """A private caution where so much off leaves less than going on is likely to."""
    found = figures.offer_limits(at)
    if found is None or off <= found.most:
        return ()
    told = phrase("offer.beyond_floor", off=off, most=found.most)
    return (Paragraph(told, Tone.PRIVATE),)


def _ladder(at: Situation) -> Iterator[Part[Phrase]]:
    """The steps that were planned, which one this is, and whether it is the last."""
    steps = figures.ladder(at)
    number = int(at.case.exchange)
    if steps is not None:
        now = steps.rung(number)
        rows = tuple(
            (
                phrase("offer.step", number=rung.number),
                phrase("value", value=rung.amount_off),
                phrase("offer.step_now" if rung == now else "offer.step_other"),
            )
            for rung in steps.rungs
        )
        header = (phrase("offer.steps"), phrase("offer.off"), phrase("offer.when"))
        yield Table(
            phrase("offer.ladder", **at.values()), header, rows, is_private=True
        )
    is_last = number >= figures.MOST_OFFERS or (steps and steps.is_last(number))
    if is_last and number > 1:
        yield Paragraph(phrase("offer.last_step"), Tone.CAUTION)


def _limits(at: Situation) -> Iterator[Part[Phrase]]:
    """What the numbers suggest to take off at most; for the owner alone (F-R4)."""
    found = figures.offer_limits(at)
    if found is None:
        return
    is_all = found.most == at.disputed_as(Assessment.AMBIGUOUS)
    key = "offer.limits_all" if is_all else "offer.limits"
    told = phrase(key, aim=found.aim, most=found.most, case=at.case.id)
    yield Paragraph(told, Tone.PRIVATE)


def _counter(at: Situation) -> Iterator[Part[Phrase]]:
    """Our offer and theirs side by side, with what each leaves us (F-G8)."""
    found = figures.compared(at)
    if found is None:
        return

    def row(name: str, ours: Money, theirs: Money) -> tuple[Phrase, ...]:
        sums = (ours, theirs, ours - theirs)
        told = (phrase("value", value=each) for each in sums)
        return (phrase(f"counter.{name}"), *told)

    none = Money.zero(found.ours.currency)
    due = at.case.grid.sum.due
    header = ("what", "ours", "theirs", "difference")
    yield Table(
        phrase("counter.title", **at.values()),
        tuple(phrase(f"counter.{name}") for name in header),
        (
            row("pays", found.ours, found.theirs),
            row("off", due - found.ours, due - found.theirs),
            row("costs", found.cost, none),
            row("nets", found.net_ours, found.net_theirs),
        ),
        is_private=True,
    )
    yield Paragraph(phrase("counter.middle", sum=found.middle), Tone.PRIVATE)
    if found.cost and not at.case.knows(figures.HOURS_TALK):
        guessed = (phrase("numbers.talk"),)
        told = phrase("fork.guesses", names=guessed, case=at.case.id)
        yield Paragraph(told, Tone.PRIVATE)


def _place(at: Situation) -> Iterator[Part[Phrase]]:
    """The place's row: what it is, whom it takes, up to which sum, and how sure."""
    court = at.court
    if court is None:
        yield Paragraph(phrase("fork.no_place"), Tone.CAUTION)
        return
    values = _sourced(court, court.confidence, court.source)
    items = tuple(
        Item(phrase(f"place.{name}"), detail) for name, detail in _known(court)
    )
    forum = place_text(court.place, "forum", court.forum)
    yield Listing(phrase("place.title", forum=forum, **values), items)
    yield Paragraph(phrase("place.source", **values), Tone.CAUTION)


def _known(court: Court) -> Iterator[tuple[str, Phrase]]:
    yield "limit", _limit(court)
    texts = {
        "over_limit": court.over_limit,
        "who_may_file": court.who_may_file,
        "representation": court.representation,
        "fee": court.fee,
        "mediation": court.mediation,
    }
    for name, text in texts.items():
        if text:
            yield name, place_text(court.place, name, text)
    if court.takes_disputed is False:
        yield "refuses", phrase("place.refuses_disputed")
    if court.takes_undisputed is False:
        yield "refuses", phrase("place.refuses_undisputed")


def _limit(court: Court) -> Phrase:
    if not court.limit_known:
        return phrase("place.limit_unknown")
    if court.limit is None:
        return phrase("place.no_cap")
    if court.other_limit is None:
        return phrase("place.one_limit", limit=court.limit)
    pair = (court.limit, court.other_limit)
    individual, company = pair if court.is_individual else pair[::-1]
    return phrase("place.two_limits", company=company, individual=individual)


def _waiting(at: Situation) -> Iterator[Part[Phrase]]:
    """What may be owed before filing, and whom to ask where nothing is known (K13)."""
    court = at.court
    if court is None:
        yield Paragraph(phrase("waiting.no_place"), Tone.CAUTION)
        return
    for index, step in enumerate(court.steps, 1):
        values = _sourced(court, step.confidence, step.source)
        title = phrase(f"waiting.required_{step.required}", **values)
        yield Listing(title, tuple(_owed(court, f"step_{index}", step)))
        yield Paragraph(phrase("place.source", **values), Tone.CAUTION)
    if court.waiting_days is None:
        name = place_name(court.place, court.name)
        asks = phrase("waiting.ask_court", place=name, site=court.site or "…")
        yield Paragraph(asks, Tone.CAUTION)


def _owed(court: Court, part: str, step: StepBefore) -> Iterator[Item[Phrase]]:
    """Whom a step is for, how long to wait, its papers and a note.

    part: `step_1` for the first, as its translations are called.
    """

    def told(field: str, text: str) -> Phrase:
        return place_text(court.place, f"{part}.{field}", text)

    yield Item(phrase("waiting.applies_to"), told("applies_to", step.applies_to))
    yield Item(phrase("waiting.days"), _days(step))
    for number, paper in enumerate(step.papers, 1):
        named = phrase("waiting.paper", number=number)
        yield Item(named, told(f"paper_{number}", paper))
    yield Item(phrase("waiting.note"), told("note", step.note))


def _days(step: StepBefore) -> Phrase:
    if step.waiting_days is None:
        return phrase("waiting.no_days")
    key = "waiting.so_many" if step.required is Required.YES else "waiting.advised"
    return phrase(key, count=step.waiting_days)


def _mediation(at: Situation) -> Iterator[Part[Phrase]]:
    """What the place says of mediation before a claim."""
    court = at.court
    if court is not None and court.mediation:
        values = _sourced(court, court.confidence, court.source)
        text = place_text(court.place, "mediation", court.mediation)
        yield Paragraph(phrase("place.mediation_first", text=text, **values))


def _over_limit(at: Situation) -> Iterator[Part[Phrase]]:
    """What a claim above the limit can do."""
    limit = figures.court_limit(at)
    if limit is None:
        return
    excess = at.case.grid.sum.due - limit
    yield Paragraph(phrase("place.above", limit=limit, excess=excess, **at.values()))
    if at.court is not None and at.court.over_limit:
        values = _sourced(at.court, at.court.confidence, at.court.source)
        text = place_text(at.court.place, "over_limit", at.court.over_limit)
        yield Paragraph(phrase("place.above_rule", text=text, **values))


def work_freeze(at: Situation) -> Iterator[Part[Phrase]]:
    """What not to hand over, start or change while a dispute is open (F-C14, N18)."""
    checks = tuple(
        Check(
            phrase(f"freeze.{name}"), is_done=False, hint=phrase(f"freeze.{name}.how")
        )
        for name in FREEZE
    )
    yield Checklist(phrase("freeze.title", **at.values()), checks)
    yield Paragraph(phrase("freeze.caution"), Tone.CAUTION)


def silence_plan(at: Situation) -> Iterator[Part[Phrase]]:
    """What the business does when no answer comes by the date (F-G16)."""
    plan = at.profile.silence_plan or SILENCE_PLANS[0]
    yield Paragraph(phrase("silence.plan", next=phrase(f"silence.{plan}")))


def _put_right(at: Situation) -> Iterator[Part[Phrase]]:
    """A consumer may have to be offered the work anew before a lower price (F-F12)."""
    court, reason = at.court, at.case.text_fact(FactName.REASON)
    is_about_work = reason in (Reason.QUALITY, Reason.NOT_RECEIVED)
    is_consumer = at.case.customer.kind is CustomerKind.CONSUMER
    if court is not None and court.put_right and is_consumer and is_about_work:
        values = _sourced(court, "high", court.put_right_source)
        said = phrase("place.put_right", text=court.put_right, **values)
        yield Paragraph(said, Tone.CAUTION)


def _sourced(court: Court, confidence: str, source: str) -> dict[str, Any]:
    return {
        "place": place_name(court.place, court.name),
        "as_of": court.as_of,
        "confidence": phrase(f"confidence.{confidence}"),
        "source": source,
    }


_SHOWN: dict[Shown, Callable[[Situation], Iterator[Part[Phrase]]]] = {
    Shown.LADDER: _ladder,
    Shown.LIMITS: _limits,
    Shown.COUNTER: _counter,
    Shown.PLACE: _place,
    Shown.WAITING: _waiting,
    Shown.MEDIATION: _mediation,
    Shown.OVER_LIMIT: _over_limit,
    Shown.WORK_FREEZE: work_freeze,
    Shown.SILENCE_PLAN: silence_plan,
    Shown.PUT_RIGHT: _put_right,
}
