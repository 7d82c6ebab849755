"""One update from start to end: kept, answered if it is a press, read, done.

An update is in the inbox before Telegram is told that it arrived. Updates of one chat
are done in order, chats side by side; when they are done, what they say is in the
outbox.
"""

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot

from adapters.intake import Intake, Stays
from adapters.pump import Pump
from adapters.telegram import raw
from adapters.telegram.arrivals import Arrival, FileArrived
from adapters.telegram.bundles import Bundle, Bundles, Part, Patience, Sleep
from adapters.telegram.calls import words
from adapters.telegram.chats import Chats
from adapters.telegram.clerk import Clerk
from adapters.telegram.delivery import Delivery
from adapters.telegram.door import Door
from adapters.telegram.doubts import Doubts
from adapters.telegram.files import Files
from adapters.telegram.handling import Handler
from adapters.telegram.inbound import PLATFORM, Reader, parse, read
from adapters.telegram.listening import Listening
from adapters.telegram.presses import LEAVE, TAKE
from adapters.telegram.reach import Reach
from adapters.telegram.targets import read_data
from assistant.chat.events import Person, Place, TimePassed

_log = logging.getLogger(__name__)

# Seconds a press waits to be on disk before it is answered: a button must not show its
# clock for long, and one that is known already is not answered twice.
_SOON = 0.3
_CATCH_UP = 0.5  # seconds between two looks at what Telegram made us wait with

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Options:
    """How long the desk waits; tests wait for nothing.

    sleep: waits so many seconds.
    is_pumped: whether somebody runs the pump; else the desk sends what is said.
    """

    patience: Patience = field(default_factory=Patience)
    sleep: Sleep = asyncio.sleep
    is_pumped: bool = False


