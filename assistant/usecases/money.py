"""Money that came, by command or button: into the grid, or first to the stopper.

`paid CASE` asks, `paid CASE 820` notes it and asks what came with it, and with words
that settle everything behind the amount it counts for nothing until the owner decides.
"""

from collections.abc import Callable

from assistant.chat.commands import Command
from assistant.chat.replies import Tone
from assistant.domain.business import BookedInvoice
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import (
    FactRecorded,
    MoneyReported,
    OfferChanged,
    PaymentReceived,
    ReplyReceived,
)
from assistant.domain.facts import YES, FactName
from assistant.domain.money import Money
from assistant.domain.resolution import OfferStatus, ReplyKind
from assistant.domain.tender import MoneyFact, Where, Words, asked_for
from assistant.domain.typed import clean_line
from assistant.errors import InputError
from assistant.playbook import money as rules
from assistant.playbook.predicates import is_disputing
from assistant.reading.memo import settling_words
from assistant.usecases.opening import Opening, start_case
from assistant.usecases.visit import Visit

UNDISPUTED = "undisputed"
_LONGEST_MEMO = 300
# How money came, where one word behind the amount tells it; a cheque may be in hand or
# banked, so that is asked.
_CAME_BY = {
    **dict.fromkeys(("transfer", "bank transfer", "wire", "ach"), Where.TRANSFER),
    **dict.fromkeys(("card", "credit card"), Where.CARD),
    **dict.fromkeys(("cash",), Where.CASH),
    **dict.fromkeys(("cheque", "check"), None),
}


def paid(visit: Visit, case: Case, command: Command) -> None:
    """Money arrived, or was offered: `paid CASE [AMOUNT [WORDS THAT CAME WITH IT]]`."""
    if not command.rest:
        _ask_about(visit, case)
        return
    amount, tail = _read(visit, case, command)
    visit.focus(case)
    is_less = amount < asked_for(case)
    if is_less and settling_words(tail):
        _stop(visit, case, amount, tail)
        return
    if is_less and is_disputing(visit.situation(case)):
        case = _note_part(visit, case, amount, tail)
    else:
        today = visit.situation(case).today
        case = visit.record(case, PaymentReceived(amount, today))
        _say_noted(visit, case, amount)
        case = _offer_taken(visit, case, amount)
    visit.show_question(visit.proceed(case))


def paid_on_invoice(visit: Visit, command: Command) -> bool:
    """`paid INVOICE AMOUNT` of an invoice without a case; whether there is one.

    Less than was billed, without a word, is an objection nobody has put (F-I8): a case
    begins. All of it is no dispute.
    """
    booked = _booked(visit, command)
    if booked is None:
        return False
    rest = Command(command.name, command.words[1:], command.after(1))
    if not rest.rest:
        raise InputError("error.paid_how_much")
    habits = visit.office.habits_of(visit.business.profile.language)
    amount, tail = _split(rest, lambda text: habits.amount(text, booked.total.currency))
    if amount.minor <= 0:
        raise InputError("error.amount_not_positive")
    if amount >= booked.total:
        visit.tell("paid.no_dispute", invoice=booked.number, amount=amount)
        return True
    case = start_case(visit, Opening(booked.number))
    visit.begin_turn(case)
    if not settling_words(tail):
        case = visit.record(case, *rules.unspoken_events())
    paid(visit, case, rest)
    return True


def ask_undisputed(visit: Visit, case: Case) -> None:
    """Ask for what nobody questions now, whatever else is open (F-I9)."""
    sums = case.grid.sum
    if case.is_closed:
        raise InputError("error.case_closed", case=case.id)
    if not (sums.disputed and sums.undisputed):
        raise InputError("error.nothing_undisputed")
    visit.focus(case)
    case = visit.record(case, FactRecorded(FactName.ASK_NOW, YES))
    visit.show_question(visit.proceed(case))


def _booked(visit: Visit, command: Command) -> BookedInvoice | None:
    """The booked invoice that the first word names, unless it has a case."""
    booked = visit.business.invoice(command.words[0]) if command.words else None
    summaries = visit.office.cases.summaries(visit.business.id)
    taken = {summary.invoice_number.casefold() for summary in summaries}
    return None if booked is None or booked.number.casefold() in taken else booked


