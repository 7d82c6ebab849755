"""Each part of a reply as a person in Slack sees it."""

from dataclasses import replace
from typing import Any

import pytest

from adapters.slack import actions
from adapters.slack.actions import (
    Ask,
    AskPrivately,
    Attach,
    Choose,
    EditLetter,
    FollowLink,
    Give,
    Say,
)
from adapters.slack.limits import problems
from adapters.slack.outbound import draw
from adapters.slack.outgoing import Outbound, Post, Upload
from assistant.chat.replies import (
    Check,
    Checklist,
    FileOut,
    Item,
    LetterText,
    Listing,
    Option,
    Paragraph,
    Part,
    Question,
    Table,
    Tone,
    Typed,
)
from tests.adapters.slack.words import (
    CASE_LINE,
    SCREEN,
    THREAD,
    elements,
    message,
    payloads,
    presses,
    seen,
)

QUESTION = Question(
    key="reason",
    prompt="What does Harbour Café dispute?",
    options=(Option("scope", "Scope"), Option("amount", "Amount")),
    why="The kind of objection decides which proof is needed.",
    typed=Typed.LINE,
    hint="Pick the closest.",
    now="Quality",
    case_id="D-INV-7",
    step=3,
    steps=7,
    can_go_back=True,
)
LETTER = LetterText(
    letter_id="W1",
    case_id="D-INV-7",
    title="Acknowledgement",
    subject="Invoice INV-7",
    body="Dear Ana,\n\n*Thank* you & <all>.\n\nKim",
    note="Not legal advice.",
    email="ana@harbour.example",
    phone="+49 171 5550101",
)


def drawn(*parts: Part[str]) -> list[Outbound]:
    return draw(message(*parts, to=THREAD), SCREEN)


def only(*parts: Part[str]) -> dict[str, Any]:
    (payload,) = payloads(drawn(*parts))
    return payload


def texts(*parts: Part[str]) -> list[str]:
    return [t for payload in payloads(drawn(*parts)) for t in seen(payload["blocks"])]


def meant(*parts: Part[str]) -> list[actions.Action | None]:
    found = payloads(drawn(*parts))
    return [actions.read(each) for payload in found for each in presses(payload)]


def test_a_question_shows_progress_words_answers_typing_and_the_way_back() -> None:
    assert texts(QUESTION) == [
        "Step 3 of about 7",
        "What does Harbour Café dispute?",
        "Your answer so far: Quality",
        "Pick the closest.",
        "Why I ask: The kind of objection decides which proof is needed.",
        "[Scope]",
        "[Amount]",
        "[Type the answer]",
        "[Back]",
    ]
    assert meant(QUESTION) == [
        Choose("D-INV-7", "reason", "scope"),
        Choose("D-INV-7", "reason", "amount"),
        Ask("D-INV-7", "reason", "line"),
        Say("D-INV-7", "reason", "back"),
    ]


def test_a_question_for_papers_opens_the_form_for_files() -> None:
    assert Attach("D-INV-7") in meant(replace(QUESTION, typed=Typed.FILE))


@pytest.mark.covers("S10")
def test_the_text_says_the_case_and_all_that_the_blocks_show() -> None:
    payload = only(Paragraph("The hold is on.", Tone.GOOD), QUESTION)
    text = str(payload["text"])
    assert text.startswith(CASE_LINE)
    for line in ("The hold is on.", QUESTION.prompt, "Scope, Amount", "Why I ask"):
        assert line in text


def test_many_answers_are_a_menu_and_very_many_several() -> None:
    options = tuple(Option(f"o{n}", f"Answer {n}") for n in range(130))
    asked = replace(QUESTION, options=options)
    (payload,) = payloads(drawn(asked))
    kinds = [each["type"] for each in elements(payload)]
    assert kinds == ["static_select", "static_select", "button", "button"]
    assert meant(asked)[:130] == [Choose("D-INV-7", "reason", o.id) for o in options]


