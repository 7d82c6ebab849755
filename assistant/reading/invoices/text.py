"""An invoice as text on a page: labels and what stands beside or below them."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TypeVar

from assistant.chat.replies import phrase
from assistant.domain.money import Money, total
from assistant.domain.typed import Separators
from assistant.errors import InputError
from assistant.reading.invoices.figures import (
    Writing,
    currency_in,
    dates_in,
    writing_of,
)
from assistant.reading.invoices.found import (
    LONGEST_WORDS,
    Draft,
    InvoiceFound,
    Source,
    Standing,
    TaxFound,
    shortened,
)
from assistant.reading.invoices.labels import BY_WORDS, Label, folded
from assistant.reading.invoices.lines import header_line, lines_below, trailing_amount
from assistant.reading.invoices.page import Cell, Page, page_of

Value = TypeVar("Value")

_NUMBER = re.compile(
    r"(?:[A-Za-z]{1,10}[ -])?(?=[^\s]*\d)[A-Za-z0-9][A-Za-z0-9/._#-]{0,39}"
)
_TITLED = re.compile(
    r"\b(?:tax invoice|invoice|bill|rechnung|facture|factura|fattura|fatura|factuur|"
    r"credit note|gutschrift)\s*(?:number|nummer|numero|no|nr|n)?[\s.:#°º]{0,4}"
    r"(?=\S*\d)([a-z]{0,10}[ -]?[a-z0-9][a-z0-9/._-]{0,30})"
)
_LIKE_NUMBER = re.compile(r"\b(?:INV|RE|RG|FAC|FT|F|R|BILL)[-_/# ]?\d[\w/-]{0,20}\b")
_CREDIT = re.compile(
    r"^(?:credit note|credit memo|gutschrift|stornorechnung|avoir|facture d.avoir|"
    r"nota de credito|factura rectificativa|nota di credito|creditnota|creditfactuur)\b"
)
_TERMS = re.compile(
    r"\bnet[ -]?(?:of )?(\d{1,3})\b|\b(?:within|innerhalb von|innert|binnen|dans les|"
    r"sous|payable a|entro|a|em|en|in)\s+(\d{1,3})\s+(?:days|tagen?|jours|dias|giorni|"
    r"dagen)\b|\b(\d{1,3}) (?:days|tage netto|tage|jours|dias|giorni|dagen)\b"
)
_SMALL_WORDS = frozenset(
    """on auf von of sur de di su sobre over incl excl inc inkl exkl vat ust mwst tva
    iva btw gst tax total a at zzgl the rate taux satz tipo aliquota taxa net netto ht
    ttc brutto gross eur usd gbp chf cad aud nzd due to pay com sem sales y e und and
    amount betrag montant importe importo valor bedrag number state standard""".split()
)
_OF = re.compile(r"\b(?:of|dated?|vom|du|del|de|do|van|datum|fecha|data)$")
_LONGEST_TEXT = 400_000


def read_text(
    text: str,
    *,
    currency: str | None,
    separators: Separators | None,
    day_first: bool | None,
) -> InvoiceFound:
    """The invoice in a text; columns are told apart by two or more spaces.

    Raises InputError: error.invoice_nothing_found, error.invoice_no_total,
    error.invoice_no_currency.
    """
    page = page_of(text[:_LONGEST_TEXT])
    plain = page.text
    code, mark, is_sure = currency_in(plain, currency)
    writing = writing_of(plain, code, separators, day_first=day_first)
    draft = Draft(Source.TEXT, code)
    draft.note("currency", mark or code, sure=is_sure)
    head = header_line(page)
    _read_number(draft, page, plain)
    _read_dates(draft, page, writing, plain)
    _read_customer(draft, page)
    _read_lines(draft, page, writing, head)
    _read_sums(draft, page, writing, head)
    _read_standing(draft, page)
    if draft.total is None:
        raise InputError("error.invoice_nothing_found")
    if page.cut or len(text) > _LONGEST_TEXT:
        draft.warnings.append(phrase("invoice.read_in_part"))
    return draft.found()


# --- number, dates, customer --------------------------------------------------------


def _read_number(draft: Draft, page: Page, plain: str) -> None:
    found = _first(page, Label.NUMBER, _number)
    if found:
        draft.number, words = found
        draft.note("number", words)
        return
    titled = _TITLED.search(folded(plain[:20_000]))
    if titled:
        start, end = titled.span(1)
        draft.number = plain[start:end].strip(" .-_/")
        draft.note("number", plain[titled.start() : end])
        return
    guess = _LIKE_NUMBER.search(plain[:20_000])
    if guess:
        draft.number = guess.group()
        draft.note("number", guess.group(), sure=False)


def _number(text: str) -> str | None:
    found = _NUMBER.match(text.strip())
    if not found or re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}", found.group()):
        return None
    return found.group().rstrip(".-_/")


def _read_dates(draft: Draft, page: Page, writing: Writing, plain: str) -> None:
    for name, label in (("issued_on", Label.ISSUED), ("due_on", Label.DUE)):
        found = _first(page, label, writing.day)
        if found:
            (day, is_sure), words = found
            setattr(draft, name, day)
            draft.note(name, words, sure=is_sure)
    _read_dates_in_sentences(draft, writing, plain)
    if draft.issued_on and draft.due_on is None:
        _read_terms(draft, draft.issued_on, plain)


def _read_dates_in_sentences(draft: Draft, writing: Writing, plain: str) -> None:
    """`Invoice 7 of 3 May 2026, due on 1 June 2026`: by the words before a date."""
    for count, found in enumerate(dates_in(plain[:20_000])):
        read = writing.day(found.group())
        words = folded(plain[max(0, found.start() - 30) : found.start()]).rstrip(" :")
        if read is None or count > 50:
            continue
        if draft.due_on is None and _ends_with(words, Label.DUE):
            draft.due_on = read[0]
            draft.note("due_on", plain[found.start() - 10 : found.end()], sure=False)
        elif draft.issued_on is None and _OF.search(words):
            draft.issued_on = read[0]
            draft.note("issued_on", plain[found.start() - 10 : found.end()], sure=False)


def _ends_with(words: str, label: Label) -> bool:
    pieces = words.split()
    tails = (" ".join(pieces[-count:]) for count in range(1, 5))
    return any(BY_WORDS.get(tail) is label for tail in tails)


def _read_terms(draft: Draft, issued_on: date, plain: str) -> None:
    """`Net 30`, `zahlbar innerhalb von 14 Tagen`: counted from the invoice's date."""
    terms = _TERMS.search(folded(plain[:50_000]))
    days = int(next(filter(None, terms.groups()))) if terms else 0
    if terms and 0 < days <= 180:
        draft.due_on = issued_on + timedelta(days=days)
        draft.note("due_on", plain[terms.start() : terms.end()], sure=False)


