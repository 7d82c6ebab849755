"""Bolt in front of the door: signatures, parsing, one listener per kind of payload.

Bolt runs only the first listener that matches, so there is one for each kind and our
own dispatch behind it. What belongs after the acknowledgement is handed to the
transport, which knows when the acknowledgement is out.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from adapters.faults import where
from adapters.slack.calls import quiet_logger
from adapters.slack.door import Door
from adapters.slack.kinds import Kind
from adapters.slack.tenants import Workspaces

_ANY = re.compile(r".*", re.DOTALL)
_THEN = "parley_then"  # what to begin once the acknowledgement is out
_log = logging.getLogger(__name__)

Body = dict[str, Any]
Answering = Callable[[BoltResponse], Awaitable[None]]


class Front:
    """Bolt and the door behind it, for the transports.

    in_hand: how many payloads are being answered.
    """

    def __init__(self, app: AsyncApp) -> None:
        self._app = app
        self.in_hand = 0

    async def handle(self, asked: AsyncBoltRequest, answer: Answering) -> None:
        """Have a payload answered, then begin what it asks for.

        answer: gives the answer to Slack. What was kept is begun even if that fails.
        """
        self.in_hand += 1
        try:
            response = await self._app.async_dispatch(asked)
            try:
                await answer(response)
            finally:
                then: Callable[[], None] = asked.context.get(_THEN) or _nothing
                then()
        finally:
            self.in_hand -= 1


def front(door: Door, workspaces: Workspaces, signing_secret: str) -> Front:
    """Bolt with its listeners, and the door behind it.

    signing_secret: empty for Socket Mode, whose connection is the proof.
    """

    async def authorize(
        enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult:
        # Never a call: what is not installed is turned away at the door, politely.
        at = workspaces.found(team_id or "", enterprise_id or "")
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=at.bot_user_id or None if at else None,
            bot_id=at.bot_id or None if at else None,
        )

    app = AsyncApp(
        logger=quiet_logger(),
        client=AsyncWebClient(retry_handlers=[], logger=quiet_logger()),  # never asked
        authorize=authorize,
        signing_secret=signing_secret,
        process_before_response=True,
        # Bolt answers this before it looks at the signature; see `served`.
        ssl_check_enabled=False,
    )
    _listen(app, door)
    return Front(app)


def served(
    front: Front, signing_secret: str
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """What the HTTP listener calls for a request of Slack's."""
    verifier = SignatureVerifier(signing_secret)

    async def serve(request: web.Request) -> web.StreamResponse:
        text = await request.text()
        if not _is_signed(verifier, request, text):
            return web.json_response({"error": "invalid request"}, status=401)
        if request.content_type.endswith("form-urlencoded"):
            fields = await request.post()
            if fields.get("ssl_check"):
                return web.Response()
        asked = AsyncBoltRequest(
            body=text,
            query=request.query_string,
            headers={name: [value] for name, value in request.headers.items()},
        )
        written: list[web.StreamResponse] = []

        async def answer(found: BoltResponse) -> None:
            response = await to_aiohttp_response(found)
            written.append(response)
            await response.prepare(request)
            await response.write_eof()

        await front.handle(asked, answer)
        return written[0]

    return serve


def _nothing() -> None:
    """Nothing is to be begun."""


def _is_signed(verifier: SignatureVerifier, request: web.Request, text: str) -> bool:
    stamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    if not stamp.isdigit():
        return False
    return bool(verifier.is_valid(text, stamp, signature))


def _listen(app: AsyncApp, door: Door) -> None:
    """One listener for each kind; what they do not know is acknowledged unread."""

    def taking(kind: Kind) -> Callable[..., Awaitable[BoltResponse | None]]:
        async def listener(
            ack: AsyncAck, body: Body, context: AsyncBoltContext
        ) -> BoltResponse | None:
            taken = await door.take(kind, body)
            if not taken.is_kept:
                return BoltResponse(status=503, body="")
            context[_THEN] = taken.then
            await (ack(taken.ack) if taken.ack else ack())
            return None

        return listener

    async def nothing(ack: AsyncAck) -> None:
        await ack()

    app.command(_ANY)(taking(Kind.COMMAND))
    app.action(_ANY)(taking(Kind.ACTION))
    app.view(_ANY)(taking(Kind.FORM))
    app.shortcut(_ANY)(taking(Kind.SHORTCUT))
    app.event(_ANY)(taking(Kind.EVENT))
    app.view_closed(_ANY)(nothing)
    app.options(_ANY)(nothing)
    app.error(_failed)


async def _failed(error: Exception) -> BoltResponse:
    """A bug of ours before the acknowledgement: Slack may deliver it again."""
    _log.error("a delivery was not taken: %s", where(error))
    return BoltResponse(status=500, body="")
