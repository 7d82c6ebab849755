"""What was kept is worked off, and what it was about is told when that failed."""

import logging

from adapters.slack import kinds
from adapters.slack.arrivals import (
    Commanded,
    FileDropped,
    HomeOpened,
    Pressed,
    Sent,
    Shared,
    Written,
)
from adapters.slack.clerk import Clerk
from adapters.slack.departures import Departures
from adapters.slack.kinds import Arrival, Told
from adapters.slack.openings import Openings
from adapters.slack.presses import Presses
from adapters.slack.settling import Settling
from adapters.slack.submissions import Submissions
from adapters.slack.tabs import Tabs
from adapters.slack.ways import way_of
from assistant.errors import InputError

_log = logging.getLogger(__name__)


class Worker:
    """One delivery after the other, for each case or person in order."""

    def __init__(
        self,
        clerk: Clerk,
        openings: Openings,
        branches: tuple[Settling, Presses, Submissions],
        tabs: Tabs,
        departures: Departures,
    ) -> None:
        self._clerk, self._openings = clerk, openings
        self._settling, self._presses, self._submissions = branches
        self._tabs, self._departures = tabs, departures

    async def work(self, delivery_id: str, payload: str) -> None:
        """Work one delivery off."""
        arrival = kinds.read(*kinds.unpacked(payload))
        if arrival is None:
            return
        view_id = await self._openings.view_of(delivery_id)
        try:
            await self._worked(arrival, view_id)
        except InputError as error:
            await self._refused(arrival, view_id, error)
        if not isinstance(arrival, Told):
            self._tabs.freshen(arrival.source)

    async def _refused(self, arrival: Arrival, view_id: str, error: InputError) -> None:
        """Say why it cannot be done, in the form that waits or where they are."""
        clerk, actor = self._clerk, self._clerk.looker.known(arrival.source)
        told = clerk.dialogs.notice(actor, error.phrase, **error.facts)
        if not await clerk.dialogs.show(actor.team, view_id, told):
            await clerk.refuse(actor, way_of(arrival.source), error)

    async def apologise(self, payload: str, reference: str) -> None:
        """Tell whoever sent it that it failed, and that nothing was lost."""
        arrival = kinds.read(*kinds.unpacked(payload))
        if arrival is None or not arrival.source.user_id:
            return
        actor = self._clerk.looker.known(arrival.source)
        way = way_of(arrival.source)
        await self._clerk.say(actor, way, "slack.bug", reference=reference)
        view_id = await self._openings.view_of(arrival.source.delivery_id)
        if view_id:
            told = self._clerk.dialogs.notice(actor, "slack.bug", reference=reference)
            await self._clerk.dialogs.show(actor.team, view_id, told)

    async def _worked(self, arrival: Arrival, view_id: str) -> None:
        match arrival:
            case Commanded():
                await self._settling.commanded(arrival, view_id)
            case Pressed():
                await self._presses.pressed(arrival, view_id)
            case Sent():
                await self._submissions.sent(arrival)
            case Shared():
                await self._submissions.shared(arrival, view_id)
            case Written():
                await self._settling.written(arrival)
            case FileDropped():
                await self._settling.dropped(arrival)
            case HomeOpened():
                await self._tabs.opened_messages(arrival)
            case Told():
                await self._departures.told(arrival)
