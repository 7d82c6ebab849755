"""The deadlines of a case as data: what is due when, and since when it is late.

Source of the shipped figures: guides S0-8, S1-3 (24 to 48 hours) and S2-3 (3 to 5
days); K1, K2. Days are rolled to the next business day of the place and end at the end
of that day on the business's clocks.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assistant.domain.calendar import end_of_day, local_day
from assistant.domain.case import Case
from assistant.domain.facts import SLOTS
from assistant.domain.letters import Letter, LetterKind
from assistant.playbook.definition import Deadline, Playbook, Start
from assistant.playbook.predicates import fact_at
from assistant.playbook.situation import Situation


@dataclass(frozen=True, slots=True)
class Due:
    """One running or finished deadline.

    kind: the deadline's id, or `hold_review`, `offer`, or a legal clock's kind.
    due_at, late_at: instants in UTC; `late_at` is never before `due_at`.
    done_at: when it was met, as far as the case tells; None while it runs.
    """

    kind: str
    due_at: datetime
    late_at: datetime
    is_done: bool
    done_at: datetime | None = None


def deadlines(playbook: Playbook, at: Situation) -> tuple[Due, ...]:
    """Every deadline whose start is known, soonest first."""
    found = [due for kind in playbook.deadlines if (due := one(playbook, kind, at))]
    found += _standing(at)
    return tuple(sorted(found, key=lambda due: due.due_at))


def one(playbook: Playbook, kind: str, at: Situation) -> Due | None:
    """One deadline of the playbook; None while its start is not known."""
    definition = playbook.deadlines[kind]
    here = at.about(None)
    due_at = _due_at(definition, here)
    if due_at is None:
        return None
    late_at = _late_at(definition, here) or due_at
    return Due(kind, due_at, max(due_at, late_at), definition.done.holds(here))


def _due_at(definition: Deadline, at: Situation) -> datetime | None:
    if definition.on is not None:
        days = (fact_at(at, name) for name in definition.on)
        day = next((day for day in days if isinstance(day, date)), None)
        return end_of_day(day, at.zone) if day else None
    return _after(definition, definition.hours, definition.days, at)


def _late_at(definition: Deadline, at: Situation) -> datetime | None:
    if definition.late_hours is None and definition.late_days is None:
        return None
    return _after(definition, definition.late_hours, definition.late_days, at)


def _after(
    definition: Deadline, hours: int | None, days: int | None, at: Situation
) -> datetime | None:
    start = _STARTS[definition.starts](at.case) if definition.starts else None
    if start is None:
        return None
    if hours is not None:
        return start + timedelta(hours=hours)
    day = local_day(start, at.zone) + timedelta(days=days or 0)
    return end_of_day(at.calendar.roll_forward(day), at.zone)


def _standing(at: Situation) -> list[Due]:
    """The review of the hold, and the legal clocks, which run on in a hold (K8)."""
    case, found = at.case, []
    if case.hold is not None and not case.is_closed:
        review = end_of_day(case.hold.review_on, at.zone)
        found.append(Due("hold_review", review, review, not case.hold.is_on))
    for kind, day in case.clocks.items():
        moment = end_of_day(day, at.zone)
        found.append(Due(kind, moment, moment, case.is_closed))
    return found


def _sent_at(kind: LetterKind) -> Callable[[Case], datetime | None]:
    def moment(case: Case) -> datetime | None:
        sent = [x.sent_at for x in case.letters if x.kind is kind and x.sent_at]
        return max(sent, default=None)

    return moment


def _answered_at(case: Case) -> datetime | None:
    letter: Letter | None = case.answer_sent(case.exchange)
    return letter.sent_at if letter else None


def specified_at(case: Case) -> datetime | None:
    """When the specifics were there: the last slot filled, or going on without."""
    moments = [case.fact_times[slot] for slot in SLOTS if slot in case.fact_times]
    if case.is_specific:
        said = [statement.received_at for statement in case.statements]
        return max(said) if said else max(moments, default=None)
    return case.fact_times.get("going_on")


_STARTS: dict[Start, Callable[[Case], datetime | None]] = {
    Start.REPORTED: lambda case: case.opened_at,
    Start.ACKNOWLEDGED: _sent_at(LetterKind.ACKNOWLEDGEMENT),
    Start.SPECIFIED: specified_at,
    Start.FOLLOWED_UP: _sent_at(LetterKind.FOLLOW_UP),
    Start.ANSWERED: _answered_at,
    Start.REMINDED: _sent_at(LetterKind.REMINDER_OF_ANSWER),
}
