"""What is known about a dispute, in the words of `tests/data/DECIDED-CASES.md`.

A fact that is not known is simply absent: silence speaks for nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Fact(StrEnum):
    """What may be known. The last two are findings, the others can be known at once."""

    WRITTEN_CONTRACT = "written_contract"
    PRICE_AGREED_IN_WRITING = "price_agreed_in_writing"
    FIXED_PRICE_OR_ESTIMATE = "fixed_price_or_estimate"
    FINAL_WITHIN_ESTIMATE = "final_within_estimate"
    CUSTOMER_APPROVED_BEFORE_WORK = "customer_approved_before_work"
    CHANGE_ORDER_APPROVED = "change_order_approved"
    CUSTOMER_EVIDENCE_OF_DEFICIENCY = "customer_evidence_of_deficiency"
    SUPPLIER_DOCUMENTS_WORK = "supplier_documents_work"
    DELIVERABLE_ACCEPTED_OR_USED = "deliverable_accepted_or_used"
    CUSTOMER_COMPLAINED_PROMPTLY = "customer_complained_promptly"
    SUPPLIER_GIVEN_CHANCE_TO_FIX = "supplier_given_chance_to_fix"
    PARTIAL_PAYMENT_UNPROTESTED = "partial_payment_unprotested"
    FULL_AND_FINAL_CHEQUE = "full_and_final_cheque"
    MISCOMMUNICATION_ABOUT_SCOPE = "miscommunication_about_scope"
    INTEREST_AGREED = "interest_agreed"
    WORK_COMPLETED = "work_completed"
    DEFICIENCY_PROVED = "deficiency_proved"


FINDINGS = frozenset({Fact.WORK_COMPLETED, Fact.DEFICIENCY_PROVED})
TRUE, FALSE = "true", "false"
NOT_APPLICABLE = "n/a"

# The answers of each fact; where none are listed, true and false.
_ANSWERS: dict[Fact, tuple[str, ...]] = {
    Fact.FIXED_PRICE_OR_ESTIMATE: ("fixed", "estimate", "hourly", "none"),
    Fact.CHANGE_ORDER_APPROVED: (TRUE, FALSE, NOT_APPLICABLE),
    Fact.WORK_COMPLETED: ("full", "substantial", "partial", "none"),
    Fact.DEFICIENCY_PROVED: ("none", "minor", "major"),
}


def answers(fact: Fact) -> tuple[str, ...]:
    """The answers that a fact may have."""
    return _ANSWERS.get(fact, (TRUE, FALSE))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about one dispute.

    facts: fact -> one of its `answers`.
    objections: what the customer objects to, such as `scope`; they say almost nothing
        about who is right and choose only which proof to name next.
    paid_percent: share of the price that was paid before the dispute, 0 to 100; None
        when the amounts are not known.
    """

    facts: Mapping[Fact, str] = field(default_factory=dict)
    objections: frozenset[str] = frozenset()
    paid_percent: int | None = None

    def __post_init__(self) -> None:
        for fact, value in self.facts.items():
            if value not in answers(fact):
                raise ValueError(f"{fact} is one of {answers(fact)}, not {value!r}")

    @property
    def live_facts(self) -> int:
        """How many facts are known that can be known before a decision."""
        return len(self.facts.keys() - FINDINGS)

    def live(self) -> "Known":
        """The same without what only the decision itself brings out."""
        return self.without(*FINDINGS)

    def without(self, *facts: Fact) -> "Known":
        """The same with these facts blanked."""
        left = {fact: v for fact, v in self.facts.items() if fact not in facts}
        return replace(self, facts=left)

    def having(self, fact: Fact, value: str) -> "Known":
        """The same with one more fact."""
        return replace(self, facts={**self.facts, fact: value})
