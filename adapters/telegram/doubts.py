"""Messages that may not have arrived: said at the next contact, shown again on a tap.

Nothing is repeated by itself: a letter that is there twice might be sent twice.
"""

import asyncio
from dataclasses import dataclass

from adapters.pump import Pump
from adapters.telegram.arrivals import Sender
from adapters.telegram.clerk import Clerk, Say
from adapters.telegram.inbound import PLATFORM
from assistant.chat.replies import Button, Card, FileOut, LetterText, Message
from assistant.store.port import Sending, SendState

_MOST_SHOWN = 3  # as buttons; the others are counted


@dataclass(slots=True)
class Doubts:
    """Asks about what may be missing in a chat."""

    clerk: Clerk
    pump: Pump

    async def mention(self, to: Sender, again: str) -> None:
        """Say what may be missing here, once, with a button that shows it again.

        again: the command of that button, up to the message's id.
        """
        lost = [each for each in await self._lost(to) if not self._is_told(each)]
        if not lost:
            return
        shown = lost[-_MOST_SHOWN:]
        say = await self.clerk.voice(to)
        buttons = tuple(
            Button(self._label(each, say), f"{again} {each.message.id}")
            for each in shown
        )
        title = say("telegram.lost", count=len(lost))
        await self.clerk.say(to, "lost", Card(title, (), buttons))
        told = [each.message.id for each in lost]
        await asyncio.to_thread(self.clerk.memory.keep_told, told, to.place.business)

    async def show_again(self, to: Sender, message_id: str) -> bool:
        """Send a message once more after all; False where it is not in doubt."""
        known = {each.message.id for each in await self._lost(to)}
        if message_id not in known:
            return False
        office = self.clerk.assistant.post_office
        await asyncio.to_thread(office.try_again, message_id)
        return True

    async def arrived(self, to: Sender, message_id: str) -> None:
        """Somebody pressed a button of this message: it is there."""
        for each in await self._lost(to):
            is_unknown = each.state is SendState.UNKNOWN
            if each.message.id == message_id and is_unknown:
                office = self.clerk.assistant.post_office
                await asyncio.to_thread(office.sent, message_id)

    async def _lost(self, to: Sender) -> list[Sending]:
        office = self.clerk.assistant.post_office
        unsettled = await asyncio.to_thread(office.unsettled, to.place.business)
        return [
            each
            for each in unsettled
            if each.message.platform == PLATFORM
            and each.message.id not in self.pump.in_hand
            and _chat_of(office.opened(each)) == to.place.id
        ]

    def _is_told(self, sending: Sending) -> bool:
        return self.clerk.memory.is_told(sending.message.id)

    def _label(self, sending: Sending, say: Say) -> str:
        """`Show again: Acknowledgement`."""
        office = self.clerk.assistant.post_office
        match office.opened(sending).parts[0]:
            case LetterText(title=name) | FileOut(name=name):
                return say("telegram.lost.show", name=name)
            case _:
                return say("telegram.lost.show_message")


def _chat_of(message: Message) -> str:
    return message.person or message.to.id
