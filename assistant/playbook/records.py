"""What an answer changes besides being remembered: a closed list of names.

A playbook says `records: payment`; this table says which domain events that is. Each
recorder gets the situation and the answer's value and returns the events; the domain
refuses (InputError) what cannot be.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from assistant.chat.replies import Card, Phrase
from assistant.domain.case import CaseEvent, Statement
from assistant.domain.case_events import (
    ClockSet,
    Conceded,
    CounterNamed,
    CustomerDescribed,
    EvidenceAdded,
    EvidenceWaived,
    FactForgotten,
    FactRecorded,
    InvoiceDescribed,
    LockPassed,
    OfferChanged,
    PaymentReceived,
    PlaybookChanged,
    QuestionAnswered,
    ReplyReceived,
    StatementReceived,
)
from assistant.domain.clocks import Clock
from assistant.domain.evidence import EvidenceKind
from assistant.domain.explanation import LINE_WITHOUT
from assistant.domain.facts import NO, NOT_SURE, SLOTS, FactName, FactValue
from assistant.domain.invoice import CustomerKind
from assistant.domain.job_record import (
    APPROVED_WHAT,
    JobFact,
    approval_in,
    approval_words,
    read_job,
)
from assistant.domain.money import Money, total
from assistant.domain.readings import read_reading
from assistant.domain.resolution import OfferStatus, ReplyKind
from assistant.errors import InputError
from assistant.playbook.fact_sheet import sorted_out
from assistant.playbook.lines import read_lines
from assistant.playbook.money import (
    amount_told,
    came_in_reply,
    money_came,
    next_money,
    paid_already,
    reason_given,
    where_told,
    words_told,
)
from assistant.playbook.situation import Situation

Events = tuple[CaseEvent, ...]
BY_PHONE = "phone"  # the channel of words that were said, not written


class Record(StrEnum):
    """Which recorder a step uses."""

    CUSTOMER_NAME = "customer_name"
    CUSTOMER_KIND = "customer_kind"
    INVOICE_TOTAL = "invoice_total"
    INVOICE_LINES = "invoice_lines"
    STATEMENT = "statement"
    ANSWER_TEXT = "answer_text"
    HEARD = "heard"
    CONCEDED = "conceded"
    ARRIVED = "arrived"
    PAID_ALREADY = "paid_already"
    PART_PAYMENT = "part_payment"
    REASON = "reason"
    MONEY_AMOUNT = "money_amount"
    MONEY_WHERE = "money_where"
    MONEY_WORDS = "money_words"
    LIEN_DATE = "lien_date"
    CARD_DATE = "card_date"
    LIMITATION_DATE = "limitation_date"
    REPLY = "reply"
    ASK_SLOTS_AGAIN = "ask_slots_again"
    JUDGE_AGAIN = "judge_again"
    JOB_RECORD = "job_record"
    LINE_FINDING = "line_finding"
    RECORD_SOURCE = "record_source"
    PLAYBOOK = "playbook"
    FINAL_DATE = "final_date"
    COURT_DATE = "court_date"
    MEDIATION_DATE = "mediation_date"
    COUNTER = "counter"
    EXPLAINED = "explained"
    FORK_AGAIN = "fork_again"
    MEDIATE_FIRST = "mediate_first"


def record(name: Record | None, at: Situation, value: FactValue) -> Events:
    """The domain events of an answer; none without a recorder."""
    return _RECORDERS[name](at, value) if name else ()


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote something and when, as the platform says it was forwarded from.

    at, on: the instant, and the date of it where the business is.
    """

    author: str
    at: datetime
    on: date
    link: str = ""


def told(name: Record | None, value: FactValue) -> tuple[Card[Phrase], ...]:
    """What is shown of an answer that was taken apart, to be looked over."""
    is_record = name in (Record.JOB_RECORD, Record.RECORD_SOURCE)
    found = read_job(value) if is_record and isinstance(value, str) else {}
    return (sorted_out(found),) if found else ()


def statement_events(
    text: str,
    before: tuple[Statement, ...],
    channel: str = "",
    *,
    by: Written | None = None,
) -> Events:
    """The customer's words; each becomes an exhibit, the first is exhibit 1.

    channel: words from the phone are the owner's own note of the call, not theirs.
    """
    number = len(before) + 1
    exhibit = EvidenceAdded(EvidenceKind.STATEMENT, f"statement {number}", "customer")
    if by is not None:
        exhibit = replace(exhibit, dated_on=by.on, proves=by.author)
        said = StatementReceived(text, channel, by.author, by.at, by.link)
        return (said, exhibit)
    if channel == BY_PHONE:
        exhibit = EvidenceAdded(EvidenceKind.CALL_NOTE, f"call note {number}", "owner")
    return (StatementReceived(text, channel), exhibit)


