"""Every part as it appears in the chat, within Telegram's limits, with nothing cut."""

import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.telegram.calls import Call, Role, Upload, edited
from adapters.telegram.keyboards import page_of
from adapters.telegram.outbound import draw
from adapters.telegram.targets import (
    Choice,
    Command,
    Note,
    Pages,
    Sheet,
    Target,
    Word,
    found,
    read_data,
)
from assistant.chat.replies import (
    Audience,
    Button,
    Card,
    Check,
    Checklist,
    Field,
    FileOut,
    Item,
    LetterText,
    Listing,
    Message,
    Option,
    Paragraph,
    Part,
    Question,
    Share,
    Table,
    Tone,
    Typed,
)
from tests.adapters.telegram.words import (
    CARD,
    CHAT,
    CHECKLIST,
    EVERY_PART,
    FILE,
    GROUP,
    LETTER,
    LISTING,
    PHOTO,
    PLACE,
    QUESTION,
    TABLE,
    TYPED,
    message,
    pen,
)
from tests.fakes.telegram_rules import house_rules, seen, units, violations


def drawn(*parts: Part[str], sheet: Sheet | None = None) -> list[Call]:
    return draw(message(*parts), pen(sheet))


def text(call: Call) -> str:
    return seen(call.arguments)


def buttons(call: Call) -> list[dict[str, Any]]:
    markup = call.arguments.get("reply_markup", {})
    return [button for row in markup.get("inline_keyboard", []) for button in row]


def labels(call: Call) -> list[str]:
    return [button["text"] for button in buttons(call)]


def target(button: Mapping[str, Any], sheet: Sheet) -> Target | None:
    data = read_data(button["callback_data"])
    assert data is not None
    return found(data[0], {sheet.key: sheet.as_note()}.get)


def faults(calls: Iterable[Call]) -> list[Any]:
    """Everything wrong with the calls, with their fallbacks and edits too."""
    every = list(calls)
    every += [fallback for call in calls if (fallback := call.fallback())]
    every += [edited(call, 7) for call in calls if call.method == "sendMessage"]
    return [
        fault
        for call in every
        for rules in (violations, house_rules)
        for fault in rules(call.method, call.arguments)
    ]


# -- what each part looks like ---------------------------------------------------------


def test_a_question_shows_progress_what_it_asks_and_its_answers() -> None:
    (call,) = drawn(QUESTION)
    assert call.role is Role.QUESTION
    assert call.arguments["text"] == (
        "<i>Step 3 of 7</i>\n"
        "<b>What does Harbour Café dispute?</b>\n"
        "Your answer so far: Quality\n\n"
        "<i>Pick the closest.</i>"
    )
    rows = call.arguments["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [
        ["Scope", "Amount", "Quality"],
        ["Not sure"],
        ["Back", "Why?"],
    ]


@pytest.mark.covers("T03")
def test_each_button_reads_back_as_what_it_stands_for() -> None:
    sheet = Sheet()
    (call,) = drawn(QUESTION, sheet=sheet)
    assert [target(button, sheet) for button in buttons(call)] == [
        Choice("D-INV-7", "reason", "scope", "Scope"),
        Choice("D-INV-7", "reason", "amount", "Amount"),
        Choice("D-INV-7", "reason", "quality", "Quality"),
        Choice("D-INV-7", "reason", "not_sure", "Not sure"),
        Word("back", "D-INV-7", "reason"),
        Note("The kind of objection decides which proof is needed."),
    ]
    (card,) = drawn(CARD, sheet=sheet)
    assert [target(button, sheet) for button in buttons(card)] == [
        Command("show D-INV-7"),
        Command("evidence D-INV-7"),
    ]


@pytest.mark.covers("T03")
def test_a_button_carries_a_token_and_nothing_of_the_case() -> None:
    for call in drawn(*EVERY_PART):
        for button in buttons(call):
            data = button.get("callback_data", "v1|00000000")
            assert 1 <= len(data.encode()) <= 64
            assert "INV" not in data


