"""When a step applies: a closed list of named predicates, with all / any / not.

There is no expression language. A condition is a mapping with exactly one key; adding
a predicate means one field and one line in `_TESTS`.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from assistant.domain.assessment import Assessment, assessment_of
from assistant.domain.letters import PER_EXCHANGE, PER_PAYMENT, LetterKind
from assistant.domain.resolution import OfferStatus, ReplyKind
from assistant.playbook.names import Count, Id
from assistant.playbook.predicates import Plain, fact_at, is_so
from assistant.playbook.situation import Situation


class Condition(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, dict=True
):
    """Exactly one of these.

    all, any, not: combine other conditions.
    fact: fact name to the values of which it must have one; looked up for the line,
        exchange or remittance the step is about, then for the case.
    known: a fact that must have been recorded, whatever its value.
    sent: a letter of this kind went out (in this exchange, for substantive ones; about
        this remittance, for those about money).
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
    fact: dict[Id, tuple[str, ...]] | None = None
    known: Id | None = None
    sent: LetterKind | None = None
    handled: LetterKind | None = None
    assessment: tuple[Assessment, ...] | None = None
    any_assessment: Assessment | None = None
    reply: tuple[ReplyKind, ...] | None = None
    offer: tuple[OfferStatus, ...] | None = None
    exchanges_at_least: Count | None = None
    is_: Plain | None = msgspec.field(default=None, name="is")

    def __post_init__(self) -> None:
        given = self.keys()
        if len(given) != 1:
            names = " and ".join(f'"{name.rstrip("_")}"' for name in given)
            raise ValueError(
                f"a condition needs exactly one key, not {names or 'none'}"
            )
        if getattr(self, given[0]) in ((), {}) or () in (self.fact or {}).values():
            raise ValueError("a condition needs at least one value")
        # Looked up once: what holds is asked some thousand times for one question.
        self.__dict__["_test"] = (_TESTS[given[0]], getattr(self, given[0]))

    def holds(self, at: Situation) -> bool:
        """Whether it is so in this situation."""
        test, value = self.__dict__["_test"]
        return bool(test(at, value))

    def facts(self) -> set[str]:
        """The fact names it looks at, for the loader's check."""
        named = set(self.fact or ()) | ({self.known} if self.known else set())
        for part in (*(self.all or ()), *(self.any or ())):
            named |= part.facts()
        return named | (self.not_.facts() if self.not_ else set())

    def keys(self) -> list[str]:
        """The names of its fields that are set: one, once it is built."""
        return [n for n in self.__struct_fields__ if getattr(self, n) is not None]


def _judged(at: Situation, labels: tuple[Assessment, ...]) -> bool:
    rows = at.case.contested_rows() if at.row is None else (at.row,)
    return bool(rows) and all(assessment_of(at.case, row.id) in labels for row in rows)


def _any_judged(at: Situation, label: Assessment) -> bool:
    rows = at.case.contested_rows()
    return any(assessment_of(at.case, row.id) is label for row in rows)


def letter_about(at: Situation, kind: LetterKind) -> str | None:
    """What letters of a kind are told apart by: an exchange, a remittance, nothing."""
    if kind in PER_PAYMENT and at.case.remittance(at.subject):
        return at.subject
    return at.case.exchange if kind in PER_EXCHANGE else None


def _sent(at: Situation, kind: LetterKind) -> bool:
    return at.case.was_sent(kind, letter_about(at, kind))


def _handled(at: Situation, kind: LetterKind) -> bool:
    letter = at.case.letter(kind, letter_about(at, kind))
    return letter is not None and not letter.is_open


def _all(at: Situation, parts: tuple[Condition, ...]) -> bool:
    """Whether all hold; many steps share the conditions of the groups around them."""
    for part in parts:
        key = (id(part), at.subject)
        if key not in at.memo:
            at.memo[key] = part.holds(at)
        if not at.memo[key]:
            return False
    return True


_TESTS: dict[str, Callable[[Situation, Any], bool]] = {
    "all": _all,
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
    "is_": is_so,
}
