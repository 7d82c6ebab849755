"""Bad and hostile files: refused in a sentence, within bounds of time and memory."""

import os
import stat
import struct
import subprocess
import sys
import time
import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from assistant.errors import InputError
from assistant.reading.invoices.found import Source
from assistant.reading.invoices.pictures import read_picture
from assistant.reading.invoices.reader import LIMIT, read_invoice, read_invoices
from assistant.reading.invoices.text import read_text
from tests.reading.invoices.makers import (
    ENGLISH,
    pdf_of,
    pdf_with,
    pdf_with_stream,
    workbook_of,
    zip_bomb,
)

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 20, 10) + b"\x08\0\0\0\0"


def refused(raw: bytes, name: str = "file") -> str:
    with pytest.raises(InputError) as caught:
        read_invoices(raw, name, currency="EUR", separators=None)
    return caught.value.phrase


def flate(megabytes: int) -> bytes:
    """A stream that unpacks to so many megabytes of drawing commands."""
    packer = zlib.compressobj(9)
    piece = b"BT (a) Tj ET\n" * 80_000
    packed = b"".join(packer.compress(piece) for _ in range(megabytes))
    return pdf_with_stream(b"/Filter /FlateDecode", packed + packer.flush())


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"", "error.file_empty"),
        (b"x" * (LIMIT + 1), "error.file_too_large"),
        (b"%PDF-1.7\n" + b"\0\xff" * 500, "error.invoice_broken"),
        (pdf_of(ENGLISH)[:400], "error.invoice_"),
        (pdf_with_stream(b"", b""), "error.invoice_no_text"),
        (b"PK\x03\x04" + b"junk" * 50, "error.invoice_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "error.invoice_kind"),
        (bytes(range(256)) * 20, "error.invoice_kind"),
        (b"{" * 100_000, "error.invoice_broken"),
        (b'[{"a": 1' + b"0" * 10_000 + b"}]", "error.invoice_nothing_found"),
    ],
    ids=range(10),
)
def test_a_bad_file_is_refused_in_a_sentence(raw: bytes, key: str) -> None:
    assert refused(raw).startswith(key)


def test_a_locked_pdf_says_that_it_is_locked() -> None:
    locked = pdf_with(pdf_of(ENGLISH), "", b"", "secret")
    assert refused(locked) == "error.invoice_encrypted"


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as parts:
        parts.writestr("readme.txt", "hello")
    assert refused(out.getvalue()) == "error.invoice_broken"


@pytest.mark.parametrize(
    "bomb", [lambda: zip_bomb(150), lambda: flate(120)], ids=["xlsx", "pdf"]
)
def test_a_bomb_is_stopped_in_time(bomb: object) -> None:
    raw = bomb()  # type: ignore[operator]  # built late: it costs a second
    assert len(raw) < LIMIT
    begun = time.monotonic()
    assert refused(raw).startswith("error.invoice_")
    assert time.monotonic() - begun < 25


def test_a_workbook_with_a_million_rows_declared_is_read_as_far_as_it_goes() -> None:
    rows: list[list[object]] = [["Invoice #", "Client", "Total"], ["A-1", "B", 10.1]]
    book = BytesIO(workbook_of(rows))
    with ZipFile(book) as parts:
        pieces = {name: parts.read(name) for name in parts.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    pieces[sheet] = pieces[sheet].replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"')
    out = BytesIO()
    with ZipFile(out, "w") as parts:
        for name, piece in pieces.items():
            parts.writestr(name, piece)
    found = read_invoice(out.getvalue(), "a.xlsx", currency="EUR", separators=None)
    assert str(found.total) == "10.10 EUR"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "1" * 1_000_000,
        "1,234.50 " * 110_000,
        "Total " * 170_000,
        " " * 1_000_000,
        "\n" * 1_000_000,
        "Invoice number: " * 62_000,
        "03/04/2026 " * 90_000,
        '"' * 1_000_000,
        ",;\t|" * 250_000,
        "1 May" * 200_000,
        "invoice   " * 100_000,
        "1 000 " * 160_000,
        "net of " * 140_000,
    ],
    ids=range(14),
)
def test_a_million_characters_are_dealt_with_in_time(text: str) -> None:
    begun = time.monotonic()
    with suppress(InputError):
        read_invoices(text.encode(), "long.txt", currency="EUR", separators=None)
    assert time.monotonic() - begun < 5


def test_two_encodings_in_one_file_are_both_read() -> None:
    head = "Invoice no.,Customer,Date,Total\n"
    one = "A-1,Café Ärger,2026-04-01,10.00\n"
    raw = (head + one).encode() + one.replace("A-1", "A-2").encode("cp1252")
    found = read_invoices(raw, "a.csv", currency="EUR", separators=None)
    assert {invoice.customer for invoice in found.invoices} == {"Café Ärger"}
    wide = (head + one).encode("utf-16")
    found = read_invoices(wide, "a.csv", currency="EUR", separators=None)
    assert found.invoices[0].customer == "Café Ärger"


