"""The question about words that the tone check found in a letter (X5, F-A11).

One list: what stands there, why it does harm, what could stand there instead; and
buttons for all of it, for each by itself, for writing anew, for keeping it. Strong
words are put aside first: they rest beside the case and are deleted after the
cool-down, so that nobody finds them in its file later (K16).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from assistant.chat.replies import Item, Listing, Paragraph, Phrase, Tone, phrase
from assistant.domain.basis import letter_basis, text_digest
from assistant.domain.case import CaseEvent
from assistant.domain.case_events import (
    CoolDownEnded,
    DraftPutAside,
    LetterEdited,
    WordingKept,
)
from assistant.domain.letters import Letter
from assistant.domain.tone import Hit, calmed, neutral
from assistant.errors import InputError
from assistant.playbook.situation import Situation
from assistant.playbook.steps.base import Asked, StepBase, option, question
from assistant.playbook.turn import Answer, Chosen, Turn

COOL_DOWN = timedelta(hours=2)  # how long an angry draft rests (F-A11)
ONE_BY_ONE = ("neutral_1", "neutral_2", "neutral_3", "neutral_4", "neutral_5")
_MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What the tone check found in the words that are meant for a letter.

    text: the letter's body, or the angry draft that rests.
    """

    letter: Letter
    text: str
    hits: tuple[Hit, ...]

    @property
    def is_resting(self) -> bool:
        """Whether the words are not the letter's own (yet)."""
        return self.text != self.letter.body


def option_ids() -> tuple[str, ...]:
    """Every button the question may have, besides the letter's own."""
    return ("neutral", *ONE_BY_ONE, "keep_wording", "look_later")


def found_in(at: Situation, letter: Letter) -> Found | None:
    """What to ask about before the letter can go out; None when there is nothing."""
    cooling = at.case.cooling
    rests = cooling is not None and cooling.letter_id == letter.id and at.aside
    text = at.aside if rests else letter.body
    if not rests and letter.kept == text_digest(text):
        return None
    hits = at.tone_of(at, letter.kind, letter.language, text)
    return Found(letter, text, hits) if hits else None


def ask_about(step: StepBase, at: Situation, found: Found) -> Asked:
    """Each hit with its words, the reason and the neutral ones; then what to do."""
    shown = found.hits[:_MOST_SHOWN]
    items = tuple(
        Item(phrase("tone.hit", number=number, words=hit.words), told(hit))
        for number, hit in enumerate(shown, 1)
    )
    name = phrase(f"letter.kind.{found.letter.kind}")
    title = phrase("tone.title", letter=name, count=len(found.hits))
    above: list[object] = [Listing(title, items)]
    if any(hit.is_barred for hit in found.hits):
        above.append(Paragraph(phrase("tone.barred"), Tone.CAUTION))
    if found.is_resting and at.case.cooling:
        until = at.case.cooling.until
        above.append(Paragraph(phrase("tone.resting", at=until), Tone.CAUTION))
    options = tuple(option(at, "letter", i) for i in _offered(found))
    asked = replace(
        question(at, step, options),
        prompt=phrase("tone.ask"),
        why=phrase("tone.why"),
        is_private=step.private or found.is_resting,
    )
    return Asked(asked, tuple(above))


def take(at: Situation, found: Found, answer: Answer) -> Turn:
    """Neutral words, the owner's own, or a rest; InputError for anything else."""
    match answer:
        case Chosen(picked) if picked not in _offered(found):
            raise InputError("error.choose_one")
        case Chosen("neutral"):
            return _reworded(at, found, calm_of(at, found.letter, found.text))
        case Chosen("keep_wording"):
            return _kept(at, found)
        case Chosen("look_later"):
            return _later(at, found)
        case Chosen(picked):
            hit = found.hits[ONE_BY_ONE.index(picked)]
            return _reworded(at, found, neutral(found.text, (hit,)))
        case _:
            raise InputError("error.wording_first")


def edited(at: Situation, letter: Letter, body: str) -> Turn:
    """New words for a letter; strong ones rest and do not reach the case (K16)."""
    hits = at.tone_of(at, letter.kind, letter.language, body)
    if not any(hit.is_strong for hit in hits):
        return Turn((*_written(at, letter, body), *_awake(at)), aside="")
    until = at.now + COOL_DOWN
    return Turn((DraftPutAside(letter.id, until),), aside=body)


def calm_of(at: Situation, letter: Letter, text: str) -> str:
    """The text with every neutral wording there is."""
    return calmed(text, lambda each: at.tone_of(at, letter.kind, letter.language, each))


def _offered(found: Found) -> list[str]:
    curable = [hit for hit in found.hits if hit.replacement is not None]
    ids = ["neutral"] if curable else []
    if len(curable) > 1:
        ids += [
            name
            for name, hit in zip(ONE_BY_ONE, found.hits, strict=False)
            if hit.replacement is not None
        ]
    ids += ["look_later"] if found.is_resting else []
    ids += ["edit"]
    ids += [] if any(hit.is_barred for hit in found.hits) else ["keep_wording"]
    return ids


def told(hit: Hit) -> Phrase:
    """Why these words do harm, and what could stand there instead."""
    reason = phrase(f"tone.reason.{hit.reason}")
    if hit.replacement is None:
        return phrase("tone.no_words", reason=reason)
    if not hit.replacement:
        return phrase("tone.leave_out", reason=reason)
    if hit.start == hit.end:
        return phrase("tone.add", reason=reason, instead=hit.replacement.strip())
    return phrase("tone.instead", reason=reason, instead=hit.replacement)


def _reworded(at: Situation, found: Found, text: str) -> Turn:
    """Calmer words: in the letter, or still resting while they are strong."""
    hits = at.tone_of(at, found.letter.kind, found.letter.language, text)
    if found.is_resting and any(hit.is_strong for hit in hits) and at.case.cooling:
        still = DraftPutAside(found.letter.id, at.case.cooling.until)
        return Turn((still,), aside=text)
    return Turn((*_written(at, found.letter, text), *_awake(at)), aside="")


def _kept(at: Situation, found: Found) -> Turn:
    kinds = tuple(dict.fromkeys(str(hit.kind) for hit in found.hits))
    kept = WordingKept(found.letter.id, text_digest(found.text), kinds)
    words = _written(at, found.letter, found.text) if found.is_resting else ()
    said = Paragraph(phrase("tone.kept"), Tone.CAUTION)
    return Turn((*words, kept, *_awake(at)), (said,), aside="")


def _later(at: Situation, found: Found) -> Turn:
    """The neutral words take the letter's place; the angry ones rest and go."""
    calm = calm_of(at, found.letter, found.text)
    if calm == found.letter.body or at.case.cooling is None:
        return Turn(say=(_rests(at),))
    return Turn(_written(at, found.letter, calm), (_rests(at),))


def _rests(at: Situation) -> Paragraph[Phrase]:
    until = at.case.cooling.until if at.case.cooling else at.now + COOL_DOWN
    return Paragraph(phrase("tone.later", at=until))


def _written(at: Situation, letter: Letter, body: str) -> tuple[CaseEvent, ...]:
    return (LetterEdited(letter.id, body, letter_basis(at.case)),)


def _awake(at: Situation) -> Sequence[CaseEvent]:
    return (CoolDownEnded(),) if at.case.cooling else ()
