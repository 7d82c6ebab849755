"""Drawn, sent by the library's bot, seen by a person, pressed and read back."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Bot, Message
from telegram.error import BadRequest

from adapters.telegram import inbound
from adapters.telegram.arrivals import Pressed
from adapters.telegram.asked import Asked
from adapters.telegram.calls import Call, answer, edited, with_keyboard
from adapters.telegram.commands import command_list, profile_calls
from adapters.telegram.keyboards import page_of
from adapters.telegram.outbound import draw
from adapters.telegram.sending import perform, simpler
from adapters.telegram.targets import Choice, Command, Note, Pages, Sheet, found
from assistant.chat.events import Place
from assistant.chat.replies import LetterText, Option, Paragraph, Part
from tests.adapters.telegram.words import (
    CARD,
    EVERY_PART,
    LETTER,
    LISTING,
    PHOTO,
    QUESTION,
    TYPED,
    message,
    pen,
    say,
)
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.faults import refused
from tests.fakes.telegram.request import FakeRequest


@dataclass
class Line:
    """A bot and a person on the two ends of a fake Telegram."""

    fake: FakeTelegram = field(default_factory=FakeTelegram)
    sheet: Sheet = field(default_factory=Sheet)

    def __post_init__(self) -> None:
        self.bot = Bot(
            self.fake.token,
            request=FakeRequest(self.fake),
            get_updates_request=FakeRequest(self.fake),
        )
        self.kim = self.fake.person("Kim", language="de")
        self.kim.start()
        self.fake.take_updates()

    def draw(self, *parts: Part[str]) -> list[Call]:
        """The calls that show the parts to the person."""
        home = Place("telegram", str(self.kim.id), "telegram:kim")
        return draw(message(*parts, to=home), pen(self.sheet))

    async def show(self, *parts: Part[str]) -> list[Message]:
        """Draw and send."""
        return [await perform(self.bot, call) for call in self.draw(*parts)]

    def press(self, label: str) -> Pressed:
        """Let the person press, and read what came of it."""
        self.kim.press(label)
        (payload,) = self.fake.take_updates()
        reader = inbound.Reader(
            self.fake.world.bot.id, "parley_test_bot", lambda *_: "b"
        )
        what = inbound.read(inbound.parse(payload), reader).what
        assert isinstance(what, Pressed)
        return what

    def meaning(self, label: str) -> object:
        """What the button with this label stands for."""
        note = {self.sheet.key: self.sheet.as_note()}
        return found(self.press(label).token, note.get)


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


@pytest.mark.covers("T03", "T12", "T13")
def test_telegram_takes_every_part_without_a_remark() -> None:
    async def story() -> None:
        line = Line()
        await line.show(*EVERY_PART, TYPED)
        assert line.fake.violations == line.fake.house_remarks == []
        seen = line.kim.sees()
        assert "[Scope] [Amount] [Quality]" in seen
        assert "Design  1,000.00      200.00" in seen
        assert [file.name for file in line.kim.files()][:2] == [
            "Acknowledgement to Harbour Café D-INV-7.txt",
            "cases.json",
        ]

    run(story())


@pytest.mark.covers("T12")
@pytest.mark.parametrize("length", [40, 256, 4096, 10_000])
def test_a_letter_is_seen_whole(length: int) -> None:
    async def story() -> None:
        line = Line()
        body = ("A sentence of a letter, & <more>.\n\n" * 400)[:length].strip()
        await line.show(replace(LETTER, body=body))
        assert ["".join(letter.split()) for letter in line.kim.letters()] == [
            "".join(body.split())
        ]
        (file,) = line.kim.files()
        assert file.content == body.encode()
        assert line.fake.violations == line.fake.house_remarks == []

    run(story())


@pytest.mark.covers("T13")
@given(st.text(min_size=1, max_size=300))
@settings(deadline=None, max_examples=60)
def test_no_words_make_telegram_refuse_a_message(words: str) -> None:
    async def story() -> None:
        line = Line()
        await line.show(
            Paragraph(words),
            replace(CARD, title=words),
            replace(QUESTION, prompt=words, options=(Option("a", words),)),
            LetterText("L", "D-7", words, words, words),
        )
        assert line.fake.violations == line.fake.house_remarks == []

    run(story())


@pytest.mark.covers("T03")
def test_a_button_that_is_pressed_reads_back_as_what_it_stands_for() -> None:
    async def story() -> None:
        line = Line()
        await line.show(CARD, QUESTION, LISTING)
        choice = Choice("D-INV-7", "reason", "quality", "Quality")
        assert line.meaning("Quality") == choice
        assert line.meaning("Papers") == Command("evidence D-INV-7")
        assert line.meaning("Next page") == Command("list open 2", in_place=True)
        assert isinstance(line.meaning("Why?"), Note)

    run(story())


@pytest.mark.covers("T03")
def test_the_pages_of_a_keyboard_are_turned_in_place() -> None:
    async def story() -> None:
        line = Line()
        options = tuple(Option(f"o{n}", f"Line number {n}") for n in range(1, 16))
        await line.show(replace(QUESTION, options=options))
        pressed = line.press("More… (1 of 3)")
        note = {line.sheet.key: line.sheet.as_note()}
        book = found(pressed.token, note.get)
        assert isinstance(book, Pages)
        assert pressed.page == 1
        turned = page_of(book, pressed.token, pressed.page)
        call = with_keyboard(line.kim.id, pressed.message_id, turned)
        await perform(line.bot, call)
        assert len(line.kim.messages()) == 1
        assert line.meaning("9. Line number 9") == Choice(
            "D-INV-7", "reason", "o9", "9. Line number 9"
        )

    run(story())


@pytest.mark.covers("T20")
def test_a_question_is_replaced_or_finished_where_it_stands() -> None:
    async def story() -> None:
        line = Line()
        (call,) = line.draw(QUESTION)
        sent = await perform(line.bot, call)
        asked = Asked.of(call, sent.message_id)
        (following,) = line.draw(replace(QUESTION, prompt="And which <line>?"))
        assert asked.is_same_step(following)
        await perform(line.bot, edited(following, sent.message_id))
        assert "And which <line>?" in line.kim.sees()
        asked = Asked.of(following, sent.message_id)
        await perform(line.bot, asked.finished(line.kim.id, "Scope & more"))
        assert line.kim.sees().endswith("✓ Scope & more")
        assert line.kim.buttons() == []
        assert line.fake.violations == []

    run(story())


def test_a_keyboard_can_be_taken_off_alone() -> None:
    async def story() -> None:
        line = Line()
        (call,) = line.draw(QUESTION)
        sent = await perform(line.bot, call)
        await perform(line.bot, Asked.of(call, sent.message_id).finished(line.kim.id))
        assert line.kim.buttons() == []
        assert "What does Harbour Café dispute?" in line.kim.sees()

    run(story())


@pytest.mark.covers("T13")
def test_what_telegram_refuses_to_read_arrives_without_markup() -> None:
    async def story() -> None:
        line = Line()
        told = "Bad Request: can't parse entities: Unsupported start tag"
        line.fake.faults.on("sendMessage", refused(400, told))
        (call,) = line.draw(Paragraph("5 < 6 & <b>"))
        with pytest.raises(BadRequest) as refusal:
            await perform(line.bot, call)
        instead = simpler(call, refusal.value)
        assert instead is not None
        await perform(line.bot, instead)
        assert line.kim.sees().endswith("5 < 6 & <b>")

    run(story())


def test_a_picture_that_telegram_cannot_show_arrives_as_a_file() -> None:
    async def story() -> None:
        line = Line()
        (call,) = line.draw(replace(PHOTO, content=b"\x89PNG broken"))
        with pytest.raises(BadRequest) as refusal:
            await perform(line.bot, call)
        instead = simpler(call, refusal.value)
        assert instead is not None
        await perform(line.bot, instead)
        assert [file.name for file in line.kim.files()] == ["chart.png"]

    run(story())


def test_nothing_simpler_helps_against_another_refusal() -> None:
    (call,) = draw(message(Paragraph("Hello")), pen())
    assert simpler(call, BadRequest("Chat not found")) is None


@pytest.mark.covers("T02")
def test_the_menu_shows_the_commands_of_the_person_s_language() -> None:
    async def story() -> None:
        line = Line()
        for call in profile_calls(lambda language: say, ["en", "de"]):
            await perform(line.bot, call)
        names = [f"/{name}" for name, _ in command_list(say)]
        assert line.kim.commands() == names
        assert line.fake.violations == []

    run(story())


def test_a_press_is_answered_over_the_chat() -> None:
    async def story() -> None:
        line = Line()
        await line.show(QUESTION)
        pressed = line.press("Why?")
        note = {line.sheet.key: line.sheet.as_note()}
        why = found(pressed.token, note.get)
        assert isinstance(why, Note)
        await perform(line.bot, answer(pressed.query_id, why.text, alert=True))
        assert line.kim.toasts() == [why.text]

    run(story())
