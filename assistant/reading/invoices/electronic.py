"""Electronic invoices: UBL (XRechnung, Peppol), CII (Factur-X, ZUGFeRD), FatturaPA.

Elements are found by their local names, so that every version and profile of a format
reads alike. Amounts are machine-written: a point before the decimals, no groups.
Sources: EN 16931-1 (the terms BT-1, BT-9... in `because`), UBL 2.1, UN/CEFACT CII
D16B, FatturaPA 1.2.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import TYPE_CHECKING

from assistant.domain.currencies import CODES
from assistant.domain.money import Money
from assistant.errors import InputError
from assistant.reading.invoices.figures import iso_day, money_of
from assistant.reading.invoices.found import (
    LONGEST_WORDS,
    Draft,
    InvoiceFound,
    LineFound,
    Source,
    Standing,
    TaxFound,
    shortened,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_ELEMENTS = 200_000
_DEEPEST = 60
MOST_LINES = 1_000
_CREDITS = frozenset({"381", "396", "261", "TD04"})  # UNTDID 1001; FatturaPA
_ROOTS = ("Invoice", "CreditNote", "CrossIndustryInvoice", "CrossIndustryDocument")


@dataclass(frozen=True, slots=True)
class _Paths:
    """Where a format keeps a value: local names, `/` between them, best first."""

    number: tuple[str, ...]
    issued_on: tuple[str, ...]
    due_on: tuple[str, ...]
    customer: tuple[str, ...]
    currency: tuple[str, ...]
    total: tuple[str, ...]
    net: tuple[str, ...]
    paid: tuple[str, ...]
    kind: tuple[str, ...]
    line: str
    text: tuple[str, ...]
    amount: tuple[str, ...]
    rate: tuple[str, ...]
    tax: str
    tax_amount: str
    tax_rate: str
    allowance: str
    is_charge: str
    allowance_text: str
    allowance_amount: str
    allowance_rate: str


_UBL = _Paths(
    number=("ID",),
    issued_on=("IssueDate",),
    due_on=("DueDate", "PaymentMeans/PaymentDueDate"),
    customer=(
        "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName",
        "AccountingCustomerParty/Party/PartyName/Name",
        "AccountingCustomerParty/Party/Contact/Name",
    ),
    currency=("DocumentCurrencyCode",),
    total=(
        "LegalMonetaryTotal/TaxInclusiveAmount",
        "LegalMonetaryTotal/PayableAmount",
    ),
    net=("LegalMonetaryTotal/TaxExclusiveAmount",),
    paid=("LegalMonetaryTotal/PrepaidAmount",),
    kind=("InvoiceTypeCode", "CreditNoteTypeCode"),
    line="InvoiceLine",
    text=("Item/Name", "Item/Description"),
    amount=("LineExtensionAmount",),
    rate=("Item/ClassifiedTaxCategory/Percent",),
    tax="TaxTotal/TaxSubtotal",
    tax_amount="TaxAmount",
    tax_rate="TaxCategory/Percent",
    allowance="AllowanceCharge",
    is_charge="ChargeIndicator",
    allowance_text="AllowanceChargeReason",
    allowance_amount="Amount",
    allowance_rate="TaxCategory/Percent",
)
_TRADE = "SupplyChainTradeTransaction"
_DEAL, _MONEY = (
    f"{_TRADE}/ApplicableHeaderTradeAgreement",
    (f"{_TRADE}/ApplicableHeaderTradeSettlement"),
)
_SUM = f"{_MONEY}/SpecifiedTradeSettlementHeaderMonetarySummation"
_CII = _Paths(
    number=("ExchangedDocument/ID",),
    issued_on=("ExchangedDocument/IssueDateTime/DateTimeString",),
    due_on=(f"{_MONEY}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString",),
    customer=(f"{_DEAL}/BuyerTradeParty/Name",),
    currency=(f"{_MONEY}/InvoiceCurrencyCode",),
    total=(f"{_SUM}/GrandTotalAmount", f"{_SUM}/DuePayableAmount"),
    net=(f"{_SUM}/TaxBasisTotalAmount",),
    paid=(f"{_SUM}/TotalPrepaidAmount",),
    kind=("ExchangedDocument/TypeCode",),
    line=f"{_TRADE}/IncludedSupplyChainTradeLineItem",
    text=("SpecifiedTradeProduct/Name", "SpecifiedTradeProduct/Description"),
    amount=(
        "SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation"
        "/LineTotalAmount",
    ),
    rate=("SpecifiedLineTradeSettlement/ApplicableTradeTax/RateApplicablePercent",),
    tax=f"{_MONEY}/ApplicableTradeTax",
    tax_amount="CalculatedAmount",
    tax_rate="RateApplicablePercent",
    allowance=f"{_MONEY}/SpecifiedTradeAllowanceCharge",
    is_charge="ChargeIndicator/Indicator",
    allowance_text="Reason",
    allowance_amount="ActualAmount",
    allowance_rate="CategoryTradeTax/RateApplicablePercent",
)
# ZUGFeRD 1.0 says the same under other names.
_RENAMED = {
    "HeaderExchangedDocument": "ExchangedDocument",
    "SpecifiedSupplyChainTradeTransaction": _TRADE,
    "ApplicableSupplyChainTradeAgreement": "ApplicableHeaderTradeAgreement",
    "ApplicableSupplyChainTradeSettlement": "ApplicableHeaderTradeSettlement",
    "SpecifiedTradeSettlementMonetarySummation": (
        "SpecifiedTradeSettlementHeaderMonetarySummation"
    ),
    "SpecifiedSupplyChainTradeSettlement": "SpecifiedLineTradeSettlement",
    "ApplicablePercent": "RateApplicablePercent",
}
_GENERAL = "FatturaElettronicaBody/DatiGenerali/DatiGeneraliDocumento"
_GOODS = "FatturaElettronicaBody/DatiBeniServizi"
_BUYER = "FatturaElettronicaHeader/CessionarioCommittente/DatiAnagrafici/Anagrafica"
_FATTURA = _Paths(
    number=(f"{_GENERAL}/Numero",),
    issued_on=(f"{_GENERAL}/Data",),
    due_on=(
        "FatturaElettronicaBody/DatiPagamento/DettaglioPagamento/DataScadenzaPagamento",
    ),
    customer=(f"{_BUYER}/Denominazione", f"{_BUYER}/Cognome"),
    currency=(f"{_GENERAL}/Divisa",),
    total=(f"{_GENERAL}/ImportoTotaleDocumento",),
    net=(),
    paid=(),
    kind=(f"{_GENERAL}/TipoDocumento",),
    line=f"{_GOODS}/DettaglioLinee",
    text=("Descrizione",),
    amount=("PrezzoTotale",),
    rate=("AliquotaIVA",),
    tax=f"{_GOODS}/DatiRiepilogo",
    tax_amount="Imposta",
    tax_rate="AliquotaIVA",
    allowance="-",
    is_charge="-",
    allowance_text="-",
    allowance_amount="-",
    allowance_rate="-",
)


def read_electronic(raw: bytes) -> InvoiceFound:
    """The invoice in an XML document.

    raw: its bytes, in the encoding that it names.
    Raises InputError: error.invoice_broken for what is no well-formed XML, names
    entities or is too large; error.invoice_kind for XML that is no invoice;
    error.invoice_no_total, error.invoice_no_currency.
    """
    root = _parsed(raw)
    paths = _paths_of(root)
    currency = _text(root, *paths.currency).upper()
    if currency not in CODES:
        raise InputError("error.invoice_no_currency")
    draft = Draft(Source.ELECTRONIC, currency)
    _read_head(draft, root, paths)
    _read_sums(draft, root, paths)
    _read_lines(draft, root, paths)
    return draft.found()


def is_electronic(raw: bytes) -> bool:
    """Whether an XML document is one of the invoices read here, by its beginning."""
    head = raw[:4000]
    return any(f"{root}".encode() in head for root in (*_ROOTS, "FatturaElettronica"))


def _parsed(raw: bytes) -> "Element":
    """The document's root: no entities, no outside files, bounded in size and depth."""
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415 -- with its parser

    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 -- when needed
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415 -- when needed

    root: Element | None = None
    depth = count = 0
    try:
        events = iterparse(BytesIO(raw), ("start", "end"), forbid_dtd=True)
        for event, element in events:
            depth += 1 if event == "start" else -1
            count += 1
            root = element if root is None else root
            if depth > _DEEPEST or count > 2 * MOST_ELEMENTS:
                raise InputError("error.invoice_too_heavy")
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise InputError("error.invoice_broken") from error
    if root is None:
        raise InputError("error.invoice_broken")
    return root


