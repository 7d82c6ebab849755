"""The adapter's words come from the catalogues, and fit in every language."""

import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import pytest

from adapters.telegram.calls import Call
from adapters.telegram.commands import help_parts, profile_calls
from adapters.telegram.outbound import Pen, draw
from adapters.telegram.targets import Sheet
from assistant.chat.replies import (
    Check,
    Checklist,
    Item,
    LetterText,
    Listing,
    Option,
    Paragraph,
    Part,
    Phrase,
    Question,
    Tone,
    Typed,
)
from assistant.rendering.phrases import Phrases
from assistant.resources import templates_dir
from tests.adapters.telegram.words import GROUP, link, message
from tests.fakes.telegram_rules import house_rules, seen, violations

Say = Callable[..., str]

MARK, GIVEN = "¤", "·"  # around the catalogue's words; in front of what the core gives
LANGUAGES = sorted(path.name for path in (templates_dir() / "phrases").iterdir())


def pseudo(key: str, /, **_: Any) -> str:
    """Words of a language that nobody speaks: whatever is not in it shows."""
    return f"{MARK}{key}{MARK}"


@cache
def phrases() -> Phrases:
    return Phrases(templates_dir() / "phrases", strict=True)


def speaking(language: str, key: str, /, **values: Any) -> str:
    return phrases().say(Phrase(key, values), language=language, zone="Europe/Berlin")


def calls(say: Say) -> Iterator[Call]:
    """Every kind of part that the adapter adds words to."""
    many = tuple(Option(f"o{n}", f"·{n}") for n in range(24))
    parts: tuple[Part[str], ...] = (
        Paragraph("·Alone", Tone.PRIVATE),
        Question("a", "·Why?", many[:9], "·Because", case_id="D-7", step=1, steps=9),
        Question("b", "·Why?", many, "·" + "b" * 300, Typed.LINE, now="·Now"),
        Question("c", "·Why?", many[:3], case_id="D-7", can_go_back=True),
        LetterText("W", "D-7", "·Answer", "·About", "·Dear", "·Draft", "·a@b.co", ""),
        LetterText("W", "D-7", "·Long", "·", "·" + "w " * 4_000, phone="+441632960960"),
        Listing("·List", (Item("·One", "·detail", "show D-7"),), None, "list 2"),
        Checklist("·Check", (Check("·done", True), Check("·not", False))),
    )
    yield from draw(message(*parts), Pen(say, Sheet(), link))
    yield from draw(message(Paragraph("·x"), to=GROUP), Pen(say, Sheet(), link))
    yield from draw(message(*help_parts(say)), Pen(say, Sheet(), link))


def texts(call: Call) -> Iterator[str]:
    """Everything in it that a person reads."""
    yield seen(call.arguments)
    rows = call.arguments.get("reply_markup", {}).get("inline_keyboard", [])
    yield from (button["text"] for row in rows for button in row)


def unspoken(text: str) -> str:
    """What is left of a text once the catalogue's and the core's words are gone."""
    left = re.sub(rf"{MARK}[^{MARK}]*{MARK}", "", text)
    left = re.sub(rf"{GIVEN}.*", "", left)
    left = re.sub(r"^[w ]+$", "", left)  # the second part of the long letter
    return re.sub(r"(?m)^/\w+$", "", left).replace("D-7", "")


@pytest.mark.covers("B14")
def test_no_word_of_the_adapters_own_is_outside_the_catalogues() -> None:
    shown = [text for call in calls(pseudo) for text in texts(call)]
    left = {text: unspoken(text) for text in shown}
    literal = [each for each in left.items() if re.search(r"[^\W\d_]{2,}", each[1])]
    assert literal == []
    assert len(shown) > 40


@pytest.mark.covers("B14", "T02")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fits_telegrams_limits(language: str) -> None:
    say = partial(speaking, language)
    for call in calls(say):
        assert violations(call.method, call.arguments) == []
        assert house_rules(call.method, call.arguments) == []
        rows = call.arguments.get("reply_markup", {}).get("inline_keyboard", [])
        assert all(not b["text"].endswith("…") for row in rows for b in row)
    for call in profile_calls(lambda _: say, [language]):
        assert violations(call.method, call.arguments) == []


@pytest.mark.covers("B14", "T03")
def test_a_language_with_longer_words_still_fits() -> None:
    for call in calls(lambda key, /, **_: f"{key} " * 12):
        assert violations(call.method, call.arguments) == []
        assert house_rules(call.method, call.arguments) == []
