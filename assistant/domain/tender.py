"""Money that came or was offered: what is known of it, and what was decided.

A remittance below what is due is a part payment, unless words on it say that it settles
everything: then it is a paid-in-full tender, which counts for nothing until the owner
has decided and written so (K7, K14). The rules that advise on it are in
`assistant.advice.tender`; here is what they look at and what they answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.domain.case import Case, Payment
from assistant.domain.facts import NO, YES
from assistant.domain.letters import LetterKind
from assistant.domain.money import Money
from assistant.domain.place_rules import PlaceRules
from assistant.domain.resolution import OfferStatus


class MoneyFact(StrEnum):
    """The answers about one remittance; their subject is its id."""

    AMOUNT = "money_amount"
    WHERE = "money_where"
    WORDS = "money_words"
    WORDS_TEXT = "words_text"
    DISPUTED = "money_disputed"
    ARRIVED_ON = "money_on"
    KNEW = "money_knew"
    NOTICE = "money_notice"
    PLACE = "money_place"
    APPLIES_TO = "applies_to"
    DECISION = "tender"
    BANKED = "banked_now"
    DECIDE_BY = "tender_by"
    REPAY_BY = "repay_by"


# The remittance that was accepted as settlement of everything; a fact of the case.
SETTLED_BY = "settled_by_tender"


class Where(StrEnum):
    """Where the money is now."""

    CHEQUE_IN_HAND = "cheque_in_hand"
    CHEQUE_BANKED = "cheque_banked"
    TRANSFER = "transfer"
    CARD = "card"
    CASH = "cash"
    NO_MONEY = "no_money"


# It came without anybody's doing: it cannot be left lying.
ARRIVED = frozenset({Where.TRANSFER, Where.CARD})
IN_HAND = frozenset({Where.CHEQUE_IN_HAND, Where.CASH})


class Words(StrEnum):
    """Whether anything with the money says that it settles everything."""

    NONE = "no_words"
    SETTLES_ALL = "words"
    NOT_SURE = "not_sure"


class Decision(StrEnum):
    """What is done with a tender."""

    WAIT = "wait"
    RETURN = "return_it"
    BANK = "bank_with_rejection"
    REJECT = "reject_in_writing"
    SEND_BACK = "send_back"
    REPAY = "repay"
    ACCEPT = "accept"


class Rule(StrEnum):
    """What a piece of advice rests on; `tender.rule.<rule>` says it with its source.

    The last four stand beside another one.
    """

    PLACE_UNKNOWN = "place_unknown"
    NOT_VERIFIED = "not_verified"
    BANKING_SETTLES = "banking_settles"
    REJECT_THEN_BANK = "reject_then_bank"
    BANKED_KNOWING = "banked_knowing"
    BANKED_UNKNOWING = "banked_unknowing"
    BANKED_WRITE_NOW = "banked_write_now"
    BANKED_UNVERIFIED = "banked_unverified"
    ARRIVED = "arrived"
    DELAY_COUNTS = "delay_counts"
    REPAY_OVER = "repay_over"
    NOTICE_INSTEAD = "notice_instead"
    NOT_DISPUTED = "not_disputed"


@dataclass(frozen=True, slots=True)
class TenderFacts:
    """What is known of a tender.

    let_go: what accepting it would give up.
    is_disputed, knew, gave_notice: None where the owner is not sure; `knew`: whoever
        banked it knew of the words; `gave_notice`: the customer had been told to send
        such payments to a named person or place.
    rules: of the place; None where it is unknown.
    soon: the day by which a letter about it should be out.
    has_waited: the decision was put off once already.
    """

    where: Where
    amount: Money
    let_go: Money
    today: date
    soon: date
    is_disputed: bool | None = None
    arrived_on: date | None = None
    knew: bool | None = None
    gave_notice: bool | None = None
    rules: PlaceRules | None = None
    has_waited: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way to deal with a tender, and the day until which it should be done."""

    decision: Decision
    by: date


@dataclass(frozen=True, slots=True)
class TenderAdvice:
    """The ways open for a tender, the recommended first, and the rules behind them.

    decide_by: the day until which the owner should have chosen one.
    repay_by: the last day on which paying it back may still undo the settlement.
    """

    rules: tuple[Rule, ...]
    ways: tuple[Way, ...]
    decide_by: date
    place: PlaceRules | None = None
    repay_by: date | None = None

    def way(self, decision: str) -> Way | None:
        """The way of this name, where it is open."""
        return next((way for way in self.ways if way.decision == decision), None)


TenderAdviser = Callable[[TenderFacts], TenderAdvice]


