"""Somebody with Slack: a story goes on in the thread of its case, by words and buttons.

Only the opening is elsewhere: a case has no thread before, so it is opened by a command
with its form, or by words in direct messages.
"""

import asyncio
from collections.abc import Awaitable
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.console.practice import Practice
from adapters.slack.app import SlackPlatform, Tuning, slack_platform
from adapters.slack.manifest import Choices, manifest
from adapters.slack.notes import PLATFORM
from adapters.slack.parts import PROMPT
from assistant.clock import MovableClock
from assistant.service import Assistant
from assistant.settings import Settings, SlackSettings
from tests.adapters.slack.words import say
from tests.fakes.slack.errors import NotVisibleError
from tests.fakes.slack.forms import fields, options_of, text_of
from tests.fakes.slack.model import Message
from tests.fakes.slack.server import FakeSlack

_OPENING = ("open", "new")
_QUICK = Tuning(ping=60, burst=100_000)


class SlackScreen:
    """The real app on a fake Slack over Socket Mode, all in this process.

    The person's account is linked to the business that the story is about.
    """

    def __init__(
        self, assistant: Assistant, business: str, clock: MovableClock, zone: str
    ) -> None:
        self._business, self._clock = business, clock
        self._practice = Practice(clock, ZoneInfo(zone))
        self._loop = asyncio.new_event_loop()
        wanted = manifest(say, Choices(reads_threads=True))
        self.slack = FakeSlack(clock, wanted)
        self._run(self.slack.start())
        team = self.slack.team("Acme")
        self.room = team.channel("disputes", is_private=True)
        self.person = team.person("Robin", here=self.room, locale="en-GB")
        self.person.waits = False
        env = self.slack.environment(team)
        found = SlackSettings(
            env["SLACK_BOT_TOKEN"], env["SLACK_APP_TOKEN"], api_url=env["SLACK_API_URL"]
        )
        self._settings = Settings(
            Path("unused"), locale="en_GB", time_zone=zone, slack=found
        )
        account = f"account/{PLATFORM}/{self.person.id}"
        assistant.post_office.notes.put("parley", account, business)
        self._app: SlackPlatform | None = None
        self._news: list[Message] = []
        self._seen = 0

    def start(self, assistant: Assistant) -> None:
        """The app starts; what ran before is gone without a goodbye."""
        if self._app:
            self._run(self._app.stop())
        self._app = slack_platform(self._settings, assistant, _QUICK)
        self._run(self._app.start())
        self._run(self.slack.socket.connected())
        if not self._app._rooms.desk(self._business).get("channel"):
            self._do(self.person.command("/dispute here"))

    def open(self) -> None:
        """See what became due meanwhile, and open the messages tab."""
        assert self._app
        self._run(self._app.tell_what_is_due(self._business))
        self._do(self.person.open_messages())

    def type(self, line: str) -> None:
        """A command, or words: in the thread, or where they are asked for."""
        text = line.removeprefix("/dispute").strip() if line[:1] == "/" else ""
        if text.split(" ")[0] in _OPENING:
            self._do(self.person.command(f"/dispute {text}"))
            self._do(self.person.submit())
        elif text:
            self._said(f"@Parley {text}")
        else:
            self._said(line)

    def press(self, label: str) -> None:
        """Press the newest button of this label, or pick it from a menu."""
        for message in self._messages():
            labels = [f.label for f in fields(message.blocks) if f.kind == "button"]
            if label in labels:
                self._do(self.person.press(label, message))
                return
            number = _number_of(label, self.person.reads(message))
            numbered = [each for each in labels if each.startswith(f"{number}. ")]
            if number and numbered:
                self._do(self.person.press(numbered[0], message))
                return
            menu = _menu_with(label, message)
            if menu:
                self._do(self.person.choose(menu, label, message))
                return
        raise NotVisibleError(f"no button {label!r} in\n{self.person.sees()}")

    def attach(self, words: str) -> None:
        """Drop a file into the thread; one that is not there cannot be picked."""
        path = Path(words)
        if path.exists():
            root = self._root()
            channel = None if root else self.person.dm
            dropped = self.person.attach(
                path.name, path.read_bytes(), thread=root, channel=channel
            )
            self._do(dropped)

    def wait(self, time: str) -> None:
        """Move the clock; the app looks by itself."""
        self._practice.move(f"after {time}")
        assert self._app
        self._mark()
        self._run(self._app.tell_what_is_due(self._business))
        self._run(self._rest())

    @property
    def answer(self) -> str:
        """What the app wrote since."""
        return "\n".join(self.person.reads(message) for message in self._since())

    @property
    def labels(self) -> list[str]:
        """The labels of the last question."""
        for message in self._messages():
            if _asks(message):
                return [f.label for f in fields(message.blocks) if f.kind == "button"]
        return []

    @property
    def letter(self) -> str:
        """The letter that was posted last, with what stands before it."""
        letters = [m.text for m in self._since() if m.bot_id and not m.blocks]
        return f"{self.answer}\n{letters[-1]}" if letters else ""

    def close(self) -> None:
        """The app stops; it kept to what Slack allows."""
        assert self._app
        self._run(self._app.stop())
        self._run(self.slack.stop())
        self._run(self._loop.shutdown_default_executor())
        self._loop.close()
        assert self.slack.journal.violations == []
        refused = [c for c in self.slack.journal.calls(ok=False) if c.error]
        assert refused == []

    # -- how it is done ----------------------------------------------------------------

    def _said(self, text: str) -> None:
        """Words in the thread; to a question for one person, in its form."""
        asked = next((m for m in self._messages() if _asks(m)), None)
        in_own = asked is not None and asked.channel_id == self.person.dm.id
        root = self._root()
        if in_own and asked is not None and asked.thread_ts == "" and root:
            self._in_form(text, asked)
        elif root:
            self._do(self.person.say(text, thread=root))
        else:
            self._do(self.person.say(text, channel=self.person.dm))

    def _in_form(self, text: str, asked: Message) -> None:
        labels = [f.label for f in fields(asked.blocks) if f.kind == "button"]
        typing = [label for label in labels if label.startswith("Type the")]
        if not typing:
            self._do(self.person.say(text, channel=self.person.dm))
            return
        self._do(self.person.press(typing[0], asked))
        self._do(self.person.fill({"Your answer": text}))
        self._do(self.person.submit())

    def _do(self, verb: Awaitable[object]) -> None:
        self._mark()
        self._run(verb)
        self._run(self._rest())

    async def _rest(self) -> None:
        assert self._app
        while self.slack.deliveries.in_flight or self._app._is_busy():
            await asyncio.sleep(0)
            await self._app.settled()
        await self._app.settled()

    def _run(self, work: Awaitable[object]) -> None:
        self._loop.run_until_complete(work)

    def _mark(self) -> None:
        self._seen = len(self._all())

    def _since(self) -> list[Message]:
        return self._all()[self._seen :]

    def _all(self) -> list[Message]:
        return sorted(self.person._eyes().messages(), key=lambda m: m.ts)

    def _messages(self) -> list[Message]:
        return self.person._eyes().messages()

    def _root(self) -> Message | None:
        """The root of the newest case, wherever it is."""
        roots = {m.root_ts for m in self._messages() if m.bot_id and m.is_reply}
        tops = [m for m in self._messages() if m.ts in roots]
        return tops[0] if tops else None


def _asks(message: Message) -> bool:
    blocks = message.blocks if message.bot_id else []
    return any(str(block.get("block_id", "")).startswith(PROMPT) for block in blocks)


def _menu_with(label: str, message: Message) -> str:
    for field in fields(message.blocks if message.bot_id else []):
        if field.kind == "static_select":
            labels = [text_of(each["text"]) for each in options_of(field.element)]
            if label in labels:
                return field.label
    return ""


def _number_of(label: str, text: str) -> str:
    for line in text.splitlines():
        number, dot, rest = line.strip().partition(". ")
        if dot and number.isdecimal() and rest.startswith(label):
            return number
    return ""
