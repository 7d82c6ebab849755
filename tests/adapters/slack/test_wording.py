"""Every word of the adapter's own comes from the catalogues, in every language."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from adapters.slack import modals, pointers, troubles
from adapters.slack.actions import Give
from adapters.slack.blocks import Key, buttons
from adapters.slack.forms import OpenFields, Target
from adapters.slack.helping import help_message
from adapters.slack.home import Shelf, closed, home
from adapters.slack.manifest import Choices, manifest
from adapters.slack.modals import Typing
from adapters.slack.outbound import draw
from adapters.slack.outgoing import Post
from adapters.slack.root import root
from adapters.slack.screen import Screen
from assistant.chat.commands import REGISTRY
from assistant.chat.replies import (
    Button,
    Card,
    Check,
    Checklist,
    Field,
    Item,
    LetterText,
    Listing,
    Option,
    Paragraph,
    Phrase,
    Question,
    Share,
    Table,
    Tone,
    Typed,
)
from assistant.rendering.phrases import Phrases
from assistant.resources import templates_dir
from tests.adapters.slack.words import THREAD, message, seen
from tests.fakes.slack_rules import manifest_violations, violations

MARK, GIVEN = "¤", "·"  # around the catalogue's words; in front of what the core gives
TARGET = Target(case_id="D-7", channel_id="C1", thread_ts="1.2")
LANGUAGES = sorted(path.name for path in (templates_dir() / "phrases").iterdir())


def pseudo(key: str, /, **values: Any) -> str:
    """Words of a language that nobody speaks: whatever is not in it shows."""
    return f"{MARK}{key}{MARK}"


@cache
def phrases() -> Phrases:
    return Phrases(templates_dir() / "phrases", strict=True)


def speaking(language: str) -> Screen:
    def say(key: str, /, **values: Any) -> str:
        phrase = Phrase(key, values)
        return phrases().say(phrase, language=language, zone="Europe/Berlin")

    return Screen(say)


def views(screen: Screen) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every kind of form and tab, and on which surface it is."""
    known = OpenFields("·7", "·480", "·Ana", "·80", "·We never agreed.", "2026-05-07")
    text = Typing("·Which?", Typed.TEXT, now="·" + "x" * 6_000)
    for view in (
        modals.loading(screen),
        modals.loading(screen, "slack.open_title"),
        modals.done(screen),
        modals.error(screen, "·No."),
        modals.open_dispute(screen, known, TARGET),
        modals.answer(screen, Typing("·How much?", Typed.AMOUNT), TARGET),
        modals.answer(screen, Typing("·Paper?", Typed.FILE), TARGET),
        modals.answer(screen, text, TARGET),
        modals.letter(screen, "·Dear Ana", TARGET),
        modals.files(screen, TARGET),
        modals.window(screen, (), QUESTION, TARGET),
    ):
        yield "modal", view
    item = Item("·D-7", "·due", "show D-7")
    some: Listing[str] = Listing("·3 cases", (item,) * 3, None, "list open 2")
    yield "home", home([Listing("·None", (), "·Nothing")], screen)
    yield "home", home([some], screen, Shelf("mine", 2))
    yield "home", closed("·Ask them.")


QUESTION: Question[str] = Question(
    "k",
    "·Why?",
    (Option("a", "·A"), Option("b", "·" + "b" * 90)),
    why="·Because.",
    typed=Typed.LINE,
    hint="·Hint",
    now="·Now",
    case_id="D-7",
    step=1,
    steps=9,
    can_go_back=True,
)
CARD: Card[str] = Card(
    "·Case",
    (Field("·Due", "·8 May", at=datetime(2026, 5, 8, tzinfo=UTC)), Field("·A", "·B")),
    (Button("·Undo", "undo D-7"),),
    "D-7",
    (Share("·Paid", "·€1.00", 3), Share("·Rest", "·€2.00", 6)),
)


