"""The short story of one event: who and where, which use case, what is saved, said.

`Assistant.handle` is all that a platform needs. It is synchronous and safe to call
from several threads; the events of one business are taken one at a time.
"""

from collections import defaultdict
from collections.abc import Callable
from threading import Lock, RLock
from typing import cast

from assistant.chat import commands
from assistant.chat.commands import Command, CommandName
from assistant.chat.events import (
    ChatEvent,
    ChatOpened,
    ChoiceMade,
    CommandGiven,
    FileGiven,
    FilesGiven,
    Person,
    Place,
    TextEdited,
    TextTyped,
    TimePassed,
)
from assistant.chat.replies import (
    Card,
    Message,
    Paragraph,
    Phrase,
    Tone,
    phrase,
    worded,
)
from assistant.documents.pack.parts import Pack, PackForm, Progress
from assistant.domain.business import Role
from assistant.errors import AlreadyHandledError, InputError, StaleCaseError
from assistant.playbook.turn import Draft
from assistant.post_office import PostOffice
from assistant.settings import TERMINAL
from assistant.usecases import (
    albums,
    arriving,
    beside,
    calendar,
    case_commands,
    drafting,
    ending,
    export,
    forwarding,
    guidance,
    importing,
    leaving,
    lists,
    mistakes,
    money,
    naming,
    opening,
    packing,
    papers,
    pasted,
    profile,
    proposing,
    reminders,
    reporting,
    rewording,
    sharing,
    snoozing,
    talking,
    team,
)
from assistant.usecases.cards import card
from assistant.usecases.drafting import Drafted
from assistant.usecases.office import Office
from assistant.usecases.reporting import ReportForm
from assistant.usecases.visit import Visit


