"""The deadlines of a case as data: what is due when, and since when it is late.

Source of the shipped figures: guides S0-8, S1-3 (24 to 48 hours) and S2-3 (3 to 5
days); K1, K2. Days are rolled to the next business day of the place and end at the end
of that day on the business's clocks.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from assistant.domain.calendar import end_of_day, local_day
from assistant.domain.call import called_at
from assistant.domain.case import Case
from assistant.domain.case_events import ClockSet
from assistant.domain.facts import SLOTS
from assistant.domain.letters import FIRST_WORDS, Letter, LetterKind
from assistant.playbook.definition import Playbook, Start
from assistant.playbook.predicates import fact_at, fact_time
from assistant.playbook.situation import Situation


@dataclass(frozen=True, slots=True)
class Due:
    """One running or finished deadline.

    kind: the deadline's id, or `hold_review`, `offer`, or a legal clock's kind.
    due_at, late_at: instants in UTC; `late_at` is never before `due_at`.
    since: when it began to run; None where the case does not tell.
    on: the day, where it is a day; None for a moment counted in hours.
    is_legal: whether it runs on whatever is on hold (K8).
    """

    kind: str
    due_at: datetime
    late_at: datetime
    is_done: bool
    since: datetime | None = None
    on: date | None = None
    is_legal: bool = False

    @property
    def mark(self) -> str:
        """Tells it from other deadlines of its kind, also in another time zone."""
        return f"{self.on}" if self.on else f"{self.due_at:%Y-%m-%dT%H:%MZ}"


# Legal clocks and the playbook's deadline that waits for the same day.
_WAITED_FOR = {"final_letter": "final"}


def deadlines(playbook: Playbook, at: Situation) -> tuple[Due, ...]:
    """Every deadline whose start is known, soonest first.

    A legal date for which the playbook waits as well is one deadline, not two.
    """
    found = [due for kind in playbook.deadlines if (due := one(playbook, kind, at))]
    found += _hold_review(at)
    for clock in _clocks(at):
        kind = _WAITED_FOR.get(clock.kind, clock.kind)
        twins = [d for d in found if (d.kind, d.due_at) == (kind, clock.due_at)]
        if twins:
            found[found.index(twins[0])] = replace(twins[0], is_legal=True)
        else:
            found.append(clock)
    return tuple(sorted(found, key=lambda due: due.due_at))


def one(playbook: Playbook, kind: str, at: Situation) -> Due | None:
    """One deadline of the playbook; None while its start is not known."""
    definition = playbook.deadlines[kind]
    here = at.about(None)
    is_done = definition.done.holds(here)
    if definition.on is not None:
        return _on_a_day(kind, definition.on, here, is_done=is_done)
    start = _STARTS[definition.starts](at.case) if definition.starts else None
    if start is None:
        return None
    due_at, day = _after(start, definition.hours, definition.days, here)
    if definition.business_days is not None:
        day = _worked_after(start, definition.business_days, here)
        due_at = end_of_day(day, here.zone)
    late_at = due_at
    if definition.late_hours is not None or definition.late_days is not None:
        late_at, _ = _after(start, definition.late_hours, definition.late_days, here)
    late_at = max(due_at, late_at)
    return Due(kind, due_at, late_at, is_done, since=start, on=day)


def _on_a_day(
    kind: str, names: tuple[str, ...], at: Situation, *, is_done: bool
) -> Due | None:
    """The deadline that a fact names; of several facts the first that is known."""
    for name in names:
        day = fact_at(at, name)
        if isinstance(day, date):
            moment = end_of_day(day, at.zone)
            return Due(kind, moment, moment, is_done, since=fact_time(at, name), on=day)
    return None


def _after(
    start: datetime, hours: int | None, days: int | None, at: Situation
) -> tuple[datetime, date | None]:
    """So long after the start, and the day if it is one."""
    if hours is not None:
        return start + timedelta(hours=hours), None
    day = local_day(start, at.zone) + timedelta(days=days or 0)
    day = at.calendar.roll_forward(day)
    return end_of_day(day, at.zone), day


def _worked_after(start: datetime, count: int, at: Situation) -> date:
    """The day so many worked days later: the one that a letter names for a reply."""
    return at.calendar.add_business_days(local_day(start, at.zone), count)


def _hold_review(at: Situation) -> list[Due]:
    """When to ask whether the hold should still stand (F-C9)."""
    hold = at.case.hold
    if hold is None or at.case.is_closed:
        return []
    moment, day = end_of_day(hold.review_on, at.zone), hold.review_on
    is_off = not hold.is_on
    return [Due("hold_review", moment, moment, is_off, since=hold.since, on=day)]


def _clocks(at: Situation) -> Iterator[Due]:
    """The legal clocks, which run on in a hold (K8)."""
    case = at.case
    for kind, day in case.clocks.items():
        moment = end_of_day(day, at.zone)
        since = max(
            (
                entry.at
                for entry in case.entries
                if isinstance(entry.event, ClockSet) and entry.event.clock == kind
            ),
            default=None,
        )
        ended = case.is_closed
        yield Due(kind, moment, moment, ended, since=since, on=day, is_legal=True)


def _sent_at(*kinds: LetterKind) -> Callable[[Case], datetime | None]:
    def moment(case: Case) -> datetime | None:
        sent = [x.sent_at for x in case.letters if x.kind in kinds and x.sent_at]
        return max(sent, default=None)

    return moment


def _answered_at(case: Case) -> datetime | None:
    letter: Letter | None = case.answer_sent(case.exchange)
    return letter.sent_at if letter else None


def specified_at(case: Case) -> datetime | None:
    """When the specifics were there: the last slot filled, the call, or going on."""
    moments = [case.fact_times[slot] for slot in SLOTS if slot in case.fact_times]
    if case.is_specific:
        said = [statement.received_at for statement in case.statements]
        return max(said) if said else max(moments, default=None)
    return called_at(case) or case.fact_times.get("going_on")


_STARTS: dict[Start, Callable[[Case], datetime | None]] = {
    Start.REPORTED: lambda case: case.opened_at,
    Start.ACKNOWLEDGED: _sent_at(*FIRST_WORDS),
    Start.SPECIFIED: specified_at,
    Start.FOLLOWED_UP: _sent_at(LetterKind.FOLLOW_UP),
    Start.ANSWERED: _answered_at,
    Start.REMINDED: _sent_at(LetterKind.REMINDER_OF_ANSWER),
    Start.CALLED: called_at,
}
