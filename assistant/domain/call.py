"""A call with the customer, line by line: what each line came to.

A row that the customer understood on the phone is in question no more; what was
disputed of it is kept, so that the answer can be changed and the recap can name it.
Source: guides S3-8 to S3-15; K3.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.domain.case import Case
from assistant.domain.grid import Row
from assistant.domain.letters import LetterKind
from assistant.domain.money import Money

# Facts of a call: the first are of the case, the others of a line.
HEARD = "heard"
CALL_LINE, QUESTIONED = "call_line", "_questioned"
LINE_WISH, LINE_OBJECTION = "line_wish", "line_objection"


class LineResult(StrEnum):
    """What a line came to on the phone."""

    UNDERSTOOD = "understood"
    STILL_OBJECTS = "still_objects"
    WANTS_LOWER = "wants_lower"


@dataclass(frozen=True, slots=True)
class CalledLine:
    """A line that was gone through.

    amount: what was in question of it.
    wish: what the customer would pay for it; None where no sum was named.
    objection: what is still wrong with it in their words; may be empty.
    """

    row: Row
    result: LineResult
    amount: Money
    wish: Money | None = None
    objection: str = ""


def called_lines(case: Case) -> tuple[CalledLine, ...]:
    """The lines gone through in the call, in the invoice's order."""
    return tuple(_called(case))


def called_at(case: Case) -> datetime | None:
    """When the customer was on the phone; None before that."""
    return case.fact_times.get(HEARD) if case.knows(HEARD) else None


def is_cleared_by_phone(case: Case) -> bool:
    """Whether the call cleared every line, and its recap has gone its way (K3)."""
    recap = case.letter(LetterKind.CALL_RECAP)
    if recap is None or recap.is_open or case.exchanges or case.answer_handled():
        return False
    lines = called_lines(case)
    is_understood = all(line.result is LineResult.UNDERSTOOD for line in lines)
    return bool(lines) and is_understood and not case.contested_rows()


def _called(case: Case) -> Iterator[CalledLine]:
    for row in case.grid.rows:
        value = case.text_fact(CALL_LINE, row.id)
        if value not in set(LineResult):
            continue
        amount = case.money_fact(QUESTIONED, row.id) or row.disputed
        objection = case.text_fact(LINE_OBJECTION, row.id)
        yield CalledLine(
            row,
            LineResult(value),
            amount,
            case.money_fact(LINE_WISH, row.id),
            "" if objection in ("skipped", "not_sure") else objection,
        )
