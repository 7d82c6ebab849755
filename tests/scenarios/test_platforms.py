"""Every story, played on every platform: the same case and the same letters (B01)."""

from pathlib import Path

import pytest

from tests.scenarios.chat_file import Story, read_story
from tests.scenarios.endings import Endings, Told, told
from tests.scenarios.stage import SCREENS, Stage

STORIES = {
    path.stem: read_story(path) for path in sorted(Path(__file__).parent.glob("*.chat"))
}
OTHERS = [name for name in SCREENS if name != "terminal"]


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
    platform: str, name: str, tmp_path: Path, endings: Endings
) -> None:
    here = ended(STORIES[name], platform, tmp_path / platform)
    at_the_terminal = endings.known(name)
    if at_the_terminal is None:
        at_the_terminal = ended(STORIES[name], "terminal", tmp_path / "terminal")
        endings.keep(name, at_the_terminal)
    assert here == at_the_terminal


def ended(story: Story, platform: str, folder: Path) -> Told:
    """How a story ends that is played on a platform, whatever it expects."""
    folder.mkdir()
    stage = Stage(folder, platform=platform)
    try:
        for line in story.lines:
            if line.verb not in ("bot", "not", "case", "letter"):
                played = getattr(stage, line.verb)
                played(line.text) if line.text else played()
        return told(stage)
    finally:
        stage.screen.close()
