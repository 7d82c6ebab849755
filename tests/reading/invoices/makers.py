"""Makes invoice files for tests: PDF by hand, workbooks, XML, lists."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter

ENGLISH = """\
                                                  INVOICE
Brightside Studio Ltd                             Invoice number: INV-2041
12 Mill Lane, Leeds                               Invoice date: 7 April 2026
                                                  Due date: 8 May 2026
Bill to:                     Ship to:
Harbour Cafe Ltd             Harbour Cafe
1 Quay Street                Dock 3

Description                        Qty    Unit price      Amount
Website design                       1      1,200.00     1,200.00
Extra revision round                 2        150.00       300.00
Hosting, 12 months                   1        100.00       100.00

                                          Subtotal       1,600.00
                                          VAT (20%)        320.00
                                          Total         GBP 1,920.00
                                          Amount paid   GBP 200.00
                                          Balance due   GBP 1,720.00
"""


def pdf_of(text: str) -> bytes:
    """A PDF of one page in a fixed-width font, each line where it stands."""
    shown = []
    for number, line in enumerate(text.splitlines()):
        safe = line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        shown.append(f"1 0 0 1 40 {800 - 14 * number} Tm ({safe}) Tj")
    stream = ("BT /F1 8 Tf " + " ".join(shown) + " ET").encode("cp1252", "replace")
    widths = " ".join(["600"] * 224)
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /FirstChar 32 "
        f"/LastChar 255 /Widths [{widths}] /Encoding /WinAnsiEncoding >>".encode(),
    )


def pdf_with_stream(dictionary: bytes, stream: bytes) -> bytes:
    """A PDF whose only page has this content stream."""
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< %s /Length %d >>\nstream\n%s\nendstream"
        % (dictionary, len(stream), stream),
    )


def _pdf(*objects: bytes) -> bytes:
    out = BytesIO(b"%PDF-1.7\n")
    out.seek(0, 2)
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def pdf_with(raw: bytes, name: str, attached: bytes, password: str = "") -> bytes:
    """The PDF with a file inside it, locked where a password is given."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(raw)))
    if attached:
        writer.add_attachment(name, attached)
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def workbook_of(rows: list[list[object]]) -> bytes:
    """An .xlsx file with one sheet."""
    book = Workbook()
    sheet = book.create_sheet("Invoices", 0)
    for row in rows:
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def zip_bomb(megabytes: int) -> bytes:
    """A workbook whose shared strings unpack to this many megabytes."""
    out = BytesIO(workbook_of([["a"]]))
    with ZipFile(out, "a", ZIP_DEFLATED) as parts:
        body = b"<sst>" + b"<si><t>a</t></si>" * (megabytes * 60_000) + b"</sst>"
        parts.writestr("xl/more.xml", body)
    return out.getvalue()


def ubl(kind: str = "Invoice", *, lines: str = "", extra: str = "") -> bytes:
    """An XRechnung in UBL: 1000 net at 19 % and a freight charge of 50."""
    line = "InvoiceLine" if kind == "Invoice" else "CreditNoteLine"
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<{kind} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{kind}-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>XR-77</cbc:ID><cbc:IssueDate>2026-04-01</cbc:IssueDate>
<cbc:DueDate>2026-05-01</cbc:DueDate>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity>
<cbc:RegistrationName>Hafencafé GmbH</cbc:RegistrationName>
</cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>
<cbc:AllowanceChargeReason>Fracht</cbc:AllowanceChargeReason>
<cbc:Amount currencyID="EUR">50.00</cbc:Amount>
<cac:TaxCategory><cbc:Percent>19</cbc:Percent></cac:TaxCategory></cac:AllowanceCharge>
<cac:TaxTotal><cbc:TaxAmount>199.50</cbc:TaxAmount><cac:TaxSubtotal>
<cbc:TaxAmount>199.50</cbc:TaxAmount>
<cac:TaxCategory><cbc:Percent>19</cbc:Percent></cac:TaxCategory>
</cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:TaxExclusiveAmount>1050.00</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount>1249.50</cbc:TaxInclusiveAmount>
<cbc:PrepaidAmount>249.50</cbc:PrepaidAmount>
<cbc:PayableAmount>1000.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:{line}><cbc:LineExtensionAmount>1000.00</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Wartung &amp; Prüfung</cbc:Name><cac:ClassifiedTaxCategory>
<cbc:Percent>19</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item></cac:{line}>
{lines}{extra}</{kind}>""".encode()


def cii(*, old: bool = False) -> bytes:
    """A Factur-X invoice in CII; `old` under the names of ZUGFeRD 1.0."""
    text = """<?xml version='1.0' encoding='UTF-8'?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:Cross:100"
 xmlns:ram="urn:ram:100" xmlns:udt="urn:udt:100">