def _paths_of(root: "Element") -> _Paths:
    match _name(root):
        case "Invoice" | "CreditNote":
            return _UBL
        case "CrossIndustryInvoice" | "CrossIndustryDocument":
            return _CII
        case "FatturaElettronica":
            return _FATTURA
        case _:
            raise InputError("error.invoice_kind")


def _read_head(draft: Draft, root: "Element", paths: _Paths) -> None:
    for name in ("number", "customer"):
        for path in getattr(paths, name):
            value = _text(root, path)
            if value and not getattr(draft, name):
                setattr(draft, name, value)
                draft.note(name, path)
    for name in ("issued_on", "due_on"):
        for path in getattr(paths, name):
            day = iso_day(_text(root, path))
            if day and getattr(draft, name) is None:
                setattr(draft, name, day)
                draft.note(name, f"{path}: {day.isoformat()}")
    draft.note("currency", paths.currency[0])
    is_credit = _text(root, *paths.kind) in _CREDITS or _name(root) == "CreditNote"
    draft.standing = Standing.CREDIT if is_credit else Standing.OPEN


def _read_sums(draft: Draft, root: "Element", paths: _Paths) -> None:
    draft.paid = _money(root, draft.currency, *paths.paid)
    for path in paths.total:
        whole = _money(root, draft.currency, path)
        if whole is not None and draft.total is None:
            draft.total = whole if "Payable" not in path else whole + _or_zero(draft)
            draft.note("total", path)
    draft.net = _money(root, draft.currency, *paths.net)
    for each in _all(root, paths.tax):
        amount = _money(each, draft.currency, paths.tax_amount)
        if amount:
            rate = _number(_text(each, paths.tax_rate))
            draft.taxes.append(TaxFound(amount, rate))
            draft.note("taxes", paths.tax)
    if draft.paid:
        draft.note("paid", paths.paid[0])


