"""Who of a workspace may work on its disputes, beyond those of other organisations.

Cases kept in a private channel are for its people, wherever they ask: by a command, a
button, the Home tab or in direct messages. In a public channel, or while none was
chosen, they are for every full member. Guests have to be in the channel. Owners,
people whose accounts are linked to the business, and those with whom a private case is
shared, as far as that one goes, are known anyway.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack.notes import PLATFORM, Notes
from adapters.slack.people import People
from adapters.slack.rooms import Rooms
from adapters.slack.tenants import Workspaces
from assistant.chat.events import ChatEvent, CommandGiven
from assistant.errors import InputError
from assistant.service import Assistant

_KNOWN_FOR = timedelta(minutes=10)
_LOOK_AGAIN = timedelta(seconds=10)  # for somebody who was not in it a moment ago
_PAGES, _IN_PAGE = 20, 500
# Nothing is told of the channel, and that is nobody's fault who asks.
_UNTOLD = frozenset(("missing_scope", "unknown_method", "method_deprecated"))
_log = logging.getLogger(__name__)


class Insiders:
    """Knows who is in the channel of a business. now: the assistant's clock."""

    def __init__(
        self,
        assistant: Assistant,
        workspaces: Workspaces,
        rooms: Rooms,
        people: People,
        notes: Notes,
        now: Callable[[], datetime],
    ) -> None:
        self._assistant, self._workspaces = assistant, workspaces
        self._rooms, self._people, self._notes = rooms, people, notes
        self._now = now
        self._members: dict[tuple[str, str], tuple[datetime, frozenset[str]]] = {}

    async def check(self, event: ChatEvent) -> None:
        """InputError where whoever does this may not work on the business's disputes.

        Somebody a private case is shared with may do what is about that case.
        """
        business, user_id = event.place.business, event.person.id
        if await self._is_one(business, user_id):
            return
        if not await asyncio.to_thread(self._is_named, event):
            _log.info("%s is kept out of %s", user_id, business)
            raise InputError("slack.not_of_channel")

    def _is_named(self, event: ChatEvent) -> bool:
        about = {event.place.case_id, getattr(event, "case_id", "")}
        if isinstance(event, CommandGiven):
            about |= set(event.text.split()[1:2])
        shared = (
            self._assistant.people_of(event.place.business, case_id, PLATFORM)
            for case_id in about - {""}
        )
        return any(event.person.id in people for people in shared)

    async def _is_one(self, business: str, user_id: str) -> bool:
        desk = self._rooms.desk(business)
        team, channel = str(desk.get("team", "")), str(desk.get("channel", ""))
        if not self._people.is_guest(user_id) and not await self._is_closed(
            team, channel
        ):
            return True
        if channel and await self._is_in(team, channel, user_id):
            return True
        return await asyncio.to_thread(self._is_known, business, user_id)

    async def _is_closed(self, team: str, channel: str) -> bool:
        """Whether the cases stand where not everybody may go."""
        return bool(channel) and (await self._rooms.room(team, channel)).is_private

    async def _is_in(self, team: str, channel: str, user_id: str) -> bool:
        seen_at, members = self._members.get((team, channel), (None, frozenset()))
        lasts = _KNOWN_FOR if user_id in members else _LOOK_AGAIN
        if seen_at is None or self._now() - seen_at >= lasts:
            try:
                members = await self._listed(team, channel)
            except (NotSentError, UnclearError, RefusedError) as error:
                return self._is_let_in_before(team, channel, user_id, str(error))
            self._members[team, channel] = self._now(), members
        is_in = user_id in members
        if is_in and not self._notes.get(_key(team, channel, user_id)):
            note = {"at": self._now().isoformat()}
            await self._notes.put(_key(team, channel, user_id), note, f"slack:{team}")
        return is_in

    def _is_let_in_before(
        self, team: str, channel: str, user_id: str, error: str
    ) -> bool:
        """Where Slack does not tell: those who were in it when it last did."""
        _log.info("nothing is told of who is in %s: %s", channel, error)
        return error in _UNTOLD or bool(self._notes.get(_key(team, channel, user_id)))

    async def _listed(self, team: str, channel: str) -> frozenset[str]:
        found: set[str] = set()
        cursor = ""
        for _ in range(_PAGES):
            said = await self._workspaces.call(
                team,
                "conversations.members",
                channel=channel,
                limit=_IN_PAGE,
                cursor=cursor or None,
            )
            found |= set(said.get("members") or ())
            cursor = (said.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return frozenset(found)

    def _is_known(self, business: str, user_id: str) -> bool:
        """An owner, or somebody whose account was linked; not who merely came first."""
        assistant = self._assistant
        if assistant.business_of(PLATFORM, user_id) == business:
            return True
        is_led = assistant.is_led_by(business, PLATFORM, user_id)
        return is_led and not self._people.is_guest(user_id)


def _key(team: str, channel: str, user_id: str) -> str:
    return f"inside/{team}/{channel}/{user_id}"
