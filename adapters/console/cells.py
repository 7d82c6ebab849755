"""Text on a terminal: what is safe to print, how wide it is, where it breaks.

Widths are counted in cells, since a Chinese character or an emoji fills two.
"""

import re
from itertools import chain

from rich.cells import cell_len, chop_cells

# Whole escape sequences first, so that "\x1b[31m" does not leave "[31m" behind. The
# classes exclude what may begin another sequence: one pass, whatever the input.
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor, screen
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])"  # OSC, DCS and kin: titles, links...
    r"[^\x07\x1b\x80-\x9f]*(?:\x07|\x1b\\|\x9c)"  # ...up to where they end
    r"|\x1b[ -/]*[0-~]"  # short ones
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def without_controls(text: str) -> str:
    """The text without terminal control sequences; line ends and tabs stay.

    Halves of characters, as broken input can hold, become the replacement character.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _CONTROLS.sub("", _ESCAPES.sub("", text))
    return _SURROGATES.sub("\ufffd", text)


def printable(text: str) -> str:
    """The text as it may be printed: nothing that moves, hides or reorders."""
    return _BIDI.sub("", without_controls(text))


def one_line(text: str) -> str:
    """The text with line ends, tabs and runs of spaces as one space."""
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")


def width_of(text: str) -> int:
    """Cells that a single line fills."""
    return cell_len(text)


def padded(text: str, width: int, *, right: bool = False) -> str:
    """The line filled with spaces up to a width; at the left when `right`."""
    gap = " " * max(0, width - cell_len(text))
    return gap + text if right else text + gap


def wrapped(text: str, width: int, *, lead: str = "", hang: int = 0) -> list[str]:
    """Break a text into lines of at most `width` cells.

    Breaks at spaces, never at no-break spaces; a word longer than a line is cut.
    lead: stands in front of the first line.
    hang: cells by which the following lines are set in.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        start = " " * hang if lines else lead
        lines += _broken(paragraph, width, start, " " * hang)
    return lines


def _broken(paragraph: str, width: int, start: str, indent: str) -> list[str]:
    lines: list[str] = []
    line, used = start, cell_len(start)
    is_fresh = True
    room = max(2, width - max(used, len(indent)))
    for word in chain.from_iterable(
        chop_cells(word, room) if len(word) * 2 > room else (word,)
        for word in re.split(r"[ \t]+", paragraph.strip(" \t"))
    ):
        size = cell_len(word)
        if not is_fresh and used + 1 + size > width:
            lines.append(line.rstrip(" "))
            line, used, is_fresh = indent, len(indent), True
        line += word if is_fresh else f" {word}"
        used += size + (not is_fresh)
        is_fresh = False
    return [*lines, line.rstrip(" ")]
