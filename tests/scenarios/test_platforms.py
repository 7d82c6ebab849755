"""Every story, played on every platform: the same case and the same letters (B01)."""

import json
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from tests.scenarios.chat_file import Story, read_story
from tests.scenarios.stage import BUSINESS, SCREENS, Stage

STORIES = {
    path.stem: read_story(path) for path in sorted(Path(__file__).parent.glob("*.chat"))
}
OTHERS = [name for name in SCREENS if name != "terminal"]
Told = dict[str, Any]


# With the fast tests every second story is played on one platform, in turns; the slow
# ones, which .ci/run plays too, are all the others.
PLAYS = [
    pytest.param(
        name,
        platform,
        id=f"{name}-{platform}",
        marks=[] if number % 4 == 2 * turn else [pytest.mark.slow],
    )
    for number, name in enumerate(STORIES)
    for turn, platform in enumerate(OTHERS)
]


@pytest.mark.covers("B01")
@pytest.mark.parametrize(("name", "platform"), PLAYS)
def test_a_story_ends_the_same_on_every_platform(
    platform: str, name: str, tmp_path: Path
) -> None:
    assert ended(STORIES[name], platform, tmp_path) == at_the_terminal(name)


@cache
def at_the_terminal(name: str) -> Told:
    """How a story ends at the terminal."""
    return ended(STORIES[name], "terminal", Path(mkdtemp()))


def ended(story: Story, platform: str, folder: Path) -> Told:
    """The cases and letters at the end of a story, without traces of the platform."""
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
    """What the export and the letters say."""
    cases = json.loads(stage.assistant.export(BUSINESS))["cases"]
    for case in cases:
        for event in case["events"]:
            for trace in ("platform", "prev_hash", "hash"):
                event.pop(trace, None)
    letters = [
        (case.id, letter.subject, letter.body)
        for summary in sorted(stage.stores.cases.summaries(BUSINESS), key=str)
        for case in [stage.stores.cases.load(BUSINESS, summary.case_id)]
        for letter in case.letters
    ]
    return {"cases": cases, "letters": letters}
