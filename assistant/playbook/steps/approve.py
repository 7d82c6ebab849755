"""A yes for what is above somebody's limit, before it goes on (F-L2).

Somebody who may not decide alone says why; whoever may, answers in the same place. The
buttons are there for everybody who looks; who presses them is what counts, and a press
by somebody who may not is kept in the record.
"""

from dataclasses import replace
from typing import Any

from assistant.chat.replies import Option, Paragraph, Phrase, Tone, Typed, phrase
from assistant.domain.approval import given_up, limit_of, needs_yes
from assistant.domain.case import Case
from assistant.domain.case_events import (
    ActionRefused,
    ApprovalAsked,
    ApprovalGiven,
    ApprovalRefused,
    FactForgotten,
    FactRecorded,
    QuestionRevisited,
)
from assistant.domain.resolution import Approval, ApprovalStatus, Giving
from assistant.domain.typed import clean_line
from assistant.errors import InputError
from assistant.playbook.names import Id
from assistant.playbook.situation import Situation
from assistant.playbook.steps.ask import LONGEST_LINE
from assistant.playbook.steps.base import (
    NOTHING,
    Asked,
    StepBase,
    needed,
    option,
    question,
)
from assistant.playbook.turn import Answer, Chosen, Turn
from assistant.playbook.turn import Typed as TypedAnswer

_REFUSING = "_refusing"  # the approver's reason is typed next
_SHORTEST_REASON = 3
_DECIDE = ("approve", "refuse")
_PARTS = ("why_give", "asked", "refused", "why_not", "said_yes", "said_no", "not_yours")


class Approve(StepBase, frozen=True, tag="approve", tag_field="step"):
    """Wait for a yes where what is given up is above the limit; else pass by.

    what: the moment: an answer, an agreement, or letting go.
    change: id of the step whose amount is named anew instead.
    """

    what: Giving
    change: Id

    @property
    def can_revisit(self) -> bool:
        """What was decided is changed by naming another sum."""
        return False

    def sets(self) -> frozenset[str]:
        """No fact: the question and its answer are events of their own."""
        return frozenset()

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        offered = (*_DECIDE, "change_sum", "cancel")
        return (
            *needed(self.id, offered),
            *(f"approval.{part}" for part in _PARTS),
            f"approval.what.{self.what}",
        )

    def is_done(self, at: Situation) -> bool:
        """Whether nobody has to be asked, or the yes is there."""
        return not needs_yes(at.case, self.what, at.profile, at.approvers)

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """Why it should be given; or, once that was said, whether it may be."""
        asked, answered = _pending(at.case, self.what), _answered(at.case, self.what)
        if asked is None:
            above = (self._told(at, "refused", answered),) if answered else ()
            prompt = phrase("approval.why_give", **self._values(at))
            return self._question(at, prompt, ("change_sum",), Typed.LINE, above)
        if at.case.knows(_REFUSING, self.id):
            prompt = phrase("approval.why_not", **self._values(at))
            return self._question(at, prompt, ("cancel",), Typed.LINE)
        prompt = phrase("approval.asked", **self._values(at, asked))
        return self._question(at, prompt, (*_DECIDE, "change_sum"), None)

    def take(self, at: Situation, answer: Answer) -> Turn:
        """A reason, a yes, a no, or another sum."""
        asked = _pending(at.case, self.what)
        match answer:
            case Chosen("change_sum"):
                return self._change(at)
            case TypedAnswer(text) if asked is None:
                amount = given_up(at.case, self.what)
                return Turn((ApprovalAsked(self.what, amount, _reason(text)),))
            case _ if asked is None:
                raise InputError("error.choose_one")
            case _ if at.actor not in at.approvers:
                said = self._told(at, "not_yours", asked)
                return Turn((ActionRefused("approve", "not_yours"),), (said,))
            case Chosen("approve"):
                return Turn((ApprovalGiven(),), (self._told(at, "said_yes", asked),))
            case Chosen("refuse"):
                return Turn((FactRecorded(_REFUSING, "yes", self.id),))
            case Chosen("cancel"):
                return Turn((FactForgotten(_REFUSING, self.id),))
            case TypedAnswer(text) if at.case.knows(_REFUSING, self.id):
                return self._refused(at, asked, _reason(text))
            case _:
                raise InputError("error.choose_one")

    def _refused(self, at: Situation, asked: Approval, reason: str) -> Turn:
        told = self._told(at, "said_no", replace(asked, answer=reason))
        forget = FactForgotten(_REFUSING, self.id)
        return Turn((ApprovalRefused(reason), forget), (told,))

    def _change(self, at: Situation) -> Turn:
        """Back to the sum; what was conceded line by line has no single question."""
        subject = at.subject or at.case.exchange
        known = at.case.knows(self.change, subject)
        step = self.change if known else "conceded"
        rows = [row.id for row in at.case.contested_rows() if row.conceded]
        place = subject if known else (rows[0] if rows else None)
        return Turn((QuestionRevisited(step, place),))

    def _question(
        self,
        at: Situation,
        prompt: Phrase,
        ids: tuple[str, ...],
        typed: Typed | None,
        above: tuple[Paragraph[Phrase], ...] = (),
    ) -> Asked:
        options: tuple[Option[Phrase], ...] = tuple(option(at, self.id, i) for i in ids)
        asked = question(at, self, options, typed)
        hint = phrase("approval.hint") if typed else None
        return Asked(replace(asked, prompt=prompt, hint=hint), above)

    def _told(self, at: Situation, part: str, asked: Approval) -> Paragraph[Phrase]:
        tone = Tone.GOOD if part == "said_yes" else Tone.CAUTION
        return Paragraph(phrase(f"approval.{part}", **self._values(at, asked)), tone)

    def _values(self, at: Situation, asked: Approval | None = None) -> dict[str, Any]:
        sums = at.case.grid.sum
        return {
            **at.values(),
            "what": phrase(f"approval.what.{self.what}"),
            "amount": given_up(at.case, self.what),
            "limit": limit_of(at.profile, sums.invoiced) or sums.invoiced,
            "approvers": at.approvers,
            "who": asked.asked_by if asked else at.actor,
            "reason": asked.reason if asked else "",
            "by": (asked.decided_by if asked else "") or at.actor,
            "answer": asked.answer if asked else "",
        }


def _pending(case: Case, what: Giving) -> Approval | None:
    """The question that waits, if it is about this moment and this very sum."""
    asked = case.approval
    is_this = asked is not None and asked.what is what
    return asked if is_this and asked and asked.amount == given_up(case, what) else None


def _answered(case: Case, what: Giving) -> Approval | None:
    """The last answer, if it was a no to this very sum."""
    last = case.approvals[-1] if case.approvals else None
    if last is None or last.status is not ApprovalStatus.REFUSED:
        return None
    return last if last.what is what and last.amount == given_up(case, what) else None


def _reason(text: str) -> str:
    reason = clean_line(text, LONGEST_LINE)
    if len(reason) < _SHORTEST_REASON:
        raise InputError("error.type_something")
    return reason
