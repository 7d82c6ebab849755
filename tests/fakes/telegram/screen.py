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


def blocks(message: Message) -> list[str]:
    """The parts of a message that are set off to be copied whole."""
    entities = message.content.get("entities", [])
    return [
        part(message.text, entity) for entity in entities if entity["type"] in _MARKED
    ]


def letters(messages: list[Message], library: Library) -> list[str]:
    """The texts that are there as messages and again as a text file after them.

    A letter in several messages is put together with blank lines.
    """
    found = []
    for place, message in enumerate(messages):
        file = file_of(message, library)
        if file and file.mime == "text/plain":
            wanted = _bare(file.content.decode())
            said = _run_before(messages[:place], wanted)
            found += ["\n\n".join(said)] if said else []
    return found


def _run_before(messages: list[Message], wanted: str) -> list[str]:
    """The texts of the last messages that together say what is wanted."""
    run: list[str] = []
    for message in reversed(messages):
        run.insert(0, message.text)
        so_far = _bare("".join(run))
        if so_far == wanted:
            return run
        if not wanted.endswith(so_far):
            return []
    return []


def _bare(text: str) -> str:
    return "".join(text.split())


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
