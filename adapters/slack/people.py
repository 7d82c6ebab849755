"""People of a workspace: names and languages, looked up once a day at most."""

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack.notes import Notes
from adapters.slack.tenants import Workspaces
from assistant.chat.events import Person

_KNOWN_FOR = timedelta(days=1)
# As Slack writes them; an invoice is hardly numbered so.
_AN_ID = re.compile(r"(?<![A-Za-z0-9])[UW][A-Z0-9]{4,}(?![A-Za-z0-9])")
_log = logging.getLogger(__name__)


class People:
    """Who is who. now: on the clock of the assistant."""

    def __init__(
        self, workspaces: Workspaces, notes: Notes, now: Callable[[], datetime]
    ) -> None:
        self._workspaces, self._notes, self._now = workspaces, notes, now

    def known(self, user_id: str, name: str = "") -> Person:
        """What is remembered of somebody, without asking Slack."""
        noted = self._notes.get(f"person/{user_id}")
        locale = noted.get("locale", "")
        return Person(user_id, noted.get("name") or name or user_id, locale)

    def is_guest(self, user_id: str) -> bool:
        """Whether they are a guest of the workspace; not where that is not known."""
        return bool(self._notes.get(f"person/{user_id}").get("guest"))

    def team_of(self, user_id: str) -> str:
        """The workspace where they were met; empty if they never were."""
        return str(self._notes.get(f"person/{user_id}").get("team", ""))

    async def spelled(self, team_id: str, text: str) -> str:
        """The text with people's ids as their names: `assign D-7 U0007`."""
        for user_id in dict.fromkeys(_AN_ID.findall(text)):
            person = await self.person(team_id, user_id)
            text = text.replace(user_id, person.name)
        return text

    async def person(self, team_id: str, user_id: str, name: str = "") -> Person:
        """Somebody with their name and language; what is known, where Slack is mute.

        name: as the payload has it, for somebody Slack tells nothing of.
        """
        noted = self._notes.get(f"person/{user_id}")
        seen_at = noted.get("at")
        is_fresh = (
            seen_at and self._now() - datetime.fromisoformat(seen_at) < _KNOWN_FOR
        )
        if is_fresh or not user_id:
            return self.known(user_id, name)
        try:
            said = await self._workspaces.call(
                team_id, "users.info", user=user_id, include_locale=True
            )
        except (NotSentError, UnclearError, RefusedError) as error:
            _log.info("nothing is told of %s: %s", user_id, error)
            return self.known(user_id, name)
        user = said.get("user") or {}
        profile = user.get("profile") or {}
        shown = profile.get("real_name") or user.get("real_name") or user.get("name")
        note = {
            "name": shown or name,
            "locale": user.get("locale") or "",
            "zone": user.get("tz") or "",
            "team": team_id,
            "guest": bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
            "at": self._now().isoformat(),
        }
        await self._notes.put(f"person/{user_id}", note, f"slack:{team_id}")
        return self.known(user_id, name)
