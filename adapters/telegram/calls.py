"""One call of the Bot API as plain data, and the small calls that need no drawing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from adapters.telegram.limits import limits
from adapters.telegram.rich import units
from assistant.chat.replies import Typed


class Role(StrEnum):
    """What a message is in the chat; decides whether it may be edited in place.

    QUESTION: answered by button or typing; its keyboard goes when it is answered.
    LIST: replaced by its next page.
    RESULT: stays as it is, as do LETTER and FILE, which are never sent twice.
    NOTICE: said where nothing else may be said, such as in a group.
    SERVICE: no message at all: a setting, the answer to a press, an edit.
    """

    QUESTION = "question"
    LIST = "list"
    RESULT = "result"
    LETTER = "letter"
    FILE = "file"
    NOTICE = "notice"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes with a call."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Asking:
    """Which question a message asks.

    case_id, key: as in the core's Question.
    step: the same for questions of one step, within which a message is edited.
    typed: what may be typed as the answer; None for buttons only.
    labels: of its answers, in full: typed, they are answers and no commands.
    is_bare: whether the message holds nothing but the question, so that the next one
        of its step may take its place without anything being lost.
    alone: the question without what was said before it; empty where it is bare.
    """

    case_id: str
    key: str
    step: str
    typed: Typed | None = None
    labels: tuple[str, ...] = ()
    is_bare: bool = False
    alone: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the Bot API.

    method: such as `sendMessage`.
    arguments: JSON values by name, as the method documents them; an `Upload` where a
        file goes.
    plain: the text or caption without markup.
    case_id: the case that the message is about; empty outside one.
    asking: set for a question.
    is_whole: whether the message stands alone, not as one of several parts of a text.
    """

    method: str
    arguments: Mapping[str, Any]
    role: Role = Role.SERVICE
    plain: str = ""
    case_id: str = ""
    asking: Asking | None = field(default=None)
    is_whole: bool = True

    def fallback(self) -> "Call | None":
        """What to send when Telegram refuses this (400): the same, with less to it.

        A formatted text without its markup, a photo as a document; None where there
        is nothing simpler.
        """
        if "parse_mode" in self.arguments:
            kept = {k: v for k, v in self.arguments.items() if k != "parse_mode"}
            name = "caption" if "caption" in kept else "text"
            return replace(self, arguments={**kept, name: self.plain})
        if "photo" in self.arguments:
            kept = {k: v for k, v in self.arguments.items() if k != "photo"}
            kept["document"] = self.arguments["photo"]
            return replace(self, method="sendDocument", arguments=kept)
        return None


def words(chat_id: int, text: str) -> Call:
    """A short text of ours, without markup and outside the outbox."""
    arguments = {
        "chat_id": chat_id,
        "text": text,
        "link_preview_options": {"is_disabled": True},
    }
    return Call("sendMessage", arguments, Role.NOTICE, text)


def edited(call: Call, message_id: int) -> Call:
    """The text message as an edit of one sent before; ValueError for other calls."""
    if call.method != "sendMessage":
        raise ValueError(f"only a text can replace a text, not {call.method}")
    kept = ("chat_id", "text", "parse_mode", "link_preview_options", "reply_markup")
    arguments = {name: call.arguments[name] for name in kept if name in call.arguments}
    arguments["message_id"] = message_id
    return replace(call, method="editMessageText", arguments=arguments)


def stripped(chat_id: int, message_id: int) -> Call:
    """Takes the keyboard off a message: an edit without one."""
    where = {"chat_id": chat_id, "message_id": message_id}
    return Call("editMessageReplyMarkup", where)


def with_keyboard(chat_id: int, message_id: int, markup: Mapping[str, Any]) -> Call:
    """Puts another keyboard below a message: a page that was turned."""
    where = {"chat_id": chat_id, "message_id": message_id, "reply_markup": markup}
    return Call("editMessageReplyMarkup", where)


def answer(query_id: str, text: str = "", *, alert: bool = False) -> Call:
    """Answers a press; the text is shown over the chat, with `alert` until it is read.

    A text that is too long for that is left out, for the caller to send.
    """
    arguments: dict[str, Any] = {"callback_query_id": query_id}
    if text and units(text) <= limits().answer:
        arguments |= {"text": text, "show_alert": alert}
    return Call("answerCallbackQuery", arguments, plain=arguments.get("text", ""))
