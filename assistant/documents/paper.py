"""A paper before it has a format: who, to whom, about what, and its blocks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.chat.replies import Phrase

Say = Callable[[Phrase], str]  # words in the language of the paper


class PaperFormat(StrEnum):
    """How a paper is written down; the value is the file's ending."""

    PDF = "pdf"
    DOCX = "docx"
    EML = "eml"
    TXT = "txt"


MEDIA_TYPES = {
    PaperFormat.PDF: "application/pdf",
    PaperFormat.DOCX: (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    PaperFormat.EML: "message/rfc822",
    PaperFormat.TXT: "text/plain",
}


class PageSize(StrEnum):
    """The sheet; the values are names that typst knows."""

    A4 = "a4"
    LETTER = "us-letter"


# Countries that write on US letter. Source: CLDR 47, measurementData, paperSize US.
_LETTER_COUNTRIES = frozenset("BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split())


def page_size(place: str) -> PageSize:
    """The sheet of a place code such as `US-CA`; A4 where it is not known."""
    is_letter = place.upper().partition("-")[0] in _LETTER_COUNTRIES
    return PageSize.LETTER if is_letter else PageSize.A4


def cut(text: str, limit: int) -> str:
    """At most so many characters; a longer text ends in an ellipsis."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How the business stands on its paper; what is not known is empty.

    address: a line each. details: e-mail, telephone, tax number, bank, each as it is
        printed at the foot.
    logo: a PNG or JPEG.
    """

    name: str = ""
    address: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    bank: tuple[str, ...] = ()
    tax: str = ""
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; its line ends are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a paper."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list: with bullets, or numbered from `start` on."""

    items: tuple[str, ...]
    start: int = 0

    @property
    def is_numbered(self) -> bool:
        """Whether the items have numbers."""
        return self.start > 0


@dataclass(frozen=True, slots=True)
class SignOff:
    """The end of a letter, never parted from the paragraph before it.

    lines: the closing words first, then who signs.
    """

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first column is text, the others are amounts, aligned right.

    totals: how many of the last rows are sums.
    texts: how many columns from the left are text.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: int = 0
    texts: int = 1


Block = Text | Heading | Items | SignOff | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter or a note, ready to be written down.

    language: locale code of its words.
    facts: labelled values beside the address: date, reference, invoice.
    banner: what the paper is not (a draft for the books); empty for a letter.
    pages: "Page {page} of {pages}" in the paper's language.
    """

    title: str
    language: str
    size: PageSize
    made_on: date
    head: Letterhead
    to: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    subject: str
    blocks: tuple[Block, ...]
    pages: str
    enclosures_title: str = ""
    enclosures: tuple[str, ...] = ()
    banner: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A file, and the characters in it for which no font was found."""

    content: bytes
    unprintable: tuple[str, ...] = ()
