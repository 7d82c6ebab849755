"""The words that stand before the values of an invoice, in seven languages."""

import re
import unicodedata
from enum import StrEnum
from functools import cache


class Label(StrEnum):
    """What a value on an invoice is."""

    NUMBER = "number"
    ISSUED = "issued_on"
    DUE = "due_on"
    CUSTOMER = "customer"
    TOTAL = "total"
    NET = "net"
    TAX = "tax"
    PAID = "paid"
    BALANCE = "balance"
    OTHER = "other"  # a label of something else: its value is none of ours


_WORDS: dict[Label, str] = {
    Label.NUMBER: """invoice number; invoice no; invoice nr; invoice id; invoice ref;
        invoice #; inv no; inv #; tax invoice no; tax invoice number; bill number;
        bill no; document number; document no; credit note number; credit note no;
        rechnungsnummer; rechnungs-nr; rechnungsnr; rechnung nr; rechnung-nr;
        re-nr; re.-nr; belegnummer; beleg-nr; belegnr; gutschriftsnummer;
        numero de facture; numero de la facture; n° de facture; n° facture;
        no de facture; facture n°; facture no; facture numero; facture nº; ref facture;
        numero de factura; n° de factura; nº de factura; no de factura; factura n°;
        factura nº; factura no; factura numero; num factura; numero factura;
        numero fattura; n° fattura; fattura n°; fattura n; fattura nr; fattura numero;
        numero documento; numero da fatura; n° da fatura; nº da fatura; fatura n°;
        fatura nº; fatura no; fatura numero; factuurnummer; factuurnr; factuur nr;
        factura n.º; factura n.°; fatura n.º; fatura n.°; fattura n.; fattura n.°;
        n.º de factura; n.º da fatura; facture n.; rechnungs nr; rechnung nummer;
        factuur nummer""",
    Label.ISSUED: """invoice date; date of invoice; date of issue; issue date;
        date issued; issued on; issued; bill date; billing date; tax point; date;
        rechnungsdatum; ausstellungsdatum; belegdatum; datum; date de facturation;
        date de facture; date de la facture; date d'emission; date d’emission;
        emise le; emis le; fecha de factura; fecha de la factura; fecha factura;
        fecha de emision; fecha emision; fecha de expedicion; fecha; data fattura;
        data della fattura; data di emissione; data emissione; data documento; data;
        data da fatura; data de emissao; data emissao; emitida em; factuurdatum;
        datum factuur""",
    Label.DUE: """due date; payment due date; payment due by; payment due on;
        payment due; date due; due by; due on; due; pay by; please pay by; payable by;
        payment date; fallig am; fallig bis; falligkeit; falligkeitsdatum; zahlbar bis;
        zahlbar bis zum; zahlungsziel; bitte zahlen sie bis; zahlungsfrist;
        date d'echeance; date d’echeance; date limite de paiement; echeance;
        a payer avant le; a regler avant le; payable le; fecha de vencimiento;
        fecha vencimiento; vencimiento; fecha limite de pago; vence el;
        data di scadenza; data scadenza; scadenza; scadenza pagamento;
        da pagare entro; da pagare entro il; data de vencimento; data vencimento;
        vencimento; vence em; pagar ate; vervaldatum; vervaldag;
        uiterste betaaldatum; te betalen voor; betalen voor; te voldoen voor""",
    Label.CUSTOMER: """bill to; billed to; invoice to; invoiced to; invoice for;
        sold to; customer; customer name; client; client name; to; for; attention;
        rechnung an; rechnungsempfanger; rechnungsadresse; empfanger; kunde;
        kundenname; auftraggeber; an; facture a; facturer a; adresse a; client;
        nom du client; destinataire; adresse de facturation; facturar a; facturado a;
        cliente; nombre del cliente; destinatario; datos del cliente; intestatario;
        spett.le; spettabile; fatturare a; fatturato a; dati cliente; faturar a;
        faturado a; exmo. sr; exmos. srs; nome do cliente; factuur aan;
        factuuradres; klant; klantnaam; aan; gefactureerd aan""",
    Label.TOTAL: """grand total; invoice total; total; total amount; total price;
        total payable; total incl. tax; total incl tax; total including tax;
        total inc. vat; total inc vat; total incl. vat; total incl vat; total (inc vat);
        total including vat; total with tax; total gross; gross total; gross amount;
        total to pay; amount; gesamtbetrag; gesamtsumme; rechnungsbetrag;
        rechnungssumme; bruttobetrag; gesamtbetrag brutto; gesamt brutto; brutto;
        summe brutto; summe; endbetrag; endsumme; gesamt; zahlbetrag; betrag;
        total ttc; montant ttc; montant total; montant total ttc; total general;
        importe total; total factura; total a pagar; importe; totale; totale fattura;
        totale documento; importo totale; totale ivato; totale complessivo;
        totale da pagare; importo; valor total; total da fatura; total com iva;
        total a pagar; montante total; totaal; totaalbedrag; totaal incl. btw;
        totaal incl btw; totaal inclusief btw; eindtotaal; factuurbedrag;
        te betalen bedrag""",
    Label.NET: """subtotal; sub total; sub-total; net total; net amount; total net;
        total excl. tax; total excl tax; total excl. vat; total excl vat;
        total excluding vat; total before tax; total ex vat; nettobetrag; summe netto;
        netto; gesamt netto; gesamtbetrag netto; zwischensumme; nettosumme; total ht;
        montant ht; sous-total; sous-total ht; sous total; montant total ht;
        base imponible; base; importe neto; imponibile; totale imponibile;
        totale netto; subtotale; total liquido; valor liquido; total sem iva;
        incidencia; subtotaal; totaal excl. btw; totaal excl btw;
        totaal exclusief btw""",
    Label.TAX: """vat; sales tax; tax; gst; hst; pst; qst; tax total; total tax;
        total vat; vat amount; ust; ust.; mwst; mwst.; umsatzsteuer; mehrwertsteuer;
        zzgl; zzgl. mwst; zzgl. ust; inkl; enthaltene mwst; davon mwst; dont tva;
        plus vat; incl. vat; includes vat; + vat; zzgl. mehrwertsteuer;
        zzgl. umsatzsteuer; steuer; tva;
        montant tva; total tva; iva; i.v.a.; importe iva; cuota iva; totale iva;
        imposta; valor iva; total iva; btw; btw-bedrag; totaal btw""",
    Label.PAID: """amount paid; paid; paid to date; total paid; payment received;
        payments received; payments; less payments; less paid; payment; less deposit;
        deposit paid; deposit; advance paid; bereits gezahlt; bereits bezahlt;
        bezahlt; gezahlt; anzahlung; abzuglich anzahlung; erhaltene anzahlung;
        zahlungseingang; deja paye; deja regle; montant paye; montant regle; paye;
        acompte; acompte verse; acomptes verses; pagado; importe pagado; anticipo;
        a cuenta; gia pagato; pagato; importo pagato; acconto; acconto versato;
        ja pago; pago; valor pago; adiantamento; reeds betaald; reeds voldaan; betaald;
        aanbetaling; voldaan""",
    Label.BALANCE: """balance due; balance; amount due; amount outstanding;
        amount payable; outstanding; outstanding balance; total due; total amount due;
        remaining balance; still due; due now; please pay; offener betrag; restbetrag;
        noch zu zahlen; zu zahlen; zu zahlender betrag; offen; reste a payer;
        reste du; net a payer; solde du; solde; solde a payer; saldo pendiente;
        importe pendiente; pendiente de pago; pendiente; saldo; saldo da pagare;
        da pagare; netto a pagare; residuo; saldo em divida; valor em divida;
        em divida; a pagar; openstaand bedrag; openstaand; openstaand saldo;
        te betalen; nog te betalen; te voldoen""",
    Label.OTHER: """customer number; customer no; customer id; customer #; client no;
        client id; client number; order number; order no; order date; po number;
        po no; p.o. number; purchase order; your reference; our reference; reference;
        vat number; vat no; vat id; vat reg no; vat registration number; tax id;
        tax number; gst number; abn; ein; account number; account no; account; iban;
        bic; swift; sort code; bank; phone; tel; telephone; fax; email; e-mail; web;
        website; page; from; bill from; ship to; delivery date; delivery address;
        date of supply; service date; payment terms; terms; payment method; quote no;
        quote date; estimate no; project; job; currency; kundennummer; kunden-nr;
        kundennr; bestellnummer; bestell-nr; auftragsnummer; auftrags-nr;
        lieferdatum; leistungsdatum; leistungszeitraum; lieferscheinnummer;
        steuernummer; steuer-nr; ust-idnr; ust-id; ust-id-nr; ust.-id; konto;
        bankverbindung; seite; telefon; ansprechpartner; ihr zeichen; unser zeichen;
        von; zahlungsbedingungen; numero client; n° client; code client;
        numero de commande; n° de commande; commande; date de livraison; n° tva;
        tva intracommunautaire; numero de tva; siret; siren; telephone; emetteur;
        conditions de paiement; numero de cliente; n° cliente; nº cliente; pedido;
        nif; cif; n.i.f.; telefono; emisor; forma de pago; codice cliente;
        codice fiscale; partita iva; p. iva; p.iva; ordine; mittente;
        modalita di pagamento; contribuinte; numero de contribuinte; n° contribuinte;
        encomenda; telefone; klantnummer; klantnr; ordernummer; bestelnummer;
        btw-nummer; btw nummer; btw-nr; btw nr; kvk; kvk-nummer; kvk nummer;
        rekeningnummer; leverdatum; pagina; telefoon; afzender; betalingstermijn;
        betaalvoorwaarden""",
}


