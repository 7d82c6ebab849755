"""How a case ends, comes back, and how a turn is taken back."""

from dataclasses import dataclass, field, replace
from typing import ClassVar

from assistant.domain.case import (
    Case,
    Entry,
)
from assistant.domain.money import Money
from assistant.domain.resolution import (
    Outcome,
    OutcomeKind,
    RootCause,
)
from assistant.errors import InputError


@dataclass(frozen=True, slots=True)
class Closed:
    """The case ended."""

    kind: ClassVar[str] = "closed"
    outcome: OutcomeKind
    kept: Money
    root_cause: RootCause

    def apply(self, case: Case, entry: Entry) -> Case:
        """Note how, how much was kept, and why it came to a dispute."""
        if case.is_closed:
            raise InputError("error.case_closed", case=case.id)
        outcome = Outcome(self.outcome, self.kept, self.root_cause, entry.at)
        return replace(case, outcome=outcome)


@dataclass(frozen=True, slots=True)
class Reopened:
    """A closed case came back; all its history stays.

    forget: keys of the facts whose questions are open again.
    """

    kind: ClassVar[str] = "reopened"
    reason: str
    forget: tuple[str, ...] = field(default=())

    def apply(self, case: Case, entry: Entry) -> Case:
        """Open again; InputError for a case that never closed."""
        if not case.is_closed:
            raise InputError("error.not_closed", case=case.id)
        facts = {k: v for k, v in case.facts.items() if k not in self.forget}
        return replace(
            case,
            outcome=None,
            agreement=None,
            replies=(),
            facts=facts,
            past_letters=len(case.letters),
        )


@dataclass(frozen=True, slots=True)
class ActionRefused:
    """Somebody tried what is not allowed now; kept for the record, changes nothing."""

    kind: ClassVar[str] = "action_refused"
    action: str
    reason: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Nothing but the record."""
        return case


@dataclass(frozen=True, slots=True)
class Undone:
    """A turn was taken back. It stays in the file and is no longer folded."""

    kind: ClassVar[str] = "undone"
    turn: int

    def apply(self, case: Case, entry: Entry) -> Case:
        """The case as if that turn had not been."""
        return case.folded_from(active_entries(case.entries, self.turn))


def active_entries(
    entries: tuple[Entry, ...], and_undoing: int | None = None
) -> list[Entry]:
    """The entries that still count: no undone turn, no undoing itself."""
    undone = {e.event.turn for e in entries if isinstance(e.event, Undone)}
    undone |= {and_undoing} if and_undoing else set()
    return [
        entry
        for entry in entries
        if entry.turn not in undone and not isinstance(entry.event, Undone)
    ]
