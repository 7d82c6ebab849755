"""Languages by what people call them."""

import pytest

from assistant.reference.spoken import language_of

KNOWN = ("de", "en", "es", "fr", "it", "nl", "pt")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("de-at", "de_AT"),
        ("pt_BR", "pt_BR"),
        ("es_419", "es_419"),
        ("German", "de"),
        ("deutsch", "de"),
        (" Allemand ", "de"),
        ("tedesco", "de"),
        ("alemán", "de"),
        ("Duits", "de"),
        ("alemao", "de"),
        ("français", "fr"),
        ("Francais", "fr"),
        ("espagnol", "es"),
        ("Español", "es"),
        ("inglese", "en"),
        ("Nederlands", "nl"),
        ("Flemish", "nl_BE"),
        ("italiano", "it"),
        ("Português", "pt"),
        ("Brazilian Portuguese", "pt_BR"),
        ("português (Brasil)", "pt_BR"),
    ],
)
@pytest.mark.covers("F-Q1")
def test_a_language_is_known_by_code_and_by_name(text: str, code: str) -> None:
    assert language_of(text, KNOWN) == code


@pytest.mark.parametrize("text", ["", " ", "xx", "Finnish", "Klingon", "en_", "en/x"])
def test_another_word_is_no_language_of_ours(text: str) -> None:
    assert language_of(text, KNOWN) == ""


def test_only_what_is_spoken_is_offered() -> None:
    assert language_of("German", ("en", "fr")) == ""