def _answer_text(at: Situation, value: FactValue) -> Events:
    """What they answered when asked what exactly; noted down where they called."""
    case = at.case
    how = case.text_fact("second_answer") or case.text_fact("first_answer")
    channel = BY_PHONE if how == "called" else ""
    return statement_events(str(value), case.statements, channel)


def _customer_name(at: Situation, value: FactValue) -> Events:
    """A name; an amount or a number typed by mistake would greet them in a letter."""
    if not any(char.isalpha() for char in str(value)):
        raise InputError("error.name_without_letters", text=str(value))
    return (CustomerDescribed(name=str(value)),)


def _customer_kind(at: Situation, value: FactValue) -> Events:
    if value in set(CustomerKind):
        return (CustomerDescribed(customer_kind=CustomerKind(str(value))),)
    return ()


def _money(value: FactValue) -> Money:
    if not isinstance(value, Money):
        raise InputError("error.amount_unreadable", text=str(value))
    return value


def _invoice_lines(at: Situation, value: FactValue) -> Events:
    lines = read_lines(str(value), at)
    billed = total([line.amount for line in lines], at.case.invoice.currency)
    return (InvoiceDescribed(at.case.invoice.total or billed, lines),)


def _conceded(at: Situation, value: FactValue) -> Events:
    if at.row is None:
        raise InputError("error.no_such_line", line=at.subject or "")
    return (Conceded(at.row.id, _money(value)),)


def _part_payment(at: Situation, value: FactValue) -> Events:
    """A part arrived; the question about the money is open again for the rest.

    Of what was agreed to come in parts, the next part leaves nothing to ask about.
    """
    again = (FactForgotten("payment"), FactForgotten("part_paid"))
    paid, money = _money(value), next_money(at.case)
    expected = at.case.next_instalment
    if expected is not None and paid == expected.amount:
        return (PaymentReceived(paid, at.today), *again)
    told = (
        *money_came(at.case, paid),
        PaymentReceived(paid, at.today, remittance=money),
    )
    return (*told, *again)


def _reply(at: Situation, value: FactValue) -> Events:
    if value not in set(ReplyKind):
        return ()
    kind = ReplyKind(str(value))
    events: Events = (ReplyReceived(kind, int(at.subject or at.case.exchange)),)
    offer = at.case.offer
    status = _OFFER_AFTER.get(kind)
    is_lapsed = offer is not None and offer.status is OfferStatus.LAPSED
    if offer and status and offer.may_become(status) and not is_lapsed:
        events += (OfferChanged(status),)
    return events


_OFFER_AFTER = {
    ReplyKind.AGREES: OfferStatus.ACCEPTED,
    ReplyKind.PAID: OfferStatus.ACCEPTED,
    ReplyKind.OBJECTS: OfferStatus.REFUSED,
    ReplyKind.COUNTERS: OfferStatus.COUNTERED,
    ReplyKind.DROPS_IT: OfferStatus.WITHDRAWN,
}


def _ask_slots_again(at: Situation, value: FactValue) -> Events:
    if value not in ("answered", "called"):
        return ()
    unsaid = [slot for slot in SLOTS if at.case.fact(slot) == "not_said"]
    return tuple(FactForgotten(slot) for slot in unsaid)


def _judge_again(at: Situation, value: FactValue) -> Events:
    if value != "look_again":
        return ()
    again = (FactName.ASSESSMENT, FactName.FELL_SHORT, FactName.MISUNDERSTOOD)
    return tuple(
        FactForgotten(name, row.id)
        for row in at.case.contested_rows()
        for name in again
        if at.case.knows(name, row.id)
    )


def _explained(at: Situation, value: FactValue) -> Events:
    """Money before an explanation is possible, and stands in the record (F-G3)."""
    return (LockPassed("explain_first"),) if value == "go_without" else ()


def _fork_again(at: Situation, value: FactValue) -> Events:
    """Another way than the claim after all: the fork is open once more."""
    if value != "another_way":
        return ()
    names = (FactName.FORK, "after_mediation", "over_limit")
    return tuple(FactForgotten(name, at.case.exchange) for name in names)


def _mediate_first(at: Situation, value: FactValue) -> Events:
    """Mediation comes before the claim: it is the way on for now."""
    if value != "mediate":
        return ()
    here = at.case.exchange
    return (FactRecorded(FactName.FORK, "mediation", here),)


