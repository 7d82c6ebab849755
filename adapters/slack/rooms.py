"""Where things are posted: a channel somebody chose, else direct messages."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack.notes import Note, Notes
from adapters.slack.tenants import Workspaces
from assistant.settings import ChannelDetail

_KNOWN_FOR = timedelta(minutes=10)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Room:
    """What Slack tells of a channel.

    is_outside: whether people of other organisations read along.
    """

    is_private: bool = False
    is_outside: bool = False


class Rooms:
    """Channels and direct messages of all workspaces."""

    def __init__(
        self,
        workspaces: Workspaces,
        notes: Notes,
        now: Callable[[], datetime],
        detail: ChannelDetail,
    ) -> None:
        self._workspaces, self._notes = workspaces, notes
        self._now, self._detail = now, detail
        self._rooms: dict[tuple[str, str], tuple[datetime, Room]] = {}

    # -- the place of a business ----------------------------------------------------

    def desk(self, business_id: str) -> Note:
        """Where a business is told things: its `team`, first `user`, `channel`."""
        return self._notes.get(f"desk/{business_id}")

    async def meet(self, business_id: str, team_id: str, user_id: str) -> None:
        """Remember who came first, and from which workspace."""
        if user_id and not self.desk(business_id):
            note = {"team": team_id, "user": user_id, "channel": ""}
            await self._notes.put(f"desk/{business_id}", note, business_id)

    async def choose(self, business_id: str, channel_id: str) -> None:
        """Post cases there from now on; empty for direct messages."""
        note = self.desk(business_id) | {"channel": channel_id}
        await self._notes.put(f"desk/{business_id}", note, business_id)

    def businesses_at(self, channel_id: str) -> list[str]:
        """The businesses that chose a channel."""
        keys = self._notes.keys("desk/")
        return [
            key.partition("/")[2]
            for key in keys
            if self._notes.get(key).get("channel") == channel_id
        ]

    # -- channels ------------------------------------------------------------------

    async def room(self, team_id: str, channel_id: str) -> Room:
        """What is known of a channel; the least where Slack does not tell."""
        known = self._rooms.get((team_id, channel_id))
        if known and self._now() - known[0] < _KNOWN_FOR:
            return known[1]
        try:
            said = await self._workspaces.call(
                team_id, "conversations.info", channel=channel_id
            )
        except (NotSentError, UnclearError, RefusedError) as error:
            _log.info("nothing is told of %s: %s", channel_id, error)
            return known[1] if known else Room()
        told = said.get("channel") or {}
        room = Room(
            is_private=bool(told.get("is_private") or told.get("is_im")),
            is_outside=bool(told.get("is_ext_shared")),
        )
        self._rooms[team_id, channel_id] = self._now(), room
        return room

    async def is_minimal(self, team_id: str, channel_id: str) -> bool:
        """Whether a channel shall read no customer names and no amounts."""
        if self._detail is not ChannelDetail.BY_CHANNEL:
            return self._detail is ChannelDetail.MINIMAL
        return not (await self.room(team_id, channel_id)).is_private

    async def direct(self, team_id: str, user_id: str) -> str:
        """The direct messages with somebody."""
        key = f"dm/{team_id}/{user_id}"
        known = self._notes.get(key).get("channel")
        if known:
            return str(known)
        said = await self._workspaces.call(team_id, "conversations.open", users=user_id)
        channel_id = str(said["channel"]["id"])
        await self._notes.put(key, {"channel": channel_id}, f"slack:{team_id}")
        return channel_id