def _read_customer(draft: Draft, page: Page) -> None:
    found = _first(page, Label.CUSTOMER, _name)
    if found:
        name, words = found
        draft.customer = name
        is_sure = len(words.rstrip(": ")) > 3  # "To", "An" and "For" are weak
        draft.note("customer", words, sure=is_sure)


def _name(text: str) -> str | None:
    name = shortened(text, LONGEST_WORDS).strip(" ,;:")
    letters = sum(char.isalpha() for char in name)
    return name if letters >= 2 and len(name) <= 100 else None


def _read_standing(draft: Draft, page: Page) -> None:
    top = (cell.text for line in page.lines[:15] for cell in line)
    if any(_CREDIT.match(folded(text)) for text in top):
        draft.standing = Standing.CREDIT
    elif draft.total is not None and draft.paid == draft.total:
        draft.standing = Standing.PAID


def _first(
    page: Page, label: Label, read: Callable[[str], Value | None]
) -> tuple[Value, str] | None:
    """The value of the most exact label that has one, and the words it came from."""
    cells = sorted(page.labelled(label), key=lambda found: -len(found[2].words))
    for number, place, cell in cells:
        for text in page.values(number, place):
            value = read(text)
            if value is not None:
                return value, f"{cell.words}: {text}"
    return None


# --- sums ---------------------------------------------------------------------------


