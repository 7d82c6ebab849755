"""What a person did, on whatever platform; adapters make these and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation happens.

    platform: `console`, `slack`, `telegram`...; the core compares it, never asks it.
    id: the platform's id of the chat, thread or terminal.
    business: whose place it is, as the adapter knows it.
    is_private: whether only one person reads along.
    """

    platform: str
    id: str
    business: str
    is_private: bool = True

    @property
    def key(self) -> str:
        """One text that identifies the place.

        With the business: a channel that two Slack workspaces share has one id.
        """
        return f"{self.platform}:{self.business}:{self.id}"


@dataclass(frozen=True, slots=True)
class Person:
    """Who did something: the platform's id, and the name to show."""

    id: str
    name: str


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
    """Free text: an answer to the open question, or something pasted."""

    delivery_id: str
    place: Place
    person: Person
    text: str


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


@dataclass(frozen=True, slots=True)
class TimePassed:
    """Nobody did anything: look what has become due."""

    delivery_id: str
    place: Place
    person: Person


ChatEvent = ChatOpened | CommandGiven | TextTyped | ChoiceMade | FileGiven | TimePassed
