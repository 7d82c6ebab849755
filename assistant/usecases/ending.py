"""Closing before the playbook's end, and opening a closed case again."""

from assistant.chat.commands import Command
from assistant.chat.replies import Option, Question, Tone, phrase
from assistant.domain.case import Case
from assistant.domain.case_events import Closed, HoldReleased, ObjectionSettled
from assistant.domain.money import Money
from assistant.domain.resolution import OutcomeKind, RootCause
from assistant.domain.tender import open_tenders
from assistant.domain.typed import clean_line
from assistant.errors import InputError
from assistant.playbook import engine
from assistant.usecases.opening import say_hold
from assistant.usecases.visit import Visit

CLOSE = "confirm.close"
_EARLY = (
    OutcomeKind.WITHDRAWN,
    OutcomeKind.BACK_IN_COLLECTION,
    OutcomeKind.NO_DISPUTE,
)
_OPTIONS = (
    *(Option(str(kind), phrase(f"outcome.{kind}")) for kind in _EARLY),
    Option("no", phrase("confirm.close.no")),
)


def close(visit: Visit, case: Case, command: Command) -> None:
    """End a case now: how it ended is the confirmation."""
    if case.is_closed:
        raise InputError("error.case_closed", case=case.id)
    visit.focus(case)
    if open_tenders(case):
        visit.tell("tender.still_open", Tone.CAUTION)
    visit.conversation = visit.conversation.asks(CLOSE)
    values = visit.situation(case).values()
    prompt = phrase("confirm.close.ask", **values)
    visit.say(Question(key=CLOSE, prompt=prompt, options=_OPTIONS, case_id=case.id))


def answer_close(visit: Visit, text: str) -> None:
    """Close with that outcome, the objections settled and the hold released."""
    choice, case = visit.picked(_OPTIONS, text), visit.case_here()
    visit.focus(case)
    if choice == "no":
        visit.tell("confirm.nothing_changed")
        visit.show_question(case)
        return
    sums = case.grid.sum
    first = case.money_fact("disputed_at_first") or sums.disputed
    kept = max(first - sums.credited - sums.written_off, Money.zero(sums.due.currency))
    settled = [ObjectionSettled(row.id) for row in case.contested_rows()]
    release = [HoldReleased()] if case.is_on_hold else []
    outcome = OutcomeKind(choice)
    ended = Closed(outcome, kept, RootCause.OTHER)
    case = visit.record(case, *settled, *release, ended)
    kind = phrase(f"outcome.{outcome}")
    visit.tell("case.closed", Tone.GOOD, case=case.id, outcome=kind, kept=kept)
    if release:
        visit.tell("act.release_hold", **visit.situation(case).values())


def reopen(visit: Visit, case: Case, command: Command) -> None:
    """A closed case comes back with all its history; the hold goes on again.

    InputError where nothing of the invoice is due any more: there is nothing to put
    on hold, and how the case ended must not be lost.
    """
    if not case.is_closed:
        raise InputError("error.not_closed", case=case.id)
    if not case.grid.sum.due:  # nothing to hold: a refund claim stands beside it
        raise InputError("error.nothing_due_to_reopen", case=case.id)
    reason = clean_line(command.rest, 300)
    turn = engine.reopen(visit.playbook(case), visit.situation(case), reason)
    case = visit.take(case, turn)
    visit.focus(case)
    visit.tell("case.reopened", Tone.GOOD, case=case.id)
    say_hold(visit, case)
    visit.show_question(visit.proceed(case))
