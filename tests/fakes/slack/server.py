"""The fake Slack: start it, set it up, run the app against it, wait for rest."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Self

from aiohttp import web
from aiohttp.typedefs import Handler

from assistant.clock import Clock, MovableClock, SystemClock
from tests.fakes.slack.core import Core
from tests.fakes.slack.delivery import Deliveries
from tests.fakes.slack.errors import NotSettledError
from tests.fakes.slack.events import Events
from tests.fakes.slack.faults import Faults
from tests.fakes.slack.ids import Mint
from tests.fakes.slack.journal import Journal
from tests.fakes.slack.model import Grant, Team
from tests.fakes.slack.process import threads_are_working
from tests.fakes.slack.rates import Rates
from tests.fakes.slack.registration import Registration
from tests.fakes.slack.shapes import Shapes
from tests.fakes.slack.side_routes import SideRoutes
from tests.fakes.slack.signed_http import SignedHttp
from tests.fakes.slack.socket_mode import SocketMode
from tests.fakes.slack.state import World
from tests.fakes.slack.timeline import Pulse, Timeline
from tests.fakes.slack.views import Screens
from tests.fakes.slack.web_api import WebApi
from tests.fakes.slack.workspace import Workspace

LARGEST_BODY = 64 * 1024 * 1024


class FakeSlack:
    """A Slack on 127.0.0.1 with one app, any number of teams, and a clock.

    clock: a MovableClock that stands at the present instant unless another is given;
        pass SystemClock() for real expiry. manifest: the app's, so that only what it
        subscribed to is sent and only its commands, shortcuts and scopes exist.
    quiet: real seconds without any traffic that count as rest. patience: real seconds
        after which `settled` gives up. probes: asked whether the app works although
        nothing crosses the wire; they know `asyncio.to_thread` of this process, and
        for another process `AppProcess.is_working` is added.

    Used as `async with FakeSlack() as slack:`.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        manifest: Mapping[str, Any] | None = None,
        *,
        quiet: float = 0.05,
        patience: float = 20.0,
    ) -> None:
        timeline = Timeline(clock or MovableClock(SystemClock().now()))
        self._core = _assembled(timeline)
        if manifest:
            self._core.registration.follow(manifest)
        self._runner: web.AppRunner | None = None
        self._busy = 0
        self.quiet = quiet
        self.patience = patience
        self.probes: list[Callable[[], bool]] = [threads_are_working]
        self.app_token = self._app_grant().token

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen on a free port of the loopback."""
        app = web.Application(client_max_size=LARGEST_BODY, middlewares=[self._counted])
        api, side = WebApi(self._core), SideRoutes(self._core)
        app.router.add_route("*", "/api/{method}", api.serve)
        app.router.add_post("/actions/{key}", side.response_url)
        app.router.add_post("/upload/v1/{key}", side.upload)
        app.router.add_get("/files-pri/{place}/{name}", side.download)
        app.router.add_get("/files-pri/{place}/download/{name}", side.download)
        app.router.add_get("/oauth/v2/authorize", side.authorize)
        app.router.add_get("/link/", self.socket.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self._core.shapes.base_url = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Close everything; deliveries under way are dropped."""
        self.faults.clear()
        await self.deliveries.stop()
        await self.socket.stop()
        await self.http.stop()
        if self._runner:
            await self._runner.cleanup()

    # Where the app finds it.

    @property
    def url(self) -> str:
        """Its address without a path."""
        return self._core.shapes.base_url

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL is set to."""
        return f"{self.url}/api/"

    def environment(
        self, team: Workspace | None = None, *, over_http: bool = False
    ) -> dict[str, str]:
        """The settings of an app process; without a team those of OAuth."""
        app = self._core.registration
        found = {"SLACK_API_URL": self.api_url}
        if team is not None:
            found["SLACK_BOT_TOKEN"] = team.token
        else:
            found["SLACK_CLIENT_ID"] = app.client_id
            found["SLACK_CLIENT_SECRET"] = app.client_secret
        if over_http:
            found["SLACK_SIGNING_SECRET"] = app.signing_secret
        else:
            found["SLACK_APP_TOKEN"] = self.app_token
        return found

    def use_socket(self) -> None:
        """Deliver over Socket Mode, as at first."""
        self.deliveries.carrier = self.socket

    def use_http(
        self, events: str, interactivity: str = "", commands: str = ""
    ) -> None:
        """Deliver as signed HTTP to these addresses; one serves for all."""
        self.http.use(events, interactivity, commands)
        self.deliveries.carrier = self.http

    # Its parts, for tests.

    @property
    def registration(self) -> Registration:
        """The app as Slack knows it."""
        return self._core.registration

    @property
    def journal(self) -> Journal:
        """Everything that crossed the wire."""
        return self._core.journal

    @property
    def faults(self) -> Faults:
        """What goes wrong on demand."""
        return self._core.faults

    @property
    def rates(self) -> Rates:
        """Slack's rate limits; off until `is_on` is set."""
        return self._core.rates

    @property
    def deliveries(self) -> Deliveries:
        """What was sent to the app."""
        return self._core.deliveries

    @property
    def events(self) -> Events:
        """Sends events that no person causes."""
        return self._core.events

    @property
    def socket(self) -> SocketMode:
        """Socket Mode and its troubles."""
        return self._core.socket

    @property
    def http(self) -> SignedHttp:
        """Signed HTTP and its troubles."""
        return self._core.http

    @property
    def world(self) -> World:
        """The state behind it all."""
        return self._core.world

    def team(
        self, name: str, *, installed: bool = True, enterprise: str = ""
    ) -> Workspace:
        """A new workspace, with the app installed unless told not to.

        enterprise: name of the organisation it belongs to on Enterprise Grid.
        """
        mint = self._core.mint
        same = [t for t in self.world.teams.values() if t.enterprise_name == enterprise]
        enterprise_id = same[0].enterprise_id if enterprise and same else ""
        team = Team(
            id=mint.id("T"),
            name=name,
            domain=name.lower().replace(" ", "-"),
            enterprise_id=enterprise_id or (mint.id("E") if enterprise else ""),
            enterprise_name=enterprise,
        )
        self.world.teams[team.id] = team
        workspace = Workspace(self._core, team, self.settled)
        if installed:
            workspace.install()
        return workspace

    # Time and rest.

    async def advance(self, seconds: float, *, rest: bool = True) -> None:
        """Move the clock, and wait until what came due is done.

        rest: off while the app is kept from answering, as it would never be at rest.
        """
        await self._core.timeline.advance(seconds)
        if rest:
            await self.settled()

    async def look(self) -> None:
        """Take note of a clock that the test moved itself."""
        await self._core.timeline.look()
        await self.settled()

    async def settled(self) -> None:
        """Return once the app rests.

        Rest: no delivery waits for its answer, no request is being answered (those
        held at a gate do not count), no probe says busy, and nothing crossed the wire
        for `quiet` real seconds. NotSettledError after `patience`.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + self.patience
        while loop.time() < end:
            if self._is_busy():
                await self._core.pulse.wait(self.quiet)
                continue
            seen = self._core.pulse.count
            await self._core.pulse.wait(self.quiet)
            if seen == self._core.pulse.count and not self._is_busy():
                return
        raise NotSettledError(
            f"after {self.patience} s: {self.deliveries.in_flight} deliveries and "
            f"{self._busy} requests under way"
        )

    async def connected(self, count: int = 1) -> None:
        """Return once the app has a live socket and has come to rest.

        The SDK may open two when it is asked to leave and cut off as well.
        """
        await self.socket.connected(count, self.patience)
        await self.settled()
        await self.socket.connected(count, self.patience)

    async def until(
        self, condition: Callable[[], bool], patience: float | None = None
    ) -> None:
        """Return once a condition holds, asked at every change; TimeoutError else."""
        async with asyncio.timeout(patience or self.patience):
            while not condition():
                await self._core.pulse.wait(self.quiet)

    def _is_busy(self) -> bool:
        waiting = self._busy - self.faults.held()
        probed = [probe() for probe in self.probes]  # each keeps count when asked
        return bool(self.deliveries.in_flight or waiting > 0 or any(probed))

    @web.middleware
    async def _counted(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        if request.path.startswith("/link"):
            return await handler(request)
        self._busy += 1
        try:
            return await handler(request)
        finally:
            self._busy -= 1
            self._core.pulse.beat()

    def _app_grant(self) -> Grant:
        grant = Grant(
            token=f"xapp-1-{self.registration.app_id}-{self._core.mint.secret('app')}",
            team_id="",
            enterprise_id="",
            user_id="",
            bot_id="",
            scopes={"connections:write"},
            is_app_level=True,
        )
        self.world.grants[grant.token] = grant
        return grant


def _assembled(timeline: Timeline) -> Core:
    mint, pulse = Mint(), Pulse()
    registration = Registration(
        app_id=mint.id("A"),
        client_id=f"1000.{mint.secret('client id', 12)}",
        client_secret=mint.secret("client secret"),
        signing_secret=mint.secret("signing secret"),
        verification=mint.secret("verification", 24),
    )
    world = World(mint, timeline)
    journal = Journal(timeline, pulse)
    shapes = Shapes(world)
    deliveries = Deliveries(timeline, journal, pulse)
    socket = SocketMode(registration.app_id, mint, journal)
    deliveries.carrier = socket
    return Core(
        timeline=timeline,
        pulse=pulse,
        mint=mint,
        registration=registration,
        world=world,
        journal=journal,
        faults=Faults(pulse),
        rates=Rates(timeline),
        shapes=shapes,
        screens=Screens(world, journal),
        deliveries=deliveries,
        events=Events(world, registration, shapes, deliveries),
        socket=socket,
        http=SignedHttp(registration.signing_secret, registration.verification),
    )