def posts(screen: Screen) -> Iterator[Post]:
    """Every kind of part, and the posts that are the adapter's own."""
    choices = tuple(Option(f"o{n}", f"·{n}") for n in range(12))
    private = Question("p", "·Least?", case_id="D-7", is_private=True)
    parts = (
        Paragraph("·Said"),
        Paragraph("·Alone", Tone.PRIVATE),
        CARD,
        QUESTION,
        Question("m", "·Which?", choices, typed=Typed.FILE, case_id="D-7"),
        LetterText("W1", "D-7", "·Answer", "·About", "·Dear Ana", "·Draft", "a@b.co"),
        Listing("·List", (Item("·One", "·detail", "show D-7"),), None, "list 2"),
        Checklist(
            "·Check", (Check("·done", is_done=True), Check("·not", is_done=False))
        ),
        Table("·Sums", ("·Line", "·Sum"), (("·a", "·1"),)),
    )
    for shared in (False, True):
        shown = Screen(screen.say, "·Case D-7", is_shared=shared)
        for each in draw(message(*parts, private, to=THREAD), shown):
            if isinstance(each, Post):
                yield each
    yield help_message(screen)
    yield pointers.words("·Words", screen)
    yield pointers.thread("D-7", "https://x.example", screen)
    yield pointers.doubt("D-7", screen)
    yield pointers.private("D-7", "k", screen)
    yield root(CARD, screen)
    for code in ("not_in_channel", "restricted_action_thread_only_channel", "odd"):
        yield pointers.words(troubles.told(code, screen.say), screen)


def unspoken(text: str) -> str:
    """What is left of a text once the catalogue's and the core's words are gone."""
    left = re.sub(rf"{MARK}[^{MARK}]*{MARK}|<!date[^|]*", "", text)
    left = re.sub(rf"{GIVEN}[^\n\]|,]*", "", left)
    for spelling in REGISTRY.values():
        left = left.replace(f"/dispute {spelling.example}", "")
    return left.replace("/dispute here", "").replace("D-7", "")


@pytest.mark.covers("B14")
def test_no_word_of_the_adapters_own_is_outside_the_catalogues() -> None:
    screen = Screen(pseudo)
    texts = [text for _, view in views(screen) for text in labels(view)]
    for post in posts(screen):
        texts += [*seen(post.payload.get("blocks", [])), post.payload["text"]]
    left = {text: unspoken(text) for text in texts}
    literal = [each for each in left.items() if re.search(r"[^\W\d_]{2,}", each[1])]
    assert literal == []
    assert len(texts) > 150


def labels(value: Any) -> Iterator[str]:
    """Every text of a view that a person reads."""
    if isinstance(value, list):
        for each in value:
            yield from labels(each)
    elif isinstance(value, dict):
        if value.get("type") in ("plain_text", "mrkdwn", "raw_text"):
            yield value["text"]
        for each in value.values():
            yield from labels(each)


@pytest.mark.covers("B14", "S09", "S10")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fits_slacks_limits_and_no_title_is_cut(language: str) -> None:
    screen = speaking(language)
    for surface, view in views(screen):
        assert list(map(str, violations(view, surface))) == []
        for name in ("title", "submit", "close"):
            assert not view.get(name, {"text": ""})["text"].endswith("…")
    for post in posts(screen):
        assert list(map(str, violations(dict(post.payload)))) == []
    made = manifest(screen.say, Choices(url="https://parley.example"))
    assert list(map(str, manifest_violations(made))) == []


@pytest.mark.covers("B14")
def test_a_language_with_longer_words_still_fits() -> None:
    def long_say(key: str, /, **values: Any) -> str:
        return (key + " ") * 12

    screen = Screen(long_say)
    for surface, view in views(screen):
        assert list(map(str, violations(view, surface))) == []
    for post in posts(screen):
        assert list(map(str, violations(dict(post.payload)))) == []
    drawn = buttons([Key(long_say("slack.back"), Give("undo D-7"))])
    assert drawn[0].block["elements"][0]["text"]["text"].endswith("…")
