"""Notes for the books: they add up to the cent, and every amount is the grid's."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents.books import Wording, books_paper
from assistant.documents.letters import Around, letterhead
from assistant.documents.paper import PageSize, PaperFormat
from assistant.documents.plain import as_text
from assistant.documents.writing import written
from assistant.domain.books import (
    BooksKind,
    BooksNote,
    books_note,
    books_notes,
    split,
)
from assistant.domain.case import Case, CaseEvent
from assistant.domain.case_events import (
    CaseOpened,
    Conceded,
    Credited,
    DisputeSet,
    FactRecorded,
    InvoiceDescribed,
    WrittenOff,
)
from assistant.domain.invoice import Line
from assistant.domain.money import Money, total
from tests.documents.approved import compare
from tests.documents.builders import BEGIN, PROFILE, TODAY, a_case, eur, say
from tests.documents.reading_back import pages, words

RATES = (None, Decimal(23))


def note_of(case: Case, kind: BooksKind, rate: Decimal | None = None) -> BooksNote:
    found = books_note(case, kind, rate)
    assert found is not None
    return found


def around(case: Case) -> Around:
    head = letterhead(PROFILE, say)
    size = PageSize.A4
    return Around(head, size, TODAY, case.id, case.invoice, case.customer, "Anna")


def conceded_case(*more: CaseEvent) -> Case:
    return a_case(
        FactRecorded("put_right_by", "credit_note", "2"),
        Conceded("L2", eur("400.01")),
        *more,
    )


MADE = Credited((("L2", eur("400.01")),), "credit_note", "CN-17")


@pytest.mark.covers("F-H1", "F-H2", "F-H3", "S0-21", "S0-22", "S0-23", "S1-22", "N21")
@pytest.mark.covers("K11")
@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (BooksKind.CREDIT_NOTE, ()),
        (BooksKind.CREDIT_NOTE, (MADE,)),
        (BooksKind.CORRECTED_INVOICE, ()),
        (BooksKind.WRITE_OFF, (WrittenOff("L3", eur("1800")),)),
    ],
)
def test_a_note_reads_as_it_was_approved(
    kind: BooksKind, more: tuple[CaseEvent, ...], rate: Decimal | None
) -> None:
    case = conceded_case(*more)
    paper = books_paper(note_of(case, kind, rate), around(case), Wording("en_IE"), say)
    text = as_text(paper).content.decode()
    name = "-".join([kind, *(["made"] if MADE in more else []), str(rate or "gross")])
    compare(name, text)
    shown = words(" ".join(pages(written(paper, PaperFormat.PDF).content)))
    for row in (cell for b in paper.blocks if hasattr(b, "rows") for cell in b.rows):
        assert all(words(cell) in shown for cell in row)


def test_the_draft_says_that_the_books_give_the_number() -> None:
    case = conceded_case()
    paper = books_paper(
        note_of(case, BooksKind.CREDIT_NOTE), around(case), Wording("en_IE"), say
    )
    assert "Draft for your books" in paper.banner
    assert "(number from your books)" in paper.subject


def test_an_american_credit_note_is_a_credit_memo() -> None:
    case = conceded_case()
    note = note_of(case, BooksKind.CREDIT_NOTE)
    wording = Wording("en_US", is_american=True)
    assert "Credit memo" in books_paper(note, around(case), wording, say).subject


def test_what_was_let_off_for_a_payment_is_booked_when_it_has_cleared() -> None:
    case = conceded_case()
    note = note_of(case, BooksKind.CREDIT_NOTE)
    paper = books_paper(note, around(case), Wording("en_IE", is_on_payment=True), say)
    assert "only once the agreed money has cleared" in as_text(paper).content.decode()


def test_only_what_the_case_decided_on_is_listed() -> None:
    case = conceded_case()
    assert [n.kind for n in books_notes(case, None)] == [BooksKind.CREDIT_NOTE]
    chosen = FactRecorded("put_right_by", "corrected_invoice", "2")
    kinds = [n.kind for n in books_notes(conceded_case(chosen), None)]
    assert kinds == [BooksKind.CORRECTED_INVOICE]
    assert books_notes(a_case(), None) == ()
    made = books_notes(conceded_case(MADE), None)
    assert [(n.kind, n.number) for n in made] == [(BooksKind.CREDIT_NOTE, "CN-17")]


amounts = st.integers(1, 10_000_000)


@given(gross=st.integers(0, 10**12), rate=st.decimals(0, 60, places=3))
def test_net_and_tax_make_the_gross_amount(gross: int, rate: Decimal) -> None:
    made = split(Money(gross, "EUR"), rate)
    assert made.net + made.tax == made.gross == Money(gross, "EUR")
    assert 0 <= made.net.minor <= gross
    exact = Decimal(gross) * 100 / (100 + rate)
    assert abs(Decimal(made.net.minor) - exact) <= Decimal("0.5")


@pytest.mark.covers("F-H1", "F-H8")
@given(data=st.data(), prices=st.lists(amounts, min_size=1, max_size=6))
def test_every_column_adds_up_and_agrees_with_the_grid(
    data: st.DataObject, prices: list[int]
) -> None:
    lines = tuple(
        Line(f"L{n}", f"Line {n}", Money(price, "EUR"))
        for n, price in enumerate(prices, 1)
    )
    events: list[CaseEvent] = [
        CaseOpened("services", "EUR", "INV-1", "Acme"),
        InvoiceDescribed(
            total([line.amount for line in lines], "EUR"), lines, date(2026, 4, 1)
        ),
    ]
    for line in lines:
        disputed = data.draw(st.integers(0, line.amount.minor))
        conceded = data.draw(st.integers(0, disputed))
        events.append(DisputeSet(line.id, Money(disputed, "EUR")))
        events.append(Conceded(line.id, Money(conceded, "EUR")))
    case = Case.begin("D-1", "b").record(events, at=BEGIN, by="A", platform="c")
    rate = data.draw(st.sampled_from([None, Decimal(7), Decimal("25.5")]))
    note = books_note(case, BooksKind.CORRECTED_INVOICE, rate)
    assert (note is not None) is bool(case.grid.sum.conceded)
    if note is None:
        return
    before, change, after = (
        note.sum(lambda line: line.before),
        note.sum(lambda line: line.change),
        note.sum(lambda line: line.after),
    )
    for parts in (before, change, after):
        assert parts.net + parts.tax == parts.gross
    assert before.gross == case.grid.sum.invoiced
    assert change.gross == case.grid.sum.conceded
    assert after.gross == before.gross - change.gross
    assert after == before - change
