"""Money that came or was offered: what answers about it change in the case.

A remittance counts in the grid as soon as it is known to be no tender; a tender counts
only once the owner has rejected the settlement in writing, or accepted it.
"""

from dataclasses import replace
from datetime import date

from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import (
    Agreed,
    ClockSet,
    Conceded,
    DisputeSet,
    FactForgotten,
    FactRecorded,
    MoneyReported,
    MoneyWithdrawn,
    ObjectionSettled,
    OfferChanged,
    PaymentReceived,
    PaymentTakenBack,
    ReplyReceived,
)
from assistant.domain.events.endings import active_entries
from assistant.domain.facts import NOT_SURE, FactName, FactValue
from assistant.domain.letters import LetterKind
from assistant.domain.money import Money
from assistant.domain.place_rules import PlaceRules
from assistant.domain.resolution import OfferStatus, ReplyKind
from assistant.domain.tender import (
    SETTLED_BY,
    MoneyFact,
    TenderAdvice,
    Where,
    Words,
    amount_of,
    is_tender,
    tender_facts,
    tender_words,
    where_of,
)
from assistant.errors import InputError
from assistant.playbook.situation import Situation, expected_sum

Events = tuple[CaseEvent, ...]

# Days in which a letter about a tender should be out; the written answer to a dispute
# after a part payment is due in three to five (S2-3).
DECIDE_DAYS = 3
# The clocks that a tender sets; `money.yaml` has deadlines of the same names.
DECISION_CLOCK, REPAYMENT_CLOCK = "tender_decision", "repayment"
COUNTED = "counted"  # the step that lets a remittance count; done by its fact
# The questions that tell of money: kept as its source.
FROM_QUESTION, SHORT_PAID, FROM_REPLY = "paid_already", "short_paid", "reply"
_REPLIES = ("reply", "late_reply")


# --- reading ----------------------------------------------------------------------


def place_of(at: Situation) -> PlaceRules | None:
    """What is known of the place whose law applies to the remittance at hand."""
    return at.atlas.rules(at.case.text_fact(MoneyFact.PLACE, at.subject))


def advice_at(at: Situation) -> TenderAdvice:
    """The advice on the tender at hand; its amount and whereabouts have to be known."""
    soon = at.in_days(DECIDE_DAYS)
    facts = tender_facts(
        at.case, at.subject or "", today=at.today, soon=soon, rules=place_of(at)
    )
    return at.advise_tender(facts)


def can_count(at: Situation) -> bool:
    """Whether the remittance at hand came, counts in nobody's way, and does not yet."""
    case, money = at.case, at.subject or ""
    amount = amount_of(case, money)
    room = case.grid.sum.due
    is_new = amount is not None and case.payment_of(money) is None
    return is_new and where_of(case, money) is not Where.NO_MONEY and room.minor > 0


# --- telling of money -------------------------------------------------------------


def next_money(case: Case) -> str:
    """The id that the next remittance will get."""
    return f"P{len(case.remittances) + 1}"


def came_in_reply(at: Situation, amount: Money) -> Events:
    """They answered with money; less than was asked for is asked about."""
    payment = PaymentReceived(amount, at.today)
    if amount >= expected_sum(at):
        return (payment,)
    told = money_came(at.case, amount, source=FROM_REPLY)
    return (*told, replace(payment, remittance=next_money(at.case)))


def money_came(
    case: Case, amount: Money | None = None, words: str = "", source: str = ""
) -> Events:
    """A remittance is told of; an amount that the owner named is its answer."""
    told: Events = (MoneyReported(amount, words, source),)
    if amount is None:
        return told
    return (*told, FactRecorded(MoneyFact.AMOUNT, amount, next_money(case)))


def paid_already(at: Situation, value: FactValue) -> Events:
    """Money is there, or none; a changed answer withdraws what was told before."""
    earlier = _withdrawn(at.case, FROM_QUESTION)
    if value not in ("part", "by_card", "cheque"):
        return earlier
    events = (*earlier, MoneyReported(source=FROM_QUESTION))
    if value == "by_card":
        fact = FactRecorded(MoneyFact.WHERE, Where.CARD, next_money(at.case))
        return (*events, fact)
    return events


def reason_given(at: Situation, value: FactValue) -> Events:
    """Less came than was billed, without a word: an objection nobody has put (S0-1)."""
    case, told = at.case, _told_by(at.case, SHORT_PAID)
    if value == SHORT_PAID:
        money = () if told else (MoneyReported(source=SHORT_PAID),)
        return (*unspoken_events(), *money)
    if not case.knows(FactName.UNSPOKEN) or case.letter(LetterKind.ASK_MISSING_PART):
        return ()  # what came stays, whatever they object to now that they were asked
    unsaid = [m for m in told if where_of(case, m) is None]
    return (FactForgotten(FactName.UNSPOKEN), *map(MoneyWithdrawn, unsaid))


def unspoken_events() -> Events:
    """A short payment is an objection that was not put into words (F-I8)."""
    return (
        FactRecorded(FactName.REASON, NOT_SURE),
        FactRecorded(FactName.UNSPOKEN, "yes"),
    )


