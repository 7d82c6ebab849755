"""Sums of money in a text, in the usual spellings of seven languages.

A sum with a currency is certain. A bare number counts only where the words around it
speak of money and no noun follows that it counts ("55 guests", "clause 8").
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from assistant.reading.numerals import read_numeral
from assistant.reading.tokens import plain

_SYMBOLS = {
    "£": "GBP", "€": "EUR", "$": "$", "us$": "USD", "r$": "BRL", "a$": "AUD",
    "c$": "CAD", "au$": "AUD", "nz$": "NZD", "ca$": "CAD", "¥": "JPY", "₹": "INR",
    "chf": "CHF",
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "eurs": "EUR", "usd": "USD",
    "gbp": "GBP", "aud": "AUD", "cad": "CAD", "nzd": "NZD", "brl": "BRL", "inr": "INR",
    "sek": "SEK", "nok": "NOK", "dkk": "DKK", "pln": "PLN", "zar": "ZAR", "jpy": "JPY",
    "sfr": "CHF", "rs": "INR", "kr": "", "pound": "GBP", "pounds": "GBP", "quid": "GBP",
    "dollar": "$", "dollars": "$", "bucks": "$", "francs": "", "franken": "CHF",
    "reais": "BRL", "real": "BRL", "libras": "GBP", "sterline": "GBP", "pfund": "GBP",
    "rupees": "INR", "kronor": "SEK", "dolares": "$", "dollari": "$", "piek": "EUR",
    "pavos": "", "balles": "", "rand": "ZAR",
}  # fmt: skip

_DIGITS = (
    r"\d{1,3}(?:[.,'’][0-9]{3})+(?:[.,]\d{1,2})?(?!\d)"
    r"|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?!\d)"
    r"|\d{1,12}(?:[.,]\d{1,2})?(?!\d)"
)
_BEFORE = (
    r"(?:us|au|nz|ca|r|a|c)?[$£€¥₹]|\b(?:chf|eur|usd|gbp|aud|cad|nzd|brl|inr|sek|nok|"
    r"dkk|pln|zar|jpy|sfr|rs|kr)\b\.?"
)
_AFTER = (
    r"[€£$₹]|(?:chf|euros?|eur|eurs|usd|gbp|aud|cad|nzd|brl|inr|sek|nok|dkk|pln|zar|kr|"
    r"pounds?|quid|dollars?|bucks|francs|franken|reais|real|libras|sterline|pfund|"
    r"rupees|kronor|dólares|dolares|dollari|pavos|balles|piek|rand)\b"
)
_SUM = re.compile(
    rf"(?P<before>{_BEFORE})?[ \u00a0\u202f]{{0,2}}(?<![\w.,/])"
    rf"(?P<digits>{_DIGITS})(?P<dash>[.,][-–—]+)?"
    rf"(?P<k>[ \u00a0]?(?:k|grand|thousand|mila|mil)\b)?"
    rf"(?:[ \u00a0\u202f]{{0,2}}(?P<after>{_AFTER}))?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NEAR = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[%/?!.,:;()=+\"]")

_PRICED = frozenset(
    """for said say says pay paid paying payed charge charged charging bill billed cost
    costs owe sent send price priced agree agreed was were not is it's its 's than
    another extra add want wanted give gave knock at of from to only just the got call
    instead reduced make makes made take took come came did did owed quoted
    quote told offer offered a this that s about around another about total max
    remembers remember billing dad mum us me you u him my number figure sum be
    been and or against claimed up = + fee rate flat other remaining left
    balance account restlichen sono erano era eran son los las les en a por de
    di il le i 35 statt nur waren war sind auf von zu um ist restliche
    ausgemacht zahle vereinbart berechnet was zijn van op te geen dan foi era
    eram cobrou cobrado custava dei pago pagar paguei combinado cobras cobra
    cobraste dijo dijiste quedamos scritto detto c'è est était sont facturé dit
    payé zahlen zahlte bezahle bezahlen überweise uberweise biete paierai paierons
    paie payer payerai verse verserai réglerai reglerai offre pagaré pagare pagaremos
    pagaría pagaria abono abonaré abonare ofrezco doy pagherò paghero pagheremo verso
    verserò versero offro pagarei pagaremos ofereço ofereco betaal betaalt betalen
    bied above over below under than exceeding beyond see got get reads showed shows
    trovo vedo leggo veo pone sale vois lis sehe steht stehen zie staat vejo consta
    aparece subiu kwam komt wurden werden""".split()
)
_SETTLED = frozenset("settled agreed shook decided landed".split())  # "on 900"
# "Le 20" and "am 3." are days, which no currency contradicts.
_DAY_BEFORE = frozenset("le il el den op am dia".split())
# "Not a euro more" names no sum.
_NO_MORE = frozenset("more mehr de plus mas más di piu più mais meer".split())
_GOES_ON = frozenset(
    """off for in each per flat now then extra more less instead cash total plus not on
    of and or but is was today u to from all if something when because so this
    that as by which with off quid an a it i you they we he she ya the my your
    ur tops max please pls thx each x vs against versus al el por la l' l'ora et
    ou y o e und oder für fur pro per voor ja nicht ma mas pero mais e se si
    euro na no no' alles zum zur vom mit las los como wie come como came as auf
    an die en until unless before after or once while are have had since ihrer
    deiner will would should extra altogether yet have has per vor bis avant
    hasta prima voordat there too he going did do does left over cos coz cause mate
    pal love luv lads lol tbh ffs whereas although though weil obwohl wegen aber doch
    car alors donc porque aunque perche omdat terwijl dus""".split()
)
_UNIT_AFTER_A = frozenset(
    """hour hr head day person month week litre liter metre meter night piece box go
    time pop visit session word page unit item yard mile shirt guest year lesson
    yr""".split()
)
_RATES = frozenset("vat tax iva mwst tva btw ust percent rate rates exchange ecb "
                   "converted gst".split())  # fmt: skip
_COUNTED_BY = frozenset(
    """charged billed invoiced charging billing pay paid paying asked ordered order
    catered booked""".split()
)
_LABELS = frozenset(
    """section clause article page item line stage step episode ep round no nr n flat
    cc chapter day net room unit plot number ticket order po ref slide phase
    part level form memo version option type class grade size route bus highway
    row week code our invoice rechnung facture factura fattura fatura factuur
    fase artikel artículo articolo articulo artigo artikels punkt""".split()
)
MOST = 250  # a message that names more sums is no message


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money. value: >= 0; currency: ISO code, "$" or ""; start, end: place."""

    value: Decimal
    currency: str
    start: int
    end: int


