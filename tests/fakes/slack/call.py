"""One request to the Web API, read as Slack reads it: form, JSON or query."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.fakes.slack.errors import SlackError
from tests.fakes.slack.model import Grant, Json

# Slack reads a JSON body for these families only where the method's page says so;
# elsewhere the arguments of a JSON body are not seen at all.
FORM_ONLY = frozenset(
    "bots.info chat.getPermalink conversations.history conversations.info "
    "conversations.list conversations.members conversations.replies files.info "
    "files.getUploadURLExternal oauth.v2.access reactions.get team.info users.info "
    "users.list".split()
)


@dataclass(slots=True)
class Call:
    """A request with its arguments.

    token: from the header or the body; empty without one. client: id and secret of
    Basic authentication, as OAuth uses it.
    """

    method: str
    args: Json
    token: str = ""
    client: tuple[str, str] = ("", "")
    _grant: Grant | None = field(default=None)

    @property
    def grant(self) -> Grant:
        """Who calls; `not_authed` for a method without a token."""
        if self._grant is None:
            raise SlackError("not_authed")
        return self._grant

    @grant.setter
    def grant(self, grant: Grant) -> None:
        self._grant = grant

    def text(self, name: str, default: str = "") -> str:
        """An argument as text."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def need(self, name: str) -> str:
        """A required argument; `invalid_arguments` names it when it is missing."""
        if value := self.text(name):
            return value
        raise missing_argument(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """An argument as truth, in all spellings of forms."""
        value = self.args.get(name)
        if value is None:
            return default
        return str(value).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        """An argument as a whole number; `invalid_arguments` otherwise."""
        try:
            return int(self.text(name) or default)
        except ValueError:
            raise SlackError("invalid_arguments") from None

    def has(self, name: str) -> bool:
        """Whether the argument was given at all, be it empty."""
        return self.args.get(name) is not None

    def parsed(self, name: str, error: str = "invalid_arguments") -> Any:
        """An argument that is JSON, as a structure or as text of a form."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise SlackError(error) from None

    def blocks(self, name: str = "blocks") -> list[Json]:
        """An argument with blocks; `invalid_blocks_format` when it is no list."""
        found = self.parsed(name, "invalid_blocks_format") or []
        if not isinstance(found, list) or not all(isinstance(b, dict) for b in found):
            raise SlackError("invalid_blocks_format")
        return found


def missing_argument(name: str) -> SlackError:
    """The refusal for an argument that is not there."""
    message = f"[ERROR] missing required field: {name}"
    return SlackError("invalid_arguments", response_metadata={"messages": [message]})


async def read_call(request: web.Request, method: str) -> Call:
    """Read a request; `invalid_json` or `invalid_post_type` for what Slack refuses."""
    args: Json = dict(request.query)
    kind = request.content_type
    if request.method == "POST" and request.can_read_body:
        if kind == "application/json":
            body = await _json_body(request)
            args |= {} if method in FORM_ONLY else body
        elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
            args |= dict(await request.post())
        else:
            raise SlackError("invalid_post_type")
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    token = str(args.pop("token", "") or "")
    if scheme == "Bearer":
        token = value.strip()
    return Call(method, args, token, _client(scheme, value))


async def _json_body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text())
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body


def _client(scheme: str, value: str) -> tuple[str, str]:
    if scheme != "Basic":
        return ("", "")
    try:
        name, _, secret = base64.b64decode(value).decode().partition(":")
    except ValueError:
        return ("", "")
    return (name, secret)