def _told_by(case: Case, source: str) -> list[str]:
    """The remittances that a question told of."""
    told = (r for r in case.remittances if not r.is_withdrawn)
    return [each.id for each in told if each.source == source]


def _withdrawn(case: Case, source: str) -> Events:
    events: list[CaseEvent] = []
    for money in _told_by(case, source):
        events += [*taken_back(case, money), MoneyWithdrawn(money)]
    return tuple(events)


# --- answers ----------------------------------------------------------------------


def amount_told(at: Situation, value: FactValue) -> Events:
    """A changed amount counts afresh."""
    return taken_back(at.case, at.subject or "")


def where_told(at: Situation, value: FactValue) -> Events:
    """Money that never came cannot count."""
    money = at.subject or ""
    return taken_back(at.case, money) if value == Where.NO_MONEY else ()


def words_told(at: Situation, value: FactValue) -> Events:
    """With words that settle everything it does not count, and a clock starts."""
    money = at.subject or ""
    if value == Words.NONE:
        return ()
    day = at.in_days(DECIDE_DAYS)
    back = taken_back(at.case, money)
    return (*back, *_not_agreed(at, money), *decide_by(money, day))


def _not_agreed(at: Situation, money: str) -> Events:
    """Money in answer to our letter, but to settle everything: that is a counter-offer.

    The answer "they paid" is put right, so that no agreement follows from it.
    """
    case, exchange = at.case, at.case.exchange
    told = case.remittance(money)
    if told is None or told.source != FROM_REPLY:
        return ()
    events: list[CaseEvent] = [FactForgotten("received_amount", exchange)]
    if case.fact("final_reply", exchange) == ReplyKind.PAID:
        events.append(FactForgotten("final_reply", exchange))
    paid = [n for n in _REPLIES if case.fact(n, exchange) == ReplyKind.PAID]
    events += [FactRecorded(n, ReplyKind.COUNTERS, exchange) for n in paid]
    if paid:
        events.append(ReplyReceived(ReplyKind.COUNTERS, int(exchange)))
    if case.offer and case.offer.may_become(OfferStatus.COUNTERED):
        events.append(OfferChanged(OfferStatus.COUNTERED, amount_of(case, money)))
    return tuple(events)


def decide_by(money: str, day: date) -> Events:
    """The day for the decision, shown as a deadline that no hold or snooze stops."""
    return (
        FactRecorded(MoneyFact.DECIDE_BY, day, money),
        FactRecorded(MoneyFact.DECIDE_BY, day),
        ClockSet(DECISION_CLOCK, day),
    )


def repay_by(money: str, day: date) -> Events:
    """The last day on which paying it back may still help."""
    return (
        FactRecorded(MoneyFact.REPAY_BY, day, money),
        FactRecorded(MoneyFact.REPAY_BY, day),
        ClockSet(REPAYMENT_CLOCK, day),
    )


def taken_back(case: Case, money: str) -> Events:
    """The payment as which a remittance counts is taken out; none if it does not."""
    noted = [
        entry.number
        for entry in active_entries(case.entries)
        if isinstance(entry.event, PaymentReceived) and entry.event.remittance == money
    ]
    if case.payment_of(money) is None or not noted:
        return ()
    return (PaymentTakenBack(noted[-1]), FactForgotten(COUNTED, money))


def counted_for(at: Situation, rows: tuple[str, ...]) -> Events:
    """The payment at hand, now for these rows only; InputError if it does not fit."""
    money = at.subject or ""
    payment = at.case.payment_of(money)
    if payment is None:
        raise InputError("error.nothing_asked")
    again = PaymentReceived(payment.amount, payment.received_on, rows, None, money)
    return (*taken_back(at.case, money), again, FactRecorded(COUNTED, "done", money))


# --- what follows -----------------------------------------------------------------


def count(at: Situation) -> Events:
    """The remittance at hand counts: into the grid, the undisputed part first."""
    case, money = at.case, at.subject or ""
    amount = amount_of(case, money)
    if amount is None or case.payment_of(money) is not None:
        return ()
    came_on = case.date_fact(MoneyFact.ARRIVED_ON, money) or at.today
    words = tender_words(case, money) or None
    tender = words if is_tender(case, money) else None
    return (PaymentReceived(amount, came_on, (), tender, money),)


def accept(at: Situation) -> Events:
    """The tender settles everything: it counts, and the rest is let off.

    What is let off is entered as conceded, so that the books credit it (K11).
    """
    money = at.subject or ""
    events = list(count(at))
    paid = [event.amount for event in events if isinstance(event, PaymentReceived)]
    grid = at.case.grid.pay(paid[0]) if paid else at.case.grid
    zero = Money.zero(grid.currency)
    if at.case.agreement is None:
        events.append(Agreed(zero, grid.sum.due, at.today, on_payment=False))
    for row in grid.rows:
        if row.due.minor > 0:
            events += [DisputeSet(row.id, row.due), Conceded(row.id, row.due)]
        elif row.disputed:
            events.append(ObjectionSettled(row.id))
    events += [
        FactRecorded("agreement", "done", at.case.exchange),
        FactRecorded(SETTLED_BY, money),
    ]
    return tuple(events)
