"""What Telegram allows, read from `limits.json` when it is first needed."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

# For people rather than for Telegram (rule TF7 of limits.json): a thumb has to hit
# them, and a keyboard must not push its question off the screen.
MOST_IN_A_ROW = 3
MOST_BUTTONS = 10

# Columns of a monospaced block that a narrow phone shows without breaking lines.
NARROW = 34


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that the drawing and the reading obey.

    Texts count in UTF-16 code units after the markup is taken out, as Telegram counts
    entities: never fewer than code points, so the safe side of an unstated unit.

    text, caption: of a message, and beside a file.
    entities: formatted pieces in one message.
    placeholder: in the empty input field.
    copy_text: what a copying button holds.
    label: of a button, to be read at a glance.
    callback_bytes: what a button sends back, in bytes of UTF-8.
    answer: of the short notice after a button was pressed.
    commands, command, command_text: a list of commands, a name, a description.
    name, short_description, description: of the bot itself.
    payload: of a link that opens the chat.
    photo_bytes, upload_bytes, download_bytes: sizes of files.
    """

    text: int
    caption: int
    entities: int
    placeholder: int
    copy_text: int
    label: int
    callback_bytes: int
    answer: int
    commands: int
    command: int
    command_text: int
    name: int
    short_description: int
    description: int
    payload: int
    photo_bytes: int
    upload_bytes: int
    download_bytes: int


@cache
def limits() -> Limits:
    """The limits of the shipped file."""
    book = raw()
    of = {name: each.get("constraints", {}) for name, each in book["methods"].items()}
    types = {name: each["constraints"] for name, each in book["types"].items()}
    button = "reply_markup.inline_keyboard[*][*]"
    return Limits(
        text=of["sendMessage"]["text"]["max_length"],
        caption=of["sendDocument"]["caption"]["max_length"],
        entities=of["sendMessage"]["entities"]["max_items"],
        placeholder=types["ForceReply"]["input_field_placeholder"]["max_length"],
        copy_text=types["InlineKeyboardButton"]["copy_text.text"]["max_length"],
        label=of["sendMessage"][f"{button}.text"]["readable_max_length"],
        callback_bytes=types["InlineKeyboardButton"]["callback_data"]["max_bytes"],
        answer=of["answerCallbackQuery"]["text"]["max_length"],
        commands=of["setMyCommands"]["commands"]["max_items"],
        command=types["BotCommand"]["command"]["max_length"],
        command_text=types["BotCommand"]["description"]["max_length"],
        name=of["setMyName"]["name"]["max_length"],
        short_description=of["setMyShortDescription"]["short_description"][
            "max_length"
        ],
        description=of["setMyDescription"]["description"]["max_length"],
        payload=types["DeepLink"]["payload"]["max_length"],
        photo_bytes=book["files"]["photo_upload_max_bytes"],
        upload_bytes=book["files"]["upload_max_bytes"],
        download_bytes=book["files"]["download_max_bytes"],
    )


@cache
def raw() -> dict[str, Any]:
    """The whole file, for checks of every path in it."""
    path = Path(__file__).with_name("limits.json")
    book: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return book
