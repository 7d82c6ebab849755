"""Opening a case: the hold first, then everything else (rule 1)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

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
from assistant.domain.business import BookedInvoice, Role
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import CaseOpened, HoldStarted, InvoiceDescribed
from assistant.domain.currencies import CODES, meant_by
from assistant.domain.hold import HOLD_REVIEW_DAYS
from assistant.domain.invoice import Line
from assistant.domain.money import Money
from assistant.domain.typed import clean_line
from assistant.errors import InputError
from assistant.playbook.records import statement_events
from assistant.playbook.steps.channels import channel_name
from assistant.playbook.steps.evidence import evidence_added
from assistant.playbook.turn import Attached
from assistant.reading.messages import read_message
from assistant.usecases import attaching, mail, proposing, talking, tenders
from assistant.usecases.origins import ORIGIN, written
from assistant.usecases.visit import Visit

INVOICE = "opening.invoice"
_NUMBER_LIMIT, _NAME_LIMIT = 60, 200
_FEW = 5  # invoices offered as buttons
# A number as it begins, such as `€12 345`, and a group that goes on with it.
_BEGUN = re.compile(r"[^\w\s]?\d{1,3}(?: \d{3})*")
_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,2})?")
_NO_NUMBER = ("none", "no number", "-", "skip")


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of a dispute before its case exists.

    invoice: its number; empty when it has none.
    statement: the customer's words, if they were pasted.
    is_confirmed: the owner said that they were read right.
    mail, mail_name: digest and name of the e-mail file that the words came in.
    attached: other files that came before the case was there.
    origin: who wrote the words and when, where they were forwarded.
    lines, issued_on, due_on: as the invoice book has them.
    """

    invoice: str
    total: Money | None = None
    customer: str = ""
    statement: str = ""
    is_confirmed: bool = False
    mail: str = ""
    mail_name: str = ""
    attached: Attached | None = None
    origin: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    issued_on: date | None = None
    due_on: date | None = None


def open_by_command(visit: Visit, command: Command) -> None:
    """`open [INVOICE] [AMOUNT] [CUSTOMER]`; without a number it is asked for."""
    if not command.words:
        ask_invoice(visit)
        return
    number = clean_line(command.words[0], _NUMBER_LIMIT)
    names = _with_groups_joined(command.words[1:])
    total = _read_total(visit, names)
    customer = clean_line(" ".join(names), _NAME_LIMIT)
    open_case(visit, Opening(number, total, customer))


def _with_groups_joined(words: Sequence[str]) -> list[str]:
    """The words, with groups of digits that make one number as one: `1 234,56`."""
    joined: list[str] = []
    for word in words:
        is_group = _GROUP.fullmatch(word) is not None
        if is_group and joined and _BEGUN.fullmatch(joined[-1]):
            joined[-1] = f"{joined[-1]} {word}"
        else:
            joined.append(word)
    return joined


def _read_total(visit: Visit, words: list[str]) -> Money | None:
    """Take the amount out of the words: `480`, `EUR 480`, `480 EUR`, before or behind
    the customer's name; None without one. InputError for one that cannot be read."""
    start = next((i for i, w in enumerate(words) if w[:1].isdigit()), None)
    marked = [i for i, w in enumerate(words) if _is_amount_with_mark(w)]
    if start is None and not marked:
        return None
    start = start if start is not None else marked[0]
    profile = visit.business.profile
    habits = visit.office.habits_of(profile.language)
    around = ((start - 1, start + 1), (start, start + 2), (start, start + 1))
    for first, end in around:
        marks = [w for i, w in enumerate(words[first:end], first) if i != start]
        is_fitting = first >= 0 and all(
            meant_by(w) or w.upper() in CODES for w in marks
        )
        if is_fitting and end <= len(words):
            amount = habits.amount(" ".join(words[first:end]), profile.currency)
            del words[first:end]
            if amount.minor <= 0:
                raise InputError("error.amount_not_positive")
            return amount
    raise InputError("error.amount_unreadable", text=words[start])


