"""What all step types share: the fields every step has, and how it finds its words."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Protocol

import msgspec

from assistant.chat.replies import Option, Phrase, Question, Typed, phrase
from assistant.domain.facts import FactValue, fact_key
from assistant.domain.summary import WhoseTurn
from assistant.playbook.conditions import Condition
from assistant.playbook.names import Id
from assistant.playbook.situation import Situation
from assistant.playbook.turn import Answer, Turn

NOT_SURE = "not_sure"


class Per(StrEnum):
    """How often a step is asked."""

    CASE = "case"
    LINE = "line"
    EXCHANGE = "exchange"


class StepBase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Fields of every step.

    id: unique in the playbook; its words are `step.<id>.ask`, `.why`, `.hint`, and one
        per option, in the phrase catalogue.
    when: it is asked only where this holds.
    per: once for the case, for each contested line, or in each exchange.
    due: id of the deadline that runs while it waits.
    private: judgement, floors and doubts are never asked in front of a channel.
    turn: who has to act while it waits.
    asks: a fact that names who can answer it; whoever is in charge where it is open.
    """

    id: Id
    when: Condition | None = None
    per: Per = Per.CASE
    due: Id | None = None
    private: bool = False
    turn: WhoseTurn = WhoseTurn.US
    asks: Id | None = None

    @property
    def can_revisit(self) -> bool:
        """Whether Back and "change an answer" may come here again."""
        return True

    def answers(self, fact: str) -> frozenset[str] | None:
        """What it can record for one of its facts; None where that is open."""
        return None

    def phrases(self) -> tuple[str, ...]:
        """The phrases it needs; `a|b` where either will do."""
        return needed(self.id)


class Step(Protocol):
    """A step type: one file in this folder, one line in STEP_TYPES."""

    @property
    def id(self) -> str:
        """Its id in the playbook."""
        ...

    @property
    def when(self) -> Condition | None:
        """Where it applies."""
        ...

    @property
    def per(self) -> Per:
        """How often it is asked."""
        ...

    @property
    def due(self) -> str | None:
        """The deadline that runs while it waits."""
        ...

    @property
    def private(self) -> bool:
        """Whether it is asked privately."""
        ...

    @property
    def turn(self) -> WhoseTurn:
        """Who has to act."""
        ...

    @property
    def asks(self) -> str | None:
        """The fact that names who can answer it."""
        ...

    @property
    def can_revisit(self) -> bool:
        """Whether Back and "change an answer" may come here again."""
        ...

    def is_done(self, at: Situation) -> bool:
        """Whether nothing is left to ask here."""
        ...

    def prepare(self, at: Situation) -> Turn:
        """What happens by itself before it is asked: events, or a letter to draft.

        An empty turn when there is nothing; the engine calls again after a full one.
        """
        ...

    def ask(self, at: Situation) -> "Asked":
        """The question, and what is shown above it."""
        ...

    def take(self, at: Situation, answer: Answer) -> Turn:
        """The events of an answer; InputError when it is none."""
        ...

    def sets(self) -> frozenset[str]:
        """The facts it can record, for the loader's check."""
        ...

    def answers(self, fact: str) -> frozenset[str] | None:
        """What it can record for one of its facts; None where that is open.

        A condition that waits for anything else could never hold, so the loader
        refuses it.
        """
        ...

    def phrases(self) -> tuple[str, ...]:
        """The phrases it needs; `a|b` where either will do."""
        ...


class Asked(msgspec.Struct, frozen=True):
    """What a step shows: parts above, and one question."""

    question: "Question[Phrase]"
    above: "tuple[Any, ...]" = ()


def type_of(step: Step) -> str:
    """The step's type as playbooks write it, such as `choose`."""
    config = getattr(step, "__struct_config__", None)
    return str(config.tag) if config else type(step).__name__


def needed(
    step_id: str,
    options: Iterable[str] = (),
    parts: Iterable[str] = (),
    typed: Typed | None = None,
) -> tuple[str, ...]:
    """The keys of a question's words: its own, its options', and its hint's.

    parts: what else is said under the step's name, such as `title`.
    """
    own = [f"step.{step_id}.{part}" for part in ("ask", "why", *parts)]
    own += [f"step.{step_id}.{name}|option.{name}" for name in options]
    own += [f"step.{step_id}.hint|hint.{typed}"] if typed else []
    return tuple(own)


def key_of(step_id: str, subject: str | None) -> str:
    """The key of a question: what a button carries and Back walks along."""
    return fact_key(step_id, subject)


def words(at: Situation, step_id: str, part: str, **more: Any) -> Phrase:
    """A step's phrase; the playbook's own wording is tried first."""
    return Phrase(f"{at.playbook}:step.{step_id}.{part}", {**at.values(), **more})


def option(at: Situation, step_id: str, option_id: str, **more: Any) -> Option[Phrase]:
    """An option with its label: the step's own words, else the common ones."""
    key = f"{at.playbook}:step.{step_id}.{option_id}|option.{option_id}"
    return Option(option_id, Phrase(key, {**at.values(), **more}))


def answer_in_words(at: Situation, step_id: str, value: FactValue) -> object:
    """A recorded answer as the person saw it: an option's label, or the value."""
    if not isinstance(value, str):
        return value
    key = f"{at.playbook}:step.{step_id}.{value}|option.{value}|verbatim"
    is_id = value.replace("_", "").isalpha() and value == value.casefold()
    return Phrase(key, {**at.values(), "text": value}) if is_id else value


def question(
    at: Situation,
    step: StepBase,
    options: tuple[Option[Phrase], ...],
    typed: Typed | None = None,
    **more: Any,
) -> Question[Phrase]:
    """The step's question with its common parts filled in."""
    now = at.case.fact(step.id, at.subject) if at.case.revisit else None
    person, prompt = asked_person(at, step), words(at, step.id, "ask", **more)
    return Question(
        key=key_of(step.id, at.subject),
        prompt=phrase("question.for", person=person, prompt=prompt)
        if person
        else prompt,
        options=options,
        why=words(at, step.id, "why", **more),
        typed=typed,
        hint=Phrase(f"{at.playbook}:step.{step.id}.hint|hint.{typed}", at.values())
        if typed
        else None,
        now=phrase("question.now", value=answer_in_words(at, step.id, now))
        if now is not None
        else None,
        case_id=at.case.id,
        is_private=step.private,
        person=person,
    )


def asked_person(at: Situation, step: Step | StepBase) -> str:
    """Who can answer a step, by name; empty for whoever is in charge."""
    name = at.case.text_fact(step.asks) if step.asks else ""
    return "" if name in _NOBODY else name


_NOBODY = ("skipped", "not_said", NOT_SURE)
NOTHING = Turn()
