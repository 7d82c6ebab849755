"""Every story, played on every platform: the same case and the same letters (B01)."""

from pathlib import Path

import pytest

from tests.scenarios.chat_file import read_story
from tests.scenarios.endings import Endings, ended
from tests.scenarios.stage import SCREENS

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
    here = ended(STORIES[name], platform, tmp_path)
    assert here == endings.at_the_terminal(STORIES[name], tmp_path)
