"""A yes for what is above somebody's limit, and locks that were passed (F-L2, F-G3)."""

from dataclasses import dataclass, replace
from typing import ClassVar

from assistant.domain.case import Case, Entry
from assistant.domain.money import Money
from assistant.domain.resolution import Approval, ApprovalStatus, Giving
from assistant.errors import InputError


@dataclass(frozen=True, slots=True)
class ApprovalAsked:
    """Somebody asks to give up more than they may decide on alone."""

    kind: ClassVar[str] = "approval_asked"
    what: Giving
    amount: Money
    reason: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """Wait for a yes; an earlier question without an answer is over."""
        earlier = case.approvals[:-1] if case.approval else case.approvals
        asked = Approval(self.what, self.amount, self.reason, entry.by, entry.at)
        return replace(case, approvals=(*earlier, asked))


@dataclass(frozen=True, slots=True)
class ApprovalGiven:
    """An approver said yes."""

    kind: ClassVar[str] = "approval_given"
    answer: str = ""

    def apply(self, case: Case, entry: Entry) -> Case:
        """The amount may be given; InputError if nobody had asked."""
        return _decided(case, ApprovalStatus.GIVEN, entry.by, self.answer)


@dataclass(frozen=True, slots=True)
class ApprovalRefused:
    """An approver said no, and why."""

    kind: ClassVar[str] = "approval_refused"
    answer: str

    def apply(self, case: Case, entry: Entry) -> Case:
        """The amount may not be given; InputError if nobody had asked."""
        return _decided(case, ApprovalStatus.REFUSED, entry.by, self.answer)


@dataclass(frozen=True, slots=True)
class LockPassed:
    """Somebody went on past advice that keeps a step shut; for the record.

    lock: such as `explain_first`; reason: theirs, where one was asked for.
    """

    kind: ClassVar[str] = "lock_passed"
    lock: str
    reason: str = ""

    def apply(self, case: Case, entry: Entry) -> Case:
        """Nothing but the record."""
        return case


def _decided(case: Case, status: ApprovalStatus, by: str, answer: str) -> Case:
    asked = case.approval
    if asked is None:
        raise InputError("error.nothing_to_approve")
    decided = replace(asked, status=status, decided_by=by, answer=answer)
    return replace(case, approvals=(*case.approvals[:-1], decided))