def test_a_card_shows_how_the_invoice_divides_in_blocks_and_in_words() -> None:
    (call,) = drawn(CARD)
    assert text(call).splitlines()[2:] == [
        "█████████▒▒▒",
        "█ Undisputed: 900.00 EUR",
        "▒ Disputed: 300.00 EUR",
        "Balance due: 1,200.00 EUR",
        "Hold: on",
    ]


def test_a_bar_shows_the_smallest_part_and_names_what_no_field_names() -> None:
    shares = (
        Share("Paid", "0.00 EUR", 0),
        Share("Undisputed", "9,999.99 EUR", 999_999),
        Share("Credited", "0.01 EUR", 1),
    )
    (call,) = drawn(replace(CARD, fields=(), shares=shares))
    assert text(call).splitlines()[2:] == [
        "███████████▒",
        "█ Undisputed: 9,999.99 EUR",
        "▒ Credited: 0.01 EUR",
    ]
    (call,) = drawn(replace(CARD, shares=shares[:2]))
    assert "█" not in text(call)


def test_the_reason_is_in_the_text_where_its_button_would_be_one_too_many() -> None:
    options = tuple(Option(f"o{n}", f"Answer {n}") for n in range(9))
    (call,) = drawn(replace(QUESTION, options=options))
    assert labels(call) == [*(option.label for option in options), "Back"]
    assert text(call).endswith(f"Why? {QUESTION.why}")
    (call,) = drawn(replace(QUESTION, options=options[:8]))
    assert labels(call)[-2:] == ["Back", "Why?"]
    assert str(QUESTION.why) not in text(call)


def test_a_question_with_no_way_back_can_be_left() -> None:
    sheet = Sheet()
    (inside,) = drawn(TYPED, sheet=sheet)
    assert labels(inside) == ["Not said", "Stop for now"]
    assert target(buttons(inside)[-1], sheet) == Word("stop", "D-INV-7", "amount_off@1")
    (outside,) = drawn(replace(TYPED, case_id="", key="setup.name"), sheet=sheet)
    assert labels(outside) == ["Not said", "Cancel"]
    assert target(buttons(outside)[-1], sheet) == Command("cancel")


def test_a_menu_asks_nothing_that_one_could_leave() -> None:
    menu = Question("menu", "What now?", (Option("list", "Cases", "list"),))
    sheet = Sheet()
    (call,) = drawn(menu, sheet=sheet)
    assert [target(button, sheet) for button in buttons(call)] == [Command("list")]


def test_the_question_whether_to_leave_offers_no_second_way_to_leave() -> None:
    leave = (Option("leave", "Leave it for later"), Option("stay", "Go on"))
    (call,) = drawn(Question("cancel.question", "Leave D-7 for now?", leave))
    assert labels(call) == ["Leave it for later", "Go on"]


def test_a_reason_too_long_for_a_notice_is_asked_of_the_core() -> None:
    sheet = Sheet()
    (call,) = drawn(replace(QUESTION, why="x" * 201), sheet=sheet)
    assert target(buttons(call)[-1], sheet) == Word("why", "D-INV-7", "reason")


def test_a_question_says_what_the_app_must_know_about_it() -> None:
    (call,) = drawn(TYPED)
    asking = call.asking
    assert asking is not None
    assert (asking.case_id, asking.key) == ("D-INV-7", "amount_off@1")
    assert asking.step == "D-INV-7/amount_off"
    assert (asking.typed, asking.is_bare) == (Typed.AMOUNT, True)
    assert asking.labels == ("Not said",)


def test_short_talk_before_a_question_shares_its_message() -> None:
    (call,) = drawn(Paragraph("Noted.", Tone.GOOD), QUESTION)
    assert text(call).startswith("✓ Noted.\n\nStep 3 of 7\n")
    assert call.asking is not None
    assert not call.asking.is_bare


def test_results_before_a_question_have_their_own_message() -> None:
    for part in (CARD, TABLE, CHECKLIST, Paragraph("long " * 200)):
        calls = drawn(part, QUESTION)
        assert [call.role for call in calls] == [Role.RESULT, Role.QUESTION]
        assert calls[-1].asking is not None
        assert calls[-1].asking.is_bare