def test_answers_too_long_for_buttons_stand_in_full_above_them() -> None:
    long = "They say that the third round of changes was never ordered by anybody there"
    asked = replace(QUESTION, options=(Option("a", f"{long}, ever"), Option("b", "No")))
    found = texts(asked)
    assert f"1. {long}, ever\n2. No" in found
    assert f"[1. {long[:71]}…]" in found
    assert "[2. No]" in found


def test_an_answer_that_is_an_emoji_gets_a_number() -> None:
    asked = replace(QUESTION, options=(Option("up", "👍"), Option("down", ":-1:")))
    assert texts(asked)[5:7] == ["[1. 👍]", "[2. :-1:]"]


@pytest.mark.covers("S11")
def test_what_people_wrote_can_neither_ping_nor_link_nor_be_bold() -> None:
    payload = only(Paragraph("<!channel> *now* <https://evil.example|bank> & `x`"))
    (block,) = payload["blocks"]
    assert block["text"] == {
        "type": "plain_text",
        "text": "&lt;!channel&gt; *now* &lt;https://evil.example|bank&gt; &amp; `x`",
        "emoji": False,
    }
    assert payload["mrkdwn"] is False
    assert payload["unfurl_links"] is False


def test_a_letter_stands_alone_then_as_a_file_then_with_what_can_be_done() -> None:
    alone, file, beside = drawn(LETTER)
    assert isinstance(alone, Post)
    assert alone.payload["text"] == "Dear Ana,\n\n*Thank* you &amp; &lt;all&gt;.\n\nKim"
    assert alone.payload["mrkdwn"] is False
    assert "blocks" not in alone.payload
    assert isinstance(file, Upload)
    assert file.name == "D-INV-7-W1.txt"
    assert file.content.decode() == f"Subject: Invoice INV-7\n\n{LETTER.body}"
    assert isinstance(beside, Post)
    found = seen(beside.payload["blocks"])
    assert found[0] == "Acknowledgement"
    assert found[1:3] == ["Subject: Invoice INV-7", "Not legal advice."]
    assert found[3].startswith("<mailto:ana@harbour.example?subject=Invoice%20INV-7&")
    pressed = [actions.read(each) for each in presses(dict(beside.payload))]
    assert pressed == [
        EditLetter("D-INV-7", "W1"),
        Give("sent D-INV-7"),
        FollowLink(),
    ]
    *_, whatsapp = elements(dict(beside.payload))
    assert whatsapp["url"].startswith("https://wa.me/491715550101?text=Dear%20Ana")


@pytest.mark.covers("S09")
def test_a_long_letter_comes_in_order_and_says_so() -> None:
    body = "\n\n".join(f"Paragraph {n}. " + "word " * 150 for n in range(14))
    found = drawn(replace(LETTER, body=body))
    alone = [p["text"] for p in payloads(found) if "blocks" not in p]
    assert len(alone) == 4
    assert "".join(alone) == body
    assert all(text.startswith("Paragraph") for text in alone)
    said = " ".join(seen(payloads(found)[-1]["blocks"]))
    assert "it came in the 4 messages above, and whole in the file" in said


def test_parts_keep_their_order_around_letters_and_files() -> None:
    file = FileOut("../scope.pdf", "application/pdf", b"x", "The signed scope")
    found = drawn(Paragraph("One"), LETTER, Paragraph("Two"), file, QUESTION)
    kinds = [type(each).__name__ for each in found]
    assert kinds == ["Post", "Post", "Upload", "Post", "Post", "Upload", "Post"]
    upload = found[5]
    assert isinstance(upload, Upload)
    assert (upload.name, upload.comment) == ("-scope.pdf", "The signed scope")


def test_a_picture_is_sent_with_words_for_it() -> None:
    (upload,) = drawn(FileOut("bar.png", "image/png", b"x", "Paid & due"))
    assert isinstance(upload, Upload)
    assert upload.alt_text == upload.comment == "Paid &amp; due"


