"""Somebody at the terminal."""

from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.console.app import Chat, Terminal
from adapters.console.blocks import Entry
from adapters.console.folder import Folder
from adapters.console.practice import Practice
from assistant.chat.events import ChatEvent, Person, Place
from assistant.chat.replies import LetterText, Message, Part, Question
from assistant.clock import MovableClock
from assistant.service import Assistant


class Listening:
    """An assistant that keeps the parts of its last answer, to be looked at."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.parts: tuple[Part[str], ...] = ()
        self.question: Question[str] | None = None

    def handle(self, event: ChatEvent) -> tuple[Message, ...]:
        """Hand on, and listen."""
        messages = self.assistant.handle(event)
        self.parts = tuple(part for message in messages for part in message.parts)
        for part in self.parts:
            if isinstance(part, Question):
                self.question = part
        return messages

    def text(self, key: str, /, **values: object) -> str:
        """Hand on."""
        return self.assistant.text(key, **values)


class TerminalScreen:
    """The real terminal chat, with a clock that stories move.

    chat, ear: of the program that runs now.
    """

    chat: Chat
    ear: Listening

    def __init__(
        self, folder: Path, business: str, clock: MovableClock, zone: str
    ) -> None:
        self._out = StringIO()
        self._terminal = Terminal(
            Place("console", "terminal", business, shows_pictures=False),
            Person("owner", "Robin"),
            Folder(folder),
            Practice(clock, ZoneInfo(zone)),
        )

    def start(self, assistant: Assistant) -> None:
        """Begin a sitting."""
        self.ear = Listening(assistant)
        self.chat = Chat(self.ear, self._terminal, self._out)

    def open(self) -> None:
        """Be greeted."""
        self._clear()
        self.chat.open()

    def type(self, line: str) -> None:
        """Type a line."""
        self._clear()
        self.chat.take(Entry(line))

    def press(self, label: str) -> None:
        """Type a label in brackets."""
        self.type(f"[{label}]")

    def attach(self, words: str) -> None:
        """Type the path of a file."""
        self.type(f"attach {words}")

    def wait(self, time: str) -> None:
        """Move the clock as practice does."""
        self.type(f"after {time}")

    @property
    def answer(self) -> str:
        """Everything the terminal printed."""
        return self._out.getvalue()

    @property
    def labels(self) -> list[str]:
        """The labels of the last question."""
        question = self.ear.question
        return [option.label for option in question.options] if question else []

    @property
    def letter(self) -> str:
        """The letter in the last answer."""
        letters = [part for part in self.ear.parts if isinstance(part, LetterText)]
        return f"{letters[-1].subject}\n\n{letters[-1].body}" if letters else ""

    def close(self) -> None:
        """Nothing is open."""

    def _clear(self) -> None:
        self._out.truncate(0)
        self._out.seek(0)
