"""The bot's face: lists of commands, names and descriptions; help and privacy.

The lists are made from the core's registry of commands and the few that only Telegram
has, so none is forgotten. Every text is in the phrase catalogue; one that is too long
for Telegram is an error at the start, not a text cut in half.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from adapters.telegram.arrivals import OwnName
from adapters.telegram.calls import Call
from adapters.telegram.limits import limits
from adapters.telegram.rich import units
from adapters.telegram.words import SYNONYMS
from assistant.chat.commands import REGISTRY, CommandName
from assistant.chat.replies import Item, Listing, Paragraph, Part

Say = Callable[..., str]

# Commands that are Telegram's own or have another name there, in the order of the menu.
OWN = {
    "new": "telegram.command.new",
    "cases": "telegram.command.cases",
    "case": "telegram.command.case",
    OwnName.CANCEL: "telegram.command.cancel",
    OwnName.HELP: "telegram.command.help",
    OwnName.LANGUAGE: "telegram.command.language",
    OwnName.LINK: "telegram.command.link",
    OwnName.PRIVACY: "telegram.command.privacy",
    OwnName.DELETE: "telegram.command.delete",
    "start": "telegram.command.start",
}
# In a group there is nothing to do but find the private chat.
IN_GROUPS = ("cases", OwnName.HELP, OwnName.PRIVACY)
_FIRST = ("new", "cases", "case", OwnName.CANCEL, OwnName.HELP)
_HIDDEN = {*SYNONYMS.values(), CommandName.SHOW, CommandName.HELP}
_PRIVACY = (
    "telegram.privacy.stored",
    "telegram.privacy.reason",
    "telegram.privacy.place",
    "telegram.privacy.period",
    "telegram.privacy.rights",
)
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?")


def command_list(say: Say, *, in_groups: bool = False) -> list[tuple[str, str]]:
    """Names without the slash and what they do, in the order of the menu."""
    if in_groups:
        return [(str(name), say(OWN[name])) for name in IN_GROUPS]
    return [*_described(say)]


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


def privacy_parts(say: Say) -> tuple[Part[str], ...]:
    """What `/privacy` answers: what is kept, why, where, how long, and your rights."""
    return tuple(Paragraph(say(key)) for key in _PRIVACY)


def _described(say: Say) -> Iterator[tuple[str, str]]:
    for name in _FIRST:
        yield str(name), say(OWN[name])
    for spelling in REGISTRY.values():
        if spelling.name not in _HIDDEN and spelling.name not in OWN:
            yield str(spelling.name), say(f"help.{spelling.name}")
    for name, key in OWN.items():
        if name not in _FIRST:
            yield str(name), say(key)


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


_SCOPES = (
    ("default", False),
    ("all_private_chats", False),
    ("all_group_chats", True),
)


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
