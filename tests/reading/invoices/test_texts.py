"""Invoices as text and PDF, in the seven languages."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.domain.money import Money
from assistant.errors import InputError
from assistant.reading.invoices.found import InvoiceFound, Source, Standing
from assistant.reading.invoices.reader import read_invoice
from tests.reading.invoices.makers import ENGLISH, cii, pdf_of, pdf_with

GERMAN = """\
Muster Handwerk GmbH
Rechnung Nr. RE-2026-0042                     Rechnungsdatum: 03.04.2026
Kunde:                                        Kundennummer: 10023
Hafencafé GmbH
Kai 3

Pos  Beschreibung                 Menge   Einzelpreis   Gesamt
1    Wartung Heizung                2,0      120,00 €     240,00 €
2    Ersatzteil Kondensator         1        480,00 €     480,00 €
Zwischensumme                                             720,00 €
zzgl. 19 % MwSt.                                          136,80 €
Gesamtbetrag                                              856,80 €
Zahlbar innerhalb von 14 Tagen ohne Abzug.
"""
FRENCH = """\
Facture n° F2026-118
Date de facturation : 12/03/2026
Date d'échéance : 11/04/2026
Facturé à :
Café du Port SARL
Désignation   Quantité   Prix unitaire HT   Total HT
Conception du site   1   1 200,00 €   1 200,00 €
Total HT   1 200,00 €
TVA 20 %   240,00 €
Total TTC   1 440,00 €
Acompte versé   440,00 €
Net à payer   1 000,00 €
"""
SPANISH = """\
Factura nº: 2026/031
Fecha: 5 de marzo de 2026
Fecha de vencimiento: 4 de abril de 2026
Cliente: Bar El Puerto S.L.
Concepto                    Cantidad   Precio     Importe
Reparación de caldera       1          1.350,00   1.350,00
Base imponible                                    1.350,00
IVA 21%                                             283,50
Total factura                                     1.633,50 €
"""
ITALIAN = """\
Fattura n. 45/2026 del 10/02/2026
Spett.le
Trattoria del Porto S.r.l.
Data scadenza: 12/03/2026
Descrizione               Q.tà    Prezzo      Importo
Manutenzione impianto     1       500,00      500,00
Imponibile                                    500,00
IVA 22%                                       110,00
Totale documento                            € 610,00
"""
PORTUGUESE = """\
Fatura n.º FT 2026/77
Data de emissão: 01/02/2026
Data de vencimento: 03/03/2026
Exmo. Sr.
Café do Porto Lda
Descrição           Quantidade   Preço     Valor
Instalação elétrica  1           300,00    300,00
Subtotal                                   300,00
IVA 23%                                     69,00
Total a pagar                              369,00 €
"""
DUTCH = """\
Factuurnummer: 2026-0099
Factuurdatum: 15-04-2026
Vervaldatum: 29-04-2026
Klant: Havencafé B.V.
Omschrijving            Aantal   Prijs     Bedrag
Onderhoud cv-ketel      1        250,00    250,00
Subtotaal                                  250,00
BTW 21%                                     52,50
Totaal incl. btw                         € 302,50
"""
AMERICAN = """\
INVOICE
ACME HVAC
Invoice #  Date  Due Date
10457  03/25/2026  04/24/2026
BILL TO
Ms. Finch
DESCRIPTION QTY RATE AMOUNT
Capacitor replacement 1 $380.00 $380.00
Service call 1 $100.00 $100.00
SUBTOTAL $480.00
TAX (8.25%) $39.60
TOTAL $519.60
BALANCE DUE $519.60
"""


def read(text: str, currency: str | None = "EUR") -> InvoiceFound:
    return read_invoice(
        text.encode(), "invoice.txt", currency=currency, separators=None
    )


EXPECTED = {
    ENGLISH: "INV-2041 | Harbour Cafe Ltd | 2026-04-07 2026-05-08 | 1920.00 GBP, "
    "200.00 paid | 1440.00 360.00 120.00",
    GERMAN: "RE-2026-0042 | Hafencafé GmbH | 2026-04-03 2026-04-17 | 856.80 EUR, "
    "0.00 paid | 285.60 571.20",
    FRENCH: "F2026-118 | Café du Port SARL | 2026-03-12 2026-04-11 | 1440.00 EUR, "
    "440.00 paid | 1440.00",
    SPANISH: "2026/031 | Bar El Puerto S.L. | 2026-03-05 2026-04-04 | 1633.50 EUR, "
    "0.00 paid | 1633.50",
    ITALIAN: "45/2026 | Trattoria del Porto S.r.l. | 2026-02-10 2026-03-12 | "
    "610.00 EUR, 0.00 paid | 610.00",
    PORTUGUESE: "FT 2026/77 | Café do Porto Lda | 2026-02-01 2026-03-03 | 369.00 EUR, "
    "0.00 paid | 369.00",
    DUTCH: "2026-0099 | Havencafé B.V. | 2026-04-15 2026-04-29 | 302.50 EUR, "
    "0.00 paid | 302.50",
    AMERICAN: "10457 | Ms. Finch | 2026-03-25 2026-04-24 | 519.60 USD, 0.00 paid | "
    "411.35 108.25",
}


@pytest.mark.covers("F-E5", "F-A1")
@pytest.mark.parametrize("text", EXPECTED, ids="en de fr es it pt nl us".split())
def test_an_invoice_is_read_in_each_language(text: str) -> None:
    found = read(text)
    lines = " ".join(str(line.gross.amount) for line in found.lines)
    assert (
        f"{found.number} | {found.customer} | {found.issued_on} {found.due_on} | "
        f"{found.total}, {found.paid.amount} paid | {lines}"
    ) == EXPECTED[text]
    assert found.warnings == ()
    assert {"number", "total", "customer"} <= set(found.because)


def test_each_value_names_the_words_it_came_from() -> None:
    found = read(ENGLISH)
    assert found.because["number"] == "Invoice number: INV-2041"
    assert found.because["due_on"] == "Due date: 8 May 2026"
    assert found.unsure == frozenset()


@pytest.mark.covers("F-E5")
def test_a_pdf_is_read_as_it_is_laid_out() -> None:
    found = read_invoice(
        pdf_of(ENGLISH), "INV-2041.pdf", currency=None, separators=None
    )
    assert str(found.total) == "1920.00 GBP"
    assert found.due_on == date(2026, 5, 8)
    assert [line.description for line in found.lines] == [
        "Website design",
        "Extra revision round",
        "Hosting, 12 months",
    ]


def test_the_electronic_invoice_inside_a_pdf_goes_before_its_text() -> None:
    hybrid = pdf_with(pdf_of(ENGLISH), "factur-x.xml", cii())
    found = read_invoice(hybrid, "fx.pdf", currency=None, separators=None)
    assert (found.source, found.number) == (Source.ELECTRONIC, "FX-12")


def test_a_damaged_attachment_leaves_the_text() -> None:
    hybrid = pdf_with(pdf_of(ENGLISH), "factur-x.xml", cii()[:300])
    found = read_invoice(hybrid, "fx.pdf", currency=None, separators=None)
    assert (found.source, found.number) == (Source.TEXT, "INV-2041")


def test_a_sentence_is_read_as_a_guess() -> None:
    found = read("Invoice INV-7 for 480.00 EUR to Ms Finch, due 1 June 2026.")
    assert (found.number, found.total) == ("INV-7", Money.of(480, "EUR"))
    assert found.due_on == date(2026, 6, 1)
    assert {"total", "due_on"} <= found.unsure


def test_terms_give_a_due_date_that_is_a_guess() -> None:
    text = "Invoice No. 7\nDate: 3 May 2026\nTerms: Net 30\nTotal: 80.00"
    found = read(text)
    assert found.due_on == date(2026, 6, 2)
    assert "due_on" in found.unsure


def test_a_date_that_can_be_read_in_two_ways_is_a_guess() -> None:
    found = read("Invoice No. 7\nDate: 03/05/2026\nTotal: $80.00", "USD")
    assert found.issued_on == date(2026, 3, 5)
    assert "issued_on" in found.unsure


def test_the_owner_s_habits_settle_what_the_file_leaves_open() -> None:
    raw = b"Invoice No. 7\nDate: 03/05/2026\nTotal: 1.234"
    found = read_invoice(raw, "a.txt", currency="EUR", separators=None, day_first=True)
    assert found.issued_on == date(2026, 5, 3)


def test_lines_that_do_not_add_up_are_a_warning() -> None:
    found = read(
        ENGLISH.replace("300.00     ", "310.00     ").replace(" 300.00", " 30.00")
    )
    assert [warning.key for warning in found.warnings] == ["invoice.lines_differ"]
    assert "lines" in found.unsure


def test_a_discount_is_a_line_below_zero() -> None:
    text = """Invoice No. 9
