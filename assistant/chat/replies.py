"""What to show a person: a short closed list of parts, drawn by each adapter.

A part is generic in its words. The core makes `Part[Phrase]`: keys of the phrase
catalogue and the values that fill them. Rendering turns them into `Part[str]` in the
reader's language, and only those reach an adapter. Every `outbound.py` matches all
parts and ends in `assert_never`, so a new part shows where it must be drawn.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

from assistant.chat.charts import Chart
from assistant.chat.events import Place

Words = TypeVar("Words")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words by their key in the phrase catalogue.

    key: such as `hold.on`; with a playbook in front (`trades:reason.ask`) the
        playbook's own wording is tried first.
    values: fill the phrase's named placeholders. Text in them is shown as it is;
        amounts, dates, instants and durations are written by the reader's locale;
        a tuple becomes "a, b and c". An int named `count` chooses the plural.
    """

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


VERBATIM = "verbatim"


def phrase(key: str, /, **values: Any) -> Phrase:
    """A phrase with its values."""
    return Phrase(key, values)


def verbatim(text: str) -> Phrase:
    """Somebody's own words, shown as they are."""
    return Phrase(VERBATIM, {"text": text})


class Tone(StrEnum):
    """How a paragraph is meant; adapters may show it, never by colour alone."""

    PLAIN = "plain"
    GOOD = "good"
    CAUTION = "caution"
    ERROR = "error"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Paragraph(Generic[Words]):
    """A short text."""

    text: Words
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Field(Generic[Words]):
    """A labelled value on a card.

    is_sensitive: a customer's name or an amount, which a place where many read along
        may not want.
    at: the instant that the value says, for platforms that show each reader their
        own clock.
    """

    label: Words
    value: Words
    is_sensitive: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Share(Generic[Words]):
    """One part of a whole, as a stretch of a bar.

    weight: its size beside the others; not negative.
    """

    label: Words
    value: Words
    weight: int


@dataclass(frozen=True, slots=True)
class Button(Generic[Words]):
    """A button that gives a command, such as `show D-7`."""

    label: Words
    command: str


@dataclass(frozen=True, slots=True)
class Card(Generic[Words]):
    """A case (or another thing) at a glance.

    case_id: the case it shows, for platforms that keep one card per case.
    shares: how the invoice divides; the same sums stand among the fields.
    """

    title: Words
    fields: tuple[Field[Words], ...]
    buttons: tuple[Button[Words], ...] = ()
    case_id: str = ""
    shares: tuple[Share[Words], ...] = ()


class Typed(StrEnum):
    """What may be typed as the answer; platforms choose the keyboard by it."""

    TEXT = "text"
    LINE = "line"
    AMOUNT = "amount"
    DATE = "date"
    NUMBER = "number"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Option(Generic[Words]):
    """One offered answer. `command` is set where pressing it is a command instead."""

    id: str
    label: Words
    command: str = ""


@dataclass(frozen=True, slots=True)
class Question(Generic[Words]):
    """One question. It can be answered by button or, with `typed`, by typing.

    key: identifies this question of this case; comes back in `ChoiceMade`.
    why: one line on why it is asked, shown when the person asks "why".
    hint: what to type, with an example.
    now: the present answer, where an earlier one is being changed.
    step, steps: progress, from 1; 0 when there is none to show.
    is_private: never to be asked in front of a channel.
    person: the name of whom it is put to, where that is not who is in charge.
    """

    key: str
    prompt: Words
    options: tuple[Option[Words], ...] = ()
    why: Words | None = None
    typed: Typed | None = None
    hint: Words | None = None
    now: Words | None = None
    case_id: str = ""
    step: int = 0
    steps: int = 0
    can_go_back: bool = False
    is_private: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True)
class LetterText(Generic[Words]):
    """A letter, alone, ready to be copied whole. Never sent by us.

    title, note: for the owner, not part of the letter.
    subject, body: the letter itself, exactly.
    """

    letter_id: str
    case_id: str
    title: Words
    subject: str
    body: str
    note: Words | None = None
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Item(Generic[Words]):
    """One entry of a list; pressing it gives the command."""

    title: Words
    detail: Words
    command: str = ""


@dataclass(frozen=True, slots=True)
class Listing(Generic[Words]):
    """A list of cases, commands or answers.

    more: the command that shows the next page, empty on the last.
    """

    title: Words
    items: tuple[Item[Words], ...]
    empty: Words | None = None
    more: str = ""


@dataclass(frozen=True, slots=True)
class Check(Generic[Words]):
    """One thing to tick."""

    label: Words
    is_done: bool
    hint: Words | None = None


@dataclass(frozen=True, slots=True)
class Checklist(Generic[Words]):
    """Things to tick: chasing channels, documents."""

    title: Words
    checks: tuple[Check[Words], ...]


@dataclass(frozen=True, slots=True)
class Table(Generic[Words]):
    """A small table; the first column is text, the others are aligned right.

    is_private: never to be shown in front of a channel.
    chart: the same as a picture; it becomes a file beside the table where pictures can
        be seen, and no adapter meets it here.
    """

    title: Words
    header: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    is_private: bool = False
    chart: Chart[Words] | None = None


@dataclass(frozen=True, slots=True)
class FileOut(Generic[Words]):
    """A file for the person."""

    name: str
    media_type: str
    content: bytes
    caption: Words


Part = (
    Paragraph[Words]
    | Card[Words]
    | Question[Words]
    | LetterText[Words]
    | Listing[Words]
    | Checklist[Words]
    | Table[Words]
    | FileOut[Words]
)


def is_private(part: Part[Any]) -> bool:
    """Whether a part is for one person: honest judgement, floors, their own slips."""
    match part:
        case Question() | Table():
            return part.is_private
        case Paragraph():
            return part.tone in (Tone.PRIVATE, Tone.ERROR)
        case _:
            return False


class Audience(StrEnum):
    """Who may read a message."""

    PLACE = "place"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Message:
    """Parts for one place, in one language.

    audience: `person` is for one person alone, never for the whole channel.
    case_id: the case it belongs to; empty outside a case.
    person: whose it is where the audience is a person: their id on the platform of
        the place.
    """

    to: Place
    language: str
    parts: tuple[Part[str], ...]
    audience: Audience = Audience.PLACE
    case_id: str = ""
    person: str = ""


def worded(part: Part[Phrase], say: Callable[[Phrase], str]) -> Part[str]:
    """The part with each phrase put into words by `say`."""
    return cast("Part[str]", _worded(part, say))


def worded_all(value: Any, say: Callable[[Phrase], str]) -> Any:
    """The same for whatever is made of phrases: a table, a chart."""
    return _worded(value, say)


def _worded(value: Any, say: Callable[[Phrase], str]) -> Any:
    if isinstance(value, Phrase):
        return say(value)
    if isinstance(value, tuple):
        return tuple(_worded(each, say) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _worded(getattr(value, f.name), say) for f in fields(value)}
        return replace(value, **changed)
    return value
