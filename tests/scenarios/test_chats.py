"""Every story in this folder, played through the terminal."""

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.domain.assessment import case_assessment
from assistant.domain.case import Case
from assistant.domain.dispute import state_of
from tests.scenarios.chat_file import Line, Story, buttons_in, read_story
from tests.scenarios.endings import Endings, told
from tests.scenarios.stage import Stage

STORIES = [read_story(path) for path in sorted(Path(__file__).parent.glob("*.chat"))]


@pytest.mark.parametrize(
    "story",
    [pytest.param(s, id=s.name, marks=pytest.mark.covers(*s.covers)) for s in STORIES],
)
def test_the_story_goes_as_it_is_written(
    story: Story, tmp_path: Path, endings: Endings
) -> None:
    stage, place = Stage(tmp_path), 0
    for line in story.lines:
        where = f"{story.name}.chat:{line.number}: {line.verb} {line.text}"
        if line.verb in ("bot", "not", "case", "letter"):
            place = _looked(stage, line, place, where)
        else:
            place = 0
            played = getattr(stage, line.verb)
            played(line.text) if line.text else played()
        assert stage.chat.misunderstood <= _mistakes(story), f"{where}\n{stage.answer}"
    endings.keep(story.name, told(stage))


def test_there_are_stories_for_every_ending() -> None:
    assert len(STORIES) >= 12


def _looked(stage: Stage, line: Line, place: int, where: str) -> int:
    """Check one expectation; returns how far into the answer the story has read."""
    match line.verb:
        case "bot" if labels := buttons_in(line.text):
            offered = [label for label in stage.labels if label in labels]
            assert offered == labels, f"{where}\noffered: {stage.labels}"
        case "bot":
            found = stage.answer.find(line.text, place)
            assert found >= 0, f"{where}\n{stage.answer}"
            return found + len(line.text)
        case "not":
            assert line.text not in stage.answer, f"{where}\n{stage.answer}"
        case "letter":
            assert line.text in stage.letter, f"{where}\n{stage.letter}"
        case "case":
            _check_case(stage.case(), line.text, where)
        case _:
            raise ValueError(f"{where}: no expectation")
    return place


def _check_case(case: Case, text: str, where: str) -> None:
    """`state=closed due=0.00 outcome=settled`: each against the stored case."""
    sums = case.grid.sum
    facts = {
        "state": state_of(case),
        "assessment": case_assessment(case),
        "exchanges": case.exchanges,
        "outcome": case.outcome.kind if case.outcome else None,
        "root_cause": case.outcome.root_cause if case.outcome else None,
        "kept": case.outcome.kept.amount if case.outcome else None,
        "hold": "on" if case.is_on_hold else "off",
        "letters": len([x for x in case.letters if x.sent_at]),
        **{
            name: getattr(sums, name).amount
            for name in ("invoiced", "paid", "undisputed", "disputed", "due")
        },
        **{
            name: getattr(sums, name).amount
            for name in ("conceded", "credited", "written_off")
        },
    }
    for pair in text.split():
        name, _, wanted = pair.partition("=")
        actual = facts[name]
        same = actual == Decimal(wanted) if isinstance(actual, Decimal) else None
        is_as_told = same if same is not None else str(actual) == wanted
        assert is_as_told, f"{where}\n{name} is {actual}"


def _mistakes(story: Story) -> int:
    """How many lines of a story are meant to be refused: those the bot marks with ✗."""
    return sum(1 for line in story.lines if line.verb == "bot" and "✗" in line.text)
