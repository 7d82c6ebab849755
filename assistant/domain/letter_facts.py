"""What a letter may speak of: everything the customer may read, and nothing else.

Templates see a `LetterFacts` and never the case, so a private thing (a floor, an honest
answer, a note, an override, what a call was like) cannot slip into a letter: it is not
there. Every amount comes from the claim grid, or from the offer or agreement that was
checked against it; templates print amounts and never reckon.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from assistant.domain.address import address_lines
from assistant.domain.assessment import Assessment, assessment_of
from assistant.domain.business import Profile
from assistant.domain.calendar import Calendar, local_day
from assistant.domain.call import called_at, called_lines
from assistant.domain.case import Case
from assistant.domain.enclosures import enclosures_of
from assistant.domain.events.endings import active_entries
from assistant.domain.events.sums import Credited
from assistant.domain.explanation import explanation_of
from assistant.domain.facts import YES, FactName, FactValue
from assistant.domain.grid import Row
from assistant.domain.hold import HoldPart
from assistant.domain.letter_parts import (
    AgreedTerms,
    CallTold,
    CreditedLine,
    CreditMade,
    DisputedLine,
    Enclosure,
    Ending,
    History,
    HoldTold,
    InvoiceNamed,
    LinePart,
    MoneyAtHand,
    OfferTerms,
    PaymentMade,
    Said,
    Sender,
    Sums,
    ToldLine,
)
from assistant.domain.letters import FIRST_WORDS, SUBSTANTIVE, LetterKind
from assistant.domain.money import Money
from assistant.domain.reasons import Reason
from assistant.domain.resolution import OfferStatus, Remedy, RemedyKind, ReplyKind
from assistant.domain.rows import line_part
from assistant.domain.tender import (
    MoneyFact,
    amount_of,
    due_before,
    is_tender,
    tender_words,
)
from assistant.domain.typed import in_one_line

# Days from the specifics to the full answer. Source: guide S2-3, rule K2.
ANSWER_DAYS = 3
# Days from the acknowledgement to the call that it promises.
CALL_DAYS = 1
# Business days the customer has to reply to a question; the guides name none, and this
# is the time after which the playbooks follow up.
REPLY_BUSINESS_DAYS = 5
# Days to pay where nobody named a date; the guides ask for a date and name none.
PAY_DAYS = 14

# Answers to a slot that are no words of the customer.
_UNSAID = ("", "not_said", "not_sure", "skipped", "other")


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """Everything a letter may speak of.

    customer: their name, or None.
    lines: what is disputed now; credited_lines: what the latest credit put right.
    put_right_by: `credit_note`, `corrected_invoice`, `work_done`, or empty.
    reason: the reason the customer gave.
    today, call_by, reply_by, answer_by, pay_by: the day of the letter and the days it
        names; none of them lies before `today`.
    answer_named_on: the day that the answer before this letter named; may have passed.
    final_by: the last day before court as the owner set it; None when not set (K13).
    let_go, rest: what is given up, and what is then left to pay.
    call: the call that was tried or held.
    is_parting: the owner has decided to take on no further work for this customer.
    money: the remittance that the letter is about, for letters about money.
    is_unspoken: less was paid than billed, and the customer has not said why.
    """

    business: Sender
    customer: str | None
    case_id: str
    invoice: InvoiceNamed
    sums: Sums
    today: date
    call_by: date
    reply_by: date
    answer_by: date
    pay_by: date
    let_go: Money
    rest: Money
    lines: tuple[DisputedLine, ...] = ()
    credited_lines: tuple[CreditedLine, ...] = ()
    said: Said = field(default_factory=Said)
    reason: Reason | None = None
    enclosures: tuple[Enclosure, ...] = ()
    answer_named_on: date | None = None
    final_by: date | None = None
    put_right_by: str = ""
    offer: OfferTerms | None = None
    agreement: AgreedTerms | None = None
    credit_note: CreditMade | None = None
    corrected_invoice: CreditMade | None = None
    payment: PaymentMade | None = None
    money: MoneyAtHand | None = None
    history: History = field(default_factory=History)
    hold: HoldTold = field(default_factory=HoldTold)
    ending: Ending = Ending.REVIEWED
    call: CallTold = field(default_factory=CallTold)
    is_parting: bool = False
    is_unspoken: bool = False


def letter_facts(
    case: Case,
    profile: Profile,
    *,
    today: date,
    calendar: Calendar,
    zone: str = "",
    remittance: str = "",
) -> LetterFacts:
    """Gather what a letter of this case may speak of.

    today: the date where the business is.
    calendar: the business's; answers are promised for days that are worked.
    zone: IANA name of the business's time zone; the profile's where it is left out.
    remittance: id of the remittance that the letter is about, if it is about one.
    """
    let_go, rest = _letting_go(case)
    here = zone or profile.time_zone or "UTC"
    return LetterFacts(
        business=_sender(profile),
        customer=in_one_line(case.customer.name or "") or None,
        case_id=in_one_line(case.id),
        invoice=InvoiceNamed(
            in_one_line(case.invoice.number or "") or None,
            case.invoice.issued_on,
            case.invoice.due_on,
        ),
        sums=_sums(case),
        today=today,
        call_by=calendar.roll_forward(today + timedelta(days=CALL_DAYS)),
        reply_by=_from(today, _date(case, "reply_by"))
        or calendar.add_business_days(today, REPLY_BUSINESS_DAYS),
        answer_by=calendar.roll_forward(today + timedelta(days=ANSWER_DAYS)),
        pay_by=_from(today, _pay_by(case))
        or calendar.roll_forward(today + timedelta(days=PAY_DAYS)),
        let_go=let_go,
        rest=rest,
        lines=tuple(_disputed(case, row) for row in case.contested_rows()),
        credited_lines=_credited_lines(case),
        said=_said(case),
        reason=_reason(case),
        enclosures=enclosures_of(case),
        answer_named_on=_pay_by(case),
        final_by=_date(case, "final_pay_by"),
        put_right_by=case.text_fact("put_right_by", case.exchange),
        offer=_offer(case, today),
        agreement=_agreement(case),
        credit_note=_credit(case, "credit_note"),
        corrected_invoice=_credit(case, "corrected_invoice"),
        payment=_payment(case),
        money=_money_at_hand(case, remittance, today, calendar),
        history=_history(case, here),
        hold=_hold(case),
        ending=_ending(case),
        call=_call(case, here),
        is_parting=case.fact("parting") == "yes",
        is_unspoken=_is_unspoken(case),
    )


# --- who, and how much ------------------------------------------------------------


def _sender(profile: Profile) -> Sender:
    return Sender(
        in_one_line(profile.name),
        in_one_line(profile.sign_off),
        address_lines(profile.address),
        in_one_line(profile.email),
        in_one_line(profile.phone),
        in_one_line(profile.tax_number),
        profile.place.upper().startswith("US"),
        in_one_line(profile.pay_link),
    )


def _sums(case: Case) -> Sums:
    row = case.grid.sum
    return Sums(
        row.invoiced,
        row.paid,
        row.undisputed,
        row.disputed,
        row.conceded,
        row.credited,
        row.written_off,
        row.due,
        row.due - row.conceded,
        row.invoiced - row.credited,
    )


def _disputed(case: Case, row: Row) -> DisputedLine:
    name, part = _name(case, row)
    if part is LinePart.WHOLE and row.disputed < row.invoiced:
        name, part = _words(case.fact(FactName.SLOT_LINE)), LinePart.PART
    kept = row.disputed - row.conceded
    label = assessment_of(case, row.id)
    return DisputedLine(
        name,
        part,
        row.disputed,
        row.conceded,
        kept,
        label,
        explanation_of(case, row.id) or None,
        not_agreed=case.fact("say_not_agreed", row.id) == YES,
    )


def _name(case: Case, row: Row) -> tuple[str | None, LinePart]:
    part = line_part(case.grid, row)
    if part is LinePart.LINE:
        return in_one_line(row.description), part
    return None, part


def _letting_go(case: Case) -> tuple[Money, Money]:
    """What is given up and what is then left to pay, before and after it is booked."""
    sums = case.grid.sum
    if sums.written_off:
        return sums.written_off, sums.due
    named = case.money_fact("let_go_amount", case.exchange)
    let_go = min(named or Money.zero(case.grid.currency), sums.due)
    return let_go, sums.due - let_go


# --- what was said ----------------------------------------------------------------


def _said(case: Case) -> Said:
    amount = case.fact(FactName.SLOT_AMOUNT)
    return Said(
        _words(case.fact(FactName.SLOT_LINE)),
        _words(case.fact(FactName.SLOT_EXPECTED)),
        _words(case.fact(FactName.SLOT_RECEIVED)),
        amount if isinstance(amount, Money) else None,
        _words(case.fact(FactName.CUSTOMER_ASKED_FOR)),
        case.is_specific,
    )


def _is_unspoken(case: Case) -> bool:
    was_silent = case.fact(FactName.UNSPOKEN) == YES and not case.statements
    return was_silent and not case.is_specific


def _words(value: FactValue | None) -> str | None:
    if not isinstance(value, str) or value in _UNSAID:
        return None
    return in_one_line(value) or None


def _reason(case: Case) -> Reason | None:
    value = case.text_fact(FactName.REASON)
    return Reason(value) if value in set(Reason) else None


def _history(case: Case, zone: str) -> History:
    def day(at: datetime | None) -> date | None:
        return local_day(at, zone) if at else None

    def sent(*kinds: LetterKind) -> date | None:
        gone = [x.sent_at for x in case.letters if x.kind in kinds and x.sent_at]
        return day(gone[-1]) if gone else None

    said = case.statements[0].received_at if case.statements else case.opened_at
    return History(
        day(said),
        sent(*FIRST_WORDS),
        sent(LetterKind.FOLLOW_UP),
        sent(*SUBSTANTIVE),
        day(case.offer.made_at) if case.offer else None,
    )


def _hold(case: Case) -> HoldTold:
    if case.hold is None or not case.hold.is_on:
        return HoldTold()
    partial = case.hold.part is HoldPart.DISPUTED
    return HoldTold(
        is_on=True, is_partial=partial, may_cross=bool(case.hold.still_on())
    )


def _call(case: Case, zone: str) -> CallTold:
    held_at, tried_at = called_at(case), case.fact_times.get("call")
    is_tried = case.fact("call") == "no_answer" and tried_at is not None
    lines = tuple(
        ToldLine(
            *_name(case, line.row),
            line.amount,
            line.result,
            line.wish,
            in_one_line(line.objection).strip(" .") or None,
            explanation_of(case, line.row.id) or None,
        )
        for line in called_lines(case)
    )
    return CallTold(
        local_day(tried_at, zone) if is_tried and tried_at else None,
        case.fact("call") == "in_writing",
        local_day(held_at, zone) if held_at else None,
        lines,
    )


def _ending(case: Case) -> Ending:
    if case.agreement is not None:
        return Ending.AGREED
    if ReplyKind.DROPS_IT in case.facts.values():
        return Ending.DROPPED
    silent = case.reply is not None and case.reply.kind is ReplyKind.SILENT
    return Ending.UNANSWERED if silent else Ending.REVIEWED


# --- days -------------------------------------------------------------------------


def _date(case: Case, name: str) -> date | None:
    """A date of the exchange under way, or of the case."""
    return case.date_fact(name, case.exchange) or case.date_fact(name)


def _pay_by(case: Case) -> date | None:
    if case.agreement is not None:
        return case.agreement.pay_by
    return _date(case, FactName.PAY_BY) or _date(case, FactName.OFFER_EXPIRES_ON)


def _from(today: date, day: date | None) -> date | None:
    return day if day is not None and day >= today else None


# --- offers, agreements, credits --------------------------------------------------


def _offer(case: Case, today: date) -> OfferTerms | None:
    """The offer of the exchange under way, reckoned as it is when it is recorded."""
    remedy = remedy_offered(case)
    none = Money.zero(case.grid.currency) if remedy else None
    off = case.money_fact(FactName.AMOUNT_OFF, case.exchange) or none
    until = _date(case, FactName.OFFER_EXPIRES_ON)
    lines = [assessment_of(case, row.id) for row in case.contested_rows()]
    if off is None or until is None or Assessment.AMBIGUOUS not in lines:
        return None
    rest = case.grid.sum.due - case.grid.sum.conceded - off
    if case.agreement is not None or rest.minor < 0:
        return None
    made = (
        case.offer if case.offer and str(case.offer.exchange) == case.exchange else None
    )
    is_over = made is not None and made.status is not OfferStatus.OPEN
    return OfferTerms(off, rest, until, is_over or until < today, _plainly(remedy))


def remedy_offered(case: Case) -> Remedy | None:
    """What is to be done instead of money off in the exchange under way (F-G10)."""
    here = case.exchange
    kind = case.text_fact(FactName.AMOUNT_OFF, here)
    by = case.date_fact(FactName.REMEDY_BY, here)
    if kind not in set(RemedyKind) or by is None:
        return None
    what = case.text_fact(FactName.REMEDY_WHAT, here)
    worth = case.money_fact(FactName.SERVICE_AMOUNT, here)
    is_credit = kind == RemedyKind.SERVICE_CREDIT
    return Remedy(RemedyKind(kind), what, by, worth if is_credit else None)


def _plainly(remedy: Remedy | None) -> Remedy | None:
    """With its words fit to be printed."""
    return (
        replace(remedy, what=in_one_line(remedy.what).rstrip(" .")) if remedy else None
    )


def _agreement(case: Case) -> AgreedTerms | None:
    agreed = case.agreement
    if agreed is None:
        return None
    again = agreed.to_pay + agreed.let_off
    taken = case.offer if case.offer and case.offer.remedy else None
    is_taken = taken is not None and taken.status is OfferStatus.ACCEPTED
    return AgreedTerms(
        agreed.to_pay,
        agreed.let_off,
        again,
        agreed.pay_by,
        agreed.on_payment,
        agreed.instalments,
        _plainly(taken.remedy) if taken and is_taken else None,
    )


def _credit(case: Case, document: str) -> CreditMade | None:
    """The latest credit, if it was made by this kind of document."""
    if not case.credits or case.credits[-1].document != document:
        return None
    last, sums = case.credits[-1], case.grid.sum
    before = sums.invoiced - sums.credited + last.amount
    return CreditMade(in_one_line(last.number), last.amount, before)


def _credited_lines(case: Case) -> tuple[CreditedLine, ...]:
    """The lines of the latest credit; they add up to its amount."""
    events = [entry.event for entry in active_entries(case.entries)]
    made = [event for event in events if isinstance(event, Credited)]
    lines: list[CreditedLine] = []
    for row_id, share in made[-1].shares if made else ():
        row = case.grid.row(row_id)
        now = row.invoiced - row.credited
        lines.append(CreditedLine(*_name(case, row), now + share, share, now))
    return tuple(lines)


def _payment(case: Case) -> PaymentMade | None:
    """The latest payment, unless it is told of in a letter of its own.

    That is so for one sent as full settlement (K7, K14), and for a part payment whose
    receipt went out.
    """
    if not case.payments or any(payment.tender for payment in case.payments):
        return None
    last = case.payments[-1]
    about = last.remittance
    if about and any(x.remittance == about and x.sent_at for x in case.letters):
        return None
    return PaymentMade(last.amount, last.received_on)


def _money_at_hand(
    case: Case, remittance: str, today: date, calendar: Calendar
) -> MoneyAtHand | None:
    """The remittance, with what is due as soon as it counts as part payment."""
    amount = amount_of(case, remittance) if remittance else None
    if amount is None or amount > due_before(case, remittance):
        return None
    counted = case.payment_of(remittance)
    applies_to = counted.applies_to if counted else ()
    after = case.grid if counted else case.grid.pay(amount)
    names = [_name(case, case.grid.row(row))[0] for row in applies_to]
    decided_by = case.date_fact(MoneyFact.DECIDE_BY, remittance)
    return MoneyAtHand(
        amount=amount,
        where=case.text_fact(MoneyFact.WHERE, remittance),
        came_on=counted.received_on
        if counted
        else case.date_fact(MoneyFact.ARRIVED_ON, remittance),
        words=in_one_line(tender_words(case, remittance)),
        is_tender=is_tender(case, remittance),
        lines=tuple(name for name in names if name),
        due_before=due_before(case, remittance),
        rest=after.sum.due,
        undisputed_rest=after.sum.undisputed,
        disputed_rest=after.sum.disputed,
        tell_by=_from(today, decided_by)
        or calendar.add_business_days(today, REPLY_BUSINESS_DAYS),
    )
