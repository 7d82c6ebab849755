"""What a button stands for, and the short token that stands for it in a message.

A button carries `v1|<token>` and nothing else: no names, amounts or texts. What it
means is kept here, on a `Sheet`: one short note per drawing, put away before the
message is sent. Sheets are kept after their question has passed, so that a press on an
old button can still be understood and explained.
"""

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, assert_never

_PREFIX = "v1"
_KEY_BYTES = 9  # 72 bits, twelve characters
_KEY_LENGTH = 12
_DATA = re.compile(r"v1\|([A-Za-z0-9_-]{8,32})(?:\|(\d{1,3}))?")


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to a question.

    label: as it was shown, to say later what was picked.
    """

    case_id: str
    question: str
    option: str
    label: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command, as it would be typed: `show D-7`.

    in_place: whether its answer replaces the message: the next page of a list.
    """

    text: str
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is typed at a question: `back`, `stop`. Meant for that one only."""

    text: str
    case_id: str
    question: str


@dataclass(frozen=True, slots=True)
class Note:
    """A short text that is shown over the chat: why something is asked."""

    text: str


@dataclass(frozen=True, slots=True)
class Key:
    """One button: its label, and the one thing it does.

    token: sent back when it is pressed; url: opened; copied: put on the clipboard.
    """

    label: str
    token: str = ""
    url: str = ""
    copied: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a keyboard that is too large; a press on "More…" turns them.

    pages: rows of keys for each page, without the key that turns them.
    label: of that key, with `{page}` and `{pages}` in it.
    """

    pages: tuple[tuple[tuple[Key, ...], ...], ...]
    label: str


Target = Choice | Command | Word | Note | Pages


class Tokens(Protocol):
    """Gives out tokens for what buttons stand for."""

    def new(self, target: Target) -> str:
        """A token: 8 to 32 of `[A-Za-z0-9_-]`, hard to guess, never reused."""
        ...


@dataclass(slots=True)
class Sheet:
    """The buttons of one drawing, kept together as one note.

    key: where the note is put away, and the beginning of every token on it.
    """

    key: str = field(default_factory=lambda: secrets.token_urlsafe(_KEY_BYTES))
    _targets: list[Target] = field(default_factory=list)

    def new(self, target: Target) -> str:
        """The token of a further button."""
        self._targets.append(target)
        return f"{self.key}{len(self._targets) - 1}"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to put away."""
        return not self._targets

    def as_note(self) -> str:
        """What to keep under `key`."""
        rows = [encoded(target) for target in self._targets]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def found(token: str, note_of: Callable[[str], str | None]) -> Target | None:
    """What a token of a sheet stands for; None when nobody gave it out.

    note_of: the note that is kept under a sheet's key, None where there is none.
    """
    key, index = sheet_of(token), token[_KEY_LENGTH:]
    note = note_of(key) if index.isdecimal() and index.isascii() else None
    if note is None:
        return None
    rows = json.loads(note)
    return decoded(rows[int(index)]) if int(index) < len(rows) else None


def sheet_of(token: str) -> str:
    """The key of the sheet that a token stands on."""
    return token[:_KEY_LENGTH]


def data_of(token: str, page: int | None = None) -> str:
    """The callback data of a button; `page` for one that turns to it, from 0."""
    return f"{_PREFIX}|{token}" if page is None else f"{_PREFIX}|{token}|{page}"


def read_data(data: str) -> tuple[str, int | None] | None:
    """Token and page of a button's callback data; None when it is none of ours."""
    match = _DATA.fullmatch(data)
    if match is None:
        return None
    return match[1], None if match[2] is None else int(match[2])


def encoded(target: Target) -> list[Any]:
    """The target as JSON values: its kind, then what it holds."""
    match target:
        case Choice():
            return ["choice", target.case_id, target.question, *_picked(target)]
        case Command():
            return ["command", target.text, target.in_place]
        case Word():
            return ["word", target.text, target.case_id, target.question]
        case Note():
            return ["note", target.text]
        case Pages():
            pages = [[[_encoded_key(k) for k in r] for r in p] for p in target.pages]
            return ["pages", pages, target.label]
        case _:
            assert_never(target)


def decoded(row: list[Any]) -> Target | None:
    """The target again; None for a kind that this version does not know."""
    match row:
        case ["choice", str(case_id), str(question), str(option), str(label)]:
            return Choice(case_id, question, option, label)
        case ["command", str(text), bool(in_place)]:
            return Command(text, in_place)
        case ["word", str(text), str(case_id), str(question)]:
            return Word(text, case_id, question)
        case ["note", str(text)]:
            return Note(text)
        case ["pages", list(pages), str(label)]:
            keys = tuple(tuple(tuple(Key(*k) for k in r) for r in p) for p in pages)
            return Pages(keys, label)
        case _:
            return None


def _picked(choice: Choice) -> tuple[str, str]:
    return choice.option, choice.label


def _encoded_key(key: Key) -> list[str]:
    return [key.label, key.token, key.url, key.copied]
