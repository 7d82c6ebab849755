"""The same story in another language: every press is alike, every word is another."""

import re
import shutil
from pathlib import Path

from babel.messages.pofile import read_po, write_po

from assistant.domain.case import Case
from tests.scenarios.chat_file import Story
from tests.scenarios.stage import Stage

OPENS, CLOSES = "⟦", "⟧"
_TYPED = ("control.", "word.")  # lists of words that people type, not shown ones
_LETTER = re.compile(r"⟦Subject⟧: .*?\n8< -+\n.*?\n8< -+", re.DOTALL)
# Who wrote in Telegram, files, and near days as Slack itself writes them.
_FAKE_SIGNS = re.compile(
    r"\bBot:|[\[(]file [^\])]*[\])]|\b[\w-]+\.txt\b|\b(?:yesterday|today|tomorrow)\b"
)
# The terminal's own signs: `a` and `12` before a choice, `[x]` before a check, a mark.
_SIGNS = re.compile(r"\[[x ]\]|^\s*[a-z]{1,2}  ", re.MULTILINE)


def said_in(other: Stage, english: Stage, line: str) -> str:
    """What is typed in the other language where the English story has this line.

    A button `[Scope]` is the one at the same place; anything else is typed as it is.
    ValueError when the English screen has no such button.
    """
    pressed = re.fullmatch(r"\[([^\]]+)\]", line)
    if not pressed:
        return line
    labels = [choice.label for choice in english.chat.shown.choices]
    there = other.chat.shown.choices
    if len(labels) != len(there):
        raise ValueError(f"{line}: {labels} but {[each.label for each in there]}")
    wanted = pressed[1].casefold()
    at = [label.casefold() for label in labels].index(wanted)
    return f"[{there[at].label}]"


def same_button(line: str, labels: list[str], there: list[str]) -> str:
    """What is pressed in the other language where `[Scope]` is; typed words stay.

    labels, there: those of the last question, in English and in the other language.
    """
    pressed = re.fullmatch(r"\[([^\]]+)\]", line)
    if not pressed:
        return line
    at = [label.casefold() for label in labels].index(pressed[1].casefold())
    return f"[{there[at]}]"


def without_what_was_handed_in(answer: str, cases: list[Case], story: Story) -> str:
    """An answer without letters, what was typed, and the signs of the fakes."""
    theirs = [line.text for line in story.lines if line.verb == "owner"]
    for case in cases:
        theirs += [text for each in case.letters for text in (each.body, each.subject)]
        theirs.append(case.id)
    plain = _FAKE_SIGNS.sub("", " ".join(answer.split()))
    for text in sorted(theirs, key=len, reverse=True):
        plain = plain.replace(" ".join(text.split()), "")
    return plain


def mark_every_phrase(templates: Path, folder: Path) -> Path:
    """A copy of the templates whose chat wording stands in brackets, text by text.

    templates: with the English catalogue. folder: where the copy goes.
    """
    copy = folder / "templates"
    shutil.copytree(templates / "letters", copy / "letters")
    name = Path("phrases", "en", "LC_MESSAGES", "parley.po")
    with (templates / name).open("rb") as file:
        catalogue = read_po(file, locale="en")
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key and not key.startswith(_TYPED):
            message.string = _bracketed(message.string or "")
    (copy / name).parent.mkdir(parents=True)
    with (copy / name).open("wb") as file:
        write_po(file, catalogue, width=0)
    return copy


def unmarked(answer: str) -> str:
    """The letters of an answer that came from no phrase; letters to customers apart."""
    depth, outside = 0, []
    for char in _LETTER.sub("", answer):
        depth += (char == OPENS) - (char == CLOSES)
        outside.append(char if depth == 0 else "")
    return " ".join(re.findall(r"[^\W\d_]+", _SIGNS.sub("", "".join(outside))))


def _bracketed(text: str | tuple[str, ...] | list[str]) -> str | tuple[str, ...]:
    if isinstance(text, str):
        return f"{OPENS}{text}{CLOSES}"
    return tuple(f"{OPENS}{each}{CLOSES}" for each in text)