def _is_amount_with_mark(word: str) -> bool:
    return any(c.isdigit() for c in word) and not word[:1].isalnum()


def ask_invoice(visit: Visit, **draft: str) -> None:
    """Ask which invoice it is about; the hold goes on with the answer."""
    visit.conversation = visit.conversation.about("").asks(INVOICE, **draft)
    likely = _likely_invoices(visit, draft) if draft.get("statement") else []
    options = (
        *(Option(number, phrase("value", value=number)) for number in likely),
        Option("none", phrase("opening.no_number")),
    )
    visit.say(_question(INVOICE, options, Typed.LINE))


def _likely_invoices(visit: Visit, draft: Mapping[str, str]) -> list[str]:
    """Numbers to offer: those named, then open ones with that amount or customer."""
    text = draft["statement"]
    amounts = read_message(text).mentions.amounts
    book = [booked for booked in visit.business.invoices if booked.status == "open"]
    fitting = [
        booked.number
        for booked in book
        if booked.total.amount in amounts
        or (booked.customer and booked.customer.casefold() in text.casefold())
    ]
    if not fitting and len(book) <= _FEW:
        fitting = [booked.number for booked in book]
    return list(dict.fromkeys([*numbers_in(visit, draft), *fitting]))[:_FEW]


def answer_invoice(visit: Visit, text: str) -> None:
    """The number, or that there is none; the case opens at once."""
    number = clean_line(text, _NUMBER_LIMIT)
    if not number:
        raise InputError("error.type_something")
    if number.casefold() in _NO_NUMBER:
        number = ""
    open_case(visit, Opening(number, **from_draft(visit.conversation.draft)))


def from_draft(draft: Mapping[str, str]) -> dict[str, Any]:
    """The fields of an `Opening` that were kept while something was asked."""
    names = ("statement", "mail", "mail_name", "customer")
    kept: dict[str, Any] = {name: draft.get(name, "") for name in names}
    if "total" in draft:
        kept["total"] = Money.of(draft["total"], draft["currency"])
    kept["attached"] = attaching.from_draft(draft)
    kept["origin"] = {n: draft[n] for n in ORIGIN if n in draft}
    return {**kept, "is_confirmed": draft.get("is_confirmed") == "yes"}


def numbers_in(visit: Visit, draft: Mapping[str, str]) -> list[str]:
    """The invoices that a pasted text or its subject names, as the book writes them."""
    texts = [draft.get("statement", ""), draft.get("subject", "")]
    summaries = visit.summaries()
    known = [booked.number for booked in visit.business.invoices]
    known += [summary.invoice_number for summary in summaries]
    named = {n: None for n in known if any(_names(text, n) for text in texts)}
    for text in texts:
        for number in read_message(text).mentions.invoice_numbers:
            if number.casefold() not in {each.casefold() for each in named}:
                named[number[:_NUMBER_LIMIT]] = None
    return list(named)


def _names(text: str, number: str) -> bool:
    """Whether a text has this number as a word; a bare "7" may be anything."""
    is_telling = len(number) > 2 and any(map(str.isdigit, number))
    place = text.casefold().find(number.casefold()) if is_telling else -1
    around = f" {text} "[place : place + len(number) + 2] if place >= 0 else "a"
    return not (around[0].isalnum() or around[-1].isalnum())


def open_case(visit: Visit, opening: Opening) -> None:
    """Put the invoice on hold and start its case, or show the one it has."""
    known = _existing(visit, opening.invoice)
    if known is not None:
        _show_existing(visit, known, opening)
        return
    visit.show_question(visit.proceed(start_case(visit, opening)))


def start_case(visit: Visit, opening: Opening) -> Case:
    """A new case: the hold is on, and what was read and confirmed is in it."""
    case = begun(visit, _new_id(visit, opening.invoice), opening)
    visit.adopt(case)
    visit.focus(case)
    say_hold(visit, case)
    _say_others(visit, case)
    _say_owner(visit, case)
    case = visit.once(
        case,
        "court",
        Paragraph(phrase("court.notice"), Tone.PRIVATE),
    )
    visit.tell("case.opened", case=case.id)
    _say_other_total(visit, case)
    for file in opening.attached.all if opening.attached else ():
        _say_kept(visit, case, file)
    if opening.is_confirmed:
        finding = read_message(case.statements[-1].text)
        proposal = proposing.propose(visit, case, finding)
        visit.begin_turn(case)
        case = visit.record(case, *proposal.events)
    return tenders.notice_words(visit, case)


def begun(visit: Visit, case_id: str, opening: Opening) -> Case:
    """The case as it begins, not kept yet: with what the book and the words say."""
    booked = visit.business.invoice(opening.invoice) if opening.invoice else None
    if booked is not None:
        opening = _filled_in(opening, booked)
    return visit.grown(Case.begin(case_id, visit.business.id), *_events(visit, opening))


def _say_other_total(visit: Visit, case: Case) -> None:
    """What was typed goes before the book, but never without a word."""
    number, total = case.invoice.number, case.invoice.total
    booked = visit.business.invoice(number) if number else None
    if booked is not None and total not in (None, booked.total):
        values = {"case": case.id, "booked": booked.total, "typed": total}
        visit.tell("case.other_total", Tone.CAUTION, **values)


def _say_kept(visit: Visit, case: Case, given: Attached) -> None:
    number = next(
        item.number for item in case.evidence.items if item.sha256 == given.sha256
    )
    visit.tell("evidence.kept", Tone.GOOD, number=number, name=given.name)


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
            profile.playbook or visit.office.defaults.playbook,
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
    events += _said(visit, opening)
    for file in opening.attached.all if opening.attached else ():
        events.append(evidence_added(file, attaching.kind_of(file)))
    return events


def _said(visit: Visit, opening: Opening) -> tuple[CaseEvent, ...]:
    """The customer's words, as the e-mail they came in where there was one."""
    if opening.mail:
        with visit.office.files.open(opening.mail) as stream:
            return mail.events(visit, stream.read(), opening.mail_name)
    if not opening.statement:
        return ()
    return statement_events(opening.statement, (), by=written(visit, opening.origin))


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
            if not visit.may_see(summary):
                raise InputError("error.case_private", people=summary.people)
            return visit.load(summary.case_id)
    return None


def _show_existing(visit: Visit, case: Case, opening: Opening) -> None:
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
    known = {item.sha256 for item in case.evidence.items}
    for given in opening.attached.all if opening.attached else ():
        if given.sha256 not in known:
            case = visit.record(case, evidence_added(given, attaching.kind_of(given)))
            _say_kept(visit, case, given)
    if opening.statement:
        talking.words_came(visit, case, _said(visit, opening))
        return
    visit.show_question(case)


def _new_id(visit: Visit, number: str) -> str:
    """`D-<invoice number>`; without a number the next free `D-1`, `D-2`..."""
    taken = {s.case_id for s in visit.office.cases.summaries(visit.business.id)}
    if number:
        # Invoice 1 after the case D-1 of an invoice without a number: D-1.2.
        numbered = (f"D-{number}.{n}" for n in range(2, len(taken) + 3))
        free = (name for name in (f"D-{number}", *numbered) if name not in taken)
        return next(free)
    count = visit.business.next_case
    while f"D-{count}" in taken:
        count += 1
    visit.change_business(next_case=count + 1)
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
    summaries = visit.summaries()
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


def _say_owner(visit: Visit, case: Case) -> None:
    """Whoever opened it, the owner hears of it the same day (S1-30)."""
    owners = [m.name for m in visit.business.members if m.role is Role.OWNER]
    if owners and visit.actor not in owners:
        invoice = visit.situation(case).values()["invoice"]
        visit.tell("opening.tell_owner", Tone.CAUTION, owner=owners[0], invoice=invoice)


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
