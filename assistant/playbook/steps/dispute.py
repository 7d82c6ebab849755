"""Which part of the invoice is disputed: rows of the grid and amounts."""

from dataclasses import replace

from assistant.chat.replies import Option, Paragraph, Phrase, Table, Tone, Typed, phrase
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import DisputeSet, FactForgotten, FactRecorded
from assistant.domain.facts import FactName
from assistant.domain.grid import Row
from assistant.domain.money import Money
from assistant.errors import InputError
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
from assistant.playbook.turn import Typed as TypedAnswer

DISPUTED_AT_FIRST = "disputed_at_first"
_CHOSEN_LINE = "_disputing"


class MarkDisputed(StepBase, frozen=True, tag="dispute", tag_field="step"):
    """How much is disputed, per line where there are lines.

    Only what is still due can be disputed: a part that was paid cannot (S2-7). Sets
    the fact `disputed_at_first`, from which the kept share is reckoned at the end.
    """

    def sets(self) -> frozenset[str]:
        """The amount that was disputed when it was first marked."""
        return frozenset({DISPUTED_AT_FIRST})

    def answers(self, fact: str) -> frozenset[str]:
        """An amount, never a word."""
        return frozenset()

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        offered = ("all_of_it", "as_said", "all_lines", "that_is_all")
        return needed(self.id, offered, ("how_much",), Typed.AMOUNT)

    def is_done(self, at: Situation) -> bool:
        """Whether the owner said that this is all of it."""
        case = at.case
        is_settled = case.knows(DISPUTED_AT_FIRST) and not case.knows(_CHOSEN_LINE)
        return is_settled or case.grid.sum.due.minor <= 0

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """One amount where there is one row; else the lines to pick from."""
        row = self._row_at_hand(at)
        if row is not None:
            options = [option(at, self.id, "all_of_it", value=row.due)]
            said = _as_said(at, row)
            if said is not None:
                options.insert(0, option(at, self.id, "as_said", value=said))
            asked = question(at, self, tuple(options), Typed.AMOUNT, limit=row.due)
            return Asked(replace(asked, prompt=self._amount_prompt(at, row)))
        options = [
            Option(
                row.id,
                phrase("dispute.line", line=line_name(row), amount=row.due),
            )
            for row in at.case.grid.rows
            if row.due.minor > 0
        ]
        options.append(option(at, self.id, "all_lines"))
        above: tuple[Table[Phrase], ...] = ()
        if at.case.contested_rows():
            options.append(option(at, self.id, "that_is_all"))
            above = (disputed_table(at),)
        return Asked(question(at, self, tuple(options)), above)

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Mark it in the grid; InputError above what is due."""
        row = self._row_at_hand(at)
        match answer:
            case Chosen("as_said") if row and (said := _as_said(at, row)):
                return self._marked(at, row, said)
            case Chosen("all_of_it") if row:
                return self._marked(at, row, row.due)
            case TypedAnswer(text) if row:
                amount = at.habits.amount(text, at.case.grid.currency)
                if amount.minor <= 0:
                    raise InputError("error.amount_not_positive")
                return self._marked(at, row, amount)
            case Chosen("all_lines"):
                rows = [r for r in at.case.grid.rows if r.due.minor > 0]
                return self._finish(at, tuple(DisputeSet(r.id, r.due) for r in rows))
            case Chosen("that_is_all") if at.case.contested_rows():
                return self._finish(at, ())
            case Chosen(row_id) if row_id in {r.id for r in _payable(at)}:
                return Turn((FactRecorded(_CHOSEN_LINE, row_id),))
            case _:
                raise InputError("error.choose_one")

    def _row_at_hand(self, at: Situation) -> Row | None:
        payable = _payable(at)
        if len(payable) == 1:
            return payable[0]
        chosen = at.case.text_fact(_CHOSEN_LINE)
        return next((row for row in payable if row.id == chosen), None)

    def _marked(self, at: Situation, row: Row, amount: Money) -> Turn:
        mark = DisputeSet(row.id, amount)
        said = Paragraph(phrase("noted.value", value=amount), Tone.GOOD)
        marked = self._finish(at, (mark,))  # refuses before anything is recorded
        is_one_of_several = at.case.knows(_CHOSEN_LINE)
        if is_one_of_several and not at.case.knows(DISPUTED_AT_FIRST):
            return Turn((mark, FactForgotten(_CHOSEN_LINE)), (said,))
        return marked + Turn(say=(said,))

    def _finish(self, at: Situation, marks: tuple[DisputeSet, ...]) -> Turn:
        grid = at.case.grid
        for mark in marks:
            grid = grid.dispute(mark.row, mark.amount)
        first = FactRecorded(DISPUTED_AT_FIRST, grid.sum.disputed)
        events: tuple[CaseEvent, ...] = (*marks, first)
        if at.case.knows(_CHOSEN_LINE):  # it was paid meanwhile, or is one of these
            events += (FactForgotten(_CHOSEN_LINE),)
        return Turn(events)

    def _amount_prompt(self, at: Situation, row: Row) -> Phrase:
        values = {
            **at.values(),
            "line": at.about(row.id).values()["line"],
            "limit": row.due,
        }
        return Phrase(f"{at.playbook}:step.{self.id}.how_much", values)


def _payable(at: Situation) -> list[Row]:
    return [row for row in at.case.grid.rows if row.due.minor > 0]


def _as_said(at: Situation, row: Row) -> Money | None:
    """The amount the customer named, where it is a part of what is due here."""
    said = at.case.money_fact(FactName.SLOT_AMOUNT)
    return said if said is not None and said < row.due else None


def disputed_table(at: Situation) -> Table[Phrase]:
    """The grid as a table: what was billed, what is disputed, what is not."""
    rows = [
        (
            _cell(line_name(row)),
            _cell(row.invoiced),
            _cell(row.disputed),
            _cell(row.due),
        )
        for row in at.case.grid.rows
    ]
    header = ("line", "invoiced", "disputed", "due")
    return Table(
        phrase("grid.title"),
        tuple(phrase(f"grid.{name}") for name in header),
        tuple(rows),
    )


def _cell(value: Money | Phrase | str) -> Phrase:
    return value if isinstance(value, Phrase) else phrase("value", value=value)
