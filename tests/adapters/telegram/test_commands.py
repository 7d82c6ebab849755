"""The bot's lists of commands and its profile, within Telegram's limits."""

import ast
import re
from pathlib import Path

import pytest

from adapters import telegram
from adapters.telegram.commands import (
    command_list,
    help_parts,
    profile_calls,
)
from adapters.telegram.outbound import draw
from assistant.chat.commands import CommandName
from assistant.rendering.phrases import Phrases
from assistant.resources import templates_dir
from tests.adapters.telegram.words import message, pen, say
from tests.fakes.telegram_rules import house_rules, seen, violations

EXPECTED = "start new cases case cancel language settings privacy export delete help"
OTHER_NAMES = {"open": "new", "list": "cases", "show": "case"}


@pytest.mark.covers("T02")
def test_every_command_is_in_the_private_list_once() -> None:
    names = [name for name, _ in command_list(say)]
    assert len(set(names)) == len(names) <= 100
    assert set(EXPECTED.split()) <= set(names)
    for name in CommandName:
        assert OTHER_NAMES.get(name, name) in names


@pytest.mark.covers("T02")
def test_a_group_gets_a_short_list_without_case_work() -> None:
    assert [n for n, _ in command_list(say, in_groups=True)] == [
        "cases",
        "help",
        "privacy",
    ]


@pytest.mark.covers("T02")
def test_the_profile_is_set_for_everybody_and_for_each_language() -> None:
    calls = profile_calls(lambda language: say, ["en", "de_CH", "de", "pt-BR", "tlh"])
    for call in calls:
        assert violations(call.method, call.arguments) == []
    commands = [c.arguments for c in calls if c.method == "setMyCommands"]
    assert {(a.get("language_code", ""), a["scope"]["type"]) for a in commands} == {
        (code, scope)
        for code in ("", "en", "de", "pt")
        for scope in ("default", "all_private_chats", "all_group_chats")
    }
    assert len(commands) == 12
    for method in ("setMyName", "setMyDescription", "setMyShortDescription"):
        assert sum(call.method == method for call in calls) == 4
    assert calls[-1].arguments == {"menu_button": {"type": "commands"}}


def test_a_text_that_is_too_long_is_an_error_and_not_cut() -> None:
    def wordy(key: str, /, **values: object) -> str:
        return "x" * 300 if key == "help.note" else say(key, **values)

    with pytest.raises(ValueError, match="1 to 256 characters"):
        profile_calls(lambda language: wordy, ["en"])


def test_help_names_every_command_and_can_be_drawn() -> None:
    calls = draw(message(*help_parts(say)), pen())
    shown = "".join(seen(call.arguments) for call in calls)
    assert all(f"/{name}" in shown for name, _ in command_list(say))
    assert "not legal advice" in shown
    for call in calls:
        assert violations(call.method, call.arguments) == []
        assert house_rules(call.method, call.arguments) == []


def test_every_key_the_adapter_names_has_words_and_no_words_are_left_over() -> None:
    phrases = Phrases(templates_dir() / "phrases")
    source = Path(telegram.__file__).parent
    named = {
        node.value
        for path in source.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.fullmatch(r"telegram(\.[a-z_]+)+", node.value)
    } - {"telegram.error"}
    catalogue = templates_dir() / "phrases" / "en" / "LC_MESSAGES" / "parley.po"
    kept = set(
        re.findall(r'^msgid "(telegram\..+)"$', catalogue.read_text("utf-8"), re.M)
    )
    assert {key for key in named if not phrases.has(key)} == set()
    assert kept == named
