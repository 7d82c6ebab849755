"""Invoices from files: into the book, and from a dropped file to a dispute."""

import struct
from datetime import date
from pathlib import Path

import pytest

from assistant.domain.evidence import EvidenceKind
from assistant.domain.money import Money
from assistant.errors import InputError
from assistant.reading.invoices.found import Draft, LineFound, Source
from assistant.usecases.importing import booked_from
from tests.reading.invoices.makers import ENGLISH, pdf_of, ubl
from tests.scenarios.stage import BUSINESS, Stage

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 20, 10) + b"\x08\0\0\0\0"
LIST = """Invoice #,Client,Issued,Due,Total,Balance,Status
A-1,Harbour Cafe,2026-04-01,2026-05-01,100.00,100.00,Sent
A-2,Harbour Cafe,2026-04-02,2026-05-02,50.00,0.00,Paid
A-3,Harbour Cafe,2026-04-03,2026-05-03,70.00,70.00,Draft
A-4,Reed,2026-04-04,2026-05-04,80.00,80.00,Sent
"""


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = Stage(tmp_path)
    stage.given("place GB-EAW, currency GBP, zone Europe/London")
    return stage


def drop(stage: Stage, name: str, raw: bytes) -> None:
    path = stage.folder / name
    path.write_bytes(raw)
    stage.owner(f'attach "{path}"')


def imported(stage: Stage, raw: bytes, name: str = "list.csv") -> tuple[str, ...]:
    return stage.ear.assistant.import_file(BUSINESS, raw, name)[1]


def book(stage: Stage) -> dict[str, str]:
    business = stage.stores.businesses.load(BUSINESS)
    assert business
    return {each.number: each.status for each in business.invoices}


@pytest.mark.covers("F-A1", "F-E5", "F-A8")
def test_a_dropped_invoice_opens_its_dispute_with_everything_filled_in(
    stage: Stage,
) -> None:
    drop(stage, "INV-2041.pdf", pdf_of(ENGLISH))
    for shown in ("INV-2041", "Harbour Cafe Ltd", "£1,920.00", "8 May 2026"):
        assert shown in stage.answer
    assert stage.labels == [
        "Right: open the dispute",
        "Right: only keep it",
        "Something is wrong",
    ]
    stage.owner("[Right: open the dispute]")
    assert "The hold on INV-2041 is on" in stage.answer
    case = stage.case()
    assert case.customer.name == "Harbour Cafe Ltd"
    assert case.invoice.due_on == date(2026, 5, 8)
    assert [line.amount.amount for line in case.invoice.lines] == [1440, 360, 120]
    assert case.evidence.has(EvidenceKind.INVOICE)
    assert stage.chat.misunderstood == 0


def test_what_was_read_wrong_is_not_kept(stage: Stage) -> None:
    drop(stage, "a.xml", ubl())
    stage.owner("[Something is wrong]")
    assert "open XR-77 AMOUNT CUSTOMER" in stage.answer
    assert book(stage) == {}


def test_an_invoice_may_only_be_kept(stage: Stage) -> None:
    drop(stage, "a.xml", ubl())
    stage.owner("[Right: only keep it]")
    assert book(stage) == {"XR-77": "open"}
    stage.owner("open xr-77")
    assert stage.case().invoice.issued_on == date(2026, 4, 1)


def test_a_credit_note_is_not_kept(stage: Stage) -> None:
    drop(stage, "a.xml", ubl("CreditNote"))
    assert "credit note" in stage.answer
    assert book(stage) == {}


def test_an_invoice_without_a_number_asks_for_it(stage: Stage) -> None:
    drop(stage, "x.txt", b"Invoice\nBill to: Reed\nTotal: GBP 80.00")
    assert "Which invoice is it about?" in stage.answer
    stage.owner("R-9")
    case = stage.case()
    assert (case.id, case.invoice.total) == ("D-R-9", Money.of(80, "GBP"))
    assert case.customer.name == "Reed"


