"""The honest assessment of a line: shown with its rule, settled by the owner."""

from dataclasses import replace

from assistant.chat.estimates import told_privately
from assistant.chat.replies import Option, Paragraph, Phrase, Tone, Typed, phrase
from assistant.domain.assessment import Assessment, Judgement, judge, proof_answer
from assistant.domain.case_events import FactForgotten, FactRecorded
from assistant.domain.contradictions import contradictions, unbacked
from assistant.domain.evidence import Proof
from assistant.domain.facts import NO, FactName
from assistant.domain.typed import clean_line
from assistant.errors import InputError
from assistant.playbook.situation import Situation
from assistant.playbook.steps.ask import LONGEST_LINE
from assistant.playbook.steps.base import (
    NOTHING,
    Asked,
    Per,
    StepBase,
    needed,
    option,
    question,
    words,
)
from assistant.playbook.turn import Answer, Chosen, Turn
from assistant.playbook.turn import Typed as TypedAnswer

_OVERRIDING = "_overriding"
_LABELS = (Assessment.VALID, Assessment.AMBIGUOUS, Assessment.NOT_VALID)


class JudgeLine(StepBase, frozen=True, tag="judge", tag_field="step"):
    """Show what the rules make of the answers and have the owner settle it.

    "Not valid" stays locked while a proof is missing: the lock says which one would
    open it, and going past it needs a typed reason, which is logged (S0-25, X8).

    no_approval: what work that nobody approved beforehand makes of the objection.
    """

    no_approval: Assessment = Assessment.AMBIGUOUS

    def __post_init__(self) -> None:
        if self.per is not Per.LINE:
            raise ValueError("lines are judged one by one: `per: line` is missing")
        if self.no_approval not in _LABELS:
            raise ValueError(f"`no_approval` is one of: {', '.join(_LABELS)}")

    def sets(self) -> frozenset[str]:
        """The assessment, and the reason for going past a lock."""
        return frozenset({FactName.ASSESSMENT, FactName.ASSESSMENT_OVERRIDE})

    def answers(self, fact: str) -> frozenset[str] | None:
        """The labels an owner can settle on; the reason for it is open."""
        return frozenset(_LABELS) if fact == FactName.ASSESSMENT else None

    def phrases(self) -> tuple[str, ...]:
        """The question, and what its code says besides."""
        offered = ["agree", "not_valid_locked", "look_up_first"]
        offered += [f"see_{label}" for label in _LABELS]
        said = ("verdict", "lock", "no_approval", "override", "look_up_first.advice")
        return (*needed(self.id, offered, said), "step.letter.cancel|option.cancel")

    def is_done(self, at: Situation) -> bool:
        """Whether the owner settled on a label."""
        case = at.case
        is_settled = case.knows(FactName.ASSESSMENT, at.subject)
        return is_settled and not case.knows(_OVERRIDING, at.subject)

    def prepare(self, at: Situation) -> Turn:
        """Nothing happens by itself."""
        return NOTHING

    def ask(self, at: Situation) -> Asked:
        """The label with the rule that gave it, the lock, and the choice."""
        if at.case.knows(_OVERRIDING, at.subject):
            return self._ask_reason(at)
        found = self._found(at)
        above = [Paragraph(self._verdict(at, found), Tone.PRIVATE), *self._neutral(at)]
        if not found.opens_firm_letter and found.label is not Assessment.VALID:
            above.append(Paragraph(self._lock(at, found), Tone.CAUTION))
        if proof_answer(at.case, Proof.APPROVED, at.subject or "") == NO:
            above.append(Paragraph(words(at, self.id, "no_approval"), Tone.CAUTION))
        above += told_contradictions(at)
        options: list[Option[Phrase]] = []
        if found.label is not Assessment.UNCLEAR:
            label = phrase(f"assessment.{found.label}")
            options.append(option(at, self.id, "agree", label=label))
        for label_id in _LABELS:
            if label_id is not found.label:
                locked = label_id is Assessment.NOT_VALID and found.missing
                name = "not_valid_locked" if locked else f"see_{label_id}"
                options.append(option(at, self.id, name))
        options.append(option(at, self.id, "look_up_first"))
        return Asked(question(at, self, tuple(options)), tuple(above))

    def take(self, at: Situation, answer: Answer) -> Turn:
        """Settle the label; past a lock only with a reason."""
        found = self._found(at)
        match answer:
            case TypedAnswer(text) if at.case.knows(_OVERRIDING, at.subject):
                return self._override(at, text)
            case Chosen("cancel"):
                return Turn((FactForgotten(_OVERRIDING, at.subject),))
            case Chosen("agree") if found.label is not Assessment.UNCLEAR:
                return self._settled(at, found.label)
            case Chosen("not_valid_locked") if found.missing:
                return Turn((FactRecorded(_OVERRIDING, "yes", at.subject),))
            case Chosen("look_up_first"):
                said = words(at, self.id, "look_up_first.advice")
                return Turn(say=(Paragraph(said),))
            case Chosen(picked):
                label = picked.removeprefix("see_")
                if label == Assessment.NOT_VALID and found.missing:
                    raise InputError("error.firm_letter_locked")
                if label in set(_LABELS):
                    return self._settled(at, Assessment(label))
            case _:
                pass
        raise InputError("error.choose_one")

    def _found(self, at: Situation) -> Judgement:
        return judge(at.case, at.subject or "", self.no_approval)

    def _settled(self, at: Situation, label: Assessment) -> Turn:
        return Turn((FactRecorded(FactName.ASSESSMENT, label, at.subject),))

    def _override(self, at: Situation, text: str) -> Turn:
        reason = clean_line(text, LONGEST_LINE)
        if len(reason) < 3:
            raise InputError("error.type_something")
        return Turn(
            (
                FactRecorded(FactName.ASSESSMENT_OVERRIDE, reason, at.subject),
                FactForgotten(_OVERRIDING, at.subject),
                FactRecorded(FactName.ASSESSMENT, Assessment.NOT_VALID, at.subject),
            )
        )

    def _ask_reason(self, at: Situation) -> Asked:
        asked = question(at, self, (option(at, "letter", "cancel"),), Typed.LINE)
        prompt = words(at, self.id, "override")
        above = tuple(told_contradictions(at, wants_firm=True))
        return Asked(replace(asked, prompt=prompt, hint=None), above)

    def _verdict(self, at: Situation, found: Judgement) -> Phrase:
        label = phrase(f"assessment.{found.label}")
        rule = Phrase(f"rule.{found.rule}", at.values())
        return words(at, self.id, "verdict", label=label, rule=rule)

    def _neutral(self, at: Situation) -> tuple[Paragraph[Phrase], ...]:
        """How a neutral may see it; only for the owner (K15)."""
        if at.neutral is None or at.row is None:
            return ()
        found = at.neutral(at.case, at.row.id)
        return told_privately(found, at.row.disputed, at.values()["line"])

    def _lock(self, at: Situation, found: Judgement) -> Phrase:
        proofs = tuple(phrase(f"proof.{proof}") for proof in found.missing)
        return words(at, self.id, "lock", proofs=proofs)


def told_contradictions(
    at: Situation, *, wants_firm: bool = False
) -> list[Paragraph[Phrase]]:
    """What does not go together about the line at hand, only for the owner (F-F7)."""
    row = at.subject or ""
    proofs = tuple(phrase(f"proof.{proof}") for proof in unbacked(at.case, row))
    return [
        Paragraph(phrase(f"contradiction.{each}", proofs=proofs), Tone.PRIVATE)
        for each in contradictions(at.case, row, wants_firm=wants_firm)
    ]
