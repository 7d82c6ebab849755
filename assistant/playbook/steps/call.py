"""The call with the customer: the brief before it, and each line while it lasts."""

from assistant.chat.replies import Paragraph, Phrase, Tone
from assistant.domain.call import CALL_LINE, QUESTIONED, LineResult
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import (
    DisputeSet,
    FactForgotten,
    FactRecorded,
    HoldStarted,
    ObjectionSettled,
)
from assistant.domain.explanation import explanation_of
from assistant.domain.facts import FactName
from assistant.domain.grid import Row
from assistant.domain.hold import HOLD_REVIEW_DAYS
from assistant.domain.money import Money
from assistant.domain.reasons import SubReason
from assistant.errors import InputError
from assistant.playbook.fact_sheet import explained, fact_sheet, lacks_approval
from assistant.playbook.situation import Situation
from assistant.playbook.steps.base import (
    NOTHING,
    Asked,
    Per,
    StepBase,
    needed,
    option,
    question,
    words,
)
from assistant.playbook.turn import Answer, Chosen, Turn

ON_THE_PHONE, NO_ANSWER, IN_WRITING = "on_the_phone", "no_answer", "in_writing"
MAY_I_RECORD, NOT_YET = "may_i_record", "not_yet"
_DROPPED = "objection_dropped"  # acts of the playbooks, by the names of their facts
WAYS = (ON_THE_PHONE, NO_ANSWER, IN_WRITING)
STAYS = (MAY_I_RECORD, NOT_YET)


class PlaceCall(StepBase, frozen=True, tag="call", tag_field="step"):
    """Brief the owner in a minute and a half, then see whether they got through.

    The brief is the fact sheet, how to go about this kind of objection, what to leave
    unsaid, and an opening that asks instead of defending. Source: guides S3-3 to S3-12.
    """

    def sets(self) -> frozenset[str]:
        """Whether the customer was reached."""
        return frozenset({self.id})

    def answers(self, fact: str) -> frozenset[str]:
        """Reached, not reached, or asked to write instead."""
        return frozenset(WAYS)

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        parts = ("opening", "leave_out", "no_approval", f"{MAY_I_RECORD}.advice")
        scripts = (f"call.script.{sub}|call.script.any" for sub in SubReason)
        return (*needed(self.id, (*WAYS, *STAYS), parts), *scripts)

    def is_done(self, at: Situation) -> bool:
        """Whether the call was tried."""
        return at.case.knows(self.id, at.subject)

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """The brief, and the buttons for what became of the call."""
        sub_reason = at.case.text_fact(FactName.SUB_REASON)
        script = Phrase(f"call.script.{sub_reason}|call.script.any", at.values())
        above: list[object] = [fact_sheet(at), Paragraph(script)]
        if lacks_approval(at):
            said = words(at, self.id, "no_approval")
            above.append(Paragraph(said, Tone.PRIVATE))
        above.append(Paragraph(words(at, self.id, "leave_out"), Tone.CAUTION))
        above.append(Paragraph(words(at, self.id, "opening")))
        options = tuple(option(at, self.id, i) for i in (*WAYS, *STAYS))
        return Asked(question(at, self, options), tuple(above))

    def take(self, at: Situation, answer: Answer) -> Turn:
        """What became of it; the rules of recording are said and leave it open."""
        match answer:
            case Chosen(choice) if choice in WAYS:
                return Turn((FactRecorded(self.id, choice, at.subject),))
            case Chosen("may_i_record"):
                said = words(at, self.id, f"{MAY_I_RECORD}.advice")
                return Turn(say=(Paragraph(said, Tone.CAUTION),))
            case Chosen("not_yet"):
                return NOTHING
            case _:
                raise InputError("error.choose_one")


class WalkLine(StepBase, frozen=True, tag="walk", tag_field="step"):
    """One line of the invoice on the phone: explain it, then press what they say.

    A line that is understood is in question no more. Having been explained counts as
    such for an offer later: explain, judge, and only then money (K4).
    Source: guides S3-14 to S3-20.
    """

    def __post_init__(self) -> None:
        if self.per is not Per.LINE:
            raise ValueError(
                "lines are walked through one by one: `per: line` is missing"
            )

    def sets(self) -> frozenset[str]:
        """What the line came to, and that it was explained."""
        return frozenset({CALL_LINE, FactName.EXPLAINED})

    def answers(self, fact: str) -> frozenset[str]:
        """The three buttons."""
        return frozenset(LineResult) if fact == CALL_LINE else frozenset({"explained"})

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        return needed(self.id, LineResult, ("say", "unexplained", "no_approval"))

    def is_done(self, at: Situation) -> bool:
        """Whether a button was pressed."""
        return at.case.knows(CALL_LINE, at.subject)

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """What to say about the line, and the three buttons."""
        said = explained(explanation_of(at.case, at.subject or ""))
        above = [Paragraph(words(at, self.id, "unexplained"), Tone.CAUTION)]
        if said:
            above = [Paragraph(words(at, self.id, "say", explanation=said))]
        if lacks_approval(at):
            above.append(Paragraph(words(at, self.id, "no_approval"), Tone.PRIVATE))
        options = tuple(option(at, self.id, result) for result in LineResult)
        asked = question(at, self, options, amount=_questioned(at))
        return Asked(asked, tuple(above))

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Record the button; an understood line is settled until the mind changes."""
        row = at.row
        if row is None or not isinstance(answer, Chosen):
            raise InputError("error.choose_one")
        if answer.option not in set(LineResult):
            raise InputError("error.choose_one")
        result = LineResult(answer.option)
        events: list[CaseEvent] = [FactRecorded(CALL_LINE, result, row.id)]
        if not at.case.knows(FactName.EXPLAINED):
            events.append(FactRecorded(FactName.EXPLAINED, "explained"))
        return Turn((*events, *_in_grid(at, row, result), *_not_over(at, result)))


def _in_grid(at: Situation, row: Row, result: LineResult) -> tuple[CaseEvent, ...]:
    """What is in question of the line from here on."""
    questioned = _questioned(at)
    if result is LineResult.UNDERSTOOD:
        kept = FactRecorded(QUESTIONED, questioned, row.id)
        return (kept, ObjectionSettled(row.id))
    if row.disputed or not questioned:
        return ()
    return (DisputeSet(row.id, min(questioned, row.due)),)


def _not_over(at: Situation, result: LineResult) -> tuple[CaseEvent, ...]:
    """The recap was corrected: what it had brought to an end is open again."""
    if result is LineResult.UNDERSTOOD or not at.case.knows(_DROPPED):
        return ()
    again: list[CaseEvent] = [FactForgotten(name) for name in (_DROPPED, "released")]
    if not at.case.is_on_hold:
        again.append(HoldStarted(at.in_days(HOLD_REVIEW_DAYS)))
    return tuple(again)


def _questioned(at: Situation) -> Money:
    """What was in question of the line before anybody explained it."""
    row, none = at.row, Money.zero(at.case.grid.currency)
    now = row.disputed if row else none
    return now or at.case.money_fact(QUESTIONED, at.subject) or none
