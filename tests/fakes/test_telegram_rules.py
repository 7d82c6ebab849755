"""The validator itself refuses what Telegram refuses."""

from typing import Any

import pytest

from tests.fakes.telegram_rules import (
    Entity,
    ParseError,
    house_rules,
    parse_html,
    violations,
)

GOOD = {"chat_id": 1, "text": "Hello", "link_preview_options": {"is_disabled": True}}


def errors(method: str = "sendMessage", **arguments: Any) -> list[str]:
    return [each.error for each in violations(method, {**GOOD, **arguments})]


def keyboard(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Go", **button}]]}


def test_a_good_message_has_no_faults() -> None:
    assert violations("sendMessage", GOOD) == []
    assert house_rules("sendMessage", GOOD) == []


def test_markup_is_read_as_telegram_reads_it() -> None:
    text, entities = parse_html("a <b>&lt;😀&gt;</b> <pre>x &amp;amp;</pre>")
    assert text == "a <😀> x &amp;"
    assert entities == [Entity("b", 2, 4), Entity("pre", 7, 7)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a <c>", 'Unsupported start tag "c" at byte offset 2'),
        ("é < b", 'Unsupported start tag "" at byte offset 3'),
        ("<b>x", 'end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'expected "</i>", found "</b>"'),
    ],
)
def test_broken_markup_is_refused_in_telegram_s_words(text: str, words: str) -> None:
    with pytest.raises(ParseError) as raised:
        parse_html(text)
    assert words in str(raised.value)
    (error,) = errors(text=text, parse_mode="HTML")
    assert error.startswith("Bad Request: can't parse entities: ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \u200b"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b>" + "x" * 4097 + "</b>", "parse_mode": "HTML"}, "too long"),
        ({"text": "a\ud800"}, "encoded in UTF-8"),
        ({"reply_markup": keyboard(callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": keyboard(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": keyboard(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": keyboard()}, "Text buttons are unallowed"),
        ({"reply_markup": keyboard(url="mailto:a@b.c")}, "Unsupported URL protocol"),
        ({"reply_markup": keyboard(copy_text={"text": "x" * 257})}, "too long"),
    ],
)
def test_a_message_telegram_refuses_is_a_fault(
    arguments: dict[str, Any], words: str
) -> None:
    assert any(words in error for error in errors(**arguments))


def test_markup_does_not_count_and_entities_do() -> None:
    assert errors(text="<b>x</b>" * 100, parse_mode="HTML") == []
    assert errors(text="<b>x</b>" * 101, parse_mode="HTML") != []
    assert errors(text="&lt;" * 4096, parse_mode="HTML") == []


def test_files_are_weighed() -> None:
    def told(method: str, **files: int) -> list[str]:
        return [each.error for each in violations(method, {"chat_id": 1}, files)]

    assert told("sendDocument", document=50_000_000) == []
    assert told("sendDocument", document=50_000_001) == ["Request Entity Too Large"]
    assert told("sendDocument", document=0) == ["Bad Request: file must be non-empty"]
    assert told("sendPhoto", photo=10_000_001) != []


def test_captions_commands_and_answers_have_limits_of_their_own() -> None:
    assert violations("sendDocument", {"caption": "x" * 1025}) != []
    assert violations("answerCallbackQuery", {"callback_query_id": "1"}) == []
    long = {"callback_query_id": "1", "text": "x" * 201}
    assert violations("answerCallbackQuery", long) != []
    bad = {"commands": [{"command": "New-Case", "description": ""}]}
    assert len(violations("setMyCommands", bad)) == 2
    assert violations("sendMessage", {"text": "x"})[0].path == "chat_id"


@pytest.mark.parametrize(
    "arguments",
    [
        {"reply_markup": keyboard(callback_data="480 EUR")},
        {"reply_markup": {"inline_keyboard": [[{"text": "👍", "url": "https://x"}]]}},
        {"reply_markup": {"inline_keyboard": [[{"text": "a", "url": "tg://x"}] * 4]}},
        {"reply_markup": {"inline_keyboard": [[{"text": "a", "url": "tg://x"}]] * 11}},
        {"reply_markup": keyboard(url="https://x", text="x" * 31)},
        {"link_preview_options": {}},
        {"text": "a & b", "parse_mode": "HTML"},
    ],
)
def test_what_telegram_lets_pass_and_we_do_not(arguments: dict[str, Any]) -> None:
    assert violations("sendMessage", {**GOOD, **arguments}) == []
    assert house_rules("sendMessage", {**GOOD, **arguments}) != []
