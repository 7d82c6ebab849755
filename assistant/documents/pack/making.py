"""Makes a pack: prepare the exhibits, put it into words, set it, fill the frames."""

import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from math import ceil
from pathlib import Path

from assistant.chat.replies import phrase
from assistant.documents.letters import pages_pattern
from assistant.documents.pack.content import Content, Sealed
from assistant.documents.pack.drawn import Drawn
from assistant.documents.pack.exhibit_pages import (
    exhibit_groups,
    exhibit_list,
    integrity,
    name_of,
)
from assistant.documents.pack.gather import (
    gather,
    missing,
    regraded,
    within,
    without,
)
from assistant.documents.pack.objects import Objects
from assistant.documents.pack.parts import (
    GRADES,
    Gathered,
    Grade,
    Limits,
    NoPrints,
    Open,
    Pack,
    PackForm,
    Prints,
    Progress,
    Shown,
    Why,
    Work,
    silent,
)
from assistant.documents.pack.pour import Kept, Photo, Sheet, poured
from assistant.documents.pack.sections import sections
from assistant.documents.pack.stand_ins import stand_in
from assistant.documents.pack.summary import summary
from assistant.documents.paper import Say, cut, page_size
from assistant.documents.setting import Press, set_here
from assistant.documents.typeset import Run, Setting, typeset
from assistant.domain.pack_facts import PackFacts

_LONGEST, _RUNNING = 160, 60  # characters of a name: on the first page, above others


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted.

    language: locale code of the pack's words, which `say` speaks.
    opened: the original bytes of an exhibit by their hash; StoreError if they are gone
        or have changed.
    """

    facts: PackFacts
    form: PackForm
    sealed: Sealed
    language: str
    say: Say
    opened: Open
    limits: Limits = field(default_factory=Limits)
    prints: Prints = field(default_factory=NoPrints)


def make_pack(order: Order, tell: Progress = silent) -> Pack:
    """The pack; of a small one the first version that is within its limits.

    The same order makes the same bytes. Memory does not grow with the originals: one
    is open at a time, and copies for the paper wait on disk.
    """
    is_short = order.form is PackForm.SHORT
    shown = () if is_short else order.facts.exhibits
    is_large = any(exhibit.sha256 for exhibit in shown)
    with tempfile.TemporaryDirectory(prefix="parley-") as name, ExitStack() as running:
        # Started first: it gets ready while the exhibits are prepared.
        run = running.enter_context(Press()).set if is_large else set_here
        folder = Path(name)
        found = gather(shown, order.opened, order.prints, folder, tell)
        # Originals that nothing was read of are checked while typst is at work.
        beside = running.enter_context(ThreadPoolExecutor(1))
        checking = beside.submit(missing, found, order.prints)
        pack = _graded(order, found, folder, run, tell)
        gone = checking.result()
        if gone:
            pack = _graded(order, without(found, gone), folder, run, tell)
    return pack


def _graded(
    order: Order, found: list[Gathered], folder: Path, run: Run, tell: Progress
) -> Pack:
    """The pack; of a small one the first grade that fits, or else the last one."""
    if order.form is not PackForm.SMALL:
        return _made(order, GRADES[0], found, run, tell)
    for grade in GRADES:
        graded = [regraded(one, grade, folder) for one in within(found, grade)]
        is_last = grade is GRADES[-1]
        if not is_last and not _may_fit(graded, grade, order.limits):
            continue
        pack = _made(order, grade, graded, run, tell)
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


def _made(
    order: Order, grade: Grade, found: list[Gathered], run: Run, tell: Progress
) -> Pack:
    facts = order.facts
    content = Content(
        facts=facts,
        form=order.form,
        grade=grade,
        sealed=order.sealed,
        say=order.say,
        gathered={one.number: one for one in found},
    )
    kept = _kept(found)
    setting = Setting(
        "pack",
        order.language,
        facts.today,
        is_archival=not any(isinstance(each, Sheet) for each in kept.values()),
    )
    tell(Work.SETTING, 0, 1)
    dots = {name: stand_in(number) for number, name in enumerate(kept)}
    made = typeset(setting, _data(content), dots, run)
    tell(Work.SETTING, 1, 1)
    objects = Objects(made.content)
    poured(objects, dict(enumerate(kept.values())), tell)
    whole = objects.whole()
    return Pack(whole, objects.pages, made.unprintable, listed=_listed(found))


def _kept(found: list[Gathered]) -> dict[str, Kept]:
    """What is put in where the source places a picture, by the picture's name."""
    kept: dict[str, Kept] = {}
    for one in found:
        if one.file is None:
            continue
        if one.shown is Shown.PHOTO:
            kept[name_of(one)] = Photo(one.file, one.width, one.height)
        for page in range(len(one.pages)):
            kept[name_of(one, page)] = Sheet(one.file, page)
    return kept


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


def _listed(found: list[Gathered]) -> dict[int, Why]:
    return {one.number: one.why for one in found if one.why is not None}
