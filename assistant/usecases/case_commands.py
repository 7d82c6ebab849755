"""Commands about one case: note, evidence, paid, sent, reply, hold and others."""

from collections.abc import Callable
from typing import BinaryIO

from assistant.chat.commands import Command, CommandName
from assistant.chat.events import FileGiven
from assistant.chat.matching import folded
from assistant.chat.replies import (
    Check,
    Checklist,
    Item,
    Listing,
    Option,
    Question,
    Tone,
    phrase,
)
from assistant.domain.case import Case
from assistant.domain.case_events import (
    ActionRefused,
    ChannelSwitched,
    HoldReleased,
    HoldReviewed,
    HoldStarted,
    NoteAdded,
)
from assistant.domain.evidence import EvidenceKind
from assistant.domain.hold import HOLD_REVIEW_DAYS
from assistant.domain.typed import clean_line, clean_text
from assistant.domain.typed_dates import Toward
from assistant.errors import InputError
from assistant.playbook import engine
from assistant.playbook.records import statement_events
from assistant.playbook.steps.ask import LONGEST_TEXT
from assistant.playbook.steps.channels import channel_name, how_to
from assistant.playbook.steps.evidence import evidence_added, kind_name
from assistant.playbook.steps.shown import work_freeze
from assistant.playbook.turn import Typed
from assistant.usecases import attaching, dates, money, playbooks, talking, tenders
from assistant.usecases.cards import card, review_card
from assistant.usecases.customers import CUSTOMER_FIELDS, describe
from assistant.usecases.judging import (
    INPUTS,
    change_number,
    show_judgement,
    show_numbers,
)
from assistant.usecases.opening import say_hold
from assistant.usecases.records import (
    paper,
    say_gaps,
    say_set,
    show_facts,
    show_letters,
    show_timeline,
)
from assistant.usecases.second_opinion import show_second
from assistant.usecases.visit import Visit

RESUME = "confirm.resume"
KEEP = "keep"
_YES_NO = (
    Option("yes", phrase("confirm.resume.yes")),
    Option("no", phrase("confirm.resume.no")),
)


def show(visit: Visit, case: Case, command: Command) -> None:
    """The card with the open question; or one of the views of the record."""
    wanted = command.rest.strip()
    view = _VIEWS.get(wanted.casefold())
    if view is None and any(char.isdigit() for char in wanted):
        raise InputError("error.case_not_found", case=wanted)  # not the one here
    visit.focus(case)
    if view is not None:
        view(visit, case)
        return
    case = visit.caught_up(case)
    visit.say(card(visit, case))
    if not case.is_closed:
        visit.show_question(case)


def update(visit: Visit, case: Case, command: Command) -> None:
    """The answers so far, or one of them again; `playbook` is what it is worked by."""
    visit.focus(case)
    if not command.words:
        talking.list_answers(visit, case)
        return
    name, value = command.words[0], command.after(1)
    if name.casefold() == playbooks.KEY:
        playbooks.change(visit, case, value)
    elif name in INPUTS and value:
        change_number(visit, case, name, value)
    elif name.casefold() in CUSTOMER_FIELDS and value:
        describe(visit, case, name.casefold(), value)
    elif name.casefold() in dates.CLOCKS:
        dates.change(visit, case, name.casefold(), value)
    elif name.casefold() == money.UNDISPUTED:
        money.ask_undisputed(visit, case)
    else:
        talking.change_answer(visit, case, name, value)


def note(visit: Visit, case: Case, command: Command) -> None:
    """Keep an internal note; only us."""
    text = clean_text(command.rest, LONGEST_TEXT)
    if not text:
        raise InputError("error.note_empty")
    visit.record(case, NoteAdded(text))
    visit.tell("note.kept", Tone.PRIVATE)


