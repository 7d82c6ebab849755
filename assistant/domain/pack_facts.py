"""What a pack may speak of: what both sides know, and what the owner shows as proof.

A pack goes to a mediator, a court or a lawyer, and from there to the customer. It sees
a `PackFacts` and never the case, so what is private (notes, the honest judgement and
what it rests on, floors and other numbers, signs of a stall, overrides, call notes, the
real cause) cannot slip in: it is not there. Sums are the grid's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from assistant.domain.business import Profile
from assistant.domain.calendar import local_day
from assistant.domain.case import Case, Entry
from assistant.domain.enclosures import enclosed_items
from assistant.domain.events.answers import EvidenceAdded, StatementReceived
from assistant.domain.events.correspondence import (
    Agreed,
    AgreementBroken,
    OfferChanged,
    OfferMade,
    ReplyReceived,
)
from assistant.domain.events.endings import Closed, active_entries
from assistant.domain.events.sums import WrittenOff
from assistant.domain.evidence import EvidenceItem, EvidenceKind
from assistant.domain.facts import SLOTS
from assistant.domain.invoice import Customer, Invoice
from assistant.domain.letter_parts import LinePart
from assistant.domain.letters import Letter, LetterKind
from assistant.domain.money import Money
from assistant.domain.reasons import Reason
from assistant.domain.resolution import OfferStatus, OutcomeKind, ReplyKind
from assistant.domain.rows import line_part
from assistant.domain.typed import in_one_line

# Written for the owner's eyes, whatever they show.
_PRIVATE_KINDS = frozenset({EvidenceKind.CALL_NOTE})
# Letters that tell the customer what is conceded.
_CONCEDING = frozenset(
    {
        LetterKind.CONCESSION,
        LetterKind.MIXED_ANSWER,
        LetterKind.SETTLEMENT_CONFIRMATION,
    }
)
_UNSAID = ("", "not_said", "not_sure", "skipped", "other", None)


class Happening(StrEnum):
    """What a line of the timeline tells; its words are under `pack.happened.`."""

    INVOICED = "invoiced"
    DUE = "due"
    SAID = "said"
    LETTER = "letter"
    REPLY = "reply"
    OFFER = "offer"
    REMEDY = "remedy"
    OFFER_ENDED = "offer_ended"
    AGREED = "agreed"
    BROKEN = "broken"
    PAID = "paid"
    CREDITED = "credited"
    WRITTEN_OFF = "written_off"
    PAPER = "paper"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the timeline.

    what: letter, reply, offer or outcome kind, or a name. exhibit: its number, or 0.
    """

    on: date
    kind: Happening
    what: str = ""
    amount: Money | None = None
    until: date | None = None
    exhibit: int = 0


