"""Remarks on calls that Telegram takes but that are still wrong.

`violations` is the one place where the limits that the app ships are asked too, and
`house_rules` where the app's own are, when `tests/fakes/telegram_rules.py` is there.
"""

import importlib
import re
from collections.abc import Mapping
from typing import Any

from tests.fakes.telegram.keyboards import ACTIONS

_DROPPED_LINK = re.compile(r"<a\s[^>]*href=[\"']?(?!https?:|tg:)([a-z]+:)", re.I)


def violations(
    method: str, args: Mapping[str, Any], sizes: Mapping[str, int] | None = None
) -> list[str]:
    """What is wrong with a call; empty when nothing is.

    args: the arguments as JSON values.
    sizes: of the files that came along, in bytes.
    """
    found = [*_of_keyboard(args.get("reply_markup")), *_of_text(args)]
    if shipped := _shipped():
        found += [_told(one) for one in shipped.violations(method, args, sizes)]
    return found


def house_rules(method: str, args: Mapping[str, Any]) -> list[str]:
    """What Telegram shows well and the app still does not want."""
    shipped = _shipped()
    return [_told(one) for one in shipped.house_rules(method, args)] if shipped else []


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


def _shipped() -> Any:
    try:
        return importlib.import_module("tests.fakes.telegram_rules")
    except ModuleNotFoundError:
        return None


def _told(violation: Any) -> str:
    return f"{violation.path}: {violation.error or violation.rule}"
