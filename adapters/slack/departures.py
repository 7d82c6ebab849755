"""The app is removed from a workspace, or a channel changes: what Slack tells of it.

Tokens go at once. What was kept of the workspace goes after the time that the privacy
page names; until then, installing again finds everything as it was.
"""

import asyncio
import logging
from datetime import datetime, timedelta

from adapters.slack.clerk import Clerk
from adapters.slack.kinds import Told
from adapters.slack.notes import PLATFORM

KEPT_FOR = timedelta(days=30)
_log = logging.getLogger(__name__)


class Departures:
    """Hears of removals, and clears up when their time has come."""

    def __init__(self, clerk: Clerk) -> None:
        self._clerk = clerk

    async def told(self, told: Told) -> None:
        """What Slack tells of the app or of a channel."""
        source, event = told.source, told.event
        match told.name:
            case "app_uninstalled":
                await self._left(source.team_id, source.enterprise_id)
            case "tokens_revoked":
                at = self._clerk.workspaces.found(source.team_id, source.enterprise_id)
                bots = (event.get("tokens") or {}).get("bot") or ()
                is_ours = at is None or not at.bot_user_id or at.bot_user_id in bots
                if bots and is_ours:
                    await self._left(source.team_id, source.enterprise_id)
            case "channel_id_changed":
                await self._clerk.threads.moved(
                    source.team_id,
                    str(event["old_channel_id"]),
                    str(event["new_channel_id"]),
                )
            case _:
                return

    async def returned(self, team_id: str) -> None:
        """It is installed again: nothing is cleared up."""
        await self._clerk.notes.drop(f"gone/{team_id}")

    async def clear_up(self) -> None:
        """Erase what was kept of workspaces that left long enough ago."""
        clerk = self._clerk
        now = clerk.assistant.post_office.now()
        for key in clerk.notes.keys("gone/"):
            team_id, note = key.partition("/")[2], clerk.notes.get(key)
            if datetime.fromisoformat(note["on"]) > now:
                continue
            await asyncio.to_thread(clerk.assistant.forget, f"{PLATFORM}:{team_id}")
            await clerk.notes.drop(key)
            _log.info("workspace %s: everything was erased", team_id)

    async def _left(self, team_id: str, enterprise_id: str) -> None:
        clerk = self._clerk
        known = clerk.workspaces.found(team_id, enterprise_id)
        await clerk.workspaces.forget(known.id if known else team_id)
        erase_on = clerk.assistant.post_office.now() + KEPT_FOR
        if not clerk.notes.get(f"gone/{team_id}"):
            await clerk.notes.put(f"gone/{team_id}", {"on": erase_on.isoformat()})
        _log.info("workspace %s removed the app; its data go on %s", team_id, erase_on)
