"""The one grammar of commands, for every platform: `open INV-7 480 "Harbour Cafe"`.

Help is made from the same registry that the parser reads, so it is never out of date.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from assistant.errors import InputError


class CommandName(StrEnum):
    """Every command, in the order in which help shows them."""

    MENU = "menu"
    OPEN = "open"
    LIST = "list"
    SHOW = "show"
    UPDATE = "update"
    NOTE = "note"
    EVIDENCE = "evidence"
    PAID = "paid"
    OFFER = "offer"
    SENT = "sent"
    REPLY = "reply"
    HOLD = "hold"
    RESUME = "resume"
    SNOOZE = "snooze"
    DONE = "done"
    CALENDAR = "calendar"
    ASSIGN = "assign"
    UNDO = "undo"
    CLOSE = "close"
    REOPEN = "reopen"
    EXPORT = "export"
    SETTINGS = "settings"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a command is written.

    usage: its arguments, for help.
    example: one that works as it stands.
    takes_case: whether its first argument is a case, implied inside a case.
    """

    name: CommandName
    usage: str
    example: str
    takes_case: bool = False


REGISTRY: dict[CommandName, Spelling] = {
    spelling.name: spelling
    for spelling in (
        Spelling(CommandName.MENU, "", "menu"),
        Spelling(
            CommandName.OPEN,
            "[INVOICE] [AMOUNT] [CUSTOMER]",
            'open INV-7 480 "Harbour Cafe"',
        ),
        Spelling(CommandName.LIST, "[FILTER]", "list overdue"),
        Spelling(CommandName.SHOW, "CASE", "show D-INV-7", takes_case=True),
        Spelling(
            CommandName.UPDATE,
            "CASE [FIELD VALUE]",
            "update D-INV-7 reason quality",
            takes_case=True,
        ),
        Spelling(
            CommandName.NOTE, "CASE TEXT", "note D-INV-7 She was upset", takes_case=True
        ),
        Spelling(CommandName.EVIDENCE, "CASE", "evidence D-INV-7", takes_case=True),
        Spelling(CommandName.PAID, "CASE AMOUNT", "paid D-INV-7 200", takes_case=True),
        Spelling(CommandName.OFFER, "CASE", "offer D-INV-7", takes_case=True),
        Spelling(
            CommandName.SENT, "CASE [WAY] [DATE]", "sent D-INV-7 post", takes_case=True
        ),
        Spelling(
            CommandName.REPLY,
            "CASE TEXT",
            "reply D-INV-7 We agreed 400, you billed 480",
            takes_case=True,
        ),
        Spelling(CommandName.HOLD, "CASE", "hold D-INV-7", takes_case=True),
        Spelling(CommandName.RESUME, "CASE", "resume D-INV-7", takes_case=True),
        Spelling(
            CommandName.SNOOZE,
            "CASE [UNTIL]",
            "snooze D-INV-7 in 3 days",
            takes_case=True,
        ),
        Spelling(CommandName.DONE, "CASE", "done D-INV-7", takes_case=True),
        Spelling(CommandName.CALENDAR, "CASE", "calendar D-INV-7", takes_case=True),
        Spelling(
            CommandName.ASSIGN, "CASE PERSON", "assign D-INV-7 Sam", takes_case=True
        ),
        Spelling(CommandName.UNDO, "CASE", "undo D-INV-7", takes_case=True),
        Spelling(CommandName.CLOSE, "CASE", "close D-INV-7", takes_case=True),
        Spelling(CommandName.REOPEN, "CASE", "reopen D-INV-7", takes_case=True),
        Spelling(CommandName.EXPORT, "", "export"),
        Spelling(CommandName.SETTINGS, "", "settings"),
        Spelling(CommandName.HELP, "[WORD]", "help open"),
    )
}

_ALIASES = {
    "new": CommandName.OPEN,
    "start": CommandName.MENU,
    "cases": CommandName.LIST,
    "case": CommandName.SHOW,
    "continue": CommandName.SHOW,
    "attach": CommandName.EVIDENCE,
    "?": CommandName.HELP,
}

_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "'": "'", "‘": "’"}


@dataclass(frozen=True, slots=True)
class Command:
    """A command that was understood.

    words: its arguments, quotes taken off.
    rest: everything after the command's name, as typed.
    """

    name: CommandName
    words: tuple[str, ...]
    rest: str

    def after(self, count: int) -> str:
        """What was typed after the first `count` arguments, as it was typed."""
        rest = self.rest
        for word in self.words[:count]:
            start = rest.find(word) + len(word)
            rest = rest[start:].lstrip("\"”“»'’ ")
        return rest.strip()


def parse(text: str) -> Command:
    """Read a command; case, extra spaces and curly quotes do not matter.

    Raises InputError("error.unknown_command") with the nearest word, if any.
    """
    stripped = text.strip()
    first, _, rest = stripped.partition(" ")
    word = first.casefold()
    if not word:
        return Command(CommandName.MENU, (), "")
    name = _ALIASES.get(word) or next((n for n in CommandName if n == word), None)
    if name is None:
        known = [*CommandName, *_ALIASES]
        nearest = get_close_matches(word, known, n=1, cutoff=0.6)
        if nearest:
            raise InputError(
                "error.unknown_command_nearest", word=first, nearest=nearest[0]
            )
        raise InputError("error.unknown_command", word=first)
    return Command(name, tuple(split_words(rest)), rest.strip())


def split_words(text: str) -> list[str]:
    """Split at spaces, keeping what stands in quotes of any kind together.

    An opening quote without its partner is an ordinary character.
    """
    words: list[str] = []
    rest = text.strip()
    while rest:
        closing = _QUOTES.get(rest[0])
        end = rest.find(closing, 1) if closing else -1
        if closing and end > 0:
            words.append(rest[1:end])
            rest = rest[end + 1 :].lstrip()
        else:
            word, _, rest = rest.partition(" ")
            words.append(word)
            rest = rest.lstrip()
    return words
