"""Putting a case off for a while, and saying that a thing it reminded of is done."""

from datetime import datetime, timedelta

from assistant.chat.commands import Command
from assistant.chat.replies import Option, Question, Tone, Typed, phrase
from assistant.domain.case import Case
from assistant.domain.case_events import Snoozed
from assistant.domain.typed_dates import Toward
from assistant.domain.typed_times import read_moment
from assistant.errors import InputError
from assistant.usecases.visit import Visit

UNTIL = "snooze.until"
_LONGEST = timedelta(days=92)  # a case that rests longer has to be closed or settled


def snooze(visit: Visit, case: Case, command: Command) -> None:
    """`snooze CASE [UNTIL]`: no reminders of this case until then; legal dates stay."""
    if case.is_closed:
        raise InputError("error.case_closed", case=case.id)
    if command.rest:
        _put_off(visit, case, command.rest)
        return
    visit.focus(case)
    visit.conversation = visit.conversation.asks(UNTIL)
    options = (
        Option("tomorrow", phrase("button.tomorrow"), f"snooze {case.id} tomorrow"),
        Option("3 days", phrase("button.in_three_days"), f"snooze {case.id} 3 days"),
    )
    visit.say(
        Question(
            key=UNTIL,
            prompt=phrase("snooze.until.ask", case=case.id),
            options=options,
            why=phrase("snooze.until.why"),
            typed=Typed.LINE,
            hint=phrase("snooze.until.hint"),
            case_id=case.id,
        )
    )


def answer_until(visit: Visit, text: str) -> None:
    """Put the case in focus off until the moment typed."""
    case = visit.case_here()
    _put_off(visit, case, text)
    visit.focus(case)


def done(visit: Visit, case: Case, command: Command) -> None:
    """What was due is done: one answer more, so that the file says so too."""
    visit.focus(case)
    if not case.is_closed:
        visit.tell("reminder.done")
    visit.show_question(case)


def _put_off(visit: Visit, case: Case, text: str) -> None:
    until = _moment(visit, case, text)
    if until <= visit.now:
        raise InputError("error.snooze_past", at=until)
    if until > visit.now + _LONGEST:
        raise InputError("error.snooze_far", days=_LONGEST.days)
    visit.record(case, Snoozed(until))
    visit.tell("snooze.on", Tone.GOOD, case=case.id, at=until)


def _moment(visit: Visit, case: Case, text: str) -> datetime:
    profile, habits = visit.business.profile, visit.situation(case).habits
    return read_moment(
        text,
        visit.now,
        profile.time_zone,
        morning=profile.quiet_hours.morning,
        read_day=lambda day, today: habits.date(day, today, Toward.FUTURE),
    )
