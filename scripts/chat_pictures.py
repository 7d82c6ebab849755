"""Draw the pictures of the README that show Telegram and Slack.

Run from the project's root: `.venv/bin/python scripts/chat_pictures.py`. Plays a case
through both adapters on the fakes of the tests and draws what was really sent; writes
docs/pictures/telegram.png, slack.png, slack-form.png and slack-home.png.
"""

import io
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from assistant.documents.fonts import fonts_for  # noqa: E402  needs the path above
from assistant.documents.setting import Job, set_here  # noqa: E402
from tests.scenarios.slack_screen import SlackScreen  # noqa: E402
from tests.scenarios.stage import Stage  # noqa: E402
from tests.scenarios.telegram_screen import TelegramScreen  # noqa: E402

COMPLAINT = (
    "Hi, about invoice 2041: I'm not paying the 480 for the extra round, we never"
    " agreed to that. The rest is fine."
)
GIVEN = (
    "place IE, currency EUR, zone Europe/Dublin, reminders phone",
    "invoice 2041 for 2500.00 EUR, customer Harbour Café",
)
Json = dict[str, Any]
COLOURS = 48
_MARKS = {"*": "bold", "_": "italic"}


def main() -> None:
    """Play and draw."""
    draw("telegram", {"kind": "phone", "title": "Parley", "width": 300, **telegram()})
    for name, data in slack().items():
        draw(name, {"width": 430, **data})


def on_stage(platform: str, folder: str) -> Stage:
    """The business with its invoice, at nine in the morning."""
    stage = Stage(Path(folder), platform=platform)
    for line in GIVEN:
        stage.given(line)
    stage.at("2026-05-07 09:12")
    return stage


def telegram() -> Json:
    """The first minute on a phone: a forwarded complaint, a tap, the hold."""
    with tempfile.TemporaryDirectory() as folder:
        stage = on_stage("telegram", folder)
        screen = stage.screen
        assert isinstance(screen, TelegramScreen)
        screen.person.forward(COMPLAINT, from_="Tom Reyes")
        screen._go()
        first = [_bubble(each, screen) for each in screen.person.messages(by_bot=False)]
        screen.press("Yes, use it")
        after = [_bubble(each, screen) for each in screen.person.messages()]
        screen.close()
    return {"messages": [*first, *after[2:]]}


def slack() -> dict[str, Json]:
    """The form of a new case, the top of its thread, and the Home tab."""
    with tempfile.TemporaryDirectory() as folder:
        stage = on_stage("slack", folder)
        screen = stage.screen
        assert isinstance(screen, SlackScreen)
        person = screen.person
        screen._do(person.command("/dispute open 2041 2500"))
        form = _view(person._eyes().modal())
        screen._do(person.fill({"Disputed part": "480"}))
        screen._do(person.submit())
        screen._do(person.open_home())
        home = _view(person._eyes().home())
        seen = sorted(screen._all(), key=lambda message: message.ts)
        thread = [each for each in seen if each.is_reply or _is_root(each)]
        posts = [_post(each) for each in thread if each.blocks and not each.only_for]
        screen.close()
    top = {"kind": "window", "title": "Thread", "messages": posts}
    return {"slack": top, "slack-form": form, "slack-home": home}


