"""Stories in every language that is shipped: the same case, whatever the words."""

from pathlib import Path

import pytest

from assistant.domain.case import Case
from assistant.domain.case_events import NoticeSeen
from assistant.rendering.phrases import Phrases
from assistant.resources import templates_dir
from tests.scenarios.chat_file import Story, read_story
from tests.scenarios.stage import BUSINESS, Stage
from tests.scenarios.translated import (
    mark_every_phrase,
    said_in,
    same_button,
    unmarked,
    without_what_was_handed_in,
)

HERE = Path(__file__).parent
# Together they walk through most steps, reminders, lists and all of the ways out.
ALWAYS = ("catch-up", "fork-mediation", "snooze", "trades-still-objects")
MARKED = ("ambiguous-offer", "snooze", "trades-lower-price")
SHIPPED = Phrases(templates_dir() / "phrases")
OTHERS = [c for c in SHIPPED.languages() if c not in ("en", *SHIPPED.unfinished())]
# What the owner types in it is looked up in the words of the letter's language.
ENGLISH_ONLY = ("angry-draft",)


def is_for_all(story: Story) -> bool:
    """Whether it is told in English, and means the same in every language."""
    told_in = [x.text for x in story.lines if x.text.startswith("language ")]
    is_english = all(text.startswith("language en") for text in told_in)
    return is_english and story.name not in ENGLISH_ONLY


STORIES = [
    pytest.param(
        story,
        id=story.name,
        marks=[] if story.name in ALWAYS else [pytest.mark.slow],
    )
    for story in map(read_story, sorted(HERE.glob("*.chat")))
    if is_for_all(story)
]
EXPECTATIONS = ("bot", "not", "case", "letter")


def told(story: Story, english: Stage, other: Stage) -> list[str]:
    """Play a story in two languages at once; what the other one answered, in order."""
    answers = []
    for line in story.lines:
        if line.verb in EXPECTATIONS:
            continue
        text = line.text
        words = said_in(other, english, text) if line.verb == "owner" else text
        for stage, typed in ((english, text), (other, words)):
            played = getattr(stage, line.verb)
            played(typed) if typed else played()
        answers.append(other.answer)
    return answers


def cases(stage: Stage) -> list[Case]:
    found = stage.stores.cases.summaries(BUSINESS)
    return [stage.case(each.case_id) for each in found]


def happened(case: Case) -> list[str]:
    """What happened, without the words of what was drafted, typed or shown.

    The customers of the stories write English, so only letters in another language
    come with the tip that there are some in theirs.
    """
    tip = NoticeSeen("their_language")
    return [str(each.event.kind) for each in case.entries if each.event != tip]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("story", STORIES)
def test_a_story_goes_the_same_way_in_every_language(
    story: Story, language: str, tmp_path: Path
) -> None:
    english = Stage(tmp_path)
    other = Stage(tmp_path, locale=f"{language}_{language.upper()}")
    told(story, english, other)
    assert other.chat.misunderstood == english.chat.misunderstood
    there = cases(other)
    for case, same in zip(cases(english), there, strict=True):
        assert same.grid == case.grid
        assert happened(same) == happened(case)


@pytest.mark.covers("F-Q1", "F-Q2")
@pytest.mark.parametrize("name", MARKED)
def test_everything_the_owner_reads_comes_from_the_catalogue(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story, english = read_story(HERE / f"{name}.chat"), Stage(tmp_path)
    marked = mark_every_phrase(templates_dir(), tmp_path)
    monkeypatch.setattr("assistant.bootstrap.templates_dir", lambda: marked)
    other = Stage(tmp_path)
    left = [unmarked(answer) for answer in told(story, english, other)]
    assert [words for words in left if words] == []


@pytest.mark.covers("F-Q1", "F-Q2")
@pytest.mark.parametrize("platform", ["slack", "telegram"])
def test_everything_a_platform_shows_comes_from_the_catalogue(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = read_story(HERE / f"{MARKED[0]}.chat")
    marked = mark_every_phrase(templates_dir(), tmp_path)
    english = Stage(tmp_path, platform=platform)
    monkeypatch.setattr("assistant.bootstrap.templates_dir", lambda: marked)
    other = Stage(tmp_path, platform=platform)
    left = []
    try:
        for line in story.lines:
            if line.verb in EXPECTATIONS:
                continue
            words = same_button(line.text, english.labels, other.labels)
            for stage, typed in ((english, line.text), (other, words)):
                played = getattr(stage, line.verb)
                played(typed) if typed else played()
            shown = without_what_was_handed_in(other.answer, cases(other), story)
            left.append(unmarked(shown))
    finally:
        english.screen.close()
        other.screen.close()
    assert [words for words in left if words] == []