def cautious(facts: TenderFacts) -> TenderAdvice:
    """What is safe anywhere: send it back, or take it as settlement, in writing."""
    back = Decision.RETURN if facts.where in IN_HAND else Decision.SEND_BACK
    ways = tuple(Way(each, facts.soon) for each in (back, Decision.ACCEPT))
    return TenderAdvice((Rule.PLACE_UNKNOWN,), ways, facts.soon)


# --- reading a case ---------------------------------------------------------------


def amount_of(case: Case, money: str) -> Money | None:
    """How much a remittance is; None while the owner has not said it."""
    return case.money_fact(MoneyFact.AMOUNT, money)


def where_of(case: Case, money: str) -> Where | None:
    """Where the money is now; None while the owner has not said it."""
    told = case.text_fact(MoneyFact.WHERE, money)
    return Where(told) if told in set(Where) else None


def due_before(case: Case, money: str) -> Money:
    """What is due without a remittance, whether it counts already or not."""
    counted: Payment | None = case.payment_of(money)
    due = case.grid.sum.due
    return due + counted.amount if counted else due


def asked_for(case: Case, money: str = "") -> Money:
    """What settles the invoice, a remittance left aside: whoever pays it owes no more.

    That is what is due, less what was agreed not to be owed; an open offer's rest.
    """
    owed = due_before(case, money) - case.grid.sum.conceded
    offer = case.offer
    is_open = offer is not None and offer.status is OfferStatus.OPEN
    return min(owed, offer.rest) if offer and is_open else owed


def has_come(case: Case, money: str) -> bool:
    """Whether there is such money, in hand or on the account."""
    told = case.remittance(money)
    is_real = told is not None and not told.is_withdrawn
    return is_real and where_of(case, money) not in (None, Where.NO_MONEY)


def is_short(case: Case, money: str) -> bool:
    """Whether it is less than what settles the invoice."""
    amount = amount_of(case, money)
    return amount is not None and amount < asked_for(case, money)


def is_tender(case: Case, money: str) -> bool:
    """Whether it is, or may be, offered as settlement of more than it pays.

    Once decided about it stays one, though what is due may shrink to its amount.
    """
    words = case.text_fact(MoneyFact.WORDS, money)
    says_so = words in (Words.SETTLES_ALL, Words.NOT_SURE)
    was_decided = case.knows(MoneyFact.DECISION, money)
    is_less = was_decided or is_short(case, money)
    return has_come(case, money) and says_so and is_less


def is_open(case: Case, money: str) -> bool:
    """Whether a tender still waits: for the decision, or for what was decided."""
    if not is_tender(case, money):
        return False
    decision = case.text_fact(MoneyFact.DECISION, money)
    letters = {
        Decision.RETURN: LetterKind.RETURN_OF_TENDER,
        Decision.SEND_BACK: LetterKind.RETURN_OF_TENDER,
        Decision.REPAY: LetterKind.REPAYMENT_OF_TENDER,
    }
    if decision in letters:
        letter = case.letter(letters[Decision(decision)], money)
        return letter is None or letter.is_open
    return case.payment_of(money) is None


def open_tenders(case: Case) -> tuple[str, ...]:
    """The remittances that still wait for a decision or its carrying out."""
    if case.is_closed:
        return ()
    return tuple(told.id for told in case.remittances if is_open(case, told.id))


def tender_words(case: Case, money: str) -> str:
    """The words on it as the owner copied them; empty where they did not."""
    text = case.text_fact(MoneyFact.WORDS_TEXT, money)
    return "" if text == "skipped" else text


def tender_facts(
    case: Case, money: str, *, today: date, soon: date, rules: PlaceRules | None
) -> TenderFacts:
    """What the rules of advice look at.

    money: id of a remittance whose amount and whereabouts are known.
    """
    amount = amount_of(case, money)
    where = where_of(case, money)
    if amount is None or where is None:
        raise ValueError(f"{money} of {case.id} is not described yet")
    return TenderFacts(
        where,
        amount,
        due_before(case, money) - amount,
        today,
        soon,
        _yes_or_no(case, MoneyFact.DISPUTED, money),
        case.date_fact(MoneyFact.ARRIVED_ON, money),
        _yes_or_no(case, MoneyFact.KNEW, money),
        _yes_or_no(case, MoneyFact.NOTICE, money),
        rules,
        case.fact(MoneyFact.DECISION, money) == Decision.WAIT,
    )


def _yes_or_no(case: Case, name: MoneyFact, money: str) -> bool | None:
    return {YES: True, NO: False}.get(case.text_fact(name, money))