Description        Amount
Repair             500.00
Discount           -50.00
Total              450.00
"""
    found = read(text)
    assert [line.gross.amount for line in found.lines] == [Decimal(500), Decimal(-50)]
    assert found.warnings == ()


def test_a_line_may_begin_like_a_sum() -> None:
    text = """Invoice No. 9
Description             Qty    Amount
Tax consulting          1      500.00
Total rewiring          1      900.00
Total                        1,400.00
"""
    assert [line.description for line in read(text).lines] == [
        "Tax consulting",
        "Total rewiring",
    ]


def test_a_credit_note_is_no_bill() -> None:
    assert read("Credit Note\nNo. CN-1\nTotal 20.00").standing is Standing.CREDIT


def test_the_file_s_name_gives_a_number_where_the_text_has_none() -> None:
    found = read_invoice(
        b"Total 80.00 EUR", "Invoice RE-12 (1).pdf", currency=None, separators=None
    )
    assert found.number == ""
    found = read_invoice(
        b"Total 80.00 EUR", "Rechnung RE-12.txt", currency=None, separators=None
    )
    assert found.number == "RE-12"
    assert "number" in found.unsure


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("I am not paying this.", "error.invoice_nothing_found"),
        ("Total 80.00", "error.invoice_no_currency"),
        ("   ", "error.invoice_no_currency"),
    ],
)
def test_what_is_no_invoice_is_said(text: str, key: str) -> None:
    with pytest.raises(InputError) as refused:
        read(text, None if key.endswith("currency") else "EUR")
    assert refused.value.phrase == key