def _ask_about(visit: Visit, case: Case) -> None:
    """The questions about money, one by one."""
    if case.is_closed or case.invoice.total is None or not case.grid.sum.due:
        raise InputError("error.paid_how_much")
    visit.focus(case)
    case = visit.record(case, MoneyReported())
    visit.show_question(visit.proceed(case))


def _read(visit: Visit, case: Case, command: Command) -> tuple[Money, str]:
    """The amount, and what was typed behind it; InputError as the amount's reader."""
    habits, currency = visit.situation(case).habits, case.grid.currency
    return _split(command, lambda text: habits.amount(text, currency))


def _split(command: Command, read: Callable[[str], Money]) -> tuple[Money, str]:
    try:
        return read(command.rest), ""
    except InputError as error:
        for count in range(len(command.words) - 1, 0, -1):
            tail = clean_line(command.after(count), _LONGEST_MEMO)
            head = command.rest[: len(command.rest) - len(command.after(count))]
            if not _is_memo(tail):
                continue
            try:
                return read(head.strip()), tail
            except InputError:
                continue
        raise error from None


def _is_memo(tail: str) -> bool:
    """Whether it is what may stand behind an amount: how it came, or words with it."""
    is_quoted = tail[:1] in "\"“'‘«„"
    return is_quoted or _came_by(tail) in _CAME_BY or bool(settling_words(tail))


def _came_by(tail: str) -> str:
    return tail.casefold().removeprefix("by ").strip()


def _details(money: str, amount: Money, tail: str) -> list[CaseEvent]:
    """The amount, and how it came where a word told it."""
    facts: list[CaseEvent] = [FactRecorded(MoneyFact.AMOUNT, amount, money)]
    where = _CAME_BY.get(_came_by(tail))
    if where:
        facts.append(FactRecorded(MoneyFact.WHERE, where, money))
    return facts


def _stop(visit: Visit, case: Case, amount: Money, tail: str) -> None:
    """Words that settle everything: it does not count, and the decision is due."""
    if amount.minor <= 0:
        raise InputError("error.amount_not_positive")
    money = rules.next_money(case)
    day = visit.situation(case).in_days(rules.DECIDE_DAYS)
    memo = tail.strip("\"“”'‘’«»„")
    case = visit.record(
        case,
        MoneyReported(amount, memo),
        *_details(money, amount, ""),
        FactRecorded(MoneyFact.WORDS, Words.SETTLES_ALL, money),
        FactRecorded(MoneyFact.WORDS_TEXT, memo, money),
        *rules.decide_by(money, day),
    )
    visit.tell("paid.stopped", Tone.CAUTION, amount=amount, words=memo)
    visit.show_question(visit.proceed(case))


def _note_part(visit: Visit, case: Case, amount: Money, tail: str) -> Case:
    """A part payment counts at once; what came with it is asked next."""
    money, words = rules.next_money(case), "" if _came_by(tail) in _CAME_BY else tail
    today = visit.situation(case).today
    case = visit.record(
        case,
        MoneyReported(amount, words),
        *_details(money, amount, tail),
        PaymentReceived(amount, today, remittance=money),
    )
    _say_noted(visit, case, amount)
    visit.tell("money.evidence", due=case.grid.sum.due)
    return case


def _say_noted(visit: Visit, case: Case, amount: Money) -> None:
    sums = case.grid.sum
    visit.tell("paid.noted", Tone.GOOD, amount=amount, paid=sums.paid, due=sums.due)
    if case.overpaid:
        visit.tell("paid.surplus", Tone.CAUTION, surplus=case.overpaid)


def _takes_offer(case: Case, amount: Money) -> bool:
    offer = case.offer
    is_open = offer is not None and offer.status is OfferStatus.OPEN
    return is_open and offer is not None and amount >= offer.rest


def _offer_taken(visit: Visit, case: Case, amount: Money) -> Case:
    """A payment of what an open offer asks for accepts the offer."""
    offer, exchange = case.offer, case.exchange
    if offer is None or not _takes_offer(case, amount):
        return case
    visit.tell("offer.taken", Tone.GOOD, amount=offer.amount_off)
    return visit.record(
        case,
        ReplyReceived(ReplyKind.PAID, int(exchange)),
        OfferChanged(OfferStatus.ACCEPTED),
        FactRecorded("reply", "paid", exchange),
        FactRecorded("received_amount", amount, exchange),
    )
