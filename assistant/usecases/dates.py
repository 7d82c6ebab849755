"""Legal dates that an owner sets, changes or strikes out; no hold stops them (K8)."""

from assistant.chat.matching import folded, match_option
from assistant.chat.replies import (
    Item,
    Listing,
    Option,
    Phrase,
    Question,
    Tone,
    Typed,
    phrase,
)
from assistant.domain.calendar import end_of_day
from assistant.domain.case import Case
from assistant.domain.case_events import ClockSet, ClockStopped, FactForgotten
from assistant.domain.clocks import RECKONED_FROM, Clock
from assistant.domain.typed_dates import Toward
from assistant.errors import InputError
from assistant.usecases.talking import control_word
from assistant.usecases.visit import Visit

CLOCKS = frozenset(Clock)
WHEN = "dates.when"
_OPTIONS = (
    Option("not_known", phrase("dates.not_known")),
    Option("none", phrase("dates.none")),
)
_BY_WORD = {"not_sure": "not_known", "none_of_these": "none"}
_NONE = frozenset({"none", "done", "off", "no", "does not apply"})


def offer(visit: Visit, case: Case) -> None:
    """Every date that can run on, with what is known of it and a tap to set it."""
    items = tuple(
        Item(
            phrase(f"deadline.{clock}"),
            phrase("value", value=case.clocks[clock])
            if clock in case.clocks
            else phrase(f"dates.ask.{clock}"),
            f"update {case.id} {clock}",
        )
        for clock in Clock
    )
    visit.say(Listing(phrase("dates.title"), items))


def change(visit: Visit, case: Case, name: str, value: str) -> None:
    """Set the date, strike it out ("none"), or ask for it."""
    if case.is_closed:
        raise InputError("error.case_closed", case=case.id)
    if value:
        _keep(visit, case, name, value)
        visit.show_question(case)
        return
    visit.conversation = visit.conversation.asks(WHEN, clock=name)
    visit.say(
        Question(
            WHEN,
            phrase("dates.when.ask", date=phrase(f"deadline.{name}")),
            _OPTIONS,
            phrase(f"dates.ask.{name}"),
            Typed.DATE,
            phrase("hint.date"),
            case_id=case.id,
        )
    )


def answer(visit: Visit, text: str) -> None:
    """The date, that there is none, or that it is not known yet."""
    name, case = visit.conversation.draft.get("clock", ""), visit.case_here()
    if name not in CLOCKS:
        raise InputError("error.question_passed")
    labels = {option.id: visit.words(option.label) for option in _OPTIONS}
    choice = text if text in labels else match_option(text, labels)
    choice = choice or _BY_WORD.get(control_word(visit, text) or "", text)
    if choice == "not_known":
        visit.tell("dates.left_open", Tone.CAUTION, where=phrase(f"dates.ask.{name}"))
    else:
        _keep(visit, case, name, choice)
    visit.focus(case)
    visit.show_question(visit.load(case.id))


def _keep(visit: Visit, case: Case, name: str, value: str) -> None:
    called: Phrase = phrase(f"deadline.{name}")
    if folded(value) in _NONE:
        visit.record(case, ClockStopped(name))
        visit.tell("dates.stopped", Tone.GOOD, date=called)
        return
    here = visit.situation(case)
    day = here.habits.date(value, here.today, Toward.FUTURE)
    visit.record(case, ClockSet(name, day), FactForgotten(RECKONED_FROM))
    at = end_of_day(day, here.zone)
    visit.tell("dates.set", Tone.GOOD, date=called, at=at)
