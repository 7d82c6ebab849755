"""An e-mail as it joins a case: dated words of the customer, and its attachments."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import BinaryIO

from assistant.domain.calendar import local_day
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import EvidenceAdded, StatementReceived
from assistant.domain.evidence import EvidenceKind
from assistant.domain.typed import clean_line, clean_text
from assistant.errors import InputError
from assistant.playbook.steps.ask import LONGEST_TEXT
from assistant.reading.correspondence import Attachment, Correspondence, read_email
from assistant.reading.outlook import MAGIC
from assistant.usecases.office import FILE_LIMIT
from assistant.usecases.proposing import MAIL, OUTLOOK
from assistant.usecases.visit import Visit

MOST_ATTACHMENTS = 20


def content(stream: BinaryIO) -> bytes:
    """The bytes of a mail; InputError above the limit of a file."""
    raw = stream.read(FILE_LIMIT + 1)
    if len(raw) > FILE_LIMIT:
        limit = f"{FILE_LIMIT // 1024 // 1024} MB"
        raise InputError("error.mail_too_large", limit=limit)
    return raw


def words_of(mail: Correspondence) -> str:
    """The whole text as it is kept, with a subject that the sender wrote anew.

    Quoted letters and signatures stay in; a reading leaves them out. A text that is
    too long is cut; the file itself is kept whole.
    """
    is_new = bool(mail.subject) and mail.newest.startswith(mail.subject)
    head = f"Subject: {mail.subject}\n\n" if is_new else ""
    return clean_text(f"{head}{mail.text}"[: LONGEST_TEXT // 2], LONGEST_TEXT)


def events(visit: Visit, raw: bytes, name: str) -> tuple[CaseEvent, ...]:
    """The statement, the mail itself as its exhibit, and the attachments as exhibits.

    Raises InputError as `read_email`, and error.reply_empty without a text.
    """
    mail = read_email(raw)
    text = words_of(mail)
    if not text:
        raise InputError("error.reply_empty")
    sent_on = _day(visit, mail)
    kept = visit.office.files.put(BytesIO(raw), FILE_LIMIT)
    exhibit = EvidenceAdded(
        EvidenceKind.STATEMENT,
        clean_line(name, 255) or "mail.eml",
        "customer",
        kept.sha256,
        kept.size,
        OUTLOOK if raw.startswith(MAGIC) else MAIL,
        sent_on,
        clean_line(mail.sender, 400),
    )
    files = [one for one in mail.attachments if one.content][:MOST_ATTACHMENTS]
    return (
        StatementReceived(text, "email"),
        exhibit,
        *_attached(visit, files, sent_on),
    )


def is_ours(visit: Visit, mail: Correspondence) -> bool:
    """Whether the business wrote it itself."""
    own = visit.business.profile.email.casefold()
    return bool(own) and own in mail.sender.casefold()


def _attached(
    visit: Visit, files: Iterable[Attachment], sent_on: date | None
) -> Iterable[CaseEvent]:
    for file in files:
        kept = visit.office.files.put(BytesIO(file.content), FILE_LIMIT)
        visit.office.darkroom.came(kept.sha256, file.name, file.media_type)
        is_photo = file.media_type.startswith("image/")
        yield EvidenceAdded(
            EvidenceKind.PHOTOS if is_photo else EvidenceKind.OTHER,
            clean_line(file.name, 255) or "file",
            "customer",
            kept.sha256,
            kept.size,
            file.media_type,
            sent_on,
        )


def _day(visit: Visit, mail: Correspondence) -> date | None:
    zone = visit.business.profile.time_zone
    return local_day(mail.sent_at, zone) if mail.sent_at else None
