from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.links import LONGEST, mailto, whatsapp


def test_a_letter_travels_whole_in_a_mail_link() -> None:
    link = mailto("ana+x@café.example", "50% & more?", "Dear Ana,\n\nSee #3 + #4.\n")
    fields = parse_qs(urlsplit(link).query, strict_parsing=True)
    assert link.startswith(
        "mailto:ana+x@caf%C3%A9.example?subject=50%25%20%26%20more%3F"
    )
    assert fields["body"] == ["Dear Ana,\r\n\r\nSee #3 + #4.\r\n"]


def test_an_address_cannot_add_fields_of_its_own() -> None:
    assert "bcc" not in parse_qs(
        urlsplit(mailto("a@b.example?bcc=x@y.z", "s", "b")).query
    )


def test_a_letter_too_long_for_a_link_is_left_to_be_pasted() -> None:
    link = mailto("a@b.example", "Subject", "x" * LONGEST)
    assert link == "mailto:a@b.example?subject=Subject"


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("+49 171 555-0101", "491715550101"),
        ("+44 (0)20 7946 0000", "442079460000"),
        ("0033 6 12 34 56 78", "33612345678"),
    ],
)
def test_an_international_number_gets_a_link(phone: str, number: str) -> None:
    assert whatsapp(phone, "Hi & bye") == f"https://wa.me/{number}?text=Hi%20%26%20bye"


@pytest.mark.parametrize(
    "phone", ["0171 5550101", "(555) 123-4567", "", "+0 12 34567", "+12"]
)
def test_a_national_number_is_not_guessed_at(phone: str) -> None:
    assert whatsapp(phone, "Hi") == ""
