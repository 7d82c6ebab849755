"""What is done about an update that was read: who it is from, what it means, the reply.

The adapter answers by itself only what no other platform has: strangers, groups, links,
files that cannot be fetched. Everything else is the assistant's.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO

from adapters.telegram.arrivals import (
    Arrival,
    Arrived,
    BusinessConnected,
    BusinessWords,
    BusinessWordsGone,
    FileArrived,
    HelpAsked,
    Ignored,
    LinkFollowed,
    Membership,
    Migrated,
    Pressed,
    Sender,
    Unsupported,
    album,
)
from adapters.telegram.bundles import Part, files_of, joined
from adapters.telegram.chats import Answered
from adapters.telegram.clerk import Clerk, beside
from adapters.telegram.commands import help_parts
from adapters.telegram.deeplinks import Purpose
from adapters.telegram.door import Door
from adapters.telegram.doubts import Doubts
from adapters.telegram.files import FetchError, Files
from adapters.telegram.inbound import pressed_event
from adapters.telegram.keyboards import entry
from adapters.telegram.listening import Listening
from adapters.telegram.notices import too_large, typed_line_wanted, unsupported
from adapters.telegram.presses import AGAIN, Presses
from adapters.telegram.targets import Command
from adapters.telegram.words import Meaning, command
from assistant.chat.events import (
    ChatOpened,
    ChoiceMade,
    CommandGiven,
    TextEdited,
    TextTyped,
)
from assistant.chat.replies import Paragraph, Tone

Event = ChatOpened | CommandGiven | ChoiceMade | TextTyped | TextEdited


@dataclass(slots=True)
class Handler:
    """Does what updates ask for."""

    clerk: Clerk
    door: Door
    files: Files
    doubts: Doubts
    listening: Listening
    presses: Presses = field(init=False)

    def __post_init__(self) -> None:
        self.presses = Presses(self.clerk, self.doubts, self.listening, self.mean)

    def is_from_owner(self, arrival: Arrival) -> bool:
        """Whether somebody who is let in says this in a private chat."""
        to = _sender(arrival.what)
        is_private = to is not None and arrival.is_private
        return is_private and to is not None and self.door.admits(int(to.person.id))

    async def handle(self, arrival: Arrival, delivery_id: str) -> None:
        """Do what one update asks for."""
        what, memory = arrival.what, self.clerk.memory
        match what:
            case Ignored():
                return
            case Migrated(old_chat_id=old, new_chat_id=new):
                await asyncio.to_thread(memory.move, old, new)
            case Membership(is_member=is_member):
                keep = memory.unblock if is_member else memory.block
                await asyncio.to_thread(keep, arrival.chat_id)
            case BusinessConnected():
                await self.listening.connected(what, delivery_id)
            case BusinessWords():
                await self.listening.heard(what, delivery_id)
            case BusinessWordsGone():
                await self.listening.gone(what)
            case _:
                await self._from_person(arrival)

    async def handle_together(self, parts: list[Part]) -> None:
        """Do what several updates that are one thing ask for."""
        arrival = parts[-1].arrival
        to = _sender(arrival.what)
        if to is None or not parts:
            return
        files = files_of(parts)
        if files:
            await self._album(files, arrival.chat_id)
        else:
            await self.mean(joined(parts), arrival.chat_id)
        await self.doubts.mention(to, AGAIN)

    async def mean(self, meaning: Meaning | Event, chat_id: int) -> None:
        """Do what typed or pressed words mean."""
        match meaning:
            case HelpAsked():
                to = meaning.sender
                parts = help_parts(await self.clerk.voice(to))
                await self.clerk.say(to, "help", *parts)
            case LinkFollowed():
                await self._link(meaning)
            case TextTyped():
                await self._typed(meaning, chat_id)
            case _:
                await self.clerk.post(meaning)

    async def _typed(self, text: TextTyped, chat_id: int) -> None:
        """A number below a list means its entry; the assistant reads all else."""
        chat, to = self.clerk.chats.at(chat_id), _sender(text)
        number = text.text.strip()
        if to is not None and number.isdecimal() and chat.listed:
            target_of = self.clerk.memory.target
            found = target_of(entry(chat.listed, number, target_of))
            if isinstance(found, Command):
                await self.mean(pressed_event(found, to), chat_id)
                return
        line = "" if text.origin else chat.line_for_recording(text.text)
        if to is not None and line:
            await self.mean(command("note", line, to), chat_id)
            return
        if chat.aside is not None:
            aside, chat.aside = chat.aside, None
            await self.clerk.reach.make_quietly(aside.finished(chat_id))
        elif chat.asked is not None and chat.answered is None:
            chat.answered = Answered(text.delivery_id)
        await self.clerk.post(text)

    # -- people --------------------------------------------------------------------

    async def _from_person(self, arrival: Arrival) -> None:
        to = _sender(arrival.what)
        if to is None:
            return
        if not arrival.is_private:
            await self.clerk.say(to, "elsewhere", Paragraph("…"))
            return
        if not self.door.admits(int(to.person.id)):
            await self._stranger(arrival.what, to)
            return
        await self._note(arrival, to)
        await self._do(arrival.what, to, arrival.chat_id)
        await self.doubts.mention(to, AGAIN)

    async def _note(self, arrival: Arrival, to: Sender) -> None:
        """Remember what every contact tells: who, where, in which language."""
        memory, business = self.clerk.memory, to.place.business
        chat = self.clerk.chats.at(arrival.chat_id)
        if not isinstance(arrival.what, TextTyped):
            chat.recording = ""
        if not isinstance(arrival.what, Pressed):
            chat.saw(arrival.message_id, arrival.thread_id)
        user, told = int(to.person.id), to.person.language
        if memory.is_blocked(arrival.chat_id):
            await asyncio.to_thread(memory.unblock, arrival.chat_id)
        if told and memory.language(user, "") != told:
            await asyncio.to_thread(memory.keep_language, user, told, business)
        if not memory.home(business):
            await asyncio.to_thread(memory.keep_home, business, arrival.chat_id)

    async def _do(self, what: Arrived, to: Sender, chat_id: int) -> None:
        match what:
            case Pressed():
                await self.presses.take(what)
            case FileArrived():
                await self._file(what, chat_id)
            case Unsupported():
                said = unsupported(await self.clerk.voice(to))
                await self.clerk.say(to, "unsupported", said)
            case (
                ChatOpened()
                | CommandGiven()
                | TextTyped()
                | TextEdited()
                | HelpAsked()
                | LinkFollowed()
            ):
                await self.mean(what, chat_id)
            case _:
                return

    async def _stranger(self, what: Arrived, to: Sender) -> None:
        """Somebody who is not let in: refused politely, unless they bring a key."""
        match what:
            case LinkFollowed(link=link) if link.purpose is Purpose.CLAIM:
                if await asyncio.to_thread(self.door.claim, link, int(to.person.id)):
                    await self._claimed(to)
                    return
            case CommandGiven(text=text) if self._is_key(text):
                await self.clerk.post(what)
                return
            case _:
                pass
        now = self.clerk.assistant.post_office.now()
        if not self.door.refuses_aloud(int(to.person.id), now):
            return
        is_claimed = self.door.is_claimed
        key = "telegram.not_yours" if is_claimed else "telegram.unclaimed"
        await self.clerk.tell(to, key)

    def _is_key(self, text: str) -> bool:
        """Whether a command is a code that lets somebody in."""
        word, _, code = text.strip().partition(" ")
        return word == "link" and self.clerk.assistant.knows_code(code)

    async def _claimed(self, to: Sender) -> None:
        await self.clerk.tell(to, "telegram.claimed", Tone.GOOD)
        await self.clerk.post(ChatOpened(to.delivery_id, to.place, to.person))

    # -- links ---------------------------------------------------------------------

    async def _link(self, followed: LinkFollowed) -> None:
        """A link to a case, for whoever may see it; any other opens the chat."""
        to, link = followed.sender, followed.link
        where = (to.delivery_id, to.place, to.person)
        if link.purpose is not Purpose.CASE:
            await self.clerk.post(ChatOpened(*where))
            return
        linked = self.clerk.memory.linked(link.secret)
        if linked is None or linked.business_id != to.place.business:
            await self.clerk.tell(to, "telegram.link_unknown")
            return
        await self.clerk.post(CommandGiven(*where, f"show {linked.case_id}"))

    # -- files ---------------------------------------------------------------------

    async def _file(self, file: FileArrived, chat_id: int) -> None:
        fetching = asyncio.create_task(self.files.fetch(file))
        try:
            content = await self.clerk.with_sign(chat_id, fetching)
        except FetchError as error:
            await self._not_fetched(file, error)
            return
        await self._ask_for_words(file)
        await self.clerk.post(file.as_event(partial(BytesIO, content)))

    async def _album(
        self, files: Sequence[tuple[FileArrived, Part]], chat_id: int
    ) -> None:
        """The files of an album as one; what cannot be fetched is said of each."""
        fetched = []
        for file, part in files:
            task = part.content or asyncio.create_task(self.files.fetch(file))
            try:
                content = await self.clerk.with_sign(chat_id, task)
            except FetchError as error:
                await self._not_fetched(file, error)
            else:
                fetched.append((file, partial(BytesIO, content)))
        if fetched:
            await self.clerk.post(album(fetched))

    async def _not_fetched(self, file: FileArrived, error: FetchError) -> None:
        to = file.sender
        if error.is_too_large:
            say = await self.clerk.voice(to)
            await self.clerk.say(to, "too-large", too_large(file, say))
        else:
            key = "telegram.not_fetched"
            await self.clerk.tell(to, key, Tone.CAUTION, name=file.name)

    async def _ask_for_words(self, file: FileArrived) -> None:
        """A recording is kept, and one typed line says what matters in it."""
        to = beside(file.sender, "words")
        wanted = typed_line_wanted(file, await self.clerk.voice(to))
        if wanted is not None:
            self.clerk.chats.at(int(to.place.id)).recording = file.name
            await self.clerk.say(to, "wanted", wanted)


def _sender(what: Arrived) -> Sender | None:
    """Who an update is from; None for one that no person sent to the bot."""
    match what:
        case ChatOpened() | CommandGiven() | TextTyped() | TextEdited():
            return Sender(what.delivery_id, what.place, what.person)
        case FileArrived() | LinkFollowed() | HelpAsked() | Pressed() | Unsupported():
            return what.sender
        case _:
            return None
