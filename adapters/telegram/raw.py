"""What has to be known of an update before it is read: its chat, and a press to answer.

Updates are journaled as they came, so nothing here may fail on a strange one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]


def delivery_id(update: Json) -> str:
    """The id under which an update is kept: Telegram repeats it with the same."""
    return str(update.get("update_id", ""))


def queue_of(update: Json) -> str:
    """Updates with the same key are handled one after the other, in order."""
    for body in _bodies(update):
        connection = body.get("business_connection_id")
        chat = _chat_id(body)
        if connection:
            return f"{connection}/{chat}"
        if chat:
            return str(chat)
    return ""


def chat_of(update: Json) -> int:
    """The chat in which whoever sent the update can be answered; 0 for none."""
    for body in _bodies(update):
        if body.get("business_connection_id"):
            return 0
        return _chat_id(body)
    return 0


def press_of(update: Json) -> Json | None:
    """The pressed button, which has to be answered at once."""
    press = update.get("callback_query")
    return press if isinstance(press, Mapping) and press.get("id") else None


def _bodies(update: Json) -> Iterator[Json]:
    for name, body in update.items():
        if name != "update_id" and isinstance(body, Mapping):
            yield body


def _chat_id(body: Json) -> int:
    message = body.get("message")
    holder = message if isinstance(message, Mapping) else body
    chat, sender = holder.get("chat"), body.get("from")
    found = chat or sender or {}
    own = found.get("id", 0) if isinstance(found, Mapping) else 0
    given = own or body.get("user_chat_id", 0)
    return given if isinstance(given, int) else 0
