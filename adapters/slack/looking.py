"""What the core would show somebody, for forms and answers for their eyes only.

Nothing is kept by looking, so it can be done as often as a form is drawn.
"""

import asyncio
from dataclasses import dataclass

from adapters.slack.arrivals import Source
from adapters.slack.insiders import Insiders
from adapters.slack.notes import PLATFORM
from adapters.slack.people import People
from assistant.chat.events import ChatEvent, CommandGiven, Person, Place
from assistant.chat.replies import LetterText, Message, Part, Question
from assistant.errors import InputError
from assistant.service import Assistant


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and for which business."""

    business: str
    team: str
    person: Person

    @property
    def own(self) -> Place:
        """Their direct messages."""
        return Place(PLATFORM, f"user/{self.person.id}", self.business)

    @property
    def opening(self) -> Place:
        """Where they open disputes: nothing said there is for them alone."""
        name = f"opening/{self.person.id}"
        return Place(PLATFORM, name, self.business, is_private=False)

    def thread(self, case_id: str) -> Place:
        """The thread of a case."""
        name = f"case/{case_id}"
        return Place(PLATFORM, name, self.business, is_private=False, case_id=case_id)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands for somebody.

    above: what stands over the question, without letters and files.
    """

    above: tuple[Part[str], ...] = ()
    question: Question[str] | None = None
    letter: LetterText[str] | None = None


class Looker:
    """Asks the core, on another thread."""

    def __init__(
        self, assistant: Assistant, people: People, insiders: Insiders
    ) -> None:
        self._assistant, self.people, self.insiders = assistant, people, insiders

    def known(self, source: Source) -> Actor:
        """Who acts, as far as is remembered; asks nobody."""
        person = self.people.known(source.user_id, source.user_name)
        return Actor(self._business(source), source.team_id, person)

    async def actor(self, source: Source) -> Actor:
        """Who acts, with the name that Slack shows."""
        person = await self.people.person(
            source.team_id, source.user_id, source.user_name
        )
        return Actor(self._business(source), source.team_id, person)

    async def at(self, event: ChatEvent) -> tuple[Message, ...]:
        """What an event would bring; InputError for what cannot be done.

        Also for somebody who may not look at this business's disputes at all.
        """
        await self.insiders.check(event)
        return await asyncio.to_thread(self._assistant.look, event)

    async def command(self, actor: Actor, text: str) -> tuple[Message, ...]:
        """What a command would show somebody by themselves."""
        return await self.at(CommandGiven("", actor.own, actor.person, text))

    async def case_named(self, actor: Actor, words: str) -> str:
        """The case that a command's arguments name; empty for none they may see."""
        try:
            found = await self.command(actor, f"show {words}")
        except InputError:
            return ""
        return found[0].case_id if found else ""

    async def standing(self, actor: Actor, case_id: str) -> Standing:
        """Where a case stands; InputError for one they may not see."""
        found = await self.command(actor, f"show {case_id}")
        shown = [part for message in found for part in message.parts]
        questions = [part for part in shown if isinstance(part, Question)]
        letters = [part for part in shown if isinstance(part, LetterText)]
        above = [p for p in shown if not isinstance(p, Question | LetterText)]
        return Standing(
            tuple(above),
            questions[-1] if questions else None,
            letters[-1] if letters else None,
        )

    def _business(self, source: Source) -> str:
        linked = self._assistant.business_of(PLATFORM, source.user_id)
        return linked or f"{PLATFORM}:{source.team_id}"
