"""The shipped English wording, and how a person reads what was drawn."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from adapters.slack.outgoing import Outbound, Post
from adapters.slack.screen import Screen
from adapters.slack.text import unescaped
from assistant.chat.events import Place
from assistant.chat.replies import Message, Part, Phrase
from assistant.rendering.phrases import Phrases
from assistant.resources import templates_dir

CASE_LINE = "Case D-INV-7, Harbour Café, €480.00 disputed: Acknowledged. Next: wait."
THREAD = Place("slack", "case/D-INV-7", "slack:T1", is_private=False, case_id="D-INV-7")
DIRECT = Place("slack", "user/U1", "slack:T1")


@cache
def _phrases() -> Phrases:
    return Phrases(templates_dir() / "phrases", strict=True)


def say(key: str, /, language: str = "en", **values: Any) -> str:
    return _phrases().say(Phrase(key, values), language=language, zone="Europe/Berlin")


SCREEN = Screen(say, CASE_LINE)


def message(*parts: Part[str], to: Place = DIRECT) -> Message:
    return Message(to, "en", parts, case_id=to.case_id)


def payloads(drawn: list[Outbound]) -> list[dict[str, Any]]:
    return [dict(each.payload) for each in drawn if isinstance(each, Post)]


def seen(blocks: list[dict[str, Any]]) -> list[str]:
    """Every text in reading order, as a person sees it; buttons in brackets."""
    return [
        f"[{text}]" if is_label else text
        for block in blocks
        for text, is_label in _texts(block)
    ]


def elements(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything that can be pressed or picked, as a person would meet it."""
    for block in payload.get("blocks", ()):
        yield from block.get("elements", ()) if block["type"] == "actions" else ()
        if "accessory" in block:
            yield block["accessory"]


def presses(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The `actions` entry of the payload of each press or pick there can be."""
    for element in elements(payload):
        for picked in element.get("options", (None,)):
            names = ("type", "action_id", "value")
            pressed = {name: element[name] for name in names if name in element}
            yield pressed | ({"selected_option": picked} if picked else {})


def _texts(value: Any, is_label: bool = False) -> Iterator[tuple[str, bool]]:
    if isinstance(value, list):
        for each in value:
            yield from _texts(each, is_label)
    elif isinstance(value, dict):
        if value.get("type") in ("plain_text", "mrkdwn", "raw_text"):
            yield unescaped(value["text"]), is_label
            return
        inside = is_label or value.get("type") in ("button", "static_select")
        for name in ("text", "fields", "elements", "rows", "options", "accessory"):
            if name in value:
                yield from _texts(value[name], inside)
