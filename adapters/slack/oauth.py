"""Installing into many workspaces: the install page, Slack's question, the way back.

`/slack/install` sends the browser to Slack with a state that only this browser has;
Slack sends it back with a code, which is changed for the workspace's token. A state is
good once, for ten minutes.
"""

import hmac
import html
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode, urljoin

from aiohttp import web

from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack.manifest import AGENT_SCOPES, REDIRECT_PATH, SCOPES, THREAD_SCOPES
from adapters.slack.notes import Notes
from adapters.slack.tenants import Installation, Workspaces, installed
from assistant.settings import SlackSettings

INSTALL_PATH = "/slack/install"
_COOKIE = "parley_install"
_VALID_FOR = timedelta(minutes=10)
_SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_log = logging.getLogger(__name__)

Installed = Callable[[Installation, str, str], Awaitable[None]]


class OAuth:
    """Serves the two pages.

    on_install: told of a new installation, its workspace and who installed it.
    """

    def __init__(
        self,
        settings: SlackSettings,
        workspaces: Workspaces,
        notes: Notes,
        on_install: Installed,
    ) -> None:
        self._settings, self._workspaces = settings, workspaces
        self._api, self._notes = workspaces.api, notes
        self._on_install = on_install
        self._say: Callable[..., str] = str

    def routes(
        self, now: Callable[[], datetime], say: Callable[..., str]
    ) -> list[web.RouteDef]:
        """Where the browser comes by. say: the app's own words."""
        self._say = say

        async def begin(request: web.Request) -> web.StreamResponse:
            return await self._begun(request, now())

        async def back(request: web.Request) -> web.StreamResponse:
            return await self._came_back(request, now())

        return [web.get(INSTALL_PATH, begin), web.get(REDIRECT_PATH, back)]

    async def _begun(self, request: web.Request, now: datetime) -> web.StreamResponse:
        """On to Slack; `?threads=1` and `?agent=1` ask for what was chosen besides."""
        state = secrets.token_urlsafe(32)
        until = (now + _VALID_FOR).isoformat()
        await self._forget_old(now)
        await self._notes.put(f"state/{state}", {"until": until})
        scopes = dict(SCOPES)
        scopes |= THREAD_SCOPES if request.query.get("threads") else {}
        scopes |= AGENT_SCOPES if request.query.get("agent") else {}
        asked = {
            "client_id": self._settings.client_id or "",
            "scope": ",".join(sorted(scopes)),
            "state": state,
        }
        page = urljoin(self._api.base_url, "/oauth/v2/authorize")
        answer = web.Response(
            status=302, headers={**_SAFE, "Location": f"{page}?{urlencode(asked)}"}
        )
        answer.set_cookie(
            _COOKIE,
            state,
            max_age=int(_VALID_FOR.total_seconds()),
            httponly=True,
            secure=request.secure
            or request.headers.get("X-Forwarded-Proto") == "https",
            samesite="Lax",
            path="/slack",
        )
        return answer

    async def _came_back(
        self, request: web.Request, now: datetime
    ) -> web.StreamResponse:
        """From Slack: with a code for a token, or with a no."""
        state = request.query.get("state", "")
        if not await self._is_ours(state, request.cookies.get(_COOKIE, ""), now):
            return self._page(400, "slack.install_state")
        if request.query.get("error") or not request.query.get("code"):
            return self._page(200, "slack.install_cancelled")
        try:
            said = await self._api.call(
                "oauth.v2.access",
                "",
                client_id=self._settings.client_id,
                client_secret=self._settings.client_secret,
                code=request.query["code"],
            )
            found = installed(said, now)
        except (RefusedError, NotSentError, UnclearError) as error:
            _log.warning("an installation failed: %s", error)
            return self._page(502, "slack.install_failed")
        found = await self._described(found)
        await self._workspaces.keep(found)
        team = said.get("team") or {}
        user = said.get("authed_user") or {}
        await self._on_install(found, team.get("id") or found.id, user.get("id", ""))
        _log.info("installed in %s", found.id)
        return self._page(200, "slack.install_done")

    async def _described(self, found: Installation) -> Installation:
        """With the workspace's address, for links to its messages."""
        try:
            said = await self._api.call("auth.test", found.token)
        except (RefusedError, NotSentError, UnclearError):
            return found
        return replace(found, url=said.get("url", ""), bot_id=said.get("bot_id", ""))

    async def _is_ours(self, state: str, cookie: str, now: datetime) -> bool:
        """Whether this browser began it, not long ago; a state is good once."""
        note = self._notes.get(f"state/{state}") if state else {}
        if not note or not hmac.compare_digest(state.encode(), cookie.encode()):
            return False
        await self._notes.drop(f"state/{state}")
        return datetime.fromisoformat(note["until"]) > now

    async def _forget_old(self, now: datetime) -> None:
        keys = self._notes.keys("state/")
        old = [
            key
            for key in keys
            if datetime.fromisoformat(self._notes.get(key)["until"]) < now
        ]
        await self._notes.drop(*old)

    def _page(self, status: int, key: str) -> web.Response:
        title, text = html.escape(self._say("slack.title")), html.escape(self._say(key))
        page = (
            f'<!doctype html><meta charset="utf-8"><title>{title}</title>'
            f'<body style="font:18px sans-serif;max-width:32em;margin:3em auto">'
            f"<h1>{title}</h1><p>{text}</p>"
        )
        return web.Response(
            status=status, text=page, content_type="text/html", headers=_SAFE
        )
