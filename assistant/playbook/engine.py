"""The engine: which question comes next, and what an answer changes. Pure.

Theory of operation. A case holds facts; a playbook holds steps in order. The next
question is the first step whose condition holds and that is not done, looked up afresh
each time, so nothing that changes the facts (an undo, a changed answer, a newer
playbook) can strand a case. A step is asked once for the case, per contested line or
per exchange; `Position` names the step and that line or exchange.

Before a question is shown, `prepare` gives the steps that follow by themselves: events
to record, or a letter to draft. The caller applies the turn and asks again until the
turn is empty. Going back is itself a recorded event, and is over with the next answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import cast

from assistant.chat.replies import Option, Paragraph, Phrase, Tone, phrase
from assistant.domain.calendar import end_of_day, local_day
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import (
    CoolDownEnded,
    HoldStarted,
    OfferChanged,
    QuestionAnswered,
    QuestionRevisited,
    Reopened,
)
from assistant.domain.hold import HOLD_REVIEW_DAYS
from assistant.domain.resolution import OfferStatus
from assistant.domain.summary import WhoseTurn
from assistant.errors import InputError
from assistant.playbook.deadlines import one
from assistant.playbook.definition import Playbook
from assistant.playbook.situation import Situation
from assistant.playbook.steps.base import Asked, Per, Step, asked_person, key_of
from assistant.playbook.turn import Answer, Chosen, Turn

_ONE_BY_ONE = (Per.LINE, Per.PAYMENT)  # asked for each line, for each remittance
CANCEL = "cancel"  # leaves a question gone back to, with its answer as it was


@dataclass(frozen=True, slots=True)
class Position:
    """A step, and the line, exchange or remittance it is asked about."""

    step: Step
    subject: str | None

    @property
    def key(self) -> str:
        """The question's key."""
        return key_of(self.step.id, self.subject)


@dataclass(frozen=True, slots=True)
class NextAction:
    """The one next action of an open case: what, who, until when.

    person: who can do it, where that is not who is in charge.
    """

    what: Phrase
    turn: WhoseTurn
    due_at: datetime
    person: str = ""


def position(playbook: Playbook, at: Situation) -> Position | None:
    """Where the case stands; None when there is nothing left to ask."""
    if at.case.is_closed:
        return None
    visit = at.case.revisit
    step = playbook.step(visit.step) if visit else None
    if visit and step:
        return Position(step, visit.subject)
    return _first_open(playbook, at)


def prepare(playbook: Playbook, at: Situation) -> Turn:
    """What happens by itself before the next question; empty when it can be asked."""
    here = position(playbook, at)
    return here.step.prepare(at.about(here.subject)) if here else Turn()


def ask(playbook: Playbook, at: Situation) -> Asked | None:
    """The next question with its progress; None when nothing is left to ask."""
    here = position(playbook, at)
    if here is None:
        return None
    asked = here.step.ask(at.about(here.subject))
    options = asked.question.options
    if at.case.revisit and not _has_own_cancel(asked):
        options += (Option(CANCEL, phrase("option.cancel")),)
    done, left = len(at.case.answered), len(_open(playbook, at))
    question = replace(
        asked.question,
        key=here.key,
        options=options,
        step=done + 1,
        steps=done + max(left, 1),
        can_go_back=bool(_earlier(playbook, at)),
    )
    return Asked(question, asked.above)


def can_ask(playbook: Playbook, at: Situation) -> bool:
    """Whether what is open now is a question; False for what happens by itself."""
    here = position(playbook, at)
    try:
        return here is None or bool(here.step.ask(at.about(here.subject)))
    except InputError:
        return False


def advance(playbook: Playbook, at: Situation, key: str, answer: Answer) -> Turn:
    """What an answer to the question `key` changes.

    key: the key of the question that was shown; empty for the present one.
    Raises InputError("error.question_passed") when that question is not the one that
    is open now, and whatever the step finds wrong with the answer.
    """
    here = position(playbook, at)
    if here is None:
        raise InputError("error.nothing_asked")
    if key and key != here.key:
        raise InputError("error.question_passed")
    here_at = at.about(here.subject)
    is_cancel = at.case.revisit is not None and answer == Chosen(CANCEL)
    if is_cancel and not _has_own_cancel(here.step.ask(here_at)):
        return Turn((QuestionRevisited(None),))
    turn = here.step.take(here_at, answer)
    if turn.events and _settles(here, at, turn):
        answered = QuestionAnswered(here.step.id, here.subject)
        return Turn((answered,)) + turn
    return turn


