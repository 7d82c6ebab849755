"""Socket Mode: a connection that Parley opens, kept alive by a watchdog.

The SDK reconnects by itself after most troubles. A connection can also be silent and
look open, or its loops can stall; so the watchdog makes a new client, with everything
that belongs to it, whenever the old one has not been well for a while.
"""

import asyncio
import logging
import time
from contextlib import suppress

from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from adapters.faults import where
from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack.bolt import Front
from adapters.slack.calls import Api, quiet_logger
from assistant.errors import SettingsError

PING = 10.0  # seconds between two pings
_UNWELL = 6  # pings that may go by before another connection is made
_GOODBYE = 3.0  # seconds to close a connection
_FIRST = 5.0  # seconds that the start waits for the first connection
_log = logging.getLogger(__name__)


class Socket:
    """The connection, whichever one it is at present.

    ping: seconds between two pings, which all other times follow.
    """

    def __init__(
        self, front: Front, api: Api, app_token: str, ping: float = PING
    ) -> None:
        self._front, self._api, self._token, self._ping = front, api, app_token, ping
        self._client: SocketModeClient | None = None
        self._watch: asyncio.Task[None] | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._well_at = time.monotonic()
        self._heard_at: float | None = None
        self.last_error = ""

    @property
    def is_connected(self) -> bool:
        """Whether it was well when it was last looked at."""
        return time.monotonic() - self._well_at < self._ping * _UNWELL

    async def start(self) -> None:
        """Connect, or go on trying; SettingsError for a token that is not taken."""
        address = ""
        try:
            said = await self._api.call("apps.connections.open", self._token)
            address = str(said.get("url", ""))
        except RefusedError as error:
            problem = (
                f"SLACK_APP_TOKEN: Slack says {error}; copy it again from your app"
            )
            raise SettingsError([problem]) from error
        except (NotSentError, UnclearError) as error:
            self.last_error = str(error)
            _log.warning("Slack cannot be reached yet: %s", error)
        self._begin(address)
        assert self._connecting is not None  # noqa: S101  made just above
        await asyncio.wait({self._connecting}, timeout=_FIRST)
        self._watch = asyncio.create_task(self._watched())

    async def stop(self) -> None:
        """Take nothing new."""
        for task in (self._watch, self._connecting):
            if task:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        await self._closed(self._client)
        self._client = None

    def _begin(self, address: str = "") -> None:
        client = SocketModeClient(
            app_token=self._token,
            logger=quiet_logger(),
            web_client=self._api.client(),
            ping_interval=self._ping,
        )
        client.wss_uri = address or None
        client.socket_mode_request_listeners.append(self._heard)
        self._client = client
        self._connecting = asyncio.create_task(client.connect())  # type: ignore[no-untyped-call]  # SDK

    async def _watched(self) -> None:
        """Look now and then; another connection for one that is not well."""
        while True:
            await asyncio.sleep(self._ping)
            client = self._client
            if client is not None and await self._is_well(client):
                self._well_at, self.last_error = time.monotonic(), ""
            elif not self.is_connected:
                self.last_error = "no connection"
                _log.warning("Socket Mode was silent; connecting anew")
                await self._renewed(client)

    async def _is_well(self, client: SocketModeClient) -> bool:
        """Whether it is open and has answered a ping not long ago."""
        if not await client.is_connected():
            return False
        answered = client.last_ping_pong_time
        return answered is None or time.time() - answered < self._ping * _UNWELL

    async def _renewed(self, old: SocketModeClient | None) -> None:
        if self._connecting:
            self._connecting.cancel()
        self._begin()
        self._well_at = time.monotonic()  # time to connect
        await self._closed(old)

    async def _closed(self, client: SocketModeClient | None) -> None:
        if client is None:
            return
        with suppress(Exception):  # it is of no use any more, whatever it says
            async with asyncio.timeout(_GOODBYE):
                await client.close()  # type: ignore[no-untyped-call]  # SDK

    async def _heard(
        self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest
    ) -> None:
        """Take one envelope in, acknowledge it, then begin."""
        self._well_at = time.monotonic()
        asked = AsyncBoltRequest(
            mode="socket_mode", body=envelope.payload, headers=build_headers(envelope)
        )
        began = time.time()

        async def answer(response: BoltResponse) -> None:
            try:
                await send_async_response(client, envelope, response, began)
            except (OSError, RuntimeError) as error:
                # Slack delivers it again; it is kept, so that changes nothing.
                _log.info("an acknowledgement did not get out: %s", where(error))

        await self._front.handle(asked, answer)
