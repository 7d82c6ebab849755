"""Whether a payload keeps Slack's limits; the full rule book is used once it exists.

`tests.fakes.slack_rules` judges when it is there. Until then the checks below read the
same `adapters/slack/limits.json`: presence, lengths, counts and unique ids.
"""

import importlib.util
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from tests.fakes.slack.model import Json

LIMITS = Path(__file__).parents[3] / "adapters" / "slack" / "limits.json"
BLOCK_BUDGET = 13_000
VIEW_BYTES = 250_000
UPDATE_TEXT = 4_000
POST_TEXT = 40_000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong. error: the name by which Slack refuses it."""

    text: str
    error: str

    def __str__(self) -> str:
        return self.text


def message_problems(payload: Json, surface: str = "message") -> list[Problem]:
    """What is wrong with an outgoing message; surface: `message` or `ephemeral`."""
    if book := _rule_book():
        return [Problem(str(v), v.error) for v in book.violations(payload, surface)]
    blocks = payload.get("blocks") or []
    found = [
        *_constraints("surfaces", surface, payload, surface),
        *_blocks(blocks, "/blocks"),
    ]
    problems = [Problem(text, "invalid_blocks") for text in found]
    if block_characters(blocks) > BLOCK_BUDGET:
        problems.append(Problem("blocks hold too much text", "msg_blocks_too_long"))
    if sum(1 for block in blocks if block.get("type") == "table") > 1:
        problems.append(Problem("more than one table", "only_one_table_allowed"))
    return problems


def view_problems(view: Json) -> list[Problem]:
    """What is wrong with a modal or home tab."""
    kind, error = str(view.get("type")), "invalid_arguments"
    if kind not in ("modal", "home"):
        return [Problem(f"unsupported view type {kind} [/view/type]", error)]
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        return [Problem("the view has more than 250 kB", "view_too_large")]
    if book := _rule_book():
        return [Problem(str(v), v.error) for v in book.violations(view, kind)]
    blocks = view.get("blocks") or []
    found = [
        *_missing("surfaces", kind, view, "/view"),
        *_constraints("surfaces", kind, view, "/view"),
        *_blocks(blocks, "/view/blocks"),
    ]
    has_input = any(each.get("type") == "input" for each in blocks)
    if kind == "modal" and has_input and not view.get("submit"):
        found.append("missing required field: submit [/view/submit]")
    forbidden = limits()["surfaces"][kind].get("forbidden", ())
    found += [f"not allowed: {name} [/view]" for name in forbidden if view.get(name)]
    return [Problem(text, error) for text in found]


def validate_message(payload: Json) -> list[str]:
    """What is wrong with an outgoing message; empty when nothing is."""
    return [each.text for each in message_problems(payload)]


def validate_view(view: Json) -> list[str]:
    """What is wrong with a modal or home tab; empty when nothing is."""
    return [each.text for each in view_problems(view)]


def worst(problems: list[Problem]) -> str:
    """The error that Slack answers with when several things are wrong."""
    common = ("invalid_blocks", "invalid_arguments")
    named = [each.error for each in problems if each.error not in common]
    return (named or [each.error for each in problems])[0]


def block_characters(blocks: list[Json]) -> int:
    """All characters of all texts in the blocks: Slack's budget for a message."""
    return sum(
        len(value)
        for part in _walk(blocks)
        for key, value in part.items()
        if key == "text" and isinstance(value, str)
    )


@cache
def limits() -> Json:
    """The limits file."""
    return cast("Json", json.loads(LIMITS.read_text(encoding="utf-8")))


@cache
def _rule_book() -> ModuleType | None:
    if importlib.util.find_spec("tests.fakes.slack_rules") is None:
        return None
    return import_module("tests.fakes.slack_rules")


def _blocks(blocks: list[Json], where: str) -> list[str]:
    found = [
        f"text must be at least 1 character [{where}]"
        for part in _walk(blocks)
        if part.get("type") in ("plain_text", "mrkdwn") and not part.get("text")
    ]
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        place = f"{where}/{index}"
        kind = str(block.get("type"))
        if kind not in limits()["blocks"]:
            found.append(f"unsupported type: {kind} [{place}/type]")
            continue
        found += _missing("blocks", kind, block, place)
        found += _constraints("blocks", kind, block, place)
        block_id = block.get("block_id")
        if block_id and block_id in seen:
            found.append(f"block_id is used twice: {block_id} [{place}/block_id]")
        seen.add(str(block_id))
        for element in elements_of(block):
            known = limits()["elements"].get(element.get("type"))
            if known is not None:
                found += _missing("elements", str(element["type"]), element, place)
                found += _constraints("elements", str(element["type"]), element, place)
    return found


def elements_of(block: Json) -> list[Json]:
    """The interactive and image elements directly inside a block."""
    found = list(block.get("elements") or [])
    found += [block[key] for key in ("accessory", "element") if block.get(key)]
    return [each for each in found if isinstance(each, dict)]


def _missing(group: str, kind: str, part: Json, where: str) -> list[str]:
    rule = limits()[group].get(kind, {})
    found = [
        f"missing required field: {name} [{where}/{name}]"
        for name in rule.get("required", ())
        if part.get(name) in (None, "", [])
    ]
    choices = rule.get("required_any", ())
    if choices and not any(all(part.get(n) for n in names) for names in choices):
        found.append(f"one of {choices} is required [{where}]")
    return found


def _constraints(group: str, kind: str, part: Json, where: str) -> list[str]:
    rules = limits()[group].get(kind, {}).get("constraints", {})
    return [
        f"{problem} [{where}/{path}]"
        for path, rule in rules.items()
        for value in _at(part, path)
        for problem in _broken(rule, value)
    ]


def _broken(rule: Json, value: Any) -> Iterator[str]:
    if isinstance(value, str):
        size = max(len(value), len(value.encode("utf-16-le")) // 2)
        if size > rule.get("max_length", size):
            yield f"must be no more than {rule['max_length']} characters"
        if size < rule.get("min_length", 0):
            yield f"must be at least {rule['min_length']} characters"
        if "pattern" in rule and not re.fullmatch(rule["pattern"], value):
            yield f"must match {rule['pattern']}"
    if isinstance(value, list):
        if len(value) > rule.get("max_items", len(value)):
            yield f"no more than {rule['max_items']} items allowed"
        if len(value) < rule.get("min_items", 0):
            yield f"no fewer than {rule['min_items']} items allowed"
    if "enum" in rule and value not in rule["enum"]:
        yield f"must be one of {rule['enum']}"


def _at(part: Any, path: str) -> list[Any]:
    found = [part]
    for name in re.findall(r"\w+|\[\*\]", path):
        if name == "[*]":
            found = [item for each in found if isinstance(each, list) for item in each]
        else:
            found = [each[name] for each in found if _holds(each, name)]
    return found


def _holds(part: Any, name: str) -> bool:
    return isinstance(part, dict) and part.get(name) is not None


def _walk(part: Any) -> Iterator[Json]:
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from _walk(value)
    elif isinstance(part, list):
        for item in part:
            yield from _walk(item)