def _job_record(at: Situation, value: FactValue) -> Events:
    """Several fields in one message: each is noted as if it had been asked for.

    What somebody else wrote of the approval is kept word for word beside it.
    """
    found = read_job(str(value))
    if not found:
        return ()
    events: list[CaseEvent] = []
    if JobFact.COMPLAINT not in found:
        events.append(FactForgotten(JobFact.COMPLAINT))
    said = found.pop(JobFact.APPROVED, "")
    answer, words = approval_in(said), approval_words(said)
    if answer:
        events += [QuestionAnswered("approved_before")]
        events += [FactRecorded(JobFact.APPROVED, answer)]
    if words and answer != NO:
        events += [FactRecorded(APPROVED_WHAT, words)]
    for fact, words in found.items():
        if fact is not JobFact.COMPLAINT:
            events.append(QuestionAnswered(fact))
        events.append(FactRecorded(fact, words))
    return tuple(events)


def _line_finding(at: Situation, value: FactValue) -> Events:
    """A reading with what follows from it answers the next question as well."""
    reading = read_reading(str(value))
    if reading is None or not reading.more:
        return ()
    answered = QuestionAnswered(LINE_WITHOUT, at.subject)
    return (answered, FactRecorded(LINE_WITHOUT, reading.more, at.subject))


def _record_source(at: Situation, value: FactValue) -> Events:
    """Nothing was written: the gap is accepted by name. Or the record itself, typed."""
    kind = EvidenceKind.SERVICE_RECORD
    if value in ("here", "somebody"):
        return ()
    if value != "nothing":
        events = _job_record(at, value)
        if not events:
            raise InputError("error.choose_one")
        return events
    if at.case.evidence.has(kind) or at.case.evidence.is_waived(kind):
        return ()
    return (EvidenceWaived(kind, "nothing was written down", at.actor),)


def _playbook(at: Situation, value: FactValue) -> Events:
    """The case is worked by the playbook of that name from here on."""
    name = str(value)
    return (PlaybookChanged(name),) if name not in (NOT_SURE, at.playbook) else ()


def _clock(kind: str) -> Callable[[Situation, FactValue], Events]:
    def set_clock(at: Situation, value: FactValue) -> Events:
        return (ClockSet(kind, value),) if isinstance(value, date) else ()

    return set_clock


_RECORDERS: dict[Record, Callable[[Situation, FactValue], Events]] = {
    Record.CUSTOMER_NAME: _customer_name,
    Record.CUSTOMER_KIND: _customer_kind,
    Record.INVOICE_TOTAL: lambda at, value: (
        InvoiceDescribed(_money(value), at.case.invoice.lines),
    ),
    Record.INVOICE_LINES: _invoice_lines,
    Record.STATEMENT: lambda at, value: statement_events(
        str(value), at.case.statements
    ),
    Record.ANSWER_TEXT: _answer_text,
    Record.HEARD: lambda at, value: statement_events(
        str(value), at.case.statements, BY_PHONE
    ),
    Record.CONCEDED: _conceded,
    Record.ARRIVED: lambda at, value: came_in_reply(at, _money(value)),
    Record.PAID_ALREADY: paid_already,
    Record.REASON: reason_given,
    Record.MONEY_AMOUNT: amount_told,
    Record.MONEY_WHERE: where_told,
    Record.MONEY_WORDS: words_told,
    Record.LIEN_DATE: _clock(Clock.LIEN_NOTICE),
    Record.CARD_DATE: _clock(Clock.CARD_DISPUTE),
    Record.LIMITATION_DATE: _clock(Clock.LIMITATION),
    Record.PART_PAYMENT: _part_payment,
    Record.REPLY: _reply,
    Record.ASK_SLOTS_AGAIN: _ask_slots_again,
    Record.JUDGE_AGAIN: _judge_again,
    Record.JOB_RECORD: _job_record,
    Record.LINE_FINDING: _line_finding,
    Record.RECORD_SOURCE: _record_source,
    Record.PLAYBOOK: _playbook,
    Record.FINAL_DATE: _clock("final_letter"),
    Record.COURT_DATE: _clock("court"),
    Record.MEDIATION_DATE: _clock("mediation"),
    Record.COUNTER: lambda at, value: (CounterNamed(_money(value)),),
    Record.EXPLAINED: _explained,
    Record.FORK_AGAIN: _fork_again,
    Record.MEDIATE_FIRST: _mediate_first,
}
