"""The lines of an invoice on a page: rows between the table's header and the sums."""

import re
from collections.abc import Callable

from assistant.domain.money import Money
from assistant.reading.invoices.figures import Writing
from assistant.reading.invoices.found import LONGEST_WORDS, shortened
from assistant.reading.invoices.labels import folded
from assistant.reading.invoices.page import Cell, Page

MOST_LINES = 500
_COLUMNS = frozenset(
    """description item items service services product details work activity task qty
    quantity hours hrs unit units rate price amount total cost line net gross vat tax
    beschreibung bezeichnung leistung leistungen artikel pos position menge anzahl
    einheit einzelpreis preis gesamtpreis gesamt betrag summe mwst ust stunden netto
    brutto description designation libelle prestation quantite qte prix unitaire
    montant ht ttc tva descripcion concepto cantidad cant precio unidad importe iva
    descrizione prestazione quantita qta prezzo importo totale descricao artigo
    quantidade qtd preco valor omschrijving aantal prijs stuksprijs bedrag totaal btw
    servicio servicos dienst""".split()
)
_TEXTS = frozenset(
    """description item items service services product details work activity task
    beschreibung bezeichnung leistung leistungen artikel designation libelle
    prestation descripcion concepto servicio descrizione prestazione descricao artigo
    servicos omschrijving dienst""".split()
)
_JOINING = frozenset(
    "q ta tà de per pu p u no nr of in the eur usd gbp en € $ £ # %".split()
)
_FIGURE = re.compile(
    r"(?:[-–(]? ?(?:[€£$₹¥]|[A-Z]{3}) ?)?[-–(]?"
    r"\d[\d.,'’]*(?: \d{3})*(?:[.,]\d+)?\)?"
    r"(?: ?(?:[€£$%]|EUR|USD|GBP|CHF|h|hrs?|hours?|x|pcs|Stk\.?|Std\.?))?$"
)
_SPACED = re.compile(
    r"(?<![\d.,])[-–(]?(?:[€£$₹¥] ?)?\d{1,3}(?: \d{3})+[.,]\d{2}(?: ?[€£$])?\)?$"
)


def header_line(page: Page) -> int | None:
    """The number of the line that heads the table of lines; None without one."""
    best, best_count = None, 1
    for number, line in enumerate(page.lines):
        text = " ".join(cell.text for cell in line)
        if len(text) > 200 or any(char.isdigit() for char in text):
            continue
        words = re.findall(r"[^\W\d_]+|[#€$£%]", folded(text))
        known = [word for word in words if word in _COLUMNS]
        strange = [w for w in words if w not in _COLUMNS and w not in _JOINING]
        has_text = any(word in _TEXTS for word in known)
        if has_text and len(strange) <= len(known) // 2 and len(known) > best_count:
            best, best_count = number, len(known)
    return best


def lines_below(
    page: Page, head: int, writing: Writing, is_sum: Callable[[Cell], bool]
) -> list[tuple[str, Money]]:
    """What was billed, a text and an amount each, up to the first sum."""
    found: list[tuple[str, Money]] = []
    waiting = ""  # words that stand above their own amount
    for line in page.lines[head + 1 :]:
        if any(is_sum(cell) for cell in line) and _starts_with_sum(line, is_sum):
            if found:
                break
            continue
        text, amount = _row(line, writing)
        if amount is not None and (text or waiting):
            found.append((shortened(f"{waiting} {text}", LONGEST_WORDS), amount))
            waiting = ""
        elif text and found and not waiting and amount is None:
            before, value = found[-1]
            found[-1] = shortened(f"{before} {text}", LONGEST_WORDS), value
        elif text:
            waiting = text
        if len(found) >= MOST_LINES:
            break
    return found


def trailing_amount(text: str, writing: Writing) -> Money | None:
    """The amount at the end of a text, be it all of the text or the last word."""
    whole = writing.amount(text)
    if whole is not None:
        return whole
    for pattern in (_SPACED, _FIGURE):
        found = pattern.search(text[-60:])
        if found and "%" not in found.group():
            return writing.amount(found.group())
    return None


def _starts_with_sum(line: tuple[Cell, ...], is_sum: Callable[[Cell], bool]) -> bool:
    """Whether no other words stand before the sum."""
    for cell in line:
        if is_sum(cell):
            return True
        if any(char.isalpha() for char in cell.text):
            return False
    return False


def _row(line: tuple[Cell, ...], writing: Writing) -> tuple[str, Money | None]:
    """The words at the beginning of a row and the amount at its end."""
    words: list[str] = []
    amount: Money | None = None
    if len(line) > 1 and _is_position(line[0].text) and not _is_figure(line[1].text):
        line = line[1:]
    for cell in line:
        is_figure = _is_figure(cell.text)
        if not is_figure and amount is None:
            words.append(cell.text)
        elif is_figure and (words or len(line) > 1):
            amount = writing.amount(cell.text) or amount
    text = " ".join(words)
    if amount is None and len(line) == 1:
        return _single(text, writing)
    if amount is None:
        last = trailing_amount(line[-1].text, writing)
        return (text, last) if last and len(line) > 1 else (text, None)
    stripped, _ = _single(text, writing)
    return stripped or text, amount


def _single(text: str, writing: Writing) -> tuple[str, Money | None]:
    """A row without wide gaps: the figures at its end are taken off one by one."""
    rest, amount = text, None
    for _ in range(5):
        found = _SPACED.search(rest[-60:]) or _FIGURE.search(rest[-60:])
        if not found or (found.start() == 0 and len(rest) <= 60):
            break
        at = len(rest) - len(found.group().lstrip())
        if rest[at - 1 : at].strip():
            break  # the end of a word such as B2B or RX-100
        value = writing.amount(found.group())
        if amount is None and value is None and "%" not in found.group():
            break
        amount = amount if amount is not None else value
        rest = rest[:at].rstrip()
    if amount is None or not any(char.isalpha() for char in rest):
        return text, None
    return re.sub(r"^\d{1,3}[.)]? (?=\D)", "", rest), amount


def _is_figure(text: str) -> bool:
    return bool(_FIGURE.match(text))


def _is_position(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,3}[.)]?", text))
