"""A typed line and what is on the screen -> what the person did.

The words `back`, `why`, `undo`, `not sure`, `none of these` and `stop` mean the same
on every platform, so they go to the core as they were typed.
"""

import re
import unicodedata
from dataclasses import dataclass

from adapters.console import attachment
from adapters.console.cells import without_controls
from adapters.console.shown import Choice, Shown
from assistant.chat.commands import LIST_FILTERS, REGISTRY
from assistant.chat.events import (
    ChatEvent,
    ChoiceMade,
    CommandGiven,
    FileGiven,
    Person,
    Place,
    TextTyped,
)
from assistant.chat.replies import Typed
from assistant.errors import InputError

# Typed alone, these are never an answer's beginning: "back" is not "Back to work".
SPOKEN = ("back", "why", "undo", "stop", "not sure", "none", "none of these")
ALWAYS = ("menu", "help", "list", "settings", "continue", "?")
_WORDS = frozenset((*REGISTRY, *ALWAYS))
_SLASHED = tuple(word for word in SPOKEN if word not in REGISTRY)  # `/back` is "back"
_LONGEST_LABEL = 200
_FREE_TEXT = (Typed.TEXT, Typed.LINE)


@dataclass(frozen=True, slots=True)
class Sender:
    """Where a line comes from: what every event carries."""

    delivery_id: str
    place: Place
    person: Person


def read(line: str, shown: Shown, sender: Sender) -> ChatEvent:
    """What the line means, given what is on the screen.

    A choice first (its number, its label, `[Label]`), then a command or a file, and
    text otherwise. While free text is asked for, only what is unmistakable is not text.
    Raises InputError for a file that cannot be taken or a `[Label]` that is not there.
    """
    text = without_controls(line).strip()
    if "\n" in text:
        return _read_lines(text, sender)
    if fold(text[1:]) in _SLASHED and text.startswith("/"):
        text = text[1:]
    choice = _picked(text, shown)
    if choice:
        return _pick(choice, sender)
    given = _file(text, shown, sender) or _command(text, shown, sender)
    if given:
        return given
    is_list = shown.typed not in _FREE_TEXT and any(c.is_answer for c in shown.choices)
    return _typed("none of these" if is_list and fold(text) == "none" else text, sender)


def read_block(text: str, sender: Sender) -> ChatEvent:
    """Text of several lines that was marked as such: text, whatever it looks like."""
    return _typed(without_controls(text).strip(), sender)


def fold(text: str) -> str:
    """The text for comparison: no capitals, accents or doubled spaces."""
    if len(text) > _LONGEST_LABEL:
        return text
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def _picked(text: str, shown: Shown) -> Choice | None:
    if len(text) > _LONGEST_LABEL:
        return None
    in_brackets = re.fullmatch(r"\[(.+)\]", text)
    if in_brackets:
        choice = _by_label(fold(in_brackets[1]), shown, may_shorten=True)
        if choice is None and shown.typed not in _FREE_TEXT:
            raise InputError("error.no_such_choice", label=in_brackets[1])
        return choice
    wanted = fold(text)
    key = wanted[:-1] if wanted.endswith((".", ")")) else wanted
    by_key = (c for c in shown.choices if key and c.key == key)
    may_shorten = shown.typed not in _FREE_TEXT and wanted not in (*SPOKEN, *ALWAYS)
    return next(by_key, None) or _by_label(wanted, shown, may_shorten=may_shorten)


def _by_label(wanted: str, shown: Shown, *, may_shorten: bool) -> Choice | None:
    """The choice with this label, else the only answer whose label begins so."""
    for choice in shown.choices:
        if wanted and fold(choice.label) == wanted:
            return choice
    if not may_shorten or not wanted:
        return None
    begun = [
        choice
        for choice in shown.choices
        if choice.is_answer and fold(choice.label).startswith(wanted)
    ]
    return begun[0] if len(begun) == 1 else None


def _pick(choice: Choice, sender: Sender) -> ChatEvent:
    where = (sender.delivery_id, sender.place, sender.person)
    if choice.command:
        return CommandGiven(*where, choice.command)
    return ChoiceMade(*where, choice.case_id, choice.question, choice.option)


