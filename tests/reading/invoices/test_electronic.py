"""UBL, CII, FatturaPA, and XML that means harm."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.domain.money import Money
from assistant.errors import InputError
from assistant.reading.invoices.electronic import MOST_ELEMENTS, read_electronic
from assistant.reading.invoices.found import Standing, TaxFound
from tests.reading.invoices.makers import FATTURA, cii, ubl


def euro(amount: str) -> Money:
    return Money.of(amount, "EUR")


@pytest.mark.covers("F-E5")
def test_an_xrechnung_is_read_with_its_charges() -> None:
    found = read_electronic(ubl())
    assert (found.number, found.customer) == ("XR-77", "Hafencafé GmbH")
    assert (found.issued_on, found.due_on) == (date(2026, 4, 1), date(2026, 5, 1))
    assert (found.total, found.paid) == (euro("1249.50"), euro("249.50"))
    assert found.taxes == (TaxFound(euro("199.50"), Decimal(19)),)
    assert [(line.description, line.gross) for line in found.lines] == [
        ("Wartung & Prüfung", euro("1190.00")),
        ("Fracht", euro("59.50")),
    ]
    assert found.warnings == ()
    assert found.because["total"] == "LegalMonetaryTotal/TaxInclusiveAmount"


def test_a_credit_note_says_that_it_is_one() -> None:
    found = read_electronic(ubl("CreditNote"))
    assert found.standing is Standing.CREDIT
    assert len(found.lines) == 2


@pytest.mark.parametrize("old", [False, True])
def test_factur_x_is_read_in_its_old_and_new_names(old: bool) -> None:
    found = read_electronic(cii(old=old))
    assert (found.number, found.customer) == ("FX-12", "Café du Port SARL")
    assert (found.issued_on, found.due_on) == (date(2026, 3, 12), date(2026, 4, 11))
    assert found.total == euro("1440.00")
    assert found.lines[0].net == euro("1200.00")


def test_a_fattura_is_read() -> None:
    found = read_electronic(FATTURA)
    assert (found.number, str(found.total)) == ("45/2026", "610.00 EUR")
    assert found.due_on == date(2026, 3, 12)
    assert found.lines[0].gross == euro("610.00")


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY a "ha">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<Invoice>&c;</Invoice>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE Invoice [
<!ENTITY x SYSTEM "file:///etc/passwd">]><Invoice><ID>&x;</ID></Invoice>"""


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (LAUGHS, "error.invoice_broken"),
        (OUTSIDE, "error.invoice_broken"),
        (b"<Invoice>", "error.invoice_broken"),
        (b"<a/>" * 2, "error.invoice_broken"),
        (b"<html><body/></html>", "error.invoice_kind"),
        (b"<Invoice/>", "error.invoice_no_currency"),
        (b"<a>" * 100 + b"</a>" * 100, "error.invoice_too_heavy"),
        (
            b"<Invoice>" + b"<a/>" * (MOST_ELEMENTS + 1) + b"</Invoice>",
            "error.invoice_too_heavy",
        ),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "error.invoice_broken"),
        (ubl().replace(b"1249.50", b"NaN").replace(b"1000.00", b"1e99"), "error"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_xml_that_means_harm_is_refused(raw: bytes, key: str) -> None:
    with pytest.raises(InputError) as refused:
        read_electronic(raw)
    assert refused.value.phrase.startswith(key)
