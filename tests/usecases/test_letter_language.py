"""Letters in the customer's language, the chat in the owner's, side by side."""

import pytest

from assistant.domain.business import Profile
from assistant.reading.languages import plain_language
from tests.usecases.desk import Desk

GERMAN = Profile(language="de_DE", sign_off="Dana Richter", channels=("phone",))
GIST = "Das steht darin, kurz gesagt: Dankt Café"
ENGLISH = "We never agreed to this price, and we will not pay the invoice."


def opened(profile: Profile = GERMAN) -> Desk:
    """A case as far as its acknowledgement."""
    desk = Desk(profile=profile)
    desk.give("open INV-7 1200 Café")
    desk.type("amount", ENGLISH, "no", "price", "nothing")
    return desk


def letter(desk: Desk) -> str:
    return desk.case("D-INV-7").letters[-1].body


@pytest.mark.covers("F-Q1")
def test_a_draft_in_another_language_says_what_it_says() -> None:
    desk = opened()
    desk.give("update D-INV-7 language en")
    assert "Thank you for telling me" in letter(desk)
    assert GIST in desk.give("show D-INV-7")
    desk.type("edit", "Thank you, I will look into it by Friday.")
    assert letter(desk).endswith("by Friday.")
    assert GIST not in desk.give("show D-INV-7")


def test_a_draft_in_the_owners_language_needs_no_note() -> None:
    desk = opened(Profile(language="en_GB", sign_off="Dana", channels=("phone",)))
    assert "Thank you for telling me" in letter(desk)
    assert "What it says, in short" not in desk.give("show D-INV-7")


@pytest.mark.covers("F-Q1")
def test_the_language_of_letters_is_taken_by_code_or_name() -> None:
    desk = opened()
    case = desk.give("update D-INV-7 language Englisch")
    assert "Briefe an Café sind ab jetzt auf Englisch" in case
    assert desk.case("D-INV-7").customer.language == "en"
    desk.give("update D-INV-7 language en-ie")
    assert desk.case("D-INV-7").customer.language == "en_IE"
    refused = desk.give("update D-INV-7 language Klingonisch")
    assert "Auf „Klingonisch“ habe ich noch keine Briefe" in refused
    assert desk.case("D-INV-7").customer.language == "en_IE"


@pytest.mark.covers("F-Q1")
def test_a_customer_s_other_language_is_pointed_out_once() -> None:
    desk = opened()
    tip = "Café schreibt anscheinend auf Englisch"
    assert "their_language" in desk.case("D-INV-7").seen_notices
    assert letter(desk).startswith("Guten Tag Café")
    assert tip not in desk.give("show D-INV-7")
    desk = Desk(profile=GERMAN)
    desk.give("open INV-7 1200 Café")
    desk.give("update D-INV-7 language en")
    desk.type("amount", ENGLISH, "no", "price")
    assert tip not in desk.type("nothing")
    assert letter(desk).startswith("Hello Café")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        ("Wir haben diesen Preis nie vereinbart und zahlen das nicht.", "de"),
        ("Nous n'avons jamais accepté ce prix et nous ne payons pas la facture.", "fr"),
        ("1.200,00 EUR", ""),
        ("OK", ""),
        ("", ""),
    ],
)
def test_a_language_is_plain_or_it_is_left_open(text: str, language: str) -> None:
    assert plain_language(text) == language


@pytest.mark.parametrize(
    ("typed", "way", "day"),
    [
        ("post", "post", 7),
        ("per Post gestern", "post", 6),
        ("par courrier hier", "post", 6),
        ("Brief vor zwei Tagen", "post", 5),
        ("by text", "text", 7),
        ("per E-Mail", "email", 7),
    ],
)
def test_how_a_letter_went_out_is_typed_in_any_language(
    typed: str, way: str, day: int
) -> None:
    desk = opened()
    desk.give(f"sent D-INV-7 {typed}")
    sent = desk.case("D-INV-7").letters[-1]
    assert sent.channel == way
    assert sent.sent_at is not None
    assert sent.sent_at.day == day


@pytest.mark.covers("F-Q2")
@pytest.mark.parametrize(
    ("language", "place", "day"),
    [
        ("en", "GB-EAW", "8 May 2026"),
        ("en", "US-TX", "May 8, 2026"),
        ("en", "", "May 8, 2026"),
        ("en_GB", "US-TX", "8 May 2026"),
    ],
)
def test_a_chosen_language_is_written_as_at_the_place_of_the_business(
    language: str, place: str, day: str
) -> None:
    desk = opened(Profile(language=language, place=place, channels=("phone",)))
    assert day in desk.give("snooze D-INV-7 tomorrow")
