"""Opening a case: the hold first, then everything else (rule 1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.chat.commands import Command
from assistant.chat.matching import folded
from assistant.chat.replies import (
    Option,
    Paragraph,
    Phrase,
    Question,
    Tone,
    Typed,
    phrase,
)
from assistant.domain.business import BookedInvoice
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import CaseOpened, HoldStarted, InvoiceDescribed
from assistant.domain.evidence import EvidenceKind
from assistant.domain.invoice import Line
from assistant.domain.money import Money
from assistant.domain.typed import clean_line, clean_text
from assistant.errors import InputError
from assistant.playbook.engine import HOLD_REVIEW_DAYS
from assistant.playbook.records import statement_events
from assistant.playbook.steps.ask import LONGEST_TEXT
from assistant.playbook.steps.channels import channel_name
from assistant.playbook.steps.evidence import evidence_added
from assistant.playbook.turn import Attached
from assistant.usecases.visit import Visit

KIND, INVOICE = "opening.kind", "opening.invoice"
_NUMBER_LIMIT, _NAME_LIMIT = 60, 200
_KINDS = tuple(
    Option(name, phrase(f"opening.kind.{name}"))
    for name in ("objects", "only_late", "neither")
)
_NO_NUMBER = ("none", "no number", "-", "skip")


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of a dispute before its case exists.

    invoice: its number; empty when it has none.
    statement: the customer's words, if they were pasted.
    lines, issued_on, due_on: as the invoice book has them.
    attached: a file that was kept before the case was there; its kind says what it is.
    """

    invoice: str
    total: Money | None = None
    customer: str = ""
    statement: str = ""
    lines: tuple[Line, ...] = ()
    issued_on: date | None = None
    due_on: date | None = None
    attached: Attached | None = None


def open_by_command(visit: Visit, command: Command) -> None:
    """`open [INVOICE] [AMOUNT] [CUSTOMER]`; without a number it is asked for."""
    if not command.words:
        ask_invoice(visit)
        return
    number = clean_line(command.words[0], _NUMBER_LIMIT)
    total, names = None, list(command.words[1:])
    if names and any(char.isdigit() for char in names[0]):
        total = _read_total(visit, names)
    customer = clean_line(" ".join(names), _NAME_LIMIT)
    open_case(visit, Opening(number, total, customer))


def _read_total(visit: Visit, words: list[str]) -> Money:
    """Take the amount off the front of the words; it may stand before its currency."""
    profile = visit.business.profile
    habits = visit.office.habits_of(profile.language)
    for count in (2, 1):
        text = " ".join(words[:count])
        is_pair = count == 2 and len(words) >= 2 and len(words[1]) <= 3
        if count == 2 and not is_pair:
            continue
        try:
            amount = habits.amount(text, profile.currency)
        except InputError:
            if count == 1:
                raise
            continue
        del words[:count]
        return amount
    raise InputError("error.amount_unreadable", text=words[0])


def ask_invoice(visit: Visit, **draft: str) -> None:
    """Ask which invoice it is about; the hold goes on with the answer."""
    visit.conversation = visit.conversation.about("").asks(INVOICE, **draft)
    options = (Option("none", phrase("opening.no_number")),)
    visit.say(_question(INVOICE, options, Typed.LINE))


def text_came(visit: Visit, text: str) -> None:
    """Text outside a case: probably what a customer wrote. Ask before assuming."""
    pasted = clean_text(text, LONGEST_TEXT)
    if not pasted:
        raise InputError("error.type_something")
    visit.conversation = visit.conversation.asks(KIND, statement=pasted)
    visit.say(_question(KIND, _KINDS, None))


def answer_kind(visit: Visit, text: str) -> None:
    """Objects, or just late? Only an objection opens a case (S1-9)."""
    kind = visit.picked(_KINDS, text)
    if kind == "objects":
        ask_invoice(visit, **visit.conversation.draft)
        return
    visit.conversation = visit.conversation.about("")
    visit.tell(f"opening.{kind}")


def answer_invoice(visit: Visit, text: str) -> None:
    """The number, or that there is none; the case opens at once."""
    number = clean_line(text, _NUMBER_LIMIT)
    if not number:
        raise InputError("error.type_something")
    if number.casefold() in _NO_NUMBER:
        number = ""
    draft = visit.conversation.draft
    total = Money.of(draft["total"], draft["currency"]) if "total" in draft else None
    statement, customer = draft.get("statement", ""), draft.get("customer", "")
    attached = drafted_file(draft, EvidenceKind.OTHER)
    opening = Opening(number, total, customer, statement, attached=attached)
    open_case(visit, opening)


def open_case(visit: Visit, opening: Opening) -> None:
    """Put the invoice on hold and start its case, or show the one it has."""
    known = _existing(visit, opening.invoice)
    if known is not None:
        if opening.attached and not known.is_closed:
            known = _attach(visit, known, opening.attached)
        _show_existing(visit, known)
        return
    booked = visit.business.invoice(opening.invoice) if opening.invoice else None
    if booked is not None:
        opening = _filled_in(opening, booked)
    case_id = _new_id(visit, opening.invoice)
    case = visit.record(
        Case.begin(case_id, visit.business.id), *_events(visit, opening)
    )
    visit.focus(case)
    say_hold(visit, case)
    _say_others(visit, case)
    case = visit.once(
        case,
        "court",
        Paragraph(phrase("court.notice"), Tone.PRIVATE),
    )
    visit.tell("case.opened", case=case.id)
    if opening.attached:
        case = _attach(visit, case, opening.attached)
    visit.show_question(visit.proceed(case))


