"""The card of the letters, answered as people do, is read back in its language."""

import re
from dataclasses import replace

import pytest

from assistant.domain.letter_parts import Said
from assistant.domain.letters import LetterForm, LetterKind
from assistant.reading.finding import Slots
from assistant.reading.reply_card import read_reply_card
from assistant.rendering.letter_samples import samples
from assistant.rendering.letters import Letters
from assistant.resources import templates_dir

LETTERS = Letters(templates_dir())
ANSWERS = ("Pos. 3", "A 400", "B 480", "80", "C minus 80")
WANTED = Slots(*ANSWERS)


def card(language: str) -> list[str]:
    """The five lines of the card as the acknowledgement has them."""
    facts = replace(samples()["plain"], said=Said())
    letter = LETTERS.render(
        LetterKind.ACKNOWLEDGEMENT, LetterForm.LONG, language, facts
    )
    lines = [line for line in letter.body.splitlines() if re.match(r"[1-5]\. ", line)]
    assert len(lines) == len(ANSWERS), letter.body
    return lines


def filled(language: str) -> list[str]:
    """The same with an answer in the place of each blank."""
    pairs = zip(card(language), ANSWERS, strict=True)
    return [re.sub(r"_+", answer, line) for line, answer in pairs]


@pytest.mark.covers("X3")
@pytest.mark.parametrize("language", sorted(LETTERS.languages()))
class TestACard:
    def test_filled_in_place(self, language: str) -> None:
        assert read_reply_card("\n".join(filled(language))) == WANTED

    def test_filled_inside_the_quoted_letter(self, language: str) -> None:
        text = "\n".join(f"> {line}" for line in filled(language))
        assert read_reply_card(text) == WANTED

    def test_in_another_order_without_numbers(self, language: str) -> None:
        lines = [line.partition(" ")[2] for line in reversed(filled(language))]
        assert read_reply_card("\n".join(lines)) == WANTED

    def test_answered_below_the_labels(self, language: str) -> None:
        lines = []
        for line, answer in zip(card(language), ANSWERS, strict=True):
            lines += [line, answer, ""]
        assert read_reply_card("\n".join(lines)) == WANTED

    def test_half_of_it(self, language: str) -> None:
        lines = [*filled(language)[:2], *card(language)[2:]]
        assert read_reply_card("\n".join(lines)) == Slots(*ANSWERS[:2])

    def test_with_what_the_letter_says_below_it(self, language: str) -> None:
        facts = samples()["plain"]
        letter = LETTERS.render(
            LetterKind.ACKNOWLEDGEMENT, LetterForm.LONG, language, facts
        )
        blanks = iter(ANSWERS)
        text = re.sub(r"_{5,}", lambda _: next(blanks), letter.body)
        assert read_reply_card(text) == WANTED
