"""Prepares the exhibits of a pack one after the other, so that memory stays bounded."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from assistant.documents.pack.parts import (
    GRADES,
    Gathered,
    Grade,
    Open,
    Prints,
    Progress,
    Shown,
    Why,
    Work,
)
from assistant.documents.pack.sheets import ClosedPdfError, UnreadablePdfError, sheets
from assistant.documents.photos import NotAPictureError, Picture, prepared
from assistant.domain.pack_facts import Exhibit
from assistant.errors import StoreError

_PDF = b"%PDF-"
_HEAD = 1_024  # bytes in which the mark of a PDF has to stand
_LONGEST_WORDS = 12_000  # characters of an exhibit's words that are printed


def gather(
    exhibits: Iterable[Exhibit],
    opened: Open,
    prints: Prints,
    folder: Path,
    tell: Progress,
) -> list[Gathered]:
    """What is there of each exhibit, in order; files are written into the folder.

    opened: the original bytes by their hash, checked; may raise StoreError.
    prints: an original whose print is kept is not read; see `missing`.
    """
    wanted = list(exhibits)
    found: list[Gathered] = []
    seen: dict[str, Gathered] = {}  # one file may be several exhibits
    for done, exhibit in enumerate(wanted):
        tell(Work.EXHIBITS, done, len(wanted))
        digest = "" if exhibit.words else exhibit.sha256
        one = seen.get(digest) or _gathered(exhibit, opened, prints, folder)
        if digest:
            seen[digest] = one
        found.append(replace(one, number=exhibit.number))
    tell(Work.EXHIBITS, len(wanted), len(wanted))
    return within(found, GRADES[0])


def missing(found: Iterable[Gathered], prints: Prints) -> frozenset[str]:
    """Which of the originals that were not read are gone or have changed."""
    gone = set()
    for sha256 in dict.fromkeys(one.unseen for one in found if one.unseen):
        try:
            prints.check(sha256)
        except StoreError:
            gone.add(sha256)
    return frozenset(gone)


def without(found: Iterable[Gathered], gone: frozenset[str]) -> list[Gathered]:
    """The exhibits, with those only listed whose originals are gone."""
    return [_listed(x.number, Why.LOST) if x.unseen in gone else x for x in found]


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
    file = folder / f"{one.file.stem}-{grade.largest}.jpg"
    file.write_bytes(picture.content)
    return replace(one, file=file, width=picture.width, height=picture.height)


def _gathered(exhibit: Exhibit, opened: Open, prints: Prints, folder: Path) -> Gathered:
    number, sha256 = exhibit.number, exhibit.sha256
    if exhibit.words:
        return Gathered(number, Shown.WORDS, words=_cut(exhibit.words))
    if not sha256:
        return _listed(number, Why.NAMED_ONLY)
    kept = prints.found(sha256)
    if kept is not None:
        return replace(_photo(number, kept, folder), unseen=sha256)
    try:
        with opened(sha256) as stream:
            raw = stream.read()
    except StoreError:
        return _listed(number, Why.LOST)
    if _PDF in raw[:_HEAD]:
        return _pdf(number, raw, folder)
    try:
        made = prints.made(sha256, raw)
    except NotAPictureError:
        return _listed(number, Why.OTHER_FORMAT)
    return _photo(number, made, folder)


def _listed(number: int, why: Why) -> Gathered:
    return Gathered(number, Shown.LISTED, why)


def _photo(number: int, picture: Picture, folder: Path) -> Gathered:
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
