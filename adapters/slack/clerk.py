"""What every branch of the work needs: who acts, telling the core, answering."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.pump import NotSentError, Pump, RefusedError, UnclearError
from adapters.slack import pointers, troubles
from adapters.slack.arrivals import Source
from adapters.slack.courier import Courier
from adapters.slack.dialogs import Dialogs
from adapters.slack.forms import Target
from adapters.slack.looking import Actor, Looker
from adapters.slack.notes import Notes
from adapters.slack.outbound import draw
from adapters.slack.outgoing import Post
from adapters.slack.rooms import Rooms
from adapters.slack.tenants import Workspaces
from adapters.slack.threads import Case, Threads
from adapters.slack.ways import Way, Ways, way_of
from assistant.chat.events import ChatEvent, Place
from assistant.chat.replies import FileOut, LetterText, Message, Part
from assistant.errors import InputError
from assistant.service import Assistant

PATIENCE = 2.0  # seconds of work after which whoever waits is told that it goes on
_FLUSH = 5.0  # seconds that a form waits for what is said in it
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Clerk:
    """The app's parts, and the few things done with several of them at once."""

    assistant: Assistant
    workspaces: Workspaces
    rooms: Rooms
    threads: Threads
    looker: Looker
    dialogs: Dialogs
    courier: Courier
    notes: Notes
    ways: Ways
    pump: Pump

    # -- who and where -----------------------------------------------------------------

    async def actor(self, source: Source) -> Actor:
        """Who acts; a thread belongs to the business whose case it is."""
        await self.workspaces.noted(source.team_id, source.enterprise_id)
        actor = await self.looker.actor(source)
        business, _ = self.thread(source)
        if not self.looker.people.is_guest(source.user_id):
            await self.rooms.meet(actor.business, source.team_id, source.user_id)
        return replace(actor, business=business) if business else actor

    def thread(self, source: Source) -> tuple[str, str]:
        """The business and case of the thread they are in; empty outside one."""
        return self.threads.case_at(
            source.team_id, source.channel_id, source.thread_ts or source.message_ts
        )

    def place(self, actor: Actor, case_id: str, question: str = "") -> Place:
        """Where an answer belongs: the case's thread, or where it was asked."""
        if not case_id:
            return actor.own
        asked = self.notes.get(f"asked/{actor.business}/{case_id}")
        if question and asked.get("key") == question:
            return replace(actor.own, id=str(asked["place"]))
        return actor.thread(case_id)

    # -- telling the core --------------------------------------------------------------

    async def post(self, event: ChatEvent, way: Way) -> None:
        """Have an event handled; what is said is on its way when this returns.

        InputError for somebody who may not work on this business's disputes.
        """
        await self.looker.insiders.check(event)
        self.ways.put(event.delivery_id, way)
        roots = self.threads.roots(event.place.business)
        work = asyncio.create_task(asyncio.to_thread(self.assistant.post, event))
        done, _ = await asyncio.wait({work}, timeout=PATIENCE)
        if not done and not (way.is_silent or way.is_watching):
            await self._told_to_wait(event, way)
        await work
        self.pump.kick()
        await self.threads.take_leave(roots, event.person.language)

    async def _told_to_wait(self, event: ChatEvent, way: Way) -> None:
        actor = Actor(event.place.business, way.team, event.person)
        await self.say(actor, way, "slack.working")

    async def flush(self) -> None:
        """Wait for what is on its way, but not for a Slack that does not answer."""
        sending = asyncio.ensure_future(self.pump.flush())
        await asyncio.wait({sending}, timeout=_FLUSH)

    # -- answering one person ----------------------------------------------------------

    async def say(self, actor: Actor, way: Way, key: str, **values: object) -> None:
        """A sentence of our own, for them alone."""
        screen = self.dialogs.screen(actor)
        await self.whisper(way, pointers.words(screen.say(key, **values), screen))

    async def refuse(self, actor: Actor, way: Way, error: InputError) -> None:
        """Why something could not be done, in the core's words."""
        await self.say(actor, way, error.phrase, **error.facts)

    async def show(self, actor: Actor, way: Way, text: str) -> None:
        """What a command shows, for them alone; papers stay in the thread."""
        try:
            found = await self.looker.command(actor, text)
        except InputError as error:
            await self.refuse(actor, way, error)
            return
        for message in found:
            await self.show_message(actor, way, message)

    async def show_message(self, actor: Actor, way: Way, message: Message) -> None:
        """A message for them alone, without letters and files."""
        kept = tuple(
            part for part in message.parts if not isinstance(part, LetterText | FileOut)
        )
        line = ""
        if message.case_id:
            line = await self.threads.line(
                Case(actor.business, message.case_id, language=message.language)
            )
        screen = replace(self.dialogs.screen(actor), case_line=line)
        for each in draw(replace(message, parts=kept), screen):
            if isinstance(each, Post):
                await self.whisper(way, each)

    async def whisper(self, way: Way, post: Post) -> None:
        """A post for one person's eyes; a trouble is logged, nothing waits for it."""
        try:
            await self.courier.whisper(way, post)
        except (NotSentError, RefusedError, UnclearError) as error:
            _log.warning("%s was not answered: %s", way.user, error)

    async def trouble(self, source: Source, code: str) -> None:
        """A refusal of Slack's, to whoever ran into it."""
        actor = self.looker.known(source)
        screen = self.dialogs.screen(actor)
        post = pointers.words(troubles.told(code, screen.say), screen)
        await self.whisper(way_of(source), post)

    # -- forms that go on --------------------------------------------------------------

    async def run(
        self, actor: Actor, view_id: str, target: Target, said: Sequence[Part[str]] = ()
    ) -> None:
        """Show where a case stands in a form, after what was just said."""
        try:
            standing = await self.looker.standing(actor, target.case_id)
        except InputError as error:
            view = self.dialogs.notice(actor, error.phrase, **error.facts)
        else:
            view = self.dialogs.window(actor, standing, target, *said)
        is_shown = await self.dialogs.show(actor.team, view_id, view)
        if said and not is_shown:
            way = Way(team=actor.team, user=actor.person.id, is_direct=True)
            await self.show_message(
                actor, way, Message(actor.own, "", tuple(said), case_id=target.case_id)
            )

    async def post_in_form(
        self, event: ChatEvent, actor: Actor, view_id: str, target: Target
    ) -> None:
        """Have an answer handled that came from a form, and show there what follows."""
        way = Way(team=actor.team, user=actor.person.id, is_watching=True)
        await self.post(event, way)
        await self.flush()
        if target.case_id:
            await self.run(actor, view_id, target, way.said)
        else:
            view = self.dialogs.page(actor, way.said)
            await self.dialogs.show(actor.team, view_id, view)
