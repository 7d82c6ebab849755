"""What a typed answer means where buttons were offered."""

import pytest

from assistant.chat.matching import match_option
from tests.usecases.table import Table

LABELS = {"regular": "Regularly", "once": "A one-off", "not_sure": "Not sure"}


@pytest.mark.covers("F-P6")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2", "once"),
        ("A one-off", "once"),
        ("one-off", "once"),
        ("ONE-OFF.", "once"),
        ("reg", "regular"),
        ("sure", None),  # never "Not sure"
        ("off", None),
        ("4", None),
    ],
)
def test_a_label_is_known_without_its_article(typed: str, meant: str | None) -> None:
    assert match_option(typed, LABELS) == meant


def test_what_two_labels_share_is_neither() -> None:
    assert match_option("part", {"a": "A part", "b": "The part"}) is None


SENT = {
    "sent_email": "Sent by e-mail",
    "sent_text": "Sent by text",
    "edit": "Change the text",
    "not_sending": "Not sending it",
    "papers": "As PDF, Word or e-mail",
}
PAID = {"none": "Nothing", "part": "A part", "all": "They say all", "card": "By card"}
SAID = {"exact": "Yes, exactly", "vague": "No, still vague", "not_sure": "Not sure"}


@pytest.mark.covers("F-P6")
@pytest.mark.parametrize(
    ("typed", "labels", "meant"),
    [
        ("by email", SENT, "sent_email"),
        ("by text.", SENT, "sent_text"),
        ("text", SENT, None),  # the message, or to change it?
        ("sending it", SENT, None),  # never "Not sending it"
        ("nope, nothing yet", PAID, "none"),
        ("just a part", PAID, "part"),
        ("not all", PAID, None),
        ("not a part", PAID, None),
        ("still vague", SAID, "vague"),
        ("yes exactly", SAID, "exact"),
        ("sure", SAID, None),
    ],
)
def test_at_buttons_words_out_of_one_label_are_that_label(
    typed: str, labels: dict[str, str], meant: str | None
) -> None:
    assert match_option(typed, labels, loosely=True) == meant


def test_where_words_are_an_answer_a_part_of_a_label_is_just_words() -> None:
    assert match_option("by email", SENT) is None


@pytest.mark.covers("F-E1")
@pytest.mark.parametrize(
    "typed",
    [
        "I don't have it",
        "nothing",
        "no",
        "Dont have one",
        "that's all",
        "je l’ai pas",
        "haben wir leider nicht",
    ],
)
def test_that_there_is_no_paper_is_never_the_name_of_a_paper(typed: str) -> None:
    table = Table()
    table.command('open INV-7 480 "Harbour Café"')
    table.say("Amount", "Skip", "Surprised by the total", "No, other work", "Nothing")
    table.say("Sent by e-mail", "Yes, exactly", "Photos", "400", "480", "80")
    table.say("They did not say", "A company", "Regularly", "Skip", "all", "Contract")
    assert table.question
    assert table.question.key == "evidence"
    before = table.case.evidence.items
    table.say(typed)
    assert table.case.evidence.items == before
    assert len(before) == 1


def test_a_case_that_is_not_there_is_never_answered_with_another() -> None:
    table = Table()
    table.command('open 1042 480 "Harbour Café"')
    said = table.command("show 9999")
    assert "There is no case 9999" in said
    assert "480" not in said
    assert "480" in table.command("show 1042")


def test_a_name_that_was_mistyped_is_put_right() -> None:
    table = Table()
    table.command('open 1042 480 "Harbor Cafe"')
    assert "Harbour Café" in table.command("update 1042 customer Harbour Café")
    assert table.case.customer.name == "Harbour Café"


def test_the_language_is_shown_by_its_name() -> None:
    table = Table()
    table.command('open 1042 480 "Harbour Café"')
    assert "Deutsch" in table.command("settings language german")


@pytest.mark.covers("F-P6")
@pytest.mark.parametrize(
    ("typed", "meant"),
    [("y", "yes"), ("YES", "yes"), ("ja", "yes"), ("oui", "yes"), ("n", "no")],
)
def test_a_bare_yes_or_no_is_the_answer_of_that_name(typed: str, meant: str) -> None:
    labels = {"yes": "That is so, use it", "no": "Rather ask me", "later": "Later"}
    assert match_option(typed, labels) == meant
    assert match_option(typed, {"later": "Later"}) is None


@pytest.mark.parametrize("typed", ["thats all", "That's it.", "nada mas", "c'est tout"])
def test_that_is_all_is_understood_without_its_apostrophe(typed: str) -> None:
    labels = {"all_lines": "All lines", "that_is_all": "That is all"}
    assert match_option(typed, labels) == "that_is_all"


@pytest.mark.covers("F-A2")
def test_a_letter_says_yes_to_what_was_read_and_other_words_hear_what_is_asked() -> (
    None
):
    table = Table()
    table.command('open INV-7 1200 "Ana Dove"')
    table.say("We agreed two rounds and you billed three. That is 400 too much.")
    said = table.say("by email")
    assert "Please pick one of these: Yes, use it and No, ask me." in said
    assert "Has Ana Dove paid anything on INV-7" in table.say("y")
