"""Prepares the exhibits of a pack one after the other, so that memory stays bounded."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from assistant.documents.pack.parts import (
    Gathered,
    Grade,
    Open,
    Progress,
    Shown,
    Why,
    Work,
)
from assistant.documents.pack.sheets import ClosedPdfError, UnreadablePdfError, sheets
from assistant.documents.photos import NotAPictureError, prepared
from assistant.domain.pack_facts import Exhibit
from assistant.errors import StoreError

_PDF = b"%PDF-"
_HEAD = 1_024  # bytes in which the mark of a PDF has to stand
_LONGEST_WORDS = 12_000  # characters of an exhibit's words that are printed


def gather(
    exhibits: Iterable[Exhibit],
    opened: Open,
    folder: Path,
    grade: Grade,
    tell: Progress,
) -> list[Gathered]:
    """What is there of each exhibit, in order; files are written into the folder.

    opened: the original bytes by their hash; may raise StoreError.
    """
    wanted = list(exhibits)
    found: list[Gathered] = []
    room = grade.most_pages
    for done, exhibit in enumerate(wanted):
        tell(Work.EXHIBITS, done, len(wanted))
        one = _gathered(exhibit, opened, folder, grade, room)
        room -= len(one.pages)
        found.append(one)
    tell(Work.EXHIBITS, len(wanted), len(wanted))
    return found


def _gathered(
    exhibit: Exhibit, opened: Open, folder: Path, grade: Grade, room: int
) -> Gathered:
    number = exhibit.number
    if exhibit.words:
        return Gathered(number, Shown.WORDS, words=_cut(exhibit.words))
    if not exhibit.sha256:
        return Gathered(number, Shown.LISTED, Why.NAMED_ONLY)
    try:
        with opened(exhibit.sha256) as stream:
            raw = stream.read()
    except StoreError:
        return Gathered(number, Shown.LISTED, Why.LOST)
    if hashlib.sha256(raw).hexdigest() != exhibit.sha256:
        return Gathered(number, Shown.LISTED, Why.LOST)
    if _PDF in raw[:_HEAD]:
        return _pdf(number, raw, folder, room)
    return _photo(number, raw, folder, grade)


def _photo(number: int, raw: bytes, folder: Path, grade: Grade) -> Gathered:
    try:
        picture = prepared(raw, grade.largest, grade.quality)
    except NotAPictureError:
        return Gathered(number, Shown.LISTED, Why.OTHER_FORMAT)
    file = folder / f"exhibit-{number}.jpg"
    file.write_bytes(picture.content)
    return Gathered(
        number,
        Shown.PHOTO,
        file=file,
        taken=picture.taken,
        width=picture.width,
        height=picture.height,
    )


def _pdf(number: int, raw: bytes, folder: Path, room: int) -> Gathered:
    try:
        pages = sheets(raw)
    except ClosedPdfError:
        return Gathered(number, Shown.LISTED, Why.ENCRYPTED)
    except UnreadablePdfError:
        return Gathered(number, Shown.LISTED, Why.BROKEN)
    if len(pages) > room:
        why = Why.TOO_LONG if room else Why.NO_ROOM
        return Gathered(number, Shown.LISTED, why)
    file = folder / f"exhibit-{number}.pdf"
    file.write_bytes(raw)
    return Gathered(number, Shown.PAGES, file=file, pages=pages)


def _cut(words: str) -> str:
    if len(words) <= _LONGEST_WORDS:
        return words
    return f"{words[: _LONGEST_WORDS - 1]}…"
