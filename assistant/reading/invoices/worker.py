"""Takes texts out of PDF files and workbooks in a process of its own, within limits.

The libraries that open these formats cannot be told to stop, so they run where the
system stops them: this module is a program (`python -m ...worker KIND`) that reads the
file from its input and writes JSON. It sees no environment and keeps nothing.

    {"error": key}                       it cannot be read; a phrase key
    {"pages": [text], "attached": [base64], "cut": bool}       a PDF
    {"sheets": [[[cell]]], "cut": bool}                        a workbook
    {"pictures": [base64]}                                     the pages of a scan
"""

import base64
import json
import os
import sys
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

MEMORY = 1024 * 1024 * 1024  # bytes of address space
CPU_SECONDS = 12
_SCRATCH = 256 * 1024 * 1024  # bytes of a file that a reader of pictures may make
MOST_PAGES = 30
MOST_SCANNED = 5  # pages of a scan: an invoice has few, and each takes seconds
MOST_PICTURED = 20 * 1024 * 1024  # bytes of their pictures together
MOST_TEXT = 400_000  # characters of all pages, or of all cells
MOST_ATTACHED = 5 * 1024 * 1024  # bytes of one attached XML
MOST_SHEETS, MOST_ROWS, MOST_CELLS = 5, 20_000, 100
MOST_UNPACKED = 120 * 1024 * 1024  # bytes of a workbook's parts together
MOST_PARTS = 2_000
_LONGEST_CELL = 500
_BROKEN, _HEAVY = "error.invoice_broken", "error.invoice_too_heavy"


def main(kind: str) -> int:
    """Read the file on standard input; the exit code is 0 when JSON was written."""
    limit_resources(may_write=kind == "picture")
    if kind == "picture":
        return _become_reader()
    raw = sys.stdin.buffer.read()
    take = {"pdf": from_pdf, "scan": from_scan, "workbook": from_workbook}[kind]
    try:
        taken = take(raw)
    except MemoryError:
        taken = {"error": _HEAVY}
    except Exception:  # noqa: BLE001 -- the libraries raise everything on bad files
        taken = {"error": _BROKEN}
    sys.stdout.write(json.dumps(taken))
    return 0


def limit_resources(*, may_write: bool) -> None:
    """Bound this process's memory, time and files, where the system can."""
    try:
        import resource  # noqa: PLC0415 -- not on every system
    except ImportError:
        return
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, _SCRATCH if may_write else 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (limit, limit))


def from_pdf(raw: bytes) -> dict[str, Any]:
    """The text of a PDF, laid out as on the page, and the XML files inside it."""
    from pypdf import PasswordType, PdfReader  # noqa: PLC0415 -- slow to import

    reader = PdfReader(BytesIO(raw), strict=False)
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        return {"error": "error.invoice_encrypted"}
    attached = _attached(reader)
    pages: list[str] = []
    left = MOST_TEXT
    count = len(reader.pages)
    for number in range(min(count, MOST_PAGES)):
        text = _page_text(reader.pages[number])[:left]
        pages.append(text)
        left -= len(text)
        if left <= 0:
            break
    cut = count > MOST_PAGES or left <= 0
    return {"pages": pages, "attached": attached, "cut": cut}


def from_scan(raw: bytes) -> dict[str, Any]:
    """The largest picture of each of the first pages: what a scanner put there."""
    from pypdf import PdfReader  # noqa: PLC0415 -- slow to import

    reader = PdfReader(BytesIO(raw), strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    found: list[str] = []
    left = MOST_PICTURED
    for number in range(min(len(reader.pages), MOST_SCANNED)):
        pictures = [image.data for image in reader.pages[number].images]
        largest = max(pictures, key=len, default=b"")
        left -= len(largest)
        if largest and left >= 0:
            found.append(base64.b64encode(largest).decode())
    return {"pictures": found}


def from_workbook(raw: bytes) -> dict[str, Any]:
    """The cells of a workbook as texts, row by row, within limits."""
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow to import

    with zipfile.ZipFile(BytesIO(raw)) as parts:
        sizes = [part.file_size for part in parts.infolist()]
        if len(sizes) > MOST_PARTS or sum(sizes) > MOST_UNPACKED:
            return {"error": _HEAVY}
        if any(part.flag_bits & 1 for part in parts.infolist()):
            return {"error": "error.invoice_encrypted"}
    book = load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    sheets, left, cut = [], MOST_TEXT * 20, False
    for sheet in book.worksheets[:MOST_SHEETS]:
        rows: list[list[str]] = []
        # What a sheet says of its own size may be a lie; ask for no more than this.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MOST_CELLS, values_only=True):
            cells = [_cell(value) for value in row]
            left -= sum(map(len, cells)) + 1
            if len(rows) >= MOST_ROWS or left <= 0:
                cut = True
                break
            rows.append(cells)
        sheets.append(rows)
    return {"sheets": sheets, "cut": cut}


def _attached(reader: Any) -> list[str]:
    """The attached XML files, base64; none if the attachments are damaged."""
    found: list[str] = []
    names: Iterable[tuple[str, list[bytes]]]
    try:
        names = list(reader.attachments.items())[:20]
    except Exception:  # noqa: BLE001 -- the page's text may be fine all the same
        return []
    for name, versions in names:
        if name.casefold().endswith(".xml"):
            kept = [raw for raw in versions[:2] if len(raw) <= MOST_ATTACHED]
            found += [base64.b64encode(raw).decode() for raw in kept]
    return found


def _page_text(page: Any) -> str:
    """A page as it is laid out, or in the order of its file where that fails."""
    with suppress(Exception):
        laid_out: str = page.extract_text(extraction_mode="layout")
        if laid_out.strip():
            return laid_out
    plain: str = page.extract_text()
    return plain


def _cell(value: Any) -> str:
    """A cell as text: a number without the noise of its binary form, a date as ISO."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            exact = Decimal(repr(value))
            if not exact.is_finite() or abs(exact) >= 10**15:
                return str(value)
            shown = f"{round(exact, 6):f}"
            return shown.rstrip("0").rstrip(".") if "." in shown else shown
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)[:_LONGEST_CELL]


def _become_reader() -> int:
    """Become the program for pictures, under this process's limits."""
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 -- a fixed program, no shell


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
