"""Lists of invoices, with the columns that the six accounting programs write."""

from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.reading.invoices.columns import Column, columns_in, plain_name
from assistant.reading.invoices.found import InvoiceFound, InvoicesFound, Standing
from assistant.reading.invoices.reader import read_invoice, read_invoices
from tests.reading.invoices.makers import workbook_of

FILES = Path(__file__).parent / "files"


def read(raw: bytes | str, name: str = "list.csv") -> InvoicesFound:
    data = raw.encode() if isinstance(raw, str) else raw
    return read_invoices(data, name, currency="USD", separators=None)


def in_short(found: InvoiceFound) -> str:
    lines = ", ".join(f"{x.description} {x.gross.amount}" for x in found.lines)
    days = f"{found.issued_on} {found.due_on}"
    sums = f"{found.total}, {found.paid.amount} paid"
    return f"{found.number} | {found.customer} | {days} | {sums} | {lines}".strip(" |")


EXPORTS = {
    "quickbooks-invoice-list.csv": [
        "1037 | Harbour Cafe | 2026-04-07 2026-05-07 | 1920.00 USD, 200.00 paid",
        "1038 | Ms Finch | 2026-04-25 2026-05-25 | 480.00 USD, 480.00 paid",
    ],
    "quickbooks-lines.csv": [
        "1001 | Harbour Cafe | 2026-04-17 2026-05-17 | 1320.00 GBP, 0.00 paid | "
        "Design: Website 1200.00, Hosting: 12 months 120.00",
    ],
    "xero-sales-invoices.csv": [
        "INV-0041 | Harbour Café Ltd | 2026-04-07 2026-04-21 | 1320.00 GBP, 320.00 "
        "paid | Website design 1200.00, Hosting 120.00",
        "INV-0042 | Northwind | 2026-04-08 2026-04-22 | 50.00 GBP, 50.00 paid | "
        "Call 50.00",
    ],
    "freshbooks-invoice-details.csv": [
        "0000012 | Harbour Cafe | 2026-04-07 None | 1243.00 CAD, 0.00 paid | "
        "Design: Website 1130.00, Hosting: 12 months 113.00",
        "0000013 | Ms Finch | 2026-04-09 None | 480.00 CAD, 480.00 paid | "
        "Repair: Capacitor 480.00",
    ],
    "square-invoices.csv": [
        "000041 | Ms. Finch | 2026-04-07 2026-04-21 | 480.00 USD, 0.00 paid",
        "000042 | Mr. Reed | 2026-04-08 2026-04-22 | 1200.00 USD, 1200.00 paid",
    ],
    "zoho-books-invoices.csv": [
        "INV-000041 | Harbour Cafe | 2026-04-07 2026-04-21 | 1298.00 INR, 0.00 paid | "
        "Design: Website 1180.00, Hosting 118.00",
    ],
    "jobber-invoices.csv": [
        "231 | Ms Finch | 2026-04-07 2026-05-07 | 519.60 USD, 0.00 paid",
        "232 | Mr Reed | 2026-04-08 2026-05-08 | 108.25 USD, 108.25 paid",
    ],
    "rechnungen-windows.csv": [
        "RE-1 | Hafencafé | 2026-04-03 2026-04-17 | 1234.50 EUR, 0.00 paid",
        "RE-2 | Müller | 2026-04-05 2026-04-19 | 99.00 EUR, 99.00 paid",
    ],
    "xero-invoices.json": [
        "INV-9 | Harbour | 2026-04-07 2026-05-07 | 120.00 GBP, 0.00 paid | "
        "Hosting 120.00",
    ],
    "quickbooks-query.json": [
        "1037 | Ms Finch | 2026-04-07 2026-05-07 | 480.50 USD, 0.00 paid | "
        "Capacitor 480.50",
    ],
}


@pytest.mark.covers("F-O1", "F-E5")
@pytest.mark.parametrize("name", EXPORTS)
def test_the_export_of_each_program_is_read(name: str) -> None:
    found = read((FILES / name).read_bytes(), name)
    bills = (Standing.OPEN, Standing.PAID)
    read_as = [in_short(each) for each in found.invoices if each.standing in bills]
    assert read_as == EXPORTS[name]
    assert found.problems == ()