def evidence(visit: Visit, case: Case, command: Command) -> None:
    """What is there, what is missing, how to add more."""
    visit.focus(case)
    items = tuple(
        Item(
            phrase("evidence.item", number=item.number, kind=kind_name(item.kind)),
            paper(item),
        )
        for item in case.evidence.items
    )
    title = phrase("evidence.list", case=case.id)
    visit.say(Listing(title, items, phrase("evidence.none")))
    waived = tuple(kind_name(waiver.kind) for waiver in case.evidence.waivers)
    if waived:
        visit.tell("evidence.waived_list", kinds=waived)
    say_gaps(visit, case)
    say_set(visit, case)
    visit.tell("evidence.how_to_add")


def offer(visit: Visit, case: Case, command: Command) -> None:
    """Go to the goodwill offer, where the order of things allows one (K4, K5)."""
    _refuse_closed(case)
    visit.focus(case)
    here = engine.position(visit.playbook(case), visit.situation(case))
    money_steps = ("amount_off", "offer_expires_on", "goodwill_offer", "mixed_answer")
    if here is None or here.step.id not in money_steps:
        if not case.knows("amount_off", case.exchange):
            visit.tell("offer.not_yet", Tone.CAUTION)
            case = visit.record(case, ActionRefused("offer", "not_yet"))
            visit.show_question(case)
            return
        talking.change_answer(visit, case, f"amount_off@{case.exchange}", "")
        return
    visit.show_question(case)


def sent(visit: Visit, case: Case, command: Command) -> None:
    """The letter at hand went out: `sent [WAY] [DATE]`, by e-mail today if not said."""
    visit.focus(case)
    here = engine.position(visit.playbook(case), visit.situation(case))
    if here is None or not hasattr(here.step, "letter"):
        raise InputError("error.no_letter_waiting")
    talking.answer(visit, case, here.key, Typed(command.rest or "email"))


def reply(visit: Visit, case: Case, command: Command) -> None:
    """What the customer answered, word for word; moves a waiting question on."""
    text = clean_text(command.rest, LONGEST_TEXT)
    if not text:
        raise InputError("error.reply_empty")
    talking.words_came(visit, case, statement_events(text, case.statements))


def hold(visit: Visit, case: Case, command: Command) -> None:
    """The hold and its checklist; naming a channel ticks it, or puts the hold back.

    `keep [DATE]` answers the review: the hold stays, and is looked at again then.
    """
    _refuse_closed(case)
    visit.focus(case)
    if not case.is_on_hold:
        review = visit.situation(case).in_days(HOLD_REVIEW_DAYS)
        channels = visit.business.profile.channels
        case = visit.record(case, HoldStarted(review, channels))
        say_hold(visit, case)
        return
    if command.words and command.words[0].casefold() == KEEP:
        _keep_hold(visit, case, command.after(1))
        return
    if case.hold and case.hold.review_on <= visit.today:
        days = (visit.now - case.hold.since).days
        visit.tell("hold.review", days=days, **visit.situation(case).values())
        visit.say(review_card(visit, case))
    typed = clean_line(command.rest, 60)
    if typed:
        known = [channel.name for channel in case.hold.channels] if case.hold else []
        names = {folded(name.replace("_", " ")): name for name in known}
        name = names.get(folded(typed.replace("_", " ")), typed)
        case = visit.record(case, ChannelSwitched(name, off=True))
    checks = tuple(
        Check(
            channel_name(channel.name),
            channel.off_at is not None,
            None if channel.off_at else how_to(channel.name),
        )
        for channel in (case.hold.channels if case.hold else ())
    )
    visit.say(Checklist(phrase("hold.checklist", case=case.id), checks))
    visit.tell("hold.rights")
    dates.offer(visit, case)


def _keep_hold(visit: Visit, case: Case, until: str) -> None:
    """The dispute is still alive: look again on a day named, or in a month."""
    here = visit.situation(case)
    review_on = here.in_days(HOLD_REVIEW_DAYS)
    if until:
        review_on = here.habits.date(until, here.today, Toward.FUTURE)
    if review_on <= here.today:
        raise InputError("error.date_past", date=review_on)
    visit.record(case, HoldReviewed(review_on))
    visit.tell("hold.kept", Tone.GOOD, case=case.id, date=review_on)


