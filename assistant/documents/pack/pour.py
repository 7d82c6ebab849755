"""Fills the empty frames of a pack with the pages of other people's PDFs.

Each page becomes a form, a drawing of its own with its own resources, and is drawn
into the frame turned and scaled, so nothing of it is interpreted, and nothing in it can
reach the rest of the pack: no script, link or form field comes along. What annotations
and filled-in fields show is drawn with it.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.documents.pack.parts import Progress, Work
from assistant.documents.pack.sheets import (
    UnreadablePdfError,
    guarded,
    reader_of,
)

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

Box = tuple[float, float, float, float]  # left, bottom, right, top in points
_PENCIL = "0.77 0.8 0.83 RG 0.6 w"  # the line around a page, so that its edge is seen
_HIDDEN = 0b10  # the flag of an annotation that is not shown. ISO 32000-1, 12.5.3


@dataclass(frozen=True, slots=True)
class Frame:
    """An empty place for a page.

    page: of the pack, from 0. file, sheet: the PDF and its page, from 0.
    box: where on the page.
    """

    page: int
    file: Path
    sheet: int
    box: Box


def poured(pdf: bytes, frames: Iterable[Frame], tell: Progress) -> bytes:
    """The pack with its frames filled; links, bookmarks and numbers stay.

    A page that cannot be drawn after all leaves its frame empty.
    """
    from pypdf import PdfWriter  # noqa: PLC0415

    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    wanted = list(frames)
    done = 0
    for file in dict.fromkeys(frame.file for frame in wanted):
        reader = reader_of(file)
        for frame in wanted:
            if frame.file != file:
                continue
            tell(Work.PAGES, done, len(wanted))
            done += 1
            with suppress(UnreadablePdfError), guarded():
                _draw(writer, frame, reader.pages[frame.sheet])
    tell(Work.PAGES, len(wanted), len(wanted))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _draw(writer: "PdfWriter", frame: Frame, sheet: "PageObject") -> None:
    from pypdf.generic import NameObject  # noqa: PLC0415

    forms = [_form(writer, sheet), *_annotations(writer, sheet)]
    page = writer.pages[frame.page]
    names = []
    for number, (form, matrix) in enumerate(forms):
        name = f"/Exhibit{frame.page}x{number}"
        _resources(page, "/XObject")[NameObject(name)] = form
        names.append(f"q {matrix} {name} Do Q".strip())
    left, bottom, right, top = _crop(sheet)
    placed = _placed(frame.box, (left, bottom, right, top), sheet.rotation)
    clip = f"{left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re W n"
    edge = f"{left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re S"
    drawn = "\n".join(names)
    drawing = f"q {placed} cm q {clip}\n{drawn}\nQ {_PENCIL} {edge} Q"
    _append(writer, page, drawing)


def _crop(sheet: "PageObject") -> Box:
    box = sheet.cropbox
    return float(box.left), float(box.bottom), float(box.right), float(box.top)


def _form(writer: "PdfWriter", sheet: "PageObject") -> tuple[Any, str]:
    """The page's own drawing as a form, and no matrix of its own."""
    from pypdf.generic import (  # noqa: PLC0415
        ArrayObject,
        DecodedStreamObject,
        DictionaryObject,
        FloatObject,
        NameObject,
    )

    contents = sheet.get_contents()
    plain = DecodedStreamObject()
    plain.set_data(contents.get_data() if contents is not None else b"")
    form = plain.flate_encode()
    resources = _inherited(sheet, "/Resources")
    given = resources.clone(writer) if resources is not None else DictionaryObject()
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(map(FloatObject, _crop(sheet))),
            NameObject("/Resources"): given,
        }
    )
    return writer._add_object(form), ""  # noqa: SLF001 -- as pypdf's own merging does


def _inherited(sheet: "PageObject", key: str) -> Any:
    """An entry of the page, or of the tree above it."""
    node: Any = sheet
    for _ in range(32):
        if node is None:
            return None
        if key in node:
            return node[key]
        parent = node.get("/Parent")
        node = parent.get_object() if parent is not None else None
    return None


