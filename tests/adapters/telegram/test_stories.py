"""Every answer of every story, drawn for Telegram: within limits, and all pressable."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from adapters.telegram.calls import Call
from adapters.telegram.outbound import ASKS_TO_LEAVE, draw
from adapters.telegram.targets import Choice, Command, Pages, Sheet, Target, found
from assistant.chat.events import ChatEvent
from assistant.chat.replies import LetterText, Message, Question
from tests.adapters.telegram.words import PLACE, pen
from tests.fakes.telegram_rules import house_rules, seen, violations
from tests.scenarios.chat_file import Story, read_story
from tests.scenarios.stage import Listening, Stage

SCENARIOS = Path(__file__).parents[2] / "scenarios"
STORIES = [read_story(path) for path in sorted(SCENARIOS.glob("*.chat"))]


@dataclass
class Witness(Listening):
    """Keeps every message of a story."""

    inner: Listening
    messages: list[Message] = field(default_factory=list)

    def handle(self, event: ChatEvent) -> tuple[Message, ...]:
        """Hand on, and keep."""
        messages = self.inner.handle(event)
        self.messages += messages
        return messages

    def text(self, key: str, /, **values: object) -> str:
        """Hand on."""
        return self.inner.text(key, **values)


def told(story: Story, folder: Path) -> list[Message]:
    """The messages of a story, addressed to a Telegram chat."""
    stage, witnesses = Stage(folder), []
    for line in story.lines:
        if line.verb in ("bot", "not", "case", "letter"):
            continue
        if stage.chat.assistant is stage.ear:
            witnesses.append(Witness(stage.ear))
            stage.chat.assistant = witnesses[-1]
        played = getattr(stage, line.verb)
        played(line.text) if line.text else played()
    messages = [message for witness in witnesses for message in witness.messages]
    return [replace(message, to=PLACE) for message in messages]


# The other stories are played on the real adapter in tests/scenarios, where the fake
# refuses what breaks a limit; these here also press every button that is drawn.
@pytest.mark.covers("T03", "T12", "T13", "T20")
@pytest.mark.parametrize("story", STORIES[::4], ids=lambda story: story.name)
def test_a_story_is_drawn_within_the_limits(story: Story, tmp_path: Path) -> None:
    for message in told(story, tmp_path):
        sheet = Sheet()
        calls = draw(message, pen(sheet))
        for call in calls:
            assert violations(call.method, call.arguments) == []
            assert house_rules(call.method, call.arguments) == []
            assert _can_be_left(call)
        assert _offered(message) <= _pressable(sheet)
        shown = "".join(seen(call.arguments) for call in calls)
        for part in message.parts:
            if isinstance(part, Question):
                assert part.prompt in shown
            if isinstance(part, LetterText):
                bodies = [call.plain for call in calls if call.role == "letter"]
                assert part.body.strip() in "".join(bodies)


def _can_be_left(call: Call) -> bool:
    """Whether a question has a way back or out."""
    if call.asking is None or call.asking.key == ASKS_TO_LEAVE:
        return True
    rows = call.arguments["reply_markup"]["inline_keyboard"]
    labels = {button["text"] for row in rows for button in row}
    return bool(labels & {"Back", "Stop for now", "Cancel"})


def _offered(message: Message) -> set[tuple[str, str]]:
    questions = [part for part in message.parts if isinstance(part, Question)]
    return {
        ("", option.command) if option.command else (question.key, option.id)
        for question in questions
        for option in question.options
    }


def _pressable(sheet: Sheet) -> set[tuple[str, str]]:
    note = {sheet.key: sheet.as_note()}
    count = note[sheet.key].count("[")
    targets = [found(f"{sheet.key}{index}", note.get) for index in range(count)]
    return {_named(target) for target in targets if target is not None}


def _named(target: Target) -> tuple[str, str]:
    match target:
        case Choice():
            return target.question, target.option
        case Command():
            return "", target.text
        case Pages():
            return "pages", target.label
        case _:
            return "", ""
