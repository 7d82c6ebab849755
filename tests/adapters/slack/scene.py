"""The whole Slack app in this process, against the fake: a team, people, a store."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.http import Listener
from adapters.slack.app import SlackPlatform, Tuning, slack_platform
from adapters.slack.manifest import Choices, manifest
from assistant.bootstrap import InMemory, build_on
from assistant.clock import MovableClock
from assistant.domain.business import Business, Profile
from assistant.domain.case import Case
from assistant.service import Assistant
from assistant.settings import ChannelDetail, Settings, SlackSettings
from tests.adapters.slack.words import say
from tests.fakes.slack.model import Channel
from tests.fakes.slack.person import Person
from tests.fakes.slack.server import FakeSlack
from tests.fakes.slack.workspace import Workspace

START = datetime(2026, 5, 7, 8, 0, tzinfo=UTC)
QUICK = Tuning(ping=0.3, burst=10_000)
_DONE = frozenset({"name", "sign_off", "place", "currency", "time_zone", "channels"})


@dataclass
class Scene:
    """What a test has before it.

    room: a private channel that Ann chose for the cases, unless told otherwise.
    """

    slack: FakeSlack
    team: Workspace
    room: Channel
    ann: Person
    bob: Person
    stores: InMemory
    clock: MovableClock
    settings: Settings
    tuning: Tuning
    listener: Listener | None = None

    def __post_init__(self) -> None:
        self.assistant: Assistant
        self.app: SlackPlatform

    @property
    def business(self) -> str:
        return f"slack:{self.team.id}"

    def case(self, case_id: str = "D-INV-7") -> Case:
        """A case as it is stored."""
        return self.stores.cases.load(self.business, case_id)

    def cases(self) -> list[str]:
        """The ids of all cases of the business."""
        found = self.stores.cases.summaries(self.business)
        return sorted(summary.case_id for summary in found)

    def posts(self, *names: str) -> list[dict[str, Any]]:
        """What was posted, in order, with its channel and thread."""
        calls = self.slack.journal.calls(*(names or ("chat.postMessage",)), ok=True)
        return [call.body for call in calls]

    async def restart(self) -> None:
        """End the app without a word and start it again on the same stores."""
        await self.crash()
        await self.begin()

    async def crash(self) -> None:
        """Everything that runs ends; nothing is put in order."""
        for task in self.app._running:
            task.cancel()
        await self.app._parts.tasks.cancel()
        if self.app._socket:
            await self.app._socket.stop()
        for worker in list(self.app._intake._queues._workers.values()):
            worker.cancel()
        await self.app._parts.api.close()
        if self.listener:
            await self.listener.stop()

    async def begin(self) -> None:
        """Put the app together and start it."""
        self.assistant = build_on(self.settings, self.clock, self.stores)
        self.app = slack_platform(self.settings, self.assistant, self.tuning)
        self.slack.probes[1:] = [self.app._is_busy, self.app._has_mail]
        if self.settings.slack.signing_secret:
            port = free_port()
            self.listener = Listener([self.app], "127.0.0.1", port, self.clock)
            await self.listener.start()
            self.slack.use_http(f"http://127.0.0.1:{port}/slack/events")
        await self.app.start()
        if not self.settings.slack.signing_secret:
            await self.slack.connected()

    async def due(self) -> bool:
        """Have the business told what became due."""
        told = await self.app.tell_what_is_due(self.business)
        await self.slack.settled()
        return told


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def words_of(choices: Choices) -> dict[str, Any]:
    """The manifest in the shipped words."""
    return manifest(say, choices)


@asynccontextmanager
async def scene(
    *,
    over_http: bool = False,
    choices: Choices | None = None,
    tuning: Tuning = QUICK,
    in_room: bool = True,
    detail: ChannelDetail = ChannelDetail.BY_CHANNEL,
    profile: Profile | None = None,
) -> AsyncIterator[Scene]:
    """A workspace with the app from its own manifest, and Ann, who owns the business.

    in_room: whether Ann chose the room for the cases.
    """
    clock = MovableClock(START)
    url = "https://parley.example" if over_http else ""
    chosen = choices or Choices(url=url, reads_threads=True)
    chosen = replace(chosen, url=url)
    async with FakeSlack(clock, words_of(chosen), quiet=0.02) as slack:
        team = slack.team("Acme")
        room = team.channel("disputes", is_private=True)
        ann = team.person("Ann", here=room, tz="Europe/London", locale="en-GB")
        bob = team.person("Bob Stone", here=room, tz="Europe/Berlin")
        env = slack.environment(team, over_http=over_http)
        found = SlackSettings(
            bot_token=env["SLACK_BOT_TOKEN"],
            app_token=env.get("SLACK_APP_TOKEN"),
            signing_secret=env.get("SLACK_SIGNING_SECRET"),
            api_url=env["SLACK_API_URL"],
        )
        settings = Settings(
            Path("unused"),
            locale="en_GB",
            time_zone="Europe/London",
            channel_detail=detail,
            slack=found,
        )
        stores = InMemory()
        known = profile or Profile(
            time_zone="Europe/London",
            currency="EUR",
            sign_off="Ann",
            place="GB-EAW",
            playbook="services",
        )
        business = Business(f"slack:{team.id}", known, (), _DONE)
        stores.businesses.save(business)
        here = Scene(slack, team, room, ann, bob, stores, clock, settings, tuning)
        await here.begin()
        if in_room:
            await ann.command("/dispute here")
        try:
            yield here
        finally:
            await here.app.stop()
            if here.listener:
                await here.listener.stop()
