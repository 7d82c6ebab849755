"""When a step applies: a closed list of named predicates, with all / any / not.

There is no expression language. A condition is a mapping with exactly one key; adding
a predicate means one field and one line in `_TESTS`.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import msgspec

from assistant.domain.assessment import Assessment, assessment_of
from assistant.domain.letters import SUBSTANTIVE, LetterKind
from assistant.domain.resolution import OfferStatus, ReplyKind
from assistant.playbook.situation import Situation


class Plain(StrEnum):
    """Conditions without an argument."""

    SPECIFIC = "specific"
    CONTESTED = "contested"
    ON_HOLD = "on_hold"
    AGREED = "agreed"
    PAID_UP = "paid_up"
    INVOICE_KNOWN = "invoice_known"
    STATEMENT_GIVEN = "statement_given"
    CREDIT_OWED = "credit_owed"
    CHANNELS_ON = "channels_on"
    OFFER_PLANNED = "offer_planned"
    HAS_LINES = "has_lines"
    DUE_DATE_PASSED = "due_date_passed"


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Exactly one of these.

    all, any, not: combine other conditions.
    fact: fact name to the values of which it must have one; looked up for the line or
        exchange the step is about, then for the case.
    known: a fact that must have been recorded, whatever its value.
    sent: a letter of this kind went out (in this exchange, for substantive ones).
    handled: a letter of this kind went out or was skipped with a reason.
    assessment: the line, or each contested line, was judged one of these.
    any_assessment: at least one contested line was judged so.
    reply: the customer's answer in the exchange just ended is one of these.
    offer: the latest goodwill offer is in one of these states.
    exchanges_at_least: so many substantive exchanges are over.
    is: a condition without an argument.
    """

    all: tuple["Condition", ...] | None = None
    any: tuple["Condition", ...] | None = None
    not_: "Condition | None" = msgspec.field(default=None, name="not")
    fact: dict[str, tuple[str, ...]] | None = None
    known: str | None = None
    sent: LetterKind | None = None
    handled: LetterKind | None = None
    assessment: tuple[Assessment, ...] | None = None
    any_assessment: Assessment | None = None
    reply: tuple[ReplyKind, ...] | None = None
    offer: tuple[OfferStatus, ...] | None = None
    exchanges_at_least: int | None = None
    is_: Plain | None = msgspec.field(default=None, name="is")

    def __post_init__(self) -> None:
        if len(self._given()) != 1:
            raise ValueError("a condition needs exactly one key")

    def holds(self, at: Situation) -> bool:
        """Whether it is so in this situation."""
        (name,) = self._given()
        return _TESTS[name](at, getattr(self, name))

    def facts(self) -> set[str]:
        """The fact names it looks at, for the loader's check."""
        named = set(self.fact or ()) | ({self.known} if self.known else set())
        for part in (*(self.all or ()), *(self.any or ())):
            named |= part.facts()
        return named | (self.not_.facts() if self.not_ else set())

    def _given(self) -> list[str]:
        return [n for n in self.__struct_fields__ if getattr(self, n) is not None]


def fact_at(at: Situation, name: str) -> Any:
    """A fact for the line or exchange at hand, else for the case; None if open."""
    if at.subject is not None and at.case.knows(name, at.subject):
        return at.case.fact(name, at.subject)
    if at.case.knows(name, at.case.exchange):
        return at.case.fact(name, at.case.exchange)
    return at.case.fact(name)


def _judged(at: Situation, labels: tuple[Assessment, ...]) -> bool:
    rows = at.case.contested_rows() if at.row is None else (at.row,)
    return bool(rows) and all(assessment_of(at.case, row.id) in labels for row in rows)


def _any_judged(at: Situation, label: Assessment) -> bool:
    rows = at.case.contested_rows()
    return any(assessment_of(at.case, row.id) is label for row in rows)


def _sent(at: Situation, kind: LetterKind) -> bool:
    return at.case.was_sent(kind, at.case.exchange if kind in SUBSTANTIVE else None)


def _handled(at: Situation, kind: LetterKind) -> bool:
    letter = at.case.letter(kind, at.case.exchange if kind in SUBSTANTIVE else None)
    return letter is not None and not letter.is_open


_PLAIN: dict[Plain, Callable[[Situation], bool]] = {
    Plain.SPECIFIC: lambda at: at.case.is_specific,
    Plain.CONTESTED: lambda at: bool(at.case.contested_rows()),
    Plain.ON_HOLD: lambda at: at.case.is_on_hold,
    Plain.AGREED: lambda at: at.case.agreement is not None,
    Plain.PAID_UP: lambda at: (
        at.case.invoice.total is not None and not at.case.grid.sum.undisputed
    ),
    Plain.INVOICE_KNOWN: lambda at: at.case.invoice.total is not None,
    Plain.STATEMENT_GIVEN: lambda at: bool(at.case.statements),
    Plain.CREDIT_OWED: lambda at: bool(at.case.grid.sum.conceded),
    Plain.CHANNELS_ON: lambda at: (
        at.case.hold is not None and bool(at.case.hold.still_on())
    ),
    Plain.OFFER_PLANNED: lambda at: (
        at.case.money_fact("amount_off", at.case.exchange) is not None
    ),
    Plain.HAS_LINES: lambda at: len(at.case.grid.rows) > 1,
    Plain.DUE_DATE_PASSED: lambda at: (
        at.case.invoice.due_on is not None and at.case.invoice.due_on < at.today
    ),
}

_TESTS: dict[str, Callable[[Situation, Any], bool]] = {
    "all": lambda at, parts: all(part.holds(at) for part in parts),
    "any": lambda at, parts: any(part.holds(at) for part in parts),
    "not_": lambda at, part: not part.holds(at),
    "fact": lambda at, wanted: all(
        fact_at(at, name) in values for name, values in wanted.items()
    ),
    "known": lambda at, name: fact_at(at, name) is not None,
    "sent": _sent,
    "handled": _handled,
    "assessment": _judged,
    "any_assessment": _any_judged,
    "reply": lambda at, kinds: (
        at.case.reply is not None and at.case.reply.kind in kinds
    ),
    "offer": lambda at, states: (
        at.case.offer is not None and at.case.offer.status in states
    ),
    "exchanges_at_least": lambda at, count: at.case.exchanges >= count,
    "is_": lambda at, name: _PLAIN[name](at),
}
