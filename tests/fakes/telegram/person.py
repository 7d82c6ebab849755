"""Somebody with Telegram on the phone: what they do, and what they see.

Verbs act at once and return what came of it; the bot learns of it by an update. Wait
with `await anna.hears(...)` or `await telegram.settled()` before looking.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from tests.fakes.telegram import contents, origins, screen
from tests.fakes.telegram.accounts import BusinessAccount
from tests.fakes.telegram.callbacks import Press
from tests.fakes.telegram.detect import cleaned
from tests.fakes.telegram.privacy import reaches_bot
from tests.fakes.telegram.screen import SeenFile
from tests.fakes.telegram.state import Chat, Membership, Message, User
from tests.fakes.telegram.wire import Json
from tests.fakes.telegram.world import World

LONGEST = 4096  # apps cut what somebody types into messages of this length
File = tuple[str, bytes, str]  # name, content, MIME type


class Person:
    """A user in one chat: the private one with the bot, or a group."""

    def __init__(self, world: World, user: User, chat: Chat) -> None:
        self._world = world
        self.user = user
        self.chat = chat
        self.opened: list[str] = []
        self.clipboard = ""
        self._seen_until = 0

    @property
    def id(self) -> int:
        """The user's id, which is also that of the private chat."""
        return self.user.id

    # Writing.

    def say(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Type a text and send it; a long one arrives in several messages.

        Blank space at both ends is cut, as the apps do; ValueError if nothing is left.
        """
        text = cleaned(text).rstrip().lstrip(" \n")
        if not text:
            raise ValueError("Telegram sends no empty text")
        pieces = [text[i : i + LONGEST] for i in range(0, len(text), LONGEST)]
        for piece in pieces[:-1]:
            self._send(contents.words(piece), reply_to=reply_to)
        return self._send(contents.words(pieces[-1]), reply_to=reply_to)

    def command(self, text: str) -> Message:
        """Send a command, such as `/new`."""
        if not text.startswith("/"):
            raise ValueError("a command begins with /")
        return self.say(text)

    def edit(self, message: Message, text: str) -> Message:
        """Change an own message, or the caption of an own file."""
        with self._world.lock:
            if "text" in message.content:
                content = contents.words(text)
            else:
                bare = {
                    name: value
                    for name, value in message.content.items()
                    if not name.startswith("caption")
                }
                content = contents.captioned(bare, text)
            message.replace(content, message.markup)
            message.edited_at = self._world.clock.now()
            self._mark()
            if reaches_bot(self._world, message):
                self._world.updates.put("edited_message", message.as_json())
        return message

    def forward(
        self,
        text: str = "",
        *,
        from_: "Person | User | Chat | str",
        date: datetime | None = None,
        photo: bytes = b"",
        file: File | None = None,
    ) -> Message:
        """Forward what somebody else wrote elsewhere.

        from_: a person; a name, of somebody who hides the account; a group or channel.
        date: when it was written, aware; now if not given.
        photo, file: what was forwarded; the text is then its caption.
        """
        source = from_.user if isinstance(from_, Person) else from_
        origin = origins.origin(source, date or self._world.clock.now())
        content = contents.words(text)
        if photo:
            content = contents.captioned(
                contents.photo(self._world.library, photo), text
            )
        if file:
            content = contents.captioned(
                contents.document(self._world.library, *file), text
            )
        return self._send(content, extra={"forward_origin": origin})

    # Sending files and other things.

    def attach(
        self,
        name: str,
        content: bytes,
        mime: str = "",
        *,
        caption: str = "",
        size: int = 0,
    ) -> Message:
        """Send a file as it is; `size` makes it look bigger than its bytes."""
        medium = contents.document(self._world.library, name, content, mime, size)
        return self._send(contents.captioned(medium, caption))

    def photo(self, picture: bytes, caption: str = "") -> Message:
        """Send a picture as a photo."""
        medium = contents.photo(self._world.library, picture)
        return self._send(contents.captioned(medium, caption))

    def album(self, items: Sequence[bytes | File], caption: str = "") -> list[Message]:
        """Send 2 to 10 photos (bytes) or files together; the first has the caption.

        Files come only with files; ValueError for other albums, which no app sends.
        """
        if not 2 <= len(items) <= 10:
            raise ValueError("an album has 2 to 10 items")
        if len({isinstance(item, bytes) for item in items}) > 1:
            raise ValueError("files come in albums of files only")
        extra = {"media_group_id": f"135{self._world.changes + 1:014d}"}
        sent = []
        for place, item in enumerate(items):
            if isinstance(item, bytes):
                medium = contents.photo(self._world.library, item)
            else:
                medium = contents.document(self._world.library, *item)
            medium = contents.captioned(medium, "" if place else caption)
            sent.append(self._send(medium, extra=dict(extra)))
        return sent

    def voice(self, content: bytes, seconds: int = 3) -> Message:
        """Send a voice note."""
        return self._send(contents.voice(self._world.library, content, seconds))

    def share(self, content: Json) -> Message:
        """Send anything of `contents`: a sticker, a location, a poll, ..."""
        return self._send(content)

    # Buttons, links, blocking.

    def press(
        self,
        label: str,
        *,
        on: Message | None = None,
        is_stale: bool = False,
        is_inaccessible: bool = False,
    ) -> Press | None:
        """Press the newest visible button with this label; a Press if the bot is told.

        on: only on this message.
        is_stale: the app has not noticed yet that the button is gone: earlier versions
            of messages and deleted ones count too.
        is_inaccessible: the bot is told of the press, but no more of the message.
        """
        with self._world.lock:
            for message in [on] if on else reversed(self.chat.messages.values()):
                for button in self._buttons(message, is_stale=is_stale):
                    if button["text"] == label:
                        return self._tap(message, button, is_inaccessible)
            if self._menu_key(label):
                self.say(label)
                return None
        raise AssertionError(f"no button {label!r} to press in:\n{self.sees()}")

    def open_link(self, address: str) -> Message | None:
        """Open a link; one to the bot sends its /start with the payload."""
        parts = urlsplit(address if "://" in address else f"https://{address}")
        fields = parse_qs(parts.query)
        name = fields.get("domain", [""])[0] or parts.path.strip("/")
        is_telegram = parts.hostname in ("t.me", "telegram.me") or parts.scheme == "tg"
        if not is_telegram or name.lower() != self._world.bot.username.lower():
            self.opened.append(address)
            return None
        payload = fields.get("start", [""])[0]
        if payload and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload):
            raise AssertionError(f"Telegram passes no such payload: {payload!r}")
        private = Person(self._world, self.user, self._world.private_chat(self.user))
        return private.start(payload)

    def start(self, payload: str = "") -> Message:
        """Press Start in the bot's chat; unblocks it if it was blocked."""
        if self.chat.bot_is is Membership.KICKED:
            with self._world.lock:
                self._world.set_bot(self.chat, self.user, Membership.MEMBER)
        return self.command(f"/start {payload}".strip())

    def block(self) -> None:
        """Block the bot."""
        with self._world.lock:
            self._world.set_bot(self.chat, self.user, Membership.KICKED)

    def connect_business(self, *rights: str) -> BusinessAccount:
        """Connect the bot to one's business account, with rights like `can_reply`."""
        now = self._world.clock.now()
        with self._world.lock:
            self.chat.is_started = True
            kept = frozenset(rights)
            connection = self._world.connections.add(self.user, kept, now)
        return BusinessAccount(self._world, connection)

    # Seeing.

    def messages(self, *, by_bot: bool = True) -> list[Message]:
        """What stands in the chat, oldest first; only the bot's unless told so."""
        return [
            message
            for message in list(self.chat.messages.values())
            if not message.is_deleted
            and (not by_bot or message.sender is self._world.bot)
        ]

    def sees(self) -> str:
        """The whole chat as plain text, buttons in brackets below their message."""
        return self._drawn(self.messages(by_bot=False))

    def news(self) -> str:
        """What the bot wrote or changed since this person last did something."""
        fresh = [m for m in self.messages() if m.changed > self._seen_until]
        return self._drawn(sorted(fresh, key=lambda message: message.changed))

    def last(self) -> Message:
        """The bot's newest message."""
        messages = self.messages()
        if not messages:
            raise AssertionError("the bot has written nothing yet")
        return messages[-1]

    def buttons(self) -> list[str]:
        """The labels of all inline buttons that can be pressed, oldest first."""
        return [label for m in self.messages() for label in screen.buttons(m)]

    def letters(self) -> list[str]:
        """The letters: messages of their own, said again by a text file after them."""
        return screen.letters(self.messages(), self._world.library)

    def blocks(self) -> list[str]:
        """The parts of the bot's messages that are set off to be copied."""
        return [text for m in self.messages() for text in screen.blocks(m)]

    def links(self) -> list[str]:
        """All addresses in the bot's messages that can be tapped."""
        return [address for m in self.messages() for address in screen.links(m)]

    def files(self) -> list[SeenFile]:
        """The files that the bot sent."""
        found = (screen.file_of(m, self._world.library) for m in self.messages())
        return [file for file in found if file]

    def presses(self) -> list[Press]:
        """The buttons that this person pressed, with their answers."""
        return [p for p in self._world.presses.all if p.user is self.user]

    def toasts(self) -> list[str]:
        """The short notices that answered presses, alerts included."""
        return [press.text for press in self.presses() if press.text]

    def commands(self) -> list[str]:
        """The commands that the menu of this chat lists, in the person's language."""
        shown = self._world.profile.shown(
            self.chat.id, self.user.language_code, is_private=self.chat.is_private
        )
        return [f"/{command['command']}" for command in shown]

    async def hears(self, words: str, seconds: float = 10) -> Message:
        """Wait until the bot says something with these words since the last verb."""
        found = await self._world.bell.until(lambda: self._heard(words), seconds)
        if not found:
            raise AssertionError(f"{words!r} was never said in:\n{self.sees()}")
        return found

    def _heard(self, words: str) -> Message | None:
        return next(
            (
                message
                for message in self.messages()
                if message.changed > self._seen_until
                and words in screen.drawn(message, self.user, self._world.bot)
            ),
            None,
        )

    def _drawn(self, messages: list[Message]) -> str:
        bot = self._world.bot
        return "\n".join(screen.drawn(message, self.user, bot) for message in messages)

    def _mark(self) -> None:
        self._seen_until = self._world.change()

    def _send(
        self,
        content: Json,
        *,
        extra: Json | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        world, chat = self._world, self.chat
        with world.lock:
            if chat.is_private and chat.bot_is is Membership.KICKED:
                raise AssertionError("the bot is blocked; `start()` unblocks it")
            chat.is_started = True
            message = world.add_message(
                chat, self.user, content, extra=extra, reply_to=reply_to
            )
            self._seen_until = message.changed
            if reaches_bot(world, message):
                world.updates.put("message", message.as_json())
        return message

    def _buttons(self, message: Message, *, is_stale: bool) -> list[Json]:
        if message.is_deleted and not is_stale:
            return []
        markups = [message.markup]
        if is_stale:
            markups += [version.markup for version in reversed(message.earlier)]
        return [
            button
            for markup in markups
            for row in (markup or {}).get("inline_keyboard", [])
            for button in row
        ]

    def _tap(
        self, message: Message, button: Json, is_inaccessible: bool
    ) -> Press | None:
        self._mark()
        if "url" in button:
            self.open_link(button["url"])
            return None
        if "copy_text" in button:
            self.clipboard = button["copy_text"]["text"]
            return None
        now = self._world.clock.now()
        press = self._world.presses.add(
            self.user, message, button["callback_data"], now
        )
        is_gone = is_inaccessible or message.is_deleted
        body: Json = {
            "id": press.id,
            "from": self.user.as_json(),
            "message": message.as_inaccessible() if is_gone else message.as_json(),
            "chat_instance": str(7_100_000_000_000 + abs(self.chat.id)),
            "data": press.data,
        }
        self._world.updates.put("callback_query", body)
        return press

    def _menu_key(self, label: str) -> bool:
        """Whether the keyboard below the text field has this key now."""
        for message in reversed(self.messages()):
            markup = message.markup or {}
            if markup.get("remove_keyboard"):
                return False
            if rows := markup.get("keyboard"):
                return any(key["text"] == label for row in rows for key in row)
        return False
