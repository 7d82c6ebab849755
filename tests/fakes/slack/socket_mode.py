"""Socket Mode: tickets, hello, envelopes, and connections that fail on demand."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from tests.fakes.slack.delivery import (
    Ack,
    CarryError,
    Delivery,
    Retry,
    Route,
    SilenceError,
)
from tests.fakes.slack.ids import Mint
from tests.fakes.slack.journal import Journal, Traffic
from tests.fakes.slack.model import Json

MAX_CONNECTIONS = 10
LIFETIME_SECONDS = 18_060


@dataclass(slots=True, eq=False)
class Connection:
    """One open socket. waiting: envelope id -> the answer to come.

    is_silent: nothing is read, answered or sent any more, though it stays open.
    """

    socket: web.WebSocketResponse
    request: web.Request
    waiting: dict[str, asyncio.Future[Ack]] = field(default_factory=dict)
    is_silent: bool = False

    def give_up(self) -> None:
        """The connection is gone: nobody will answer what is open."""
        for answer in self.waiting.values():
            if not answer.done():
                answer.set_exception(CarryError("connection_failed"))
        self.waiting.clear()


class SocketMode:
    """The server side of Socket Mode, and the transport of deliveries over it."""

    def __init__(self, app_id: str, mint: Mint, journal: Journal) -> None:
        self._app_id = app_id
        self._mint = mint
        self._journal = journal
        self._tickets: set[str] = set()
        self._next = 0
        self._refusals = 0
        self.connections: list[Connection] = []

    # What a test does to it.

    async def connected(self, count: int = 1, patience: float = 20) -> None:
        """Return once `count` live connections stand; TimeoutError otherwise."""
        async with asyncio.timeout(patience):
            while len(self._live()) < count:
                await self._journal.pulse.wait(patience)

    async def drop(self) -> None:
        """Cut all connections without a word, as a network does."""
        for each in list(self.connections):
            each.give_up()
            self.connections.remove(each)
            if each.request.transport:
                each.request.transport.abort()
        self._journal.write(Traffic.SOCKET, "dropped")

    async def ask_to_leave(self, reason: str = "refresh_requested") -> None:
        """Send `disconnect` and close: warning, refresh_requested or link_disabled.

        After `warning` the connection stays until the app or `drop` ends it.
        """
        for each in list(self.connections):
            await self._say(each, _disconnect(reason))
            if reason != "warning":
                self.connections.remove(each)
                each.give_up()
                await each.socket.close(code=WSCloseCode.GOING_AWAY)

    def go_silent(self) -> None:
        """Every present connection stays open and dead: no pong, no event."""
        for each in self.connections:
            each.is_silent = True

    def refuse(self, times: int = 1) -> None:
        """Turn the next connections away with HTTP 503 before the handshake."""
        self._refusals += times

    # What Slack does.

    def address(self, base_url: str) -> str:
        """A fresh address, good for one connection."""
        ticket = self._mint.secret("ticket")
        self._tickets.add(ticket)
        base = base_url.replace("http", "ws", 1)
        return f"{base}/link/?ticket={ticket}&app_id={self._app_id}"

    async def carry(self, delivery: Delivery, retry: Retry) -> Ack:
        """Send an envelope to one of the connections and wait for its answer."""
        if not self.connections:
            raise CarryError("connection_failed")
        self._next += 1
        connection = self.connections[self._next % len(self.connections)]
        if connection.is_silent:
            raise SilenceError
        envelope = _envelope(delivery, retry, self._mint.secret("envelope"))
        answer: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope["envelope_id"]] = answer
        try:
            await self._say(connection, envelope)
            return await answer
        except ConnectionError:
            raise CarryError("connection_failed") from None
        finally:
            connection.waiting.pop(envelope["envelope_id"], None)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The WebSocket endpoint."""
        ticket = request.query.get("ticket", "")
        if self._refusals:
            self._refusals -= 1
            self._journal.write(Traffic.SOCKET, "refused")
            return web.Response(status=503)
        if ticket not in self._tickets:
            self._journal.write(Traffic.SOCKET, "bad ticket")
            return web.Response(status=403)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        connection = Connection(socket, request)
        if len(self.connections) >= MAX_CONNECTIONS:
            await self._say(connection, _disconnect("too_many_websockets"))
            await socket.close()
            return socket
        self.connections.append(connection)
        await self._say(connection, self._hello())
        self._journal.write(Traffic.SOCKET, "hello")
        try:
            await self._listen(connection)
        finally:
            connection.give_up()
            if connection in self.connections:
                self.connections.remove(connection)
            self._journal.write(Traffic.SOCKET, "gone")
        return socket

    async def stop(self) -> None:
        """Close every connection."""
        for each in list(self.connections):
            each.give_up()
            await each.socket.close(code=WSCloseCode.GOING_AWAY)

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if connection.is_silent:
                continue
            if message.type is WSMsgType.PING:
                await connection.socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._take(connection, message)

    def _take(self, connection: Connection, message: WSMessage) -> None:
        try:
            body = json.loads(message.data)
        except ValueError:
            self._journal.write(Traffic.SOCKET, "not json", {"data": message.data})
            return
        answer = connection.waiting.get(str(body.get("envelope_id")))
        if answer is None or answer.done():
            self._journal.write(Traffic.SOCKET, "late ack", body)
        else:
            answer.set_result(Ack(body.get("payload")))

    async def _say(self, connection: Connection, body: Json) -> None:
        await connection.socket.send_str(json.dumps(body))

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "applink-fake-1",
                "build_number": 1,
                "approximate_connection_time": LIFETIME_SECONDS,
            },
            "connection_info": {"app_id": self._app_id},
        }

    def _live(self) -> list[Connection]:
        return [each for each in self.connections if not each.is_silent]


def _disconnect(reason: str) -> Json:
    return {
        "type": "disconnect",
        "reason": reason,
        "debug_info": {"host": "applink-fake-1"},
    }


def _envelope(delivery: Delivery, retry: Retry, envelope_id: str) -> Json:
    envelope: dict[str, Any] = {
        "envelope_id": envelope_id,
        "type": delivery.route.value,
        "payload": delivery.body,
        "accepts_response_payload": delivery.route is not Route.EVENT,
    }
    if delivery.route is Route.EVENT:
        envelope |= {"retry_attempt": retry.number, "retry_reason": retry.reason}
    return envelope