@pytest.mark.covers("F-P6")
@pytest.mark.parametrize(
    ("tone", "shown"),
    [
        (Tone.PLAIN, "Saved."),
        (Tone.GOOD, "✓ Saved."),
        (Tone.CAUTION, "⚠ Saved."),
        (Tone.ERROR, "✗ Saved."),
        (Tone.PRIVATE, "(only for you) Saved."),
    ],
)
def test_a_tone_is_told_by_sign_or_word(tone: Tone, shown: str) -> None:
    (call,) = drawn(Paragraph("Saved.", tone))
    assert text(call) == shown


def test_a_card_has_a_bold_title_and_a_line_for_each_field() -> None:
    (call,) = drawn(replace(CARD, fields=CARD.fields[2:], shares=()))
    assert call.arguments["text"] == (
        "<b>INV-7 · Harbour Café</b>\n\nBalance due: 1,200.00 EUR\nHold: on"
    )
    assert labels(call) == ["Show", "Papers"]
    assert call.case_id == "D-INV-7"


def test_two_cards_with_buttons_are_two_messages() -> None:
    other = replace(CARD, case_id="D-INV-9")
    assert [call.case_id for call in drawn(CARD, other)] == ["D-INV-7", "D-INV-9"]
    assert len(drawn(replace(CARD, buttons=()), other)) == 1


def test_a_list_has_a_button_for_each_entry_and_turns_its_pages_in_place() -> None:
    sheet = Sheet()
    (call,) = drawn(LISTING, Paragraph("At stake: 900.00 EUR"), sheet=sheet)
    assert call.role is Role.LIST
    assert text(call) == (
        "2 open cases\n\n"
        "D-INV-7 Harbour Café\nAcknowledge by 3 May\n\n"
        "D-INV-9 Old Mill\nWaiting for the customer\n\n"
        "At stake: 900.00 EUR"
    )
    assert [target(button, sheet) for button in buttons(call)] == [
        Command("show D-INV-7"),
        Command("show D-INV-9"),
        Command("list open 2", in_place=True),
    ]


def test_what_is_more_than_talk_does_not_join_a_list() -> None:
    calls = drawn(Paragraph("Before."), LISTING, TABLE)
    assert [call.role for call in calls] == [Role.RESULT, Role.LIST, Role.RESULT]


def test_an_empty_list_says_so() -> None:
    (call,) = drawn(Listing("Open cases", (), "None. Good."))
    assert text(call) == "Open cases\n\nNone. Good."
    assert buttons(call) == []


@pytest.mark.covers("F-P6")
def test_a_checklist_says_in_words_what_is_done() -> None:
    (call,) = drawn(CHECKLIST)
    assert text(call) == (
        "Still to switch off\n\n"
        "☐ QuickBooks reminders\nSettings, Reminders\n☑ Calls (done)"
    )


def test_a_table_stands_in_columns() -> None:
    (call,) = drawn(TABLE)
    assert call.arguments["text"] == (
        "<b>Claim</b>\n"
        "<pre>Line    Disputed  Undisputed\n"
        "Design  1,000.00      200.00\n"
        "会社        0.50        1.00</pre>"
    )


# -- letters and files -----------------------------------------------------------------


def test_a_letter_stands_alone_with_everything_about_it_before() -> None:
    head, body, file = drawn(LETTER)
    assert text(head) == (
        "Acknowledgement to Harbour Café\n\nNot legal advice.\n\n"
        "E-mail: ana@harbour.example\nSubject: Invoice INV-7"
    )
    assert [call.role for call in (head, body, file)] == [
        Role.RESULT,
        Role.LETTER,
        Role.FILE,
    ]
    assert body.arguments["text"] == LETTER.body
    assert "parse_mode" not in body.arguments
    assert "reply_markup" not in body.arguments
    assert file.arguments["document"] == Upload(
        "Acknowledgement to Harbour Café D-INV-7.txt",
        "text/plain",
        LETTER.body.encode(),
    )
    assert not head.arguments.get("disable_notification")
    assert body.arguments["disable_notification"] is True