def _read_lines(draft: Draft, page: Page, writing: Writing, head: int | None) -> None:
    if head is None:
        return
    found = lines_below(page, head, writing, _is_sum)
    draft.line_amounts = found
    if found:
        draft.note("lines", " ".join(cell.text for cell in page.lines[head]))


def _read_sums(draft: Draft, page: Page, writing: Writing, head: int | None) -> None:
    sums = {
        label: list(_amounts(page, label, writing, head))
        for label in (Label.TOTAL, Label.NET, Label.TAX, Label.PAID, Label.BALANCE)
    }
    _take(draft, "paid", sums[Label.PAID])
    if sums[Label.NET]:
        draft.net = max(amount for amount, _ in sums[Label.NET])
    for amount, words in sums[Label.TAX]:
        if amount.minor > 0:
            draft.taxes.append(TaxFound(amount))
            draft.note("taxes", words)
    _read_total(draft, sums[Label.TOTAL], sums[Label.BALANCE])
    if draft.total is None:
        _guess_total(draft, page, writing)


def _read_total(
    draft: Draft,
    totals: list[tuple[Money, str]],
    balances: list[tuple[Money, str]],
) -> None:
    """The total that fits net and tax, else the largest; else balance and payments."""
    zero = Money.zero(draft.currency)
    tax = total([each.amount for each in draft.taxes], draft.currency)
    expected = draft.net + tax if draft.net else None
    fitting = [found for found in totals if found[0] == expected]
    chosen = fitting or sorted(totals, key=lambda found: found[0])[-1:]
    if balances:
        balance, words = max(balances, key=lambda found: found[0])
        if not chosen:
            draft.total = balance + (draft.paid or zero)
            draft.note("total", words)
        elif draft.paid is None and zero <= balance < chosen[0][0]:
            draft.paid = chosen[0][0] - balance
            draft.note("paid", words, sure=False)
    if chosen and chosen[0][0] > zero:
        draft.total = chosen[0][0]
        draft.note("total", chosen[0][1])
    elif draft.total is None and expected:
        draft.total = expected
        draft.note("total", "+", sure=False)


def _guess_total(draft: Draft, page: Page, writing: Writing) -> None:
    """The largest sum with a currency on the page: a guess."""
    marked = re.compile(r"[€£$₹¥]|\b[A-Z]{3}\b|\b(?:euros?|dollars?|pounds?)\b")
    best: tuple[Money, str] | None = None
    for line in page.lines:
        for cell in line:
            for piece in re.findall(r"\S{0,4} ?[\d.,'’]+\d ?\S{0,8}", cell.text)[:20]:
                amount = writing.amount(piece.strip(" ,;:!?"))
                if amount and marked.search(piece) and (not best or amount > best[0]):
                    best = amount, cell.text
    if best:
        draft.total = best[0]
        draft.note("total", best[1], sure=False)


def _amounts(
    page: Page, label: Label, writing: Writing, head: int | None
) -> Iterator[tuple[Money, str]]:
    """Every sum with this label; never below zero, for "less payments" are shown so."""
    for number, place, cell in page.labelled(label):
        if number == head or not _is_sum(cell):
            continue
        found = [trailing_amount(text, writing) for text in page.beside(number, place)]
        known = [amount for amount in found if amount is not None]
        if not known:
            below = [writing.amount(text) for text in page.below(number, place)][:1]
            known = [amount for amount in below if amount is not None]
        if known:
            amount = known[-1]
            yield Money(abs(amount.minor), amount.currency), cell.text


def _take(draft: Draft, name: str, found: list[tuple[Money, str]]) -> None:
    if found:
        amount, words = found[-1]
        setattr(draft, name, amount)
        draft.note(name, words)


def _is_sum(cell: Cell) -> bool:
    """Whether a sum's label stands for a sum: "Tax consulting 500" is a line."""
    if cell.label not in (
        Label.TOTAL,
        Label.NET,
        Label.TAX,
        Label.PAID,
        Label.BALANCE,
    ):
        return False
    words = re.findall(r"[^\W\d_]+", folded(re.sub(r"\([^)]*\)", "", cell.rest)))
    if cell.label in (Label.PAID, Label.BALANCE):
        return len(words) <= 6
    return all(word in _SMALL_WORDS or len(word) <= 3 for word in words)
