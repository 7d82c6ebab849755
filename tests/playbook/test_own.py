"""A business's own playbooks: copied, checked, kept, followed by cases in flight."""

from pathlib import Path

import pytest

from assistant.bootstrap import build_practice, own_problems
from assistant.chat.events import CommandGiven, Person, Place, TextTyped
from assistant.chat.replies import Paragraph, Question
from assistant.clock import MovableClock
from assistant.errors import PlaybookError
from assistant.playbook.loader import load_all
from assistant.playbook.own import VALUE_NAMES, copy_shipped, folder_in, load_own
from assistant.resources import playbooks_dir
from assistant.service import Assistant
from assistant.settings import Settings
from tests.playbook.walk import START, Walk

SHIPPED = load_all(playbooks_dir())
HERE, ROBIN = Place("console", "t", "b"), Person("robin", "Robin")


def copied(folder: Path, name: str = "mine", base: str = "services") -> Path:
    return copy_shipped(name, base, folder_in(folder), playbooks_dir())


def changed(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text, before
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("base", ["services", "trades"])
def test_a_fresh_copy_is_what_it_was_copied_from(tmp_path: Path, base: str) -> None:
    copied(tmp_path, "mine", base)
    own = load_own(folder_in(tmp_path), playbooks_dir(), SHIPPED)
    assert own.problems == ()
    assert own.playbooks["mine"].steps == SHIPPED[base].steps
    assert own.playbooks["mine"].deadlines == SHIPPED[base].deadlines
    assert own.bases == {"mine": base}
    assert own_problems(Settings(tmp_path)) == []


@pytest.mark.parametrize(
    ("name", "base", "said"),
    [
        ("services", "services", "already"),
        ("Mine!", "services", "no name"),
        ("mine", "servces", 'did you mean "services"'),
    ],
)
def test_a_copy_that_cannot_be_is_refused(
    tmp_path: Path, name: str, base: str, said: str
) -> None:
    with pytest.raises(PlaybookError, match=said):
        copied(tmp_path, name, base)


def test_a_copy_is_never_written_over(tmp_path: Path) -> None:
    path = copied(tmp_path)
    changed(path, ("days: 3", "days: 2"))
    with pytest.raises(PlaybookError, match="already"):
        copied(tmp_path)
    own = load_own(folder_in(tmp_path), playbooks_dir(), SHIPPED)
    assert own.playbooks["mine"].deadlines["answer"].days == 2


def test_a_mistake_is_named_and_the_base_does_the_work(tmp_path: Path) -> None:
    path = copied(tmp_path, base="trades")
    changed(path, ("step: choose", "step: chose"))
    own = load_own(folder_in(tmp_path), playbooks_dir(), SHIPPED)
    assert "mine.yaml:" in own.problems[0]
    assert own.playbooks["mine"].steps == SHIPPED["trades"].steps
    assert own.playbooks["mine"].name == "mine"
    assert own_problems(Settings(tmp_path))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('  step.statement.ask: ""\n', "there is no text"),
        ("  step.statement.ask: What did {custmer} say?\n", "nothing fills {custmer}"),
    ],
)
def test_own_words_are_checked_before_they_are_used(
    tmp_path: Path, words: str, said: str
) -> None:
    path = copied(tmp_path)
    changed(path, ("version: 1\n", f"version: 1\nwords:\n{words}"))
    assert said in "\n".join(own_problems(Settings(tmp_path)))


def test_a_step_of_ones_own_needs_its_words(tmp_path: Path) -> None:
    path = copied(tmp_path)
    step = "  - {step: choose, id: budget, options: [fixed, open]}\n"
    changed(path, ("steps:\n", f"steps:\n{step}"))
    problems = "\n".join(own_problems(Settings(tmp_path)))
    assert "no words for step.budget.ask" in problems
    words = "".join(
        f"  {key}: {text}\n"
        for key, text in {
            "step.budget.ask": "Was the price for {customer} fixed?",
            "step.budget.why": "It decides which paper counts.",
            "step.budget.fixed": "Fixed price",
            "step.budget.open": "By the hour",
        }.items()
    )
    changed(path, ("version: 1\n", f"version: 1\nwords:\n{words}"))
    assert own_problems(Settings(tmp_path)) == []


def test_every_value_name_is_given_by_a_situation() -> None:
    assert set(Walk.begin(SHIPPED["services"]).at.values()) == VALUE_NAMES


class Desk:
    """One owner with a data folder; the assistant can be started anew on its cases."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(folder, locale="en_GB", time_zone="Europe/London")
        self.clock = MovableClock(START)
        self.assistant: Assistant = build_practice(self.settings, self.clock)
        self.count = 0

    def give(self, text: str) -> str:
        self.count += 1
        event = CommandGiven(f"c{self.count}", HERE, ROBIN, text)
        return self._said(self.assistant.handle(event))

    def type(self, text: str) -> str:
        self.count += 1
        event = TextTyped(f"c{self.count}", HERE, ROBIN, text)
        return self._said(self.assistant.handle(event))

    def start_anew(self) -> None:
        """As after an edit of the playbook or an update: other files, same cases."""
        cases = self.assistant._office
        fresh = build_practice(self.settings, self.clock)
        object.__setattr__(fresh._office, "cases", cases.cases)
        object.__setattr__(fresh._office, "businesses", cases.businesses)
        self.assistant = fresh

    @staticmethod
    def _said(messages: object) -> str:
        parts = [part for message in messages for part in message.parts]  # type: ignore[attr-defined]
        prompts = [p.prompt for p in parts if isinstance(p, Question)]
        return "\n".join([p.text for p in parts if isinstance(p, Paragraph)] + prompts)


def test_a_case_in_flight_follows_the_change_and_is_not_stranded(
    tmp_path: Path,
) -> None:
    path = copied(tmp_path)
    words = '  step.statement.ask: "What did {customer} write to us?"\n'
    changed(path, ("version: 1\n", f"version: 1\nwords:\n{words}"))
    desk = Desk(tmp_path)
    desk.give("settings playbook mine")
    desk.give('open INV-7 1200 "Harbour Café"')
    assert "What did Harbour Café write to us?" in desk.type("Scope")
    desk.type("They say it was included.")
    # A step is added before where the case stands, and one is taken out.
    step = "  - {step: choose, id: budget, options: [fixed, open]}\n"
    more = "".join(
        f"  step.budget.{key}: {text}\n"
        for key, text in (
            ("ask", "Was the price fixed?"),
            ("why", "It decides which paper counts."),
            ("fixed", "Fixed price"),
            ("open", "By the hour"),
        )
    )
    changed(path, ("steps:\n", f"steps:\n{step}"), ("\nwords:\n", f"\nwords:\n{more}"))
    desk.start_anew()
    assert "Was the price fixed?" in desk.give("show D-INV-7")
    assert "Which of these comes closest" in desk.type("Fixed price")
    # The file breaks: the case goes on by what it was copied from.
    changed(path, ("steps:\n", "stepps:\n"))
    desk.start_anew()
    assert "Which of these comes closest" in desk.give("show D-INV-7")
    # The file is gone altogether: so does the case.
    path.unlink()
    desk.start_anew()
    assert "Which of these comes closest" in desk.give("show D-INV-7")
