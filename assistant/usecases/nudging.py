"""Once a month, one habit for the next jobs, from the owner's own disputes (F-E19).

It comes with the first list of a new month, and only where cases that were closed
lately name a cause that can be done something about. What a dispute was really about is
honest judgement: where others read along, it goes to the owner alone.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from assistant.chat.events import Place
from assistant.chat.replies import Tone, phrase
from assistant.domain.business import Role
from assistant.domain.calendar import local_day
from assistant.domain.case import Case
from assistant.domain.resolution import RootCause
from assistant.errors import InputError, StoreError
from assistant.reports.fixes import NOT_FIXABLE
from assistant.usecases.addressing import Address
from assistant.usecases.visit import Visit

HABIT = "next_job"  # the step that asks which habit is taken on
_LATELY = timedelta(days=92)
_MOST_LOOKED_AT = 50  # cases, the newest first; a habit needs no more
_WORDS = {
    "before": "step.next_job.before.what",
    "during": "step.next_job.during.what",
    "after": "step.next_job.after.what",
}


@dataclass(frozen=True, slots=True)
class Nudge:
    """What the disputes of late had in common.

    count: how many of `closed` cases had the cause.
    habit: `before`, `during` or `after`: what was taken on last; empty if nothing was.
    """

    cause: RootCause
    count: int
    closed: int
    habit: str


def is_due(visit: Visit) -> bool:
    """Whether a month began since the list was told last."""
    last, today = visit.business.digest_on, visit.today
    return last is not None and (last.year, last.month) != (today.year, today.month)


def say(visit: Visit, place: Place) -> None:
    """The month's habit, to whoever may see it at a place; silent without a pattern."""
    person = "" if place.is_private else _owner(visit, place)
    found = nudge(visit) if place.is_private or person else None
    if found is None:
        return
    name = f"nudge/{visit.today:%Y-%m}"
    with visit.addressed(Address("", person, place, name)):
        visit.tell(
            "nudge.month",
            Tone.PRIVATE,
            cause=phrase(f"root_cause.{found.cause}"),
            count=found.count,
            closed=found.closed,
        )
        visit.tell(f"fix.{found.cause}.where", Tone.PRIVATE)
        visit.tell(f"fix.{found.cause}.words", Tone.PRIVATE)
        if found.habit:
            habit = phrase(_WORDS[found.habit])
            visit.tell("nudge.habit", Tone.PRIVATE, habit=habit)


def nudge(visit: Visit) -> Nudge | None:
    """The commonest cause of the cases closed lately; None where there is none."""
    closed = list(_closed_lately(visit))
    causes = Counter(
        case.outcome.root_cause
        for case in closed
        if case.outcome and case.outcome.root_cause not in (None, *NOT_FIXABLE)
    )
    order = list(RootCause)
    ranked = sorted(
        ((cause, count) for cause, count in causes.items() if cause),
        key=lambda each: (-each[1], order.index(each[0])),
    )
    if not ranked:
        return None
    taken_on = [case.text_fact(HABIT) for case in closed]
    habit = next((h for h in taken_on if h in _WORDS), "")
    return Nudge(*ranked[0], len(closed), habit)


def _closed_lately(visit: Visit) -> Iterator[Case]:
    """The newest cases that ended in the last three months."""
    found = [s for s in visit.office.cases.summaries(visit.business.id) if s.is_closed]
    found.sort(key=lambda summary: summary.opened_at, reverse=True)
    for summary in found[:_MOST_LOOKED_AT]:
        try:
            case = visit.load(summary.case_id)
        except (InputError, StoreError):
            continue  # one that cannot be read must not silence the others
        ended = case.outcome.closed_at if case.outcome else None
        zone = visit.business.profile.time_zone
        if ended and visit.today - local_day(ended, zone) <= _LATELY:
            yield case


def _owner(visit: Visit, place: Place) -> str:
    """The owner's account on a platform; empty if they have none there."""
    owners = [m for m in visit.business.members if m.role is Role.OWNER]
    return next((m.accounts.get(place.platform, "") for m in owners), "")
