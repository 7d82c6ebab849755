"""A picture of figures as data: bars on a common scale, drawn elsewhere.

A chart belongs to a table and shows nothing that is not in it, so that a place without
pictures misses nothing.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Words = TypeVar("Words")


class Paint(StrEnum):
    """What a stretch of a bar stands for; who draws it knows the colour."""

    STRONG = "strong"  # what counts
    SOFT = "soft"  # a range: anything between its ends
    LOSS = "loss"  # what was or would be given up
    QUIET = "quiet"  # what the others are compared with


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a bar between two values: minor units of one currency, or counts."""

    start: int
    end: int
    paint: Paint = Paint.STRONG


@dataclass(frozen=True, slots=True)
class Bar(Generic[Words]):
    """A bar with its name and its figure in words.

    mark: where a line is drawn across it; None for none.
    """

    label: Words
    figure: Words
    spans: tuple[Span, ...]
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Panel(Generic[Words]):
    """Bars under one heading that share a scale; note: how to read them."""

    title: Words
    bars: tuple[Bar[Words], ...]
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Chart(Generic[Words]):
    """The whole picture.

    name: of its file, without the ending.
    alt: what it shows, for who cannot see it.
    kicker: a few words above the title, such as who may see it.
    """

    name: str
    title: Words
    alt: Words
    panels: tuple[Panel[Words], ...]
    subtitle: Words | None = None
    kicker: Words | None = None
