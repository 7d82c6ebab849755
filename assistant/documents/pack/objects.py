"""A PDF that typst made, as its numbered objects: some are exchanged, some are added.

Everything else stays byte for byte as it was, so nothing of a long document has to be
understood and written again for the sake of a few pictures in it.
"""

import io
import re
from collections.abc import Iterable, Mapping
from itertools import count, pairwise

_TABLE = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_SECTION = re.compile(rb"\s*(\d+) (\d+)\s*\n")
_ENTRY = 20  # bytes of a line of the table. ISO 32000-1, 7.5.4
_HEAD = re.compile(rb"\s*\d+ \d+ obj\s*")
_FREE = b"0000000000 65535 f\r\n"


class OddPdfError(Exception):
    """It is no PDF with a plain table of its objects."""


class Objects:
    """The objects of a PDF, by their numbers."""

    def __init__(self, pdf: bytes) -> None:
        """Read one; another program's way of writing is put into the plain one first.

        Raises OddPdfError if that does not help.
        """
        try:
            self._read(pdf)
        except OddPdfError:
            self._read(_plainly(pdf))

    @property
    def pages(self) -> int:
        """How many pages the document has."""
        catalog = self.body(_number(rb"/Root", self._trailer))
        tree = self.body(_number(rb"/Pages", catalog))
        return _number(rb"/Count", tree)

    def items(self) -> Iterable[tuple[int, bytes]]:
        """Numbers and objects, each as it stands in the file."""
        return self._objects.items()

    def body(self, number: int) -> bytes:
        """What stands between the marks of its beginning and end."""
        whole = self._objects.get(number, b"")
        begin = _HEAD.match(whole)
        if begin is None:
            raise OddPdfError(f"object {number}")
        return whole[begin.end() : whole.rfind(b"endobj")]

    def new_number(self) -> int:
        """A number that no object has."""
        return next(self._numbers)

    def put(self, bodies: Mapping[int, bytes]) -> None:
        """Exchange or add objects."""
        for number, body in bodies.items():
            self._objects[number] = b"%d 0 obj\n%b\nendobj\n" % (number, body)

    def whole(self) -> bytes:
        """The PDF."""
        size = max(self._objects) + 1
        places = [_FREE] * size
        at = len(self._beginning)
        for number, each in self._objects.items():
            places[number] = b"%010d 00000 n\r\n" % at
            at += len(each)
        trailer = re.sub(rb"/Size\s+\d+", b"/Size %d" % size, self._trailer)
        table = b"xref\n0 %d\n%b" % (size, b"".join(places))
        end = b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (trailer, at)
        return b"".join((self._beginning, *self._objects.values(), table, end))

    def _read(self, pdf: bytes) -> None:
        found = _TABLE.search(pdf, max(0, len(pdf) - 64))
        if found is None:
            raise OddPdfError("no table")
        table = int(found[1])
        places, end = _places(pdf, table)
        begin, self._trailer = pdf[end:].partition(b"trailer")[::2]
        self._trailer = self._trailer[: self._trailer.rfind(b"startxref")].strip()
        if begin.strip() or b"/Root" not in self._trailer or b"/Prev" in self._trailer:
            raise OddPdfError("no plain trailer")
        ordered = sorted((at, number) for number, at in places.items())
        ends = [*ordered, (table, 0)]
        self._beginning = pdf[: ordered[0][0]]
        self._objects = {
            number: pdf[at:until] for (at, number), (until, _) in pairwise(ends)
        }
        self._numbers = count(max(self._objects) + 1)


def _places(pdf: bytes, table: int) -> tuple[dict[int, int], int]:
    """Where each object begins, by its number, and where the table ends."""
    if not pdf.startswith(b"xref", table):
        raise OddPdfError("no plain table")
    places: dict[int, int] = {}
    at = table + len(b"xref")
    while section := _SECTION.match(pdf, at):
        first, size = int(section[1]), int(section[2])
        at = section.end()
        for number in range(first, first + size):
            line = pdf[at : at + _ENTRY]
            at += _ENTRY
            if line[17:18] == b"n":
                places[number] = int(line[:10])
    if not places:
        raise OddPdfError("an empty table")
    return places, at


def _number(key: bytes, within: bytes) -> int:
    found = re.search(key + rb"\s+(\d+)", within)
    if found is None:
        raise OddPdfError(f"no {key.decode()}")
    return int(found[1])


def _plainly(pdf: bytes) -> bytes:
    """The same document with a plain table and every object by itself."""
    # Not needed for what typst makes now.
    from pypdf import PdfWriter  # noqa: PLC0415
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    made = io.BytesIO()
    try:
        PdfWriter(clone_from=io.BytesIO(pdf)).write(made)
    except PyPdfError as error:
        raise OddPdfError(str(error)) from error
    return made.getvalue()
