"""Takes events to the assistant, and puts the adapter's own words into the outbox."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from adapters.telegram.arrivals import Sender
from adapters.telegram.calls import Call
from adapters.telegram.chats import Chats
from adapters.telegram.memory import Memory
from adapters.telegram.reach import Reach
from assistant.chat.events import ChatEvent
from assistant.chat.replies import Message, Paragraph, Part, Tone
from assistant.service import Assistant

Done = TypeVar("Done")
Say = Callable[..., str]

_SLOW = 1.0  # seconds after which a person should see that something is going on
_SIGN_LASTS = 4.0  # seconds; Telegram shows "typing" for five


@dataclass(slots=True)
class Clerk:
    """What everything that handles updates needs."""

    assistant: Assistant
    memory: Memory
    chats: Chats
    reach: Reach

    async def post(self, event: ChatEvent) -> None:
        """Have an event handled; what is said to it is in the outbox on return.

        The chat shows "typing" while that takes long.
        """
        work = asyncio.create_task(asyncio.to_thread(self.assistant.post, event))
        await self.with_sign(int(event.place.id), work)

    async def with_sign(self, chat_id: int, work: "asyncio.Task[Done]") -> Done:
        """The result of some work; the chat shows that it goes on while it is slow."""
        arguments = {"chat_id": chat_id, "action": "typing"}
        seconds = _SLOW
        while True:
            await asyncio.wait({work}, timeout=seconds)
            if work.done():
                return await work
            await self.reach.make_quietly(Call("sendChatAction", arguments))
            seconds = _SIGN_LASTS

    async def voice(self, to: Sender) -> Say:
        """The adapter's own words by their key, in the language of who reads them."""
        return partial(self.assistant.text, language_=await self._language(to))

    async def tell(
        self, to: Sender, key: str, tone: Tone = Tone.PLAIN, /, **values: object
    ) -> None:
        """Say a sentence of ours to somebody, once for each delivery."""
        say = await self.voice(to)
        await self.say(to, key, Paragraph(say(key, **values), tone))

    async def say(self, to: Sender, what: str, *parts: Part[str]) -> None:
        """Say something of ours to somebody, once for each delivery.

        what: tells different words to one delivery apart.
        """
        message = Message(to.place, await self._language(to), parts)
        office = self.assistant.post_office
        prepared = office.prepared([(f"{to.delivery_id}/{what}", message)])
        await asyncio.to_thread(office.put, prepared)

    async def _language(self, to: Sender) -> str:
        """The language somebody is spoken to in; the store is asked aside."""
        return await asyncio.to_thread(
            self.assistant.language, to.place.business, to.person.language
        )


def beside(to: Sender, what: str) -> Sender:
    """The same sender with a delivery id of its own, for a second event."""
    return replace(to, delivery_id=f"{to.delivery_id}/{what}")