@dataclass(frozen=True, slots=True)
class PackLine:
    """A row of the grid as a stranger may read it."""

    name: str
    part: LinePart
    invoiced: Money
    paid: Money
    credited: Money
    written_off: Money
    undisputed: Money
    disputed: Money
    due: Money


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One paper.

    enclosure: its number in our letters, 0 where it goes with none.
    words: what it says, for words that came without a file.
    """

    number: int
    kind: EvidenceKind
    name: str
    source: str
    added_at: datetime
    enclosure: int = 0
    dated_on: date | None = None
    proves: str = ""
    sha256: str = ""
    size: int = 0
    media_type: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class PackFacts:
    """Everything a pack may speak of.

    conceded: what our letters have conceded and is not credited yet.
    claimed: what is left to pay after it.
    said: the five slots of the objection, in the order of SLOTS; empty where unsaid.
    letters: those that were sent, in order.
    """

    business: Profile
    customer: Customer
    case_id: str
    invoice: Invoice
    today: date
    lines: tuple[PackLine, ...]
    total: PackLine
    conceded: Money
    claimed: Money
    reason: Reason | None
    said: tuple[str | Money, ...]
    objected_on: date | None
    letters: tuple[Letter, ...]
    timeline: tuple[Happened, ...]
    exhibits: tuple[Exhibit, ...]
    outcome: OutcomeKind | None = None
    sent_on: dict[str, date] = field(default_factory=dict)


def pack_facts(case: Case, profile: Profile, today: date, zone: str) -> PackFacts:
    """Gather what a pack of this case may speak of.

    zone: IANA name of the business's time zone; days are days there.
    """
    sums = case.grid.sum
    told = any(x.kind in _CONCEDING and x.sent_at for x in case.current_letters())
    conceded = sums.conceded if told else Money.zero(case.grid.currency)
    exhibits = tuple(_exhibits(case))
    sent = sorted((x for x in case.letters if x.sent_at), key=_sent_at)
    value = case.text_fact("reason")
    said = case.statements[0].received_at if case.statements else None
    return PackFacts(
        business=_public(profile),
        customer=case.customer,
        case_id=in_one_line(case.id),
        invoice=case.invoice,
        today=today,
        lines=tuple(_line(case, row.id) for row in case.grid.rows),
        total=_line(case, ""),
        conceded=conceded,
        claimed=sums.due - conceded,
        reason=Reason(value) if value in set(Reason) else None,
        said=tuple(_said(case.fact(slot)) for slot in SLOTS),
        objected_on=local_day(said, zone) if said else None,
        letters=tuple(sent),
        timeline=_timeline(case, exhibits, zone),
        exhibits=exhibits,
        outcome=case.outcome.kind if case.outcome else None,
        sent_on={x.id: local_day(_sent_at(x), zone) for x in sent},
    )


def _public(profile: Profile) -> Profile:
    """The business without its private limits and rates."""
    return Profile(
        name=in_one_line(profile.name),
        sign_off=in_one_line(profile.sign_off),
        place=profile.place,
        currency=profile.currency,
        time_zone=profile.time_zone,
        address=profile.address,
        tax_number=in_one_line(profile.tax_number),
        email=in_one_line(profile.email),
        phone=in_one_line(profile.phone),
        language=profile.language,
        bank=profile.bank,
        logo=profile.logo,
    )


def _said(value: object) -> str | Money:
    if isinstance(value, Money):
        return value
    is_said = isinstance(value, str) and value not in _UNSAID
    return in_one_line(str(value)) if is_said else ""


def _line(case: Case, row_id: str) -> PackLine:
    """A row, or the sum of all for an empty id."""
    row = case.grid.row(row_id) if row_id else case.grid.sum
    part = line_part(case.grid, row)
    return PackLine(
        in_one_line(row.description) if part is LinePart.LINE else "",
        part,
        row.invoiced,
        row.paid,
        row.credited,
        row.written_off,
        row.undisputed,
        row.disputed,
        row.due,
    )


# -- exhibits -----------------------------------------------------------------------


def _exhibits(case: Case) -> Iterator[Exhibit]:
    """Every paper but the private ones; numbers stay those the owner knows."""
    enclosures = {item.number: at for at, item in enumerate(enclosed_items(case), 1)}
    words = _words_of_exhibits(case)
    for item in case.evidence.items:
        if item.kind not in _PRIVATE_KINDS:
            yield _exhibit(item, enclosures.get(item.number, 0), words)


def _exhibit(item: EvidenceItem, enclosure: int, words: dict[int, str]) -> Exhibit:
    return Exhibit(
        number=item.number,
        kind=item.kind,
        name=in_one_line(item.name),
        source=item.source,
        added_at=item.added_at,
        enclosure=enclosure,
        dated_on=item.dated_on,
        proves=in_one_line(item.proves),
        sha256=item.sha256 or "",
        size=item.size or 0,
        media_type=item.media_type or "",
        words=words.get(item.number, ""),
    )


def _words_of_exhibits(case: Case) -> dict[int, str]:
    """What the customer said, by the number of the exhibit that was noted with it."""
    words: dict[int, str] = {}
    number, waiting = 0, ""
    for entry in active_entries(case.entries):
        match entry.event:
            case StatementReceived(text=text):
                waiting = text
            case EvidenceAdded(evidence=kind):
                number += 1
                if kind is EvidenceKind.STATEMENT and waiting:
                    words[number] = waiting
                if kind in (EvidenceKind.STATEMENT, EvidenceKind.CALL_NOTE):
                    waiting = ""
            case _:
                pass
    return words


# -- the timeline -------------------------------------------------------------------


def _timeline(
    case: Case, exhibits: tuple[Exhibit, ...], zone: str
) -> tuple[Happened, ...]:
    """What happened, in the order of its days."""
    happened = [*_dates(case), *_papers(exhibits), *_sent(case, zone)]
    happened += [
        Happened(payment.received_on, Happening.PAID, "", payment.amount)
        for payment in case.payments
    ]
    happened += [
        Happened(
            local_day(credit.at, zone),
            Happening.CREDITED,
            in_one_line(credit.number),
            credit.amount,
        )
        for credit in case.credits
    ]
    for entry in active_entries(case.entries):
        happened += _told(entry, local_day(entry.at, zone))
    happened += _statements(case, zone)
    return tuple(sorted(happened, key=lambda each: (each.on, _ORDER[each.kind])))


_ORDER = {kind: at for at, kind in enumerate(Happening)}


def _dates(case: Case) -> Iterator[Happened]:
    invoice = case.invoice
    if invoice.issued_on:
        yield Happened(invoice.issued_on, Happening.INVOICED, "", invoice.total)
    if invoice.due_on:
        yield Happened(invoice.due_on, Happening.DUE)


def _papers(exhibits: tuple[Exhibit, ...]) -> Iterator[Happened]:
    for exhibit in exhibits:
        if exhibit.dated_on and exhibit.kind is not EvidenceKind.STATEMENT:
            yield Happened(
                exhibit.dated_on, Happening.PAPER, exhibit.name, exhibit=exhibit.number
            )


def _sent(case: Case, zone: str) -> Iterator[Happened]:
    for letter in case.letters:
        if letter.sent_at:
            day = local_day(letter.sent_at, zone)
            yield Happened(day, Happening.LETTER, letter.kind)


def _statements(case: Case, zone: str) -> Iterator[Happened]:
    """What the customer said; the owner's own note of a call is not theirs."""
    number = 0
    day: date | None = None
    for entry in active_entries(case.entries):
        match entry.event:
            case StatementReceived(written_at=written_at):
                day = local_day(written_at or entry.at, zone)
            case EvidenceAdded(evidence=kind):
                number += 1
                if kind is EvidenceKind.STATEMENT and day:
                    yield Happened(day, Happening.SAID, exhibit=number)
                if kind in (EvidenceKind.STATEMENT, EvidenceKind.CALL_NOTE):
                    day = None
            case _:
                pass


