"""Draw the pictures of the README from a real conversation.

Run from the project's root: `.venv/bin/python scripts/pictures.py`. Plays the practice
assistant on a fixed clock through the real terminal and writes docs/pictures/*.svg.
"""

import io
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from adapters.console.app import Chat, Terminal  # noqa: E402  needs the path above
from adapters.console.blocks import Entry  # noqa: E402
from adapters.console.folder import Folder  # noqa: E402
from assistant.bootstrap import build_practice  # noqa: E402
from assistant.chat.events import Person, Place  # noqa: E402
from assistant.clock import MovableClock  # noqa: E402
from assistant.settings import Settings  # noqa: E402

WIDTH = 86
SET_UP = ("Studio Nord", "Robin", "England", "EUR", "London", "QuickBooks, phone")
OPENING = (
    '/dispute open INV-7 1200.00 "Harbour Café"',
    "Scope",
    "We agreed two rounds of revisions and you billed three. That is 400 too much.",
    "Yes, use it",
)
ANSWERS = (
    "Nothing",
    "Sent by e-mail",
    "All are off",
    "I charge none",
    "A company",
    "Regularly",
    "Design 800; Third revision round 400",
    "Third revision round: €400.00",
    "All of it: €400.00",
    "That is all",
    "Contract of 3 March",
    "E-mails with Ana",
    "Go on without these",
    "No",
    "Yes",
    "Yes, only spoken",
    "Yes, in writing",
    "Yes, in writing",
)


def main() -> None:
    """Play the case and draw two moments of it."""
    folder = Path(tempfile.mkdtemp())
    settings = Settings(folder, locale="en_GB", time_zone="Europe/London")
    clock = MovableClock(datetime(2026, 5, 7, 8, 0, tzinfo=UTC))
    terminal = Terminal(
        Place("console", "terminal", "local"), Person("you", "you"), Folder(folder)
    )
    out = io.StringIO()
    chat = Chat(
        build_practice(settings, clock), terminal, out, lambda: WIDTH - 2, colour=True
    )
    chat.open()
    _say(chat, out, SET_UP)
    out.truncate(0)
    out.seek(0)
    _say(chat, out, OPENING[:3])
    _draw("opening", "parley chat", out.getvalue())
    _say(chat, out, (OPENING[3], *ANSWERS[:-1]))
    out.truncate(0)
    out.seek(0)
    _say(chat, out, ANSWERS[-1:])
    _draw("judgement", "parley chat", out.getvalue())


def _say(chat: Chat, out: io.StringIO, lines: tuple[str, ...]) -> None:
    for line in lines:
        out.write(f"\x1b[1m> {line}\x1b[0m\n\n")
        chat.take(Entry(line))


def _draw(name: str, title: str, text: str) -> None:
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text.from_ansi(text.rstrip()))
    path = ROOT / "docs" / "pictures" / f"{name}.svg"
    console.save_svg(str(path), title=title)


if __name__ == "__main__":
    main()