class Assistant:
    """Guides owners through disputes, whatever platform they talk from."""

    def __init__(
        self,
        office: Office,
        notices: tuple[Phrase, ...] = (),
        close: Callable[[], None] | None = None,
    ) -> None:
        self._office = office
        self._notices = notices
        self._close = close
        self._locks: defaultdict[str, RLock] = defaultdict(RLock)
        self._guard = Lock()
        self._seen: set[str] = set()

    def handle(self, event: ChatEvent) -> tuple[Message, ...]:
        """What to show for what the person did; everything it changed is durable.

        Bad input is answered in a sentence and changes nothing. An event whose
        `delivery_id` did its work before changes nothing again: the open question of
        its case is shown once more.
        """
        return self._taken(event, is_posted=False)

    def post(self, event: ChatEvent) -> None:
        """The same for a platform: what is said is in the outbox, with the change.

        Either both are durable on return or, after a crash, neither is. An event that
        did its work before says nothing new: its answer is in the outbox.
        """
        self._taken(event, is_posted=True)

    @property
    def post_office(self) -> PostOffice:
        """Where deliveries are kept and messages wait."""
        return self._office.post

    def case_card(self, business_id: str, case_id: str) -> Card[str]:
        """A case at a glance; InputError if the business has none of that name."""
        place = Place("card", "card", business_id)
        visit = self._visit(ChatOpened("", place, Person("card", "card")))
        drawn = worded(card(visit, visit.load(case_id)), visit.words)
        return cast("Card[str]", drawn)

    def export(self, business_id: str = "") -> str:
        """Everything of a business as the JSON document other scripts read.

        business_id: empty for the one there is; where there are several, the cases
            of all of them are in the one document, each with its business.
        """
        known = self._office.businesses.all_ids()
        ids = [business_id] if business_id else known or [TERMINAL]
        person = Person("export", "export")
        visits = [
            self._visit(ChatOpened("", Place("export", "export", each), person))
            for each in ids
        ]
        return export.as_json(*visits)

    def pack(
        self, case_id: str, form: PackForm, tell: Progress, business_id: str = ""
    ) -> Pack:
        """The pack of a case, told how far it is.

        business_id: empty for the one there is.
        Raises InputError if the business has no case of that name.
        """
        visit = self._visit(ChatOpened("", *self._desk("pack", business_id)))
        found = naming.known_id(visit, case_id)
        return packing.made_pack(visit, visit.load(found or case_id), form, tell)

    def preview(self, draft: Draft, case_id: str, business_id: str = "") -> Drafted:
        """A letter with the facts that a case has now; nothing is kept.

        business_id: empty for the one there is.
        Raises InputError if the business has no case of that name.
        """
        visit = self._visit(ChatOpened("", *self._desk("preview", business_id)))
        found = naming.known_id(visit, case_id)
        at = visit.situation(visit.load(found or case_id))
        return drafting.drafted(self._office, at, draft)

    def report(self, month: str, form: ReportForm, business_id: str = "") -> bytes:
        """The view over all cases as a file.

        month: `2026-05`; empty for all time. business_id: empty for the one there is.
        Raises InputError for what is no month.
        """
        visit = self._visit(ChatOpened("", *self._desk("report", business_id)))
        return reporting.as_file(visit, month, form)

    def read_report(self, month: str, business_id: str = "") -> tuple[Message, ...]:
        """The same for a person, as the chat shows it; InputError likewise."""
        place, person = self._desk("report", business_id)
        event = CommandGiven("", place, person, "report")
        visit = self._visit(event)
        reporting.show(visit, month)
        return visit.messages()

    def _desk(self, name: str, business_id: str) -> tuple[Place, Person]:
        """Where the command line stands: at one business, seeing all of its cases."""
        known = self._office.businesses.all_ids()
        business = business_id or (known[0] if len(known) == 1 else TERMINAL)
        return Place(name, name, business), Person(name, name)

    def import_file(
        self, business_id: str, raw: bytes, name: str
    ) -> tuple[Message, tuple[str, ...]]:
        """Put the invoices of a file into the book of a business.

        Returns what to show, and what could not be read, a line each.
        """
        place = Place("import", "import", business_id)
        with self._guard:
            lock = self._locks[business_id]
        with lock:
            visit = self._visit(ChatOpened("import", place, Person("import", "import")))
            try:
                problems = importing.import_file(visit, raw, name)
            except InputError as error:
                problems = (phrase(error.phrase, **error.facts),)
        said = visit.messages() or (
            Message(place, visit.business.profile.language, ()),
        )
        return said[0], tuple(map(visit.words, problems))

    def business_of(self, platform: str, account: str) -> str:
        """The business that an account was linked to; empty for none."""
        return team.business_of(self._office.post, platform, account)

    def look(self, event: ChatEvent) -> tuple[Message, ...]:
        """What a command would show this person; nothing is kept.

        For pages that are drawn without being asked for, such as an overview.
        """
        visit = self._visit(event, is_posted=True)
        _dispatch(visit, event)
        return visit.messages()

    def businesses_due(self) -> list[str]:
        """The businesses to which a TimePassed may have something to tell now.

        For adapters that serve many. Ask it at the start, before anything else is
        handled: what was missed comes as one list then.
        """
        return reminders.businesses_due(self._office)

    def close(self) -> None:
        """Leave the store tidy; nothing is handled after this."""
        if self._close:
            self._close()

    def text(self, key: str, /, **values: object) -> str:
        """An adapter's own words.

        The value `language_` is the reader's locale; without it, or where there is no
        catalogue of it, they are in the language of the settings.
        """
        defaults = self._office.defaults
        wanted = str(values.pop("language_", ""))
        is_spoken = bool(wanted) and self._office.phrases.speaks(wanted)
        language = wanted.replace("-", "_") if is_spoken else defaults.locale
        return self._office.phrases.say(
            phrase(key, **values), language=language, zone=defaults.time_zone
        )

    def languages(self) -> tuple[str, ...]:
        """The languages that the words of the chat are written in, by their codes."""
        return tuple(self._office.phrases.languages())

    def language(self, business_id: str, told: str = "") -> str:
        """What a business is spoken to in; `told`: the locale of who asks."""
        return self._office.business(business_id, told).profile.language

    def knows_code(self, text: str) -> bool:
        """Whether a code to link accounts with, or an invitation, is a good one."""
        return team.is_code(self._office, text)

    def reads_as_dispute(self, text: str, business_id: str, told: str = "") -> str:
        """What a customer's words seem to object to, in a sentence; empty for nothing.

        For messages that nobody asked about: only what is hardly anything else.
        told: the locale of who is to read it.
        """
        said = proposing.objection(text)
        if said is None:
            return ""
        profile = self._office.business(business_id, told).profile
        return self._office.phrases.say(
            said, language=profile.language, zone=profile.time_zone
        )

    def people_of(
        self, business_id: str, case_id: str, platform: str
    ) -> tuple[str, ...]:
        """The accounts of those who alone may see a case; empty for the team's cases.

        Somebody without an account on the platform is left out, so the answer for a
        private case may hold nobody: see `is_private`.
        """
        business = self._office.business(business_id)
        found = self._office.cases.find(business_id, case_id)
        names = [name for s in found if s.case_id == case_id for name in s.people]
        accounts = (business.account(name, platform) for name in names)
        return tuple(filter(None, accounts))

    def is_private(self, business_id: str, case_id: str) -> bool:
        """Whether only named people may see a case."""
        found = self._office.cases.find(business_id, case_id)
        return any(s.is_private for s in found if s.case_id == case_id)

    def is_led_by(self, business_id: str, platform: str, account: str) -> bool:
        """Whether an account is an owner's; anybody's before there is one."""
        business = self._office.business(business_id)
        member = business.member(platform, account)
        has_owner = any(each.role is Role.OWNER for each in business.members)
        return not has_owner or (member is not None and member.role is Role.OWNER)

    def forget(self, business_id: str) -> None:
        """Erase everything of a business, for good."""
        with self._guard:
            lock = self._locks[business_id]
        with lock:
            self._office.erase(business_id, "")

    def _taken(self, event: ChatEvent, *, is_posted: bool) -> tuple[Message, ...]:
        with self._guard:
            lock = self._locks[event.place.business]
        with lock:
            try:
                return self._handled(event, is_posted=is_posted)
            except StaleCaseError:
                # Once more, from what is stored now.
                return self._handled(event, is_posted=is_posted)

    def _handled(self, event: ChatEvent, *, is_posted: bool) -> tuple[Message, ...]:
        visit = self._visit(event, is_posted=is_posted)
        try:
            visit.refuse_if_repeated()
            if is_posted and not isinstance(event, TimePassed):
                team.note_person(visit)
            self._say_notices(visit)
            _dispatch(visit, event)
            if is_posted:
                sharing.tell_others(visit)
            visit.finish()
            if isinstance(event, ChatOpened):
                self._notices = ()  # told, not before that is certain
        except InputError as error:
            visit = self._visit(event, is_posted=is_posted)
            visit.say(mistakes.told(error))
            visit.finish()
        except AlreadyHandledError as known:
            visit = self._visit(event, is_posted=is_posted)
            if known.case_id and is_posted:
                visit.return_to(known.case_id, proposing.READING)
            elif known.case_id:
                visit.show_again(known.case_id)
        if not (isinstance(event, TimePassed) and visit.is_quiet):
            self._seen.add(event.place.business)
        return visit.messages()

    def _say_notices(self, visit: Visit) -> None:
        """What the store had to tell at the start, on the first opening."""
        if isinstance(visit.event, ChatOpened):
            visit.say(*(Paragraph(notice, Tone.CAUTION) for notice in self._notices))

    def _visit(self, event: ChatEvent, *, is_posted: bool = False) -> Visit:
        office, place = self._office, event.place
        conversation = office.businesses.conversation(place.key)
        if place.case_id and conversation.case_id != place.case_id:
            conversation = conversation.about(place.case_id)
        return Visit(
            office,
            event,
            office.business(place.business, event.person.language),
            conversation,
            office.clock.now(),
            was_away=place.business not in self._seen,
            is_posted=is_posted,
        )