def test_a_caption_that_would_change_its_looks_is_text_of_its_own() -> None:
    beside, upload = drawn(FileOut("bar.png", "image/png", b"x", "For *Ana* `now`"))
    assert isinstance(upload, Upload)
    assert upload.comment == ""
    assert isinstance(beside, Post)
    assert seen(beside.payload["blocks"]) == ["For *Ana* `now`"]


def test_what_is_done_is_said_and_not_only_ticked() -> None:
    checks = (Check("QuickBooks", True), Check("Sam's calls", False, "Tell Sam"))
    assert texts(Checklist("To switch off", checks)) == [
        "To switch off",
        "☑ QuickBooks (done)\n☐ Sam's calls (still to do)\n      Tell Sam",
    ]


def test_the_entries_of_a_list_can_be_pressed_and_lead_on() -> None:
    items = (
        Item("D-1, Ana", "Due tomorrow.", "show D-1"),
        Item("/dispute open", "Opens a case.", "help open"),
        Item("Nothing to press", ""),
    )
    part = Listing("Cases", items, more="list open 2")
    assert meant(part) == [Give("show D-1"), Give("help open"), Give("list open 2")]
    assert texts(part)[1:3] == ["D-1, Ana\nDue tomorrow.", "[Show]"]
    first, *_ = elements(only(part))
    assert first["accessibility_label"] == "Show: D-1, Ana"
    assert texts(Listing("Cases", (), "Nothing here.")) == ["Cases", "Nothing here."]


def test_figures_stand_right_and_each_message_has_one_table() -> None:
    part = Table("Lines", ("Line", "Billed"), (("Photos", "€40.00"), ("Logo", "")))
    payload = only(part)
    block = payload["blocks"][1]
    assert block["type"] == "table"
    assert [column["align"] for column in block["column_settings"]] == ["left", "right"]
    assert "Photos | €40.00" in str(payload["text"])
    assert len(payloads(drawn(part, part))) == 2
    rows = tuple((f"Line {n}", "€1.00") for n in range(250))
    assert len(payloads(drawn(replace(part, rows=rows)))) > 2


def test_a_table_too_wide_for_columns_is_told_row_by_row() -> None:
    wide = Table("Ways", ("Way", "Cost"), (("Mediation", "about €1,000. " * 20),))
    found = texts(wide)
    assert found[:4] == ["Ways", "*Way*", "Mediation", "*Cost*"]


def test_what_is_private_is_not_drawn_where_others_read_along() -> None:
    floor = replace(QUESTION, key="floor", prompt="Your least?", is_private=True)
    note = Paragraph("They may be out of cash.", Tone.PRIVATE)
    shared = replace(SCREEN, is_shared=True)
    given = message(Paragraph("Kept.", Tone.GOOD), note, floor, to=THREAD)
    (payload,) = payloads(draw(given, shared))
    for text in (str(payload), payload["text"]):
        assert "least" not in text
        assert "cash" not in text
    pressed = [actions.read(each) for each in presses(payload)]
    assert pressed == [AskPrivately("D-INV-7", "floor")]
    alone = payloads(draw(given, SCREEN))
    assert "(only for you) They may be out of cash." in seen(alone[0]["blocks"])


def test_the_last_look_before_sending_names_what_slack_would_refuse() -> None:
    payload = only(Paragraph("Fine"))
    assert problems(payload) == []
    long = {"type": "section", "text": {"type": "plain_text", "text": "x" * 3_001}}
    button = {"type": "button", "action_id": "a", "style": "green"}
    broken = {"text": "", "blocks": [long, {"type": "actions", "elements": [button]}]}
    assert problems(broken) == [
        "blocks[0] (section): text.text has 3001 characters",
        "blocks[1].elements[0] (button): text is missing",
        "blocks[1].elements[0] (button): style is none of the known values",
    ]


def test_a_file_without_words_comes_without_an_empty_comment() -> None:
    part = FileOut("case.pdf", "application/pdf", b"%PDF", " \n")
    (upload,) = drawn(part)
    assert isinstance(upload, Upload)
    assert upload.comment == ""
