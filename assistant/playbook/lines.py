"""Invoice lines as people type them."""

from assistant.domain.invoice import Line
from assistant.domain.money import Money, total
from assistant.errors import InputError
from assistant.playbook.situation import Situation


def read_lines(text: str, at: Situation) -> tuple[Line, ...]:
    """Invoice lines as people type them: `Design 800; Photos 400`, or one per line.

    Raises InputError when a line has no amount or they add up to more than the total.
    """
    lines: list[Line] = []
    for piece in text.replace(";", "\n").splitlines():
        words = piece.strip().strip("-•*").strip()
        if not words:
            continue
        name, amount = _name_and_amount(words, at)
        lines.append(Line(f"L{len(lines) + 1}", name, amount))
    if not lines:
        raise InputError("error.type_something")
    billed = total([line.amount for line in lines], at.case.invoice.currency)
    invoiced = at.case.invoice.total
    if invoiced is not None and billed.minor > invoiced.minor:
        raise InputError("error.lines_above_total", lines=billed, total=invoiced)
    return tuple(lines)


def _name_and_amount(words: str, at: Situation) -> tuple[str, Money]:
    """Split before the amount: the longest tail that reads as one."""
    pieces = words.split()
    problem: InputError | None = None
    for start in range(1, len(pieces)):
        tail = " ".join(pieces[start:])
        if not any(char.isdigit() for char in pieces[start]):
            continue
        try:
            amount = at.habits.amount(tail, at.case.invoice.currency)
        except InputError as error:
            problem = error
            continue
        return " ".join(pieces[:start]).rstrip(":-– "), amount
    if problem and problem.phrase != "error.amount_unreadable":
        raise problem  # an amount, but below zero, in another currency, and so on
    raise InputError("error.line_without_amount", text=words)