def resume(visit: Visit, case: Case, command: Command) -> None:
    """Back to collection before the dispute is over: asked twice."""
    if not case.is_on_hold:
        raise InputError("error.no_hold")
    visit.focus(case)
    visit.conversation = visit.conversation.asks(RESUME)
    values = visit.situation(case).values()
    prompt = phrase("confirm.resume.ask", **values)
    visit.say(Question(key=RESUME, prompt=prompt, options=_YES_NO, case_id=case.id))


def answer_resume(visit: Visit, text: str) -> None:
    """Release the hold, or leave it on."""
    choice, case = visit.picked(_YES_NO, text), visit.case_here()
    visit.focus(case)
    if choice == "yes":
        case = visit.record(case, HoldReleased())
        visit.tell("act.release_hold", **visit.situation(case).values())
    else:
        visit.tell("confirm.nothing_changed")
    visit.show_question(case)


def take_back(visit: Visit, case: Case, command: Command) -> None:
    """Undo the last action."""
    visit.focus(case)
    talking.undo(visit, case)


def file_given(visit: Visit, case: Case, event: FileGiven) -> None:
    """A file becomes evidence: of the kind asked for, or of the kind named."""
    _refuse_closed(case)
    kind = event.kind.strip().casefold().replace(" ", "_")
    if kind and kind not in set(EvidenceKind):
        names = tuple(kind_name(known) for known in EvidenceKind)
        raise InputError("error.evidence_kind", kind=event.kind, kinds=names)
    with event.open() as stream:
        keep_file(visit, case, event, stream)


def keep_file(visit: Visit, case: Case, event: FileGiven, stream: BinaryIO) -> None:
    """Keep the bytes, and answer the question that asked for them."""
    given = attaching.attached(visit, event, stream)
    visit.focus(case)
    if attaching.came_twice(visit, case, given):
        return
    here = engine.position(visit.playbook(case), visit.situation(case))
    asks_for_it = here is not None and hasattr(here.step, "wanted")
    if here is not None and asks_for_it and not tenders.is_slip(given):
        number = len(case.evidence.items) + 1
        visit.tell("evidence.kept", Tone.GOOD, number=number, name=given.name)
        talking.answer(visit, case, here.key, given)
        return
    case = visit.record(case, evidence_added(given, attaching.kind_of(given)))
    number = len(case.evidence.items)
    visit.tell("evidence.kept", Tone.GOOD, number=number, name=given.name)
    case = tenders.notice_paper(visit, case, given)
    visit.show_question(visit.proceed(case))


def _show_freeze(visit: Visit, case: Case) -> None:
    """What not to hand over or begin while the dispute is open (F-C14)."""
    visit.say(*work_freeze(visit.situation(case)))


_VIEWS: dict[str, Callable[[Visit, Case], None]] = {
    "judgement": show_judgement,
    "letters": show_letters,
    "numbers": show_numbers,
    "timeline": show_timeline,
    "facts": show_facts,
    "freeze": _show_freeze,
    "second": show_second,
}


def _refuse_closed(case: Case) -> None:
    if case.is_closed:
        raise InputError("error.case_closed", case=case.id)


HANDLERS: dict[CommandName, Callable[[Visit, Case, Command], None]] = {
    CommandName.SHOW: show,
    CommandName.UPDATE: update,
    CommandName.NOTE: note,
    CommandName.EVIDENCE: evidence,
    CommandName.PAID: money.paid,
    CommandName.OFFER: offer,
    CommandName.SENT: sent,
    CommandName.REPLY: reply,
    CommandName.HOLD: hold,
    CommandName.RESUME: resume,
    CommandName.UNDO: take_back,
}
