"""An Outlook message file (`.msg`) as the same mail that an `.eml` file holds.

It is turned into a mail of the standard library, so that both are read one way. The
library (python-oxmsg, MIT) is imported when such a file comes.
"""

import struct
from datetime import UTC
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

from assistant.errors import InputError

if TYPE_CHECKING:
    from oxmsg import Message
    from oxmsg.attachment import Attachment

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")  # of every compound file
_MOST_FILES = 100
_LONGEST_HEADER = 900


def read_outlook(raw: bytes) -> EmailMessage:
    """The mail in an Outlook message file; InputError if it cannot be read."""
    from oxmsg import Message  # noqa: PLC0415  with its parser, for this file only

    try:
        return _as_mail(Message.load(raw))
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        AssertionError,
        RecursionError,
        struct.error,
    ) as error:
        # the parser raises these on files that are torn or made up
        raise InputError("error.mail_unreadable") from error


def _as_mail(message: "Message") -> EmailMessage:
    mail = EmailMessage()
    for name, value in (("From", message.sender), ("Subject", message.subject)):
        line = " ".join((value or "").split())[:_LONGEST_HEADER]
        if line:
            mail[name] = line
    if message.sent_date:
        mail["Date"] = format_datetime(message.sent_date.astimezone(UTC))
    if message.body:
        mail.set_content(message.body)
    elif message.html_body:
        mail.set_content(message.html_body, subtype="html")
    for attachment in message.attachments[:_MOST_FILES]:
        _attach(mail, attachment)
    return mail


def _attach(mail: EmailMessage, attachment: "Attachment") -> None:
    content = attachment.file_bytes
    if not content:  # a link to a file, or a message within the message
        return
    main, _, sub = (attachment.mime_type or "").partition("/")
    mail.add_attachment(
        content,
        maintype=main if sub else "application",
        subtype=sub or "octet-stream",
        filename=attachment.file_name or "file",
    )
