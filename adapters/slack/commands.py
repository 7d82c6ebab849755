"""What a typed or pressed command is to the app, before the core reads it."""

from adapters.slack import helping
from adapters.slack.actions import Action, ShowHome
from adapters.slack.outgoing import Post
from adapters.slack.screen import Screen
from assistant.chat.commands import REGISTRY, Command, CommandName, parse
from assistant.errors import InputError

HERE = "here"  # the app's own word: post the cases in this channel

# These only show something, so nothing is kept and looking is enough.
_SHOWING = frozenset(
    (
        CommandName.SHOW,
        CommandName.LIST,
        CommandName.EVIDENCE,
        CommandName.HELP,
        CommandName.PRIVACY,
    )
)
# These do, as long as nothing is named behind them; `update` names a case first.
_SHOWING_ALONE = {
    CommandName.MENU: 0,
    CommandName.SETTINGS: 0,
    CommandName.TEAM: 0,
    CommandName.UPDATE: 1,
}


def understood(text: str) -> Command | None:
    """The command; None for words that are none."""
    try:
        return parse(text)
    except InputError:
        return None


def is_here(text: str) -> bool:
    """Whether it is the app's own word for choosing a channel."""
    return text.partition(" ")[0].casefold() == HERE


def is_showing(text: str) -> bool:
    """Whether a command only shows something."""
    command = understood(text)
    if command is None or command.name in _SHOWING:
        return True
    most = _SHOWING_ALONE.get(command.name)
    return most is not None and len(command.words) <= most


def is_opening(text: str) -> bool:
    """Whether a command opens a dispute."""
    command = understood(text)
    return command is not None and command.name is CommandName.OPEN


def is_about_case(text: str) -> bool:
    """Whether a command is about one case."""
    command = understood(text)
    if command is None:
        return False
    return REGISTRY[command.name].takes_case


def is_tab(action: Action | None) -> bool:
    """Whether a button turns a page of the Home tab."""
    return isinstance(action, ShowHome)


def help_for(text: str, screen: Screen) -> Post | None:
    """Help, for what asks for it or is no command; None for anything else."""
    if is_here(text):
        return None
    try:
        command = parse(text)
    except InputError as error:
        return helping.help_message(screen, error)
    is_help = command.name is CommandName.HELP and not command.words
    if is_help or command.name is CommandName.MENU:
        return helping.help_message(screen)
    return None