_PIECES = st.sampled_from(
    "Invoice number: ,Total,Due date,Bill to:,1.234,56 €,$480.00,07/05/2026,\n,   ,"
    "Description   Amount\n,-,(5.00),VAT 20%,Rechnung,n°,|,Zwischensumme,99".split(",")
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_raises_anything_but_an_input_error(pieces: list[str]) -> None:
    try:
        found = read_text(
            "".join(pieces), currency="EUR", separators=None, day_first=None
        )
    except InputError:
        return
    assert found.total.minor > 0
    assert found.paid.minor >= 0


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_no_bytes_raise_anything_but_an_input_error(raw: bytes) -> None:
    if raw.startswith(b"PK\x03\x04") or b"%PDF-" in raw:
        return
    with suppress(InputError):
        read_invoices(raw, "x", currency="EUR", separators=None)


_CELLS = st.sampled_from(
    ["Invoice #", "Client", "Total", "Due date", "Balance", "A-1", "10.00", "", "x",
     "-5", "2026-04-01", "Paid", "Line amount", "Description", "99999999999999999999"]
)  # fmt: skip


@given(st.lists(st.lists(_CELLS, max_size=8), max_size=8), st.sampled_from(",;\t"))
@settings(max_examples=150, deadline=None)
def test_no_list_raises_anything_but_an_input_error(
    rows: list[list[str]], delimiter: str
) -> None:
    head = ["Invoice #", "Client", "Date", "Total"]
    text = "\n".join(delimiter.join(row) for row in [head, *rows])
    try:
        found = read_invoices(text.encode(), "x", currency="EUR", separators=None)
    except InputError:
        return
    assert all(invoice.total.minor > 0 for invoice in found.invoices)


@given(st.integers(0, 1500), st.binary(min_size=1, max_size=4))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_pdf_raises_nothing_but_an_input_error(
    place: int, junk: bytes
) -> None:
    raw = pdf_of(ENGLISH)
    broken = raw[:place] + junk + raw[place + len(junk) :]
    with suppress(InputError):
        read_invoices(broken, "x.pdf", currency="EUR", separators=None)


# --- pictures -----------------------------------------------------------------------


@pytest.fixture
def eyes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for Tesseract: says what the file `said` holds."""
    script = tmp_path / "tesseract"
    script.write_text(
        f"#!{sys.executable}\nimport sys\n"
        "if '--list-langs' in sys.argv:\n    print('List:\\neng\\ndeu')\n"
        "else:\n    assert '-l' in sys.argv and 'eng+deu' in sys.argv\n"
        "    sys.stdin.buffer.read()\n"
        f"    print(open({str(tmp_path / 'said')!r}).read())\n"
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path / "said"


def test_a_picture_is_read_where_the_machine_can(eyes: Path) -> None:
    eyes.write_text("I am not paying 480 for a capacitor")
    assert read_picture(PNG, "a.png") == "I am not paying 480 for a capacitor"
    eyes.write_text("Invoice No. INV-9\nTotal 80.00 EUR")
    found = read_invoice(PNG, "a.png", currency=None, separators=None)
    assert (found.number, str(found.total)) == ("INV-9", "80.00 EUR")
    assert {"number", "total"} <= found.unsure


@pytest.mark.covers("F-A1")
def test_the_pages_of_a_scan_are_read_where_the_machine_can(eyes: Path) -> None:
    eyes.write_text("Invoice No. INV-9\nTotal 80.00 EUR")
    found = read_invoice(scan_of(2), "scan.pdf", currency=None, separators=None)
    assert (found.number, str(found.total)) == ("INV-9", "80.00 EUR")
    assert found.source is Source.PICTURE
    assert {"number", "total"} <= found.unsure


def test_a_scan_is_said_to_be_one_where_the_machine_cannot_read_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    assert refused(scan_of(1)) == "error.invoice_no_text"


def test_a_scan_in_which_nothing_is_seen_is_said_to_be_unread(eyes: Path) -> None:
    eyes.write_text("")
    assert refused(scan_of(1)) == "error.picture_unread"


def scan_of(pages: int) -> bytes:
    """What a scanner makes: a PDF with a picture on each page and no text."""
    sheets = [Image.new("L", (620, 877), 250 - number) for number in range(pages)]
    file = BytesIO()
    sheets[0].save(file, "PDF", save_all=True, append_images=sheets[1:])
    return file.getvalue()


def test_a_picture_is_not_read_where_the_machine_cannot(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")
    assert read_picture(PNG, "a.png") is None
    assert refused(PNG) == "error.picture_unread"


def test_a_picture_that_unpacks_to_too_much_is_refused(eyes: Path) -> None:
    huge = PNG[:16] + struct.pack(">II", 100_000, 100_000) + PNG[24:]
    with pytest.raises(InputError, match="too_heavy"):
        read_picture(huge, "a.png")
    with pytest.raises(InputError, match="kind"):
        read_picture(b"no picture", "a.png")
    with pytest.raises(InputError, match="too_large"):
        read_picture(PNG + b"\0" * LIMIT, "a.png")


def test_the_reader_is_imported_without_any_parser() -> None:
    code = (
        "import sys\n"
        "import assistant.reading.invoices.reader\n"
        "heavy = {'pypdf', 'openpyxl', 'defusedxml', 'xml.etree.ElementTree'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