def test_the_customer_s_words_are_kept_while_the_invoice_is_dropped(
    stage: Stage,
) -> None:
    stage.owner("I will not pay for the third round.")
    stage.owner("[They object]")
    drop(stage, "INV-2041.txt", ENGLISH.encode())
    stage.owner("[Right: open the dispute]")
    assert stage.case().statements[0].text == "I will not pay for the third round."


def test_a_list_that_is_dropped_goes_into_the_book(stage: Stage) -> None:
    drop(stage, "list.csv", LIST.encode())
    assert "3 new, 0 changed, 0 as before, 1 skipped" in stage.answer
    assert book(stage) == {"A-1": "open", "A-2": "paid", "A-4": "open"}


@pytest.mark.covers("F-O1")
def test_an_import_says_what_is_new_and_what_changed(stage: Stage) -> None:
    assert imported(stage, LIST.encode()) == ()
    later = LIST.replace("80.00,80.00", "80.00,30.00").replace("A-2,H", "A-9,H")
    message, _ = stage.ear.assistant.import_file(BUSINESS, later.encode(), "list.csv")
    said = " ".join(getattr(part, "text", "") for part in message.parts)
    assert "1 new, 1 changed, 1 as before, 1 skipped" in said


@pytest.mark.covers("F-C2")
def test_the_customer_s_other_open_invoices_are_still_due(stage: Stage) -> None:
    imported(stage, LIST.replace("A-4,Reed", "A-4,HARBOUR CAFE").encode())
    stage.owner("open A-1")
    assert "Other invoices of Harbour Cafe stay due as usual: A-4." in stage.answer
    stage.owner("open A-4")
    assert "Other invoices" not in stage.answer


def test_a_problem_is_one_line(stage: Stage) -> None:
    problems = imported(stage, LIST.replace("100.00,100.00", ",").encode())
    assert len(problems) == 1
    assert problems[0].startswith("Row 2, invoice A-1: ")
    assert imported(stage, b"\0\1\2\3" * 50)[0].startswith("I cannot read this kind")


@pytest.mark.covers("F-A1")
def test_a_picture_that_cannot_be_read_asks_for_the_sentence(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    drop(stage, "shot.png", PNG)
    assert "Which sentence in the picture matters?" in stage.answer
    stage.owner("No way a capacitor costs 480")
    stage.owner("[Yes, use it]")
    stage.owner("INV-93")
    case = stage.case()
    assert case.statements[0].text == "No way a capacitor costs 480"
    assert [item.name for item in case.evidence.items if item.sha256] == ["shot.png"]


def test_a_file_inside_a_case_stays_evidence(stage: Stage) -> None:
    stage.owner("open INV-1 480 Reed")
    drop(stage, "INV-2041.txt", ENGLISH.encode())
    assert [item.name for item in stage.case().evidence.items] == ["INV-2041.txt"]
    assert book(stage) == {}


def draft(total: str, *lines: str) -> Draft:
    made = Draft(Source.TEXT, "EUR", number="1", total=Money.of(total, "EUR"))
    made.lines = [LineFound(f"l{x}", Money.of(x, "EUR")) for x in lines]
    return made


@pytest.mark.parametrize(
    ("total", "lines", "booked"),
    [
        ("450", ("500", "-50"), ["450.00"]),
        ("100", ("70", "50", "-20"), ["58.34", "41.66"]),
        ("100", ("60", "30"), ["60.00", "30.00"]),
        ("100", ("60", "70"), []),
        ("100", ("60", "70", "-5"), []),
        ("100", (), []),
        ("100", ("99.98",), ["99.98"]),
    ],
)
def test_the_book_holds_lines_that_a_claim_grid_can_carry(
    total: str, lines: tuple[str, ...], booked: list[str]
) -> None:
    found = booked_from(draft(total, *lines).found())
    assert [str(line.amount.amount) for line in found.lines] == booked


def test_an_invoice_without_a_total_is_none() -> None:
    with pytest.raises(InputError, match="no_total"):
        Draft(Source.TEXT, "EUR").found()
