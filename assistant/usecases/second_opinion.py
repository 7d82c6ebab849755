"""A second pair of eyes: somebody else answers the honest questions blind (F-F8).

Who answers sees the customer's words and the papers, never the first answers; both are
shown side by side once all are given, to one person alone. The second answers decide
nothing: they are kept beside the first, and whoever judges may change their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.chat.replies import Option, Phrase, Question, Table, Tone, phrase
from assistant.domain.assessment import needed_proofs
from assistant.domain.case import Case
from assistant.domain.case_events import FactRecorded
from assistant.domain.events.endings import active_entries
from assistant.domain.facts import FactName
from assistant.errors import InputError
from assistant.playbook.situation import Situation
from assistant.playbook.steps.base import answer_in_words, option, words
from assistant.playbook.steps.choose import Choose
from assistant.usecases.visit import Visit

SECOND = "second.opinion"
_PREFIX = "second_"
_ASKED_OF_ALL = (FactName.FELL_SHORT, FactName.MISUNDERSTOOD)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One question about one line."""

    step: Choose
    row: str

    @property
    def fact(self) -> str:
        """Where the second answer is kept."""
        return f"{_PREFIX}{self.step.id}"


def show_second(visit: Visit, case: Case) -> None:
    """Ask for the second answers; once they are there, show both side by side."""
    everything = list(_questions(visit, case))
    if not everything:
        raise InputError("error.second_nothing")
    left = _left(case, everything)
    if not left:
        _compare(visit, case, everything)
        return
    first = _who_answered(case)
    if visit.business.members and visit.actor == first:
        raise InputError("error.second_same_person", person=first)
    visit.focus(case)
    with visit.alone():
        visit.tell("second.begin", Tone.PRIVATE, case=case.id)
    _ask(visit, case, left[0], len(everything) - len(left), len(everything))


def answer(visit: Visit, text: str) -> None:
    """Keep one second answer, and ask the next or show them all."""
    case = visit.case_here()
    everything = list(_questions(visit, case))
    left = _left(case, everything)
    if not left:
        visit.conversation = visit.conversation.about(case.id)
        return
    asked = left[0]
    picked = visit.picked(_options(visit, case, asked), text)
    case = visit.record(case, FactRecorded(asked.fact, picked, asked.row))
    still = _left(case, everything)
    if still:
        _ask(visit, case, still[0], len(everything) - len(still), len(everything))
        return
    visit.conversation = visit.conversation.about(case.id)
    _compare(visit, case, everything)


def _questions(visit: Visit, case: Case) -> Iterator[_Asked]:
    """The honest questions that this kind of objection calls for, line by line."""
    playbook = visit.playbook(case)
    names = [*_ASKED_OF_ALL, *needed_proofs(case)]
    for row in case.contested_rows():
        for name in names:
            step = playbook.step(name)
            if isinstance(step, Choose):
                yield _Asked(step, row.id)


def _left(case: Case, everything: list[_Asked]) -> list[_Asked]:
    return [each for each in everything if not case.knows(each.fact, each.row)]


def _who_answered(case: Case) -> str:
    """Who gave the first honest answer; empty as long as nobody did."""
    for entry in active_entries(case.entries):
        event = entry.event
        if isinstance(event, FactRecorded) and event.name in _ASKED_OF_ALL:
            return entry.by
    return ""


def _ask(visit: Visit, case: Case, asked: _Asked, done: int, count: int) -> None:
    at = _about(visit, case, asked)
    visit.conversation = visit.conversation.asks(SECOND)
    question = Question(
        key=SECOND,
        prompt=words(at, asked.step.id, "ask"),
        options=_options(visit, case, asked),
        why=words(at, asked.step.id, "why"),
        case_id=case.id,
        step=done + 1,
        steps=count,
        is_private=True,
    )
    visit.say(question)


def _options(visit: Visit, case: Case, asked: _Asked) -> tuple[Option[Phrase], ...]:
    at = _about(visit, case, asked)
    ids = [*asked.step.ids(at), *(("not_sure",) if asked.step.not_sure else ())]
    return tuple(option(at, asked.step.id, each) for each in ids)


def _about(visit: Visit, case: Case, asked: _Asked) -> Situation:
    return visit.situation(case).about(asked.row)


def _compare(visit: Visit, case: Case, everything: list[_Asked]) -> None:
    rows = tuple(_row(visit, case, each) for each in everything)
    header = tuple(
        phrase(f"second.{each}") for each in ("question", "first", "other", "same")
    )
    title = phrase("second.title", case=case.id)
    visit.say(Table(title, header, rows, is_private=True))
    with visit.alone():
        visit.tell("second.end", Tone.PRIVATE)


def _row(visit: Visit, case: Case, asked: _Asked) -> tuple[Phrase, ...]:
    at = _about(visit, case, asked)
    first = case.fact(asked.step.id, asked.row)
    other = case.fact(asked.fact, asked.row)

    def told(value: object) -> Phrase:
        if not isinstance(value, str):
            return phrase("second.open")
        return phrase("value", value=answer_in_words(at, asked.step.id, value))

    is_same = "second.agree" if first == other else "second.differ"
    return (words(at, asked.step.id, "ask"), told(first), told(other), phrase(is_same))
