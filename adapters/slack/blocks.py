"""The pieces of a message or view, each within Slack's limits, with what is read aloud.

What people wrote stands in plain text only; `mrkdwn` holds bold labels of our own and
links that we made. A `Drawn` is a block with the words a screen reader needs for it:
Slack's readers hear a message's `text` and not its blocks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.slack import actions
from adapters.slack.actions import Action
from adapters.slack.limits import most
from adapters.slack.text import (
    cleaned,
    cut,
    escaped,
    has_words,
    is_blank,
    is_plain,
    one_line,
    pieces,
    size_of,
    unescaped,
)

Block = dict[str, Any]

# Beside a short label a long value leaves half the width empty. Five such rows also
# stay within what one message says.
_LONGEST_BESIDE_LABEL, _LONGEST_BESIDE = 100, 400
_LONGEST_SPOKEN_MENU = 1_500


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block, and the words for those who cannot see it (unescaped)."""

    block: Block
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A button to draw: its words, and what pressing it stands for.

    spoken: longer words for screen readers, where `label` alone says too little.
    url: opened by the client, where the button is a link.
    """

    label: str
    action: Action
    spoken: str = ""
    url: str = ""
    is_main: bool = False


def plain(text: str) -> Block:
    """A text object that shows the text as it is; colons are no emoji in it."""
    return {"type": "plain_text", "text": escaped(text), "emoji": False}


def bold(text: str) -> Block:
    """A label of ours in bold where its letters allow it, else plain."""
    if not is_plain(text):
        return plain(text)
    return {"type": "mrkdwn", "text": f"*{text}*", "verbatim": True}


def section(text: str, block_id: str = "") -> list[Drawn]:
    """A text of any length, in as many blocks as it needs; none for a blank one."""
    found: list[Drawn] = []
    for piece in pieces(cleaned(text), most("blocks", "section", "text.text")):
        if is_blank(piece):
            continue
        block: Block = {"type": "section", "text": plain(piece)}
        if block_id and not found:
            block["block_id"] = block_id
        found.append(Drawn(block, piece))
    return found


def header(text: str) -> list[Drawn]:
    """A title; one too long for a header stands as text."""
    title = one_line(text)
    if is_blank(title):
        return []
    if size_of(title) > most("blocks", "header", "text.text"):
        return section(title)
    return [Drawn({"type": "header", "text": plain(title)}, title)]


def context(text: str) -> list[Drawn]:
    """Small print, such as a hint."""
    found = []
    for piece in pieces(cleaned(text), most("blocks", "context", "elements[*].text")):
        if not is_blank(piece):
            block = {"type": "context", "elements": [plain(piece)]}
            found.append(Drawn(block, piece))
    return found


def divider() -> Drawn:
    """A thin line."""
    return Drawn({"type": "divider"})


@dataclass(frozen=True, slots=True)
class Row:
    """A label with its value; at: the instant that the value says, if it says one."""

    label: str
    value: str
    at: datetime | None = None

    @property
    def is_beside(self) -> bool:
        """Whether the two fit side by side."""
        is_short = size_of(self.label) <= _LONGEST_BESIDE_LABEL
        is_short = is_short and size_of(self.value) <= _LONGEST_BESIDE
        return is_short and not (is_blank(self.label) or is_blank(self.value))


def fields(rows: Iterable[Row]) -> list[Drawn]:
    """Labels with their values, side by side where they fit."""
    found: list[Drawn] = []
    beside: list[Row] = []
    rows_beside = most("blocks", "section", "fields") // 2
    for given in rows:
        row = Row(one_line(given.label), cleaned(given.value), given.at)
        if row.is_beside and len(beside) < rows_beside:
            beside.append(row)
            continue
        found += _beside(beside)
        beside = [row] if row.is_beside else []
        if not row.is_beside:
            texts = (row.label, row.value)
            found += section("\n".join(text for text in texts if not is_blank(text)))
    return [*found, *_beside(beside)]


def _beside(rows: Sequence[Row]) -> list[Drawn]:
    if not rows:
        return []
    cells = [cell for row in rows for cell in (bold(row.label), _value(row))]
    spoken = "\n".join(f"{row.label}: {row.value}" for row in rows)
    return [Drawn({"type": "section", "fields": cells}, spoken)]


def _value(row: Row) -> Block:
    """The value; an instant as each reader's own clock shows it.

    A message stands for weeks, so "in 38 hours" is left to its first reading aloud.
    """
    if row.at is None:
        return plain(row.value)
    fallback = escaped(one_line(row.value).replace("|", "/"))
    date = (
        f"<!date^{int(row.at.timestamp())}^{{date_long_pretty}}, {{time}}|{fallback}>"
    )
    return {"type": "mrkdwn", "text": date, "verbatim": True}


def label_of(text: str, number: int) -> str:
    """Words for a button or option: one line, short enough, never signs alone.

    number: of the choice, from 1; put in front where the words alone say nothing.
    """
    label = one_line(text)
    if not has_words(label):
        label = f"{number}. {label}".strip()
    return cut(label, most("elements", "button", "text.text"))


def is_label_cut(text: str) -> bool:
    """Whether a button cannot show all of the words."""
    return size_of(one_line(text)) > most("elements", "button", "text.text")


def button(key: Key, number: int) -> Block:
    """One button; number: different in one block, and shown where words are missing."""
    action_id, value = actions.written(key.action, number)
    element: Block = {
        "type": "button",
        "text": plain(label_of(key.label, number + 1)),
        "action_id": action_id,
        "value": value,
    }
    if key.spoken:
        longest = most("elements", "button", "accessibility_label")
        element["accessibility_label"] = escaped(cut(one_line(key.spoken), longest))
    if key.url:
        element["url"] = key.url
    if key.is_main:
        element["style"] = "primary"
    return element


def buttons(keys: Sequence[Key]) -> list[Drawn]:
    """Rows of buttons."""
    found, in_row = [], most("blocks", "actions", "elements")
    for start in range(0, len(keys), in_row):
        row = list(enumerate(keys[start : start + in_row], start))
        elements = [button(key, number) for number, key in row]
        labels = ", ".join(label_of(key.label, number + 1) for number, key in row)
        found.append(Drawn({"type": "actions", "elements": elements}, f"[{labels}]"))
    return found


def menus(elements: Sequence[Block]) -> Drawn:
    """Menus in a row; what is read aloud of a long one ends with "…"."""
    labels = [o["text"]["text"] for element in elements for o in element["options"]]
    spoken = cut(unescaped(", ".join(labels)), _LONGEST_SPOKEN_MENU)
    return Drawn({"type": "actions", "elements": list(elements)}, f"[{spoken}]")


def option(label: str, value: str, number: int) -> Block:
    """One entry of a menu."""
    return {"text": plain(label_of(label, number)), "value": value}


def menu(
    action_id: str, placeholder: str, options: Sequence[Block], initial: str = ""
) -> Block:
    """A menu of at most 100 options; initial: the value of the one that is picked."""
    longest = most("elements", "static_select", "placeholder.text")
    element: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(cut(one_line(placeholder), longest)),
        "options": list(options),
    }
    picked = [each for each in options if each["value"] == initial]
    if initial and picked:
        element["initial_option"] = picked[0]
    return element
