"""Reading `.chat` files: conversations in words an owner would read.

# What the story shows. A line `# covers F-A1 K8` names requirements.
given  place GB-EAW, currency EUR, zone Europe/London, reminders quickbooks phone
given  playbook trades           the kind of work; services where none is said
given  invoice INV-7 for 1200.00 EUR, customer Harbour Café
at     2026-05-07 09:00          the clock stands there (the zone of the business)
after  49 hours                  it moves on
owner  /dispute open INV-7       what is typed; [Scope] presses that button
owner  1. Boards ⏎ 2. oak        two lines at once, as they are pasted
bot    The hold on INV-7 is on.  stands in the answer, after what was found before
bot    [Scope] [Amount]          these buttons are offered by its question, in order
not    words                     stands nowhere in the answer
case   state=specified due=800.00 assessment=valid   the case data afterwards
letter words                     stands in the letter that is shown
restart                          the program ends and starts again on what is kept
"""

import re
from dataclasses import dataclass
from pathlib import Path

VERBS = ("given", "at", "after", "owner", "bot", "not", "case", "letter", "restart")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a story, with its number in the file."""

    number: int
    verb: str
    text: str


@dataclass(frozen=True, slots=True)
class Story:
    """A whole file.

    covers: requirement ids that the story shows.
    """

    name: str
    lines: tuple[Line, ...]
    covers: tuple[str, ...]


def read_story(path: Path) -> Story:
    """The story in a file; ValueError naming the line for a verb there is not."""
    lines: list[Line] = []
    covers: list[str] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = raw.strip()
        if text.startswith("# covers "):
            covers += text.removeprefix("# covers ").split()
        if not text or text.startswith("#"):
            continue
        verb, _, rest = text.partition(" ")
        if verb not in VERBS:
            raise ValueError(f"{path.name}:{number}: no verb {verb!r}")
        lines.append(Line(number, verb, rest.strip()))
    return Story(path.stem, tuple(lines), tuple(covers))


def buttons_in(text: str) -> list[str]:
    """The labels in `[Scope] [Amount]`; empty for ordinary words."""
    is_buttons = re.fullmatch(r"(\[[^\]]+\]\s*)+", text.strip())
    return re.findall(r"\[([^\]]+)\]", text) if is_buttons else []