def drafted_file(draft: Mapping[str, str], kind: EvidenceKind) -> Attached | None:
    """The file that a conversation's draft remembers; None without one."""
    if "sha256" not in draft:
        return None
    name, media_type = draft["file"], draft["media_type"]
    return Attached(name, draft["sha256"], int(draft["size"]), media_type, kind)


def _attach(visit: Visit, case: Case, given: Attached) -> Case:
    """The file as evidence, unless the case has it already."""
    if any(item.sha256 == given.sha256 for item in case.evidence.items):
        return case
    case = visit.record(case, evidence_added(given, EvidenceKind.OTHER))
    number = len(case.evidence.items)
    visit.tell("evidence.kept", Tone.GOOD, number=number, name=given.name)
    return case


def say_hold(visit: Visit, case: Case) -> None:
    """That the hold is on, what is still to switch off, and what goes on (K8, K12)."""
    invoice = case.invoice.number or phrase("invoice.unnumbered")
    visit.tell("hold.on", Tone.GOOD, invoice=invoice)
    left = case.hold.still_on() if case.hold else ()
    if left:
        names = tuple(channel_name(name) for name in left)
        visit.tell("hold.still_to_switch", Tone.CAUTION, channels=names)
    visit.tell("hold.rights")


def _events(visit: Visit, opening: Opening) -> list[CaseEvent]:
    profile = visit.business.profile
    currency = opening.total.currency if opening.total else profile.currency
    events: list[CaseEvent] = [
        CaseOpened(
            visit.office.defaults.playbook,
            currency,
            opening.invoice or None,
            opening.customer or None,
        ),
        HoldStarted(_review_on(visit), profile.channels),
    ]
    if opening.total:
        events.append(
            InvoiceDescribed(
                opening.total, opening.lines, opening.issued_on, opening.due_on
            )
        )
    if opening.statement:
        events += statement_events(opening.statement, ())
    return events


def _review_on(visit: Visit) -> date:
    empty = Case.begin("", visit.business.id)
    return visit.situation(empty).in_days(HOLD_REVIEW_DAYS)


def _existing(visit: Visit, number: str) -> Case | None:
    """The case of this invoice, open or closed: there is one per invoice (F-A8)."""
    if not number:
        return None
    wanted = number.casefold()
    for summary in visit.office.cases.summaries(visit.business.id):
        if summary.invoice_number.casefold() == wanted:
            return visit.load(summary.case_id)
    return None


def _show_existing(visit: Visit, case: Case) -> None:
    visit.focus(case)
    if case.is_closed:
        options = (
            Option("reopen", phrase("button.reopen"), f"reopen {case.id}"),
            Option("show", phrase("button.show"), f"show {case.id}"),
        )
        prompt = phrase("opening.was_closed", case=case.id)
        visit.say(Question(key="opening.closed", prompt=prompt, options=options))
        return
    visit.tell("case.already_open", case=case.id)
    visit.show_question(case)


def _new_id(visit: Visit, number: str) -> str:
    """`D-<invoice number>`; without a number the next free `D-1`, `D-2`..."""
    if number:
        return f"D-{number}"
    taken = {s.case_id for s in visit.office.cases.summaries(visit.business.id)}
    count = visit.business.next_case
    while f"D-{count}" in taken:
        count += 1
    visit.business = replace(visit.business, next_case=count + 1)
    visit.office.businesses.save(visit.business)
    return f"D-{count}"


def _filled_in(opening: Opening, booked: BookedInvoice) -> Opening:
    """What the owner says goes before the book; lines fit the booked total only."""
    is_as_booked = opening.total in (None, booked.total)
    return replace(
        opening,
        invoice=booked.number,
        total=opening.total or booked.total,
        customer=opening.customer or booked.customer,
        lines=booked.lines if is_as_booked else (),
        issued_on=booked.issued_on,
        due_on=booked.due_on,
    )


def _say_others(visit: Visit, case: Case) -> None:
    """The customer's other open invoices keep their terms (F-C2)."""
    name = folded(case.customer.name or "")
    summaries = visit.office.cases.summaries(visit.business.id)
    disputed = {s.invoice_number.casefold() for s in summaries if not s.is_closed}
    disputed.add((case.invoice.number or "").casefold())
    others = tuple(
        booked.number
        for booked in visit.business.invoices
        if name and folded(booked.customer) == name and booked.status == "open"
        if booked.number.casefold() not in disputed
    )
    if others:
        customer = case.customer.name
        visit.tell("hold.others_due", invoices=others, customer=customer)


def _question(
    key: str, options: tuple[Option[Phrase], ...], typed: Typed | None
) -> Question[Phrase]:
    hint = phrase(f"{key}.hint") if typed else None
    return Question(
        key=key,
        prompt=phrase(f"{key}.ask"),
        options=options,
        why=phrase(f"{key}.why"),
        typed=typed,
        hint=hint,
    )
