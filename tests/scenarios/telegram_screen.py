"""Somebody with Telegram: typed lines are messages, buttons are pressed, files sent."""

import asyncio
import mimetypes
import re
from pathlib import Path
from zoneinfo import ZoneInfo

from telegram import Update
from telegram.ext import ApplicationBuilder

from adapters.console.practice import Practice
from adapters.telegram.app import _assembled
from adapters.telegram.inbound import PLATFORM
from assistant.clock import MovableClock
from assistant.service import Assistant
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.request import FakeRequest
from tests.fakes.telegram.state import Message

_MORE = "More… ("  # a button that turns the page of its keyboard
_MOST_PAGES = 10


class TelegramScreen:
    """The real adapter on a fake Telegram, all in this process.

    The person's account is linked to the business that the story is about.
    """

    def __init__(
        self, assistant: Assistant, business: str, clock: MovableClock, zone: str
    ) -> None:
        self.telegram = FakeTelegram(clock=clock)
        self.person = self.telegram.person("Robin", language="")
        self._business = business
        self._practice = Practice(clock, ZoneInfo(zone))
        self._loop = asyncio.new_event_loop()
        account = f"account/{PLATFORM}/{self.person.id}"
        assistant.post_office.notes.put("parley", account, business)
        self._is_running = False

    def start(self, assistant: Assistant) -> None:
        """The bot starts; what ran before is gone without a goodbye."""
        if self._is_running:
            self._loop.run_until_complete(self._stopped())
        builder = (
            ApplicationBuilder()
            .token(self.telegram.token)
            .request(FakeRequest(self.telegram))
            .get_updates_request(FakeRequest(self.telegram))
        )
        self._application, self._desk = _assembled(builder, assistant, is_open=True)
        self._loop.run_until_complete(self._application.initialize())
        self._is_running = True

    def open(self) -> None:
        """Press Start."""
        self.person.start()
        self._go()

    def type(self, line: str) -> None:
        """Send a message."""
        self.person.say(line)
        self._go()

    def press(self, label: str) -> None:
        """Press the newest button of this label, or with the number it stands at."""
        for _ in range(_MOST_PAGES):
            button = self._button(label)
            if button:
                self.person.press(button)
                self._go()
                return
            turn = [each for each in self.person.buttons() if each.startswith(_MORE)]
            if not turn:
                break
            self.person.press(turn[-1])
            self._go()
        raise AssertionError(f"no button {label!r} in:\n{self.person.sees()}")

    def attach(self, words: str) -> None:
        """Send a file; one that is not there cannot be picked."""
        path = Path(words)
        if path.exists():
            media_type = mimetypes.guess_type(path.name)[0] or ""
            self.person.attach(path.name, path.read_bytes(), media_type)
            self._go()

    def wait(self, time: str) -> None:
        """Move the clock; the bot looks by itself."""
        self._practice.move(f"after {time}")
        self.person.chat.is_started = True
        self._loop.run_until_complete(self._desk.tell_what_is_due(self._business))

    @property
    def answer(self) -> str:
        """What the bot wrote or changed since."""
        return self.person.news()

    @property
    def labels(self) -> list[str]:
        """The labels of the last message with buttons, numbers taken off."""
        asked = [m for m in self.person.messages() if m.keyboard]
        if not asked:
            return []
        lines = dict(re.findall(r"^(\d+)\. (.+)$", asked[-1].text, re.MULTILINE))
        labels = [b["text"] for row in asked[-1].keyboard for b in row]
        return [_in_full(label, lines) for label in labels]

    @property
    def letter(self) -> str:
        """The letter with what stands before it."""
        letters = self.person.letters()
        return f"{self.answer}\n{letters[-1]}" if letters else ""

    def close(self) -> None:
        """The bot stops; it kept to what Telegram allows."""
        self._loop.run_until_complete(self._stopped())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
        assert self.telegram.violations == []
        assert self.telegram.house_remarks == []
        assert all(press.attempts == 1 for press in self.telegram.presses)

    async def _stopped(self) -> None:
        await self._desk.close()
        await self._application.shutdown()

    def _go(self) -> None:
        self._loop.run_until_complete(self._gone())

    async def _gone(self) -> None:
        while updates := self.telegram.take_updates():
            for each in updates:
                update = Update.de_json(each, self._application.bot)
                await self._application.process_update(update)

    def _button(self, label: str) -> str:
        """The text of the button that stands for an answer; empty where none does."""
        for message in reversed(self.person.messages()):
            buttons = [str(b["text"]) for row in message.keyboard for b in row]
            if label in buttons:
                return label
            number = _number_of(label, message)
            found = [b for b in buttons if number and b.startswith(f"{number}. ")]
            if found:
                return found[0]
        return ""


def _number_of(label: str, message: Message) -> str:
    """The number before a line of the message that says the answer in full."""
    found = re.search(rf"^(\d+)\. {re.escape(label)}", message.text, re.MULTILINE)
    return found[1] if found else ""


def _in_full(label: str, lines: dict[str, str]) -> str:
    number, _, rest = label.partition(". ")
    return lines.get(number, rest or label) if number.isdecimal() else label