def draw(name: str, data: Json) -> None:
    """One picture from what was sent."""
    texts = re.findall(r'"((?:[^"\\]|\\.)*)"', json.dumps(data, ensure_ascii=False))
    fonts = fonts_for(texts, "en_IE")
    with tempfile.TemporaryDirectory() as name_of:
        folder = Path(name_of)
        shutil.copyfile(ROOT / "scripts" / "chat.typ", folder / "chat.typ")
        (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
        job = Job(
            "chat.typ",
            fonts.paths,
            fonts.with_system,
            is_archival=False,
            made_at=0,
            is_picture=True,
        )
        content, _ = set_here(folder, job)
    drawn = Image.open(io.BytesIO(content)).convert("P", colors=COLOURS)
    drawn.save(ROOT / "docs" / "pictures" / f"{name}.png", optimize=True)


def _bubble(message: Any, screen: TelegramScreen) -> Json:
    origin = message.extra.get("forward_origin")
    who = origin.get("sender_user_name", "") if origin else ""
    rows = [[key["text"] for key in row] for row in message.keyboard]
    return {
        "mine": message.sender is screen.person.user,
        "head": f"Forwarded from {who}" if who else "",
        "parts": _spans(message.text, message.content.get("entities") or ()),
        "keys": rows,
    }


def _spans(text: str, entities: Iterable[Json]) -> list[Json]:
    """The text in runs; Telegram counts in UTF-16 units."""
    units = text.encode("utf-16-le")
    marks = ["" for _ in range(len(units) // 2)]
    for each in entities:
        for at in range(each["offset"], each["offset"] + each["length"]):
            marks[at] = each["type"]
    runs: list[Json] = []
    start = 0
    for at in range(1, len(marks) + 1):
        if at == len(marks) or marks[at] != marks[start]:
            said = units[2 * start : 2 * at].decode("utf-16-le")
            runs.append(_run(said, marks[start]))
            start = at
    return runs


def _run(text: str, mark: str = "") -> Json:
    return {"text": text, "bold": mark == "bold", "italic": mark == "italic"}


def _view(view: Any) -> Json:
    """A modal, or the Home tab."""
    body = view.body
    return {
        "kind": "view",
        "title": body["title"]["text"] if "title" in body else "Home",
        "items": [item for block in body["blocks"] for item in _items(block)],
        "submit": body["submit"]["text"] if "submit" in body else "",
        "close": body["close"]["text"] if "close" in body else "",
    }


def _is_root(message: Any) -> bool:
    return any(block["type"] == "header" for block in message.blocks)


def _post(message: Any) -> Json:
    items = [item for block in message.blocks for item in _items(block)]
    return {"who": "Parley", "mine": False, "time": "09:12", "items": items}


def _items(block: Json) -> list[Json]:
    match block["type"]:
        case "header":
            return [{"kind": "header", "parts": [_run(block["text"]["text"])]}]
        case "section":
            if "accessory" in block:
                parts = _marked(block["text"]["text"])
                label = _label(block["accessory"])["text"]
                return [{"kind": "beside", "parts": parts, "label": label}]
            texts = [block["text"]["text"]] if "text" in block else []
            cells = [_marked(each["text"]) for each in block.get("fields", ())]
            return [
                *({"kind": "text", "parts": _marked(text)} for text in texts),
                *([{"kind": "fields", "cells": cells}] if cells else ()),
            ]
        case "context":
            texts = (each.get("text", "") for each in block["elements"])
            return [{"kind": "context", "parts": _marked(" ".join(texts))}]
        case "actions":
            labels = [_label(each) for each in block["elements"]]
            return [{"kind": "buttons", "labels": labels}]
        case "input":
            return [_input(block)]
        case "divider":
            return [{"kind": "line"}]
        case _:
            return []


def _input(block: Json) -> Json:
    element = block["element"]
    value = element.get("initial_value", "")
    is_date = element["type"] == "datepicker"
    return {
        "kind": "input",
        "label": block["label"]["text"] + (" (optional)" if block["optional"] else ""),
        "value": value or ("Pick a date" if is_date else ""),
        "filled": bool(value),
        "tall": bool(element.get("multiline")),
        "hint": block.get("hint", {}).get("text", ""),
    }


def _label(element: Json) -> Json:
    """A button, or a menu with what is picked in it."""
    picked = element.get("initial_option", {}).get("text")
    text = picked or element.get("text") or element.get("placeholder") or {}
    label = text.get("text", "…")
    is_menu = element["type"] != "button"
    shown = f"{label} ▾" if is_menu else label
    return {"text": shown, "primary": element.get("style") == "primary"}


def _marked(text: str) -> list[Json]:
    """Slack's own marks put into runs, dates as their fallback."""
    plain = re.sub(r"<!date\^[^|>]*\|([^>]*)>", r"\1", text)
    plain = re.sub(r"<[^|>]*\|([^>]*)>", r"\1", plain)
    runs = []
    for piece in re.split(r"(\*[^*\n]+\*|_[^_\n]+_)", plain):
        is_marked = len(piece) > 2 and piece[0] == piece[-1] and piece[0] in "*_"
        said = piece[1:-1] if is_marked else piece
        said = said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        if said:
            runs.append(_run(said, _MARKS[piece[0]] if is_marked else ""))
    return runs


if __name__ == "__main__":
    main()