def _file(text: str, shown: Shown, sender: Sender) -> FileGiven | None:
    """`attach PATH [KIND]`, or a bare path where a file is asked for."""
    attach = re.fullmatch(r"/?attach(?:\s+(.*))?", text, re.IGNORECASE)
    if attach:
        named = attach[1] or ""
        is_sentence = shown.typed in _FREE_TEXT and not text.startswith("/")
        if is_sentence and not attachment.looks_like_path(named):
            return None
    elif shown.typed is Typed.FILE and _is_bare_path(text):
        named = text
    else:
        return None
    found = attachment.find(named)
    return FileGiven(
        sender.delivery_id,
        sender.place,
        sender.person,
        name=found.path.name,
        media_type=found.media_type,
        size=found.size,
        open=found.open,
        kind=found.kind,
    )


def _is_bare_path(text: str) -> bool:
    """A path and nothing else; `/dispute show` and `/help` are commands."""
    first = text.split(maxsplit=1)[0] if text else ""
    is_command = first.startswith("/") and "/" not in first[1:]
    is_sentence = " " in text and "/" not in text and not attachment.exists(text)
    return attachment.looks_like_path(text) and not (is_command or is_sentence)


def _command(text: str, shown: Shown, sender: Sender) -> CommandGiven | None:
    where = (sender.delivery_id, sender.place, sender.person)
    slash = re.fullmatch(r"/(?:dispute\b)?\s*(.*)", text, re.IGNORECASE)
    if slash:
        return CommandGiven(*where, slash[1])
    is_free = shown.typed in _FREE_TEXT
    prefixed = re.fullmatch(r"dispute(?:\s+(.*))?", text, re.IGNORECASE)
    if prefixed:
        rest = prefixed[1] or ""
        is_meant = not rest if is_free else not rest or _first(rest) in _WORDS
        if is_meant or _is_unmistakable(rest):
            return CommandGiven(*where, rest)
        return None
    word = _first(text)
    if word not in _WORDS or fold(text) in SPOKEN:
        return None
    is_alone = fold(text) == word
    if is_free and not (is_alone and word in ALWAYS):
        is_meant = shown.typed is Typed.LINE and _is_no_line(text)
    else:
        is_meant = True
    return CommandGiven(*where, text) if is_meant else None


# First words of commands that begin no line, price or name that is asked for.
_NEVER_A_NAME = frozenset(("note", "reply", "assign", "snooze"))
_WAYS = ("email", "text", "post", "by")


def _is_no_line(text: str) -> bool:
    """Whether hardly a line, a name or a number is called so: `show`, `paid 200`."""
    word, *rest = text.casefold().split()
    if not rest or word in _NEVER_A_NAME or _is_unmistakable(text):
        return True
    known = {"list": LIST_FILTERS, "sent": _WAYS}
    is_amount = word == "paid" and any(letter.isdigit() for letter in rest[0])
    return is_amount or rest[0] in known.get(word, ())


def _is_unmistakable(text: str) -> bool:
    """Whether hardly a customer is called so: `open INV-7`, `show D-7`."""
    word = _first(text)
    argument = text.split()[1] if len(text.split()) > 1 else ""
    if word == "open":
        return any(letter.isdigit() for letter in argument)
    spelling = next((s for name, s in REGISTRY.items() if name == word), None)
    is_about_case = spelling is not None and spelling.takes_case
    return is_about_case and bool(re.match(r"D-\w", argument, re.IGNORECASE))


def _read_lines(text: str, sender: Sender) -> ChatEvent:
    """Several pasted lines: text, unless they begin as a command on a case does."""
    where = (sender.delivery_id, sender.place, sender.person)
    slash = re.match(r"/(?:dispute\b)?\s*", text, re.IGNORECASE)
    if slash and _first(text[slash.end() :]) in _WORDS:
        return CommandGiven(*where, text[slash.end() :])
    if _first(text) in ("note", "reply") and _is_unmistakable(text):
        return CommandGiven(*where, text)
    return _typed(text, sender)


def _typed(text: str, sender: Sender) -> TextTyped:
    return TextTyped(sender.delivery_id, sender.place, sender.person, text)


def _first(text: str) -> str:
    """The first word, in small letters; empty if it is too long for a command."""
    words = text[:_LONGEST_LABEL].split(maxsplit=1)
    return words[0].casefold() if words else ""
