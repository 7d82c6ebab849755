"""How stories end: the cases and letters, without traces of the platform.

A story that was just played at the terminal need not be played there again to compare
another platform with it, even where that is tested by another process.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.chat_file import Story
from tests.scenarios.stage import BUSINESS, Stage

Told = dict[str, Any]


class Endings:
    """The endings at the terminal that this run of the tests knows.

    folder: one for all processes of the run.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: str, ending: Told) -> None:
        """Note how a story ended; whole, or not there for another process."""
        draft = self._folder / f"{name}.{os.getpid()}"
        draft.write_text(json.dumps(ending), encoding="utf-8")
        draft.replace(self._folder / f"{name}.json")

    def at_the_terminal(self, story: Story, folder: Path) -> Told:
        """How a story ended there; it is played where nobody has in this run.

        folder: one of the test that asks, to play in.
        """
        path = self._folder / f"{story.name}.json"
        if not path.exists():
            place = folder / "terminal"
            place.mkdir()
            self.keep(story.name, ended(story, "terminal", place))
        ending: Told = json.loads(path.read_text(encoding="utf-8"))
        return ending


def of_this_run(factory: pytest.TempPathFactory) -> Endings:
    """The endings of this run, whose processes have one folder above theirs."""
    folder = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    folder = folder / "endings"
    folder.mkdir(exist_ok=True)
    return Endings(folder)


def ended(story: Story, platform: str, folder: Path) -> Told:
    """How a story ends that is played on a platform, whatever it expects."""
    stage = Stage(folder, platform=platform)
    try:
        for line in story.lines:
            if line.verb not in ("bot", "not", "case", "letter"):
                played = getattr(stage, line.verb)
                played(line.text) if line.text else played()
        return told(stage)
    finally:
        stage.screen.close()


def told(stage: Stage) -> Told:
    """What the export and the letters say, in the types of JSON."""
    cases = json.loads(stage.assistant.export(BUSINESS))["cases"]
    for case in cases:
        for event in case["events"]:
            for trace in ("platform", "prev_hash", "hash"):
                event.pop(trace, None)
    letters = [
        [case.id, letter.subject, letter.body]
        for summary in sorted(stage.stores.cases.summaries(BUSINESS), key=str)
        for case in [stage.stores.cases.load(BUSINESS, summary.case_id)]
        for letter in case.letters
    ]
    return {"cases": cases, "letters": letters}
