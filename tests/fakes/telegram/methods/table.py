"""Every method of the fake, with the arguments that it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.methods import (
    chats,
    editing,
    media,
    profile,
    receiving,
    sending,
)
from tests.fakes.telegram.wire import Args
from tests.fakes.telegram.world import World

_SEND = """business_connection_id chat_id message_thread_id direct_messages_topic_id
    disable_notification protect_content allow_paid_broadcast message_effect_id
    suggested_post_parameters reply_parameters reply_markup"""
_FORWARD = """chat_id message_thread_id direct_messages_topic_id from_chat_id
    video_start_timestamp disable_notification protect_content message_effect_id
    suggested_post_parameters message_id"""
_EDIT = "business_connection_id chat_id message_id inline_message_id reply_markup"
_CAPTION = "caption parse_mode caption_entities"
_ABOVE = "show_caption_above_media"
_TEXT = "text parse_mode entities link_preview_options"


@dataclass(frozen=True, slots=True)
class Method:
    """One method.

    work: does it; returns the `result`, or an awaitable of it.
    accepts: the arguments it knows; Telegram ignores others, the fake remarks on them.
    """

    work: Callable[[World, Args], Any]
    accepts: frozenset[str]


def _method(work: Callable[[World, Args], Any], *accepts: str) -> Method:
    return Method(work, frozenset(" ".join(accepts).split()))


METHODS: dict[str, Method] = {
    "getUpdates": _method(
        receiving.get_updates, "offset limit timeout allowed_updates"
    ),
    "setWebhook": _method(
        receiving.set_webhook,
        "url certificate ip_address max_connections allowed_updates",
        "drop_pending_updates secret_token",
    ),
    "deleteWebhook": _method(receiving.delete_webhook, "drop_pending_updates"),
    "getWebhookInfo": _method(receiving.get_webhook_info),
    "answerCallbackQuery": _method(
        receiving.answer_callback_query,
        "callback_query_id text show_alert url cache_time",
    ),
    "sendMessage": _method(sending.send_message, _SEND, _TEXT),
    "forwardMessage": _method(sending.forward_message, _FORWARD),
    "copyMessage": _method(
        sending.copy_message,
        _FORWARD,
        _CAPTION,
        _ABOVE,
        "allow_paid_broadcast reply_parameters reply_markup",
    ),
    "sendChatAction": _method(
        sending.send_chat_action,
        "business_connection_id chat_id message_thread_id action",
    ),
    "sendDocument": _method(
        media.send_document,
        _SEND,
        _CAPTION,
        "document thumbnail disable_content_type_detection",
    ),
    "sendPhoto": _method(
        media.send_photo, _SEND, _CAPTION, _ABOVE, "photo has_spoiler"
    ),
    "sendMediaGroup": _method(
        media.send_media_group,
        "business_connection_id chat_id message_thread_id direct_messages_topic_id",
        "media disable_notification protect_content allow_paid_broadcast",
        "message_effect_id reply_parameters",
    ),
    "getFile": _method(media.get_file, "file_id"),
    "editMessageText": _method(editing.edit_message_text, _EDIT, _TEXT, "rich_message"),
    "editMessageCaption": _method(
        editing.edit_message_caption, _EDIT, _CAPTION, _ABOVE
    ),
    "editMessageReplyMarkup": _method(editing.edit_message_reply_markup, _EDIT),
    "deleteMessage": _method(editing.delete_message, "chat_id message_id"),
    "deleteMessages": _method(editing.delete_messages, "chat_id message_ids"),
    "setMessageReaction": _method(
        editing.set_message_reaction, "chat_id message_id reaction is_big"
    ),
    "getMe": _method(profile.get_me),
    "setMyCommands": _method(profile.set_my_commands, "commands scope language_code"),
    "getMyCommands": _method(profile.get_my_commands, "scope language_code"),
    "deleteMyCommands": _method(profile.delete_my_commands, "scope language_code"),
    "setMyName": _method(profile.setter("name"), "name language_code"),
    "getMyName": _method(profile.getter("name"), "language_code"),
    "setMyDescription": _method(
        profile.setter("description"), "description language_code"
    ),
    "getMyDescription": _method(profile.getter("description"), "language_code"),
    "setMyShortDescription": _method(
        profile.setter("short_description"), "short_description language_code"
    ),
    "getMyShortDescription": _method(
        profile.getter("short_description"), "language_code"
    ),
    "setChatMenuButton": _method(profile.set_chat_menu_button, "chat_id menu_button"),
    "getChatMenuButton": _method(profile.get_chat_menu_button, "chat_id"),
    "getChat": _method(chats.get_chat, "chat_id"),
    "getChatMember": _method(chats.get_chat_member, "chat_id user_id"),
    "leaveChat": _method(chats.leave_chat, "chat_id"),
    "getBusinessConnection": _method(
        chats.get_business_connection, "business_connection_id"
    ),
    "readBusinessMessage": _method(
        chats.read_business_message, "business_connection_id chat_id message_id"
    ),
    "logOut": _method(lambda _world, _args: True),
    "close": _method(lambda _world, _args: True),
}
_BY_LOWER = {name.lower(): name for name in METHODS}


def named(method: str) -> str:
    """The method as it is written here; Telegram takes any case. "" when unknown."""
    return _BY_LOWER.get(method.lower(), "")