def _annotations(writer: "PdfWriter", sheet: "PageObject") -> Iterator[tuple[Any, str]]:
    """What annotations and fields look like, each with where it is drawn."""
    listed = sheet.get("/Annots")
    for each in listed.get_object() if listed is not None else ():
        note = each.get_object()
        if int(note.get("/F", 0)) & _HIDDEN or note.get("/Subtype") == "/Popup":
            continue
        look = _appearance(note)
        if look is not None and "/Rect" in note and "/BBox" in look:
            matrix = _onto(look, [float(value) for value in note["/Rect"]])
            if matrix:
                yield look.clone(writer).indirect_reference, f"{matrix} cm"


def _appearance(note: Any) -> Any:
    """The stream that draws an annotation in its present state; None for none."""
    looks = note.get("/AP")
    look = looks.get_object().get("/N") if looks is not None else None
    look = look.get_object() if look is not None else None
    if look is not None and not hasattr(look, "get_data"):
        state = note.get("/AS")
        look = look.get(state) if state is not None else None
        look = look.get_object() if look is not None else None
    return look if hasattr(look, "get_data") else None


def _onto(look: Any, rect: list[float]) -> str:
    """The matrix that draws an appearance into its rectangle. ISO 32000-1, 12.5.5."""
    box = [float(value) for value in look["/BBox"]]
    given = look.get("/Matrix")
    a, b, c, d, e, f = [float(v) for v in given] if given else [1, 0, 0, 1, 0, 0]
    corners = [
        (box[i] * a + box[j] * c + e, box[i] * b + box[j] * d + f)
        for i in (0, 2)
        for j in (1, 3)
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if not (width and height):
        return ""
    left, right = sorted((rect[0], rect[2]))
    bottom, top = sorted((rect[1], rect[3]))
    across, up = (right - left) / width, (top - bottom) / height
    x, y = left - min(xs) * across, bottom - min(ys) * up
    return f"{across:.5f} 0 0 {up:.5f} {x:.3f} {y:.3f}"


def _placed(box: Box, crop: Box, rotation: int) -> str:
    """The matrix that puts a page upright into a box, in its middle, as large as fits.

    A page is never made larger than it is.
    """
    left, bottom, right, top = crop
    width, height = right - left, top - bottom
    turn = rotation % 360
    across, up = (height, width) if turn in (90, 270) else (width, height)
    scale = min((box[2] - box[0]) / across, (box[3] - box[1]) / up, 1.0)
    x = (box[0] + box[2] - across * scale) / 2
    y = box[3] - up * scale  # at the top of the frame
    cos, sin = {0: (1, 0), 90: (0, -1), 180: (-1, 0), 270: (0, 1)}[turn]
    # Turned about its corner, then moved so that it lies in the box again.
    xs = [px * cos - py * sin for px in (left, right) for py in (bottom, top)]
    ys = [px * sin + py * cos for px in (left, right) for py in (bottom, top)]
    a, b, c, d = scale * cos, scale * sin, -scale * sin, scale * cos
    e, f = x - min(xs) * scale, y - min(ys) * scale
    return " ".join(f"{value:.5f}" for value in (a, b, c, d, e, f))


def _resources(page: "PageObject", kind: str) -> Any:
    """The page's own dictionary of a kind of resource."""
    from pypdf.generic import DictionaryObject, NameObject  # noqa: PLC0415

    if "/Resources" not in page:
        page[NameObject("/Resources")] = DictionaryObject()
    resources: Any = page["/Resources"]
    if kind not in resources:
        resources[NameObject(kind)] = DictionaryObject()
    return resources[kind]


def _append(writer: "PdfWriter", page: "PageObject", drawing: str) -> None:
    """Add to what a page draws, whatever state its own drawing ends in."""
    from pypdf.generic import (  # noqa: PLC0415
        ArrayObject,
        DecodedStreamObject,
        NameObject,
    )

    def stream(text: str) -> Any:
        made = DecodedStreamObject()
        made.set_data(text.encode("ascii"))
        return writer._add_object(made.flate_encode())  # noqa: SLF001

    before = page.get("/Contents")
    parts = before.get_object() if before is not None else ArrayObject()
    own = list(parts) if isinstance(parts, ArrayObject) else [before]
    page[NameObject("/Contents")] = ArrayObject(
        [stream("q"), *own, stream(f"Q\n{drawing}")]
    )
