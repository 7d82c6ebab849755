"""What came from Telegram, read: a chat event, or something the adapter sees to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import BinaryIO

from adapters.telegram.deeplinks import DeepLink
from adapters.telegram.limits import limits
from assistant.chat.events import (
    ChatOpened,
    CommandGiven,
    FileGiven,
    FilesGiven,
    Origin,
    Person,
    Place,
    TextEdited,
    TextTyped,
)


@dataclass(frozen=True, slots=True)
class Sender:
    """What every event carries.

    delivery_id: of the message or press, the same whenever Telegram repeats it. The
        edit of a message names the one that the message had.
    """

    delivery_id: str
    place: Place
    person: Person


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """Somebody wants to know what can be done; Telegram's commands have other names."""

    sender: Sender


@dataclass(frozen=True, slots=True)
class LinkFollowed:
    """Somebody opened the chat through a link of ours."""

    sender: Sender
    link: DeepLink


class Content(StrEnum):
    """What a message holds beside text; the value is Telegram's name for it."""

    ANIMATION = "animation"
    AUDIO = "audio"
    CONTACT = "contact"
    DOCUMENT = "document"
    LIVE_PHOTO = "live_photo"
    LOCATION = "location"
    PHOTO = "photo"
    VENUE = "venue"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    VOICE = "voice"
    # Nothing that can be kept as evidence:
    CHECKLIST = "checklist"
    DICE = "dice"
    GAME = "game"
    GIVEAWAY = "giveaway"
    GIVEAWAY_WINNERS = "giveaway_winners"
    INVOICE = "invoice"
    PAID_MEDIA = "paid_media"
    POLL = "poll"
    STICKER = "sticker"
    STORY = "story"
    OTHER = "other"


# Somebody speaks in these: one typed line says what matters in them.
SPOKEN = frozenset({Content.AUDIO, Content.VIDEO_NOTE, Content.VOICE})
# Papers of no kind that a playbook asks for.
SHARED = frozenset({Content.CONTACT, Content.LOCATION, Content.VENUE})
_SHARED_KIND = "other"


@dataclass(frozen=True, slots=True)
class FileArrived:
    """A file that is still with Telegram, or a location or contact as a small one.

    file_id: to download it by; empty when `content` is all of it.
    name: as the sender's system had it, else made from the kind of content.
    size: bytes as announced, 0 where Telegram does not say.
    bundle: the album it belongs to; empty for a single file.
    """

    sender: Sender
    content: Content
    file_id: str
    name: str
    media_type: str
    size: int
    caption: str = ""
    bundle: str = ""
    origin: Origin | None = None
    inline: bytes = b""

    @property
    def is_too_large(self) -> bool:
        """Whether a bot is not allowed to download it."""
        return self.size > limits().download_bytes

    def as_event(self, open_file: Callable[[], BinaryIO]) -> FileGiven:
        """The event, once its bytes can be had."""
        return FileGiven(
            self.sender.delivery_id,
            self.sender.place,
            self.sender.person,
            name=self.name,
            media_type=self.media_type,
            size=self.size,
            open=open_file,
            kind=_SHARED_KIND if self.content in SHARED else "",
            caption=self.caption,
            origin=self.origin,
        )


def album(files: Sequence[tuple[FileArrived, Callable[[], BinaryIO]]]) -> FilesGiven:
    """The event of an album: its files in the order in which they were sent.

    files: at least one, each with what gives its bytes.
    Its delivery id says which files it holds: after a power cut the first of an album
    may be done, and all of it come again.
    """
    first, last = files[0][0], files[-1][0]
    return FilesGiven(
        f"{first.bundle}/{last.sender.delivery_id}/{len(files)}",
        first.sender.place,
        first.sender.person,
        first.bundle,
        tuple(file.as_event(open_file) for file, open_file in files),
    )


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button was pressed; to be answered once and at once.

    token: of the button, empty when it is none of ours or of an older version.
    page: set where it turns the pages of its keyboard.
    message_id: of the message it hangs on; 0 when Telegram does not say.
    is_reachable: whether that message can still be edited, as far as is known.
    """

    sender: Sender
    query_id: str
    token: str
    page: int | None
    message_id: int
    is_reachable: bool


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A message that nothing can be made of, to be answered politely."""

    sender: Sender
    content: Content


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot was blocked, let in again, added to a group or taken out of it."""

    sender: Sender
    is_member: bool


@dataclass(frozen=True, slots=True)
class Migrated:
    """A group became a supergroup and has another id from now on."""

    old_chat_id: int
    new_chat_id: int


@dataclass(frozen=True, slots=True)
class BusinessConnected:
    """A trader let the bot see, or see no longer, the chats of a business account.

    owner_id: the trader; chat_id: the private chat with them.
    can_reply: whether it could write there in their name, which it never does.
    """

    connection_id: str
    owner_id: int
    chat_id: int
    is_enabled: bool
    can_reply: bool


@dataclass(frozen=True, slots=True)
class BusinessWords:
    """Words in a chat of a connected business account; never answered there.

    is_from_customer: written by the other side, not by the trader.
    """

    connection_id: str
    chat_id: int
    message_id: int
    author: Person
    text: str
    written_at: datetime
    is_from_customer: bool
    is_edited: bool = False


@dataclass(frozen=True, slots=True)
class BusinessWordsGone:
    """Messages were deleted in a chat of a connected business account."""

    connection_id: str
    chat_id: int
    message_ids: tuple[int, ...]


class Reason(StrEnum):
    """Why nothing is done about an update."""

    NOT_FOR_US = "not_for_us"
    SERVICE = "service"
    FROM_A_BOT = "from_a_bot"
    MOVING_LOCATION = "moving_location"
    NOTHING_NEW = "nothing_new"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to answer, and nothing to keep."""

    why: Reason


Arrived = (
    ChatOpened
    | CommandGiven
    | TextTyped
    | TextEdited
    | HelpAsked
    | LinkFollowed
    | FileArrived
    | Pressed
    | Unsupported
    | Membership
    | Migrated
    | BusinessConnected
    | BusinessWords
    | BusinessWordsGone
    | Ignored
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update, read.

    chat_id: the chat it came from, 0 for none; its answers go there.
    message_id: of its message, 0 for none.
    thread_id: the topic it was written in, 0 for none.
    reply_to: id of the message that it answers, 0 for none.
    is_private: whether the chat is with one person alone.
    """

    update_id: int
    what: Arrived
    chat_id: int = 0
    message_id: int = 0
    thread_id: int = 0
    reply_to: int = 0
    is_private: bool = True
