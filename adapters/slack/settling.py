"""Commands, words and papers: what people type and drop, brought to the core."""

from dataclasses import replace

from adapters.pump import NotSentError, RefusedError, UnclearError
from adapters.slack import commands
from adapters.slack.arrivals import Commanded, FileDropped, Source, Written
from adapters.slack.channels import Channels
from adapters.slack.checking import Checker
from adapters.slack.clerk import Clerk
from adapters.slack.files import Files, Given
from adapters.slack.inbound import event_of
from adapters.slack.looking import Actor, Standing
from adapters.slack.ways import Way, way_of
from assistant.chat.events import CommandGiven, Origin, Place, TextTyped
from assistant.errors import InputError


class Settling:
    """Works off what was typed."""

    def __init__(
        self, clerk: Clerk, files: Files, checker: Checker, channels: Channels
    ) -> None:
        self._clerk, self._files = clerk, files
        self._checker, self._channels = checker, channels

    def answered(self, actor: Actor, case_id: str, question: str) -> None:
        """Remember who answered a question, for somebody who does so at once, too."""
        key = (actor.business, case_id, question)
        self._checker.editors[key] = actor.person.name

    async def commanded(self, commanded: Commanded, view_id: str) -> None:
        """A slash command; view_id: of the form that was opened for it."""
        actor = await self._clerk.actor(commanded.source)
        if commands.is_opening(commanded.text) and view_id:
            return
        await self.command(actor, commanded.source, commanded.text)

    async def command(self, actor: Actor, source: Source, text: str) -> None:
        """A command, wherever it was given."""
        way = way_of(source, is_quiet=not source.is_direct)
        case_here = self._case_here(actor, source)
        if commands.is_here(text):
            await self._channels.chosen(actor, way, text)
            return
        text = await self._clerk.looker.people.spelled(source.team_id, text)
        if case_here and commands.is_showing(text):
            text = await self._with_case(actor, text, case_here)
        is_look = commands.is_showing(text)
        is_in_thread = bool(self._clerk.thread(source)[1])
        if is_look and not (is_in_thread and self._is_for_all(text)):
            await self._clerk.show(actor, way, text)
            return
        place = await self._place(actor, text, case_here)
        event = CommandGiven(source.delivery_id, place, actor.person, text)
        await self._clerk.post(event, way)

    async def _with_case(self, actor: Actor, text: str, case_here: str) -> str:
        """A look at the case at hand, with its name: looking knows no place."""
        if not commands.is_about_case(text):
            return text
        word, _, rest = text.partition(" ")
        is_named = rest and await self._clerk.looker.case_named(actor, rest.strip())
        return text if is_named else f"{word} {case_here} {rest}".strip()

    def _case_here(self, actor: Actor, source: Source) -> str:
        """The case that is meant without being named: by the thread, or by what was
        asked last in direct messages."""
        _, case_here = self._clerk.thread(source)
        if case_here or not source.is_direct:
            return case_here
        asked = self._clerk.threads.asked_alone(source.team_id, source.user_id)
        return asked["case"] if asked.get("business") == actor.business else ""

    async def written(self, written: Written) -> None:
        """A message in a thread, in direct messages, or to the app by name."""
        actor = await self._clerk.actor(written.source)
        source = written.source
        _, case_here = self._clerk.thread(source)
        place = actor.thread(case_here) if case_here else actor.own
        if written.files:
            await self._papers(actor, written, place)
            return
        event = event_of(written, place, actor.person)
        if isinstance(event, CommandGiven):
            await self.command(actor, source, event.text)
        elif event is not None:
            if isinstance(event, TextTyped) and place == actor.own:
                event = await self._beside(actor, source, event)
            is_quiet = not (source.is_direct or case_here)
            await self._clerk.post(event, way_of(source, is_quiet=is_quiet))

    async def _beside(self, actor: Actor, source: Source, said: TextTyped) -> TextTyped:
        """Words beside a case's question in direct messages answer that one."""
        threads, looker = self._clerk.threads, self._clerk.looker
        asked = threads.asked_alone(source.team_id, source.user_id)
        if said.origin or not asked or asked["business"] != actor.business:
            return said
        case_id, key = asked["case"], asked["key"]
        try:
            standing = await looker.standing(actor, case_id)
        except InputError:
            standing = Standing()
        if standing.question is None or standing.question.key != key:
            await threads.listen_no_more(source.team_id, source.user_id)
            return said
        place = actor.thread(case_id)
        return replace(said, place=place, question=key, case_id=case_id)

    async def dropped(self, dropped: FileDropped) -> None:
        """A file in a channel where messages are not read; only threads count."""
        source = dropped.source
        try:
            ref, places = await self._files.shared(source.team_id, dropped.file_id)
        except (NotSentError, UnclearError, RefusedError) as error:
            await self._clerk.trouble(source, str(error))
            return
        thread_ts = places.get(source.channel_id, "")
        source = replace(source, thread_ts=thread_ts)
        _, case_here = self._clerk.thread(source)
        if not (thread_ts and case_here):
            return
        actor = await self._clerk.actor(source)
        given = Given(source.delivery_id, (ref,))
        await self.given(actor, actor.thread(case_here), given, way_of(source))

    async def given(self, actor: Actor, place: Place, given: Given, way: Way) -> None:
        """Papers for a case, or to be read."""
        new = await self._files.new(actor.team, given)
        if new:
            event = await self._files.event(actor, place, replace(given, files=new))
            await self._clerk.post(event, way)

    async def _papers(self, actor: Actor, written: Written, place: Place) -> None:
        source, shared = written.source, written.shared
        origin: Origin | None = shared.origin if shared else None
        given = Given(source.delivery_id, written.files, written.text, origin)
        await self.given(actor, place, given, way_of(source))

    async def _place(self, actor: Actor, text: str, case_here: str) -> Place:
        """Where a command belongs: its case's thread, else with whoever gave it."""
        words = text.partition(" ")[2].strip()
        if commands.is_opening(text):
            return actor.opening if words else actor.own
        if not commands.is_about_case(text):
            return actor.own
        named = await self._clerk.looker.case_named(actor, words) if words else ""
        case_id = named or case_here
        return actor.thread(case_id) if case_id else actor.own

    def _is_for_all(self, text: str) -> bool:
        """Whether everybody in a thread shall see it: the case goes on there."""
        return text.partition(" ")[0].casefold() in ("show", "continue", "case")