def test_a_short_letter_can_be_copied_with_one_tap() -> None:
    head = drawn(LETTER)[0]
    copied, subject, chat = buttons(head)
    assert copied["copy_text"] == {"text": LETTER.body}
    assert subject["copy_text"] == {"text": "Invoice INV-7"}
    assert chat["url"].startswith("https://wa.me/491715550101?text=Dear%20Ana")
    long = drawn(replace(LETTER, body="x" * 257))[0]
    assert labels(long) == ["Copy the subject", "Open WhatsApp"]
    assert labels(drawn(replace(LETTER, body="😀" * 129))[0])[0] == "Copy the subject"


def test_no_button_opens_a_mail_program_since_telegram_refuses_it() -> None:
    for call in drawn(LETTER):
        assert not any("mailto" in str(button) for button in buttons(call))


@pytest.mark.covers("T12")
def test_a_long_letter_arrives_complete_and_in_order_and_as_a_file() -> None:
    lines = [f"{number}. " + "Clause " * 12 for number in range(120)]
    body = "\n\n".join(lines) + "\n\tindented\nKim"
    assert len(body) > 10_000
    head, *parts, file = drawn(replace(LETTER, body=body))
    texts = [part.arguments["text"] for part in parts]
    assert len(texts) == 3
    assert "".join(texts) == body
    assert all(units(each) <= 4096 for each in texts)
    assert all(each.startswith(tuple("0123456789")) for each in texts)
    assert file.arguments["document"].content == body.encode()
    assert "it comes in 3 messages" in text(head)
    assert not any(part.is_whole for part in parts)


def test_an_empty_letter_sends_its_head_only() -> None:
    assert [call.role for call in drawn(replace(LETTER, body=" \n"))] == [Role.RESULT]


def test_a_file_goes_as_document_and_a_picture_as_photo() -> None:
    file, photo = drawn(FILE, PHOTO)
    assert (file.method, photo.method) == ("sendDocument", "sendPhoto")
    assert file.arguments["document"].name == "cases.json"
    assert file.arguments["caption"] == "All cases."
    refused = photo.fallback()
    assert refused is not None
    assert refused.method == "sendDocument"
    assert refused.arguments["document"].content == PHOTO.content


@pytest.mark.covers("T12")
def test_a_caption_that_is_too_long_becomes_a_message_before_the_file() -> None:
    said, file = drawn(replace(FILE, caption="word " * 300))
    assert text(said).strip() == ("word " * 300).strip()
    assert "caption" not in file.arguments


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "came out empty"), (b"x" * 50_000_001, "too large for Telegram")],
)
def test_a_file_that_telegram_would_refuse_is_explained(
    content: bytes, words: str
) -> None:
    (call,) = drawn(replace(FILE, content=content))
    assert call.method == "sendMessage"
    assert words in text(call)


# -- where it goes ---------------------------------------------------------------------


def test_a_group_sees_no_case_only_a_link_to_the_private_chat() -> None:
    (call,) = draw(message(*EVERY_PART, to=GROUP), pen())
    assert call.role is Role.NOTICE
    assert "INV-7" not in str(call.arguments)
    assert buttons(call)[0]["url"].startswith("https://t.me/")
    assert faults([call]) == []


def test_words_for_one_person_go_to_their_private_chat() -> None:
    personal = Message(GROUP, "en", (QUESTION,), audience=Audience.PERSON, person="99")
    (call,) = draw(personal, pen())
    assert call.arguments["chat_id"] == 99
    assert call.role is Role.QUESTION


def test_a_topic_is_kept() -> None:
    calls = draw(message(*EVERY_PART), pen(thread_id=5))
    assert {call.arguments["message_thread_id"] for call in calls} == {5}
    assert {call.arguments["chat_id"] for call in calls} == {CHAT}


def test_a_message_without_parts_sends_nothing() -> None:
    assert drawn() == []
    assert drawn(Paragraph(" \n\u200b")) == []


