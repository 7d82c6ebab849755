"""Users, chats and messages, as Telegram keeps them and writes them as JSON."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tests.fakes.telegram.wire import Json


class ChatKind(StrEnum):
    """The kinds of chats of the Bot API."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Membership(StrEnum):
    """What the bot is in a chat."""

    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(slots=True)
class User:
    """Somebody with an account, or a bot.

    language_code: IETF tag of the person's app; "" when the app does not tell.
    """

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False

    def as_json(self) -> Json:
        """The `User` of the Bot API."""
        shown: Json = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
        }
        for name in ("last_name", "username", "language_code"):
            if value := getattr(self, name):
                shown[name] = value
        return shown


@dataclass(slots=True)
class Chat:
    """A place where messages stand.

    user: the person of a private chat.
    is_started: the person wrote first; before that the bot may not write.
    has_privacy: in a group, the bot sees only what concerns it.
    migrated_to: id of the supergroup that this group has become.
    other_bot_spoke: another bot wrote last, so a bare /command is not ours.
    """

    id: int
    kind: ChatKind
    title: str = ""
    user: User | None = None
    username: str = ""
    members: dict[int, User] = field(default_factory=dict)
    messages: "dict[int, Message]" = field(default_factory=dict)
    bot_is: Membership = Membership.MEMBER
    is_started: bool = False
    is_deactivated: bool = False
    has_privacy: bool = True
    migrated_to: int = 0
    other_bot_spoke: bool = False

    @property
    def is_private(self) -> bool:
        """A chat of one person with the bot, or with a business account."""
        return self.kind is ChatKind.PRIVATE

    def as_json(self) -> Json:
        """The `Chat` of the Bot API."""
        shown: Json = {"id": self.id, "type": str(self.kind)}
        if self.user:
            shown["first_name"] = self.user.first_name
            for name in ("last_name", "username"):
                if value := getattr(self.user, name):
                    shown[name] = value
            return shown
        shown["title"] = self.title
        if self.username:
            shown["username"] = self.username
        return shown


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said at one time."""

    content: Json
    markup: Json | None


@dataclass(slots=True)
class Message:
    """A message with its earlier versions.

    content: text or medium, with entities, as JSON fields of `Message`.
    markup: the keyboard that came with it, of any kind.
    extra: further JSON fields, such as `forward_origin` or `media_group_id`.
    changed: number of the change that made or last edited it; orders all changes.
    """

    chat: Chat
    id: int
    sender: User | None
    at: datetime
    content: Json
    markup: Json | None = None
    extra: Json = field(default_factory=dict)
    reply_to: "Message | None" = None
    edited_at: datetime | None = None
    is_deleted: bool = False
    changed: int = 0
    earlier: list[Version] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, or the caption of a medium."""
        found = self.content.get("text") or self.content.get("caption") or ""
        return str(found)

    @property
    def keyboard(self) -> list[list[Json]]:
        """The rows of its inline buttons."""
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard") or []
        return rows

    def replace(self, content: Json, markup: Json | None) -> None:
        """Say something else from now on."""
        self.earlier.append(Version(self.content, self.markup))
        self.content, self.markup = content, markup

    def as_json(self, *, is_nested: bool = False) -> Json:
        """The `Message` of the Bot API; a nested one names no reply of its own."""
        shown: Json = {"message_id": self.id}
        if self.sender:
            shown["from"] = self.sender.as_json()
        shown["chat"] = self.chat.as_json()
        shown["date"] = int(self.at.timestamp())
        if self.edited_at:
            shown["edit_date"] = int(self.edited_at.timestamp())
        shown |= self.extra
        if self.reply_to and not is_nested:
            shown["reply_to_message"] = self.reply_to.as_json(is_nested=True)
        shown |= self.content
        if self.keyboard:
            shown["reply_markup"] = {"inline_keyboard": self.keyboard}
        return shown

    def as_inaccessible(self) -> Json:
        """What is left of a message that the bot can no longer read."""
        return {"chat": self.chat.as_json(), "message_id": self.id, "date": 0}
