"""The five slots of an objection: they go word for word into letters."""

import pytest

from assistant.reading.clauses import clause_at
from assistant.reading.concepts import Concepts
from assistant.reading.messages import read_message
from assistant.reading.parse import parse
from assistant.reading.tokens import tokenize


@pytest.mark.covers("F-D5")
@pytest.mark.parametrize(
    ("text", "received"),
    [
        (
            "The awning is crooked and it leaks. I won't pay until that is fixed.",
            "The awning is crooked and it leaks",
        ),
        (
            "The door sticks and the lock is broken, so please correct the bill.",
            "The door sticks and the lock is broken",
        ),
        (
            "The tiles are cracked and I want my money back.",
            "The tiles are cracked",
        ),
    ],
)
def test_a_second_fault_stays_with_the_first_and_a_wish_does_not(
    text: str, received: str
) -> None:
    assert read_message(text).slots.received == received


@pytest.mark.parametrize(
    ("text", "words", "clause"),
    [
        ("Nobody asked, so please take it off.", "take it off", "please take it off"),
        ("Ich warte, aber er kam nie.", "kam nie", "er kam nie"),
        ("En el presupuesto pone 80.", "presupuesto", "En el presupuesto pone 80"),
        (
            "Before we pay a cent, we deduct the van.",
            "pay",
            "Before we pay a cent, we deduct the van",
        ),
        (
            "Why is there a fee when your ad says no fee?",
            "ad says",
            "your ad says no fee",
        ),
    ],
)
def test_a_clause_is_whole_and_drops_what_only_joins_it(
    text: str, words: str, clause: str
) -> None:
    start = text.index(words)
    assert clause_at(text, start, start + len(words)) == clause


@pytest.mark.covers("F-D5")
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("You've charged hours nobody worked, correct the bill.", None),
        ("It was agreed, yet sales tax was added. Remove it.", "sales tax"),
        ('It says "all coats included" in your own quote, so fix the bill.', None),
        ("Die Zahlungen dürfen wir so nicht mehr leisten, streichen Sie das.", None),
        ("L'acompte n'a pas été déduit de votre facture.", "L'acompte"),
    ],
)
def test_a_line_is_named_by_its_name_or_not_at_all(text: str, line: str | None) -> None:
    assert read_message(text).slots.line == line


@pytest.mark.covers("F-D6")
def test_a_check_in_full_settlement_is_no_price_that_was_agreed() -> None:
    finding = read_message(
        "Enclosed is a cheque for £400 in full settlement of your account for £575."
    )
    assert finding.claim is None
    assert finding.slots.expected is None


@pytest.mark.covers("F-D6")
def test_agreed_and_billed_are_given_as_clauses_where_they_stand_apart() -> None:
    slots = read_message(
        "In the first letter you quoted £500. The invoice for it says £650."
    ).slots
    assert slots.expected == "In the first letter you quoted £500"
    assert slots.received == "The invoice for it says £650"
    assert slots.amount == "150.00"


@pytest.mark.covers("F-D6")
@pytest.mark.parametrize(
    ("text", "expected", "received"),
    [
        ("You quoted 70, wasn't it, and billed 90?", "quoted 70", "billed 90"),
        ("1.6k on the invoice but 1.3k in the chat", "1.3k in the chat", None),
    ],
)
def test_a_claim_is_not_widened_to_words_that_deny_it(
    text: str, expected: str, received: str | None
) -> None:
    slots = read_message(text).slots
    assert slots.expected is not None
    assert expected in slots.expected
    assert received is None or received in str(slots.received)


def test_less_billed_than_agreed_is_no_claim() -> None:
    text = "You agreed 2,700 for the course. You billed 900 and I dispute that."
    assert read_message(text).claim is None


@pytest.mark.parametrize(
    ("language", "pattern", "text"),
    [
        ("de", "im preis", "Das ist im Preis"),
        ("nl", "kunt u", "Kunt u bellen?"),
        ("fr", "pas d'accord", "Je ne suis pas d'accord"),
        ("en", "not gonna happen", "That's not gonna happen"),
        ("en", "section 75", "a Section 75 claim"),
    ],
)
def test_a_pattern_is_read_in_the_words_of_the_text_that_it_looks_for(
    language: str, pattern: str, text: str
) -> None:
    concepts = Concepts(f"[it]\n{language}: {pattern}\n", language)
    assert concepts.find(tokenize(text))


@pytest.mark.parametrize(
    ("text", "sums", "numbers"),
    [
        ("Invoices 881 and 874 are alike. We settled 874.", [], ["881", "874"]),
        ("Subject: Invoice 20418\n\nGood morning, the price is wrong", [], ["20418"]),
        ("In respect of invoice 77-A we owe nothing", [], ["77-A"]),
        ("u said 300 all in now its 465 cos of sockets", ["300", "465"], []),
        ("We'd settled on nine hundred and fifty for it", ["950"], []),
        ("You won't see a cent", [], []),
        ("Vous avez livré le 20.", [], []),
        ("He may not order anything above 500 and you know it", ["500"], []),
    ],
)
def test_sums_and_numbers_are_told_apart_as_people_write_them(
    text: str, sums: list[str], numbers: list[str]
) -> None:
    parsed = parse(text)
    assert [f"{one.value:.0f}" for one in parsed.amounts] == sums
    assert [one.number for one in parsed.references] == numbers


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Recebemos apenas três das cinco portas.", "pt"),
        ("Qual è il vostro numero?", "it"),
        ("A service fee? We hired a painter.", "en"),
        ("bin im Urlaub, überweise Sonntag", "de"),
    ],
)
def test_a_short_message_is_taken_for_its_own_language(
    text: str, language: str
) -> None:
    assert parse(text).language == language
