"""A text as a page: cells divided by wide gaps, and the labels among them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.reading.invoices.labels import (
    Label,
    folded,
    label_at,
    label_starts,
)

MOST_LINES = 3_000
_LONGEST_LINE = 400
_CELL = re.compile(r"\S+(?: \S+)*")
_RATE = re.compile(r"(?:\+ ?)?\d{1,2}(?:[.,]\d{1,3})? ?% ?")
_BETWEEN = " \t:.#-–—=*"


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line. start, end: columns; label: what it begins with, if any.

    words: the label as written; rest: what stands behind it, or the whole text.
    """

    text: str
    start: int
    end: int
    label: Label | None = None
    words: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a document that have something on them, as cells."""

    lines: tuple[tuple[Cell, ...], ...]
    cut: bool

    @property
    def text(self) -> str:
        """The lines again, cells apart."""
        return "\n".join("   ".join(c.text for c in line) for line in self.lines)

    def labelled(self, wanted: Label) -> Iterator[tuple[int, int, Cell]]:
        """Line, place and cell of every label of a kind, in reading order."""
        for number, line in enumerate(self.lines):
            for place, cell in enumerate(line):
                if cell.label is wanted:
                    yield number, place, cell

    def beside(self, number: int, place: int) -> Iterator[str]:
        """What stands behind a label and beside it, up to the next label."""
        line = self.lines[number]
        if line[place].rest:
            yield line[place].rest
        for other in line[place + 1 :]:
            if other.label is not None:
                break
            yield other.text

    def below(self, number: int, place: int) -> Iterator[str]:
        """What stands under a label, in the next two lines.

        Rows of equally many cells are a table: the cell of the same place is meant.
        """
        line = self.lines[number]
        for lower in self.lines[number + 1 : number + 3]:
            if len(lower) == len(line) > 1:
                cells = [lower[place]]
            else:
                cells = [cell for cell in lower if _is_below(cell, line[place])]
            yield from (cell.text for cell in cells if cell.label is None)

    def values(self, number: int, place: int) -> Iterator[str]:
        """What may be the value of a label, the likeliest first."""
        yield from self.beside(number, place)
        yield from self.below(number, place)


def page_of(text: str) -> Page:
    """Divide a text into lines and cells; bounded in lines and their length."""
    lines: list[tuple[Cell, ...]] = []
    cut = False
    for raw in text.split("\n"):
        if len(lines) >= MOST_LINES:
            cut = True
            break
        line = raw[:_LONGEST_LINE].replace("\t", "    ").replace("|", "  ")
        line = line.replace("\u00a0", " ").replace("\u202f", " ").rstrip()
        if line.strip():
            lines.append(tuple(_cells(line)))
    return Page(tuple(lines), cut)


def _cells(line: str) -> Iterator[Cell]:
    for found in _CELL.finditer(line):
        plain = folded(found.group())
        for start, end in pairwise(_breaks(plain)):
            text = found.group()[start:end].strip()
            if text:
                yield _cell(text, found.start() + start)


def _breaks(plain: str) -> list[int]:
    """Where the labels of a cell begin, and its end; a label is not cut in two."""
    breaks = [0]
    for start in label_starts(plain):
        known = label_at(plain[breaks[-1] :])
        if known is None or start >= breaks[-1] + known[1]:
            breaks.append(start)
    return [*breaks, len(plain)]


def _cell(text: str, start: int) -> Cell:
    end = start + len(text)
    rate = _RATE.match(text)  # "19 % MwSt.": the label stands behind its rate
    skipped = rate.end() if rate else 0
    found = label_at(folded(text[skipped:]))
    if found is None:
        return Cell(text, start, end, rest=text)
    label, length = found[0], found[1] + skipped
    rest = text[length:].lstrip(_BETWEEN)
    # "-200.00" behind "Paid" is a sign, not a dash.
    if re.match(r".{0,3}[-–] ?[€£$]?\d", text[length:]) and "-" in text[length:][:3]:
        rest = text[length:].lstrip(" \t:.#=*")
    return Cell(text, start, end, label, text[:length], rest)


def _is_below(cell: Cell, label: Cell) -> bool:
    return cell.start <= label.end + 1 and cell.end >= label.start - 1
