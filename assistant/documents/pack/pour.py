"""Puts photos and the pages of other people's PDFs into a pack, where stand-ins were.

A photo takes the place of its stand-in as it is. Each page becomes a form, a drawing of
its own with its own resources, turned and scaled to the place that was kept for it, so
nothing of it is interpreted, and nothing in it can reach the rest of the pack: no
script, link or form field comes along. What annotations and filled-in fields show is
drawn with it.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.documents.pack.copying import Copier, stream
from assistant.documents.pack.objects import Objects
from assistant.documents.pack.parts import Progress, Work
from assistant.documents.pack.sheets import (
    ClosedPdfError,
    UnreadablePdfError,
    guarded,
    reader_of,
)
from assistant.documents.pack.stand_ins import places_kept

if TYPE_CHECKING:
    from pypdf import PageObject

Box = tuple[float, float, float, float]  # left, bottom, right, top in points
_PENCIL = "0.77 0.8 0.83 RG 0.6 w"  # the line around a page, so that its edge is seen
_HIDDEN = 0b10  # the flag of an annotation that is not shown. ISO 32000-1, 12.5.3
_FORM = b"/Type/XObject/Subtype/Form"
_NOTHING = stream(_FORM + b"/BBox[0 0 1 1]", b"")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as JPEG, with its size in pixels."""

    file: Path
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a PDF, from 0."""

    file: Path
    page: int


Kept = Photo | Sheet  # what a place is kept for


def poured(objects: Objects, kept: Mapping[int, Kept], tell: Progress) -> None:
    """Put everything into its place; links, bookmarks and numbers stay.

    kept: by the number of the stand-in. A page that cannot be drawn after all leaves
    its place empty.
    """
    places = places_kept(objects)
    sheets = [
        (place, each)
        for number, each in kept.items()
        if isinstance(each, Sheet) and (place := places.get(number))
    ]
    done = 0
    for file, wanted in groupby(sheets, lambda one: one[1].file):
        drawer = _Drawer(file, objects)
        for place, sheet in wanted:
            tell(Work.PAGES, done, len(sheets))
            objects.put(drawer.drawn(place, sheet.page))
            done += 1
    tell(Work.PAGES, len(sheets), len(sheets))
    for number, each in kept.items():
        if isinstance(each, Photo) and number in places:
            place = places[number]
            objects.put({place: _photo(objects.body(place), each)})


def _photo(dot: bytes, photo: Photo) -> bytes:
    """The photo in place of the dot, with the colour space that typst chose."""
    content = photo.file.read_bytes()
    head = dot[: dot.index(b"stream")]
    for key, value in (
        (b"/Length", len(content)),
        (b"/Width", photo.width),
        (b"/Height", photo.height),
    ):
        head = re.sub(key + rb"\s+\d+", key + b" %d" % value, head)
    return b"%bstream\n%b\nendstream" % (head, content)


class _Drawer:
    """Draws the pages of one PDF."""

    def __init__(self, file: Path, objects: Objects) -> None:
        self._file, self._objects = file, objects
        self._pages: Any = None
        self._copier = Copier(objects.new_number)

    def drawn(self, place: int, page: int) -> dict[int, bytes]:
        """The objects for a page: the one at its place, and what it is drawn with."""
        try:
            with guarded():
                if self._pages is None:
                    self._pages = reader_of(self._file).pages
                return self._form(place, self._pages[page])
        except (ClosedPdfError, UnreadablePdfError):
            # What was half copied is left behind.
            self._copier = Copier(self._objects.new_number)
            return {place: _NOTHING}

    def _form(self, place: int, sheet: "PageObject") -> dict[int, bytes]:
        made: dict[int, bytes] = {}
        names, drawing = [], []
        for number, (form, matrix) in enumerate(self._forms(sheet)):
            at = self._objects.new_number()
            made[at] = form
            names.append(b"/P%d %d 0 R" % (number, at))
            drawing.append(f"q {matrix} /P{number} Do Q")
        left, bottom, right, top = crop = _crop(sheet)
        edge = f"{left:.3f} {bottom:.3f} {right - left:.3f} {top - bottom:.3f} re"
        drawing = [f"q {edge} W n", *drawing, f"Q {_PENCIL} {edge} S"]
        around = (left - 1, bottom - 1, right + 1, top + 1)  # half of the line is there
        entries = b"%b/BBox[%b]/Matrix[%b]/Resources<</XObject<<%b>>>>" % (
            _FORM,
            _numbers(around),
            _onto_unit(crop, sheet.rotation).encode("ascii"),
            b" ".join(names),
        )
        made[place] = stream(entries, "\n".join(drawing).encode("ascii"))
        return {**made, **self._copier.copies()}

    def _forms(self, sheet: "PageObject") -> Iterator[tuple[bytes, str]]:
        """The page's own drawing, and its annotations, each with where it goes."""
        contents = sheet.get_contents()
        plain = contents.get_data() if contents is not None else b""
        resources = _inherited(sheet, "/Resources")
        given = self._copier.value(resources) if resources is not None else b"<<>>"
        entries = b"%b/BBox[%b]/Resources %b/Filter/FlateDecode" % (
            _FORM,
            _numbers(_crop(sheet)),
            given,
        )
        yield stream(entries, zlib.compress(plain)), ""
        for look, matrix in _annotations(sheet):
            yield self._copier.object(look), matrix


def _numbers(values: Box) -> bytes:
    return " ".join(f"{value:.3f}" for value in values).encode("ascii")


def _crop(sheet: "PageObject") -> Box:
    box = sheet.cropbox
    return float(box.left), float(box.bottom), float(box.right), float(box.top)


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


def _annotations(sheet: "PageObject") -> Iterator[tuple[Any, str]]:
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
                yield look, f"{matrix} cm"


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


def _onto_unit(crop: Box, rotation: int) -> str:
    """The matrix that puts a page upright into the unit square, as pictures are."""
    left, bottom, right, top = crop
    cos, sin = {0: (1, 0), 90: (0, -1), 180: (-1, 0), 270: (0, 1)}[rotation % 360]
    # Turned about its corner, then moved so that it lies in the square.
    xs = [px * cos - py * sin for px in (left, right) for py in (bottom, top)]
    ys = [px * sin + py * cos for px in (left, right) for py in (bottom, top)]
    across, up = max(xs) - min(xs), max(ys) - min(ys)
    turned = (cos / across, sin / up, -sin / across, cos / up)
    moved = (-min(xs) / across, -min(ys) / up)
    return " ".join(f"{value:.9f}" for value in (*turned, *moved))