def _dispatch(visit: Visit, event: ChatEvent) -> None:
    match event:
        case ChatOpened():
            _opened(visit)
        case CommandGiven(text=text):
            _command(visit, commands.parse(text))
        case TextTyped():
            _text(visit, event)
        case ChoiceMade(case_id=case_id, question=question, choice=choice):
            _choice(visit, case_id, question, choice)
        case TextEdited():
            rewording.changed(visit, event)
        case FileGiven() if albums.is_only_evidence(visit, event):
            albums.evidence_came(visit, event)
        case FileGiven():
            arriving.file_given(visit, event)
        case FilesGiven():
            albums.came(visit, event)
        case TimePassed():
            reminders.sweep(visit)


def _opened(visit: Visit) -> None:
    is_new = not visit.business.setup_done
    has_cases = bool(visit.office.cases.summaries(visit.business.id))
    if is_new and not has_cases:
        profile.greet_first(visit)
    elif visit.conversation.asking.startswith(profile.SETUP):
        profile.ask_next(visit)
    else:
        reminders.greet_back(visit)


def _command(visit: Visit, command: Command) -> None:
    match command.name:
        case CommandName.MENU:
            guidance.menu(visit)
        case CommandName.HELP:
            guidance.help_on(visit, command)
        case CommandName.OPEN:
            opening.open_by_command(visit, command)
        case CommandName.LIST:
            lists.list_cases(visit, command)
        case CommandName.SETTINGS:
            profile.settings(visit, command)
        case CommandName.EXPORT:
            export.export_in_chat(visit)
        case name if name in _AT_LARGE:
            _AT_LARGE[name](visit, command)
        case _:
            _case_command(visit, command)


