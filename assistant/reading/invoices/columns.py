"""What the columns of an invoice list are called, in programs and languages.

Header names are compared as plain words: `*InvoiceNo`, `Invoice #` and `invoice no.`
are all "invoice number". Sources: the exports of QuickBooks Online, Xero, FreshBooks,
Square, Zoho Books and Jobber, and the field names of their JSON.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum


class Column(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    CUSTOMER = "customer"
    ISSUED = "issued_on"
    DUE = "due_on"
    CURRENCY = "currency"
    TOTAL = "total"
    AMOUNT = "amount"  # the total, or a line's amount where there are several rows
    BALANCE = "balance"
    PAID = "paid"
    NET = "net"
    TAX = "tax"
    STATUS = "status"
    TYPE = "type"
    ITEM = "item"
    TEXT = "text"
    LINE_NET = "line_net"
    LINE_GROSS = "line_gross"
    LINE_TAX = "line_tax"
    QUANTITY = "quantity"
    PRICE = "price"


# Names, the surest first: where two columns fit, the earlier name wins.
_NAMES: dict[Column, str] = {
    Column.NUMBER: """invoice number; doc number; document number; bill number;
        rechnungsnummer; rechnung number; rechnungs number; belegnummer; beleg number;
        numero de facture; numero facture; facture number; number de facture;
        numero de factura; numero factura; factura number; number de factura;
        numero fattura; fattura number; numero documento; number fattura;
        numero da fatura; numero de fatura; fatura number; factuurnummer;
        factuur number; invoice; number; facture; factura; fattura; fatura; factuur;
        numero; nummer; transaction number; invoice reference; reference number;
        invoice id; reference""",
    Column.CUSTOMER: """customer name; client name; contact name; customer;
        customer display name; client; contact; bill to; billed to; customer full name;
        company name; recipient; recipient name; customer ref name; kunde; kundenname;
        kunden name; empfanger; rechnungsempfanger; nom du client; client nom;
        nombre del cliente; nombre cliente; cliente; nome cliente; nome do cliente;
        ragione sociale; denominazione; klant; klantnaam; naam klant; company; firma;
        organization; business name; display name; name; nom; nombre; nome; naam""",
    Column.ISSUED: """invoice date; date issued; issued date; issue date; issued on;
        date of issue; issued; txn date; transaction date; date string; bill date;
        rechnungsdatum; belegdatum; ausstellungsdatum; date de facture;
        date de facturation; date facture; date d emission; fecha de factura;
        fecha factura; fecha de emision; fecha emision; data fattura; data documento;
        data di emissione; data da fatura; data de emissao; data emissao; factuurdatum;
        date; datum; fecha; data; created date; date created; create date; created;
        date sent; sent date; scheduled date""",
    Column.DUE: """due date; payment due date; due on; due date string; payment due;
        date due; due by; due; falligkeit; falligkeitsdatum; fallig am; fallig;
        zahlbar bis; date d echeance; date echeance; echeance; fecha de vencimiento;
        fecha vencimiento; vencimiento; data di scadenza; data scadenza; scadenza;
        data de vencimento; data vencimento; vencimento; vervaldatum; vervaldag;
        uiterste betaaldatum; expected payment date""",
    Column.CURRENCY: """currency code; currency; invoice currency; currency ref value;
        currency ref; wahrung; devise; moneda; divisa; valuta; moeda""",
    Column.TOTAL: """invoice total; total; total amount; grand total; total amt;
        invoice amount; gross total; gross amount; requested amount; total requested;
        total incl tax; total inc tax; amount requested; order total; total due amount;
        gesamtbetrag; rechnungsbetrag; bruttobetrag; brutto; betrag brutto; gesamt;
        summe; total ttc; montant ttc; montant total; importe total; total factura;
        totale; totale documento; totale fattura; importo totale; valor total;
        total da fatura; total com iva; totaal; totaal incl btw; totaalbedrag;
        bedrag incl btw; gross""",
    Column.AMOUNT: """amount; betrag; montant; importe; importo; valor; bedrag""",
    Column.BALANCE: """balance due; amount due; invoice amount due; open balance;
        balance; invoice balance; outstanding; outstanding balance; amount outstanding;
        remaining balance; remaining; due amount; offener betrag; offen; restbetrag;
        reste a payer; restant du; solde; saldo; saldo pendiente; importe pendiente;
        pendiente; da pagare; residuo; em aberto; valor em aberto; em divida;
        openstaand; openstaand bedrag""",
    Column.PAID: """amount paid; invoice amount paid; total paid; paid amount; paid;
        payments; payments applied; paid to date; amount received; bereits gezahlt;
        bezahlt; gezahlt; deja paye; montant paye; paye; regle; pagado; importe pagado;
        pagato; importo pagato; valor pago; pago; betaald; betaald bedrag""",
    Column.NET: """subtotal; sub total; pre tax total; net total; net amount; net;
        total before tax; total excl tax; nettobetrag; betrag netto; netto; total ht;
        montant ht; base imponible; imponibile; totale imponibile; valor liquido;
        subtotaal; totaal excl btw; bedrag excl btw""",
    Column.TAX: """tax total; total tax; tax; vat amount; vat; vat total; sales tax;
        gst; gst amount; mwst; ust; umsatzsteuer; mehrwertsteuer; steuer; steuerbetrag;
        tva; montant tva; iva; importe iva; importo iva; valor iva; btw; btw bedrag;
        txn tax detail total tax""",
    Column.STATUS: """invoice status; status; state; payment status; statut; estado;
        stato; situacao""",
    Column.TYPE: """transaction type; type; invoice type; document type; doc type; typ;
        belegart; tipo; tipo documento""",
    Column.ITEM: """item name; product service; product or service; item; product;
        service; product name; service name; artikel; article; produit; articulo;
        producto; prodotto; articolo; produto; artigo; product dienst;
        sales item line detail item ref name""",
    Column.TEXT: """item description; item desc; line description; description;
        memo description; product service description; service description; line items;
        details; bezeichnung; beschreibung; leistung; leistungsbeschreibung;
        designation; libelle; descripcion; concepto; descrizione; descricao;
        omschrijving; memo; subject; invoice title""",
    Column.LINE_NET: """line amount; line subtotal; item total; item amount; line net;
        net line amount; line item amount; amount line; positionsbetrag; gesamtpreis;
        line extension amount""",
    Column.LINE_GROSS: """line total; line gross; item gross; line total incl tax""",
    Column.LINE_TAX: """tax amount; item tax amount; line tax; line tax amount;
        tax 1 amount; total tax amount""",
    Column.QUANTITY: """quantity; qty; item quantity; menge; anzahl; quantite; cantidad;
        quantita; quantidade; aantal; hours""",
    Column.PRICE: """unit amount; unit price; item price; item rate; rate; sales price;
        price; preis; einzelpreis; prix unitaire; prix; precio; precio unitario;
        prezzo; prezzo unitario; preco; preco unitario; prijs; stuksprijs""",
}
_BY_NAME: dict[str, list[tuple[int, Column]]] = {}
for _column, _names in _NAMES.items():
    for _rank, _name in enumerate(_names.split(";")):
        _BY_NAME.setdefault(" ".join(_name.split()), []).append((_rank, _column))

MOST_COLUMNS = 100
_MONEY = frozenset(
    (
        Column.TOTAL,
        Column.AMOUNT,
        Column.BALANCE,
        Column.LINE_NET,
        Column.LINE_GROSS,
        Column.PRICE,
    )
)


def plain_name(header: str) -> str:
    """A header as plain words: no capitals, accents, signs or brackets."""
    text = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", header[:100])
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).replace("#", " number ")
    text = re.sub(r"[nN]\s?[°º]|[№]", " number ", text)
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    words = re.sub(r"[^\w]+|_", " ", bare).split()
    same = {"no": "number", "nr": "number", "num": "number", "nbr": "number"}
    return " ".join(same.get(word, word) for word in words)


def columns_in(row: Sequence[str]) -> dict[Column, int]:
    """Which column stands where, if this row is a header."""
    best: dict[Column, tuple[int, int]] = {}
    for place, header in enumerate(row[:MOST_COLUMNS]):
        for rank, column in _BY_NAME.get(plain_name(header), ()):
            if column not in best or rank < best[column][0]:
                best[column] = (rank, place)
    return {column: place for column, (_, place) in best.items()}


def is_header(columns: dict[Column, int]) -> bool:
    """Whether a row names enough to list invoices by."""
    names_it = Column.NUMBER in columns or Column.CUSTOMER in columns
    return names_it and len(columns) >= 3 and bool(_MONEY & set(columns))
