"""What a pack is asked to be, and what becomes of each exhibit in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol

from assistant.documents.photos import Picture, prepared

Open = Callable[[str], BinaryIO]  # the bytes of a file by its SHA-256


class Prints(Protocol):
    """Photos that were prepared for paper before, by the SHA-256 of their originals."""

    def check(self, sha256: str) -> None:
        """StoreError if the original of a kept print is gone or has changed."""
        ...

    def found(self, sha256: str) -> Picture | None:
        """The prepared photo; None if it has to be made."""
        ...

    def made(self, sha256: str, original: bytes) -> Picture:
        """The photo prepared now, and kept; NotAPictureError if it is none."""
        ...


class NoPrints:
    """None are kept: each photo is prepared when it is needed."""

    def check(self, sha256: str) -> None:
        """Never asked."""

    def found(self, sha256: str) -> Picture | None:  # noqa: ARG002  as Prints
        """None."""
        return None

    def made(self, sha256: str, original: bytes) -> Picture:  # noqa: ARG002
        """The photo prepared now; NotAPictureError if it is none."""
        return prepared(original)


class PackForm(StrEnum):
    """Which pack: everything, a short one for a mediator, or one within limits."""

    COURT = "court"
    SHORT = "short"
    SMALL = "small"


class Work(StrEnum):
    """What is being done; for whoever waits."""

    EXHIBITS = "exhibits"
    SETTING = "setting"
    PAGES = "pages"


Progress = Callable[[Work, int, int], None]  # what, how many done, of how many


def silent(work: Work, done: int, of: int) -> None:
    """Tell nobody how far it is."""


class Shown(StrEnum):
    """How an exhibit appears; `listed` ones are in the list only, with a reason."""

    PHOTO = "photo"
    PAGES = "pages"
    WORDS = "words"
    LISTED = "listed"


class Why(StrEnum):
    """Why an exhibit is only listed; its words are under `pack.why.`."""

    NAMED_ONLY = "named_only"
    OTHER_FORMAT = "other_format"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_LONG = "too_long"
    NO_ROOM = "no_room"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is there of one exhibit.

    file: the prepared copy of a photo, or the PDF, in the working folder.
    pages: of a PDF, each as width and height in points.
    taken: when a photo was taken, by the camera's clock.
    unseen: the SHA-256 of an original that was not read, as its print was kept.
    """

    number: int
    shown: Shown
    why: Why | None = None
    file: Path | None = None
    pages: tuple[tuple[float, float], ...] = ()
    words: str = ""
    taken: datetime | None = None
    width: int = 0
    height: int = 0
    unseen: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """How much room a pack may take.

    largest: pixels of a photo's longer side. photos: how many on one page.
    most_pages: of PDFs that are put in, over all exhibits.
    """

    largest: int = 1_600
    quality: int = 80
    photos: int = 1
    most_pages: int = 400


@dataclass(frozen=True, slots=True)
class Limits:
    """What a pack may not exceed. The figures of card disputes: 4.5 MB, 50 pages."""

    size: int = 4_500_000
    pages: int = 50


# From the best to the smallest; the first that fits is taken.
GRADES = (
    Grade(),
    Grade(1_200, 72, 2, 40),
    Grade(1_000, 64, 4, 24),
    Grade(760, 52, 6, 10),
    Grade(560, 42, 6, 0),
)


@dataclass(frozen=True, slots=True)
class Pack:
    """A finished pack.

    content: the PDF. unprintable: characters that no font has, shown by their number.
    fits: whether it is within the limits that were asked for.
    listed: numbers of the exhibits that are in the list only, with the reason.
    """

    content: bytes
    pages: int
    unprintable: tuple[str, ...] = ()
    fits: bool = True
    listed: dict[int, Why] = field(default_factory=dict)
