"""The commands that every bot has, in every state a story goes through (T01)."""

from pathlib import Path
from typing import cast

import pytest

from tests.scenarios.endings import Told, of_this_run, told
from tests.scenarios.stage import Stage
from tests.scenarios.telegram_screen import TelegramScreen
from tests.scenarios.test_platforms import STORIES

ANSWERS = {
    "/help": "One question at a time follows",
    "/privacy": "Your rights: export gives you everything",
    "/settings": "Your settings; pick one to change it",
    "/cases": "case",
    "/start": "",
    "/cancel": "",
}


@pytest.mark.covers("T01", "B09")
@pytest.mark.parametrize("name", ["not-valid-firm", "pasted-two-taps", "bad-input"])
def test_every_command_answers_in_every_state_and_loses_none(
    name: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    stage = Stage(tmp_path, platform="telegram")
    screen = cast("TelegramScreen", stage.screen)
    try:
        for line in STORIES[name].lines:
            if line.verb in ("bot", "not", "case", "letter"):
                continue
            if line.verb == "owner":
                ask_everything(screen)
            played = getattr(stage, line.verb)
            played(line.text) if line.text else played()
        endings = of_this_run(tmp_path_factory)
        there = endings.at_the_terminal(STORIES[name], tmp_path)
        assert ends(told(stage)) == ends(there)
    finally:
        screen.close()


def ask_everything(screen: TelegramScreen) -> None:
    for command, expected in ANSWERS.items():
        before = screen.labels
        screen.type(command)
        assert screen.answer, command
        assert expected in screen.answer, f"{command}\n{screen.answer}"
        if command == "/cancel" and "for now?" in screen.answer:
            screen.press("Go on")
        assert "Something went wrong" not in screen.answer
        assert before is not None


def ends(end: Told) -> Told:
    """The end without the record of who asked what when."""
    cases = [{k: v for k, v in c.items() if k != "events"} for c in end["cases"]]
    return {**end, "cases": cases}
