"""Tables in a monospaced block that a phone shows without breaking its lines."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from adapters.telegram.limits import NARROW
from adapters.telegram.rich import one_line

_GAP = 2
_NARROWEST_TEXT = 8  # columns that the first column keeps at least
_INSET = "  "
_WORDS = re.compile(r"[ ]+")


def lines_of(
    header: Sequence[str], rows: Sequence[Sequence[str]]
) -> list[tuple[str, ...]]:
    """The table as groups of lines at most `NARROW` wide; nothing in it is cut.

    Columns where they fit, the first one broken into lines if need be; otherwise each
    row is a group by itself, a line for each value with its heading.
    """
    table = [tuple(one_line(cell) for cell in row) for row in (header, *rows)]
    count = max(len(row) for row in table)
    if not count:
        return []
    table = [row + ("",) * (count - len(row)) for row in table]
    widths = [max(width_of(row[at]) for row in table) for at in range(count)]
    room = NARROW - sum(width + _GAP for width in widths[1:])
    if room >= min(widths[0], _NARROWEST_TEXT):
        widths[0] = min(widths[0], room)
        return [tuple(_in_columns(row, widths)) for row in table]
    return [tuple(_one_below_another(table[0], row)) for row in table[1:]] or [
        tuple(line for cell in table[0] for line in wrapped(cell, NARROW))
    ]


def width_of(text: str) -> int:
    """Columns that a line fills: two for wide characters, none for added marks."""
    return sum(map(_columns, text))


def wrapped(text: str, width: int) -> list[str]:
    """The line broken at spaces, and inside words longer than `width` columns."""
    lines = [""]
    for word in _WORDS.split(text):
        for piece in _pieces(word, width):
            longer = f"{lines[-1]} {piece}" if lines[-1] else piece
            if width_of(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


def _in_columns(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    first, *others = row
    values = "".join(
        " " * (_GAP + width - width_of(cell)) + cell
        for cell, width in zip(others, widths[1:], strict=True)
    )
    *above, last = wrapped(first, widths[0])
    yield from above
    yield (last + " " * (widths[0] - width_of(last)) + values).rstrip(" ")


def _one_below_another(header: Sequence[str], row: Sequence[str]) -> Iterator[str]:
    yield from wrapped(row[0], NARROW)
    for heading, cell in zip(header[1:], row[1:], strict=True):
        if not cell:
            continue
        gap = NARROW - len(_INSET) - width_of(heading) - width_of(cell)
        if gap >= _GAP:
            yield _INSET + heading + " " * gap + cell
            continue
        inner = NARROW - len(_INSET)
        for text in (heading, cell):
            yield from (_INSET + line for line in wrapped(text, inner))


def _pieces(word: str, width: int) -> Iterator[str]:
    piece, used = "", 0
    for char in word:
        columns = _columns(char)
        if used + columns > width:
            yield piece
            piece, used = "", 0
        piece, used = piece + char, used + columns
    yield piece


def _columns(char: str) -> int:
    if char < "\x7f":
        return 1
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
