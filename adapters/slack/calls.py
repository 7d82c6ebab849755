"""Calling Slack: one request each, no silent repeats, its troubles told apart.

The SDK repeats a dropped connection by itself, also for a post, so its retries are off:
whether to try again is decided where it is known what a repeat would do. Troubles:
`NotSentError` (nothing happened, try later), `UnclearError` (it may have happened),
`RefusedError` (Slack's word for why not, such as `not_in_channel`).
"""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.pump import NotSentError, RefusedError, UnclearError

Answer = dict[str, Any]

# Done twice, these show twice; everything else may be repeated without harm.
_ONCE = frozenset(
    ("chat.postMessage", "chat.postEphemeral", "files.completeUploadExternal")
)
_AS_JSON = ("chat.", "views.", "conversations.open", "assistant.")
_AS_FORM = frozenset(("chat.getPermalink",))
# Slack's own troubles: the first kind may have done its work.
_UNSURE = frozenset(("internal_error", "fatal_error", "request_timeout"))
_PASSING = frozenset(("service_unavailable", "team_added_to_org", "ekm_access_denied"))
_NOT_TAKEN = (502, 503)  # statuses of a server that has not looked at the request
_RIGHTS = "x-oauth-scopes"
_SECONDS = aiohttp.ClientTimeout(total=30, connect=10)
_DEFAULT_WAIT = 30  # seconds, where Slack names none


class Api:
    """The Web API at one address.

    now: the present instant, on the clock of the assistant.
    """

    def __init__(self, base_url: str, now: Callable[[], datetime]) -> None:
        self.base_url = base_url if base_url.endswith("/") else f"{base_url}/"
        self._now = now
        self._session: aiohttp.ClientSession | None = None
        self._clients: dict[str, AsyncWebClient] = {}
        self._free_at: dict[tuple[str, str], datetime] = {}

    async def call(self, method: str, token: str, /, **arguments: object) -> Answer:
        """What Slack answers; raises one of the three troubles.

        `scopes`: the token's rights, comma-separated, which Slack says in a header.
        After "too many requests" a method is left alone for as long as Slack said.
        """
        self._wait_for(method, token)
        given = {name: value for name, value in arguments.items() if value is not None}
        try:
            said = await self._sent(self.client(token), method, given)
        except SlackApiError as error:
            raise self._read(method, token, error) from error
        except aiohttp.ClientConnectorError as error:
            raise NotSentError("not reachable") from error
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise _unclear(method, type(error).__name__) from error
        answer = dict(said.data) if isinstance(said.data, dict) else {}
        rights = said.headers.get(_RIGHTS)
        return answer | {"scopes": rights} if rights else answer

    def client(self, token: str = "") -> AsyncWebClient:
        """The SDK's client, without its retries."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=_SECONDS)
            self._clients.clear()
        known = self._clients.get(token)
        if known is None:
            known = AsyncWebClient(
                token=token or None,
                base_url=self.base_url,
                session=self._session,
                retry_handlers=[],
                logger=quiet_logger(),
            )
            self._clients[token] = known
        return known

    async def upload(self, address: str, content: bytes) -> None:
        """Put the bytes of a file where Slack said; repeatable."""
        self.client()
        assert self._session is not None  # noqa: S101  made just above
        try:
            async with self._session.post(address, data=content) as answer:
                if answer.status >= 300:
                    raise NotSentError(f"upload: HTTP {answer.status}")
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise NotSentError(f"upload: {type(error).__name__}") from error

    async def respond(self, address: str, body: Mapping[str, Any]) -> None:
        """Answer through a `response_url`: five times, for half an hour."""
        self.client()
        assert self._session is not None  # noqa: S101  made just above
        try:
            async with self._session.post(address, json=body) as answer:
                if answer.status >= 500:
                    raise NotSentError(f"response_url: HTTP {answer.status}")
                if answer.status >= 300:
                    raise RefusedError("response_url_used_up")
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise UnclearError(f"response_url: {type(error).__name__}") from error

    async def fetch(self, address: str, token: str, most: int) -> tuple[str, bytes]:
        """The media type and bytes of a private file.

        most: reading stops one byte after it.
        """
        self.client()
        assert self._session is not None  # noqa: S101  made just above
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with self._session.get(address, headers=headers) as answer:
                if answer.status >= 500:
                    raise NotSentError(f"download: HTTP {answer.status}")
                if answer.status >= 300:
                    raise RefusedError("file_not_found")
                read = bytearray()
                async for piece in answer.content.iter_chunked(1 << 16):
                    read += piece
                    if len(read) > most:
                        break
                return answer.content_type, bytes(read[: most + 1])
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise NotSentError(f"download: {type(error).__name__}") from error

    async def close(self) -> None:
        """Give the connections back."""
        if self._session is not None:
            await self._session.close()

    async def _sent(
        self, client: AsyncWebClient, method: str, given: Answer
    ) -> AsyncSlackResponse:
        if method.startswith(_AS_JSON) and method not in _AS_FORM:
            return await client.api_call(method, json=given)
        plain = {name: _as_field(value) for name, value in given.items()}
        return await client.api_call(method, data=plain)

    def _wait_for(self, method: str, token: str) -> None:
        free_at = self._free_at.get((method, token))
        if free_at is None:
            return
        left = (free_at - self._now()).total_seconds()
        if left > 0:
            raise NotSentError("ratelimited", after=left)
        del self._free_at[method, token]

    def _read(self, method: str, token: str, error: SlackApiError) -> Exception:
        """Slack's refusal as one of the three troubles."""
        response = error.response
        status = getattr(response, "status_code", 0)
        data = getattr(response, "data", None)
        code = str(data.get("error", "")) if isinstance(data, dict) else ""
        if status == 429 or code == "ratelimited":
            named = response.headers.get("Retry-After", "")
            seconds = int(named) if str(named).isdigit() else _DEFAULT_WAIT
            self._free_at[method, token] = self._now() + timedelta(seconds=seconds)
            return NotSentError("ratelimited", after=seconds)
        if status in _NOT_TAKEN or code in _PASSING:
            return NotSentError(code or f"HTTP {status}")
        if status >= 500 or code in _UNSURE:
            return _unclear(method, code or f"HTTP {status}")
        if not code:
            return NotSentError("no answer of Slack's")
        return RefusedError(code)


def _as_field(value: object) -> str:
    """A value of a form's field, as Slack reads it."""
    return value if isinstance(value, str) else json.dumps(value)


def quiet_logger() -> logging.Logger:
    """For the SDKs, whose messages repeat what people wrote: serious ones only."""
    logger = logging.getLogger("adapters.slack.sdk")
    logger.setLevel(logging.CRITICAL)
    return logger


def _unclear(method: str, note: str) -> Exception:
    return UnclearError(note) if method in _ONCE else NotSentError(note)
