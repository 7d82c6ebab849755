"""Several files handed over as one: an album is one bundle with one answer (F-P7)."""

from assistant.chat.events import FileGiven, FilesGiven
from assistant.chat.replies import Option, Phrase, Question, Tone, phrase
from assistant.domain.case import Case
from assistant.errors import InputError
from assistant.playbook import engine
from assistant.playbook.steps.evidence import evidence_added
from assistant.playbook.turn import Attached
from assistant.usecases import arriving, attaching, mistakes, opening, talking
from assistant.usecases.lists import by_deadline
from assistant.usecases.visit import Visit

WHERE = "album.where"
_NEW = "new"
_MOST_CASES = 5  # offered as buttons


def came(visit: Visit, event: FilesGiven) -> None:
    """Keep every file; in a case as evidence, else ask which dispute they are for."""
    if len(event.files) == 1 and not _is_late(visit, event):
        arriving.file_given(visit, event.files[0])
        return
    given = _kept(visit, event)
    if given is None:
        return
    case = _open_case(visit)
    if case is not None:
        _joins(visit, case, given)
    else:
        _ask_where(visit, given)


def is_only_evidence(visit: Visit, event: FileGiven) -> bool:
    """Whether a file outside a case can be nothing but evidence: a recording, a place.

    Anything else is read: it may be an invoice, or what the customer wrote.
    """
    is_recording = event.media_type.startswith(("audio/", "video/"))
    return (is_recording or bool(event.kind)) and _open_case(visit) is None


def evidence_came(visit: Visit, event: FileGiven) -> None:
    """Keep it, and ask which dispute it is for."""
    whole = FilesGiven(event.delivery_id, event.place, event.person, "", (event,))
    given = _kept(visit, whole)
    if given is not None:
        _ask_where(visit, given)


def _open_case(visit: Visit) -> Case | None:
    if not visit.conversation.case_id:
        return None
    case = visit.case_here()
    return None if case.is_closed else case


def _ask_where(visit: Visit, given: Attached) -> None:
    draft = attaching.as_draft(given)
    question = _question(visit)
    if question is None:
        visit.tell("album.begins", count=len(given.all))
        opening.ask_invoice(visit, **draft)
        return
    visit.conversation = visit.conversation.about("").asks(WHERE, **draft)
    visit.say(question)


def answer_where(visit: Visit, text: str) -> None:
    """One of the open cases, or a new dispute."""
    draft = visit.conversation.draft
    question, given = _question(visit), attaching.from_draft(draft)
    choice = visit.picked(question.options, text) if question else _NEW
    if choice == _NEW or given is None:
        opening.ask_invoice(visit, **draft)
        return
    case = visit.load(choice)
    visit.focus(case)
    _joins(visit, case, given)


def _is_late(visit: Visit, event: FilesGiven) -> bool:
    """Whether the rest of its album is in the case at hand."""
    if not (visit.conversation.case_id and event.bundle):
        return False
    items = visit.case_here().evidence.items
    return any(item.bundle == event.bundle for item in items)


def _kept(visit: Visit, event: FilesGiven) -> Attached | None:
    """The files that could be taken; what is wrong with the others is said."""
    files = []
    for file in event.files:
        try:
            with file.open() as stream:
                files.append(attaching.attached(visit, file, stream, event.bundle))
        except InputError as error:
            visit.say(mistakes.told(error))
    return attaching.together(files) if files else None


def _joins(visit: Visit, case: Case, given: Attached) -> None:
    """The files become evidence; late ones join their album and are of its kind."""
    album = [item for item in case.evidence.items if item.bundle == given.bundle]
    visit.focus(case)
    if album and given.bundle:
        known = {item.sha256 for item in album}
        new = [file for file in given.all if file.sha256 not in known]
        case = visit.record(
            case, *(evidence_added(file, album[-1].kind) for file in new)
        )
        visit.tell("album.joined", Tone.GOOD, count=len(album) + len(new))
        return
    first = len(case.evidence.items) + 1
    visit.tell("album.kept", Tone.GOOD, count=len(given.all), first=first)
    here = engine.position(visit.playbook(case), visit.situation(case))
    if here is not None and hasattr(here.step, "wanted"):
        talking.answer(visit, case, here.key, given)
        return
    events = [evidence_added(file, attaching.kind_of(file)) for file in given.all]
    visit.show_question(visit.proceed(visit.record(case, *events)))


def _question(visit: Visit) -> Question[Phrase] | None:
    """Which dispute the files are for; None where none is open."""
    found = [summary for summary in by_deadline(visit) if not summary.is_closed]
    if not found:
        return None
    names = (
        Option(
            summary.case_id,
            phrase(
                "reminder.case",
                case=summary.case_id,
                customer=summary.customer or phrase("customer.unnamed"),
            ),
        )
        for summary in found[:_MOST_CASES]
    )
    options = (*names, Option(_NEW, phrase("album.where.new")))
    return Question(
        WHERE, phrase("album.where.ask"), options, phrase("album.where.why")
    )
