"""The Web API's front door: faults, tokens, scopes, rates, then the method."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.fakes.slack import (
    api_assistant,
    api_auth,
    api_chat,
    api_conversations,
    api_files,
    api_people,
    api_views,
)
from tests.fakes.slack.call import Call, read_call
from tests.fakes.slack.core import Core
from tests.fakes.slack.errors import RateLimitedError, SlackError
from tests.fakes.slack.faults import Fault
from tests.fakes.slack.journal import Entry, Traffic
from tests.fakes.slack.model import Grant, Json
from tests.fakes.slack.scopes import METHODS as SCOPES
from tests.fakes.slack.scopes import demand

Method = Callable[[Core, Call], Json]
METHODS: dict[str, Method] = {
    **api_assistant.METHODS,
    **api_auth.METHODS,
    **api_chat.METHODS,
    **api_conversations.METHODS,
    **api_files.METHODS,
    **api_people.METHODS,
    **api_views.METHODS,
    "api.test": lambda _, call: {"args": call.args},
}
WITHOUT_TOKEN = ("api.test", "oauth.v2.access")
LOGIN_PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Sign in | Slack</title></head>
<body><h1>Sign in to your workspace</h1><form method="post"></form></body></html>
"""


class WebApi:
    """Serves `/api/<method>`."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One request."""
        name = request.match_info["method"]
        try:
            call = await read_call(request, name)
        except SlackError as error:
            entry = self._core.journal.write(Traffic.CALL, name)
            return _refused(entry, error)
        grant = self._core.world.grants.get(call.token)
        entry = self._core.journal.write(
            Traffic.CALL, name, call.args, grant.team_id if grant else ""
        )
        faults = self._core.faults.strike(name, call.args)
        if (answer := await suffer(request, entry, faults)) is not None:
            return answer
        try:
            answered = self._answer(call, grant)
        except SlackError as error:
            return _refused(entry, error)
        entry.answer, entry.status = answered, 200
        if any(fault.drops_after for fault in faults):
            entry.status = 0
            return dropped(request)
        scopes = ",".join(sorted(grant.scopes)) if grant else ""
        return web.json_response(answered, headers={"x-oauth-scopes": scopes})

    def _answer(self, call: Call, grant: Grant | None) -> Json:
        method = METHODS.get(call.method)
        if method is None:
            raise SlackError("unknown_method")
        if call.method not in WITHOUT_TOKEN:
            call.grant = self._checked(call, grant)
            if needed := SCOPES.get(call.method):
                demand(call.grant, needed)
            self._core.rates.check(call, call.grant.team_id)
        return {"ok": True, **method(self._core, call)}

    def _checked(self, call: Call, grant: Grant | None) -> Grant:
        if not call.token:
            raise SlackError("not_authed")
        if grant is None:
            raise SlackError("invalid_auth")
        if grant.ended:
            raise SlackError(grant.ended)
        if grant.expires_at and grant.expires_at <= self._core.timeline.now():
            raise SlackError("token_expired")
        if grant.is_app_level and call.method != "apps.connections.open":
            raise SlackError("not_allowed_token_type")
        return grant


async def suffer(
    request: web.Request, entry: Entry, faults: list[Fault]
) -> web.StreamResponse | None:
    """Go through the troubles set up; their answer, or None when work goes on."""
    for fault in faults:
        if fault.gate:
            await fault.gate.pass_through()
        elif fault.seconds:
            await asyncio.sleep(fault.seconds)
        elif fault.drops_before:
            return dropped(request)
        elif fault.is_html:
            entry.status, entry.error = 200, "html"
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        elif fault.error:
            return _refused(entry, SlackError(fault.error, **fault.extra))
        elif fault.status == 429:
            return _refused(entry, RateLimitedError(fault.retry_after))
        elif fault.status != 200:
            entry.status = fault.status
            return web.Response(status=fault.status, text="upstream failure")
    return None


def dropped(request: web.Request) -> web.StreamResponse:
    """Cut the connection; the response is never seen."""
    if request.transport:
        request.transport.abort()
    return web.Response(status=500)


def _refused(entry: Entry, error: SlackError) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error": error.name, **error.extra}
    entry.answer, entry.error, entry.status = body, error.name, 200
    if isinstance(error, RateLimitedError):
        entry.status = 429
        headers = {"Retry-After": str(error.retry_after)}
        return web.json_response(body, status=429, headers=headers)
    return web.json_response(body)
