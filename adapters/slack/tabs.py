"""The app's own tabs: Home, drawn for whoever looks; Messages, with its greeting."""

import logging

from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack.actions import ShowHome
from adapters.slack.arrivals import HomeOpened, Pressed, Source
from adapters.slack.clerk import Clerk
from adapters.slack.home import FIRST, Shelf, closed, home
from adapters.slack.kinds import Arrival
from adapters.slack.tasks import Tasks
from adapters.slack.ways import way_of
from assistant.chat.events import ChatOpened
from assistant.errors import InputError, StoreError

_AGENT = "assistant:write"
_PROMPTS = (("slack.prompt_open", "open"), ("slack.prompt_list", "list overdue"))
_log = logging.getLogger(__name__)


class Tabs:
    """Draws and greets. Which part of their cases people look at is remembered."""

    def __init__(self, clerk: Clerk, tasks: Tasks) -> None:
        self._clerk, self._tasks = clerk, tasks
        self._shelves: dict[str, Shelf] = {}

    def show(self, arrival: Arrival) -> None:
        """Draw the Home tab for somebody who opened it or turned a page."""
        shelf = FIRST
        if isinstance(arrival, Pressed) and isinstance(arrival.action, ShowHome):
            shelf = Shelf(arrival.action.filter, max(1, arrival.action.page))
        elif isinstance(arrival, HomeOpened):
            shelf = self._shelves.get(arrival.source.user_id, FIRST)
        self._shelves[arrival.source.user_id] = shelf
        self._tasks.start(self._published(arrival.source, shelf))

    def freshen(self, source: Source) -> None:
        """Draw it anew for somebody who has it and changed something."""
        shelf = self._shelves.get(source.user_id)
        if shelf is not None:
            self._tasks.start(self._published(source, shelf))

    async def opened_messages(self, opened: HomeOpened) -> None:
        """Greet somebody who never talked to the app; suggest what to say."""
        clerk, source = self._clerk, opened.source
        actor = await clerk.actor(source)
        key = f"greeted/{source.team_id}/{source.user_id}"
        if not clerk.notes.get(key):
            event = ChatOpened(source.delivery_id, actor.own, actor.person)
            await clerk.post(event, way_of(source))
            await clerk.notes.put(key, {"by": source.delivery_id}, actor.business)
        at = clerk.workspaces.found(source.team_id, source.enterprise_id)
        if at and at.may(_AGENT):
            await self._suggested(source)

    async def _published(self, source: Source, shelf: Shelf) -> None:
        clerk = self._clerk
        actor = await clerk.actor(source)
        screen = clerk.dialogs.screen(actor)
        try:
            found = await clerk.looker.command(actor, shelf.command)
        except InputError as error:
            view = closed(screen.say(error.phrase, **error.facts))
        except StoreError as error:
            _log.warning("no Home tab for %s: %s", source.user_id, type(error).__name__)
            return
        else:
            shown = [part for message in found for part in message.parts]
            view = home(shown, screen, shelf)
        try:
            await clerk.workspaces.call(
                source.team_id, "views.publish", user_id=source.user_id, view=view
            )
        except (RefusedError, NotSentError, UnclearError) as error:
            _log.info("Home tab of %s: %s", source.user_id, error)

    async def _suggested(self, source: Source) -> None:
        """A layer that not every plan has; without it nothing is missing."""
        screen = self._clerk.dialogs.screen(self._clerk.looker.known(source))
        prompts = [
            {"title": screen.say(key), "message": text} for key, text in _PROMPTS
        ]
        try:
            await self._clerk.workspaces.call(
                source.team_id,
                "assistant.threads.setSuggestedPrompts",
                channel_id=source.channel_id,
                prompts=prompts,
            )
        except (RefusedError, NotSentError, UnclearError) as error:
            _log.info("no suggestions: %s", error)