def find_amounts(
    text: str, language: str, taken: Collection[tuple[int, int]] = ()
) -> list[Amount]:
    """Every sum of money in the text, in order, repeats included.

    taken: places already read as a date or an invoice number.
    """
    amounts = _in_digits(text, taken)
    amounts += _in_words(text, language, amounts)
    return sorted(amounts, key=lambda amount: amount.start)


def _in_digits(text: str, taken: Collection[tuple[int, int]]) -> list[Amount]:
    found: list[Amount] = []
    bare: list[re.Match[str]] = []
    thousands = False
    for match in islice(_SUM.finditer(text), MOST):
        start, end = match.span("digits")
        if any(start < e and s < end for s, e in taken):
            continue
        if match["before"] or match["after"]:
            found.append(_amount(match))
        elif match["k"]:
            found.append(_amount(match))
            thousands = True
        else:
            bare.append(match)
    values = {amount.value: amount.currency for amount in found}
    for match in bare:
        value = _value(match["digits"])
        tail = match["digits"][-2:]
        if thousands and value < 100 and tail[0] in ".,":
            found.append(_amount(match, scale=1000))
        elif value in values and value >= 10 and not _counts(text, match.end("digits")):
            place = match.span("digits")
            found.append(Amount(value, values[value], *place))
        elif _is_money(text, match, value, known=bool(values)):
            found.append(_amount(match))
    return found


def _amount(match: re.Match[str], scale: int = 1) -> Amount:
    mark = plain(match["before"] or match["after"] or "").rstrip(".")
    value = _value(match["digits"]) * (1000 if match["k"] else scale)
    start = match.start("before") if match["before"] else match.start("digits")
    return Amount(value, _SYMBOLS.get(mark, ""), start, match.end())


