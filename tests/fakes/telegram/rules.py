"""Remarks on calls that Telegram takes but that are still wrong.

`violations` is the one place where the limits that the app ships are asked too, when
their checker (`tests/fakes/telegram_rules.py`) is there.
"""

import importlib
import re
from collections.abc import Mapping
from typing import Any

from tests.fakes.telegram.keyboards import ACTIONS

_DROPPED_LINK = re.compile(r"<a\s[^>]*href=[\"']?(?!https?:|tg:)([a-z]+:)", re.I)


def violations(method: str, args: Mapping[str, Any]) -> list[str]:
    """What is wrong with a call; empty when nothing is.

    args: the arguments as JSON values.
    """
    found = [*_of_keyboard(args.get("reply_markup")), *_of_text(args)]
    return [*found, *_of_shipped_limits(method, args)]


def _of_keyboard(markup: Any) -> list[str]:
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    found = []
    for row in rows or []:
        if len(row) > 8:
            found.append(f"{len(row)} buttons in a row; apps show at most 8")
        for button in row:
            actions = [action for action in ACTIONS if action in button]
            if len(actions) > 1:
                found.append(f"a button with {len(actions)} actions: {actions}")
    return found


def _of_text(args: Mapping[str, Any]) -> list[str]:
    found = []
    for name in ("text", "caption"):
        text = str(args.get(name, ""))
        if args.get("parse_mode") and (link := _DROPPED_LINK.search(text)):
            found.append(f"Telegram drops a link to {link[1]} silently")
    many = [
        f"more than 100 {name}; the others are dropped silently"
        for name in ("entities", "caption_entities")
        if isinstance(args.get(name), list) and len(args[name]) > 100
    ]
    return found + many


def _of_shipped_limits(method: str, args: Mapping[str, Any]) -> list[str]:
    try:
        shipped = importlib.import_module("tests.fakes.telegram_rules")
    except ModuleNotFoundError:
        return []
    found: list[str] = shipped.violations(method, args)
    return found
