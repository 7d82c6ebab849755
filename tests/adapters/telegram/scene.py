"""Parley on a fake Telegram inside one process: people act, `go` lets Parley answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder

from adapters.telegram.app import AnyApplication, _assembled
from adapters.telegram.bundles import Patience
from adapters.telegram.desk import Desk, Options
from adapters.telegram.memory import Memory
from assistant.bootstrap import InMemory, build_on
from assistant.clock import MovableClock
from assistant.domain.business import Business, Profile
from assistant.domain.case import Case
from assistant.service import Assistant
from assistant.settings import Settings
from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.person import Person
from tests.fakes.telegram.request import FakeRequest

START = datetime(2026, 5, 7, 9, 0, tzinfo=UTC)
_DONE = frozenset({"name", "sign_off", "place", "currency", "time_zone", "channels"})
ALBUM = 0.05  # seconds of silence that end an album here


@dataclass
class Scene:
    """One bot and the people who use it.

    is_open: everybody is a business; else the bot has to be claimed.
    """

    is_open: bool = True
    clock: MovableClock = field(default_factory=lambda: MovableClock(START))
    stores: InMemory = field(default_factory=InMemory)
    patience: Patience = field(
        default_factory=lambda: Patience(album=ALBUM, text=ALBUM, forward=0)
    )
    announced: list[str] = field(default_factory=list)
    naps: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.telegram = FakeTelegram(clock=self.clock)
        self.assistant = self._assistant()
        self.application, self.desk = self._begun()

    # -- running -----------------------------------------------------------------

    def _assistant(self) -> Assistant:
        settings = Settings(Path("unused"), locale="en_GB", time_zone="Europe/London")
        return build_on(settings, self.clock, self.stores)

    def _begun(self) -> tuple[AnyApplication, Desk]:
        builder = (
            ApplicationBuilder()
            .token(self.telegram.token)
            .request(FakeRequest(self.telegram))
            .get_updates_request(FakeRequest(self.telegram))
        )
        return _assembled(
            builder,
            self.assistant,
            is_open=self.is_open,
            options=Options(self.patience, self._sleep),
            announce=self.announced.append,
        )

    async def restart(self) -> None:
        """End the program and start it again on what it kept, without a goodbye."""
        await self.desk.close()
        await self.application.shutdown()
        self.assistant = self._assistant()
        self.application, self.desk = self._begun()
        await self.application.initialize()

    async def go(self) -> None:
        """Let Parley do everything that happened, until nothing is left."""
        while updates := self.telegram.take_updates():
            for each in updates:
                update = Update.de_json(each, self.application.bot)
                await self.application.process_update(update)

    async def quiet(self) -> None:
        """Let Parley also do what it waited with, such as an album."""
        await self.go()
        async with asyncio.timeout(120):
            while self.desk.length:
                await asyncio.sleep(ALBUM / 5)
        await self.desk.pump.flush()

    async def told(self, person: Person, *texts: str) -> None:
        """Somebody types these, one after the other, and waits for each answer."""
        for text in texts:
            person.say(text)
            await self.go()

    async def tapped(self, person: Person, *labels: str) -> None:
        """Somebody presses these, one after the other."""
        for label in labels:
            person.press(label)
            await self.go()

    async def _sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        await asyncio.sleep(seconds if seconds <= ALBUM else 0)

    # -- people and what is kept ----------------------------------------------------

    def person(
        self, name: str, *, language: str = "en", is_new: bool = False
    ) -> Person:
        """Somebody whose business is set up, unless they are new."""
        person = self.telegram.person(name, language=language)
        if not is_new:
            profile = Profile(
                time_zone="Europe/London",
                currency="EUR",
                sign_off=name,
                place="GB-EAW",
                channels=("phone",),
            )
            business = Business(self.business(person), profile, (), _DONE)
            self.stores.businesses.save(business)
        return person

    @staticmethod
    def business(person: Person) -> str:
        """The business of somebody who is linked to no other."""
        return f"telegram:{person.id}"

    def case(self, person: Person, case_id: str = "") -> Case:
        """A case as it is stored; the only one where there is one."""
        business = self.business(person)
        ids = [s.case_id for s in self.stores.cases.summaries(business)]
        return self.stores.cases.load(business, case_id or ids[0])

    def cases(self, person: Person) -> list[str]:
        """The ids of all cases."""
        found = self.stores.cases.summaries(self.business(person))
        return sorted(summary.case_id for summary in found)

    @property
    def memory(self) -> Memory:
        """What the adapter remembers."""
        return self.desk.door.memory

    def later(self, **delay: float) -> None:
        """Time passes."""
        self.clock.advance(timedelta(**delay))


@asynccontextmanager
async def scene(**options: Any) -> AsyncIterator[Scene]:
    """A scene that is running."""
    stage = Scene(**options)
    await stage.application.initialize()
    try:
        yield stage
    finally:
        await stage.desk.close()
        await stage.application.shutdown()
        assert stage.telegram.violations == []
        assert stage.telegram.house_remarks == []


def played(act: Callable[[Scene], Awaitable[None]], **options: Any) -> None:
    """Play a scene on a loop of its own."""

    async def run() -> None:
        async with scene(**options) as stage:
            await act(stage)

    asyncio.run(run())


async def open_case(stage: Scene, person: Person, number: str = "INV-7") -> None:
    """A case about an amount, with its hold on and its first question asked."""
    await stage.told(person, f'/dispute open {number} 480 "Mo Ash"')
