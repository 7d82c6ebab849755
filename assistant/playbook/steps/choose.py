"""Ask for one of several answers and remember it as a fact."""

from enum import StrEnum

import msgspec

from assistant.chat.replies import Paragraph, Part, Phrase, Tone, Typed
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import FactRecorded
from assistant.domain.reasons import REASON_OF, SUB_REASONS, Reason
from assistant.domain.typed import clean_text
from assistant.errors import InputError
from assistant.playbook.names import Id
from assistant.playbook.records import Record, record, told
from assistant.playbook.situation import Situation
from assistant.playbook.steps.ask import LONGEST_TEXT
from assistant.playbook.steps.base import (
    NOT_SURE,
    NOTHING,
    Asked,
    StepBase,
    needed,
    option,
    question,
    words,
)
from assistant.playbook.steps.shown import Shown, shown
from assistant.playbook.turn import Answer, Chosen, Turn
from assistant.playbook.turn import Typed as TypedAnswer

# What a claim above the court's limit can do; the first only where a place allows it.
OVER_LIMIT = ("claim_less", "other_court", "another_way")


class OptionsFrom(StrEnum):
    """Options that depend on an earlier answer."""

    SUB_REASONS = "sub_reasons"
    OVER_LIMIT = "over_limit"


class Choose(StepBase, frozen=True, tag="choose", tag_field="step"):
    """One of several answers.

    fact: name of the fact it sets; the step's id where it is left out.
    options: ids of the answers, in display order.
    options_from: or a list that follows from an earlier answer.
    not_sure, none_of_these: add these ways out (recorded as `not_sure`, `other`).
    stays: further answers that are heard and leave the question open ("nothing yet").
    advice: options after which `step.<id>.<option>.advice` is said.
    shows: what stands above it.
    lists: options after which something is shown, such as a list of what to hold back.
    typed_as: the option that text stands for which is none of the labels; the recorder
        gets the text, and refuses what it cannot use.
    records: what else the answer changes.
    """

    fact: Id = ""
    options: tuple[Id, ...] = ()
    options_from: OptionsFrom | None = None
    not_sure: bool = False
    none_of_these: bool = False
    stays: tuple[Id, ...] = ()
    advice: tuple[Id, ...] = ()
    shows: tuple[Shown, ...] = ()
    lists: dict[Id, Shown] = msgspec.field(default_factory=dict)
    typed_as: Id | None = None
    records: Record | None = None

    def __post_init__(self) -> None:
        if bool(self.options) is bool(self.options_from):
            raise ValueError("it needs either `options` or `options_from`")
        offered = [*self._every_id(), *self._ways_out()]
        if len(set(offered)) < len(offered):
            raise ValueError("an answer is offered twice")
        if unknown := {*self.advice, *self.lists} - set(offered):
            raise ValueError(f"`advice` is for no option: {', '.join(sorted(unknown))}")
        if self.typed_as and not (self.records and self.typed_as in self.options):
            raise ValueError("`typed_as` needs `records`, and one of the `options`")

    def sets(self) -> frozenset[str]:
        """The one fact it records."""
        return frozenset({self.fact or self.id})

    def answers(self, fact: str) -> frozenset[str]:
        """Its options and ways out, but those that leave the question open."""
        picked = {*self._every_id(), *self._ways_out()} - set(self.stays)
        return frozenset("other" if p == "none_of_these" else p for p in picked)

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        offered = (*self._every_id(), *self._ways_out())
        parts = [f"{name}.advice" for name in self.advice]
        return needed(self.id, offered, parts, self._typed)

    def is_done(self, at: Situation) -> bool:
        """Whether it was answered, or there is nothing to choose from.

        An answer that a changed answer before it no longer allows does not count.
        """
        value = at.case.fact(self.fact or self.id, at.subject)
        if self.options_from and value is not None:
            return value in {*self.ids(at), "other", NOT_SURE}
        return value is not None or not self.ids(at)

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ids(self, at: Situation) -> tuple[str, ...]:
        """The options offered now, without the ways out."""
        if self.options_from is OptionsFrom.SUB_REASONS:
            reason = at.case.text_fact("reason")
            known = SUB_REASONS[Reason(reason)] if reason in set(Reason) else ()
            return tuple(known)
        if self.options_from is OptionsFrom.OVER_LIMIT:
            may_waive = at.court is not None and at.court.may_waive
            return OVER_LIMIT if may_waive else OVER_LIMIT[1:]
        return self.options

    def ask(self, at: Situation) -> Asked:
        """The question with its options and ways out."""
        ids = [*self.ids(at), *self._ways_out()]
        options = tuple(option(at, self.id, i) for i in ids)
        asked = question(at, self, options, self._typed)
        return Asked(asked, shown(self.shows, at))

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Remember the choice; InputError if it is not offered."""
        if isinstance(answer, TypedAnswer) and self.typed_as:
            return self._typed_in(at, self.typed_as, answer.text)
        allowed = {*self.ids(at), *self._ways_out()}
        if not isinstance(answer, Chosen) or answer.option not in allowed:
            raise InputError("error.choose_one")
        picked = answer.option
        advice = (*self._advice(at, picked), *self._listed(at, picked))
        if picked in self.stays:
            return Turn(say=advice)
        value = "other" if picked == "none_of_these" else picked
        fact: CaseEvent = FactRecorded(self.fact or self.id, value, at.subject)
        return Turn((fact, *record(self.records, at, value)), advice)

    @property
    def _typed(self) -> Typed | None:
        return Typed.TEXT if self.typed_as else None

    def _typed_in(self, at: Situation, picked: str, text: str) -> Turn:
        """Text that answers more than was asked: the recorder takes it apart."""
        value = clean_text(text, LONGEST_TEXT)
        events = record(self.records, at, value)
        fact = FactRecorded(self.fact or self.id, picked, at.subject)
        return Turn((fact, *events), told(self.records, value))

    def _every_id(self) -> tuple[str, ...]:
        if self.options_from is OptionsFrom.SUB_REASONS:
            return tuple(REASON_OF)
        if self.options_from is OptionsFrom.OVER_LIMIT:
            return OVER_LIMIT
        return self.options

    def _ways_out(self) -> list[str]:
        ways = [("none_of_these", self.none_of_these), (NOT_SURE, self.not_sure)]
        return [*self.stays, *(name for name, is_offered in ways if is_offered)]

    def _listed(self, at: Situation, picked: str) -> tuple[Part[Phrase], ...]:
        return shown((self.lists[picked],), at) if picked in self.lists else ()

    def _advice(self, at: Situation, picked: str) -> tuple[Paragraph[Phrase], ...]:
        if picked not in self.advice:
            return ()
        return (Paragraph(words(at, self.id, f"{picked}.advice"), Tone.CAUTION),)
