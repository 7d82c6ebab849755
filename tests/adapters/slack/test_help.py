"""Help is one message that lists every command with an example that works."""

import pytest

from adapters.slack import actions
from adapters.slack.actions import Give, OpenForm
from adapters.slack.helping import help_message
from assistant.chat import commands
from assistant.chat.commands import REGISTRY
from assistant.errors import InputError
from tests.adapters.slack.words import SCREEN, presses, seen
from tests.fakes.slack_rules import violations


@pytest.mark.covers("S06")
def test_help_lists_every_command_with_its_example_in_one_message() -> None:
    post = help_message(SCREEN)
    text = "\n".join(seen(post.payload["blocks"]))
    for name, spelling in REGISTRY.items():
        assert f"/dispute {spelling.example}\n" in text
        assert commands.parse(spelling.example).name is name
    assert violations(post.for_edit(), "ephemeral") == []
    assert actions.read(next(presses(dict(post.payload)))) == OpenForm()
    assert Give("list") in [actions.read(e) for e in presses(dict(post.payload))]


@pytest.mark.covers("S06")
@pytest.mark.parametrize(("typed", "said"), [("lsit", "list"), ("xyzzy", "xyzzy")])
def test_a_word_that_is_no_command_gets_help_and_the_nearest_word(
    typed: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        commands.parse(typed)
    post = help_message(SCREEN, caught.value)
    first, *_ = seen(post.payload["blocks"])
    assert typed in first
    assert said in first
    assert "/dispute list overdue" in post.payload["text"]
