"""A message of the outbox -> the chat: drawn, sent call by call, and remembered.

A question is edited in place while the person moves inside one step and nothing was
said since; in any other case it loses its buttons and the next one is a new message.
What was sent of a message before the way broke is not sent again.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from adapters.pump import NotSentError, RefusedError
from adapters.telegram.asked import Asked
from adapters.telegram.calls import Call, Role, edited
from adapters.telegram.chats import Chat, Chats
from adapters.telegram.memory import Memory
from adapters.telegram.outbound import ASKS_TO_LEAVE, Pen, draw
from adapters.telegram.reach import Reach, is_not_modified
from adapters.telegram.targets import Sheet
from assistant.chat.replies import Message, Paragraph, Question, Tone
from assistant.store.port import Sending

Say = Callable[..., str]


@dataclass(slots=True)
class _Drawn:
    """A message as calls; those in front of `made` are in the chat already."""

    calls: list[Call]
    made: int = 0


@dataclass(frozen=True, slots=True)
class _Letter:
    """What goes with every call of a message.

    is_error: whether it says nothing but what was wrong with an answer.
    """

    sending: Sending
    chat_id: int
    delivery_id: str
    is_error: bool


@dataclass(slots=True)
class Delivery:
    """Hands messages over to Telegram.

    say: the adapter's words, by their key and `language_`.
    username: of the bot, for links to it.
    """

    reach: Reach
    memory: Memory
    chats: Chats
    say: Say
    username: Callable[[], str]
    _drawn: dict[str, _Drawn] = field(default_factory=dict)

    async def send(self, sending: Sending, message: Message) -> None:
        """Send a message of the outbox; raises as the pump expects it."""
        letter = _letter(sending, message)
        chat_id = self.memory.moved(letter.chat_id)
        if self.memory.is_blocked(chat_id):
            raise RefusedError("blocked")
        self.chats.at(chat_id).language = message.language
        number = sending.message.id
        drawn = self._drawn.get(number) or await self._draw(sending, message, chat_id)
        try:
            while drawn.made < len(drawn.calls):
                await self._put(drawn.calls[drawn.made], letter)
                drawn.made += 1
        except NotSentError:
            self._drawn[number] = drawn
            if drawn.made and not sending.message.is_repeatable:
                await self._keep_made(sending, drawn.made)
            raise
        self._drawn.pop(number, None)
        await self._keep_made(sending, 0)

    async def _draw(self, sending: Sending, message: Message, chat_id: int) -> _Drawn:
        sheet, business = Sheet(), sending.message.business_id
        pen = Pen(
            partial(self.say, language_=message.language),
            sheet,
            partial(self._link, business),
            self.chats.at(chat_id).thread_id,
        )
        calls = await asyncio.to_thread(draw, message, pen)
        number = sending.message.id
        await asyncio.to_thread(self.memory.keep_sheet, sheet, number, business)
        made = self.memory.made_of(number)
        return _Drawn(calls, min(made, len(calls)))

    def _link(self, business_id: str, case_id: str) -> str:
        if not case_id:
            return f"https://t.me/{self.username()}"
        return self.memory.case_link(business_id, case_id).url(self.username())

    async def _keep_made(self, sending: Sending, count: int) -> None:
        message = sending.message
        await asyncio.to_thread(
            self.memory.keep_made, message.id, count, message.business_id
        )

    # -- one call --------------------------------------------------------------------

    async def _put(self, call: Call, letter: _Letter) -> None:
        chat = self.chats.at(letter.chat_id)
        if await self._put_in_place(chat, call, letter):
            return
        await self._finish_asked(chat, call, letter)
        is_repeatable = letter.sending.message.is_repeatable
        sent = await self.reach.make(call, may_repeat=is_repeatable)
        chat.latest = max(chat.latest, sent.message_id)
        is_list = call.role is Role.LIST
        chat.listed = call.arguments.get("reply_markup", {}) if is_list else {}
        if call.asking:
            await self._ask(chat, call, sent.message_id, letter)

    async def _put_in_place(self, chat: Chat, call: Call, letter: _Letter) -> bool:
        """Edit the message that this one follows on; False where none may be."""
        turned = chat.turning.pop(letter.delivery_id, 0)
        if turned and call.role is Role.LIST:
            is_replaced = await self._replaced(call, turned)
            if is_replaced:
                chat.listed = call.arguments.get("reply_markup", {})
            return is_replaced
        asked = chat.asked
        if asked is None or not (chat.is_asked_last and asked.is_same_step(call)):
            return False
        if not await self._replaced(call, asked.message_id):
            return False
        await self._ask(chat, call, asked.message_id, letter)
        return True

    async def _replaced(self, call: Call, message_id: int) -> bool:
        """Edit a message in place; False where it has to be a new one after all."""
        try:
            await self.reach.make(edited(call, message_id), may_repeat=True)
        except RefusedError as error:
            return is_not_modified(error.__cause__)
        return True

    async def _ask(
        self, chat: Chat, call: Call, message_id: int, letter: _Letter
    ) -> None:
        if _is_aside(call):
            chat.aside = Asked.of(call, message_id)
            return
        chat.asked, chat.answered = Asked.of(call, message_id), None
        await self._keep_asked(chat, letter)

    async def _finish_asked(self, chat: Chat, call: Call, letter: _Letter) -> None:
        """Take the buttons off the question that this message makes a past one."""
        answered, asked = chat.answered, chat.asked
        is_answer = answered is not None and answered.delivery_id == letter.delivery_id
        if is_answer and letter.is_error:
            chat.answered = None
            return
        if asked is None or not (is_answer or call.asking) or _is_aside(call):
            return
        label = answered.label if answered else ""
        chat.asked = chat.answered = None
        await self.reach.make_quietly(asked.finished(letter.chat_id, label))
        if not call.asking:
            await self._keep_asked(chat, letter)

    async def _keep_asked(self, chat: Chat, letter: _Letter) -> None:
        business = letter.sending.message.business_id
        await asyncio.to_thread(
            self.memory.keep_asked, letter.chat_id, chat.asked, business
        )


def _is_aside(call: Call) -> bool:
    return call.asking is not None and call.asking.key == ASKS_TO_LEAVE


def _letter(sending: Sending, message: Message) -> _Letter:
    chat_id = int(message.person or message.to.id)
    first = message.parts[0]
    is_error = isinstance(first, Paragraph) and first.tone is Tone.ERROR
    asks = any(isinstance(part, Question) for part in message.parts)
    delivery_id = answered_by(sending)
    return _Letter(sending, chat_id, delivery_id, is_error and not asks)


def answered_by(sending: Sending) -> str:
    """Id of the delivery that a message answers, as it stands in the message's id."""
    out = sending.message
    beginning = f"{out.platform}/{out.business_id}/"
    return out.id.removeprefix(beginning).rpartition("/")[0]