class Desk:
    """Takes the updates of one bot."""

    def __init__(self, bot: Bot, door: Door, options: Options) -> None:
        assistant, memory = door.assistant, door.memory
        office = assistant.post_office
        self._bot, self._memory, self._office = bot, memory, office
        self.door = door
        self._options = options
        reach = Reach(bot, memory, office.now)
        chats = Chats(memory.asked)
        self.clerk = Clerk(assistant, memory, chats, reach)
        delivery = Delivery(reach, memory, chats, assistant.text, self._username)
        self.pump = Pump(PLATFORM, office, delivery.send)
        self.intake = Intake(PLATFORM, office, self._work, self._apologise)
        files = Files(bot, options.sleep)
        listening = Listening(self.clerk, door, bot, TAKE, LEAVE)
        doubts = Doubts(self.clerk, self.pump)
        self.handler = Handler(self.clerk, door, files, doubts, listening)
        self._files = files
        self._bundles = Bundles(self._complete, options.patience, options.sleep)
        self._journal = asyncio.Lock()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._answering: set[asyncio.Task[Any]] = set()
        self._working: dict[str, asyncio.Event] = {}
        self._catching_up: asyncio.Task[None] | None = None

    @property
    def length(self) -> int:
        """How much is waiting or at work; 0 when everything was done and said."""
        return self.intake.length + self._bundles.length + len(self._tasks)

    # -- taking ----------------------------------------------------------------------

    async def take(self, updates: Sequence[Json]) -> None:
        """Have updates on disk, then do them; presses are answered meanwhile.

        Returns when all are kept and may be confirmed. Raises StoreError if the disk
        refuses one: those before it are kept.
        """
        known: list[asyncio.Future[bool]] = [
            asyncio.get_running_loop().create_future() for _ in updates
        ]
        for update, kept in zip(updates, known, strict=True):
            press = raw.press_of(update)
            if press is not None:
                answering = self._begin(self._answer(press, kept))
                self._answering.add(answering)
                answering.add_done_callback(self._answering.discard)
        async with self._journal:  # one batch after the other, so that order stays
            for update, kept in zip(updates, known, strict=True):
                number, payload = raw.delivery_id(update), json.dumps(update)
                is_new = await self.intake.keep(number, payload)
                kept.set_result(is_new)
                if is_new:
                    self._working[number] = asyncio.Event()
                    self.intake.begin(number, payload, raw.queue_of(update))

    async def take_and_answer(self, update: Json) -> None:
        """Take one update; returns when it is done and everything said was sent.

        A part of an album or of a long text is answered with its fellows, later.
        """
        await self.take([update])
        done = self._working.get(raw.delivery_id(update))
        if done is not None:
            await done.wait()
        await asyncio.gather(*self._answering)
        await self._send()

    async def resume(self) -> int:
        """Do what the last run left; how many updates."""
        return await self.intake.resume(lambda text: raw.queue_of(json.loads(text)))

    async def tell_what_is_due(self, business_id: str) -> bool:
        """Have a business told what has become due; False if it has no chat here."""
        home = self._memory.home(business_id)
        if not home or self._memory.is_blocked(home) or not self.door.admits(home):
            return False
        now, account = self._office.now(), str(home)
        person = Person(account, account, self._memory.language(home, ""))
        place = Place(PLATFORM, account, business_id)
        event = TimePassed(f"tick/{now.isoformat()}", place, person)
        await asyncio.to_thread(self.clerk.assistant.post, event)
        self.pump.kick()
        if not self._options.is_pumped:
            await self._send()
        return True

    async def finish(self) -> None:
        """Wait for nothing more; do what was taken, and send what was said."""
        self._bundles.close_all()
        await self.intake.drained()
        await self.pump.flush()

    async def close(self) -> None:
        """Give up what is still waiting for a time to come."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- presses ---------------------------------------------------------------------

    async def _answer(self, press: Json, kept: "asyncio.Future[bool]") -> None:
        await asyncio.wait({kept}, timeout=_SOON)
        if kept.done() and not kept.result():
            return  # it was answered when it came first
        token, _ = read_data(str(press.get("data") or "")) or ("", None)
        sender = press.get("from") or {}
        told = str(sender.get("language_code") or "")
        language = self._language(int(sender.get("id", 0)), told)
        query_id = str(press["id"])
        call = self.handler.presses.at_once(query_id, token, language)
        await self.clerk.reach.make_quietly(call)

    # -- doing -----------------------------------------------------------------------

    async def _work(self, delivery_id: str, payload: str) -> Stays | None:
        """Do one update, after what came before it in its chat."""
        try:
            return await self._done(delivery_id, payload)
        finally:
            done = self._working.pop(delivery_id, None)
            if done is not None:
                done.set()
            self.pump.kick()

    async def _done(self, delivery_id: str, payload: str) -> Stays | None:
        update = json.loads(payload)
        arrival = self._read(update)
        if arrival is None:
            return None
        chat = raw.queue_of(update)
        joins = self._bundles.joins(chat, arrival)
        if not joins:
            await self._end(self._bundles.close(chat))
        key, _ = self._bundles.key_of(arrival)
        if (joins or key) and self.handler.is_from_owner(arrival):
            self._bundles.add(chat, self._part(delivery_id, payload, arrival))
            return Stays.OPEN
        await self.handler.handle(arrival, delivery_id)
        return None

    def _read(self, update: Json) -> Arrival | None:
        """The update, understood; None for one that the library cannot read."""
        chat_id = raw.chat_of(update)
        asked = self.clerk.chats.at(chat_id).asked if chat_id else None
        reader = Reader(
            self._bot.id,
            self._username(),
            self.door.business_of,
            self._memory.language,
        )
        try:
            parsed = parse(update, self._bot)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            number = raw.delivery_id(update)
            _log.warning("update %s is strange: %s", number, type(error).__name__)
            return None
        return read(parsed, reader, asked.asking if asked else None)

    def _part(self, delivery_id: str, payload: str, arrival: Arrival) -> Part:
        what = arrival.what
        content = None
        if isinstance(what, FileArrived) and not what.is_too_large:
            content = asyncio.create_task(self._files.fetch(what))
        return Part(delivery_id, payload, arrival, content)

    def _complete(self, chat: str, bundle: Bundle) -> None:
        self.intake.put(chat, lambda: self._end(bundle))

    async def _end(self, bundle: Bundle | None) -> None:
        """Do the parts of a bundle as one; all of them are done then."""
        if bundle is None:
            return
        parts = bundle.parts

        async def job() -> None:
            await self.handler.handle_together(parts)

        await self.intake.settle(bundle.delivery_ids, parts[-1].payload, job)
        self.pump.kick()
        if not self._options.is_pumped:
            self._begin(self._send())

    async def _apologise(self, payload: str, reference: str) -> None:
        chat_id = raw.chat_of(json.loads(payload))
        if not chat_id:
            return
        language = self._language(chat_id)
        text = self.clerk.assistant.text
        said = text("telegram.bug", language_=language, reference=reference)
        await self.clerk.reach.make_quietly(words(chat_id, said))

    # -- around ----------------------------------------------------------------------

    async def _send(self) -> None:
        """Send what was said, and later what Telegram made us wait with."""
        await self.pump.flush()
        if self.pump.waiting and self._catching_up is None:
            self._catching_up = self._begin(self._catch_up())

    async def _catch_up(self) -> None:
        """Send what Telegram made us wait with, where no pump is running."""
        try:
            while self.pump.waiting:
                await self._options.sleep(_CATCH_UP)
                await self.pump.flush()
        finally:
            self._catching_up = None

    def _language(self, user_id: int, told: str = "") -> str:
        """What somebody is spoken to in, as far as is known without the assistant."""
        spoken = self.clerk.chats.at(user_id).language
        return spoken or self._memory.language(user_id, told)

    def _username(self) -> str:
        return self._bot.username

    def _begin(self, work: Any) -> "asyncio.Task[Any]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
