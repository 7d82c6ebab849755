"""Pressed buttons: answered at once, understood from their token, done in order."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from adapters.telegram.arrivals import Pressed, Sender
from adapters.telegram.calls import Call, answer, with_keyboard
from adapters.telegram.chats import Answered
from adapters.telegram.clerk import Clerk
from adapters.telegram.doubts import Doubts
from adapters.telegram.inbound import pressed_event
from adapters.telegram.keyboards import page_of
from adapters.telegram.listening import Listening
from adapters.telegram.outbound import ASKS_TO_LEAVE
from adapters.telegram.targets import Choice, Command, Note, Pages, Word
from adapters.telegram.words import Meaning
from assistant.chat.events import ChatOpened, ChoiceMade
from assistant.errors import InputError

# Commands of the adapter's own buttons; nobody can type them.
_OWN = "telegram:"
AGAIN, TAKE, LEAVE = f"{_OWN}again", f"{_OWN}take", f"{_OWN}leave"

Mean = Callable[[Meaning | ChoiceMade, int], Awaitable[None]]


@dataclass(slots=True)
class Presses:
    """What is done about a press.

    mean: does what a press means, in the chat of this id.
    """

    clerk: Clerk
    doubts: Doubts
    listening: Listening
    mean: Mean

    def at_once(self, query_id: str, token: str, language: str) -> Call:
        """The answer that stops the button's clock, with what can be said at once.

        Only what is known without asking the assistant: nobody waits for a slow disk.
        """
        target = self.clerk.memory.target(token) if token else None
        if isinstance(target, Note):
            return answer(query_id, target.text, alert=True)
        if target is None:
            said = self.clerk.assistant.text("telegram.gone", language_=language)
            return answer(query_id, said)
        return answer(query_id)

    async def take(self, pressed: Pressed) -> None:
        """Do what the button stands for."""
        to, chat_id = pressed.sender, int(pressed.sender.place.id)
        memory = self.clerk.memory
        target = memory.target(pressed.token) if pressed.token else None
        if target is not None:
            await self.doubts.arrived(to, memory.sending_of(pressed.token))
        match target:
            case None:
                await self._show_present(to, chat_id)
            case Note():
                return
            case Pages():
                await self._turn(pressed, target)
            case Command(text=text) if text.startswith(_OWN):
                await self._own(to, chat_id, text)
            case Choice() | Command() | Word():
                await self._meant(pressed, target, chat_id)

    async def _meant(
        self, pressed: Pressed, target: Choice | Command | Word, chat_id: int
    ) -> None:
        to, chat = pressed.sender, self.clerk.chats.at(chat_id)
        await self._finish_aside(target, chat_id)
        if isinstance(target, Command):
            if target.in_place:
                chat.turns(to.delivery_id, pressed.message_id)
        elif self._is_asked(target, chat_id):
            label = target.label if isinstance(target, Choice) else ""
            chat.answered = Answered(to.delivery_id, label)
        elif await self._is_lost(to, target):
            await self._show_present(to, chat_id)
            return
        await self.mean(pressed_event(target, to), chat_id)

    def _is_asked(self, target: Choice | Word, chat_id: int) -> bool:
        """Whether the button belongs to the question that is open in the chat."""
        asked = self.clerk.chats.at(chat_id).asked
        if asked is None:
            return False
        here = asked.asking.case_id, asked.asking.key
        return here == (target.case_id, target.question)

    async def _is_lost(self, to: Sender, target: Choice | Word) -> bool:
        """Whether the assistant could say nothing but that it knows it no more.

        An old answer in a case that is there shows the case's question again.
        """
        if isinstance(target, Word):
            return True
        if target.question == ASKS_TO_LEAVE:
            return False
        if not target.case_id:
            return self.clerk.chats.at(int(to.place.id)).asked is not None
        try:
            await asyncio.to_thread(
                self.clerk.assistant.case_card, to.place.business, target.case_id
            )
        except InputError:
            return True
        return False

    async def _finish_aside(
        self, target: Choice | Command | Word, chat_id: int
    ) -> None:
        """Take the buttons off the question whether to leave, once it is answered."""
        chat = self.clerk.chats.at(chat_id)
        is_meant = isinstance(target, Choice) and target.question == ASKS_TO_LEAVE
        if isinstance(target, Choice) and is_meant and chat.aside is not None:
            done = chat.aside.finished(chat_id, target.label)
            chat.aside = None
            await self.clerk.reach.make_quietly(done)

    async def _show_present(self, to: Sender, chat_id: int) -> None:
        """The button leads nowhere any more: say so, and ask what is open once more."""
        chat = self.clerk.chats.at(chat_id)
        if chat.asked is None:
            await self.clerk.tell(to, "telegram.gone")
            where = (f"{to.delivery_id}/open", to.place, to.person)
            await self.mean(ChatOpened(*where), chat_id)
            return
        asked = chat.asked
        say = await self.clerk.voice(to)
        call = asked.again(chat_id, say("telegram.gone.here"))
        sent = await self.clerk.reach.make_quietly(call)
        if sent is None:
            return
        await self.clerk.reach.make_quietly(asked.finished(chat_id))
        chat.latest = max(chat.latest, sent.message_id)
        chat.asked = asked.of(call, sent.message_id)
        await asyncio.to_thread(
            self.clerk.memory.keep_asked, chat_id, chat.asked, to.place.business
        )

    async def _turn(self, pressed: Pressed, book: Pages) -> None:
        """Show another page of a keyboard, in the message itself."""
        drawn = page_of(book, pressed.token, pressed.page or 0)
        chat_id = int(pressed.sender.place.id)
        call = with_keyboard(chat_id, pressed.message_id, drawn)
        await self.clerk.reach.make_quietly(call)

    async def _own(self, to: Sender, chat_id: int, text: str) -> None:
        command, _, about = text.partition(" ")
        if command == AGAIN:
            if not await self.doubts.show_again(to, about):
                await self.clerk.tell(to, "telegram.lost.settled")
        elif command == TAKE:
            event = await self.listening.take(to, about)
            if event is None:
                await self._show_present(to, chat_id)
            else:
                await self.mean(event, chat_id)
        else:
            await self.listening.leave(to, about)