def _told(entry: Entry, day: date) -> Iterator[Happened]:
    match entry.event:
        case ReplyReceived(reply=kind) if kind is not ReplyKind.PAID:
            yield Happened(day, Happening.REPLY, kind)
        case OfferMade(amount_off=amount, expires_on=until, remedy=remedy) if remedy:
            what = in_one_line(remedy.what)
            yield Happened(day, Happening.REMEDY, what, amount or None, until)
        case OfferMade(amount_off=amount, expires_on=until):
            yield Happened(day, Happening.OFFER, "", amount, until)
        case OfferChanged(status=status, counter=counter) if status in _ENDED:
            yield Happened(day, Happening.OFFER_ENDED, status, counter)
        case Agreed(to_pay=amount, pay_by=until):
            yield Happened(day, Happening.AGREED, "", amount, until)
        case AgreementBroken():
            yield Happened(day, Happening.BROKEN)
        case WrittenOff(amount=amount):
            yield Happened(day, Happening.WRITTEN_OFF, "", amount)
        case Closed(outcome=kind):
            yield Happened(day, Happening.CLOSED, kind)
        case _:
            return


_ENDED = frozenset(OfferStatus) - {OfferStatus.OPEN}


def _sent_at(letter: Letter) -> datetime:
    if letter.sent_at is None:
        raise ValueError(f"{letter.id} was not sent")
    return letter.sent_at
