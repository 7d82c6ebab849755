"""Prepares the exhibits of a pack one after the other, so that memory stays bounded."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from assistant.documents.pack.parts import (
    GRADES,
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
    exhibits: Iterable[Exhibit], opened: Open, folder: Path, tell: Progress
) -> list[Gathered]:
    """What is there of each exhibit, in order; files are written into the folder.

    opened: the original bytes by their hash; may raise StoreError.
    """
    wanted = list(exhibits)
    found: list[Gathered] = []
    for done, exhibit in enumerate(wanted):
        tell(Work.EXHIBITS, done, len(wanted))
        found.append(_gathered(exhibit, opened, folder))
    tell(Work.EXHIBITS, len(wanted), len(wanted))
    return within(found, GRADES[0])


def within(found: Iterable[Gathered], grade: Grade) -> list[Gathered]:
    """The exhibits, with PDFs only as long as there is room for their pages."""
    kept: list[Gathered] = []
    room = grade.most_pages
    for one in found:
        count = len(one.pages)
        why = Why.TOO_LONG if count > grade.most_pages else Why.NO_ROOM
        kept.append(one if count <= room else _listed(one.number, why))
        room -= len(kept[-1].pages)
    return kept


def regraded(one: Gathered, grade: Grade, folder: Path) -> Gathered:
    """A photo made smaller from its prepared copy; anything else as it is."""
    if one.shown is not Shown.PHOTO or one.file is None or grade is GRADES[0]:
        return one
    picture = prepared(one.file.read_bytes(), grade.largest, grade.quality)
    file = folder / f"exhibit-{one.number}-{grade.largest}.jpg"
    file.write_bytes(picture.content)
    return replace(one, file=file, width=picture.width, height=picture.height)


def _gathered(exhibit: Exhibit, opened: Open, folder: Path) -> Gathered:
    number = exhibit.number
    if exhibit.words:
        return Gathered(number, Shown.WORDS, words=_cut(exhibit.words))
    if not exhibit.sha256:
        return _listed(number, Why.NAMED_ONLY)
    try:
        with opened(exhibit.sha256) as stream:
            raw = stream.read()
    except StoreError:
        return _listed(number, Why.LOST)
    if hashlib.sha256(raw).hexdigest() != exhibit.sha256:
        return _listed(number, Why.LOST)
    if _PDF in raw[:_HEAD]:
        return _pdf(number, raw, folder)
    return _photo(number, raw, folder)


def _listed(number: int, why: Why) -> Gathered:
    return Gathered(number, Shown.LISTED, why)


def _photo(number: int, raw: bytes, folder: Path) -> Gathered:
    best = GRADES[0]
    try:
        picture = prepared(raw, best.largest, best.quality)
    except NotAPictureError:
        return _listed(number, Why.OTHER_FORMAT)
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


def _pdf(number: int, raw: bytes, folder: Path) -> Gathered:
    try:
        pages = sheets(raw)
    except ClosedPdfError:
        return _listed(number, Why.ENCRYPTED)
    except UnreadablePdfError:
        return _listed(number, Why.BROKEN)
    file = folder / f"exhibit-{number}.pdf"
    file.write_bytes(raw)
    return Gathered(number, Shown.PAGES, file=file, pages=pages)


def _cut(words: str) -> str:
    if len(words) <= _LONGEST_WORDS:
        return words
    return f"{words[: _LONGEST_WORDS - 1]}…"
