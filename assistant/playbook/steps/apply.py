"""What a part payment is for: the whole invoice, or some of its lines (S2-27)."""

from assistant.chat.replies import Option, phrase
from assistant.domain.case_events import FactRecorded
from assistant.domain.grid import Row
from assistant.domain.money import Money, total
from assistant.errors import InputError
from assistant.playbook.money import counted_for
from assistant.playbook.situation import Situation, line_name
from assistant.playbook.steps.base import (
    NOTHING,
    Asked,
    StepBase,
    needed,
    option,
    question,
)
from assistant.playbook.turn import Answer, Chosen, Turn

WHOLE = "whole_invoice"
_PICKED = "_applies"


class ApplyPayment(StepBase, frozen=True, tag="apply", tag_field="step"):
    """Pick the lines that a counted payment is for, until they can take it all.

    Asked where there is a choice; with one line left open, or none, it is the invoice.
    """

    def sets(self) -> frozenset[str]:
        """The rows, or the whole invoice."""
        return frozenset({self.id})

    def answers(self, fact: str) -> frozenset[str]:
        """Lines, which no condition waits for, or everything."""
        return frozenset({WHOLE})

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        return needed(self.id, (WHOLE,))

    def is_done(self, at: Situation) -> bool:
        """Whether it was answered, or there is nothing to choose from."""
        return at.case.knows(self.id, at.subject) or len(_open_rows(at)) < 2

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """The lines that could take it, beside those that were picked."""
        picked = self._picked(at)
        left = [row for row in _open_rows(at) if row.id not in picked]
        offered = tuple(
            Option(row.id, phrase("dispute.line", line=line_name(row), amount=room))
            for row, room in zip(left, map(_room, left), strict=True)
        )
        whole = () if picked else (option(at, self.id, WHOLE),)
        return Asked(question(at, self, (*whole, *offered)))

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Apply it once the lines picked can take all of it."""
        rows = {row.id: row for row in _open_rows(at)}
        picked = self._picked(at)
        match answer:
            case Chosen("whole_invoice") if not picked:
                return Turn((FactRecorded(self.id, WHOLE, at.subject),))
            case Chosen(row_id) if row_id in rows and row_id not in picked:
                picked = (*picked, row_id)
            case _:
                raise InputError("error.choose_one")
        room = total([_room(rows[name]) for name in picked], at.case.grid.currency)
        if room < _amount(at):
            return Turn((FactRecorded(_PICKED, " ".join(picked), at.subject),))
        done = FactRecorded(self.id, " ".join(picked), at.subject)
        return Turn((*counted_for(at, picked), done))

    def _picked(self, at: Situation) -> tuple[str, ...]:
        return tuple(at.case.text_fact(_PICKED, at.subject).split())


def _amount(at: Situation) -> Money:
    payment = at.case.payment_of(at.subject or "")
    return payment.amount if payment else Money.zero(at.case.grid.currency)


def _room(row: Row) -> Money:
    """What of a row was to be paid, by this payment or one before."""
    return row.due + row.paid


def _open_rows(at: Situation) -> tuple[Row, ...]:
    """The rows that a payment may be for."""
    return tuple(row for row in at.case.grid.rows if _room(row).minor > 0)