<rsm:ExchangedDocument><ram:ID>FX-12</ram:ID><ram:TypeCode>380</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">20260312</udt:DateTimeString>
</ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>
<ram:IncludedSupplyChainTradeLineItem>
<ram:SpecifiedTradeProduct><ram:Name>Conception</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax>
<ram:RateApplicablePercent>20</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradeSettlementLineMonetarySummation>
<ram:LineTotalAmount>1200.00</ram:LineTotalAmount>
</ram:SpecifiedTradeSettlementLineMonetarySummation>
</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>
<ram:ApplicableHeaderTradeAgreement><ram:BuyerTradeParty>
<ram:Name>Café du Port SARL</ram:Name></ram:BuyerTradeParty>
</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeSettlement>
<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:ApplicableTradeTax><ram:CalculatedAmount>240.00</ram:CalculatedAmount>
<ram:RateApplicablePercent>20</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>
<udt:DateTimeString format="102">20260411</udt:DateTimeString>
</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation>
<ram:TaxBasisTotalAmount>1200.00</ram:TaxBasisTotalAmount>
<ram:GrandTotalAmount>1440.00</ram:GrandTotalAmount>
<ram:DuePayableAmount>1440.00</ram:DuePayableAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement>
</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"""
    for new, before in (
        ("CrossIndustryInvoice", "CrossIndustryDocument"),
        ("ExchangedDocument", "HeaderExchangedDocument"),
        (
            "rsm:SupplyChainTradeTransaction",
            "rsm:SpecifiedSupplyChainTradeTransaction",
        ),
        ("ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement"),
        ("ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement"),
        ("SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement"),
        ("RateApplicablePercent", "ApplicablePercent"),
    ):
        text = text.replace(new, before) if old else text
    return text.encode()


FATTURA = b"""<?xml version="1.0"?>
<p:FatturaElettronica xmlns:p="http://ivaservizi.agenziaentrate.gov.it/v1.2">
<FatturaElettronicaHeader><CessionarioCommittente><DatiAnagrafici><Anagrafica>
<Denominazione>Trattoria del Porto</Denominazione></Anagrafica></DatiAnagrafici>
</CessionarioCommittente></FatturaElettronicaHeader>
<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento>
<TipoDocumento>TD01</TipoDocumento><Divisa>EUR</Divisa><Data>2026-02-10</Data>
<Numero>45/2026</Numero><ImportoTotaleDocumento>610.00</ImportoTotaleDocumento>
</DatiGeneraliDocumento></DatiGenerali><DatiBeniServizi><DettaglioLinee>
<Descrizione>Manutenzione</Descrizione><PrezzoTotale>500.00</PrezzoTotale>
<AliquotaIVA>22.00</AliquotaIVA></DettaglioLinee><DatiRiepilogo>
<AliquotaIVA>22.00</AliquotaIVA><Imposta>110.00</Imposta></DatiRiepilogo>
</DatiBeniServizi><DatiPagamento><DettaglioPagamento>
<DataScadenzaPagamento>2026-03-12</DataScadenzaPagamento></DettaglioPagamento>
</DatiPagamento></FatturaElettronicaBody></p:FatturaElettronica>"""
