"""A letter as a draft that a mail program opens, ready to be looked at and sent."""

import mimetypes
import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from assistant.documents.paper import Written
from assistant.domain.typed import in_one_line

# What most mail servers take, and an attachment grows by a third in a message.
MOST_ATTACHED = 14 * 1024 * 1024
# Plain addresses only; quoted and international ones are left for the owner to type.
_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.A | re.I
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with the message; its kind follows from its name."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """An e-mail that nobody has sent yet.

    sender, to: name and address; an address that is not one is left open.
    """

    sender: tuple[str, str]
    to: tuple[str, str]
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()


def as_mail(draft: Draft) -> Written:
    """The draft as a message file (RFC 5322).

    `X-Unsent: 1` makes Outlook and others open it for writing; without a date and an
    id, which are the sending program's to give. The same draft is the same file.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    for header, person in (("From", draft.sender), ("To", draft.to)):
        address = _address(person)
        if address is not None:
            message[header] = address
    message["Subject"] = in_one_line(draft.subject)
    message.set_content(draft.body.replace("\r\n", "\n"), cte="quoted-printable")
    for attachment in draft.attachments:
        guessed = mimetypes.guess_type(attachment.name)[0] or "application/octet-stream"
        main, _, sub = guessed.partition("/")
        if main in ("message", "multipart"):  # must not be taken for part of this one
            main, sub = "application", "octet-stream"
        message.add_attachment(
            attachment.content, maintype=main, subtype=sub, filename=attachment.name
        )
    if message.is_multipart():
        message.set_boundary(f"=_{_fingerprint(draft)}")
    return Written(message.as_bytes())


def _address(person: tuple[str, str]) -> Address | None:
    """The person as a header wants it; None for an address that is not one."""
    name, typed = person
    if not _ADDRESS.fullmatch(typed.strip()):
        return None
    shown = in_one_line(name)
    return Address(shown, addr_spec=typed.strip())


def _fingerprint(draft: Draft) -> str:
    digest = sha256(draft.subject.encode() + b"\n" + draft.body.encode())
    for attachment in draft.attachments:
        digest.update(attachment.content)
    return digest.hexdigest()[:32]
