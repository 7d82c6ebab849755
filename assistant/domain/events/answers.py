"""What is learned on the way: answers, statements, evidence, dates and notes."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from assistant.domain.case import (
    Case,
    Entry,
    Note,
    Revisit,
    Statement,
)
from assistant.domain.evidence import EvidenceItem, EvidenceKind, Waiver
from assistant.domain.facts import FactValue, fact_key


@dataclass(frozen=True, slots=True)
class FactRecorded:
    """A question was answered, or an earlier answer changed."""

    kind: ClassVar[str] = "fact_recorded"
    name: str
    value: FactValue
    subject: str | None = None

    def apply(self, case: Case, entry: Entry) -> Case:
        """Keep the answer and when it was given."""
        key = fact_key(self.name, self.subject)
        return replace(
            case,
            facts={**case.facts, key: self.value},
            fact_times={**case.fact_times, key: entry.at},
        )


@dataclass(frozen=True, slots=True)
class FactForgotten:
    """An answer no longer holds and its question is open again."""

    kind: ClassVar[str] = "fact_forgotten"
    name: str
    subject: str | None = None

    def apply(self, case: Case, entry: Entry) -> Case:
        """Drop the answer, if there is one."""
        key = fact_key(self.name, self.subject)
        facts = {k: v for k, v in case.facts.items() if k != key}
        return replace(case, facts=facts)


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """A step of the playbook got its answer; what Back walks along."""

    kind: ClassVar[str] = "question_answered"
    step: str
    subject: str | None = None

    def apply(self, case: Case, entry: Entry) -> Case:
        """Put the question last in the list of answered ones; a revisit is over."""
        key = fact_key(self.step, self.subject)
        others = tuple(answered for answered in case.answered if answered != key)
        return replace(case, answered=(*others, key), revisit=None)


@dataclass(frozen=True, slots=True)
class QuestionRevisited:
    """The owner went back to a question; nothing that was answered is lost.

    step: None ends the visit without a change.
    """

    kind: ClassVar[str] = "question_revisited"
    step: str | None
    subject: str | None = None

    def apply(self, case: Case, entry: Entry) -> Case:
        """Show that question next."""
        visit = Revisit(self.step, self.subject) if self.step else None
        return replace(case, revisit=visit)


@dataclass(frozen=True, slots=True)
class StatementReceived:
    """The customer said or wrote something; the first is what the case is about.

    Fields as in `Statement`.
    """

    kind: ClassVar[str] = "statement_received"
    text: str
    channel: str = ""
    author: str = ""
    written_at: datetime | None = None
    link: str = ""

    def apply(self, case: Case, entry: Entry) -> Case:
        """Keep it word for word."""
        said = Statement(
            self.text,
            entry.at,
            self.channel,
            self.author,
            self.written_at,
            self.link,
        )
        return replace(case, statements=(*case.statements, said))


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """A document joined the case. Fields as in `EvidenceItem`."""

    kind: ClassVar[str] = "evidence_added"
    evidence: EvidenceKind
    name: str
    source: str
    sha256: str | None = None
    size: int | None = None
    media_type: str | None = None
    dated_on: date | None = None
    proves: str = ""
    bundle: str = ""

    def apply(self, case: Case, entry: Entry) -> Case:
        """Give it the next exhibit number."""
        item = EvidenceItem(
            len(case.evidence.items) + 1,
            self.evidence,
            self.name,
            entry.at,
            entry.by,
            self.source,
            self.sha256,
            self.size,
            self.media_type,
            self.dated_on,
            self.proves,
            self.bundle,
        )
        evidence = replace(case.evidence, items=(*case.evidence.items, item))
        return replace(case, evidence=evidence)


@dataclass(frozen=True, slots=True)
class EvidenceWaived:
    """The owner goes on without a kind of document, by name."""

    kind: ClassVar[str] = "evidence_waived"
    evidence: EvidenceKind
    reason: str
    name: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Log the waiver."""
        waiver = Waiver(self.evidence, self.name, self.reason, entry.at)
        evidence = replace(case.evidence, waivers=(*case.evidence.waivers, waiver))
        return replace(case, evidence=evidence)


@dataclass(frozen=True, slots=True)
class NoteAdded:
    """An internal note."""

    kind: ClassVar[str] = "note_added"
    text: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Keep it apart from everything the customer sees."""
        note = Note(self.text, entry.by, entry.at)
        return replace(case, notes=(*case.notes, note))


@dataclass(frozen=True, slots=True)
class Assigned:
    """Somebody else is in charge."""

    kind: ClassVar[str] = "assigned"
    person: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Hand over."""
        return replace(case, assigned_to=self.person)


@dataclass(frozen=True, slots=True)
class Shared:
    """Who may see the case was changed.

    people: names of the members who may; empty for the whole team.
    """

    kind: ClassVar[str] = "shared"
    people: tuple[str, ...] = ()

    def apply(self, case: Case, entry: Entry) -> Case:
        """Keep it among these people, or give it back to the team."""
        return replace(case, is_private=bool(self.people), people=self.people)


@dataclass(frozen=True, slots=True)
class ClockSet:
    """A legal date became known; it runs on whatever is on hold (K8)."""

    kind: ClassVar[str] = "clock_set"
    clock: str
    due_on: date

    def apply(self, case: Case, entry: Entry) -> Case:
        """Show it on every card from now on."""
        return replace(case, clocks={**case.clocks, self.clock: self.due_on})


@dataclass(frozen=True, slots=True)
class ClockStopped:
    """A legal date needs no more watching: it was met, or does not apply."""

    kind: ClassVar[str] = "clock_stopped"
    clock: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Take it off the cards."""
        kept = {name: day for name, day in case.clocks.items() if name != self.clock}
        return replace(case, clocks=kept)


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """A piece of advice was shown, or a deadline was told; each once."""

    kind: ClassVar[str] = "notice_seen"
    notice: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Do not show it again."""
        return replace(case, seen_notices=case.seen_notices | {self.notice})


@dataclass(frozen=True, slots=True)
class Snoozed:
    """Reminders of this case are quiet until then."""

    kind: ClassVar[str] = "snoozed"
    until: datetime

    def apply(self, case: Case, entry: Entry) -> Case:
        """Set the moment."""
        return replace(case, snoozed_until=self.until)
