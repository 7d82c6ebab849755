"""A call, made through the library's bot.

By the bot's own method rather than its general one, so that its timeouts for uploads
and its errors are those that the library documents.
"""

import re
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    MenuButton,
    TelegramObject,
)
from telegram.error import BadRequest

from adapters.telegram.calls import Call, Upload

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PICTURES = ("image", "photo")
_TYPES: dict[str, type[TelegramObject]] = {
    "commands": BotCommand,
    "link_preview_options": LinkPreviewOptions,
    "menu_button": MenuButton,
    "reply_markup": InlineKeyboardMarkup,
    "scope": BotCommandScope,
}


async def perform(bot: Bot, call: Call) -> Any:
    """Make the call. Returns what the bot's method returns: a Message, or True.

    Raises telegram.error.TelegramError as that method does.
    """
    method = getattr(bot, _HUMP.sub("_", call.method).lower())
    return await method(**library_arguments(call))


def simpler(call: Call, error: BadRequest) -> Call | None:
    """The same with less to it, where that is what Telegram stumbled over; else None.

    The library writes the first letter of an error as it pleases.
    """
    told = str(error).casefold()
    is_markup = "can't parse entities" in told
    is_picture = "photo" in call.arguments and any(word in told for word in _PICTURES)
    return call.fallback() if is_markup or is_picture else None


def library_arguments(call: Call) -> dict[str, Any]:
    """The arguments as the library's methods take them."""
    return {name: _converted(name, value) for name, value in call.arguments.items()}


def _converted(name: str, value: Any) -> Any:
    if isinstance(value, Upload):
        file = InputFile(value.content, filename=value.name)
        file.mimetype = value.media_type or file.mimetype
        return file
    kind = _TYPES.get(name)
    if kind is None:
        return value
    many = isinstance(value, list)
    return kind.de_list(value, None) if many else kind.de_json(value, None)
