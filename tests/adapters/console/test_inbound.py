"""What a typed line means, by what is on the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.inbound import Sender, read, read_block
from adapters.console.shown import Shown
from assistant.chat.events import (
    ChoiceMade,
    CommandGiven,
    FileGiven,
    TextTyped,
    TimePassed,
)
from assistant.chat.replies import (
    Button,
    Card,
    Item,
    Listing,
    Option,
    Paragraph,
    Question,
    Tone,
    Typed,
)
from assistant.errors import InputError
from tests.adapters.console.fakes import OWNER, PLACE

SENDER = Sender("n1", PLACE, OWNER)
NOW = TimePassed("n0", PLACE, OWNER)


def asked(typed: Typed | None, *labels: str) -> Shown:
    options = tuple(Option(label.lower(), label) for label in labels)
    question = Question("q.k", "?", options, typed=typed, case_id="D-7")
    return Shown().after(NOW, (question,))


NOTHING = Shown()
REASON = asked(None, "Scope", "Amount", "Not Réceived", "Not sure", "None of these")
WORK = asked(None, "Back to work", "Stop the calls", "Hélp them")
TEXT = asked(Typed.TEXT, "Skip", "Same")
LINE = asked(Typed.LINE, "Skip")
AMOUNT = asked(Typed.AMOUNT, "Not sure", "Nothing")
DATE = asked(Typed.DATE, "Today")


def meaning(line: str, shown: Shown) -> tuple[str, str]:
    match read(line, shown, SENDER):
        case ChoiceMade(case_id="D-7", question="q.k", choice=choice):
            return "choice", choice
        case CommandGiven(text=text):
            return "command", text
        case TextTyped(text=text):
            return "text", text
        case other:
            raise AssertionError(other)


@pytest.mark.covers("F-P6")
@pytest.mark.parametrize(
    ("line", "shown", "expected"),
    [
        # a choice: its number, label, the beginning of it, or in brackets
        ("1", REASON, ("choice", "scope")),
        (" 2. ", REASON, ("choice", "amount")),
        ("2)", REASON, ("choice", "amount")),
        ("amount", REASON, ("choice", "amount")),
        ("AM", REASON, ("choice", "amount")),
        ("not received", REASON, ("choice", "not réceived")),
        ("[not r]", REASON, ("choice", "not réceived")),
        ("[Scope]", REASON, ("choice", "scope")),
        ("no", REASON, ("text", "no")),
        ("6", REASON, ("text", "6")),
        ("0", REASON, ("text", "0")),
        ("-1", REASON, ("text", "-1")),
        ("²", REASON, ("choice", "amount")),
        ("y", asked(None, "Yes", "No"), ("choice", "yes")),
        ("no", asked(None, "Not sure", "No"), ("choice", "no")),
        # words that mean the same everywhere
        ("not sure", REASON, ("choice", "not sure")),
        ("not sure", WORK, ("text", "not sure")),
        ("back", WORK, ("text", "back")),
        ("STOP", WORK, ("text", "STOP")),
        ("/back", WORK, ("text", "back")),
        ("why", TEXT, ("text", "why")),
        ("undo", NOTHING, ("text", "undo")),
        ("none", WORK, ("text", "none of these")),
        ("none", NOTHING, ("text", "none")),
        ("none", TEXT, ("text", "none")),
        ("help", WORK, ("command", "help")),
        ("menu", TEXT, ("command", "menu")),
        ("List", LINE, ("command", "List")),
        ("settings", AMOUNT, ("command", "settings")),
        ("continue", NOTHING, ("command", "continue")),
        ("?", NOTHING, ("command", "?")),
        # commands
        ("/dispute open INV-7 480", TEXT, ("command", "open INV-7 480")),
        ("/DISPUTE", NOTHING, ("command", "")),
        ("dispute", NOTHING, ("command", "")),
        ("dispute open INV-7", NOTHING, ("command", "open INV-7")),
        ("dispute open INV-7", LINE, ("command", "open INV-7")),
        ("dispute about the tiles", NOTHING, ("text", "dispute about the tiles")),
        ("dispute it all", TEXT, ("text", "dispute it all")),
        ("/open INV-7", TEXT, ("command", "open INV-7")),
        ("/oepn INV-7", NOTHING, ("command", "oepn INV-7")),
        ("/disputes", NOTHING, ("command", "disputes")),
        ("/", NOTHING, ("command", "")),
        (
            'open INV-7 480 "Harbour Café"',
            NOTHING,
            ("command", 'open INV-7 480 "Harbour Café"'),
        ),
        ("Paid D-7 200", AMOUNT, ("command", "Paid D-7 200")),
        ("undo D-7", NOTHING, ("command", "undo D-7")),
        ("oepn INV-7", NOTHING, ("text", "oepn INV-7")),
        # free text is text
        ("open the door was stuck", TEXT, ("text", "open the door was stuck")),
        ("show D-7", TEXT, ("text", "show D-7")),
        ("hold", TEXT, ("text", "hold")),
        ("list of faults", TEXT, ("text", "list of faults")),
        ("attach the photos please", TEXT, ("text", "attach the photos please")),
        ("s", TEXT, ("text", "s")),
        ("[sic]", TEXT, ("text", "[sic]")),
        ("2", TEXT, ("choice", "same")),
        ("3", TEXT, ("text", "3")),
        ("skip", TEXT, ("choice", "skip")),
        ("Open Office Ltd", LINE, ("text", "Open Office Ltd")),
        ("Hold & Sons", LINE, ("text", "Hold & Sons")),
        ("open INV-7 1200", LINE, ("command", "open INV-7 1200")),
        ("show D-INV-7", LINE, ("command", "show D-INV-7")),
        # digits are an answer where digits are asked for
        ("1", AMOUNT, ("text", "1")),
        ("480.00", AMOUNT, ("text", "480.00")),
        ("a", AMOUNT, ("choice", "not sure")),
        ("nothing", AMOUNT, ("choice", "nothing")),
        ("1", DATE, ("choice", "today")),
        ("tod", DATE, ("choice", "today")),
        ("2026-05-07", DATE, ("text", "2026-05-07")),
        # control characters are gone
        ("\x1b[31m1\x1b[0m", REASON, ("choice", "scope")),
        ("sc\x00ope", REASON, ("choice", "scope")),
        ("12\x0712", AMOUNT, ("text", "1212")),
        # several lines are text, unless they clearly are not
        ("hold on\nwe never agreed", NOTHING, ("text", "hold on\nwe never agreed")),
        ("1\n2", REASON, ("text", "1\n2")),
        ("reply D-7 We\nagreed", NOTHING, ("command", "reply D-7 We\nagreed")),
        ("/note D-7 She\ncalled", TEXT, ("command", "note D-7 She\ncalled")),
        ("note that we\ncalled", NOTHING, ("text", "note that we\ncalled")),
    ],
)
def test_a_line_means(line: str, shown: Shown, expected: tuple[str, str]) -> None:
    assert meaning(line, shown) == expected


def test_a_label_in_brackets_that_is_not_offered_is_refused() -> None:
    with pytest.raises(InputError, match=r"error\.no_such_choice"):
        read("[Colour]", REASON, SENDER)


def test_a_listed_case_is_opened_by_its_number_or_title() -> None:
    listing = Listing(
        "Open", (Item("Header", ""), Item("INV-7 Café", "", "show D-7")), more="list 2"
    )
    shown = Shown().after(
        NOW, (listing, Card("c", (), (Button("Undo it", "undo D-7"),)))
    )
    assert meaning("1", shown) == ("command", "show D-7")
    assert meaning("inv-7 cafe", shown) == ("command", "show D-7")
    assert meaning("2", shown) == ("command", "list 2")
    assert meaning("more", shown) == ("command", "list 2")
    assert meaning("3", shown) == ("command", "undo D-7")


def test_an_option_may_stand_for_a_command() -> None:
    question = Question("q", "?", (Option("go", "Continue D-7", "show D-7"),))
    assert meaning("1", Shown().after(NOW, (question,))) == ("command", "show D-7")


def test_a_marked_block_is_text_whatever_it_looks_like() -> None:
    event = read_block("/open\n1\x1b[2J", SENDER)
    assert event == TextTyped("n1", PLACE, OWNER, "/open\n1")


def test_a_very_long_line_is_passed_on_whole() -> None:
    line = "x" * 100_000
    for shown in (NOTHING, REASON, TEXT, AMOUNT):
        assert meaning(line, shown) == ("text", line)


@given(st.text())
def test_any_line_means_something_or_is_refused_kindly(line: str) -> None:
    for shown in (NOTHING, REASON, TEXT, LINE, AMOUNT):
        try:
            read(line, shown, SENDER)
        except InputError as error:
            assert error.phrase.startswith("error.")  # noqa: PT017  the other outcome


class TestWhatIsOnTheScreen:
    """Which question and choices the next line refers to."""

    why = TextTyped("n", PLACE, OWNER, "Why")
    answer = TextTyped("n", PLACE, OWNER, "480")
    mistake = Paragraph("No.", Tone.ERROR)

    def test_an_accepted_answer_closes_its_question(self) -> None:
        shown = TEXT.after(self.answer, (Paragraph("Closed."),))
        assert shown.question is None
        assert meaning("show D-7", shown) == ("command", "show D-7")
        assert meaning("1", shown) == ("choice", "skip")

    def test_a_mistake_leaves_the_question_open(self) -> None:
        assert TEXT.after(self.answer, (self.mistake,)) == TEXT

    def test_why_leaves_the_question_open(self) -> None:
        assert TEXT.after(self.why, (Paragraph("Because."),)) == TEXT

    def test_a_list_in_between_takes_the_numbers_but_not_the_labels(self) -> None:
        command = CommandGiven("n", PLACE, OWNER, "list")
        listing = Listing("Open", (Item("INV-9", "", "show D-9"),))
        shown = REASON.after(command, (listing,))
        assert meaning("1", shown) == ("command", "show D-9")
        assert meaning("2", shown) == ("text", "2")
        assert meaning("scope", shown) == ("choice", "scope")


def test_a_path_is_enough_where_a_file_is_asked_for(tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "scope.pdf"
    file.write_bytes(b"%PDF")
    event = read(str(file), asked(Typed.FILE, "Skip"), SENDER)
    assert isinstance(event, FileGiven)
    assert event.name == "scope.pdf"