def folded(text: str) -> str:
    """Small letters without accents; each character stays where it is."""
    return "".join(_plain(char) for char in text)


def _plain(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


BY_WORDS: dict[str, Label] = {}
for _label, _words in _WORDS.items():
    for _word in _words.split(";"):
        BY_WORDS.setdefault(folded(" ".join(_word.split())), _label)
_LONGEST = max(map(len, BY_WORDS))
_FIRST_WORDS = {word.split()[0].split("-")[0][:2] for word in BY_WORDS}


def label_at(plain: str) -> tuple[Label, int] | None:
    """The label that a folded text begins with and its length; the longest wins."""
    if plain[:2] not in _FIRST_WORDS:
        return None
    for length in range(min(_LONGEST, len(plain)), 1, -1):
        label = BY_WORDS.get(plain[:length])
        following = plain[length : length + 1]
        if label and not (following.isalnum() and plain[length - 1].isalnum()):
            return label, length
    return None


def label_starts(plain: str) -> list[int]:
    """Where further labels with a colon begin inside a folded text."""
    return [found.start() for found in _inline().finditer(plain)]


@cache
def _inline() -> re.Pattern[str]:
    """A label and its colon in the middle of a text; made when a text is read."""
    words = sorted(BY_WORDS, key=lambda word: -len(word))
    kept = [w for w in words if len(w) > 3 and BY_WORDS[w] is not Label.TAX]
    either = "|".join(map(re.escape, kept))
    return re.compile(rf"(?<=\S )(?=(?:{either})\s?(?:#|nr\.?|no\.?)?\s?:)")
