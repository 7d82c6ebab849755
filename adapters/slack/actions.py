"""What a button stands for, and how it travels: written into it and read back.

An `action_id` is `parley1.<kind>.<number>`, the number making it unique in its block;
the button's `value` holds the rest as a short JSON list of ids, or a command. `parley1`
is the version: buttons stay in old messages for years, so a change of the scheme gets a
new one and this one stays known.
An option of a menu has at most 75 characters for its value, so what all of them share
(case and question) stands in the menu's `action_id`.
"""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import Any

from adapters.slack.limits import length_of, limits, most

VERSION = "parley1"


@dataclass(frozen=True, slots=True)
class Choose:
    """An offered answer."""

    case_id: str
    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class Give:
    """A command, as it would be typed."""

    command: str


@dataclass(frozen=True, slots=True)
class Say:
    """Words that mean something at a question, such as `back`.

    case_id, question: where the button stood, so that an old one can be told.
    """

    case_id: str
    question: str
    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Open the form in which the question is answered by typing.

    typed: value of `replies.Typed`.
    """

    case_id: str
    question: str
    typed: str


@dataclass(frozen=True, slots=True)
class AskPrivately:
    """Show the person what is not for the channel: in a form, or in direct messages."""

    case_id: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Attach:
    """Open the form that takes files."""

    case_id: str


@dataclass(frozen=True, slots=True)
class EditLetter:
    """Open the form with the letter in it."""

    case_id: str
    letter_id: str


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Open the empty form of a new dispute."""


@dataclass(frozen=True, slots=True)
class ShowHome:
    """Show the Home tab with another filter or page. page: from 1."""

    filter: str
    page: int


@dataclass(frozen=True, slots=True)
class FollowLink:
    """A button with an address: the client opened it, nothing is left to do."""


Action = (
    Choose
    | Give
    | Say
    | Ask
    | AskPrivately
    | Attach
    | EditLetter
    | OpenForm
    | ShowHome
    | FollowLink
)
_KINDS: dict[str, type[Action]] = {
    "choose": Choose,
    "give": Give,
    "say": Say,
    "ask": Ask,
    "private": AskPrivately,
    "attach": Attach,
    "edit": EditLetter,
    "open": OpenForm,
    "home": ShowHome,
    "link": FollowLink,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_MENU, _FILTER = "menu", "filter"
# Inside a menu's option: which of the two kinds of choice it is.
_CHOICE, _COMMAND = "=", "!"


def written(action: Action, number: int) -> tuple[str, str]:
    """The `action_id` and `value` of a button.

    number: different for every element of one block.
    Raises ValueError if they are longer than Slack takes.
    """
    action_id = f"{VERSION}.{_NAMES[type(action)]}.{number}"
    value = _packed(list(astuple(action)))
    if length_of(value) > most("elements", "button", "value"):
        raise ValueError(f"a {_NAMES[type(action)]} button is too long")
    return action_id, value


def menu_id(case_id: str, question: str, number: int) -> str:
    """The `action_id` of a menu with the answers of a question."""
    return f"{VERSION}.{_MENU}.{number}.{_packed([case_id, question])}"


def filter_id() -> str:
    """The `action_id` of the Home tab's filter menu; its values are filters."""
    return f"{VERSION}.{_FILTER}.0"


def option_value(option_id: str, command: str) -> str:
    """The `value` of one option of a menu."""
    return _COMMAND + command if command else _CHOICE + option_id


def fits_menu(action_id: str, values: list[str]) -> bool:
    """Whether the ids of a menu are as short as Slack wants them."""
    longest = limits()["composition"]["option"]["constraints"]["value"]
    return length_of(action_id) <= most("elements", "static_select", "action_id") and (
        all(length_of(value) <= longest["safe_max_length"] for value in values)
        and not any(_UNSAFE & set(value) for value in values)
        and len(set(values)) == len(values)
    )


def read(element: Mapping[str, Any]) -> Action | None:
    """What the pressed or picked element of a payload stands for; None if not ours.

    element: one of `actions` in a `block_actions` payload.
    """
    version, _, rest = str(element.get("action_id", "")).partition(".")
    kind, _, rest = rest.partition(".")
    if version != VERSION:
        return None
    picked = (element.get("selected_option") or {}).get("value")
    try:
        if kind == _MENU:
            return _picked(json.loads(rest.partition(".")[2]), picked)
        if kind == _FILTER:
            return ShowHome(picked, 1) if picked else None
        return _pressed(kind, json.loads(element.get("value") or "[]"))
    except (ValueError, KeyError, TypeError):
        return None


def _pressed(kind: str, values: list[Any]) -> Action:
    """Raises KeyError or TypeError where the button is not one of ours."""
    action = _KINDS[kind](*values)
    for name, value in zip(action.__dataclass_fields__, values, strict=False):
        wanted = int if name == "page" else str
        if type(value) is not wanted:
            raise TypeError(f"{kind}: {name} is no {wanted.__name__}")
    return action


def _picked(shared: list[Any], picked: Any) -> Action | None:
    case_id, question = shared
    if not (type(case_id) is type(question) is type(picked) is str):
        raise TypeError("a menu is no menu of ours")
    mark, value = picked[:1], picked[1:]
    if mark == _COMMAND:
        return Give(value)
    return Choose(case_id, question, value) if mark == _CHOICE else None


_UNSAFE = frozenset("<>&")


def _packed(values: list[object]) -> str:
    """JSON as short as it gets, without the signs that Slack reads as its own."""
    packed = json.dumps(values, separators=(",", ":"))
    for sign in _UNSAFE:
        packed = packed.replace(sign, f"\\u{ord(sign):04x}")
    return packed