def test_drafts_and_credit_notes_are_known_for_what_they_are() -> None:
    found = read((FILES / "xero-sales-invoices.csv").read_bytes())
    assert [each.standing for each in found.invoices] == [
        Standing.OPEN,
        Standing.PAID,
        Standing.NOT_BILLED,
        Standing.CREDIT,
    ]


def test_a_workbook_is_read_like_a_list() -> None:
    raw = workbook_of(
        [
            ["Invoices in April"],
            [],
            ["Invoice Number", "Customer", "Invoice Date", "Total", "Balance"],
            ["A-1", "Café", datetime(2026, 4, 7), 1234.1 + 0.2, 34.3],  # noqa: DTZ001
            ["A-2", "Reed", "07/04/2026", 80, 80],
            ["A-3", "Reed", datetime(2026, 4, 17), "much", None],  # noqa: DTZ001
        ]
    )
    found = read(raw, "book.xlsx")
    assert [str(each.total) for each in found.invoices] == ["1234.30 USD", "80.00 USD"]
    assert found.invoices[0].paid.minor == 120_000
    assert found.invoices[0].issued_on == date(2026, 4, 7)
    assert [p.values["number"] for p in found.problems] == ["A-3"]
    assert found.problems[0].values["row"] == 6


def test_a_workbook_that_is_one_invoice_is_read_as_text() -> None:
    raw = workbook_of(
        [
            ["Invoice No.", "B-7"],
            ["Date", datetime(2026, 4, 7)],  # noqa: DTZ001
            ["Bill to", "Harbour Cafe"],
            ["Description", "Amount"],
            ["Repair", 480.5],
            ["Total", 480.5],
        ]
    )
    found = read_invoice(raw, "b.xlsx", currency="EUR", separators=None)
    assert in_short(found) == (
        "B-7 | Harbour Cafe | 2026-04-07 None | 480.50 EUR, 0.00 paid | Repair 480.50"
    )


def test_a_row_that_cannot_be_read_is_named_and_the_rest_goes_on() -> None:
    found = read("Invoice,Client,Total\nA-1,Reed,10\nA-2,Reed,\nA-3,Reed,30\n")
    assert [each.number for each in found.invoices] == ["A-1", "A-3"]
    assert found.problems[0].key == "invoice.row_unread"
    assert found.problems[0].values["row"] == 3


@pytest.mark.parametrize(
    ("text", "issued_on"),
    [
        ("A,B,03/04/2026,1\nA2,B,25/04/2026,1", date(2026, 4, 3)),
        ("A,B,03/04/2026,1\nA2,B,04/25/2026,1", date(2026, 3, 4)),
    ],
)
def test_the_other_rows_tell_which_number_is_the_day(
    text: str, issued_on: date
) -> None:
    found = read(f"Invoice,Client,Date,Total\n{text}\n")
    assert found.invoices[0].issued_on == issued_on
    assert "issued_on" not in found.invoices[0].unsure


def test_two_customers_may_have_the_same_number() -> None:
    found = read("Invoice,Client,Total\n1,Reed,10\n1,Finch,30\n")
    assert [str(each.total.amount) for each in found.invoices] == ["10.00", "30.00"]


def test_a_list_that_is_too_long_is_refused() -> None:
    rows = "\n".join(f"A-{number},Reed,10" for number in range(20_500))
    with pytest.raises(InputError, match="too_many"):
        read(f"Invoice,Client,Total\n{rows}")


def test_one_invoice_is_not_several() -> None:
    with pytest.raises(InputError, match="several"):
        read_invoice(
            b"Invoice,Client,Total\n1,Reed,10\n2,Reed,10\n",
            "a.csv",
            currency="EUR",
            separators=None,
        )


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("*InvoiceNo", "invoice number"),
        ("Invoice #", "invoice number"),
        ("Invoice no.", "invoice number"),
        ("Total ($)", "total"),
        ("N° de facture", "number de facture"),
        ("DueDate", "due date"),
        ("Fälligkeit", "falligkeit"),
    ],
)
def test_header_names_are_compared_as_plain_words(header: str, name: str) -> None:
    assert plain_name(header) == name


def test_the_surest_name_wins() -> None:
    columns = columns_in(["Invoice ID", "Invoice Number", "Customer ID", "Name"])
    assert columns == {Column.NUMBER: 1, Column.CUSTOMER: 3}
