"""What a person did, on whatever platform; adapters make these and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation happens.

    platform: `console`, `slack`, `telegram`...; the core compares it, never asks it.
    id: the platform's id of the chat, thread or terminal.
    business: whose place it is, as the adapter knows it.
    is_private: whether only one person reads along.
    case_id: the case that a thread is kept for; empty for a place with no such tie.
    shows_pictures: whether a picture can be seen there.
    """

    platform: str
    id: str
    business: str
    is_private: bool = True
    case_id: str = ""
    shows_pictures: bool = True

    @property
    def key(self) -> str:
        """One text that identifies the place.

        With the business: a channel that two Slack workspaces share has one id.
        """
        return f"{self.platform}:{self.business}:{self.id}"


@dataclass(frozen=True, slots=True)
class Person:
    """Who did something: the platform's id, and the name to show.

    language: the locale their platform shows, such as `de`; empty if it does not say.
    """

    id: str
    name: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where somebody else's words come from: a forwarded or shared message.

    author: as the platform names them; empty where it hides them.
    written_at: when they wrote it, in UTC.
    link: address of the original; empty where there is none.
    """

    author: str
    written_at: datetime
    link: str = ""


@dataclass(frozen=True, slots=True)
class ChatOpened:
    """Somebody opened the conversation: started the terminal, pressed /start."""

    delivery_id: str
    place: Place
    person: Person


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """A command, without the platform's prefix: `open INV-7 480 "Harbour Cafe"`."""

    delivery_id: str
    place: Place
    person: Person
    text: str


@dataclass(frozen=True, slots=True)
class TextTyped:
    """Free text: an answer to the open question, or something pasted.

    origin: set where it is somebody else's message; then it is never an answer of
        the person who handed it over.
    question: key of the question it answers, where the platform knows, as from a form
        beside it; an old one is answered politely, like an old button. Empty for
        whatever is asked at the place.
    case_id: the case of that question; empty outside a case.
    """

    delivery_id: str
    place: Place
    person: Person
    text: str
    origin: Origin | None = None
    question: str = ""
    case_id: str = ""


@dataclass(frozen=True, slots=True)
class TextEdited:
    """Somebody changed a message that they had sent before.

    first: delivery id of the message as it was sent first.
    """

    delivery_id: str
    place: Place
    person: Person
    text: str
    first: str


@dataclass(frozen=True, slots=True)
class ChoiceMade:
    """A button of a question.

    case_id: empty for questions outside a case (set-up, opening).
    question: the question's key as it was shown; an old one is answered politely.
    choice: id of the option.
    """

    delivery_id: str
    place: Place
    person: Person
    case_id: str
    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class FileGiven:
    """A file, as evidence or as the thing to read.

    size: bytes, as announced by the platform.
    open: gives the bytes; called once.
    kind: the evidence kind the person named, else empty.
    caption: what they wrote beside it.
    origin: set where somebody else made it: a forwarded file.
    """

    delivery_id: str
    place: Place
    person: Person
    name: str
    media_type: str
    size: int
    open: Callable[[], BinaryIO]
    kind: str = ""
    caption: str = ""
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class FilesGiven:
    """Several files handed over as one: an album, the files of one message.

    bundle: the platform's id of the album; files of one that come late join it.
    files: in order; what was written beside them is the caption of the first that
        has one.
    """

    delivery_id: str
    place: Place
    person: Person
    bundle: str
    files: tuple[FileGiven, ...]


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Nobody did anything: look what has become due."""

    delivery_id: str
    place: Place
    person: Person


ChatEvent = (
    ChatOpened
    | CommandGiven
    | TextTyped
    | TextEdited
    | ChoiceMade
    | FileGiven
    | FilesGiven
    | TimePassed
)
