"""Habits for the next job: before, during and after, from what this one lacked."""

from assistant.chat.replies import Check, Checklist, Phrase
from assistant.domain.case import Case
from assistant.domain.case_events import FactRecorded
from assistant.domain.evidence import EvidenceKind
from assistant.domain.explanation import explanation_of
from assistant.domain.job_record import JobFact, noted
from assistant.errors import InputError
from assistant.playbook.situation import Situation
from assistant.playbook.steps.base import (
    NOTHING,
    Asked,
    StepBase,
    needed,
    option,
    question,
    words,
)
from assistant.playbook.turn import Answer, Chosen, Turn

MOMENTS, NONE = ("before", "during", "after"), "none"
PARTS = ("what", "how")


class TakeHabits(StepBase, frozen=True, tag="habits", tag_field="step"):
    """Three prompts for the next job; what this job had is ticked.

    A clear record makes disputes rare. The one that is taken on is kept with the case.
    Source: guides S3-25, S3-29, S3-30.
    """

    def sets(self) -> frozenset[str]:
        """Which habit was taken on."""
        return frozenset({self.id})

    def answers(self, fact: str) -> frozenset[str]:
        """One of the three, or none."""
        return frozenset({*MOMENTS, NONE})

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        parts = ["title"]
        parts += [f"{moment}.{which}" for moment in MOMENTS for which in PARTS]
        return needed(self.id, (*MOMENTS, NONE), parts)

    def is_done(self, at: Situation) -> bool:
        """Whether one was chosen."""
        return at.case.knows(self.id)

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """The three prompts, ticked where this job had it, and the choice of one."""
        had = _had(at.case)
        checks = tuple(
            Check(self._prompt(at, moment, "what"), had[moment], self._hint(at, moment))
            for moment in MOMENTS
        )
        options = tuple(option(at, self.id, i) for i in (*MOMENTS, NONE))
        above = (Checklist(words(at, self.id, "title"), checks),)
        return Asked(question(at, self, options), above)

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Remember the choice."""
        if isinstance(answer, Chosen) and answer.option in (*MOMENTS, NONE):
            return Turn((FactRecorded(self.id, answer.option),))
        raise InputError("error.choose_one")

    def _prompt(self, at: Situation, moment: str, which: str) -> Phrase:
        return words(at, self.id, f"{moment}.{which}")

    def _hint(self, at: Situation, moment: str) -> Phrase:
        return self._prompt(at, moment, "how")


def _had(case: Case) -> dict[str, bool]:
    """What this job had: a written yes, readings or photos, an explained invoice."""
    measured = all(noted(case, fact) for fact in (JobFact.BEFORE, JobFact.AFTER))
    rows = [row.id for row in case.grid.rows]
    return {
        "before": case.fact(JobFact.APPROVED) == "yes_in_writing",
        "during": measured or case.evidence.has(EvidenceKind.PHOTOS),
        "after": any(explanation_of(case, row).has_ground for row in rows),
    }
