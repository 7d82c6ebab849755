"""A file of any kind -> the invoices in it. The one way in for the rest of Parley.

What reads one kind of file is imported when such a file comes: the word lists and
patterns of all of them together would cost every start of Parley 40 ms.
"""

import re
from dataclasses import dataclass, replace

from assistant.chat.replies import phrase
from assistant.domain.typed import Separators
from assistant.errors import InputError
from assistant.reading.invoices.found import (
    InvoiceFound,
    InvoicesFound,
    Source,
    shortened,
)
from assistant.reading.invoices.pictures import (
    can_read_pictures,
    is_picture,
    read_picture,
)
from assistant.reading.invoices.rows import csv_rows, decoded, json_rows
from assistant.reading.invoices.tables import find_header, read_table

LIMIT = 20 * 1024 * 1024  # bytes of a file
_SHOWN_NAME = 100


@dataclass(frozen=True, slots=True)
class _Expected:
    """What the caller knows of the business; settles what a file leaves open."""

    currency: str | None
    separators: Separators | None
    day_first: bool | None


def read_invoice(
    raw: bytes,
    name: str,
    *,
    currency: str | None,
    separators: Separators | None,
    day_first: bool | None = None,
) -> InvoiceFound:
    """The one invoice of a file; see `read_invoices`.

    Raises InputError("error.invoice_several", count) where there are more.
    """
    found = read_invoices(
        raw, name, currency=currency, separators=separators, day_first=day_first
    )
    if len(found.invoices) != 1:
        if not found.invoices:
            raise InputError("error.invoice_nothing_found")
        raise InputError("error.invoice_several", count=len(found.invoices))
    return found.invoices[0]


def read_invoices(
    raw: bytes,
    name: str,
    *,
    currency: str | None,
    separators: Separators | None,
    day_first: bool | None = None,
) -> InvoicesFound:
    """The invoices in a file: PDF, electronic invoice, CSV, JSON, XLSX, text, picture.

    raw: the file; its bytes decide what it is, not its name.
    currency: taken where the file shows none; None means that it has to show one.
    separators, day_first: how the owner writes; the file's own habits go first.
    Raises InputError: error.file_empty, error.file_too_large (path, limit),
    error.invoice_kind, error.invoice_broken, error.invoice_encrypted,
    error.invoice_too_heavy, error.invoice_too_many (limit), error.invoice_no_text (a
    scan that this machine cannot read), error.picture_unread,
    error.invoice_nothing_found, error.invoice_no_total, error.invoice_no_currency.
    """
    if not raw:
        raise InputError("error.file_empty")
    if len(raw) > LIMIT:
        raise InputError("error.file_too_large", path=_shown(name), limit="20 MB")
    expected = _Expected(currency, separators, day_first)
    found = _read(raw, name, expected)
    only = found.invoices[0] if len(found.invoices) == 1 else None
    if only and not only.number:
        return replace(found, invoices=(_numbered(only, name),))
    return found


def _read(raw: bytes, name: str, expected: _Expected) -> InvoicesFound:
    head = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in raw[:1024]:
        return _from_pdf(raw, name, expected)
    if raw.startswith(b"PK\x03\x04"):
        return _from_workbook(raw, expected)
    if is_picture(raw):
        return _from_picture(raw, name, expected)
    if head.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\0<")):
        return _from_xml(raw)
    text = decoded(raw)
    if head.startswith((b"{", b"[")):
        return _from_rows(json_rows(text), expected)
    rows = csv_rows(text)
    if rows is not None:
        return _from_rows(rows, expected)
    return _from_text(text, expected)


def _from_xml(raw: bytes) -> InvoicesFound:
    from assistant.reading.invoices.electronic import read_electronic  # noqa: PLC0415

    return InvoicesFound((read_electronic(raw),))


def _from_pdf(raw: bytes, name: str, expected: _Expected) -> InvoicesFound:
    """The XML inside a PDF says it best; its text is read where there is none."""
    from assistant.reading.invoices.confined import pdf_text  # noqa: PLC0415
    from assistant.reading.invoices.electronic import is_electronic  # noqa: PLC0415

    inside = pdf_text(raw)
    for attached in inside.attached:
        if is_electronic(attached):
            try:
                return _from_xml(attached)
            except InputError:
                continue
    text = "\n".join(inside.pages)
    if sum(char.isalnum() for char in text) < 10:
        return _from_scan(raw, name, expected)
    found = _from_text(text, expected)
    if inside.cut:
        only = found.invoices[0]
        cut = (*only.warnings, phrase("invoice.read_in_part"))
        return InvoicesFound((replace(only, warnings=cut),))
    return found


def _from_scan(raw: bytes, name: str, expected: _Expected) -> InvoicesFound:
    """The pages of a PDF without text, read as pictures."""
    from assistant.reading.invoices.confined import scanned_pages  # noqa: PLC0415

    if not can_read_pictures():
        raise InputError("error.invoice_no_text")
    pages = [each for each in scanned_pages(raw) if is_picture(each)]
    texts = [read_picture(each, _shown(name)) for each in pages]
    return _seen("\n".join(filter(None, texts)), expected)


def _from_workbook(raw: bytes, expected: _Expected) -> InvoicesFound:
    """The first sheet with a list; else the sheets read as the text of one invoice."""
    from assistant.reading.invoices.confined import workbook_cells  # noqa: PLC0415

    book = workbook_cells(raw)
    for rows in book.sheets:
        if find_header(rows) is not None:
            found = _from_rows(rows, expected)
            if book.cut:
                cut = (*found.problems, phrase("invoice.read_in_part"))
                return replace(found, problems=cut)
            return found
    text = "\n".join(
        "    ".join(cell for cell in row if cell)
        for rows in book.sheets
        for row in rows
    )
    return _from_text(text, expected)


def _from_picture(raw: bytes, name: str, expected: _Expected) -> InvoicesFound:
    return _seen(read_picture(raw, _shown(name)), expected)


def _seen(text: str | None, expected: _Expected) -> InvoicesFound:
    """An invoice from what a program saw on its picture."""
    if not text:
        raise InputError("error.picture_unread")
    only = _from_text(text, expected).invoices[0]
    unsure = only.unsure | set(only.because)  # a program's eyes are not the owner's
    return InvoicesFound((replace(only, unsure=unsure, source=Source.PICTURE),))


def _from_rows(rows: list[list[str]], expected: _Expected) -> InvoicesFound:
    return read_table(
        rows,
        currency=expected.currency,
        separators=expected.separators,
        day_first=expected.day_first,
    )


def _from_text(text: str, expected: _Expected) -> InvoicesFound:
    from assistant.reading.invoices.text import read_text  # noqa: PLC0415

    found = read_text(
        text,
        currency=expected.currency,
        separators=expected.separators,
        day_first=expected.day_first,
    )
    return InvoicesFound((found,))


def _numbered(found: InvoiceFound, name: str) -> InvoiceFound:
    """With the number that the file's name shows, as a guess: `Invoice INV-7.pdf`."""
    stem = _shown(name).rpartition(".")[0] or _shown(name)
    words = [w for w in re.split(r"[\s()]+", stem) if any(c.isdigit() for c in w)]
    if len(words) != 1 or len(words[0]) > 40:
        return found
    because = {**found.because, "number": _shown(name)}
    unsure = found.unsure | {"number"}
    return replace(found, number=words[0], because=because, unsure=unsure)


def _shown(name: str) -> str:
    plain = name.replace("\\", "/").rpartition("/")[2]
    return shortened(plain, _SHOWN_NAME)
