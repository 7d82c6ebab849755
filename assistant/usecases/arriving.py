"""A file arrives: an e-mail is what the customer wrote, anything else is evidence.

Outside a case it is read: an invoice, or a picture of what the customer wrote.
"""

from io import BytesIO

from assistant.chat.events import FileGiven
from assistant.chat.replies import Tone
from assistant.domain.case import Case
from assistant.playbook import engine
from assistant.reading.correspondence import read_email
from assistant.usecases import (
    case_commands,
    importing,
    letterhead,
    mail,
    pasted,
    profile,
    proposing,
    talking,
)
from assistant.usecases.office import FILE_LIMIT
from assistant.usecases.visit import Visit


def file_given(visit: Visit, event: FileGiven) -> None:
    """An e-mail is read, unless it was asked for or named as evidence."""
    if visit.conversation.asking == f"{profile.SETTING}{profile.LOGO}":
        letterhead.logo_given(visit, event)
        return
    case_id = visit.conversation.case_id
    if not case_id and not _is_mail(event):
        importing.file_given(visit, event)
        return
    case = visit.load(case_id) if case_id else None
    if case is not None and case.is_closed and _is_mail(event):
        case = None
    is_evidence = not _is_mail(event) or bool(event.kind) or _is_asked_for(visit, case)
    if is_evidence:
        case_commands.file_given(visit, visit.case_here(), event)
        return
    with event.open() as stream:
        raw = mail.content(stream)
    found = read_email(raw)
    if case is not None and not mail.is_ours(visit, found):
        visit.tell("mail.read", sender=found.sender, name=event.name)
        talking.words_came(visit, case, mail.events(visit, raw, event.name))
    elif case is not None:
        visit.tell("mail.ours", Tone.PLAIN, name=event.name)
        case_commands.keep_file(visit, case, event, BytesIO(raw))
    else:
        kept = visit.office.files.put(BytesIO(raw), FILE_LIMIT)
        visit.tell("mail.read", sender=found.sender, name=event.name)
        words = mail.words_of(found) or found.subject
        pasted.text_came(
            visit,
            words,
            mail=kept.sha256,
            mail_name=event.name[:255],
            subject=found.subject,
        )


def _is_mail(event: FileGiven) -> bool:
    is_named = event.name.casefold().endswith((".eml", ".msg"))
    return is_named or event.media_type in proposing.MAILS


def _is_asked_for(visit: Visit, case: Case | None) -> bool:
    """Whether the case asks for papers now; then a mail is one of them."""
    if case is None:
        return False
    here = engine.position(visit.playbook(case), visit.situation(case))
    return here is not None and hasattr(here.step, "wanted")