# -- many and long ---------------------------------------------------------------------


@pytest.mark.covers("T03")
@pytest.mark.parametrize("count", [1, 7, 8, 9, 10, 11, 25, 200])
def test_any_number_of_answers_can_be_reached_by_turning_pages(count: int) -> None:
    sheet = Sheet()
    options = tuple(Option(f"o{n}", f"Line {n}") for n in range(count))
    options += (Option("none_of_these", "None of these"),)
    (call,) = drawn(replace(QUESTION, options=options), sheet=sheet)
    reached: list[str] = []
    for page in pages(call, sheet):
        assert faults([page]) == []
        targets = [target(button, sheet) for button in buttons(page)]
        reached += [each.option for each in targets if isinstance(each, Choice)]
        assert Word("back", "D-INV-7", "reason") in targets
    assert list(dict.fromkeys(o for o in reached if o != "none_of_these")) == [
        option.id for option in options[:-1]
    ]
    assert "none_of_these" in reached


def pages(call: Call, sheet: Sheet) -> Iterator[Call]:
    """The message with each page of its keyboard, as one turns them."""
    yield call
    last = target(buttons(call)[-1], sheet)
    if not isinstance(last, Pages):
        return
    turned = 1
    while turned:
        data = read_data(buttons(call)[-1]["callback_data"])
        assert data is not None
        token, turned = data[0], data[1] or 0
        markup = page_of(last, token, turned)
        call = replace(call, arguments={**call.arguments, "reply_markup": markup})
        if turned:
            yield call


def test_answers_that_need_pages_or_short_labels_stand_in_full_in_the_message() -> None:
    long = "Design of the third revision, which nobody had ordered in writing"
    options = (Option("a", long), Option("b", long + " either"))
    (call,) = drawn(replace(QUESTION, options=options))
    assert f"1. {long}\n2. {long} either" in text(call)
    assert labels(call)[:2] == [
        "1. Design of the third…",
        "2. Design of the third…",
    ]


