"""What the commands share: settings, words, files, complaints."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence

TYPE_CHECKING = False  # the import of `typing` alone would cost 2 ms of 30
if TYPE_CHECKING:
    from pathlib import Path

    from assistant.chat.events import Person
    from assistant.chat.replies import Message
    from assistant.service import Assistant
    from assistant.settings import Settings

FINE, PROBLEM = 0, 1  # argparse itself leaves with 2 for wrong usage
WIDTH = 120  # a table of invoices is wide, and a pipe has no width


def own_settings(locale: str | None = None) -> "Settings":
    """Settings from the environment and `.env`; raises SettingsError."""
    from assistant.settings import read_settings

    known = None
    if locale:  # the one that is typed is checked in full; the others by `parley check`
        from assistant.bootstrap import known_values

        known = known_values()
    environment = dict(os.environ)
    if locale:
        environment["PARLEY_LOCALE"] = locale
    return read_settings(environment, dotenv_file(), known)


def speaker() -> "Callable[[str, Mapping[str, object]], str]":
    """Puts phrases of the catalogue into words, in the language of the settings."""
    from assistant.chat.replies import Phrase
    from assistant.rendering.phrases import Phrases
    from assistant.resources import templates_dir

    settings = own_settings()
    phrases = Phrases(templates_dir() / "phrases")

    def say(key: str, values: "Mapping[str, object]") -> str:
        said = Phrase(key, values)
        return phrases.say(said, language=settings.locale, zone=settings.time_zone)

    return say


def dotenv_file() -> "Path":
    """The settings file beside the owner."""
    return path_of(".env")


def path_of(text: str) -> "Path":
    """A typed path, with `~` for the home folder."""
    from pathlib import Path

    return Path(text).expanduser()


def accept_any_text() -> None:
    """Replace what the terminal's encoding cannot show, rather than fail."""
    from io import TextIOWrapper

    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def complain(problems: Sequence[str]) -> int:
    """One line each on the error output; the exit code for it."""
    for problem in problems:
        print(problem, file=sys.stderr)
    return PROBLEM


def who_is_here() -> "Person":
    """The person at this computer, by the name they are logged in with."""
    import getpass

    from assistant.chat.events import Person

    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # a container whose user has no name
        name = "owner"
    return Person(id=name, name=name)


def as_drawn(assistant: "Assistant", messages: "Sequence[Message]") -> str:
    """What the chat would show, as the terminal draws it."""
    from adapters.console.outbound import Screen, draw

    screen = Screen(assistant.text, WIDTH)
    return "".join(draw(message, screen) for message in messages)
