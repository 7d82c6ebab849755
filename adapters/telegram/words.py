"""What a typed message means: a command, or words for the core.

Commands begin with a slash. The core's own hints say "type list", so what is
unmistakably a command is one without the slash as well; how much may be taken for one
depends on what is asked, since a customer's message may begin with "Note that...".
"""

import re

from adapters.telegram import deeplinks
from adapters.telegram.arrivals import HelpAsked, LinkFollowed, Sender
from adapters.telegram.calls import Asking
from assistant.chat.commands import LIST_FILTERS, REGISTRY, CommandName
from assistant.chat.events import ChatOpened, CommandGiven, TextTyped
from assistant.chat.matching import folded
from assistant.chat.replies import Typed

Meaning = ChatOpened | CommandGiven | HelpAsked | LinkFollowed | TextTyped

_SLASHED = re.compile(
    r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,}))?(?:\s+(.*))?", re.DOTALL
)
_CASE = re.compile(r"case_(\w+)", re.IGNORECASE)
_CASE_ID = re.compile(r"D-\w", re.IGNORECASE)

# Telegram's customary names for what the core has under another.
SYNONYMS = {
    "new": CommandName.OPEN,
    "cases": CommandName.LIST,
    "language": f"{CommandName.SETTINGS} language",
}
# Typed alone they are commands, whatever is asked.
_ALWAYS = ("menu", "help", "list", "settings", "continue", "cancel", "?")
# Words for the open question, which no command is called: `/back` means "back".
_SAID_AT_QUESTIONS = ("back", "why", "stop", "skip")
_FEW_WORDS = 3
_CODE_LENGTH = 8  # of the codes that link two accounts
_NEVER_AN_ANSWER = ("note", "reply", "assign", "snooze")
_AMOUNT_WORDS = 2  # `200 EUR`
_WAYS = ("email", "text", "post", "by")


def read_words(
    text: str, sender: Sender, username: str, asking: Asking | None = None
) -> Meaning | None:
    """What the text means; None when it is a command for another bot.

    username: of our bot, without `@`.
    asking: the open question, as far as is known.
    """
    typed = text.strip()
    slashed = _SLASHED.fullmatch(typed)
    if slashed is None:
        if _is_command(typed, asking):
            first = typed.split(maxsplit=1)[0]
            return command(first, typed[len(first) :].strip(), sender)
        return TextTyped(sender.delivery_id, sender.place, sender.person, text)
    name, addressee, rest = slashed[1], slashed[2], (slashed[3] or "").strip()
    if addressee and addressee.casefold() != username.casefold():
        return None
    return command(name, rest, sender)


def command(name: str, rest: str, sender: Sender) -> Meaning:
    """A command by the name it has in Telegram, in any case, and what follows it."""
    where = (sender.delivery_id, sender.place, sender.person)
    word = name.casefold()
    if word == "start":
        link = deeplinks.read(rest)
        return LinkFollowed(sender, link) if link else ChatOpened(*where)
    if word in _SAID_AT_QUESTIONS:
        return TextTyped(*where, word)
    if word in ("help", "?") and not rest:
        return HelpAsked(sender)
    if word == "dispute":
        return CommandGiven(*where, rest)
    return CommandGiven(*where, _as_core_knows_it(word, name, rest))


def _as_core_knows_it(word: str, name: str, rest: str) -> str:
    found = _CASE.fullmatch(name)
    if found:  # `/case_INV_7`, which can be pressed in a text
        case_id = found[1].replace("_", "-")
        prefix = "" if _CASE_ID.match(case_id) else "D-"
        return f"{CommandName.SHOW} {prefix}{case_id}"
    if word == "case":
        first = rest.partition(" ")[0]
        named = f"D-{rest}" if first.isdecimal() else rest
        return f"{CommandName.SHOW} {named}" if rest else CommandName.LIST
    return f"{SYNONYMS.get(word, name)} {rest}".strip()


def _is_command(text: str, asking: Asking | None) -> bool:
    """Whether a line without a slash is hardly anything but a command."""
    words = text.split()
    if not words or "\n" in text or folded(text) in _never(asking):
        return False
    first, rest = words[0].casefold(), words[1:]
    if first in _ALWAYS and not rest:
        return True
    if first not in set(REGISTRY):
        return False
    name = CommandName(first)
    if asking is not None and asking.typed is Typed.TEXT:
        # Somebody else's words are pasted here: "Paid 480."
        return _names_its_object(name, rest)
    if _names_its_object(name, rest) or _is_brief(name, rest) or not rest:
        return True
    return asking is not None and _is_free_of(asking, name, rest)


def _is_free_of(asking: Asking, name: CommandName, rest: list[str]) -> bool:
    """Whether what is asked is answered in a way that these words cannot be."""
    if name in _NEVER_AN_ANSWER:
        return True
    is_short = len(rest) <= _FEW_WORDS and name is not CommandName.OPEN
    return is_short and asking.typed is not Typed.LINE


def _never(asking: Asking | None) -> set[str]:
    """What is an answer although it reads like a command."""
    labels = asking.labels if asking else ()
    return {*map(folded, labels), CommandName.UNDO}


def _names_its_object(name: CommandName, rest: list[str]) -> bool:
    """Whether it names a case, a filter or a code, as hardly any sentence begins."""
    if not rest:
        return False
    if name is CommandName.LIST:
        return len(rest) <= _FEW_WORDS and rest[0].casefold() in LIST_FILTERS
    if name is CommandName.LINK:
        return len(rest) == 1 and len(rest[0]) >= _CODE_LENGTH
    return REGISTRY[name].takes_case and bool(_CASE_ID.match(rest[0]))


def _is_brief(name: CommandName, rest: list[str]) -> bool:
    """Whether so few words with such a first one are hardly a customer's message."""
    if not rest or len(rest) > _FEW_WORDS:
        return False
    has_digit = any(letter.isdigit() for letter in rest[0])
    match name:
        case CommandName.OPEN:
            return has_digit
        case CommandName.PAID:
            return has_digit and len(rest) <= _AMOUNT_WORDS
        case CommandName.SENT:
            return rest[0].casefold() in _WAYS
        case _:
            return False