def answer_early(
    playbook: Playbook, at: Situation, step_id: str, answer: Answer
) -> tuple[CaseEvent, ...]:
    """What an answer changes whose question has not come up; for words that were read.

    Empty when the playbook has no such step or it was answered, but for "not sure" and
    "they did not say", which a better answer replaces. Raises InputError as the step.
    """
    step = playbook.step(step_id)
    if step is None or step.per in _ONE_BY_ONE:
        return ()
    subject = at.case.exchange if step.per is Per.EXCHANGE else None
    here = at.about(subject)
    is_open = at.case.fact(step_id, subject) in (None, "not_sure", "not_said")
    if not is_open:
        return ()
    return (QuestionAnswered(step_id, subject), *step.take(here, answer).events)


def _has_own_cancel(asked: Asked) -> bool:
    return CANCEL in {option.id for option in asked.question.options}


def go_back(playbook: Playbook, at: Situation) -> Turn:
    """Show the question before; its answer and all later ones stay until changed."""
    earlier = _earlier(playbook, at)
    if not earlier:
        raise InputError("error.nothing_before")
    last = earlier[-1]
    return Turn((QuestionRevisited(last.step.id, last.subject),))


def revisit(playbook: Playbook, at: Situation, key: str) -> Turn:
    """Show an answered question again; InputError if there is none of that name.

    key: a question's key, or a step's id, whose latest answer is meant then.
    """
    known = answered(playbook, at)
    fits = [p for p in known if key in (p.key, p.step.id)]
    if not fits:
        raise InputError("error.no_such_answer", name=key)
    return Turn((QuestionRevisited(fits[-1].step.id, fits[-1].subject),))


def answered(playbook: Playbook, at: Situation) -> list[Position]:
    """The questions answered so far that may be changed, oldest first."""
    found = []
    for key in at.case.answered:
        step_id, _, subject = key.partition("@")
        step = playbook.step(step_id)
        if step is not None and step.can_revisit:
            found.append(Position(step, subject or None))
    return found


def reopen(playbook: Playbook, at: Situation, reason: str) -> Turn:
    """Open a closed case again at the playbook's `reopen_at`; the hold comes back on.

    What was answered before that step stays; later answers are asked afresh.
    """
    ids = [step.id for step in playbook.steps]
    kept = set(ids[: ids.index(playbook.reopen_at)])
    stays = kept | {name for i in kept for name in _sets(playbook, i)}
    forget = tuple(key for key in at.case.facts if key.partition("@")[0] not in stays)
    review = at.in_days(HOLD_REVIEW_DAYS)
    return Turn((Reopened(reason, forget), HoldStarted(review)))


def _sets(playbook: Playbook, step_id: str) -> frozenset[str]:
    step = playbook.step(step_id)
    return step.sets() if step else frozenset()


def time_passed(at: Situation) -> Turn:
    """What follows from the clock alone: an offer lapses, an angry draft is deleted."""
    return _offer_lapsed(at) + _cooled_down(at)


def cool_down_ends_at(at: Situation) -> datetime | None:
    """When the angry draft that rests is deleted; None without one."""
    cooling = at.case.cooling
    return None if cooling is None or at.case.is_closed else cooling.until


def _cooled_down(at: Situation) -> Turn:
    ends_at = cool_down_ends_at(at)
    if ends_at is None or at.now < ends_at:
        return Turn()
    said = phrase("tone.rested", **at.values())
    return Turn((CoolDownEnded(),), (Paragraph(said),), aside="")


def _offer_lapsed(at: Situation) -> Turn:
    offer, lapses_at = at.case.offer, offer_lapses_at(at)
    if offer is None or lapses_at is None or at.now < lapses_at:
        return Turn()
    said = phrase("offer.lapsed", amount=offer.amount_off, date=offer.expires_on)
    return Turn((OfferChanged(OfferStatus.LAPSED),), (Paragraph(said, Tone.CAUTION),))


