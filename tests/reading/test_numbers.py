"""Sums, dates and invoice numbers in the usual spellings."""

import pytest

from assistant.reading.amounts import find_amounts
from assistant.reading.dates import find_dates
from assistant.reading.own_text import own_text
from assistant.reading.references import find_references


@pytest.mark.parametrize(
    ("text", "language", "sums"),
    [
        ("£1.2k and €1.200,00 and 1 300 kr", "en", ["1200", "1200", "1300"]),
        ("CHF 3'600.– for it", "en", ["3600"]),
        ("two thousand three hundred and forty-five dollars", "en", ["2345"]),
        ("it was 2 grand, you told me fifteen hundred", "en", ["2000", "1500"]),
        ("zweihundertfünfzig Euro", "de", ["250"]),
        ("trescientos euros", "es", ["300"]),
        ("55 guests at 8 pm, 3 hours, 20% and clause 14", "en", []),
        ("R$ 1.500,00 por favor", "pt", ["1500"]),
        ("€ 68,- per uur", "nl", ["68"]),
    ],
)
def test_sums_are_read(text: str, language: str, sums: list[str]) -> None:
    found = find_amounts(text, language)
    assert [f"{amount.value.normalize():f}" for amount in found] == sums


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("on 03/04/2025", ["2025-04-03"]),
        ("on 03/04/2025 I paid $20", ["2025-03-04"]),
        ("13/04/25", ["2025-04-13"]),
        ("28-Mar-2025 and 2025-09-30", ["2025-03-28", "2025-09-30"]),
        ("May 3rd, 14 de mayo, 1er mars, 5. Juni 2024",
         ["--05-03", "--05-14", "--03-01", "2024-06-05"]),
        ("by Friday the 15th, in March, 45/45/2025", []),
    ],
)  # fmt: skip
def test_dates_are_read(text: str, dates: list[str]) -> None:
    assert [date.iso for date in find_dates(text)] == dates


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Invoice no. INV-2025/77 is wrong", ["INV-2025/77"]),
        ("0921: please fix", ["0921"]),
        ("invoices 7781 and 7790", ["7781", "7790"]),
        ("that is 400 too much on INV-9", ["INV-9"]),
        ("Rechnung Nr. 24-1187", ["24-1187"]),
        ("PO 77-40821, quote Q-5518, order 4711", []),
    ],
)
def test_invoice_numbers_are_read_and_other_numbers_are_not(
    text: str, numbers: list[str]
) -> None:
    assert [one.number for one in find_references(text)] == numbers


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("No.\n> old words", "No."),
        ("No.\n\nOn Tue, 3 May, Bob <b@x> wrote:\n> pay", "No."),
        ("Nein.\n\nAm 3. Mai 2025 schrieb Bob:\n> zahlen", "Nein."),
        ("No.\n-----Original Message-----\nFrom: Bob\npay", "No."),
        ("No.\n\nFrom: Bob\nSent: today\nSubject: pay\n\npay", "No."),
        ("No.\n\nKind regards,\nAnn\n0123 456", "No."),
        ("No.\n-- \nAnn, Director", "No."),
        ("Subject: Bill\n\nNo.", "Bill\nNo."),
        ("On 3 May, Bob wrote:\n> pay\n\nNo.", "No."),
        ("fyi\n---------- Forwarded message ---------\nFrom: C\nSubject: Bill\n\nNo.",
         "Bill\nNo."),
    ],
)  # fmt: skip
def test_only_the_senders_own_words_are_kept(text: str, own: str) -> None:
    assert [line for line in own_text(text).split("\n") if line] == own.split("\n")
