"""Keyboards as Telegram takes or refuses them."""

import json
import re
from typing import Any

from tests.fakes.telegram.wire import ApiError, Args, Json, bad_request

ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_BUTTONS = 100


def read_markup(args: Args, *, inline_only: bool = False) -> Json | None:
    """The `reply_markup` of a call, None when there is none; ApiError when wrong."""
    markup = args.parsed("reply_markup", "reply keyboard markup")
    if markup is None or markup == {}:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        return _reply(markup)
    if markup.get("remove_keyboard") or markup.get("force_reply"):
        _check_placeholder(markup)
        return markup
    return None


def _inline(rows: Any) -> Json | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of '
            "Arrays"
        )
    kept = [[_inline_button(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > _BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: expected an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(
            "can't parse inline keyboard button: Can't find field \"text\""
        )
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    actions = [action for action in ACTIONS if action in button]
    if not actions:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if problem := _problem(actions[0], button[actions[0]]):
        raise problem
    return button


def _problem(action: str, value: Any) -> ApiError | None:
    match action:
        case "callback_data":
            fits = isinstance(value, str) and 1 <= len(value.encode()) <= 64
            return None if fits else bad_request("BUTTON_DATA_INVALID")
        case "copy_text":
            text = value.get("text", "") if isinstance(value, dict) else ""
            fits = 1 <= len(text) <= 256
            return None if fits else bad_request("BUTTON_COPY_TEXT_INVALID")
        case "url":
            reason = _bad_address(str(value))
            text = f"inline keyboard button URL '{value}' is invalid: {reason}"
            return bad_request(text) if reason else None
        case _:
            return None


def _bad_address(address: str) -> str:
    scheme, colon, rest = address.partition("://")
    if not colon:
        if re.match(r"[a-z]+:", address) and not re.match(r"[\w.-]+:\d+", address):
            return "Unsupported URL protocol"
        scheme, rest = "http", address
    if scheme in ("tg", "ton", "tonsite"):
        return ""
    if scheme not in ("http", "https"):
        return "Unsupported URL protocol"
    host = re.split(r"[/?#]", rest)[0].rpartition("@")[2].partition(":")[0]
    return "" if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", host) else "Wrong HTTP URL"


def _reply(markup: Json) -> Json:
    rows = markup["keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(
            'field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays'
        )
    kept = [[_reply_button(button) for button in row] for row in rows if row]
    if not kept:
        raise bad_request("reply keyboard must have at least one button")
    if sum(map(len, kept)) > 300:
        raise bad_request("reply markup is too long")
    _check_placeholder(markup)
    return markup | {"keyboard": kept}


def _reply_button(button: Any) -> Json:
    shown = {"text": button} if isinstance(button, str) else button
    if not isinstance(shown, dict) or not str(shown.get("text", "")).strip():
        raise bad_request("keyboard button text must be non-empty")
    return shown


def _check_placeholder(markup: Json) -> None:
    if len(markup.get("input_field_placeholder") or "") > 64:
        raise bad_request("input field placeholder is too long")


def same(one: Json | None, other: Json | None) -> bool:
    """Whether two keyboards are the same to Telegram."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
