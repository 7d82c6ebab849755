"""Forms and the Home tab: what a person sees, and that Slack takes it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack import actions, forms, modals
from adapters.slack.actions import Choose, Give, OpenForm, ShowHome
from adapters.slack.forms import (
    AnswerTyped,
    FilesAdded,
    LetterChanged,
    OpenFields,
    Submitted,
    Target,
)
from adapters.slack.home import PAGE, Shelf, home
from adapters.slack.modals import Typing
from adapters.slack.text import cleaned
from assistant.chat import commands
from assistant.chat.replies import Item, Listing, Option, Paragraph, Question, Typed
from assistant.errors import InputError
from tests.adapters.slack.any_parts import parts, questions, words
from tests.adapters.slack.words import SCREEN, presses, say, seen
from tests.fakes.slack_rules import response_violations, violations

thorough = settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TARGET = Target(case_id="D-INV-7", channel_id="C1", thread_ts="1.2")
KNOWN = OpenFields("INV-7", "480.00 EUR", "Harbour Café", "", "We never agreed.", "")


def filled_in(view: dict[str, Any], **typed: Any) -> dict[str, Any]:
    """The view as Slack sends it back, with some fields filled in by name."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        name = block["block_id"].split("-")[0].split(".")[0]
        element = block["element"]
        entry: dict[str, Any] = {"type": element["type"]}
        match element["type"]:
            case "datepicker":
                entry["selected_date"] = typed.get(name, element.get("initial_date"))
            case "file_input":
                entry["files"] = typed.get(name, [])
            case _:
                entry["value"] = typed.get(name, element.get("initial_value"))
        values[block["block_id"]] = {element["action_id"]: entry}
    return view | {"state": {"values": values}}


def sent(view: dict[str, Any], **typed: Any) -> Submitted:
    found = forms.read_view(filled_in(view, **typed))
    assert found
    return found


def no_amount(text: str) -> object:
    if not any(map(str.isdigit, text)):
        raise InputError("error.amount_unreadable", text=text)
    return text


VIEWS = [
    modals.loading(SCREEN),
    modals.done(SCREEN),
    modals.error(SCREEN, "Slack would not let me post there. Type /invite @Parley."),
    modals.open_dispute(SCREEN, OpenFields(), TARGET),
    modals.open_dispute(SCREEN, KNOWN, TARGET, 3),
    modals.answer(SCREEN, Typing("How much?", Typed.AMOUNT, "Such as 480"), TARGET),
    modals.answer(SCREEN, Typing("What?", Typed.TEXT, now="x" * 9_000), TARGET),
    modals.answer(SCREEN, Typing("Which paper?", Typed.FILE), TARGET),
    modals.letter(SCREEN, "Dear Ana,\n\nThank you.\n\nKim", TARGET),
    modals.files(SCREEN, TARGET),
]


@pytest.mark.covers("S09")
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view["title"]["text"])
def test_slack_takes_every_form(view: dict[str, Any]) -> None:
    assert list(map(str, violations(view, "modal"))) == []
    assert not view["title"]["text"].endswith("…")


@pytest.mark.covers("S09", "S11")
@thorough
@given(
    st.builds(OpenFields, *[words] * 5, st.just("2026-05-07")),
    questions,
    st.builds(Typing, words, st.sampled_from(Typed), words, words),
    words,
)
def test_slack_takes_every_form_whatever_stands_in_it(
    known: OpenFields, question: Question[str], asked: Typing, text: str
) -> None:
    for view in (
        modals.open_dispute(SCREEN, known, TARGET),
        modals.question(SCREEN, question, TARGET),
        modals.answer(SCREEN, asked, TARGET),
        modals.letter(SCREEN, text, TARGET),
        modals.error(SCREEN, text),
    ):
        assert list(map(str, violations(view, "modal"))) == []


@thorough
@given(words)
def test_a_letter_that_is_not_touched_comes_back_as_it_was(text: str) -> None:
    form = sent(modals.letter(SCREEN, text, TARGET))
    assert form.filled == LetterChanged(cleaned(text).strip())
    assert form.target == TARGET


def test_what_was_known_comes_back_from_the_form() -> None:
    assert sent(modals.open_dispute(SCREEN, KNOWN, TARGET)).filled == KNOWN


def test_a_field_that_shows_another_value_is_another_block() -> None:
    """Slack keeps what was typed under a block id it knows (XF9)."""
    first = modals.open_dispute(SCREEN, KNOWN, TARGET)
    again = modals.open_dispute(SCREEN, KNOWN, TARGET, 1)
    ids = [{block["block_id"] for block in view["blocks"]} for view in (first, again)]
    assert not ids[0] & ids[1]


@pytest.mark.parametrize(
    ("known", "command"),
    [
        (KNOWN, 'open INV-7 "480.00 EUR" "Harbour Café"'),
        (OpenFields("INV 7", "480", 'The "Bar"'), 'open "INV 7" 480 “The "Bar"”'),
        (OpenFields("INV-7", "", "O'Brien"), "open INV-7 O'Brien"),
        (OpenFields("", "480", "Harbour"), ""),
    ],
)
def test_a_filled_form_is_the_command_it_stands_for(
    known: OpenFields, command: str
) -> None:
    assert known.command() == command
    if command:
        found = commands.parse(command).words
        assert found == tuple(
            filter(None, (known.invoice, known.amount, known.customer))
        )


