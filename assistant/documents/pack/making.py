"""Makes a pack: prepare the exhibits, put it into words, set it, fill the frames."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.documents.pack.content import Content, Sealed
from assistant.documents.pack.gather import gather
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
from assistant.documents.paper import PageSize, Say, page_size
from assistant.documents.typeset import typeset
from assistant.domain.pack_facts import PackFacts

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
    limits: Limits = Limits()


def make_pack(order: Order, tell: Progress = silent) -> Pack:
    """The pack; a small one is made again, smaller, until it is within its limits.

    The same order makes the same bytes. Memory does not grow with the originals: one
    is open at a time, and copies for the paper wait on disk.
    """
    grades = GRADES if order.form is PackForm.SMALL else GRADES[:1]
    pack = _made(order, grades[0], tell)
    for grade in grades[1:]:
        if _is_within(pack, order.limits):
            break
        pack = _made(order, grade, tell)
    is_bound = order.form is PackForm.SMALL
    return replace(pack, fits=not is_bound or _is_within(pack, order.limits))


def _is_within(pack: Pack, limits: Limits) -> bool:
    return len(pack.content) <= limits.size and pack.pages <= limits.pages


def _made(order: Order, grade: Grade, tell: Progress) -> Pack:
    facts = order.facts
    with tempfile.TemporaryDirectory(prefix="parley-") as folder:
        exhibits = facts.exhibits if order.form is not PackForm.SHORT else ()
        found = gather(exhibits, order.opened, Path(folder), grade, tell)
        gathered = {one.number: one for one in found}
        content = Content(facts, order.form, grade, gathered, order.sealed, order.say)
        photos = [one.file for one in found if one.shown is Shown.PHOTO and one.file]
        has_frames = any(one.shown is Shown.PAGES for one in found)
        tell(Work.SETTING, 0, 1)
        made = typeset(
            "pack",
            content.data(),
            language=order.language,
            made_on=facts.today,
            files={file.name: file for file in photos},
            is_archival=not has_frames,
            label="frame",
        )
        tell(Work.SETTING, 1, 1)
        frames = _frames(made.found, gathered, page_size(facts.business.place))
        pdf = poured(made.content, frames, tell) if frames else made.content
    return Pack(pdf, _pages(pdf), made.unprintable, listed=_listed(found))


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


Maker = Callable[[Order, Progress], Pack]
