"""Messages <-> text: what waits in the outbox is what was said, not how it is drawn.

So a message that waits is drawn by the Parley that sends it, and the core knows no
platform's limits.
"""

from dataclasses import dataclass
from typing import Any

from assistant.chat.events import Place
from assistant.chat.replies import (
    Audience,
    Card,
    Checklist,
    FileOut,
    LetterText,
    Listing,
    Message,
    Paragraph,
    Part,
    Question,
    Table,
)
from assistant.store.plain import Plain, converted, from_json, plain, to_json

_PARTS: dict[str, Any] = {
    "paragraph": Paragraph[str],
    "card": Card[str],
    "question": Question[str],
    "letter": LetterText[str],
    "listing": Listing[str],
    "checklist": Checklist[str],
    "table": Table[str],
    "file": FileOut[str],
}
_NAMES = {kind.__origin__: name for name, kind in _PARTS.items()}


@dataclass(frozen=True, slots=True)
class _Envelope:
    """A message whose parts are still plain."""

    to: Place
    language: str
    parts: list[Plain]
    audience: Audience
    case_id: str
    person: str


def encode_message(message: Message) -> str:
    """The message as JSON text."""
    parts = [{"part": _NAMES[type(part)], **plain(part)} for part in message.parts]
    envelope = _Envelope(
        message.to,
        message.language,
        parts,
        message.audience,
        message.case_id,
        message.person,
    )
    return to_json(plain(envelope)).decode()


def decode_message(text: str) -> Message:
    """The message in JSON text; StoreError if it is none."""
    document = from_json(text.encode(), dict)
    envelope = converted(document, _Envelope, "message")
    return Message(
        to=envelope.to,
        language=envelope.language,
        parts=tuple(_part(stored) for stored in envelope.parts),
        audience=envelope.audience,
        case_id=envelope.case_id,
        person=envelope.person,
    )


def _part(stored: Plain) -> Part[str]:
    values = {name: value for name, value in stored.items() if name != "part"}
    part: Part[str] = converted(values, _PARTS[stored["part"]], "part of a message")
    return part
