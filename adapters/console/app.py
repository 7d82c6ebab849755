"""The chat in a terminal: lines in, drawn messages out.

`run_chat` reads lines from a pipe, or asks for them with history and completion. Both
go through one `Chat`, which reads a line, hands the event to the assistant, draws the
answer and remembers what is on the screen.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TextIO
from uuid import uuid4

from adapters.console import inbound
from adapters.console.blocks import Blocks, Entry
from adapters.console.cells import printable
from adapters.console.folder import Folder
from adapters.console.outbound import Screen, draw
from adapters.console.practice import Practice
from adapters.console.shown import Shown, shows_mistake
from assistant.chat.events import ChatEvent, ChatOpened, Person, Place, TimePassed
from assistant.chat.replies import Message, Paragraph, Part, Tone
from assistant.errors import InputError, StoreError

LEAVING = ("exit", "quit")
_WIDEST = 100  # longer lines are hard to read
# Programs that read the output look for whole sentences, so pipes get long lines.
_UNBROKEN = 10_000
_LONGEST_ECHO = 200


class Assistant(Protocol):
    """The core, as far as the terminal knows it."""

    def handle(self, event: ChatEvent) -> tuple[Message, ...]:
        """What to show for what the person did."""
        ...

    def text(self, key: str, /, **values: object) -> str:
        """The adapter's own words by their phrase key, in the reader's language."""
        ...


@dataclass(frozen=True, slots=True)
class Terminal:
    """Who sits where.

    folder: the data folder, for exports, history and the log.
    practice: set for a try without risk, with a clock that is moved by hand.
    """

    place: Place
    person: Person
    folder: Folder
    practice: Practice | None = None


@dataclass(slots=True)
class Chat:
    """One sitting at the terminal.

    width, colour: of the lines it prints; the width is asked before every answer.
    misunderstood: lines so far that were answered with a mistake.
    seen: case ids that were shown, the latest last, for completion.
    is_watching: whether it still looks what became due; not after a fault of ours.
    language: the locale of the last answer; empty before the first.
    """

    assistant: Assistant
    terminal: Terminal
    out: TextIO
    width: Callable[[], int] = lambda: _UNBROKEN
    colour: bool = False
    shown: Shown = field(default_factory=Shown)
    misunderstood: int = 0
    seen: dict[str, None] = field(default_factory=dict)
    is_watching: bool = True
    language: str = ""

    def open(self) -> None:
        """Greet: the core says what is overdue and offers to continue."""
        if self.terminal.practice:
            self.say("console.practice")
        self._answer(lambda sender: ChatOpened(*_parts_of(sender)))

    def take(self, entry: Entry) -> bool:
        """Answer one entry; whether the person wants to stay."""
        word = entry.text.strip().casefold()
        if not entry.is_block and word in LEAVING:
            return False
        if word:
            self._answer(lambda sender: self._event(entry, sender))
        return True

    def news(self) -> str:
        """What became due while nobody typed, drawn; empty when there is nothing.

        What is on the screen can still be answered as before. A disk that refuses is
        told with the next line typed, not every minute.
        """
        if not self.is_watching:
            return ""
        place, person = self.terminal.place, self.terminal.person
        event = TimePassed(f"console-{uuid4().hex}", place, person)
        try:
            messages = self.assistant.handle(event)
            mine = self._mine(messages)
            parts = tuple(part for message in mine for part in message.parts)
            drawn = self._drawn(parts, taken=self.shown.letters)
        except (StoreError, OSError):
            return ""
        except Exception:  # noqa: BLE001  our bug must not end the person's chat
            self.terminal.folder.record_bug()
            self.is_watching = False
            return ""
        self.shown = self.shown.beside(parts)
        self.seen |= dict.fromkeys(_cases_in(mine))
        return drawn

    def say(self, key: str, /, tone: Tone = Tone.PLAIN, **values: object) -> None:
        """Print words of the terminal itself."""
        self.print(self._drawn((Paragraph(self.text(key, **values), tone),)))

    def text(self, key: str, /, **values: object) -> str:
        """Words of the terminal itself, in the language of the answers."""
        return self.assistant.text(key, language_=self.language, **values)

    def _event(self, entry: Entry, sender: inbound.Sender) -> ChatEvent:
        if entry.is_block:
            return inbound.read_block(entry.text, sender)
        practice = self.terminal.practice
        if practice and practice.move(entry.text):
            self.say("console.clock", at=practice.clock.now())
            return TimePassed(*_parts_of(sender))
        return inbound.read(entry.text, self.shown, sender)

    def _answer(self, event_of: Callable[[inbound.Sender], ChatEvent]) -> None:
        """Have the event handled and show the answer; never raises for a bad line."""
        place, person = self.terminal.place, self.terminal.person
        sender = inbound.Sender(f"console-{uuid4().hex}", place, person)
        try:
            event = event_of(sender)
            messages = self.assistant.handle(event)
            mine = self._mine(messages)
            parts = tuple(part for message in mine for part in message.parts)
            parts = self.terminal.folder.with_files_saved(parts)
            is_beside = (
                isinstance(event, TimePassed) and self.shown.question is not None
            )
            drawn = self._drawn(parts, taken=self.shown.letters if is_beside else None)
        except InputError as error:
            self._mistake(error.phrase, **error.facts)
        except (StoreError, OSError) as error:
            self._mistake("console.cannot_keep", detail=str(error))
        except Exception:  # noqa: BLE001  our bug must not end the person's chat
            reference = self.terminal.folder.record_bug()
            self._mistake("console.bug", reference=reference)
        else:
            self.misunderstood += shows_mistake(parts)
            shown = self.shown
            self.shown = shown.beside(parts) if is_beside else shown.after(event, parts)
            self.seen |= dict.fromkeys(_cases_in(mine))
            self.print(drawn)

    def _mine(self, messages: Iterable[Message]) -> list[Message]:
        """Those that are shown here; in what language the next words are."""
        here = self.terminal.place.key
        mine = [message for message in messages if message.to.key == here]
        self.language = mine[-1].language if mine else self.language
        return mine

    def _mistake(self, key: str, /, **values: object) -> None:
        self.misunderstood += 1
        self.say(key, Tone.ERROR, **values)

    def _drawn(self, parts: Sequence[Part[str]], taken: int | None = None) -> str:
        screen = Screen(self.text, self.width(), self.colour)
        message = Message(self.terminal.place, "", tuple(parts))
        return draw(message, screen, taken=taken)

    def print(self, drawn: str) -> None:
        """Put drawn text out."""
        self.out.write(f"{drawn}\n" if drawn else "")
        self.out.flush()


def run_chat(
    assistant: Assistant,
    terminal: Terminal,
    *,
    lines: TextIO | None,
    out: TextIO,
    err: TextIO,
) -> int:
    """Chat until the lines end or the person leaves; returns the exit code, 0.

    lines: a file or pipe with a line per input; None asks at the terminal.
    err: where a count of the lines goes that were not understood.
    """
    chat = Chat(assistant, terminal, out)
    if lines is not None:
        _run_piped(chat, lines, err)
        return 0
    from adapters.console import prompt  # noqa: PLC0415  0.15 s that pipes need not

    chat.width = lambda: min(shutil.get_terminal_size().columns, _WIDEST)
    chat.colour = has_colour(out)
    prompt.run(chat)
    return 0


def has_colour(out: TextIO) -> bool:
    """Whether colours can be printed there; see https://no-color.org."""
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    is_old = sys.platform == "win32" and not os.environ.get("WT_SESSION")
    return out.isatty() and not is_plain and not is_old


