"""Which reminders a case gives, and when: pure rules over its deadlines.

Each deadline has a few stages, and each stage is told once. What was told is recorded
in the case as a notice, so neither a restart nor an undo nor a clock that jumps tells
it again. A stage that was missed while a later one came is passed over: nobody needs to
hear on Monday that something would have been due on Sunday.

    amber, red   a legal date is 14 days away, 3 days away (K8)
    soon         other deadlines: noon of the day before, or the last quarter of hours
    due          the evening of the last day, or the moment itself
    late         it has passed
    stuck        late for a day, and somebody else could step in (F-K5)
    review       the hold's review: the morning of its day (F-C9)

Nothing is told in quiet hours: it waits for their end, but for `due`, which comes
before them. Snoozing a case moves its reminders to the end of the snooze; legal dates
do not wait.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from assistant.domain.calendar import days_before, local_instant
from assistant.playbook.deadlines import Due, deadlines
from assistant.playbook.definition import Playbook
from assistant.playbook.engine import cool_down_ends_at, offer_lapses_at
from assistant.playbook.situation import Situation

AMBER_DAYS, RED_DAYS = 14, 3  # how near a legal date is told and marked (K8)
_STUCK_AFTER = timedelta(hours=24)
_EVENING = timedelta(hours=4)  # before the end of a day that is the last one


class Stage(StrEnum):
    """How near a deadline has come. The values are stored."""

    AMBER = "amber"
    RED = "red"
    SOON = "soon"
    DUE = "due"
    REVIEW = "review"
    LATE = "late"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Telling:
    """One stage of one deadline.

    at: when it is to be told, quiet hours and snoozing taken into account.
    """

    stage: Stage
    due: Due
    at: datetime

    @property
    def notice(self) -> str:
        """What the case remembers once it was told."""
        return f"{self.stage}:{self.due.kind}:{self.due.mark}"


@dataclass(frozen=True, slots=True)
class Ready:
    """What a case has to tell now.

    tellings: the last stage that came of each deadline, the soonest deadline first.
    notices: what is told by that, missed stages included.
    is_awake_again: whether a snooze ended, and there is nothing else to say.
    """

    tellings: tuple[Telling, ...] = ()
    notices: tuple[str, ...] = ()
    is_awake_again: bool = False


def plan(due: Due, at: Situation) -> tuple[Telling, ...]:
    """Every stage of a deadline in order, told already or not.

    Stages that had passed when the deadline was set are left out, as are those that
    quiet hours push behind the next one.
    """
    quiet, planned = at.profile.quiet_hours, list[Telling]()
    for stage, moment in _stages(due, at):
        is_due = stage is Stage.DUE
        shift = quiet.before if is_due else quiet.after
        told_at = shift(moment, at.zone)
        passed_before = due.since is not None and told_at <= due.since
        if passed_before and stage not in (Stage.LATE, Stage.STUCK):
            continue
        planned = [before for before in planned if before.at < told_at]
        planned.append(Telling(stage, due, told_at))
    return tuple(planned)


def ready(playbook: Playbook, at: Situation) -> Ready:
    """What the case has to tell at `at.now`; nothing in quiet hours is left to tell."""
    come = [each for each in _untold(playbook, at) if each.at <= at.now]
    last = {each.due.mark + each.due.kind: each for each in come}
    tellings = tuple(sorted(last.values(), key=lambda each: each.due.due_at))
    notices = [each.notice for each in come]
    wakes_at = _snooze_ends_at(at)
    is_awake = wakes_at is not None and wakes_at <= at.now
    if is_awake:
        notices.append(_snooze_notice(at))
    return Ready(tellings, tuple(notices), is_awake and not tellings)


def wake_at(playbook: Playbook, at: Situation) -> datetime | None:
    """The next instant at which the case can have something to tell by itself."""
    moments = [each.at for each in _untold(playbook, at)]
    lapses_at, awake_at = offer_lapses_at(at), _snooze_ends_at(at)
    by_itself = (lapses_at, cool_down_ends_at(at))
    moments += [at.profile.quiet_hours.after(m, at.zone) for m in by_itself if m]
    if awake_at:
        moments.append(awake_at)
    return min(moments, default=None)


def _stages(due: Due, at: Situation) -> Iterator[tuple[Stage, datetime]]:
    """The stages and their moments, before quiet hours are thought of."""
    if due.kind == "hold_review" and due.on:
        yield Stage.REVIEW, local_instant(due.on, time(), at.zone)
        return
    if due.is_legal:
        yield Stage.AMBER, days_before(due.due_at, AMBER_DAYS, at.zone)
        yield Stage.RED, days_before(due.due_at, RED_DAYS, at.zone)
    elif due.on:
        yield Stage.SOON, days_before(due.due_at, 1, at.zone, hours=12)
    elif due.since:
        yield Stage.SOON, due.due_at - (due.due_at - due.since) / 4
    yield Stage.DUE, due.due_at - _EVENING if due.on else due.due_at
    yield Stage.LATE, due.late_at
    if at.stand_in:
        yield Stage.STUCK, due.late_at + _STUCK_AFTER


def _untold(playbook: Playbook, at: Situation) -> Sequence[Telling]:
    """Everything still to be told, in order of time for each deadline.

    Earlier stages of one that was told are passed over for good.
    """
    if at.case.is_closed:
        return ()
    found: list[Telling] = []
    for due in deadlines(playbook, at):
        if due.is_done:
            continue
        for telling in plan(due, at):
            found.append(_put_off(telling, at))
            if telling.notice in at.case.seen_notices:
                found = [each for each in found if each.due != due]
    return found


def _put_off(telling: Telling, at: Situation) -> Telling:
    until = at.case.snoozed_until
    if until is None or telling.due.is_legal or telling.at >= until:
        return telling
    return replace(telling, at=at.profile.quiet_hours.after(until, at.zone))


def _snooze_ends_at(at: Situation) -> datetime | None:
    """When the snooze is over, as long as that has not been told."""
    case = at.case
    if case.snoozed_until is None or case.is_closed:
        return None
    if _snooze_notice(at) in case.seen_notices:
        return None
    return at.profile.quiet_hours.after(case.snoozed_until, at.zone)


def _snooze_notice(at: Situation) -> str:
    return f"snooze:{at.case.snoozed_until:%Y-%m-%dT%H:%MZ}"