def test_a_mistake_stands_under_its_field_and_the_form_stays_open() -> None:
    view = modals.open_dispute(SCREEN, OpenFields(), TARGET)
    form = sent(view, amount="a lot", disputed="480", written_on="2026-05-09")
    found = form.mistakes(say, no_amount, date(2026, 5, 7))
    assert set(found) == {"invoice-0", "amount-0", "written_on-0"}
    assert "a lot" in found["amount-0"]
    response = forms.errors(found)
    assert response["response_action"] == "errors"
    assert response_violations(view, response) == []
    right = sent(view, invoice="INV-7", amount="480", written_on="2026-05-06")
    assert right.mistakes(say, no_amount, date(2026, 5, 7)) == {}


@pytest.mark.parametrize(
    ("view", "typed", "block"),
    [
        (VIEWS[5], {}, "answer-0"),
        (VIEWS[8], {"body": " "}, "body.0-0"),
        (VIEWS[9], {}, "files-0"),
    ],
)
def test_an_empty_field_that_is_needed_is_told(
    view: dict[str, Any], typed: dict[str, str], block: str
) -> None:
    found = sent(view, **typed).mistakes(say, no_amount)
    assert list(found) == [block]
    assert response_violations(view, forms.errors(found)) == []


def test_answers_and_papers_are_read() -> None:
    paper = {"id": "F1", "name": "a.pdf", "mimetype": "application/pdf", "size": 3}
    assert sent(VIEWS[5], answer=" 480 ").filled == AnswerTyped("480")
    given_files = sent(VIEWS[9], files=[paper], note="Their yes").filled
    assert isinstance(given_files, FilesAdded)
    assert [file.id for file in given_files.files] == ["F1"]


def test_a_private_question_is_answered_by_its_buttons_or_by_typing() -> None:
    part = Question(
        "floor",
        "What is the least you would take?",
        (Option("none", "I have none"),),
        typed=Typed.AMOUNT,
        case_id="D-INV-7",
        is_private=True,
    )
    view = modals.question(SCREEN, part, TARGET)
    assert [actions.read(each) for each in presses(view)] == [
        Choose("D-INV-7", "floor", "none")
    ]
    assert sent(view, answer="300").filled == AnswerTyped("300")
    only_buttons = modals.question(
        SCREEN, Question("fair", "Was it agreed?", part.options), TARGET
    )
    assert "submit" not in only_buttons
    assert violations(only_buttons, "modal") == []


def cases(count: int) -> Listing[str]:
    items = tuple(
        Item(f"D-{n}, Customer {n}", "Due tomorrow.", f"show D-{n}")
        for n in range(1, count + 1)
    )
    return Listing(f"{count} open cases", items, "Nothing here.")


def reads(view: dict[str, Any]) -> list[actions.Action | None]:
    return [actions.read(each) for each in presses(view)]


@pytest.mark.covers("S17")
@pytest.mark.parametrize("count", [0, 1, 20, 21, 500])
def test_the_home_tab_holds_any_number_of_cases(count: int) -> None:
    view = home([cases(count), Paragraph("In dispute in all: €1.00.")], SCREEN)
    assert list(map(str, violations(view, "home"))) == []
    assert reads(view).count(OpenForm()) == 1
    shown = [action for action in reads(view) if isinstance(action, Give)]
    opened = [each for each in shown if each.command.startswith("show")]
    assert len(opened) == min(count, PAGE)
    assert (ShowHome("open", 2) in reads(view)) == (count > PAGE)
    text = " ".join(seen(view["blocks"]))
    assert "Help" in text
    assert "/dispute help" in text
    assert ("the invoice goes on hold" in text) == (count == 0)


@pytest.mark.covers("S17")
def test_every_case_is_on_some_page_once() -> None:
    found = []
    for page in range(1, 26):
        view = home([cases(500)], SCREEN, Shelf("all", page))
        assert (ShowHome("all", page - 1) in reads(view)) == (page > 1)
        assert (ShowHome("all", page + 1) in reads(view)) == (page < 25)
        found += [a.command for a in reads(view) if isinstance(a, Give)]
    shown = [each for each in found if each.startswith("show")]
    assert shown == [f"show D-{n}" for n in range(1, 501)]


def test_the_home_tab_pages_as_the_core_does() -> None:
    """The core gives ten cases and the command for more."""
    part = Listing("12 open cases", cases(10).items, more="list overdue 3")
    shelf = Shelf("overdue", 2)
    view = home([part], SCREEN, shelf)
    assert shelf.command == "list overdue 2"
    assert {ShowHome("overdue", 1), ShowHome("overdue", 3)} <= set(
        filter(None, reads(view))
    )
    block = next(b for b in view["blocks"] if "static_select" in str(b))
    chosen = block["elements"][0]
    assert chosen["initial_option"]["value"] == "overdue"
    assert [each["value"] for each in chosen["options"]] == [*commands.LIST_FILTERS]


@pytest.mark.covers("S09", "S17")
@thorough
@given(st.lists(parts, max_size=4))
def test_slack_takes_the_home_tab_whatever_stands_in_it(given_parts: list[Any]) -> None:
    view = home(given_parts, SCREEN)
    assert list(map(str, violations(view, "home"))) == []
    assert OpenForm() in reads(view)
    assert Give("help") in reads(view)