def _run_piped(chat: Chat, lines: TextIO, err: TextIO) -> None:
    """Take each line, with the line itself printed before its answer."""
    chat.open()
    for entry in _entries(lines):
        shown = printable(entry.text.strip()).replace("\n", "\n> ")
        more = "…" if len(shown) > _LONGEST_ECHO else ""
        chat.out.write(f"> {shown[:_LONGEST_ECHO]}{more}\n\n")
        if not chat.take(entry):
            break
    chat.out.flush()
    if chat.misunderstood:
        count = chat.misunderstood
        err.write(chat.text("console.not_understood", count=count) + "\n")
        err.flush()


def _entries(lines: TextIO) -> Iterator[Entry]:
    """The entries of a script: no blank lines, no lines that begin with `#`."""
    blocks = Blocks()
    for number, line in enumerate(lines):
        text = line.removeprefix("\ufeff") if number == 0 else line
        is_skipped = not text.strip() or text.lstrip().startswith("#")
        if is_skipped and not blocks.is_open:
            continue
        entry = blocks.take(text.rstrip("\r\n"))
        if entry:
            yield entry
    last = blocks.end()
    if last:  # nothing is lost because a closing mark is missing
        yield last


def _parts_of(sender: inbound.Sender) -> tuple[str, Place, Person]:
    return sender.delivery_id, sender.place, sender.person


def _cases_in(messages: Sequence[Message]) -> Iterator[str]:
    for message in messages:
        for case_id in (message.case_id, *(_case_of(p) for p in message.parts)):
            if case_id:
                yield case_id


def _case_of(part: Part[str]) -> str:
    return getattr(part, "case_id", "")
