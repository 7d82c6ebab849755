"""The exhibits: their list, a page or more for each, and the page on integrity."""

from assistant.chat.replies import Phrase, phrase
from assistant.documents.pack.content import Content, place_of
from assistant.documents.pack.drawn import (
    Cell,
    Drawn,
    hashed,
    heading,
    pairs,
    table,
    text,
)
from assistant.documents.pack.parts import Gathered, PackForm, Shown, Why
from assistant.domain.pack_facts import Exhibit

_BODY = 240  # millimetres of a page's height that several photos share
_GAP = 6  # millimetres between them
_KNOWN_SOURCES = ("customer", "owner")


def exhibit_list(content: Content) -> Drawn:
    """The chapter that lists them: what each is, what it shows, where it is."""
    say, exhibits = content.say, content.facts.exhibits
    title = say(phrase("pack.section.exhibits"))
    parts = [text(say(phrase("pack.no_exhibits")))]
    if exhibits:
        rows: list[list[Cell]] = [
            [
                content.exhibit(each.number),
                _listed(content, each),
                each.proves or say(phrase("pack.proves_none")),
                _where(content, each),
            ]
            for each in exhibits
        ]
        header = content.columns("number", "paper", "proves", "where")
        parts = [table(header, rows, wide=(1, 2))]
    is_long = content.form is not PackForm.SHORT
    return {"title": title, "parts": parts, "new-page": is_long}


def exhibit_groups(content: Content) -> list[list[Drawn]]:
    """The exhibits in order; those of one group share a page or follow on it.

    Papers that are only listed follow each other, and photos share a page where the
    grade says so.
    """
    groups: list[list[Drawn]] = []
    if content.form is PackForm.SHORT:
        return groups
    for exhibit in content.facts.exhibits:
        drawn = _exhibit(content, exhibit, content.gathered[exhibit.number])
        before = groups[-1] if groups else []
        kind = before[0]["kind"] if before else ""
        most = content.grade.photos if kind == Shown.PHOTO else len(before) + 1
        is_alike = kind in (Shown.PHOTO, Shown.LISTED) and kind == drawn["kind"]
        if is_alike and len(before) < most:
            before.append(drawn)
        else:
            groups.append([drawn])
    return groups


def name_of(found: Gathered, page: int = 0) -> str:
    """What the source calls the picture of a photo, or of a page of a PDF, from 0."""
    if found.file is None:
        return ""
    if found.shown is Shown.PHOTO:
        return found.file.name
    return f"{found.file.stem}-{page}.jpg"


def integrity(content: Content) -> Drawn:
    """Fingerprints of every file, and of the record of the case."""
    say, facts, sealed = content.say, content.facts, content.sealed
    rows: list[list[Cell]] = []
    for each in facts.exhibits:
        digest: Cell = say(phrase("pack.no_file"))
        if each.sha256:
            digest = hashed(each.sha256)
        size = str(each.size) if each.size else ""
        rows.append([str(each.number), content.name(each), size, digest])
    log: list[list[Cell]] = [
        [say(phrase("pack.log_entries")), str(sealed.entries)],
        [say(phrase("pack.log_hash")), hashed(sealed.last_hash)],
    ]
    parts = [text(say(phrase("pack.integrity_what")))]
    if rows:
        header = content.columns("number", "file", "bytes", "hash")
        parts.append(table(header, rows, wide=(1,)))
    parts += [
        heading(say(phrase("pack.log_title"))),
        text(say(phrase("pack.log_what"))),
        pairs(log),
    ]
    return {"title": say(phrase("pack.section.integrity")), "parts": parts}


def _listed(content: Content, exhibit: Exhibit) -> str:
    """Its kind above its name, where these are two."""
    kind = content.say(phrase(f"evidence.kind.{exhibit.kind}"))
    paper = content.paper(exhibit)
    return paper if paper.startswith(kind) else f"{kind}\n{paper}"


def _where(content: Content, exhibit: Exhibit) -> str:
    found = content.gathered.get(exhibit.number)
    if found is None:
        return content.say(phrase("pack.where.on_request"))
    key = "listed" if found.shown is Shown.LISTED else "inside"
    return content.say(phrase(f"pack.where.{key}"))


def _exhibit(content: Content, exhibit: Exhibit, found: Gathered) -> Drawn:
    say, photos = content.say, content.grade.photos
    is_small = photos > 1
    across = 1 if photos <= 2 else 2
    named = {"number": exhibit.number, "name": content.name(exhibit)}
    return {
        "id": place_of(exhibit.number),
        "number": exhibit.number,
        "heading": say(phrase("pack.exhibit", **named)),
        "proves": exhibit.proves,
        "rows": _details(content, exhibit, found),
        "hash": exhibit.sha256,
        "kind": str(found.shown),
        "file": name_of(found),
        "ratio": found.width / found.height if found.height else 1.0,
        "words": found.words,
        "note": say(_note(found)) if found.why else "",
        "brief": is_small and found.shown in (Shown.PHOTO, Shown.PAGES),
        "frames": _frames(content, found),
        "across": across,
        "cell": _BODY * across // max(photos, 2) - _GAP,
    }


def _frames(content: Content, found: Gathered) -> list[Drawn]:
    """The pages of a PDF, each with the line above it."""
    values = {"number": found.number, "pages": len(found.pages)}
    return [
        {
            "words": content.say(phrase("pack.frame", page=at + 1, **values)),
            "file": name_of(found, at),
            "width": width,
            "height": height,
        }
        for at, (width, height) in enumerate(found.pages)
    ]


def _note(found: Gathered) -> Phrase:
    """Why an exhibit is not shown, and whether its original can be had."""
    is_here = found.why not in (Why.NAMED_ONLY, Why.LOST)
    key = "pack.not_shown" if is_here else "pack.not_here"
    return phrase(key, why=phrase(f"pack.why.{found.why}"))


def _details(content: Content, exhibit: Exhibit, found: Gathered) -> list[list[Cell]]:
    source = exhibit.source if exhibit.source in _KNOWN_SOURCES else "owner"
    size = phrase("pack.bytes", count=exhibit.size) if exhibit.size else None
    taken = f"{found.taken:%Y-%m-%d %H:%M:%S}" if found.taken else None
    told = {
        "kind": phrase(f"evidence.kind.{exhibit.kind}"),
        "dated": exhibit.dated_on,
        "taken": taken,
        "source": phrase(f"pack.source.{source}"),
        "added": exhibit.added_at,
        "enclosure": exhibit.enclosure or None,
        "size": size,
    }
    return [
        [content.say(phrase(f"pack.detail.{name}")), content.value(value)]
        for name, value in told.items()
        if value is not None
    ]