def _or_zero(draft: Draft) -> Money:
    return draft.paid or Money.zero(draft.currency)


def _read_lines(draft: Draft, root: "Element", paths: _Paths) -> None:
    """Lines net with their rate; discounts and charges on the whole are lines too."""
    path = paths.line if _name(root) != "CreditNote" else "CreditNoteLine"
    for each in _all(root, path):
        net = _money(each, draft.currency, *paths.amount)
        if net is None or len(draft.lines) >= MOST_LINES:
            continue
        rate = _number(_text(each, *paths.rate)) or Decimal(0)
        draft.lines.append(_line(_text(each, *paths.text), net, rate))
        draft.note("lines", path)
    for each in _all(root, paths.allowance):
        amount = _money(each, draft.currency, paths.allowance_amount)
        if not amount:
            continue
        net = amount if _text(each, paths.is_charge) == "true" else -amount
        rate = _number(_text(each, paths.allowance_rate)) or Decimal(0)
        draft.lines.append(_line(_text(each, paths.allowance_text), net, rate))
    is_untold = not _text(root, *paths.total)
    if (
        draft.total is None and is_untold and draft.lines
    ):  # FatturaPA leaves the total out at times
        whole = Money.zero(draft.currency)
        for line in draft.lines:
            whole += line.gross
        draft.total = whole
        draft.note("total", path, sure=False)


def _line(text: str, net: Money, rate: Decimal) -> LineFound:
    tax = net.percent(rate) if 0 <= rate <= 100 else Money.zero(net.currency)
    return LineFound(shortened(text, LONGEST_WORDS), net + tax, net, tax)


def _name(element: "Element") -> str:
    local = str(element.tag).rpartition("}")[2]
    return _RENAMED.get(local, local)


def _all(root: "Element", path: str) -> Iterator["Element"]:
    """Every element at a path of local names below the root."""
    first, _, rest = path.partition("/")
    for child in root:
        if _name(child) == first:
            if rest:
                yield from _all(child, rest)
            else:
                yield child


def _text(root: "Element", *paths: str) -> str:
    """The first text at one of the paths; empty if there is none."""
    for path in paths:
        for element in _all(root, path):
            text = " ".join((element.text or "")[: LONGEST_WORDS * 4].split())
            if text:
                return text
    return ""


def _money(root: "Element", currency: str, *paths: str) -> Money | None:
    text = _text(root, *paths)
    return money_of(text, currency) if text else None


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
