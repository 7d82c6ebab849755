"""What follows without a question: the hold is released, the agreement is entered."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from assistant.chat.replies import Paragraph, Phrase, Tone
from assistant.domain.assessment import Assessment, assessment_of
from assistant.domain.call import is_cleared_by_phone
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import (
    Agreed,
    AgreementBroken,
    Closed,
    Conceded,
    Credited,
    DisputeSet,
    FactRecorded,
    HoldReleased,
    ObjectionSettled,
    PaymentReceived,
    WrittenOff,
)
from assistant.domain.dispute import way_out
from assistant.domain.facts import FactName
from assistant.domain.grid import Row
from assistant.domain.money import Money
from assistant.domain.resolution import Instalment, OutcomeKind, RootCause
from assistant.errors import InputError
from assistant.playbook.names import Id
from assistant.playbook.predicates import fact_at
from assistant.playbook.situation import Situation, expected_sum
from assistant.playbook.steps.base import Asked, StepBase
from assistant.playbook.steps.dispute import DISPUTED_AT_FIRST
from assistant.playbook.turn import Answer, Turn

Events = tuple[CaseEvent, ...]

IN_PARTS = "in_parts"  # an answer to when it will be paid
_PARTS = {f"parts_{count}": count for count in (2, 3, 4, 6, 12)}
_EVERY = {"weekly": 7, "fortnightly": 14}


class Action(StrEnum):
    """What can follow by itself."""

    DROP_OBJECTION = "drop_objection"
    AGREE = "agree"
    CREDIT = "credit"
    WRITE_OFF = "write_off"
    RELEASE_HOLD = "release_hold"
    PAY_ALL = "pay_all"
    BREAK_AGREEMENT = "break_agreement"
    CLOSE = "close"


_QUIET = (Action.AGREE, Action.PAY_ALL, Action.DROP_OBJECTION)


class Act(StepBase, frozen=True, tag="act", tag_field="step"):
    """Carry an action out as soon as its condition holds; once per case or exchange.

    do: which action.
    outcome: how the case ended, for `close`; worked out where it is left out.
    uses: the fact with the document's number, for `credit`.
    """

    do: Action
    uses: Id = ""
    outcome: OutcomeKind | None = None

    def __post_init__(self) -> None:
        if self.outcome and self.do is not Action.CLOSE:
            raise ValueError("`outcome` belongs to `do: close`")

    def sets(self) -> frozenset[str]:
        """That it was done."""
        return frozenset({self.id})

    def answers(self, fact: str) -> frozenset[str]:
        """Done is all it can be."""
        return frozenset({"done"})

    def phrases(self) -> tuple[str, ...]:
        """What is said when it was carried out; it asks nothing."""
        return () if self.do in _QUIET else (f"act.{self.do}",)

    def is_done(self, at: Situation) -> bool:
        """Whether it was carried out."""
        return at.case.knows(self.id, at.subject)

    def prepare(self, at: Situation) -> Turn:
        """The action's events, what to say about it, and that it was done."""
        events = _ACTIONS[self.do](self, at)
        done = FactRecorded(self.id, "done", at.subject)
        said = Phrase(f"act.{self.do}", at.values())
        say = () if self.do in _QUIET else (Paragraph(said, Tone.GOOD),)
        return Turn((*events, done), say)

    def ask(self, at: Situation) -> Asked:
        """Never asked: `prepare` leaves it done."""
        raise InputError("error.nothing_asked")

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Never answered."""
        raise InputError("error.nothing_asked")


def _drop_objection(step: Act, at: Situation) -> Events:
    """The customer gave the objection up: everything of it is owed."""
    return tuple(ObjectionSettled(row.id) for row in at.case.contested_rows())


def _agree(step: Act, at: Situation) -> Events:
    """Enter the agreement into the grid: what is let off, what is owed and undisputed.

    The let-off part comes from lines judged valid, then ambiguous, then the others.
    """
    case, grid = at.case, at.case.grid
    named = case.money_fact("agreed_amount", at.subject)
    to_pay = expected_sum(at) if named is None else named  # nothing may be agreed, too
    pay_by = case.date_fact("agreed_by", at.subject) or at.today
    let_off = grid.sum.due - to_pay
    on_payment = bool(case.offer) and not grid.sum.conceded
    plan = _instalments(at, to_pay)
    pay_by = plan[-1].due_on if plan else pay_by
    events: list[CaseEvent] = [Agreed(to_pay, let_off, pay_by, on_payment, plan)]
    left = let_off
    for row in _generous_first(at):
        share = min(left, row.due)
        left -= share
        if share.minor > 0:
            events += _kept_as_conceded(row.id, row.conceded, share)
        elif row.disputed:
            events.append(ObjectionSettled(row.id))
    return tuple(events)


def _instalments(at: Situation, to_pay: Money) -> tuple[Instalment, ...]:
    """The parts of a payment plan, as even as they can be (F-G15); none without one."""
    case = at.case
    count = _PARTS.get(case.text_fact("instalments", at.subject), 0)
    first = case.date_fact("first_instalment_on", at.subject)
    every = case.text_fact("instalment_every", at.subject)
    if case.fact("agreed_by", at.subject) != IN_PARTS or not first or not count:
        return ()
    if to_pay.minor < count:  # there is less than a cent for each part
        return ()
    amounts = to_pay.split([1] * count)
    days = (_later(first, every, number) for number in range(count))
    return tuple(map(Instalment, amounts, days))


def _later(first: date, every: str, number: int) -> date:
    """The day of a later part; the end of a month that is too short for it."""
    if every != "monthly":
        return first + timedelta(days=_EVERY.get(every, 7) * number)
    month = first.month - 1 + number
    year, month = first.year + month // 12, month % 12 + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))


def _kept_as_conceded(row: str, before: Money, share: Money) -> list[CaseEvent]:
    lifted = [Conceded(row, share)] if before > share else []
    return [*lifted, DisputeSet(row, share), Conceded(row, share)]


def _generous_first(at: Situation) -> list[Row]:
    def rank(row: Row) -> int:
        label = assessment_of(at.case, row.id)
        ranks = {Assessment.VALID: 0, Assessment.AMBIGUOUS: 1}
        return ranks.get(label, 2) if row.disputed and label else 3

    return sorted(at.case.grid.rows, key=rank)


def _credit(step: Act, at: Situation) -> Events:
    """Credit every conceded part; the number was typed back from the books (K11)."""
    rows = [row for row in at.case.grid.rows if row.conceded]
    shares = tuple((row.id, row.conceded) for row in rows)
    how = fact_at(at, "put_right_by")
    document = "corrected_invoice" if how == "corrected_invoice" else "credit_note"
    number = str(fact_at(at, step.uses) or "")
    settled = tuple(ObjectionSettled(row.id) for row in rows)
    return (Credited(shares, document, number), *settled) if shares else ()


def _write_off(step: Act, at: Situation) -> Events:
    """Give up the amount the owner named, disputed lines first; settle the rest."""
    case = at.case
    left = case.money_fact("let_go_amount", at.subject) or case.grid.sum.disputed
    events: list[CaseEvent] = []
    for row in sorted(case.grid.rows, key=lambda r: not r.disputed):
        share = min(left, row.due)
        if share.minor > 0:
            events.append(WrittenOff(row.id, share))
            left -= share
    settled = [ObjectionSettled(row.id) for row in case.contested_rows()]
    return (*events, *settled)


def _release(step: Act, at: Situation) -> Events:
    return (HoldReleased(),) if at.case.is_on_hold else ()


def _pay_all(step: Act, at: Situation) -> Events:
    rest = at.case.grid.sum.undisputed
    return (PaymentReceived(rest, at.today),) if rest.minor > 0 else ()


def _break(step: Act, at: Situation) -> Events:
    """The money did not come: what was let off for it is owed again."""
    return (AgreementBroken(), *_drop_objection(step, at))


def _close(step: Act, at: Situation) -> Events:
    return (Closed(_outcome(step, at), kept(at), _root_cause(at)),)


def _root_cause(at: Situation) -> RootCause:
    value = at.case.text_fact(FactName.ROOT_CAUSE)
    return RootCause(value) if value in set(RootCause) else RootCause.OTHER


def kept(at: Situation) -> Money:
    """What of the amount first disputed was neither credited nor written off.

    An objection that was dropped before it named an amount was about all of it.
    """
    sums = at.case.grid.sum
    unnamed = sums.invoiced if at.case.knows("objection_dropped") else None
    none = Money.zero(at.case.grid.currency)
    first = at.case.money_fact(DISPUTED_AT_FIRST) or unnamed or none
    rest = first - sums.credited - sums.written_off
    return max(rest, none)


def _outcome(step: Act, at: Situation) -> OutcomeKind:
    if step.outcome:
        return step.outcome
    case, sums = at.case, at.case.grid.sum
    way = way_out(case)
    if case.knows("not_a_dispute"):
        return OutcomeKind.NO_DISPUTE
    tests: tuple[tuple[bool, OutcomeKind], ...] = (
        (bool(sums.written_off) and way == "letting_go", OutcomeKind.WRITTEN_OFF),
        (way == "small_claims", OutcomeKind.COURT),
        (way == "mediation", OutcomeKind.MEDIATED),
        (bool(case.offers) and case.agreement is not None, OutcomeKind.SETTLED),
        (bool(sums.credited), OutcomeKind.CREDITED),
        (bool(sums.due), OutcomeKind.BACK_IN_COLLECTION),
        (_is_dropped(case), OutcomeKind.WITHDRAWN),
    )
    fits = (kind for holds, kind in tests if holds)
    return next(fits, OutcomeKind.PAID_IN_FULL)


def _is_dropped(case: Case) -> bool:
    """Given up by the customer, and not understood and paid after a call."""
    return case.knows("objection_dropped") and not is_cleared_by_phone(case)


_ACTIONS: dict[Action, Callable[[Act, Situation], Events]] = {
    Action.DROP_OBJECTION: _drop_objection,
    Action.AGREE: _agree,
    Action.CREDIT: _credit,
    Action.WRITE_OFF: _write_off,
    Action.RELEASE_HOLD: _release,
    Action.PAY_ALL: _pay_all,
    Action.BREAK_AGREEMENT: _break,
    Action.CLOSE: _close,
}
