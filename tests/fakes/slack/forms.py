"""Inputs of views and messages: their labels, their values, and filling them in."""

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.fakes.slack.entities import escaped, keep, unescaped
from tests.fakes.slack.ids import Mint
from tests.fakes.slack.model import Json

REQUIRED = "Please complete this required field."
TEXTS = ("plain_text_input", "number_input", "email_text_input", "url_text_input")
MENUS = {
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "conversations_select": "selected_conversation",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
MULTI_MENUS = {
    "multi_users_select": "selected_users",
    "multi_channels_select": "selected_channels",
    "multi_conversations_select": "selected_conversations",
}
INITIAL = {
    "users_select": "initial_user",
    "channels_select": "initial_channel",
    "conversations_select": "initial_conversation",
    "datepicker": "initial_date",
    "timepicker": "initial_time",
    "datetimepicker": "initial_date_time",
    "multi_users_select": "initial_users",
    "multi_channels_select": "initial_channels",
    "multi_conversations_select": "initial_conversations",
}
CHOICES = ("static_select", "external_select", "radio_buttons")
MULTI_CHOICES = ("checkboxes", "multi_static_select", "multi_external_select")
PRESSED = ("button", "overflow", "workflow_button", "image", "plain_text", "mrkdwn")


@dataclass(frozen=True, slots=True)
class Field:
    """An interactive element where it stands. label: what a person calls it."""

    block: Json
    element: Json
    label: str

    @property
    def kind(self) -> str:
        """The element's type."""
        return str(self.element["type"])

    @property
    def is_input(self) -> bool:
        """Whether it stands in an input block, so that it is sent on submit."""
        return bool(self.block["type"] == "input")

    @property
    def dispatches(self) -> bool:
        """Whether using it sends `block_actions` at once."""
        return not self.is_input or bool(self.block.get("dispatch_action"))


def with_ids(body: Json, mint: Mint) -> Json:
    """A copy in which every block and element has an id, as Slack fills them in."""
    filled = copy.deepcopy(body)
    filled["blocks"] = filled.get("blocks") or []
    keep(filled)
    blocks_with_ids(filled["blocks"], mint)
    return filled


def blocks_with_ids(blocks: list[Json], mint: Mint) -> list[Json]:
    """Give ids to blocks and elements without one, in place, and keep the texts."""
    keep(blocks)
    for block in blocks:
        block["block_id"] = block.get("block_id") or mint.short()
        for element in _elements(block):
            if element.get("type") not in ("image", "plain_text", "mrkdwn"):
                element["action_id"] = element.get("action_id") or mint.short()
    return blocks


def fields(blocks: Sequence[Json]) -> Iterator[Field]:
    """All interactive elements in the order of the screen."""
    for block in blocks:
        for element in _elements(block):
            if element.get("action_id"):
                yield Field(block, element, _label(block, element))


def initial_values(blocks: Sequence[Json]) -> dict[str, dict[str, Json]]:
    """`state.values` as they are before anybody typed."""
    values: dict[str, dict[str, Json]] = {}
    for each in fields(blocks):
        if each.kind not in PRESSED:
            box = values.setdefault(each.block["block_id"], {})
            box[each.element["action_id"]] = _initial(each.element)
    return values


def options_of(element: Json) -> list[Json]:
    """The options of a menu, those of its groups included."""
    groups = element.get("option_groups") or []
    return [
        *(element.get("options") or []),
        *(option for group in groups for option in group["options"]),
    ]


def text_of(part: Json) -> str:
    """The letters of a text object."""
    return unescaped(str(part["text"]))


def option(element: Json, label: str | Json) -> Json:
    """The option with this text, or the one given; LookupError names what there is."""
    if isinstance(label, dict):
        return label
    texts = {text_of(each["text"]): each for each in options_of(element)}
    if label not in texts:
        raise LookupError(f"no option {label!r}; there is {sorted(texts)}")
    return texts[label]


def filled(element: Json, value: Any) -> Json:
    """The state of an element after a person gave it this value.

    value: text; an option's text or several; a date; ids for people and channels;
    file objects for `file_input`. None empties it.
    """
    kind = element["type"]
    state: Json = {"type": kind}
    if kind in TEXTS:
        return state | {"value": None if value in (None, "") else str(value)}
    if kind in CHOICES:
        chosen = None if value is None else option(element, value)
        return state | {"selected_option": chosen}
    if kind in MULTI_CHOICES:
        return state | {"selected_options": [option(element, v) for v in value or ()]}
    if kind in MENUS:
        return state | {MENUS[kind]: _plain(value)}
    if kind in MULTI_MENUS:
        return state | {MULTI_MENUS[kind]: list(value or ())}
    if kind == "file_input":
        return state | {"files": list(value or ())}
    if kind == "rich_text_input":
        return state | {"rich_text_value": _rich(str(value)) if value else None}
    raise LookupError(f"nothing can be filled into {kind}")


def problem(field: Field, state: Json) -> str:
    """What Slack's own client says about an input before it submits; empty if fine."""
    given = next((v for k, v in state.items() if k != "type"), None)
    if given in (None, "", []):
        return "" if field.block.get("optional") else REQUIRED
    if field.kind not in TEXTS:
        return ""
    text, element = str(given), field.element
    if len(text) > element.get("max_length", 3000):
        return f"Enter at most {element.get('max_length', 3000)} characters."
    if len(text) < element.get("min_length", 0):
        return f"Enter at least {element['min_length']} characters."
    if field.kind == "email_text_input" and "@" not in text:
        return "Enter a valid email address."
    if field.kind == "number_input" and not re.fullmatch(r"-?\d+(\.\d+)?", text):
        return "Enter a number."
    return ""


def _elements(block: Json) -> list[Json]:
    found = [block[key] for key in ("accessory", "element") if block.get(key)]
    if block.get("type") in ("actions", "context_actions"):
        found += block.get("elements") or []
    for child in block.get("child_blocks") or []:
        found += _elements(child)
    return found


def _label(block: Json, element: Json) -> str:
    if block["type"] == "input":
        return text_of(block["label"])
    if isinstance(element.get("text"), dict):
        return text_of(element["text"])
    if element.get("placeholder"):
        return text_of(element["placeholder"])
    if block["type"] == "section" and block.get("text"):
        return text_of(block["text"])
    return str(element.get("accessibility_label") or element["action_id"])


def _initial(element: Json) -> Json:
    kind = element["type"]
    state: Json = {"type": kind}
    if kind in TEXTS:
        return state | {"value": element.get("initial_value")}
    if kind in CHOICES:
        return state | {"selected_option": element.get("initial_option")}
    if kind in MULTI_CHOICES:
        return state | {"selected_options": element.get("initial_options") or []}
    if kind in MENUS:
        return state | {MENUS[kind]: element.get(INITIAL[kind])}
    if kind in MULTI_MENUS:
        return state | {MULTI_MENUS[kind]: element.get(INITIAL[kind]) or []}
    if kind == "file_input":
        return state | {"files": []}
    return state | {"rich_text_value": element.get("initial_value")}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return int(value.timestamp())
    return value.isoformat() if isinstance(value, date) else value


def _rich(text: str) -> Json:
    span = {"type": "text", "text": escaped(text)}
    section = {"type": "rich_text_section", "elements": [span]}
    return {"type": "rich_text", "elements": [section]}