def _value(digits: str) -> Decimal:
    """The number in "1,200.50", "1.200,50", "1'200", "1 200", "12,5"."""
    kept = re.sub(r"[ \u00a0\u202f'’]", "", digits)
    last = max(kept.rfind("."), kept.rfind(","))
    whole, decimals = (kept[:last], kept[last + 1 :]) if last >= 0 else (kept, "")
    if len(decimals) > 2 or (decimals and kept.count(kept[last]) > 1):
        whole, decimals = whole + decimals, ""
    whole = re.sub(r"[.,]", "", whole)
    return Decimal(f"{whole or '0'}.{decimals or '0'}")


def _counts(text: str, end: int) -> bool:
    """Whether a noun follows that the number counts, or a sign that it is no sum."""
    after = [plain(word) for word in _NEAR.findall(text[end : end + 40])][:2]
    following = text[end : end + 1]
    if following.isalpha() or (following and following in "%°-–:("):
        return True
    if not after or not after[0][0].isalpha():
        return bool(after) and after[0] == "%"
    if after[0] in {"a", "an"}:
        return len(after) < 2 or after[1] not in _UNIT_AFTER_A
    if after[0] == "of":  # "2,500 of the 10,000", not "12 of the records"
        return not re.match(
            r"\s*of (?:the |your |it|that|this|my )?[£€$]?[\d]|\s*of (?:it|that)\b",
            text[end : end + 30],
        )
    return after[0] not in _GOES_ON


def _is_money(text: str, match: re.Match[str], value: Decimal, *, known: bool) -> bool:
    start, end = match.span("digits")
    before = [plain(word) for word in _NEAR.findall(text[max(0, start - 60) : start])]
    if _counts(text, end) or (before and before[-1] in _LABELS):
        return False
    digits = match["digits"]
    grouped = len(digits) > 4 and not digits.isdigit()
    near = {plain(w) for w in _NEAR.findall(text[max(0, start - 90) : end + 60])}
    if not grouped and value < 40 and near & _RATES:
        return False
    if grouped or match["dash"]:
        return True
    if digits.isdigit() and len(digits) >= 5 and value % 50:
        return False
    if digits.startswith("0") or value < (10 if not known else 20):
        return "." in digits and not near & _RATES and value > 0
    if 1990 <= value <= 2040 and digits.isdigit() and len(digits) == 4:
        return (
            value == 2000
            and bool(before)
            and before[-1] in {"not", "for", "pay", "than"}
        )
    if len(before) > 1 and before[-1] == "for" and before[-2] in _COUNTED_BY:
        return False
    is_day = value <= 31 and not _DAY_BEFORE.isdisjoint(before[-1:])
    return not is_day and _speaks_of_money(before)


def _speaks_of_money(before: list[str]) -> bool:
    """Whether a bare number may be a sum behind these words."""
    if before[-1:] == ["on"]:
        return before[-2:-1] != [] and before[-2] in _SETTLED
    return not before or before[-1] in _PRICED or not before[-1][0].isalnum()


def _in_words(text: str, language: str, known: list[Amount]) -> list[Amount]:
    found: list[Amount] = []
    words = list(islice(_WORD.finditer(text), 3_000))
    parts = [plain(word.group()) for word in words]
    index = 0
    while index < len(parts):
        read = read_numeral(parts[index : index + 14], language)
        if read is None:
            index += 1
            continue
        value, used = read
        last = index + used - 1
        start, end = words[index].start(), words[last].end()
        after = parts[last + 1] if last + 1 < len(parts) else ""
        digit_before = text[max(0, start - 2) : start].strip()[-1:].isdigit()
        close = last + 1 < len(parts) and not text[end : words[last + 1].start()].strip(
            " -"
        )
        if value == 1 and after in _SYMBOLS and _says_no_more(parts, last + 2):
            pass
        elif close and after in _SYMBOLS and after not in {"real", "rs"}:
            found.append(Amount(value, _SYMBOLS[after], start, words[last + 1].end()))
        elif (
            not digit_before
            and _spoken(parts, index, value)
            and (not _counts(text, end))
        ):
            found.append(Amount(value, "", start, end))
        index += used
    return [f for f in found if not any(k.start <= f.start < k.end for k in known)]


def _says_no_more(parts: list[str], index: int) -> bool:
    return index < len(parts) and parts[index] in _NO_MORE


def _spoken(parts: list[str], index: int, value: Decimal) -> bool:
    before = parts[max(0, index - 2) : index]
    if (before and before[-1] in _LABELS) or value < 20:
        return False
    return _speaks_of_money(before)