def offer_lapses_at(at: Situation) -> datetime | None:
    """When the open offer will be over: its last day's end; None without one."""
    offer = at.case.offer
    if offer is None or offer.status is not OfferStatus.OPEN or at.case.is_closed:
        return None
    return end_of_day(offer.expires_on, at.zone) + timedelta(seconds=1)


def next_action(playbook: Playbook, at: Situation) -> NextAction | None:
    """What has to happen next, by whom and until when; None for a closed case.

    Without a deadline of its own an action is due at the end of the business day after
    the case last changed, or with the soonest deadline of the playbook that runs, so
    that working on a case never puts off what it owes.
    """
    if at.case.is_closed:
        return None
    here = position(playbook, at)
    if here is None:
        return NextAction(phrase("next.close"), WhoseTurn.US, _by_default(at))
    due = one(playbook, here.step.due, at) if here.step.due else None
    turn, person = here.step.turn, asked_person(at, here.step)
    what = Phrase(
        f"{at.playbook}:step.{here.step.id}.next|step.{here.step.id}.ask",
        at.about(here.subject).values(),
    )
    if due and not due.is_done:
        return NextAction(what, turn, due.due_at, person)
    running = [one(playbook, kind, at) for kind in playbook.deadlines]
    moments = [d.due_at for d in running if d is not None and not d.is_done]
    return NextAction(what, turn, min([_by_default(at), *moments]), person)


def percent_done(playbook: Playbook, at: Situation) -> int:
    """How much of the way is behind the case, roughly, 0 to 100."""
    if at.case.is_closed:
        return 100
    done = len(at.case.answered)
    left = len(_open(playbook, at))
    return min(99, 100 * done // max(1, done + left))


def _by_default(at: Situation) -> datetime:
    by_people = (e.at for e in reversed(at.case.entries) if not e.is_by_clock)
    last = next(by_people, at.now)
    day = at.calendar.next_business_day(local_day(last, at.zone))
    return end_of_day(day, at.zone)


def _settles(here: Position, at: Situation, turn: Turn) -> bool:
    """Whether the step is done once the turn's events are recorded."""
    case = at.case.record(turn.events, at=at.now, by=at.actor, platform="")
    return here.step.is_done(at.after(case).about(here.subject))


def _open(playbook: Playbook, at: Situation) -> tuple[Position, ...]:
    """Every position that is open now, in order; worked out once per situation."""
    key = ("open", playbook.name)
    if key not in at.memo:
        at.memo[key] = tuple(_open_positions(playbook, at))
    return cast("tuple[Position, ...]", at.memo[key])


def _first_open(playbook: Playbook, at: Situation) -> Position | None:
    """The first position that is open now; the rest of the playbook is left alone."""
    key = ("first open", playbook.name)
    if key not in at.memo:
        at.memo[key] = next(_open_positions(playbook, at), None)
    return cast("Position | None", at.memo[key])


def _open_positions(playbook: Playbook, at: Situation) -> Iterator[Position]:
    """Every position that is open now, in order.

    Neighbouring steps per line are all asked for the first line, then for the next;
    so are those per remittance.
    """
    views: dict[str | None, Situation] = {at.subject: at}
    for per, steps in groupby(
        playbook.steps, lambda s: s.per if s.per in _ONE_BY_ONE else None
    ):
        for step, subject in _in_order(per, list(steps), at):
            here = views.get(subject) or views.setdefault(subject, at.about(subject))
            applies = step.when is None or step.when.holds(here)
            if applies and not step.is_done(here):
                yield Position(step, subject)


def _in_order(
    per: Per | None, steps: list[Step], at: Situation
) -> Iterator[tuple[Step, str | None]]:
    """Each step with what it is asked about."""
    if per is Per.LINE:
        subjects = [row.id for row in at.case.contested_rows()]
    elif per is Per.PAYMENT:
        told = at.case.remittances
        subjects = [each.id for each in told if not each.is_withdrawn]
    else:
        exchange = at.case.exchange
        return ((s, exchange if s.per is Per.EXCHANGE else None) for s in steps)
    return ((step, subject) for subject in subjects for step in steps)


def _earlier(playbook: Playbook, at: Situation) -> list[Position]:
    """The changeable questions before the one that is shown now."""
    known = answered(playbook, at)
    visit = at.case.revisit
    if visit is None:
        return known
    keys = [place.key for place in known]
    now = key_of(visit.step, visit.subject)
    return known[: keys.index(now)] if now in keys else known