def _case_command(visit: Visit, command: Command) -> None:
    is_payment = command.name is CommandName.PAID
    if is_payment and money.paid_on_invoice(visit, command):
        return
    case, rest = naming.case_named(visit, command)
    if command.name is CommandName.CLOSE:
        ending.close(visit, case, rest)
    elif command.name is CommandName.REOPEN:
        ending.reopen(visit, case, rest)
    else:
        _HANDLERS[command.name](visit, case, rest)


_AT_LARGE: dict[CommandName, Callable[[Visit, Command], None]] = {
    CommandName.TEAM: team.team,
    CommandName.LINK: team.link,
    CommandName.UNLINK: team.unlink,
    CommandName.CANCEL: leaving.cancel,
    CommandName.PRIVACY: leaving.privacy,
    CommandName.DELETE: leaving.delete,
    CommandName.REPORT: reporting.report,
}
_HANDLERS = {
    **case_commands.HANDLERS,
    CommandName.ASSIGN: team.assign,
    CommandName.SHARE: team.share,
    CommandName.SNOOZE: snoozing.snooze,
    CommandName.DONE: snoozing.done,
    CommandName.CALENDAR: calendar.calendar,
    CommandName.PAPER: papers.paper,
    CommandName.PACK: packing.pack,
}


def _text(visit: Visit, event: TextTyped) -> None:
    """Free text: the answer to what is asked here, else something pasted."""
    text, asking = event.text, visit.conversation.asking
    if event.origin:
        forwarding.came(visit, text, event.origin)
        return
    if event.question and event.question != asking:
        _typed_answer(visit, event)
        return
    if asking:
        beside.answer(visit, asking, text)
        return
    if visit.conversation.case_id:
        case = visit.case_here()
        if not case.is_closed:
            talking.typed(visit, case, text)
            return
    pasted.text_came(visit, text)


def _typed_answer(visit: Visit, event: TextTyped) -> None:
    """The answer to the question that its form stood at; refused when that passed."""
    if not event.case_id:
        raise InputError("error.question_passed")
    case = visit.load(event.case_id)
    visit.focus(case)
    talking.type_into(visit, case, event.question, event.text)


def _choice(visit: Visit, case_id: str, question: str, choice: str) -> None:
    here = visit.conversation
    is_open_here = bool(question) and question == here.asking
    if is_open_here and case_id in ("", here.case_id):
        beside.answer(visit, question, choice)
        return
    if not case_id:
        raise InputError(
            "error.question_passed" if here.asking else "error.nothing_asked"
        )
    case = visit.load(case_id)
    visit.focus(case)
    talking.choose(visit, case, question, choice)
