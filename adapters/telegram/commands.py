"""The bot's face: lists of commands, names and descriptions; help.

The lists are made from the core's registry of commands and the few that only Telegram
has, so none is forgotten. Every text is in the phrase catalogue; one that is too long
for Telegram is an error at the start, not a text cut in half.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from adapters.telegram.calls import Call
from adapters.telegram.limits import limits
from adapters.telegram.rich import units
from assistant.chat.commands import REGISTRY, CommandName
from assistant.chat.replies import Item, Listing, Paragraph, Part

Say = Callable[..., str]

# Commands that are Telegram's own or have another name there, in the order of the menu.
OWN = {
    "new": "telegram.command.new",
    "cases": "telegram.command.cases",
    "case": "telegram.command.case",
    CommandName.HELP: "telegram.command.help",
    "language": "telegram.command.language",
    "start": "telegram.command.start",
}
# In a group there is nothing to do but find the private chat.
IN_GROUPS = ("cases", CommandName.HELP, CommandName.PRIVACY)
_FIRST = ("new", "cases", "case", CommandName.CANCEL, CommandName.HELP)
# The core's names for what has another one here.
_HIDDEN = (CommandName.OPEN, CommandName.LIST, CommandName.SHOW)
_SCOPES = (
    ("default", False),
    ("all_private_chats", False),
    ("all_group_chats", True),
)
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?")


def command_list(say: Say, *, in_groups: bool = False) -> list[tuple[str, str]]:
    """Names without the slash and what they do, in the order of the menu."""
    known = [str(name) for name in REGISTRY if name not in _HIDDEN]
    names = IN_GROUPS if in_groups else dict.fromkeys((*_FIRST, *known, *OWN))
    return [(str(name), say(OWN.get(name, f"help.{name}"))) for name in names]


def profile_calls(
    say_in: Callable[[str], Say], languages: Sequence[str], fallback: str = "en"
) -> list[Call]:
    """The calls at the start that make the bot introduce itself in every language.

    say_in: the words of a language, by its code.
    languages: codes of the catalogues there are, such as `de` or `pt_BR`.
    fallback: language of the lists that everybody else sees.
    Raises ValueError for a text that is too long for Telegram.
    """
    calls = [*_profile(say_in(fallback), "")]
    for code, language in _by_code(languages).items():
        calls += _profile(say_in(language), code)
    menu = {"menu_button": {"type": "commands"}}
    return [*calls, Call("setChatMenuButton", menu)]


def help_parts(say: Say) -> tuple[Part[str], ...]:
    """What `/help` answers."""
    items = tuple(
        Item(f"/{name}", description) for name, description in command_list(say)
    )
    return (
        Paragraph(say("telegram.help.begin")),
        Listing(say("telegram.help.title"), items),
        Paragraph(say("help.inside_a_case")),
        Paragraph(say("help.advice_line")),
    )


def _profile(say: Say, code: str) -> Iterator[Call]:
    """Everything that is set per language; `code` is empty for all others."""
    bounds = limits()
    where: dict[str, Any] = {"language_code": code} if code else {}
    for scope, in_groups in _SCOPES:
        commands = [
            {"command": name, "description": _fits(text, bounds.command_text)}
            for name, text in command_list(say, in_groups=in_groups)
        ]
        arguments = {"commands": commands, "scope": {"type": scope}, **where}
        yield Call("setMyCommands", arguments)
    name = _fits(say("telegram.name"), bounds.name)
    short = _fits(say("telegram.short_description"), bounds.short_description)
    long = _fits(say("telegram.description"), bounds.description)
    yield Call("setMyName", {"name": name, **where})
    yield Call("setMyShortDescription", {"short_description": short, **where})
    yield Call("setMyDescription", {"description": long, **where})


def _by_code(languages: Sequence[str]) -> dict[str, str]:
    """Two-letter codes, as Telegram knows them, and the first catalogue of each."""
    found: dict[str, str] = {}
    for language in languages:
        match = _LANGUAGE.fullmatch(language)
        if match:
            found.setdefault(match[1], language)
    return found


def _fits(text: str, limit: int) -> str:
    if not 1 <= units(text) <= limit:
        raise ValueError(f"Telegram takes 1 to {limit} characters, not: {text}")
    return text
