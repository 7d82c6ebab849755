"""Makes a pack: prepare the exhibits, put it into words, set it, fill the frames."""

import tempfile
from dataclasses import dataclass, field, replace
from math import ceil
from pathlib import Path
from typing import Any

from assistant.chat.replies import phrase
from assistant.documents.letters import pages_pattern
from assistant.documents.pack.content import Content, Sealed
from assistant.documents.pack.drawn import Drawn
from assistant.documents.pack.exhibit_pages import (
    exhibit_groups,
    exhibit_list,
    integrity,
)
from assistant.documents.pack.gather import gather, regraded, within
from assistant.documents.pack.parts import (
    GRADES,
    Gathered,
    Grade,
    Limits,
    Open,
    Pack,
    PackForm,
    Progress,
    Shown,
    Why,
    Work,
    silent,
)
from assistant.documents.pack.pour import Box, Frame, poured
from assistant.documents.pack.sections import sections
from assistant.documents.pack.summary import summary
from assistant.documents.paper import PageSize, Say, cut, page_size
from assistant.documents.typeset import Setting, typeset
from assistant.domain.pack_facts import PackFacts

_LONGEST, _RUNNING = 160, 60  # characters of a name: on the first page, above others
_MM = 72 / 25.4  # points
_SHEETS: dict[PageSize, tuple[float, float]] = {
    PageSize.A4: (210 * _MM, 297 * _MM),
    PageSize.LETTER: (612, 792),
}
# The margins of `data/pack.typ`, and what its line above a frame takes, in mm.
_LEFT, _RIGHT, _TOP, _BOTTOM, _LINE = 22, 20, 25, 22, 8


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted.

    language: locale code of the pack's words, which `say` speaks.
    opened: the original bytes of an exhibit by their hash.
    """

    facts: PackFacts
    form: PackForm
    sealed: Sealed
    language: str
    say: Say
    opened: Open
    limits: Limits = field(default_factory=Limits)


def make_pack(order: Order, tell: Progress = silent) -> Pack:
    """The pack; of a small one the first version that is within its limits.

    The same order makes the same bytes. Memory does not grow with the originals: one
    is open at a time, and copies for the paper wait on disk.
    """
    is_small = order.form is PackForm.SMALL
    with tempfile.TemporaryDirectory(prefix="parley-") as name:
        folder = Path(name)
        shown = order.facts.exhibits if order.form is not PackForm.SHORT else ()
        found = gather(shown, order.opened, folder, tell)
        if not is_small:
            return _made(order, GRADES[0], found, tell)
        for grade in GRADES:
            graded = [regraded(one, grade, folder) for one in within(found, grade)]
            is_last = grade is GRADES[-1]
            if not is_last and not _may_fit(graded, grade, order.limits):
                continue
            pack = _made(order, grade, graded, tell)
            fits = _is_within(pack, order.limits)
            if fits or is_last:
                break
    return replace(pack, fits=fits)


def _may_fit(found: list[Gathered], grade: Grade, limits: Limits) -> bool:
    """Whether it is worth setting: the exhibits alone are within the limits."""
    photos = sum(one.shown is Shown.PHOTO for one in found)
    sheets = sum(len(one.pages) for one in found)
    size = sum(one.file.stat().st_size for one in found if one.file)
    pages = sheets + ceil(photos / grade.photos)
    return pages <= limits.pages and size <= limits.size


def _is_within(pack: Pack, limits: Limits) -> bool:
    return len(pack.content) <= limits.size and pack.pages <= limits.pages


def _made(order: Order, grade: Grade, found: list[Gathered], tell: Progress) -> Pack:
    facts = order.facts
    content = Content(
        facts=facts,
        form=order.form,
        grade=grade,
        sealed=order.sealed,
        say=order.say,
        gathered={one.number: one for one in found},
    )
    photos = [one.file for one in found if one.shown is Shown.PHOTO and one.file]
    setting = Setting(
        "pack",
        order.language,
        facts.today,
        is_archival=not any(one.shown is Shown.PAGES for one in found),
        is_large=bool(photos),
        label="frame",
    )
    tell(Work.SETTING, 0, 1)
    made = typeset(setting, _data(content), {file.name: file for file in photos})
    tell(Work.SETTING, 1, 1)
    frames = _frames(made.found, content.gathered, page_size(facts.business.place))
    pdf = poured(made.content, frames, tell) if frames else made.content
    return Pack(pdf, _pages(pdf), made.unprintable, listed=_listed(found))


def _data(content: Content) -> Drawn:
    """Everything the source needs, but for fonts and language."""
    say, facts = content.say, content.facts
    ours, theirs = cut(content.ours, _LONGEST), cut(content.theirs, _LONGEST)
    return {
        "size": page_size(facts.business.place),
        "title": say(phrase("pack.title", invoice=content.invoice)),
        "author": ours,
        "kind": say(phrase(f"pack.kind.{content.form}")),
        "subtitle": say(phrase("pack.subtitle", ours=ours, theirs=theirs)),
        "running": f"{cut(ours, _RUNNING)}  ·  {cut(theirs, _RUNNING)}",
        "case": cut(facts.case_id, _RUNNING),
        "foot": say(phrase("pack.made_on", date=facts.today)),
        "pages": pages_pattern(say),
        "summary-title": say(phrase("pack.summary")),
        "summary": summary(content),
        "contents-title": say(phrase("pack.contents")),
        "sections": [*sections(content), exhibit_list(content)],
        "exhibits": exhibit_groups(content),
        "integrity": integrity(content),
    }


def _frames(
    marks: tuple[dict[str, Any], ...], gathered: dict[int, Gathered], size: PageSize
) -> list[Frame]:
    frames = []
    for mark in marks:
        file = gathered[mark["number"]].file
        if file is not None:
            frames.append(Frame(mark["page"] - 1, file, mark["sheet"], _box(size)))
    return frames


def _box(size: PageSize) -> Box:
    width, height = _SHEETS[size]
    return (
        _LEFT * _MM,
        _BOTTOM * _MM,
        width - _RIGHT * _MM,
        height - (_TOP + _LINE) * _MM,
    )


def _pages(pdf: bytes) -> int:
    import io  # noqa: PLC0415

    from pypdf import PdfReader  # noqa: PLC0415

    return len(PdfReader(io.BytesIO(pdf)).pages)


def _listed(found: list[Gathered]) -> dict[int, Why]:
    return {one.number: one.why for one in found if one.why is not None}
