"""An e-mail file (`.eml`, `.msg`) read as dated correspondence.

Read within bounds: at most `MAIL_LIMIT` bytes, `PART_LIMIT` parts; attachments are
handed on as bytes and never opened here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

from assistant.errors import InputError
from assistant.reading.outlook import MAGIC, read_outlook
from assistant.reading.own_text import own_text

MAIL_LIMIT = 25_000_000
PART_LIMIT = 200
_TEXT_LIMIT = 1_000_000
_BLOCKS = frozenset("p div br tr li blockquote h1 h2 h3 table hr".split())
_SILENT = frozenset(("style", "script", "head", "title"))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent along. name: as the sender called it, "" without a name."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Correspondence:
    """One e-mail. sent_at: UTC, None when the header is missing or unreadable.

    text: the whole body; newest: the sender's own new words with the subject before
    them, which is what `read_message` is given.
    """

    sender: str
    subject: str
    sent_at: datetime | None
    text: str
    newest: str
    attachments: tuple[Attachment, ...]


def read_email(raw: bytes) -> Correspondence:
    """Read an e-mail file.

    Raises InputError: `mail_too_large` (facts: megabytes), `mail_unreadable` when
    there are no headers of a mail, `mail_too_many_parts`.
    """
    if len(raw) > MAIL_LIMIT:
        raise InputError("error.mail_too_large", limit=f"{MAIL_LIMIT // 1_000_000} MB")
    try:
        if raw.startswith(MAGIC):
            return _correspondence(read_outlook(raw))
        return _correspondence(message_from_bytes(raw, policy=policy.default))
    except (
        LookupError,
        ValueError,
        TypeError,
        RecursionError,
        AttributeError,
    ) as error:
        # the parser of the standard library raises these on malformed headers
        raise InputError("error.mail_unreadable") from error


def _correspondence(message: EmailMessage) -> Correspondence:
    subject = str(message.get("subject", "")).strip()[:500]
    sender = str(message.get("from", "")).strip()[:320]
    parts = list(_parts(message))
    if not sender and not subject:
        raise InputError("error.mail_unreadable")
    text = _body(parts)
    newest = own_text(text)
    return Correspondence(
        sender=sender,
        subject=subject,
        sent_at=_sent_at(message),
        text=text,
        newest=f"{subject}\n\n{newest}".strip() if _is_new(subject) else newest,
        attachments=tuple(_attachment(part) for part in parts if _is_file(part)),
    )


def _is_new(subject: str) -> bool:
    """Whether the sender wrote the subject: not one carried along by an answer."""
    lead = subject.partition(":")[0].strip().lower()
    carried = {
        "re",
        "aw",
        "wg",
        "fw",
        "fwd",
        "tr",
        "rv",
        "r",
        "i",
        "antw",
        "res",
        "enc",
    }
    return bool(subject) and lead not in carried


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for number, part in enumerate(message.walk()):
        if number >= PART_LIMIT:
            raise InputError("error.mail_too_many_parts", most=PART_LIMIT)
        if not part.is_multipart():
            yield part


def _is_file(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_payload(decode=True)
    return Attachment(
        name=(part.get_filename() or "")[:255],
        media_type=part.get_content_type(),
        content=content if isinstance(content, bytes) else b"",
    )


def _body(parts: list[EmailMessage]) -> str:
    texts = [part for part in parts if not _is_file(part)]
    for kind in ("text/plain", "text/html"):
        for part in texts:
            if part.get_content_type() == kind:
                text = _decoded(part)
                return _without_tags(text) if kind == "text/html" else text
    return ""


def _decoded(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    for encoding in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return raw.decode(encoding)[:_TEXT_LIMIT]
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("cp1252", errors="replace")[:_TEXT_LIMIT]


def _sent_at(message: EmailMessage) -> datetime | None:
    try:
        sent = parsedate_to_datetime(str(message.get("date", "")))
    except (ValueError, TypeError, IndexError):
        return None
    if sent.tzinfo is None:
        sent = sent.replace(tzinfo=UTC)
    return sent.astimezone(UTC)


class _Words(HTMLParser):
    """Collects the visible words; quoted blocks get a ">" like plain mails have."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._silent += tag in _SILENT
        self._quoted += tag == "blockquote"
        if tag in _BLOCKS:
            self.pieces.append("\n> " if self._quoted else "\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(self._silent - (tag in _SILENT), 0)
        self._quoted = max(self._quoted - (tag == "blockquote"), 0)
        if tag in _BLOCKS:
            self.pieces.append("\n> " if self._quoted else "\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(" ".join(data.split()) + " " * data[-1:].isspace())


def _without_tags(markup: str) -> str:
    words = _Words()
    words.feed(markup)
    words.close()
    lines = (line.strip() for line in "".join(words.pieces).split("\n"))
    return "\n".join(line for line in lines if line)
