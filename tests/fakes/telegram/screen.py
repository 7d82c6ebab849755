"""What a person sees in a chat: plain text, buttons in brackets."""

from dataclasses import dataclass

from tests.fakes.telegram.detect import part
from tests.fakes.telegram.files import Library
from tests.fakes.telegram.state import Message, User
from tests.fakes.telegram.wire import Json

_MEDIA = (
    "animation",
    "audio",
    "contact",
    "dice",
    "document",
    "location",
    "photo",
    "poll",
    "sticker",
    "venue",
    "video",
    "video_note",
    "voice",
)
_MARKED = ("pre", "blockquote", "expandable_blockquote")


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file that a person can save."""

    name: str
    content: bytes
    mime: str
    caption: str


def drawn(message: Message, viewer: User, bot: User) -> str:
    """A message with who says it and its buttons."""
    sender = message.sender
    name = "You" if sender is viewer else "Bot" if sender is bot else "Telegram"
    if sender and sender is not viewer and sender is not bot:
        name = sender.first_name
    words = " ".join(filter(None, (_medium(message.content), message.text)))
    rows = [
        " ".join(f"[{button['text']}]" for button in row) for row in message.keyboard
    ]
    return "\n".join([f"{name}: {words}", *rows])


def buttons(message: Message) -> list[str]:
    """The labels of its inline buttons."""
    return [button["text"] for row in message.keyboard for button in row]


def letters(message: Message) -> list[str]:
    """The parts of a message that are set off to be copied whole."""
    entities = message.content.get("entities", [])
    return [
        part(message.text, entity) for entity in entities if entity["type"] in _MARKED
    ]


def links(message: Message) -> list[str]:
    """The addresses that can be tapped in a message, buttons last."""
    content = message.content
    found = []
    for entity in content.get("entities") or content.get("caption_entities") or []:
        if entity["type"] == "text_link":
            found.append(str(entity["url"]))
        if entity["type"] == "url":
            found.append(part(message.text, entity))
    return found + [b["url"] for row in message.keyboard for b in row if "url" in b]


def file_of(message: Message, library: Library) -> SeenFile | None:
    """The file in a message, None when there is none."""
    medium: Json | None = message.content.get("document")
    if photo := message.content.get("photo"):
        medium = photo[-1]
    stored = library.get(medium["file_id"]) if medium else None
    if not stored:
        return None
    return SeenFile(stored.name, stored.content, stored.mime, message.text)


def _medium(content: Json) -> str:
    kind = next((kind for kind in _MEDIA if kind in content), "")
    if kind == "document":
        return f"({content[kind].get('file_name', 'document')})"
    if not kind and "text" not in content:
        kind = next(iter(content), "message").replace("_", " ")
    return f"({kind})" if kind else ""
