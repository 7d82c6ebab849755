"""The Slack app as a platform: started, stopped, and asked how it is.

One payload from Slack goes through `bolt` (signature), `door` (kept, acknowledged),
`worker` (event for the core) and comes back through `sending` (posts).
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

from aiohttp import web

from adapters.platform import Health
from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack.assembly import Parts, assembled
from adapters.slack.bolt import served
from adapters.slack.manifest import EVENTS_PATH
from adapters.slack.notes import PLATFORM
from adapters.slack.oauth import OAuth
from adapters.slack.pace import BURST
from adapters.slack.socket import PING, Socket
from adapters.slack.tenants import DEAD_TOKEN, Installation
from assistant.chat.events import Person, Place, TimePassed
from assistant.errors import SettingsError, StoreError
from assistant.service import Assistant
from assistant.settings import Settings, SlackSettings

_UPKEEP, _SOON = 3600.0, 30.0  # seconds between two rounds; while Slack is not reached
_FAREWELL = 6.0  # seconds for what was begun when it is time to stop
_UNSIGNED = (
    "SLACK_SIGNING_SECRET: is missing; copy it from your app's Basic Information"
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tuning:
    """Times, for those who cannot wait.

    ping: seconds between two pings of Socket Mode. burst: posts to one channel that
    may go at once, before they are spaced to one a second.
    """

    ping: float = PING
    burst: int = BURST


def slack_platform(
    settings: Settings, assistant: Assistant, tuning: Tuning | None = None
) -> "SlackPlatform":
    """Slack, ready to be started."""
    tuning = tuning or Tuning()
    parts = assembled(settings, assistant, tuning.burst)
    token = settings.slack.app_token
    socket = Socket(parts.front, parts.api, token, tuning.ping) if token else None
    return SlackPlatform(settings.slack, parts, socket)


class SlackPlatform:
    """Slack as one of the platforms that `parley run` runs."""

    name = PLATFORM

    def __init__(
        self, settings: SlackSettings, parts: Parts, socket: Socket | None
    ) -> None:
        self._slack, self._parts, self._socket = settings, parts, socket
        self._assistant = parts.clerk.assistant
        self._workspaces, self._rooms = parts.clerk.workspaces, parts.clerk.rooms
        self._pump, self._intake = parts.clerk.pump, parts.intake
        self._running: list[asyncio.Task[None]] = []

    # -- as `parley run` knows it ------------------------------------------------------

    async def start(self) -> None:
        """Work off what the last run left, then listen."""
        if not (self._socket or self._slack.signing_secret):
            raise SettingsError([_UNSIGNED])
        await self._looked_up()
        self._running = [
            asyncio.create_task(self._pump.run()),
            asyncio.create_task(self._upkeep()),
        ]
        count = await self._intake.resume(self._parts.door.key)
        if count:
            _log.info("%s deliveries of the last run are worked off", count)
        if self._socket:
            await self._socket.start()

    async def stop(self) -> None:
        """Take nothing new, finish what was begun."""
        if self._socket:
            await self._socket.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL):
                await self.settled()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._parts.tasks.cancel()
        await self._parts.door.tasks.cancel()
        await self._parts.api.close()

    async def tell_what_is_due(self, business_id: str) -> bool:
        """Have a business told what has become due; False if it has no place here."""
        desk = self._rooms.desk(business_id)
        if not desk or not self._workspaces.found(desk["team"]):
            return False
        channel, user = desk.get("channel", ""), desk["user"]
        place = Place(PLATFORM, f"user/{user}", business_id)
        if channel:
            place = Place(PLATFORM, f"channel/{channel}", business_id, is_private=False)
        event = TimePassed(f"time:{uuid4().hex}", place, Person(user, user))
        await asyncio.to_thread(self._assistant.post, event)
        self._pump.kick()
        return True

    def routes(self) -> Sequence[web.RouteDef]:
        """Slack's requests, and the install page."""
        if not self._slack.signing_secret:
            return []
        serve = served(self._parts.front, self._slack.signing_secret)
        routes = [web.post(EVENTS_PATH, serve)]
        if self._slack.client_id:
            clerk = self._parts.clerk
            oauth = OAuth(self._slack, self._workspaces, clerk.notes, self._installed)
            office = self._assistant.post_office
            routes += oauth.routes(office.now, self._assistant.text)
        return routes

    def health(self) -> Health:
        """How it is doing now."""
        errors = (
            self._socket.last_error if self._socket else "",
            self._workspaces.last_error,
            self._pump.last_error,
            self._intake.last_error,
        )
        is_open = self._socket.is_connected if self._socket else True
        return Health(
            PLATFORM,
            is_open and not self._workspaces.is_locked_out,
            self._intake.last_at,
            self._intake.length,
            next(filter(None, errors), ""),
        )

    async def settled(self) -> None:
        """Return once everything that was taken in is worked off and posted."""
        await self._pump.flush()
        while self._is_busy():
            await self._intake.drained()
            await self._parts.tasks.finished()
            await self._parts.door.tasks.finished()
            await self._pump.flush()

    # -- how it is done ----------------------------------------------------------------

    def _is_busy(self) -> bool:
        parts = self._parts
        running = parts.tasks.count + parts.door.tasks.count
        return bool(parts.front.in_hand or self._intake.length or running)

    def _has_mail(self) -> bool:
        """Whether something is being sent, or could be at once."""
        due = self._assistant.post_office.due(PLATFORM)
        return bool(due or self._pump.in_hand)

    async def _looked_up(self) -> None:
        """Ask whose token it is; one that is not taken ends the start."""
        try:
            await self._workspaces.look_up()
        except RefusedError as error:
            if str(error) in DEAD_TOKEN:
                problem = f"SLACK_BOT_TOKEN: Slack says {error}; install the app again"
                raise SettingsError([problem]) from error
            _log.warning("Slack does not say whose token it is: %s", error)
        except (NotSentError, UnclearError) as error:
            _log.warning("Slack cannot be reached yet: %s", error)

    async def _upkeep(self) -> None:
        """Now and then: what was left to be looked up, and what is to be cleared up."""
        while True:
            try:
                if self._workspaces.is_unknown:
                    await self._looked_up()
                await self._parts.departures.clear_up()
            except (SettingsError, StoreError) as error:
                _log.warning("upkeep: %s", type(error).__name__)
            await asyncio.sleep(_SOON if self._workspaces.is_unknown else _UPKEEP)

    async def _installed(self, at: Installation, team_id: str, user_id: str) -> None:
        """Somebody installed the app into a workspace."""
        await self._parts.departures.returned(team_id)
        await self._rooms.meet(f"{PLATFORM}:{team_id}", team_id, user_id)
        _log.info("workspace %s has the app (%s)", team_id, at.id)
