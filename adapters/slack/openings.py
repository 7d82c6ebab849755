"""Forms that were opened for a delivery, until its work wants to fill them."""

import asyncio
import logging
from collections import OrderedDict

from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack.arrivals import Source
from adapters.slack.clerk import Clerk
from adapters.slack.kinds import Arrival
from adapters.slack.modals import View
from adapters.slack.tasks import Tasks

_MOST = 500
_log = logging.getLogger(__name__)


class Openings:
    """Opens forms at once, beside everything else."""

    def __init__(self, clerk: Clerk, tasks: Tasks) -> None:
        self._clerk, self._tasks = clerk, tasks
        self._opened: OrderedDict[str, asyncio.Task[str]] = OrderedDict()

    def begin(self, arrival: Arrival) -> None:
        """Open the form that it wants, if it wants one."""
        view = self._clerk.dialogs.first(arrival)
        if view is None:
            return
        task = self._tasks.start(self._open(arrival.source, view))
        self._opened[arrival.source.delivery_id] = task
        while len(self._opened) > _MOST:
            self._opened.popitem(last=False)

    async def view_of(self, delivery_id: str) -> str:
        """The id of the form that was opened; empty for none, or where it failed."""
        task = self._opened.get(delivery_id)
        return await task if task else ""

    async def _open(self, source: Source, view: View) -> str:
        try:
            return await self._clerk.dialogs.open(source, view)
        except (RefusedError, NotSentError, UnclearError) as error:
            _log.info("no form for %s: %s", source.user_id, error)
            await self._clerk.trouble(source, str(error))
            return ""
