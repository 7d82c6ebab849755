"""Message -> terminal text. Pure: the same message and screen, the same text.

Without colour nothing but the words, so pipes and tests see what a person reads, less
the paint. Every text is cleaned of what a terminal would obey before it is laid out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from typing import Any, assert_never, cast

from adapters import links
from adapters.console.cells import one_line, padded, printable, width_of, wrapped
from adapters.console.shown import Choice, choices_of
from assistant.chat.replies import (
    Card,
    Checklist,
    FileOut,
    LetterText,
    Listing,
    Message,
    Paragraph,
    Part,
    Question,
    Table,
    Tone,
)

NARROWEST = 40
_WIDEST_RULE = 60
_GAP = 2  # cells between columns

_BOLD, _DIM = "1", "2"
_RED, _GREEN, _YELLOW, _MAGENTA = "31", "32", "33", "35"

# What shows a tone without colour, and the colour that underlines it.
_TONES = {
    Tone.PLAIN: ("", ""),
    Tone.GOOD: ("✓ ", _GREEN),
    Tone.CAUTION: ("! ", _YELLOW),
    Tone.ERROR: ("✗ ", _RED),
    Tone.PRIVATE: ("", _MAGENTA),
}


@dataclass(frozen=True, slots=True)
class Screen:
    """Where it is drawn.

    say: the console's own words by their key (`console.step`) in the reader's language.
    width: cells in a line; less than `NARROWEST` counts as that.
    colour: whether colours and bold may be used; never the only sign of anything.
    """

    say: Callable[..., str]
    width: int = 80
    colour: bool = False

    def lines(self, text: str, style: str = "", *, lead: str = "") -> list[str]:
        """The text broken into lines, each painted; `lead` before the first."""
        width = max(self.width, NARROWEST)
        broken = wrapped(text, width, lead=lead, hang=width_of(lead))
        return [self.paint(line, style) for line in broken]

    def paint(self, line: str, style: str) -> str:
        """The line in a style, where there is colour."""
        return f"\x1b[{style}m{line}\x1b[0m" if self.colour and style and line else line

    def rule(self, text: str) -> str:
        """A line under a title, as long as it or as fits well."""
        width = min(max(self.width, NARROWEST), _WIDEST_RULE)
        longest = max((width_of(line) for line in text.split("\n")), default=0)
        return self.paint("─" * max(min(longest, width), width // 2), _DIM)


def draw(message: Message, screen: Screen, *, taken: int | None = None) -> str:
    """The whole message as text, ending in a line end; parts are a blank line apart.

    taken: as in `choices_of`.
    """
    parts = [cast("Part[str]", _cleaned(part)) for part in message.parts]
    keyed = choices_of(parts, taken=taken)
    blocks = (
        _drawn(part, choices, screen)
        for part, choices in zip(parts, keyed, strict=True)
    )
    return "\n".join("\n".join(block) + "\n" for block in blocks)


def _drawn(
    part: Part[str], choices: tuple[Choice, ...], screen: Screen
) -> Iterable[str]:
    match part:
        case Paragraph():
            return _paragraph(part, screen)
        case Card():
            return _card(part, choices, screen)
        case Question():
            return _question(part, choices, screen)
        case LetterText():
            return _letter(part, screen)
        case Listing():
            return _listing(part, choices, screen)
        case Checklist():
            return _checklist(part, screen)
        case Table():
            return _table(part, screen)
        case FileOut():
            return _file(part, screen)
        case _:
            assert_never(part)


def _paragraph(part: Paragraph[str], screen: Screen) -> list[str]:
    sign, style = _TONES[part.tone]
    if part.tone is Tone.PRIVATE:
        sign = f"({screen.say('console.private')}) "
        return screen.lines(sign + part.text, style)
    return screen.lines(part.text, style, lead=sign)


def _card(part: Card[str], choices: tuple[Choice, ...], screen: Screen) -> list[str]:
    rows = [(one_line(each.label), each.value) for each in part.fields]
    return [
        *_title(part.title, screen),
        *_pairs(rows, screen),
        *_picks(choices, screen),
    ]


def _question(
    part: Question[str], choices: tuple[Choice, ...], screen: Screen
) -> list[str]:
    lines = []
    if part.step:
        progress = screen.say("console.step", step=part.step, steps=part.steps)
        lines += screen.lines(progress, _DIM)
    lines += screen.lines(part.prompt, _BOLD)
    if part.now is not None:
        lines += screen.lines(part.now, lead=f"{screen.say('console.now')}: ")
    if part.hint is not None:
        lines += screen.lines(part.hint, _DIM)
    lines += _picks(choices, screen)
    return [*lines, *screen.lines(" · ".join(_words(part, screen)), _DIM, lead="  ")]


def _words(part: Question[str], screen: Screen) -> list[str]:
    """What else can be typed at this question."""
    offered = {
        "console.word_back": part.can_go_back,
        "console.word_why": part.why is not None,
        "console.word_undo": True,
        "console.word_stop": True,
        "console.word_help": True,
    }
    return [screen.say(key) for key, is_offered in offered.items() if is_offered]


def _letter(part: LetterText[str], screen: Screen) -> list[str]:
    """The letter as it is, never broken anew: it is there to be copied."""
    lines = screen.lines(part.title, _BOLD)
    if part.note is not None:
        lines += screen.lines(part.note, _DIM)
    if part.subject:
        lines.append(f"{screen.say('console.subject')}: {part.subject}")
    cut = screen.paint("8< " + "-" * (NARROWEST - 3), _DIM)
    lines += [cut, *part.body.split("\n"), cut]
    if part.email:
        link = links.mailto(part.email, part.subject, part.body)
        lines.append(f"{screen.say('console.email')}: {link}")
    if part.phone and (link := links.whatsapp(part.phone, part.body)):
        lines.append(f"{screen.say('console.whatsapp')}: {link}")
    return lines


def _listing(
    part: Listing[str], choices: tuple[Choice, ...], screen: Screen
) -> list[str]:
    lines = _title(part.title, screen)
    if not part.items and part.empty is not None:
        lines += screen.lines(part.empty)
    margin = _margin(choices)
    keys = iter(choice.key for choice in choices)
    for item in part.items:
        key = next(keys) if item.command else ""
        lines += screen.lines(one_line(item.title), lead=_lead(key, margin))
        if item.detail:
            lines += screen.lines(item.detail, _DIM, lead=_lead("", margin))
    if part.more:
        more = screen.say("console.more")
        lines += screen.lines(more, lead=_lead(next(keys), margin))
    return lines


def _checklist(part: Checklist[str], screen: Screen) -> list[str]:
    lines = _title(part.title, screen)
    for check in part.checks:
        sign, style = ("[x]", _GREEN) if check.is_done else ("[ ]", "")
        lines += screen.lines(check.label, style, lead=f"  {sign} ")
        if check.hint is not None:
            lines += screen.lines(check.hint, _DIM, lead=" " * 6)
    return lines


def _table(part: Table[str], screen: Screen) -> list[str]:
    """Columns where they fit, else every row as a small block of its own."""
    rows = [tuple(one_line(cell) for cell in row) for row in (part.header, *part.rows)]
    columns = max(len(row) for row in rows)
    rows = [row + ("",) * (columns - len(row)) for row in rows]
    widths = [max(width_of(row[at]) for row in rows) for at in range(columns)]
    lines = _title(part.title, screen)
    if sum(widths) + _GAP * (columns - 1) > max(screen.width, NARROWEST):
        for row in rows[1:]:
            lines += screen.lines(row[0])
            pairs = zip(rows[0][1:], row[1:], strict=True)
            lines += _pairs([pair for pair in pairs if any(pair)], screen, inset=2)
        return lines
    for index, row in enumerate(rows):
        cells = [
            padded(cell, width, right=at > 0)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        line = (" " * _GAP).join(cells).rstrip(" ")
        lines.append(screen.paint(line, "" if index else _DIM))
    return lines


def _file(part: FileOut[str], screen: Screen) -> list[str]:
    """A file that was saved: `name` is where, see `folder.with_files_saved`."""
    saved = screen.say("console.file_saved", path=part.name)
    return [*screen.lines(part.caption), *screen.lines(saved, _DIM)]


def _title(title: str, screen: Screen) -> list[str]:
    return [*screen.lines(title, _BOLD), screen.rule(title)]


def _pairs(
    rows: Sequence[tuple[str, str]], screen: Screen, *, inset: int = 0
) -> list[str]:
    """Labels and values in two columns; a long label has a line of its own."""
    most = max(screen.width, NARROWEST) // 2 - inset
    fitting = [width_of(label) for label, _ in rows if width_of(label) <= most]
    column = inset + max(fitting, default=0) + _GAP
    lines: list[str] = []
    for label, value in rows:
        lead = " " * inset + label
        if width_of(label) > most:
            lines += screen.lines(label, lead=" " * inset)
            lead = ""
        lines += screen.lines(value, lead=padded(lead, column))
    return lines


def _picks(choices: tuple[Choice, ...], screen: Screen) -> list[str]:
    margin = _margin(choices)
    return [
        line
        for choice in choices
        for line in screen.lines(one_line(choice.label), lead=_lead(choice.key, margin))
    ]


def _margin(choices: tuple[Choice, ...]) -> int:
    return max((len(choice.key) for choice in choices), default=1)


def _lead(key: str, margin: int) -> str:
    return f"  {key:>{margin}}  "


def _cleaned(value: Any) -> Any:
    """The value with every text in it made printable."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return printable(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _cleaned(getattr(value, f.name)) for f in fields(value)}
        return replace(value, **changed)
    return value
