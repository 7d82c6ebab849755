"""What stands on the screen and can be picked from it: numbered choices.

The numbers belong to one turn, that is, everything shown in answer to one line. The
question's options come first, so that `1` always means its first answer, whatever
cards or lists were shown with it. Where digits themselves are an answer (an amount,
a number), choices have letters instead, and a number is never taken for a choice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.chat.events import ChatEvent, ChoiceMade, TextTyped
from assistant.chat.replies import (
    Card,
    Listing,
    Paragraph,
    Part,
    Question,
    Tone,
    Typed,
)

MORE = "more"
_DIGITS_ANSWER = (Typed.AMOUNT, Typed.NUMBER)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be picked.

    key: what to type for it, `1` or `a`; empty when only its label picks it.
    command: given when it is picked; otherwise it is an answer to `question`.
    """

    key: str
    label: str
    command: str = ""
    case_id: str = ""
    question: str = ""
    option: str = ""

    @property
    def is_answer(self) -> bool:
        """Whether it stands under a question."""
        return bool(self.question)


def choices_of(
    parts: Sequence[Part[str]], *, taken: int | None = None
) -> tuple[tuple[Choice, ...], ...]:
    """The choices of each part of one turn, in order, with their keys.

    taken: for parts that come beside an open question, how many letters its choices
        have; theirs follow, so that its numbers and answers mean what they meant.
    """
    unkeyed = [_choices(part) for part in parts]
    by_letter = taken is not None or any(
        isinstance(p, Question) and p.typed in _DIGITS_ANSWER for p in parts
    )
    order = sorted(
        range(len(parts)), key=lambda index: not isinstance(parts[index], Question)
    )
    keyed: dict[int, tuple[Choice, ...]] = {}
    taken = taken or 0
    for index in order:
        row = []
        for choice in unkeyed[index]:
            taken += 1
            key = _letters(taken) if by_letter else str(taken)
            row.append(replace(choice, key=key))
        keyed[index] = tuple(row)
    return tuple(keyed[index] for index in range(len(parts)))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the next line may refer to.

    choices: what can be picked, the latest first.
    question: the open question, as far as the screen tells.
    """

    choices: tuple[Choice, ...] = ()
    question: Question[str] | None = None

    @property
    def typed(self) -> Typed | None:
        """What the open question lets one type, if any."""
        return self.question.typed if self.question else None

    @property
    def letters(self) -> int:
        """How many letters the choices on the screen have taken."""
        return sum(1 for choice in self.choices if choice.key.isalpha())

    def beside(self, parts: Sequence[Part[str]]) -> "Shown":
        """With parts shown unasked, as reminders are: the open question stays as it is.

        Their choices have letters. A label that is typed means the question's answer,
        else the latest choice of that name.
        """
        keyed = choices_of(parts, taken=self.letters)
        choices = [choice for row in keyed for choice in row]
        answers = [choice for choice in self.choices if choice.is_answer]
        others = [choice for choice in self.choices if not choice.is_answer]
        return replace(self, choices=(*answers, *choices, *others))

    def after(self, event: ChatEvent, parts: Sequence[Part[str]]) -> "Shown":
        """What is on the screen once the parts were shown in answer to the event.

        An answer that is accepted closes its question; its choices stay until others
        are shown, since the core answers a press on an old one politely. After "why",
        a command or a mistake the question stands, even if it was not drawn again.
        """
        questions = [part for part in parts if isinstance(part, Question)]
        choices = tuple(choice for row in choices_of(parts) for choice in row)
        if questions:
            return Shown(choices, questions[-1])
        if _is_answer(event) and not shows_mistake(parts):
            return Shown(choices or self.choices)
        if not choices:
            return self
        kept = (replace(choice, key="") for choice in self.choices if choice.is_answer)
        return Shown((*choices, *kept), self.question)


def shows_mistake(parts: Sequence[Part[str]]) -> bool:
    """Whether the parts say that the line could not be taken."""
    return any(isinstance(p, Paragraph) and p.tone is Tone.ERROR for p in parts)


def _is_answer(event: ChatEvent) -> bool:
    if isinstance(event, TextTyped):
        return event.text.strip().casefold() != "why"
    return isinstance(event, ChoiceMade)


def _choices(part: Part[str]) -> tuple[Choice, ...]:
    match part:
        case Question():
            return tuple(
                Choice(
                    "", option.label, option.command, part.case_id, part.key, option.id
                )
                for option in part.options
            )
        case Card():
            return tuple(Choice("", b.label, b.command) for b in part.buttons)
        case Listing():
            entries = [Choice("", i.title, i.command) for i in part.items if i.command]
            if part.more:
                entries.append(Choice("", MORE, part.more))
            return tuple(entries)
        case _:
            return ()


def _letters(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters
