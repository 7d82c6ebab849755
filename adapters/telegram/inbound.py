"""An update of Telegram -> what a person did. Pure: nothing is fetched or answered.

Every content a person can send leads to something, so that nobody meets silence; what
is no message to us (chatter in a group, a pinned message) is ignored by name.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from telegram import (
    Bot,
    BusinessConnection,
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberUpdated,
    Message,
    MessageOrigin,
    MessageOriginChannel,
    MessageOriginChat,
    MessageOriginHiddenUser,
    MessageOriginUser,
    Update,
    User,
)

from adapters.telegram.arrivals import (
    Arrival,
    Arrived,
    BusinessConnected,
    BusinessWords,
    BusinessWordsGone,
    Content,
    Ignored,
    Membership,
    Migrated,
    Pressed,
    Reason,
    Sender,
    Unsupported,
)
from adapters.telegram.calls import Asking
from adapters.telegram.contents import Beside, content_of
from adapters.telegram.targets import Choice, Command, Word, read_data
from adapters.telegram.words import Meaning, command, read_words
from assistant.chat.events import (
    ChoiceMade,
    Origin,
    Person,
    Place,
    TextEdited,
    TextTyped,
)

PLATFORM = "telegram"
# What to ask Telegram for; it sends nothing else.
ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
)
_SERVICE_FIELDS = (
    "boost_added",
    "channel_chat_created",
    "chat_background_set",
    "chat_owner_changed",
    "chat_owner_left",
    "checklist_tasks_added",
    "checklist_tasks_done",
    "connected_website",
    "delete_chat_photo",
    "direct_message_price_changed",
    "forum_topic_closed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "gift_upgrade_sent",
    "giveaway_completed",
    "giveaway_created",
    "group_chat_created",
    "left_chat_member",
    "managed_bot_created",
    "message_auto_delete_timer_changed",
    "new_chat_members",
    "new_chat_photo",
    "new_chat_title",
    "paid_message_price_changed",
    "pinned_message",
    "poll_option_added",
    "poll_option_deleted",
    "proximity_alert_triggered",
    "suggested_post_approval_failed",
    "suggested_post_approved",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
    "supergroup_chat_created",
    "video_chat_ended",
    "video_chat_participants_invited",
    "video_chat_scheduled",
    "video_chat_started",
    "write_access_allowed",
)
_OUT = (ChatMember.BANNED, ChatMember.LEFT)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads.

    bot_id, username: of our bot; the name without `@`.
    business_of: whose place a chat is, from the chat's id and the person's.
    language_of: the language of a person, from their id and what their app tells now.
    """

    bot_id: int
    username: str
    business_of: Callable[[int, int], str]
    language_of: Callable[[int, str], str] = lambda _, told: told


def parse(payload: Mapping[str, Any], bot: Bot | None = None) -> Update:
    """The update of a JSON payload. Raises TypeError or KeyError for what is none."""
    return Update.de_json(dict(payload), bot)


def read(update: Update, reader: Reader, asking: Asking | None = None) -> Arrival:
    """What the update says.

    asking: the open question of its chat, as far as is known; decides how much of
        what is typed may be taken for a command.
    """
    number, message, edited = update.update_id, update.message, update.edited_message
    if message:
        return _arrival(number, message, _message(message, reader, asking))
    if edited:
        return _arrival(number, edited, _edited(edited, number, reader))
    if update.callback_query:
        return _pressed(number, update.callback_query, reader)
    if update.my_chat_member:
        return _membership(number, update.my_chat_member, reader)
    return Arrival(number, _business(update) or Ignored(Reason.UNKNOWN))


def pressed_event(
    target: Choice | Command | Word, sender: Sender
) -> ChoiceMade | Meaning:
    """What a press on a button means, once its token was looked up."""
    where = (sender.delivery_id, sender.place, sender.person)
    match target:
        case Choice():
            return ChoiceMade(*where, target.case_id, target.question, target.option)
        case Command():
            name, _, rest = target.text.partition(" ")
            return command(name, rest.strip(), sender)
        case Word():
            return TextTyped(*where, target.text)


def origin_of(message: Message) -> Origin | None:
    """Who wrote a forwarded message, and when; None when it was not forwarded."""
    origin = message.forward_origin
    if origin is None or _is_own(origin, message.from_user):
        return None
    author, link = _author(origin)
    return Origin(author, origin.date.astimezone(UTC), link)


# -- messages --------------------------------------------------------------------------


def _message(message: Message, reader: Reader, asking: Asking | None) -> Arrived:
    if message.migrate_to_chat_id:
        return Migrated(message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id:
        return Migrated(message.migrate_from_chat_id, message.chat.id)
    if any(getattr(message, name, None) for name in _SERVICE_FIELDS):
        return Ignored(Reason.SERVICE)
    user = message.from_user
    if user is not None and user.is_bot and message.sender_chat is None:
        return Ignored(Reason.FROM_A_BOT)
    if message.text is not None:
        return _text(message, message.text, reader, asking)
    if not _is_for_us(message, reader):
        return Ignored(Reason.NOT_FOR_US)
    sender = _sender(message, reader)
    found = content_of(message, Beside(sender, origin_of(message)))
    return found or Unsupported(sender, Content.OTHER)


def _text(
    message: Message, text: str, reader: Reader, asking: Asking | None
) -> Arrived:
    sender, origin = _sender(message, reader), origin_of(message)
    if origin is not None:
        where = (sender.delivery_id, sender.place, sender.person)
        meaning: Meaning | None = TextTyped(*where, text, origin)
    else:
        said = _without_mention(text, reader)
        meaning = read_words(said, sender, reader.username, asking)
    is_chatter = isinstance(meaning, TextTyped) and not _is_for_us(message, reader)
    return Ignored(Reason.NOT_FOR_US) if meaning is None or is_chatter else meaning


def _edited(message: Message, update_id: int, reader: Reader) -> Arrived:
    if message.location is not None:  # while somebody walks, every few seconds
        return Ignored(Reason.MOVING_LOCATION)
    if not _is_for_us(message, reader):
        return Ignored(Reason.NOT_FOR_US)
    text = message.text or message.caption
    if not text:
        return Ignored(Reason.NOTHING_NEW)
    sender = _sender(message, reader)
    delivery_id = f"{reader.bot_id}/edit/{update_id}"
    first = sender.delivery_id
    return TextEdited(delivery_id, sender.place, sender.person, text, first)


def _arrival(update_id: int, message: Message, what: Arrived) -> Arrival:
    answered = message.reply_to_message
    return Arrival(
        update_id,
        what,
        chat_id=message.chat.id,
        message_id=message.message_id,
        thread_id=_thread(message),
        reply_to=answered.message_id if answered else 0,
        is_private=message.chat.type == Chat.PRIVATE,
    )


def _thread(message: Message) -> int:
    """The topic; in other groups Telegram numbers the threads of replies as well."""
    is_topic = bool(message.is_topic_message)
    return (message.message_thread_id or 0) if is_topic else 0


def _sender(message: Message, reader: Reader) -> Sender:
    chat, user = message.chat, message.from_user
    delivery_id = f"{reader.bot_id}/{chat.id}/{message.message_id}"
    if user is None or user.is_bot:  # an anonymous administrator, or a channel
        author = message.sender_chat or chat
        person = Person(str(author.id), author.effective_name or "")
        return Sender(delivery_id, _place(chat, author.id, reader), person)
    return Sender(delivery_id, _place(chat, user.id, reader), _person(user, reader))


def _place(chat: Chat, person_id: int, reader: Reader) -> Place:
    business = reader.business_of(chat.id, person_id)
    is_private = chat.type == Chat.PRIVATE
    return Place(PLATFORM, str(chat.id), business, is_private=is_private)


def _person(user: User, reader: Reader | None = None) -> Person:
    told = user.language_code or ""
    language = reader.language_of(user.id, told) if reader else told
    return Person(str(user.id), user.full_name, language)


def _is_for_us(message: Message, reader: Reader) -> bool:
    """In a group: whether it answers or names us; commands are asked elsewhere."""
    if message.chat.type == Chat.PRIVATE:
        return True
    answered = message.reply_to_message
    if answered and answered.from_user and answered.from_user.id == reader.bot_id:
        return True
    said = message.text or message.caption or ""
    return _without_mention(said, reader) != said


def _without_mention(text: str, reader: Reader) -> str:
    """The text without our name at its beginning: `@parley_bot hello`."""
    mention = re.match(rf"\s*@{re.escape(reader.username)}\b[\s,:]*", text, re.I)
    return text[mention.end() :] if mention else text


# -- forwarded messages ----------------------------------------------------------------


def _is_own(origin: MessageOrigin, user: User | None) -> bool:
    """Whether somebody forwarded what they had written themselves."""
    by = origin.sender_user if isinstance(origin, MessageOriginUser) else None
    return by is not None and user is not None and by.id == user.id


def _author(origin: MessageOrigin) -> tuple[str, str]:
    """Name of the author, and address of the original where there is a public one."""
    match origin:
        case MessageOriginUser(sender_user=user):
            return user.full_name, ""
        case MessageOriginHiddenUser(sender_user_name=name):
            return name, ""
        case MessageOriginChat(sender_chat=chat, author_signature=signature):
            return signature or chat.effective_name or "", ""
        case MessageOriginChannel(chat=chat, author_signature=signature):
            link = f"{chat.link}/{origin.message_id}" if chat.link else ""
            return signature or chat.effective_name or "", link
        case _:
            return "", ""


# -- everything else -------------------------------------------------------------------


def _pressed(update_id: int, query: CallbackQuery, reader: Reader) -> Arrival:
    message, user = query.message, query.from_user
    chat = message.chat if message else Chat(user.id, Chat.PRIVATE)
    sender = Sender(
        f"{reader.bot_id}/press/{query.id}",
        _place(chat, user.id, reader),
        _person(user, reader),
    )
    token, page = read_data(query.data or "") or ("", None)
    message_id = message.message_id if message else 0
    is_reachable = message is not None and message.is_accessible
    what = Pressed(sender, query.id, token, page, message_id, is_reachable)
    return Arrival(
        update_id,
        what,
        chat_id=chat.id,
        message_id=message_id,
        thread_id=_thread(message) if isinstance(message, Message) else 0,
        is_private=chat.type == Chat.PRIVATE,
    )


def _membership(update_id: int, change: ChatMemberUpdated, reader: Reader) -> Arrival:
    user, chat = change.from_user, change.chat
    sender = Sender(
        f"{reader.bot_id}/member/{update_id}",
        _place(chat, user.id, reader),
        _person(user, reader),
    )
    is_member = change.new_chat_member.status not in _OUT
    return Arrival(
        update_id,
        Membership(sender, is_member),
        chat_id=chat.id,
        is_private=chat.type == Chat.PRIVATE,
    )


def _business(update: Update) -> Arrived | None:
    """What a connected business account shows; None for an update of another kind."""
    if update.business_connection:
        return _connection(update.business_connection)
    words = update.business_message or update.edited_business_message
    if words:
        return _business_words(words, is_edited=update.business_message is None)
    gone = update.deleted_business_messages
    if gone:
        ids = tuple(gone.message_ids)
        return BusinessWordsGone(gone.business_connection_id, gone.chat.id, ids)
    return None


def _connection(connection: BusinessConnection) -> BusinessConnected:
    rights = connection.rights
    return BusinessConnected(
        connection.id,
        connection.user.id,
        connection.user_chat_id,
        is_enabled=connection.is_enabled,
        can_reply=bool(rights and rights.can_reply),
    )


def _business_words(message: Message, *, is_edited: bool) -> Arrived:
    user, text = message.from_user, message.text or message.caption
    if user is None or not text or not message.business_connection_id:
        return Ignored(Reason.NOTHING_NEW)
    return BusinessWords(
        message.business_connection_id,
        message.chat.id,
        message.message_id,
        _person(user),
        text,
        (message.edit_date or message.date).astimezone(UTC),
        is_from_customer=user.id == message.chat.id,
        is_edited=is_edited,
    )
