"""The short story of one event: who and where, which use case, what is saved, said.

`Assistant.handle` is all that a platform needs. It is synchronous and safe to call
from several threads; the events of one business are taken one at a time.
"""

from collections import defaultdict
from collections.abc import Callable
from threading import Lock, RLock

from assistant.chat import commands
from assistant.chat.commands import REGISTRY, Command, CommandName
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
    Message,
    Paragraph,
    Phrase,
    Tone,
    phrase,
    worded,
)
from assistant.domain.case import Case
from assistant.domain.typed import clean_line
from assistant.errors import AlreadyHandledError, InputError, StaleCaseError
from assistant.usecases import (
    arriving,
    beside,
    calendar,
    case_commands,
    ending,
    export,
    guidance,
    importing,
    lists,
    money,
    opening,
    pasted,
    profile,
    reminders,
    snoozing,
    talking,
)
from assistant.usecases.office import Office
from assistant.usecases.visit import Visit

_LONGEST_QUOTE = 200  # characters of what was typed that an error repeats
_LONGEST_NAME = 6  # words of a case's name: an invoice number may have spaces in it


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
        with self._guard:
            lock = self._locks[event.place.business]
        with lock:
            try:
                return self._handled(event)
            except StaleCaseError:
                return self._handled(event)  # once more, from what is stored now

    def export(self, business_id: str) -> str:
        """Everything of a business as the JSON document other scripts read."""
        place = Place("export", "export", business_id)
        person = Person("export", "export")
        return export.as_json(self._visit(ChatOpened("export", place, person)))

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
        return _messages(visit)[0], tuple(map(visit.words, problems))

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
        """An adapter's own words, in the language of the settings."""
        defaults = self._office.defaults
        return self._office.phrases.say(
            phrase(key, **values), language=defaults.locale, zone=defaults.time_zone
        )

    def _handled(self, event: ChatEvent) -> tuple[Message, ...]:
        visit = self._visit(event)
        try:
            visit.refuse_if_repeated()
            self._say_notices(visit)
            _dispatch(visit, event)
            visit.finish()
            if isinstance(event, ChatOpened):
                self._notices = ()  # told, not before that is certain
        except InputError as error:
            visit = self._visit(event)
            facts = {name: _shortened(fact) for name, fact in error.facts.items()}
            visit.say(Paragraph(phrase(error.phrase, **facts), Tone.ERROR))
        except AlreadyHandledError as known:
            visit = self._visit(event)
            if known.case_id:
                visit.show_again(known.case_id)
        if not (isinstance(event, TimePassed) and visit.is_quiet):
            self._seen.add(event.place.business)
        return _messages(visit)

    def _say_notices(self, visit: Visit) -> None:
        """What the store had to tell at the start, on the first opening."""
        if isinstance(visit.event, ChatOpened):
            visit.say(*(Paragraph(notice, Tone.CAUTION) for notice in self._notices))

    def _visit(self, event: ChatEvent) -> Visit:
        office = self._office
        return Visit(
            office,
            event,
            office.business(event.place.business),
            office.businesses.conversation(event.place.key),
            office.clock.now(),
            was_away=event.place.business not in self._seen,
        )


def _shortened(fact: object) -> object:
    """What was typed, fit to be repeated in a sentence: one line, not too long."""
    if not isinstance(fact, str):
        return fact
    line = clean_line(fact, 4 * len(fact))
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"


def _messages(visit: Visit) -> tuple[Message, ...]:
    parts = tuple(worded(part, visit.words) for part in visit.parts)
    language = visit.business.profile.language
    return (
        Message(visit.event.place, language, parts, case_id=visit.conversation.case_id),
    )


def _dispatch(visit: Visit, event: ChatEvent) -> None:
    match event:
        case ChatOpened():
            _opened(visit)
        case CommandGiven(text=text):
            _command(visit, commands.parse(text))
        case TextTyped(text=text):
            _text(visit, text)
        case ChoiceMade(case_id=case_id, question=question, choice=choice):
            _choice(visit, case_id, question, choice)
        case TextEdited():
            visit.tell("edited.seen")
        case FileGiven():
            arriving.file_given(visit, event)
        case FilesGiven(files=files):
            for file in files:
                arriving.file_given(visit, file)
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
        case _:
            _case_command(visit, command)


def _case_command(visit: Visit, command: Command) -> None:
    is_payment = command.name is CommandName.PAID
    if is_payment and money.paid_on_invoice(visit, command):
        return
    case, rest = _case_named(visit, command)
    if command.name is CommandName.CLOSE:
        ending.close(visit, case, rest)
    elif command.name is CommandName.REOPEN:
        ending.reopen(visit, case, rest)
    else:
        _HANDLERS[command.name](visit, case, rest)


_HANDLERS = {
    **case_commands.HANDLERS,
    CommandName.SNOOZE: snoozing.snooze,
    CommandName.DONE: snoozing.done,
    CommandName.CALENDAR: calendar.calendar,
}


# Commands whose one argument can be nothing but a case.
_ONLY_A_CASE = (CommandName.UNDO, CommandName.OFFER, CommandName.RESUME)


def _case_named(visit: Visit, command: Command) -> tuple[Case, Command]:
    """The case a command is about: the one it names, else the one in focus."""
    for count in range(min(len(command.words), _LONGEST_NAME), 0, -1):
        named = _known_id(visit, " ".join(command.words[:count]))
        if named:
            rest = Command(command.name, command.words[count:], command.after(count))
            return visit.load(named), rest
    is_named = len(command.words) == 1 and command.name in _ONLY_A_CASE
    if command.words and (is_named or command.words[0].upper().startswith("D-")):
        # Never taken for words about the case in focus: that would be another one.
        raise InputError("error.case_not_found", case=command.words[0])
    if not REGISTRY[command.name].takes_case:
        raise InputError("error.no_case_here")
    return visit.case_here(), command


def _known_id(visit: Visit, word: str) -> str | None:
    """The case id meant: `D-INV-7`, `d-inv-7`, or the invoice's number alone."""
    wanted = word.casefold()
    by_number = None
    for summary in visit.office.cases.summaries(visit.business.id):
        if summary.case_id.casefold() == wanted:
            return summary.case_id
        if summary.invoice_number.casefold() == wanted:
            by_number = summary.case_id
    return by_number


def _text(visit: Visit, text: str) -> None:
    """Free text: the answer to what is asked here, else something pasted."""
    asking = visit.conversation.asking
    if asking:
        beside.answer(visit, asking, text)
        return
    if visit.conversation.case_id:
        case = visit.case_here()
        if not case.is_closed:
            talking.typed(visit, case, text)
            return
    pasted.text_came(visit, text)


def _choice(visit: Visit, case_id: str, question: str, choice: str) -> None:
    here = visit.conversation
    is_open_here = bool(question) and question == here.asking
    if is_open_here and case_id in ("", here.case_id):
        beside.answer(visit, question, choice)
        return
    if not case_id:
        raise InputError("error.question_passed")
    case = visit.load(case_id)
    visit.focus(case)
    talking.choose(visit, case, question, choice)
