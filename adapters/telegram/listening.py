"""A trader's own chats with customers, through Telegram Business.

The bot only listens there. Where a customer's words look like a dispute, the owner is
told in private and decides; nothing is ever written to the customer.
"""

import asyncio
from dataclasses import replace

from telegram import Bot
from telegram.error import TelegramError

from adapters.telegram.arrivals import (
    BusinessConnected,
    BusinessWords,
    BusinessWordsGone,
    Sender,
)
from adapters.telegram.clerk import Clerk, Say
from adapters.telegram.door import Door
from adapters.telegram.inbound import PLATFORM
from adapters.telegram.memory import Connection, Heard
from assistant.chat.events import Origin, Person, Place, TextTyped
from assistant.chat.replies import Option, Question

_EXCERPT = 300  # characters of a message that the question repeats
_LONGEST = 12_000  # characters that are kept of what one customer wrote


class Listening:
    """What is done about business accounts.

    take, leave: the commands of the two buttons, up to the key of the words.
    """

    def __init__(
        self, clerk: Clerk, door: Door, bot: Bot, take: str, leave: str
    ) -> None:
        self._clerk, self._door, self._bot = clerk, door, bot
        self._take, self._leave = take, leave

    async def connected(self, change: BusinessConnected, delivery_id: str) -> None:
        """An account was connected, or is no longer."""
        memory = self._clerk.memory
        if not (change.is_enabled and self._door.admits(change.owner_id)):
            await asyncio.to_thread(memory.disconnect, change.connection_id)
            return
        to = Connection(change.owner_id, change.chat_id)
        owner = self._owner(to, delivery_id)
        await asyncio.to_thread(
            memory.connect, change.connection_id, to, owner.place.business
        )
        await self._clerk.tell(owner, "telegram.business.connected")

    async def heard(self, words: BusinessWords, delivery_id: str) -> None:
        """A customer wrote to the owner; told where it looks like a dispute."""
        to = await self._connection(words.connection_id)
        if to is None or not words.is_from_customer:
            return
        owner = self._owner(to, delivery_id)
        memory, business = self._clerk.memory, owner.place.business
        key = f"{words.connection_id}.{words.chat_id}"
        before = memory.heard(key, business)
        if before is not None:
            text = f"{before.text}\n\n{words.text}"[:_LONGEST]
            await asyncio.to_thread(
                memory.keep_heard, key, replace(before, text=text), business
            )
            return
        told = await asyncio.to_thread(
            self._clerk.assistant.reads_as_dispute,
            words.text,
            business,
            owner.person.language,
        )
        if not told:
            return
        heard = Heard(words.author.name, words.text[:_LONGEST], words.written_at)
        await asyncio.to_thread(memory.keep_heard, key, heard, business)
        say = await self._clerk.voice(owner)
        await self._clerk.say(owner, "heard", self._question(say, heard, told, key))

    async def gone(self, words: BusinessWordsGone) -> None:
        """Messages were deleted: what waits for a decision is not kept any longer."""
        key = f"{words.connection_id}.{words.chat_id}"
        await asyncio.to_thread(self._clerk.memory.drop_heard, key)

    async def take(self, to: Sender, key: str) -> TextTyped | None:
        """The words as if the owner had forwarded them; None if they are gone."""
        heard = await self._taken(to, key)
        if heard is None:
            return None
        origin = Origin(heard.author, heard.written_at)
        return TextTyped(to.delivery_id, to.place, to.person, heard.text, origin)

    async def leave(self, to: Sender, key: str) -> None:
        """It is none."""
        await self._taken(to, key)
        await self._clerk.tell(to, "telegram.business.left")

    async def _taken(self, to: Sender, key: str) -> Heard | None:
        heard = self._clerk.memory.heard(key, to.place.business)
        if heard is not None:
            await asyncio.to_thread(self._clerk.memory.drop_heard, key)
        return heard

    async def _connection(self, connection_id: str) -> Connection | None:
        """The account; asked of Telegram where its connecting was missed."""
        known = self._clerk.memory.connection(connection_id)
        if known is not None:
            return known
        try:
            found = await self._bot.get_business_connection(connection_id)
        except TelegramError:
            return None
        if not (found.is_enabled and self._door.admits(found.user.id)):
            return None
        to = Connection(found.user.id, found.user_chat_id)
        business = self._door.business_of(to.chat_id, to.owner_id)
        await asyncio.to_thread(self._clerk.memory.connect, connection_id, to, business)
        return to

    def _owner(self, to: Connection, delivery_id: str) -> Sender:
        business = self._door.business_of(to.chat_id, to.owner_id)
        language = self._clerk.memory.language(to.owner_id, "")
        account = str(to.owner_id)
        return Sender(
            f"business/{delivery_id}",
            Place(PLATFORM, str(to.chat_id), business),
            Person(account, account, language),
        )

    def _question(self, say: Say, heard: Heard, told: str, key: str) -> Question[str]:
        shown = " ".join(heard.text.split())
        shown = shown if len(shown) <= _EXCERPT else f"{shown[:_EXCERPT]}…"
        who = heard.author or say("telegram.business.customer")
        prompt = say("telegram.business.heard", who=who, text=shown, reading=told)
        options = (
            Option("take", say("telegram.business.take"), f"{self._take} {key}"),
            Option("leave", say("telegram.business.leave"), f"{self._leave} {key}"),
        )
        return Question("business-words", prompt, options)
