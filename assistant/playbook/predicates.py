"""The plain conditions of playbooks: facts about a case that need no argument."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from assistant.domain.call import is_cleared_by_phone
from assistant.domain.clocks import is_limitation_asked, limitation_ends
from assistant.domain.evidence import EvidenceKind
from assistant.domain.facts import FactName, fact_key
from assistant.domain.job_record import is_recorded
from assistant.domain.money import Money
from assistant.domain.resolution import OfferStatus
from assistant.domain.tender import (
    IN_HAND,
    Decision,
    MoneyFact,
    Where,
    amount_of,
    due_before,
    has_come,
    is_short,
    is_tender,
    open_tenders,
    where_of,
)
from assistant.playbook.figures import is_above_limit
from assistant.playbook.money import can_count, place_of
from assistant.playbook.situation import Situation

# Below this a fight is seldom worth it, where a business set no limit of its own; an
# example of a guide (S3-26), in major units of the invoice's currency.
SMALL_FIGHT = 150


class Plain(StrEnum):
    """Conditions without an argument; each is one function below."""

    DISPUTING = "disputing"
    OBJECTION_OVER = "objection_over"
    ANSWERING = "answering"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    AWAITING_REPLY = "awaiting_reply"
    LETTING_GO = "letting_go"
    AGREEING = "agreeing"
    AGREED = "agreed"
    THEY_PAID = "they_paid"
    SETTLED = "settled"
    SPECIFIC = "specific"
    CONTESTED = "contested"
    ON_HOLD = "on_hold"
    CHASED = "chased"
    PAID_UP = "paid_up"
    INVOICE_KNOWN = "invoice_known"
    CUSTOMER_KNOWN = "customer_known"
    STATEMENT_GIVEN = "statement_given"
    CREDIT_OWED = "credit_owed"
    HAS_LINES = "has_lines"
    PLAN_WANTED = "plan_wanted"
    REMEDY_OWED = "remedy_owed"
    FORM_OPEN = "form_open"
    PLACE_KNOWN = "place_known"
    ABOVE_LIMIT = "above_limit"
    MEDIATION_EXPECTED = "mediation_expected"
    MONEY_TOLD = "money_told"
    UNPAID_LEFT = "unpaid_left"
    SHORT_MONEY = "short_money"
    FULL_MONEY = "full_money"
    COUNTABLE = "countable"
    COUNTED = "counted"
    TENDER = "tender"
    TENDER_OPEN = "tender_open"
    TENDER_UNDECIDED = "tender_undecided"
    TENDER_IN_HAND = "tender_in_hand"
    REPAYMENT_RULE = "repayment_rule"
    UNDISPUTED_LEFT = "undisputed_left"
    PAID_BY_CARD = "paid_by_card"
    LIMITATION_KNOWN = "limitation_known"
    LIMITATION_ASKED = "limitation_asked"
    HAS_CONTRACT = "has_contract"
    JOB_RECORDED = "job_recorded"
    CLEARED_BY_PHONE = "cleared_by_phone"
    SMALL_FIGHT = "small_fight"
    WORK_UNKNOWN = "work_unknown"


def is_so(at: Situation, name: Plain) -> bool:
    """A plain condition, looked up once per situation: many steps share one."""
    key = (name, at.subject)
    if key not in at.memo:
        at.memo[key] = PLAIN[name](at)
    return bool(at.memo[key])


def fact_at(at: Situation, name: str) -> Any:
    """A fact for the line or exchange at hand, else for the case; None if open."""
    if name == FactName.NEXT_INSTALMENT:
        part = at.case.next_instalment
        return part.due_on if part else None
    facts = at.case.facts
    for subject in (at.subject, at.exchange):
        if subject is not None and (key := fact_key(name, subject)) in facts:
            return facts[key]
    return facts.get(name)


def fact_time(at: Situation, name: str) -> datetime | None:
    """When that fact was recorded; None if it is open."""
    if name == FactName.NEXT_INSTALMENT:
        return at.case.agreement.at if at.case.agreement else None
    subjects = (at.subject, at.case.exchange)
    known = [s for s in subjects if s is not None and at.case.knows(name, s)]
    return at.case.fact_times.get(fact_key(name, known[0] if known else None))


def _is(at: Situation, name: str, *values: str) -> bool:
    return fact_at(at, name) in values


def _is_no_dispute(at: Situation) -> bool:
    """Only late, or paid long ago: there is nothing to argue about."""
    return _is(at, "reason", "only_late") or _is(at, "payment_found", "found")


def is_objection_over(at: Situation) -> bool:
    """The customer dropped it, understood it on the phone, or never countered."""
    dropped = ("first_answer", "second_answer", "reply", "late_reply")
    collected = ("silence", "still_silent", "after_mediation")
    return (
        any(_is(at, name, "drops_it") for name in dropped)
        or any(_is(at, name, "collect") for name in collected)
        or is_cleared_by_phone(at.case)
    )


def is_agreeing(at: Situation) -> bool:
    """Both sides want the same: a sum is to be written down."""
    return (
        _is(at, "reply", "agrees", "paid")
        or _is(at, "late_reply", "agrees", "paid")
        or _is(at, "next_move", "accept_theirs")
        or _is(at, "mediation_result", "agreed")
        or _is(at, "final_reply", "agrees", "paid")
        or _is(at, "court_result", "won", "court_settled")
    )


def _they_paid(at: Situation) -> bool:
    """The customer answered with money instead of words."""
    return any(_is(at, name, "paid") for name in ("reply", "late_reply", "final_reply"))


def is_letting_go(at: Situation) -> bool:
    """The owner chose to give an amount up, or lost it at court."""
    return (
        _is(at, "fork", "letting_go")
        or _is(at, "after_mediation", "letting_go")
        or _is(at, "filed", "let_it_go")
        or _is(at, "court_result", "lost")
        or (_is(at, "worth_it", "let_it_go") and _is_unanswered(at))
    )


def let_go_limit(at: Situation, example: int = SMALL_FIGHT) -> Money:
    """Below which amount a fight is not worth it: the owner's own limit, or an example.

    example: in major units of the case's currency.
    """
    limit, currency = at.profile.let_go_limit, at.case.grid.currency
    if limit is None or limit.currency != currency:
        return Money.of(example, currency)
    return limit


def is_settled(at: Situation) -> bool:
    """The dispute itself is over and only money and paper are left."""
    over = ("agreement", "objection_dropped", "written_off")
    done = any(fact_at(at, name) == "done" for name in over)
    return done or _is_all_conceded(at) or _is_nothing_due(at)


def _is_all_conceded(at: Situation) -> bool:
    return at.case.answer_handled() and not at.case.contested_rows()


def _is_nothing_due(at: Situation) -> bool:
    """All is paid, credited or written off: no line of the invoice is left to argue."""
    return at.case.invoice.total is not None and not at.case.grid.sum.due


def is_disputing(at: Situation) -> bool:
    """There is an objection and it is not over."""
    ended = (Plain.OBJECTION_OVER, Plain.AGREEING, Plain.SETTLED)
    return not (_is_no_dispute(at) or any(is_so(at, name) for name in ended))


def _is_answering(at: Situation) -> bool:
    """It is our turn to answer in this exchange, not to choose a way out."""
    first = at.case.exchanges == 0
    again = _is(at, "next_move", "answer_again", "look_again")
    is_open = bool(at.case.contested_rows()) and not at.case.answer_handled()
    is_ours = is_open and (first or again) and not is_letting_go(at)
    return is_ours and is_so(at, Plain.DISPUTING)


def _is_unanswered(at: Situation) -> bool:
    """No answer of substance has gone its way yet, in any exchange."""
    return at.case.exchanges == 0 and not at.case.answer_handled()


def _is_small_fight(at: Situation) -> bool:
    disputed = at.case.grid.sum.disputed
    return bool(disputed) and disputed <= let_go_limit(at)


def _has_contract(at: Situation) -> bool:
    kinds = (EvidenceKind.CONTRACT, EvidenceKind.TERMS)
    return any(at.case.evidence.has(kind) for kind in kinds)


def _is_awaiting_reply(at: Situation) -> bool:
    contested = bool(at.case.contested_rows())
    return contested and at.case.answer_handled() and is_so(at, Plain.DISPUTING)


def _is_remedy_owed(at: Situation) -> bool:
    """The customer took us at our word: something has to be done, not paid."""
    offer = at.case.offer
    is_taken = offer is not None and offer.status is OfferStatus.ACCEPTED
    return is_taken and offer is not None and offer.remedy is not None


def _is_money_told(at: Situation) -> bool:
    """Money was told of, and is not known to have never come."""
    told = at.case.remittances
    return any(
        not r.is_withdrawn and where_of(at.case, r.id) is not Where.NO_MONEY
        for r in told
    )


def _is_short(at: Situation) -> bool:
    """The remittance at hand is known and less than what settles the invoice."""
    money = at.subject or ""
    return has_come(at.case, money) and is_short(at.case, money)


def _is_full(at: Situation) -> bool:
    money = at.subject or ""
    is_known = has_come(at.case, money) and amount_of(at.case, money) is not None
    return is_known and not is_short(at.case, money)


def _is_undisputed_left(at: Situation) -> bool:
    """Part of what is due is disputed, and the other part could be paid now (F-I9)."""
    sums = at.case.grid.sum
    is_split = bool(sums.disputed) and bool(sums.undisputed)
    return is_split and is_so(at, Plain.DISPUTING)


def _is_paid_by_card(at: Situation) -> bool:
    """Money came by card, and what came by card can be challenged at the bank."""
    told = (where_of(at.case, each.id) for each in at.case.remittances)
    return Where.CARD in told or at.case.fact("paid_already") == "by_card"


def _is_limitation_known(at: Situation) -> bool:
    rules = at.atlas.rules(at.profile.place)
    return limitation_ends(at.case.invoice, rules) is not None


def _is_tender_undecided(at: Situation) -> bool:
    """A tender waits for its decision, or for a letter that should not wait.

    What is paid back has a last day of its own.
    """
    decided = [at.case.fact(MoneyFact.DECISION, m) for m in open_tenders(at.case)]
    return any(decision != Decision.REPAY for decision in decided)


def _has_repayment_rule(at: Situation) -> bool:
    place = place_of(at)
    return place is not None and place.repay_days is not None


PLAIN: dict[Plain, Callable[[Situation], bool]] = {
    Plain.DISPUTING: is_disputing,
    Plain.OBJECTION_OVER: is_objection_over,
    Plain.ANSWERING: _is_answering,
    Plain.ANSWERED: lambda at: at.case.answer_handled(),
    Plain.UNANSWERED: _is_unanswered,
    Plain.AWAITING_REPLY: _is_awaiting_reply,
    Plain.LETTING_GO: is_letting_go,
    Plain.AGREEING: is_agreeing,
    Plain.THEY_PAID: _they_paid,
    Plain.AGREED: lambda at: at.case.agreement is not None,
    Plain.SETTLED: is_settled,
    Plain.SPECIFIC: lambda at: at.case.is_specific,
    Plain.CONTESTED: lambda at: bool(at.case.contested_rows()),
    Plain.ON_HOLD: lambda at: at.case.is_on_hold,
    Plain.CHASED: lambda at: bool(at.case.hold and at.case.hold.channels),
    Plain.PAID_UP: lambda at: (
        at.case.invoice.total is not None and not at.case.grid.sum.undisputed
    ),
    Plain.INVOICE_KNOWN: lambda at: at.case.invoice.total is not None,
    Plain.CUSTOMER_KNOWN: lambda at: at.case.customer.name is not None,
    Plain.STATEMENT_GIVEN: lambda at: bool(at.case.statements),
    Plain.CREDIT_OWED: lambda at: bool(at.case.grid.sum.conceded),
    Plain.HAS_LINES: lambda at: len(at.case.grid.rows) > 1,
    Plain.PLAN_WANTED: lambda at: at.case.knows(FactName.IN_STEPS),
    Plain.REMEDY_OWED: _is_remedy_owed,
    Plain.FORM_OPEN: lambda at: (
        at.court is not None and at.court.form_matters and not at.profile.legal_form
    ),
    Plain.PLACE_KNOWN: lambda at: at.court is not None,
    Plain.ABOVE_LIMIT: is_above_limit,
    Plain.MEDIATION_EXPECTED: lambda at: bool(at.court and at.court.mediation),
    Plain.MONEY_TOLD: _is_money_told,
    Plain.UNPAID_LEFT: lambda at: due_before(at.case, at.subject or "").minor > 0,
    Plain.SHORT_MONEY: _is_short,
    Plain.FULL_MONEY: _is_full,
    Plain.COUNTABLE: can_count,
    Plain.COUNTED: lambda at: at.case.payment_of(at.subject or "") is not None,
    Plain.TENDER: lambda at: is_tender(at.case, at.subject or ""),
    Plain.TENDER_OPEN: lambda at: bool(open_tenders(at.case)),
    Plain.TENDER_UNDECIDED: _is_tender_undecided,
    Plain.TENDER_IN_HAND: lambda at: where_of(at.case, at.subject or "") in IN_HAND,
    Plain.REPAYMENT_RULE: _has_repayment_rule,
    Plain.UNDISPUTED_LEFT: _is_undisputed_left,
    Plain.PAID_BY_CARD: _is_paid_by_card,
    Plain.LIMITATION_KNOWN: _is_limitation_known,
    Plain.LIMITATION_ASKED: lambda at: is_limitation_asked(
        at.case, at.atlas.rules(at.profile.place), at.today
    ),
    Plain.HAS_CONTRACT: _has_contract,
    Plain.JOB_RECORDED: lambda at: is_recorded(at.case),
    Plain.CLEARED_BY_PHONE: lambda at: is_cleared_by_phone(at.case),
    Plain.SMALL_FIGHT: _is_small_fight,
    Plain.WORK_UNKNOWN: lambda at: not at.profile.playbook,
}
