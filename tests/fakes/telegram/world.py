"""Everything that exists on the fake, and the few ways in which it changes."""

import threading
from dataclasses import replace
from datetime import timedelta

from assistant.clock import Clock
from tests.fakes.telegram.bell import Bell
from tests.fakes.telegram.business import Connections
from tests.fakes.telegram.callbacks import Presses
from tests.fakes.telegram.files import Library
from tests.fakes.telegram.flood import Pace
from tests.fakes.telegram.profile import Profile
from tests.fakes.telegram.state import Chat, ChatKind, Membership, Message, User
from tests.fakes.telegram.updates import Updates
from tests.fakes.telegram.wire import Json

CALLBACK_DEADLINE = timedelta(seconds=15)


class World:
    """Users, chats, messages, files and the bot itself.

    lock: held while a call is worked on and while a person acts, because they may
        be on different threads.
    """

    def __init__(self, bot: User, clock: Clock) -> None:
        self.bot = bot
        self.clock = clock
        self.lock = threading.RLock()
        self.bell = Bell()
        self.updates = Updates(clock, self.bell)
        self.library = Library()
        self.profile = Profile(bot.first_name)
        self.presses = Presses(CALLBACK_DEADLINE)
        self.connections = Connections()
        self.pace = Pace()
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.changes = 0
        self.actions: list[tuple[int, str]] = []
        self.reactions: dict[tuple[int, int], list[Json]] = {}
        self._next_user = 101_000_001
        self._next_group = 4_000_001
        self._next_message = 1

    # Who and where.

    def add_user(self, first_name: str, language: str = "", username: str = "") -> User:
        """A new account."""
        user = User(self._next_user, first_name, "", username, language)
        self._next_user += 1
        self.users[user.id] = user
        return user

    def private_chat(self, user: User) -> Chat:
        """The chat of a person with the bot, made when first asked for."""
        if user.id not in self.chats:
            self.chats[user.id] = Chat(user.id, ChatKind.PRIVATE, user=user)
        return self.chats[user.id]

    def add_group(self, title: str, kind: ChatKind) -> Chat:
        """A new group, supergroup or channel, without members."""
        number = self._next_group
        self._next_group += 1
        chat_id = -number if kind is ChatKind.GROUP else -1_000_000_000_000 - number
        chat = Chat(chat_id, kind, title)
        self.chats[chat_id] = chat
        return chat

    # Messages.

    def add_message(
        self,
        chat: Chat,
        sender: User | None,
        content: Json,
        *,
        markup: Json | None = None,
        extra: Json | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """A new message in a chat."""
        message = Message(
            chat=chat,
            id=self._message_id(chat),
            sender=sender,
            at=self.clock.now(),
            content=content,
            markup=markup,
            extra=extra or {},
            reply_to=reply_to,
            changed=self.change(),
        )
        chat.messages[message.id] = message
        if sender is self.bot:
            chat.other_bot_spoke = False
        return message

    def change(self) -> int:
        """Something visible changed: the number of the change."""
        self.changes += 1
        self.bell.ring()
        return self.changes

    def _message_id(self, chat: Chat) -> int:
        """Supergroups and channels count for themselves, all other chats together."""
        if chat.kind in (ChatKind.SUPERGROUP, ChatKind.CHANNEL):
            return max(chat.messages, default=0) + 1
        self._next_message += 1
        return self._next_message - 1

    # The bot's place in chats.

    def set_bot(self, chat: Chat, by: User, new: Membership) -> None:
        """Block, unblock, add or remove the bot, and tell it."""
        old, chat.bot_is = chat.bot_is, new
        body = {
            "chat": chat.as_json(),
            "from": by.as_json(),
            "date": int(self.clock.now().timestamp()),
            "old_chat_member": self.bot_member(old),
            "new_chat_member": self.bot_member(new),
        }
        self.updates.put("my_chat_member", body)

    def bot_member(self, status: Membership) -> Json:
        """The `ChatMember` of the bot."""
        shown: Json = {"status": str(status), "user": self.bot.as_json()}
        if status is Membership.KICKED:
            shown["until_date"] = 0
        if status is Membership.ADMINISTRATOR:
            shown |= dict.fromkeys(_ADMINISTRATOR, False)
        return shown

    def migrate(self, chat: Chat, by: User) -> Chat:
        """Make a group a supergroup with another id; both sides are told."""
        new = self.add_group(chat.title, ChatKind.SUPERGROUP)
        new.members = dict(chat.members)
        new.has_privacy, new.bot_is = chat.has_privacy, chat.bot_is
        chat.migrated_to = new.id
        left = self.add_message(chat, by, {"migrate_to_chat_id": new.id})
        arrived = self.add_message(new, by, {"migrate_from_chat_id": chat.id})
        self.updates.put("message", left.as_json())
        self.updates.put("message", arrived.as_json())
        return new


_ADMINISTRATOR = """can_be_edited is_anonymous can_manage_chat can_delete_messages
    can_manage_video_chats can_restrict_members can_promote_members can_change_info
    can_invite_users can_post_stories can_edit_stories can_delete_stories""".split()


def bot_user(token: str, username: str) -> User:
    """The bot of a token: the number before the colon is its id."""
    base = User(int(token.partition(":")[0]), "Parley", is_bot=True)
    return replace(base, username=username)
