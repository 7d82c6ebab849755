"""Slack's limits, as shipped in `limits.json`: what builders obey, and a last look.

The file says where each limit comes from and how sure it is. It is read when a limit is
first asked for. Slack does not say in which unit it counts, so `length_of` counts the
larger of the usual two.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Payload = Mapping[str, Any]

# Undocumented: a message of about 13,200 characters over all blocks is refused with
# `msg_blocks_too_long`. See `surfaces.message.soft_budgets` of the file.
MESSAGE_BUDGET = 12_000
# What people read aloud is the message's `text`, which Slack advises to keep below
# 4,000; nothing is left out of it, so no message is made longer than this.
SPOKEN_BUDGET = 3_500


@cache
def limits() -> Mapping[str, Any]:
    """The whole file."""
    text = (files("adapters.slack") / "limits.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def most(group: str, kind: str, path: str) -> int:
    """How long the text or list at a path of an object may be.

    group: `blocks`, `elements`, `composition` or `surfaces`; kind: such as `section`;
    path: as the file writes it, such as `text.text`.
    """
    constraint = limits()[group][kind]["constraints"][path]
    found: int = constraint.get("max_length") or constraint["max_items"]
    return found


def length_of(text: str) -> int:
    """Characters as Slack may count them: UTF-16 units, of which emoji take two."""
    return len(text) + sum(1 for char in text if char > "\uffff")


def weight_of(value: object) -> int:
    """Characters of all text that is shown in blocks, for the message's budget."""
    if isinstance(value, Mapping):
        own = value.get("text")
        shown = length_of(own) if isinstance(own, str) else 0
        return shown + sum(weight_of(each) for each in value.values())
    if isinstance(value, list | tuple):
        return sum(map(weight_of, value))
    return 0


def problems(payload: Payload, surface: str = "message") -> list[str]:
    """What Slack would refuse in a payload: a line each, with places and sizes only.

    surface: `message`, `ephemeral`, `modal` or `home`. For the log: a payload is sent
    all the same, since Slack's own answer is the last word.
    """
    found = list(_broken(limits()["surfaces"][surface]["constraints"], payload))
    blocks = payload.get("blocks", [])
    for place, kind, thing in _typed_objects(blocks, "blocks"):
        rules = limits()["blocks"].get(kind) or limits()["elements"].get(kind) or {}
        missing = [name for name in rules.get("required", ()) if name not in thing]
        found += [f"{place} ({kind}): {name} is missing" for name in missing]
        broken = _broken(rules.get("constraints", {}), thing)
        found += [f"{place} ({kind}): {each}" for each in broken]
    budget = weight_of(blocks)
    if surface in ("message", "ephemeral") and budget > MESSAGE_BUDGET:
        found.append(f"blocks hold {budget} of {MESSAGE_BUDGET} characters")
    return found


def _typed_objects(value: object, place: str) -> Iterator[tuple[str, str, Payload]]:
    """Every object with a `type`, with where it stands."""
    if isinstance(value, Mapping):
        if isinstance(value.get("type"), str):
            yield place, value["type"], value
        for name, each in value.items():
            yield from _typed_objects(each, f"{place}.{name}")
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _typed_objects(each, f"{place}[{index}]")


def _broken(constraints: Mapping[str, Payload], thing: Payload) -> Iterator[str]:
    for path, rule in constraints.items():
        for value in _at(thing, path.split(".")):
            said = _breach(rule, value)
            if said:
                yield f"{path} {said}"


def _at(thing: object, path: list[str]) -> Iterator[object]:
    """The values at a path; none where the payload does not have it."""
    if not path:
        yield thing
        return
    name = path[0].removesuffix("[*]")
    value = thing.get(name) if isinstance(thing, Mapping) else None
    if value is None:
        return
    several = isinstance(value, list | tuple) and path[0].endswith("[*]")
    for each in value if several else (value,):
        yield from _at(each, path[1:])


def _breach(rule: Payload, value: object) -> str:
    """How a value breaks a constraint; empty if it does not."""
    said = ""
    if isinstance(value, str):
        size = length_of(value)
        if not rule.get("min_length", 0) <= size <= rule.get("max_length", size):
            said = f"has {size} characters"
        elif "enum" in rule and value not in rule["enum"]:
            said = "is none of the known values"
        elif "pattern" in rule and not re.fullmatch(rule["pattern"], value):
            said = "has the wrong shape"
    elif isinstance(value, list | tuple):
        size = len(value)
        if not rule.get("min_items", 0) <= size <= rule.get("max_items", size):
            said = f"has {size} items"
    elif isinstance(value, int):
        least, top = rule.get("min_value", value), rule.get("max_value", value)
        said = "" if least <= value <= top else f"is {value}"
    return said
