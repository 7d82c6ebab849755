"""The one grammar of commands, for every platform: `open INV-7 480 "Harbour Cafe"`.

Help is made from the same registry that the parser reads, so it is never out of date.
"""

import re
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
    PAPER = "paper"
    PACK = "pack"
    ASSIGN = "assign"
    SHARE = "share"
    UNDO = "undo"
    CLOSE = "close"
    REOPEN = "reopen"
    REPORT = "report"
    EXPORT = "export"
    DELETE = "delete"
    PRIVACY = "privacy"
    SETTINGS = "settings"
    TEAM = "team"
    LINK = "link"
    UNLINK = "unlink"
    CANCEL = "cancel"
    HELP = "help"


# What `list` understands beside a customer, an invoice or a state.
LIST_FILTERS = ("open", "closed", "overdue", "all", "mine", "us", "customer")


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
        Spelling(
            CommandName.SHOW,
            "CASE [letters|timeline|facts|freeze|second]",
            "show D-INV-7 timeline",
            takes_case=True,
        ),
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
        Spelling(
            CommandName.PAID,
            "CASE [AMOUNT] [WORDS]",
            "paid D-INV-7 200",
            takes_case=True,
        ),
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
            CommandName.PAPER,
            "CASE [WHICH] [pdf|docx|eml|txt]",
            "paper D-INV-7 final letter pdf",
            takes_case=True,
        ),
        Spelling(
            CommandName.PACK,
            "CASE [court|short|small|all]",
            "pack D-INV-7 short",
            takes_case=True,
        ),
        Spelling(
            CommandName.ASSIGN, "CASE PERSON", "assign D-INV-7 Sam", takes_case=True
        ),
        Spelling(
            CommandName.SHARE,
            "CASE [team|NAME, NAME]",
            "share D-INV-7 Sam, Kim",
            takes_case=True,
        ),
        Spelling(CommandName.UNDO, "CASE", "undo D-INV-7", takes_case=True),
        Spelling(CommandName.CLOSE, "CASE", "close D-INV-7", takes_case=True),
        Spelling(CommandName.REOPEN, "CASE", "reopen D-INV-7", takes_case=True),
        Spelling(
            CommandName.REPORT, "[MONTH] [csv|json] | adopt CAUSE", "report 2026-05"
        ),
        Spelling(CommandName.EXPORT, "", "export"),
        Spelling(CommandName.DELETE, "[CASE]", "delete D-INV-7"),
        Spelling(CommandName.PRIVACY, "", "privacy"),
        Spelling(CommandName.SETTINGS, "", "settings"),
        Spelling(CommandName.TEAM, "[invite|remove|ROLE] [NAME]", "team approver Sam"),
        Spelling(CommandName.LINK, "[CODE]", "link"),
        Spelling(CommandName.UNLINK, "", "unlink"),
        Spelling(CommandName.CANCEL, "", "cancel"),
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
    "papers": CommandName.PAPER,
    "letter": CommandName.PAPER,
    "letters": CommandName.PAPER,
    "?": CommandName.HELP,
}

_WORD, _GAP = re.compile(r"\S+"), re.compile(r"\s*")
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
        start = 0
        for _ in range(min(count, len(self.words))):
            _, start = _word_at(self.rest, start)
        return self.rest[start:].strip()


def parse(text: str) -> Command:
    """Read a command; case, extra spaces and curly quotes do not matter.

    Raises InputError("error.unknown_command") with the nearest word, if any.
    """
    stripped = text.strip()
    if not stripped:
        return Command(CommandName.MENU, (), "")
    first, *others = stripped.split(maxsplit=1)
    rest = "".join(others)
    word = first.casefold()
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
    """Split at white space, keeping what stands in quotes of any kind together.

    An opening quote without its partner is an ordinary character.
    """
    words: list[str] = []
    stripped, start = text.strip(), 0
    while start < len(stripped):
        word, start = _word_at(stripped, start)
        words.append(word)
    return words


def _word_at(text: str, start: int) -> tuple[str, int]:
    """The word that begins there, quotes taken off, and where the next one begins."""
    closing = _QUOTES.get(text[start])
    end = text.find(closing, start + 1) if closing else -1
    if end > 0:
        word, end = text[start + 1 : end], end + 1
    else:
        found = _WORD.match(text, start)
        end = found.end() if found else len(text)
        word = text[start:end]
    gap = _GAP.match(text, end)
    return word, gap.end() if gap else end