@pytest.mark.covers("T03", "T12", "T13")
@pytest.mark.parametrize("part", EVERY_PART, ids=lambda part: type(part).__name__)
@pytest.mark.parametrize("filling", ["word ", "x", "😀", "<&> ", "م ", "e\u0301"])
def test_each_part_at_its_longest_keeps_to_every_limit(
    part: Part[str], filling: str
) -> None:
    assert faults(drawn(longest(part, filling * (10_000 // len(filling))))) == []


def longest(part: Part[str], long: str) -> Part[str]:
    """The part with 10,000 characters wherever it holds words."""
    many = range(40)
    match part:
        case Paragraph():
            return Paragraph(long, Tone.PRIVATE)
        case Card():
            fields = tuple(Field(long, long) for _ in many)
            return Card(long, fields, tuple(Button(long, "menu") for _ in many))
        case Question():
            options = tuple(Option(f"o{n}", long) for n in many)
            return Question("k", long, options, long, Typed.TEXT, long, long, "D-1")
        case LetterText():
            return LetterText("L", "D-1", long, long, long, long, long, long)
        case Listing():
            items = tuple(Item(long, long, "menu") for _ in many)
            return Listing(long, items, long, "list 2")
        case Checklist():
            return Checklist(long, tuple(Check(long, True, long) for _ in many))
        case Table():
            return Table(long, (long, long), ((long, long),) * 3)
        case FileOut():
            return FileOut(long, part.media_type, part.content, long)


# -- any words at all ------------------------------------------------------------------

_WILD = st.one_of(
    st.sampled_from(
        [
            string.punctuation,
            "</b><i>&amp;",
            "😀👨‍👩‍👧",
            "\u202eevil\u202c",
            "e\u0301\u0302",
            "שלום",
            "/delete @channel #tag",
            "line\n\n\nline\r\n\tend ",
            "word " * 1500,
            "x" * 5000,
        ]
    ),
    st.text(max_size=40),
)
WORDS = st.lists(_WILD, max_size=4).map("".join)
IDS = st.text("abcdefgh_", min_size=1, max_size=12)
MAYBE = st.none() | WORDS


def tuples(each: st.SearchStrategy[Any], most: int = 12) -> st.SearchStrategy[Any]:
    return st.lists(each, max_size=most).map(tuple)


PARTS: st.SearchStrategy[Part[str]] = st.one_of(
    st.builds(Paragraph, WORDS, st.sampled_from(Tone)),
    st.builds(
        Card,
        WORDS,
        tuples(st.builds(Field, WORDS, WORDS), 3),
        tuples(st.builds(Button, WORDS, st.just("show D-7"))),
        shares=tuples(st.builds(Share, WORDS, WORDS, st.integers(0, 10**12)), 6),
    ),
    st.builds(
        Question,
        key=IDS,
        prompt=WORDS,
        options=tuples(st.builds(Option, IDS, WORDS)),
        why=MAYBE,
        typed=st.none() | st.sampled_from(Typed),
        hint=MAYBE,
        now=MAYBE,
        case_id=st.sampled_from(["", "D-7"]),
        step=st.integers(0, 9),
        steps=st.just(9),
        can_go_back=st.booleans(),
    ),
    st.builds(LetterText, IDS, IDS, WORDS, WORDS, WORDS, MAYBE, WORDS, WORDS),
    st.builds(
        Listing,
        WORDS,
        tuples(st.builds(Item, WORDS, WORDS, st.sampled_from(["", "show D-7"]))),
        MAYBE,
        st.sampled_from(["", "list 2"]),
    ),
    st.builds(
        Checklist, WORDS, tuples(st.builds(Check, WORDS, st.booleans(), MAYBE), 4)
    ),
    st.builds(Table, WORDS, tuples(WORDS, 4), tuples(tuples(WORDS, 4), 4)),
    st.builds(FileOut, WORDS, st.just("image/png"), st.binary(max_size=3), WORDS),
)


@pytest.mark.covers("T03", "T12", "T13")
@given(st.lists(PARTS, max_size=4))
@settings(deadline=None, max_examples=150)
def test_no_words_at_all_make_a_message_that_telegram_refuses(
    parts: list[Part[str]],
) -> None:
    assert faults(draw(Message(PLACE, "en", tuple(parts)), pen())) == []


@pytest.mark.covers("T12", "T13")
@given(st.lists(PARTS, min_size=1, max_size=3))
@settings(deadline=None, max_examples=100)
def test_every_word_given_can_be_read_in_the_messages(parts: list[Part[str]]) -> None:
    calls = draw(Message(PLACE, "en", tuple(parts)), pen())
    shown = bare("".join(map(text, calls)))
    for part in parts:
        for words in words_of(part):
            assert bare(words) in shown


@pytest.mark.covers("T13")
@given(WORDS)
@settings(deadline=None, max_examples=100)
def test_the_fallback_says_the_same_without_markup(words: str) -> None:
    for call in draw(message(Paragraph(words), Card(words, ())), pen()):
        fallback = call.fallback()
        assert fallback is not None
        assert "parse_mode" not in fallback.arguments
        assert text(fallback) == text(call) == call.plain


def bare(words: str) -> str:
    """Letters only: without spaces, controls and the numbers that are put before."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u202a-\u202e]", "", words)


def words_of(part: Part[str]) -> list[str]:
    """The words of a part that have to be in the text, wherever it is drawn."""
    match part:
        case Paragraph():
            return [part.text]
        case Card():
            named = [share for share in part.shares if share.weight]
            shown = (*part.fields, *(named if len(named) > 1 else ()))
            return [part.title, *(each.value for each in shown)]
        case Question():
            return [part.prompt, part.hint or "", part.now or ""]
        case LetterText():
            return [part.title, part.body, part.note or ""]
        case Listing():
            return [each for item in part.items for each in (item.title, item.detail)]
        case Checklist():
            return [each.label for each in part.checks]
        case Table():
            return [part.title]
        case FileOut():
            return [part.caption]
