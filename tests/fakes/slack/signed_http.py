"""Deliveries as signed HTTP requests, and what else Slack sends to those addresses."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from urllib.parse import urlencode

import aiohttp

from tests.fakes.slack.delivery import Ack, CarryError, Delivery, Retry, Route
from tests.fakes.slack.model import Json

FORM = "application/x-www-form-urlencoded"


class SignedHttp:
    """The transport over HTTP.

    events, interactivity, commands: the app's request addresses.
    """

    def __init__(self, signing_secret: str, verification: str) -> None:
        self._secret = signing_secret
        self._verification = verification
        self._session: aiohttp.ClientSession | None = None
        self.events = ""
        self.interactivity = ""
        self.commands = ""

    def use(self, events: str, interactivity: str = "", commands: str = "") -> None:
        """Set the addresses; one serves for all when only one is given."""
        self.events = events
        self.interactivity = interactivity or events
        self.commands = commands or events

    async def carry(self, delivery: Delivery, retry: Retry) -> Ack:
        """POST with a signature; anything but 2xx is a failure."""
        kind, body = _encoded(delivery)
        headers = {"Content-Type": kind}
        if retry.number:
            headers["X-Slack-Retry-Num"] = str(retry.number)
            headers["X-Slack-Retry-Reason"] = retry.reason
        url = {
            Route.EVENT: self.events,
            Route.INTERACTIVE: self.interactivity,
            Route.COMMAND: self.commands,
        }[delivery.route]
        status, text, answered = await self.post(url, body, headers)
        if answered.get("X-Slack-No-Retry") == "1" and status >= 300:
            raise CarryError("no_retry", status)
        if 300 <= status < 400:
            raise CarryError("too_many_redirects", status)
        if status >= 300:
            raise CarryError("http_error", status)
        return Ack(_read(text), status)

    async def post(
        self,
        url: str,
        body: str,
        headers: Mapping[str, str],
        *,
        timestamp: int | None = None,
        signature: str | None = None,
    ) -> tuple[int, str, Mapping[str, str]]:
        """POST as Slack, or as somebody who pretends: status, text, headers.

        timestamp: real seconds, now when not given. signature: `""` sends none.
        """
        at = int(time.time()) if timestamp is None else timestamp
        sent = {"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        sent |= dict(headers)
        if signature != "":
            sent["X-Slack-Signature"] = signature or self.sign(body, at)
            sent["X-Slack-Request-Timestamp"] = str(at)
        try:
            async with self._client().post(
                url, data=body.encode(), headers=sent, allow_redirects=False
            ) as answer:
                return answer.status, await answer.text(), answer.headers
        except (aiohttp.ClientError, OSError):
            raise CarryError("connection_failed") from None

    def sign(self, body: str, timestamp: int) -> str:
        """The signature, version v0."""
        base = f"v0:{timestamp}:{body}".encode()
        digest = hmac.new(self._secret.encode(), base, hashlib.sha256).hexdigest()
        return f"v0={digest}"

    async def verify_address(self) -> bool:
        """Send `url_verification`; whether the app gave the challenge back."""
        challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
        body: Json = {
            "token": self._verification,
            "challenge": challenge,
            "type": "url_verification",
        }
        status, text, _ = await self.post(
            self.events, json.dumps(body), {"Content-Type": "application/json"}
        )
        found = _read(text)
        given = found.get("challenge") if isinstance(found, dict) else found
        return status == 200 and given == challenge

    async def check_tls(self, *, signed: bool = True) -> int:
        """Send `ssl_check` to the commands address; the status answered."""
        body = urlencode({"ssl_check": "1", "token": self._verification})
        status, _, _ = await self.post(
            self.commands,
            body,
            {"Content-Type": FORM},
            signature=None if signed else "",
        )
        return status

    async def reachable(self, patience: float = 20) -> None:
        """Return once the app listens; TimeoutError after real seconds."""
        async with asyncio.timeout(patience):
            while True:
                try:
                    await self.verify_address()
                except CarryError:
                    await asyncio.sleep(0.02)  # a process is starting up
                else:
                    return

    async def stop(self) -> None:
        """Close the client."""
        if self._session:
            await self._session.close()

    def _client(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session


def _encoded(delivery: Delivery) -> tuple[str, str]:
    match delivery.route:
        case Route.EVENT:
            return "application/json", json.dumps(delivery.body)
        case Route.INTERACTIVE:
            return FORM, urlencode({"payload": json.dumps(delivery.body)})
        case Route.COMMAND:
            return FORM, urlencode(delivery.body)


def _read(text: str) -> object:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text
