"""Numbers of the supplier's invoices in a text, as they are written there."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from assistant.reading.tokens import plain

_CODE = (
    r"[A-Za-z]{0,6}[-/.]?\d[\dA-Za-z]*(?:[-/.]\d[\dA-Za-z]*){0,3}(?:[-/][A-Za-z]\b)?"
)
_AFTER_WORD = re.compile(
    r"\b(?:invoices?|inv|bills?|doc(?:ument)?|rechnung(?:en)?|"
    r"rechnungs?-?(?:nr|nummer)|"
    r"re-nr|beleg|factures?|facturas?|fatture|fattura|faturas?|factuur|facturen|"
    r"nota fiscal|fee note|statement of account|account no)\b(?![-/])\.?"
    r"[\s:]{0,3}(?:(?:numbers?|nos?|num|nr|n|nummer|numéro|número|numero)\b\.?|n[°ºo]\.?|"
    r"№|#|your|ihre|über|vom){0,2}[\s:.]{0,3}#?"
    rf"(?P<codes>(?:(?-i:[A-Z]{{1,3}}) )?{_CODE}(?:(?:,\s?|\s?&\s?|\s(?:and|und|et|"
    rf"y|e|en|or|to)\s)"
    rf"(?:the )?#?{_CODE}){{0,8}})",
    re.IGNORECASE,
)
_ONE_CODE = re.compile(rf"(?:\b(?-i:[A-Z]{{1,3}}) )?{_CODE}", re.IGNORECASE)
_LETTERED = re.compile(
    r"(?<![\w/.-])(?:[A-Z]{1,5}[-/]\d{2,}(?:[-/.]\d+){0,3}|[A-Z]{1,3}\d{2,6}"
    r"|INV[-/]?\d{1,8}|\d{2}-\d{3,5}|\d{4}/\d{2,}(?:/\d+)?|\d{4}-\d{3,6})(?![\w%]|[-/.]\d)"
)
_BARE = re.compile(r"(?<![\w/.,'’£€$-])\d{4,8}(?![\w/'’%€£$-]|[.,]\d)")
_WORD_BEFORE = re.compile(r"[^\W\d_]+|[#:;,.?!&/()\"]")
_NOT_OURS = frozenset(
    """po p order orders purchase quote quotation ticket case cheque check customer
    account cc centre center reference ref tracking consignment ean iban bic vat
    tva iva ust tax nif code phone tel call room clause section article ordernr
    bestellnummer bestellung angebot auftrag kundennummer kunden devis commande
    client presupuesto pedido cliente preventivo ordine encomenda orcamento
    offerte bestelling klantnummer klant bon offer estimate licence license job
    plate reg postcode zip year in since hi chapter form model our change
    version usd eur gbp chf q""".split()
)
_BEFORE_BARE = frozenset(
    "on for of to from re and & , against number no nr # both about regarding "
    "cover covers covering with".split()
)
_STATES = re.compile(
    r"\s?(?::|\(|/\s|,\s|\b(?:has|have|is|was|and|bills?|says|shows|includes|covers|"
    r"each|are|paid|settled|received|approved)\b)",
    re.IGNORECASE,
)
MOST = 250  # of one spelling; a message that names more is no message


@dataclass(frozen=True, slots=True)
class Reference:
    """One invoice number as written. start, end: its place in the text."""

    number: str
    start: int
    end: int


def find_references(
    text: str, taken: Collection[tuple[int, int]] = ()
) -> list[Reference]:
    """Invoice numbers in order, without repeats; other people's numbers left out.

    taken: places already read as a date.
    """
    found: dict[int, Reference] = {}
    for match in islice(_AFTER_WORD.finditer(text), MOST):
        _add_listed(text, match, taken, found)
    for match in islice(_LETTERED.finditer(text), MOST):
        if not _is_taken(match.span(), taken, found) and _may_be_ours(text, match):
            found[match.start()] = _reference(match)
    bare = [
        m
        for m in islice(_BARE.finditer(text), MOST)
        if not _is_taken(m.span(), taken, found)
    ]
    named = [match for match in bare if _names_a_bill(text, match)]
    alike = {len(match.group()) for match in named}
    for match in bare:  # "3301 and 3302": what looks like a named one is one too
        if match in named or (len(match.group()) in alike and not _is_round(match)):
            found[match.start()] = _reference(match)
    unique: dict[str, Reference] = {}
    for _, reference in sorted(found.items()):
        unique.setdefault(reference.number, reference)
    return list(unique.values())


def repeated(text: str, references: Collection[Reference]) -> list[tuple[int, int]]:
    """Where a number that names an invoice stands once more, so that it is no sum."""
    places = []
    for one in references:
        if one.number.isdigit():
            again = re.compile(
                rf"(?<![\w.,/£€$-])(?<![£€$] ){one.number}(?![\w%€£$]|[.,]\d)"
            )
            places += [m.span() for m in islice(again.finditer(text), MOST)]
    return places


def _reference(match: re.Match[str]) -> Reference:
    return Reference(match.group().rstrip("./-"), match.start(), match.end())


def _is_taken(
    span: tuple[int, int],
    taken: Collection[tuple[int, int]],
    found: dict[int, Reference],
) -> bool:
    start, end = span
    read = [(one.start, one.end) for one in found.values()]
    return any(start < e and s < end for s, e in (*taken, *read))


def _add_listed(
    text: str,
    match: re.Match[str],
    taken: Collection[tuple[int, int]],
    found: dict[int, Reference],
) -> None:
    start, end = match.span("codes")
    for code in _ONE_CODE.finditer(text, start, end):
        written = code.group()
        if _is_taken(code.span(), taken, found) or not _looks_like_one(text, code):
            continue
        if written.split()[0].lower() in {"and", "und", "et", "or", "to", "no", "the"}:
            continue
        found[code.start()] = _reference(code)


def _looks_like_one(text: str, code: re.Match[str]) -> bool:
    """Not a count, a sum, an hour or a year that happens to follow the word."""
    written = code.group()
    digits = sum(c.isdigit() for c in written)
    after = text[code.end() : code.end() + 12].partition("\n")[0].strip().lower()
    if re.match(r"(?:€|£|\$|eur|chf|%|hours?|days?|k\b|th\b|st\b|nd\b)", after):
        return False
    if re.search(r"[£€$]\s?$", text[max(0, code.start() - 2) : code.start()]):
        return False
    if written.isdigit():
        follows = re.match(r"[a-zäöüéèàç]{3,}", after)
        is_sum = re.match(r"[.,]\d", text[code.end() : code.end() + 2])
        goes_on = re.match(
            r"(?:and|has|have|is|was|are|were|should|must|will|und|ist|est|es|for|from|dated|paid|includes?|bills?|"
            r"approved|received|registered|shows|charges|vom|von|del?|du|van|in|on|sind|"
            r"hat|com|con|says|over|still|again|but|because|we|you|please)\b",
            after,
        )
        return digits >= 2 and not is_sum and (not follows or bool(goes_on))
    return digits >= 2 and not re.fullmatch(r"\d{1,2}[.]\d{1,2}", written)


def _words_before(text: str, start: int) -> list[str]:
    return [plain(w) for w in _WORD_BEFORE.findall(text[max(0, start - 40) : start])]


def _may_be_ours(text: str, match: re.Match[str]) -> bool:
    before = _same_sentence(_words_before(text, match.start()))
    if match.group()[:2].upper() in {"PO", "CC"} or match.group()[:1] in {"Q"}:
        return False
    return not any(word in _NOT_OURS for word in before[-2:]) and "po" not in before


def _same_sentence(words: list[str]) -> list[str]:
    """The words after the last full stop."""
    stops = [i for i, word in enumerate(words) if word in {".", "!", "?"}]
    return words[stops[-1] + 1 :] if stops else words


def _is_round(match: re.Match[str]) -> bool:
    number = match.group()
    return int(number) % 50 == 0 and not number.startswith("0")


def _names_a_bill(text: str, match: re.Match[str]) -> bool:
    """A bare number that opens the message, or stands where a bill's name would."""
    before = _words_before(text, match.start())
    number = match.group()
    if 1950 <= int(number) <= 2040 and len(number) == 4:
        return False
    if any(word in _NOT_OURS for word in before[-2:]) or _is_round(match):
        return False
    after = [
        plain(w) for w in _WORD_BEFORE.findall(text, match.end(), match.end() + 45)
    ]
    if any(
        word in {"customer", "kunden", "client", "cliente", "klant"} for word in after
    ):
        return False
    if not before or before[-1] in {".", "!", "?", ":"}:
        return bool(_STATES.match(text, match.end()))
    return before[-1] in _BEFORE_BARE
