"""The fake over HTTP, on the test's own loop or on a thread of its own.

    async with TelegramServer(FakeTelegram()) as server: ...      # same loop
    with LiveTelegram(FakeTelegram()) as live: ...                # own thread

The second suits tests that are not asynchronous and run the bot as a subprocess with
`telegram.environment`; people's verbs work from the test's thread as they are.
"""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.fakes.telegram.fake import FakeTelegram
from tests.fakes.telegram.files import UPLOAD_BYTES
from tests.fakes.telegram.webhooks import Courier
from tests.fakes.telegram.wire import ApiError, Call, ConnectionLostError, Upload

Result = TypeVar("Result")
SHUTDOWN_SECONDS = 0.001  # for calls that stand at a gate or in a long poll


class TelegramServer:
    """Serves a fake on a free port of this machine."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self.telegram = telegram
        self._courier = Courier(telegram)
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def __aenter__(self) -> Self:
        await self.come_up()
        self._courier.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._courier.stop()
        await self.go_down()

    async def come_up(self) -> None:
        """Listen, on the same port as before if there was one."""
        application = web.Application(client_max_size=UPLOAD_BYTES + 2**20)
        application.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(
            application,
            handler_cancellation=True,
            shutdown_timeout=SHUTDOWN_SECONDS,
            access_log=None,
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.telegram.url = f"http://127.0.0.1:{self._port}"
        self.telegram.is_reachable = True

    async def go_down(self) -> None:
        """Close the port and all connections: the bot cannot reach Telegram."""
        self.telegram.is_reachable = False
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        try:
            call = await self._read(request)
            if not call:
                raise web.HTTPNotFound
            answer = await self.telegram.answer(call)
        except web.HTTPRequestEntityTooLarge:
            answer = ApiError(413, "Request Entity Too Large").answer()
        except ConnectionLostError:
            if request.transport:
                request.transport.abort()
            return web.Response()
        kind = answer.mime
        return web.Response(body=answer.body, status=answer.status, content_type=kind)

    async def _read(self, request: web.Request) -> Call | None:
        values: dict[str, Any] = dict(request.query)
        uploads: dict[str, Upload] = {}
        if request.content_type == "application/json":
            values |= await request.json() if request.can_read_body else {}
        elif request.can_read_body:
            for name, field in (await request.post()).items():
                if isinstance(field, web.FileField):
                    mime = field.content_type
                    uploads[name] = Upload(field.filename, field.file.read(), mime)
                else:
                    values[name] = field
        call = self.telegram.call_at(request.path, values)
        return Call(call.token, call.method, call.values, uploads) if call else None


class LiveTelegram:
    """A fake that is served on a thread of its own."""

    def __init__(self, telegram: FakeTelegram) -> None:
        self.telegram = telegram
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server = TelegramServer(telegram)

    def __enter__(self) -> Self:
        self._thread.start()
        self.run(self._server.__aenter__())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.run(self._server.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, Result], seconds: float = 60) -> Result:
        """Await something of the fake, such as `telegram.settled()`, from here."""
        return self.start(work).result(seconds)

    def start(self, work: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Begin something on the fake's loop; `.result(seconds)` waits for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def settle(self, seconds: float = 20) -> None:
        """Until the bot is done."""
        self.run(self.telegram.settled(seconds=seconds))

    def go_down(self) -> None:
        """Close the port."""
        self.run(self._server.go_down())

    def come_up(self) -> None:
        """Listen again on the same port."""
        self.run(self._server.come_up())
