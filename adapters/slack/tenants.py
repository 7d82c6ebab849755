"""The workspaces the app is installed in, their tokens, and calls in their name.

One workspace comes from the settings; others by OAuth, each kept in the sealed
notebook. A token that expires is renewed before it does, once for all who wait.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from adapters.pump import NotSentError, RefusedError
from adapters.slack.calls import Answer, Api
from adapters.slack.notes import Notes
from assistant.settings import SlackSettings

# The token is worth nothing any more: only a new installation helps.
DEAD_TOKEN = frozenset(
    "account_inactive invalid_auth not_authed token_revoked token_expired".split()
)
_EARLY = timedelta(minutes=120)  # before its end a token is renewed
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Installation:
    """The app in one workspace, or in a whole organisation.

    id: of the workspace, or of the organisation where it is installed for all of it.
    expires_at: ISO 8601; empty for a token that lasts.
    scopes: empty where Slack did not say.
    url: of the workspace, such as `https://acme.slack.com/`; empty where not known.
    """

    id: str
    token: str = field(repr=False)
    bot_user_id: str = ""
    bot_id: str = ""
    scopes: tuple[str, ...] = ()
    refresh_token: str = field(default="", repr=False)
    expires_at: str = ""
    url: str = ""

    def may(self, scope: str) -> bool:
        """Whether it was given this right; yes where that is not known."""
        return not self.scopes or scope in self.scopes


class Workspaces:
    """Who has installed the app.

    now: the present instant, on the clock of the assistant.
    """

    def __init__(
        self,
        settings: SlackSettings,
        api: Api,
        notes: Notes,
        now: Callable[[], datetime],
    ) -> None:
        self.api = api
        self._settings, self._notes, self._now = settings, notes, now
        self._only: Installation | None = None
        self._renewing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.last_error = ""

    @property
    def is_single(self) -> bool:
        """Whether the settings name the one workspace there is."""
        return bool(self._settings.bot_token)

    @property
    def is_unknown(self) -> bool:
        """Whether Slack has not yet said whose the token of the settings is."""
        return self.is_single and self._only is None

    @property
    def is_locked_out(self) -> bool:
        """Whether the one token there is was not taken when it was last used."""
        return self.is_single and self.last_error in DEAD_TOKEN

    async def look_up(self) -> None:
        """Ask Slack whose token the settings hold; raises the troubles of a call."""
        if not self._settings.bot_token:
            return
        token = self._settings.bot_token
        said = await self.api.call("auth.test", token)
        self._only = Installation(
            id=_owner_of(said),
            token=token,
            bot_user_id=said.get("user_id", ""),
            bot_id=said.get("bot_id", ""),
            scopes=_rights(said.get("scopes", "")),
            url=said.get("url", ""),
        )

    def found(self, team_id: str, enterprise_id: str = "") -> Installation | None:
        """The installation that serves a workspace; None if there is none.

        Before Slack said whose the token of the settings is, it is taken for theirs:
        Slack signs what it delivers, and delivers for that app only.
        """
        if self._settings.bot_token:
            only = self._only
            if only is None:
                return Installation(team_id, self._settings.bot_token)
            return only if only.id in (team_id, enterprise_id) else None
        org = enterprise_id or self._notes.get(f"org/{team_id}").get("id", "")
        for name in filter(None, (team_id, org)):
            known = self._notes.get(f"install/{name}")
            if known:
                return Installation(**known | {"scopes": tuple(known["scopes"])})
        return None

    async def noted(self, team_id: str, enterprise_id: str) -> None:
        """Remember to which organisation a workspace belongs."""
        key = f"org/{team_id}"
        if enterprise_id and self._notes.get(key).get("id") != enterprise_id:
            await self._notes.put(key, {"id": enterprise_id})

    async def keep(self, installation: Installation) -> None:
        """Somebody installed the app, or its token was renewed."""
        await self._notes.put(f"install/{installation.id}", asdict(installation))

    async def forget(self, *ids: str) -> None:
        """The app was removed: its tokens go at once."""
        await self._notes.drop(*(f"install/{name}" for name in ids if name))

    def teams(self) -> list[str]:
        """The ids under which installations are kept."""
        return [key.partition("/")[2] for key in self._notes.keys("install/")]

    async def call(self, team_id: str, method: str, /, **arguments: object) -> Answer:
        """Call Slack in the name of a workspace; see `calls` for its troubles."""
        at = self.found(team_id)
        if at is None:
            raise RefusedError("not_installed")
        at = await self._fresh(at)
        try:
            return await self.api.call(method, at.token, **arguments)
        except RefusedError as error:
            if str(error) == "token_expired" and at.refresh_token:
                at = await self._renewed(at)
                return await self.api.call(method, at.token, **arguments)
            if str(error) in DEAD_TOKEN:
                self.last_error = str(error)
                _log.warning("workspace %s: %s", at.id, error)
            raise

    async def token(self, team_id: str) -> str:
        """A token that is good now, for a download."""
        at = self.found(team_id)
        if at is None:
            raise RefusedError("not_installed")
        return (await self._fresh(at)).token

    async def _fresh(self, at: Installation) -> Installation:
        if not (at.refresh_token and at.expires_at):
            return at
        is_late = datetime.fromisoformat(at.expires_at) - self._now() < _EARLY
        return await self._renewed(at) if is_late else at

    async def _renewed(self, at: Installation) -> Installation:
        """Another token for this one; whoever waits for the same gets it too."""
        async with self._renewing[at.id]:
            known = self._notes.get(f"install/{at.id}")
            if known and known["token"] != at.token:
                return Installation(**known | {"scopes": tuple(known["scopes"])})
            said = await self.api.call(
                "oauth.v2.access",
                "",
                client_id=self._settings.client_id,
                client_secret=self._settings.client_secret,
                grant_type="refresh_token",
                refresh_token=at.refresh_token,
            )
            renewed = replace(
                at,
                token=said["access_token"],
                refresh_token=said.get("refresh_token", ""),
                expires_at=ends_at(said, self._now()),
            )
            await self.keep(renewed)
            return renewed


def installed(said: Answer, now: datetime) -> Installation:
    """What `oauth.v2.access` tells of an installation.

    Raises NotSentError for an answer without a bot token.
    """
    token = said.get("access_token")
    if not token:
        raise NotSentError("no token")
    return Installation(
        id=_owner_of(said),
        token=token,
        bot_user_id=said.get("bot_user_id", ""),
        scopes=_rights(said.get("scope", "")),
        refresh_token=said.get("refresh_token", ""),
        expires_at=ends_at(said, now),
    )


def _rights(listed: str) -> tuple[str, ...]:
    return tuple(sorted(filter(None, map(str.strip, listed.split(",")))))


def ends_at(said: Answer, now: datetime) -> str:
    """When the token that was given ends; empty for never."""
    seconds = said.get("expires_in")
    return (now + timedelta(seconds=int(seconds))).isoformat() if seconds else ""


def _owner_of(said: dict[str, Any]) -> str:
    """The workspace, or the organisation for one that has it everywhere."""
    team = said.get("team")
    team_id = said.get("team_id") or (team.get("id") if isinstance(team, dict) else "")
    enterprise = said.get("enterprise")
    named = enterprise.get("id") if isinstance(enterprise, dict) else ""
    if said.get("is_enterprise_install"):
        return str(said.get("enterprise_id") or named or team_id)
    return str(team_id or "")
