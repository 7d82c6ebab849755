"""What Slack refuses, read from `adapters/slack/limits.json`.

Written apart from the builders on purpose: it shares the file with them and no code. It
also holds our own promises for whatever is sent: nothing pings a channel, nothing
somebody wrote is read as markup, pictures have words, no label is a picture alone.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LIMITS = Path(__file__).parents[2] / "adapters" / "slack" / "limits.json"
BUDGET = 12_000  # advised in the file's note on `msg_blocks_too_long`

Json = Mapping[str, Any]

_PINGS = ("<!channel", "<!here", "<!everyone", "<!subteam")
_MARKUP = re.compile(
    r"<(?:mailto:|https?://)[^<>|\s]+(?:\|[^<>]*)?>"
    r"|<!date\^\d+\^[^<>|]+\|[^<>]*>|<@[UW][A-Z0-9]+>|<#C[A-Z0-9]+>"
)
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_CODE = re.compile(r":[a-z0-9_+'-]+:")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TEXTS = ("plain_text", "mrkdwn")
_LABELLED = ("button", "workflow_button")


@dataclass(frozen=True)
class Violation:
    """What is wrong, where, and the name of the error that Slack would answer."""

    where: str
    what: str
    error: str = "invalid_blocks"

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@cache
def book() -> Json:
    """The limits file."""
    loaded: Json = json.loads(LIMITS.read_text(encoding="utf-8"))
    return loaded


def size(text: str) -> int:
    """The larger of code points and UTF-16 units, as the file's safe rule says."""
    return max(len(text), len(text.encode("utf-16-le", "surrogatepass")) // 2)


def violations(
    payload: Json, surface: str = "message", *, names: Sequence[str] = ()
) -> list[Violation]:
    """Everything that is wrong with an outgoing message or view.

    surface: `message`, `ephemeral`, `modal` or `home`.
    names: what the text of a message with blocks must say, such as the case's number.
    """
    is_view = surface in ("modal", "home")
    rules = book()["surfaces"][surface]
    error = "invalid_arguments" if is_view else "invalid_blocks"
    found = [
        *_keys(payload, rules, surface, error),
        *_constraints(payload, rules, surface, error),
        *_text_types(payload, rules, surface),
        *_whole(payload, rules, surface),
    ]
    if not is_view:
        found += _message_text(payload, names)
    for index, block in enumerate(payload.get("blocks", ())):
        found += _block(block, f"blocks[{index}]")
    found += _unique(payload.get("blocks", ()))
    found += [each for where, v in _strings(payload, "") for each in _string(where, v)]
    return found


def response_violations(view: Json, response: Json) -> list[Violation]:
    """What is wrong with the acknowledgement of a submitted view."""
    if response.get("response_action") in ("update", "push"):
        return violations(response["view"], "modal")
    inputs = {b.get("block_id") for b in view["blocks"] if b["type"] == "input"}
    return [
        Violation(f"errors.{key}", "is no input block of the view (XF8)")
        for key, text in response.get("errors", {}).items()
        if key not in inputs or not text.strip()
    ]


def manifest_violations(manifest: Json) -> list[Violation]:
    """What is wrong with an app manifest by the limits it names."""
    rules = book()["manifest"]
    return list(_constraints(manifest, rules, "manifest", "invalid_manifest"))


def _keys(thing: Json, rules: Json, where: str, error: str) -> Iterator[Violation]:
    for name in rules.get("required", ()):
        if thing.get(name) in (None, "", []):
            yield Violation(where, f"{name} is missing", error)
    groups = rules.get("required_any", ())
    if groups and not any(all(n in thing for n in group) for group in groups):
        yield Violation(where, f"needs one of {groups}", error)
    for name in rules.get("forbidden", ()):
        if name in thing:
            yield Violation(where, f"{name} is not allowed", error)


def _constraints(
    thing: Json, rules: Json, where: str, error: str
) -> Iterator[Violation]:
    for path, rule in rules.get("constraints", {}).items():
        for value in _values(thing, path):
            for problem in _against(value, rule):
                yield Violation(f"{where}.{path}", problem, error)


def _values(thing: Any, path: str) -> list[Any]:
    """All values at a path; dots step into objects, [*] into each item."""
    found = [thing]
    for name in path.replace("[*]", ".*").split("."):
        if name == "*":
            found = [item for each in found for item in each]
        else:
            found = [
                each[name]
                for each in found
                if isinstance(each, dict) and each.get(name) is not None
            ]
    return found


def _against(value: Any, rule: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield from _against_text(value, rule)
    elif isinstance(value, list):
        if len(value) < rule.get("min_items", 0):
            yield "has too few items"
        if len(value) > rule.get("max_items", len(value)):
            yield f"has {len(value)} items of {rule['max_items']}"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        low, high = rule.get("min_value", value), rule.get("max_value", value)
        if not low <= value <= high:
            yield f"{value} is not within {low} to {high}"


def _against_text(value: str, rule: Json) -> Iterator[str]:
    length = size(value)
    if length < rule.get("min_length", 0):
        yield "is empty"
    for name in ("max_length", "safe_max_length"):
        if length > rule.get(name, length):
            yield f"has {length} characters of {rule[name]}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{value!r} is not among {rule['enum']}"
    if "pattern" in rule and not re.fullmatch(rule["pattern"], value):
        yield f"{value!r} does not match {rule['pattern']}"


def _text_types(thing: Json, rules: Json, where: str) -> Iterator[Violation]:
    for path, types in rules.get("text_object_types", {}).items():
        for value in _values(thing, path):
            if value.get("type") not in types:
                yield Violation(f"{where}.{path}", f"must be {types} (XF12)")


def _whole(payload: Json, rules: Json, surface: str) -> Iterator[Violation]:
    """Size of the view, weight of the message, count of tables."""
    most = rules.get("max_json_bytes")
    length = len(json.dumps(payload).encode())
    if most and length > most:
        yield Violation(surface, f"has {length} bytes", "view_too_large")
    blocks = payload.get("blocks", ())
    if surface in ("message", "ephemeral"):
        weight = sum(
            size(text) for where, text in _strings(blocks, "") if _is_text(where)
        )
        if weight > BUDGET:
            yield Violation(
                "blocks", f"hold {weight} characters", "msg_blocks_too_long"
            )
        if sum(block.get("type") == "table" for block in blocks) > 1:
            yield Violation("blocks", "two tables (XF11)", "only_one_table_allowed")
    inputs = [block for block in blocks if block.get("type") == "input"]
    if surface == "modal" and inputs and "submit" not in payload:
        yield Violation("modal", "has inputs but no submit (XF3)", "invalid_arguments")
    focused = [w for w, v in _walk(blocks, "") if v.get("focus_on_load") is True]
    if len(focused) > 1:
        yield Violation(focused[1], "a second focus_on_load (XF4)", "invalid_arguments")


def _is_text(where: str) -> bool:
    return where.endswith(".text")


def _message_text(payload: Json, names: Sequence[str]) -> Iterator[Violation]:
    """A message says in its text what its blocks show."""
    text = payload.get("text", "")
    if not text.strip():
        yield Violation("text", "is missing", "no_text")
    if (
        size(text)
        > book()["surfaces"]["message"]["constraints"]["text"]["recommended_max_length"]
    ):
        yield Violation("text", f"has {size(text)} characters", "msg_too_long")
    for name in names if payload.get("blocks") else ():
        if name not in text:
            yield Violation("text", f"does not say {name!r}", "no_text")


def _block(block: Json, where: str) -> Iterator[Violation]:
    kind = block.get("type", "")
    rules = book()["blocks"].get(kind)
    if rules is None:
        yield Violation(where, f"there is no block {kind!r}")
        return
    where = f"{where} {kind}"
    yield from _keys(block, rules, where, "invalid_blocks")
    yield from _constraints(block, rules, where, "invalid_blocks")
    yield from _text_types(block, rules, where)
    yield from _allowed(block, rules, where)
    yield from _inner(block, where)
    ids = [e.get("action_id") for e in block.get("elements", ()) if "action_id" in e]
    for action_id in {each for each in ids if ids.count(each) > 1}:
        yield Violation(where, f"action_id {action_id} twice (XF2)")
    main = [e for e in block.get("elements", ()) if e.get("style") == "primary"]
    if len(main) > 1:
        yield Violation(where, "two primary buttons (XF7)")


def _allowed(block: Json, rules: Json, where: str) -> Iterator[Violation]:
    allowed = rules.get("elements_allowed", ())
    parts = [*block.get("elements", ()), *filter(None, (block.get("element"),))]
    for part in parts if allowed else ():
        if part.get("type") not in allowed:
            yield Violation(where, f"may not hold {part.get('type')}")
    kind = (block.get("accessory") or {}).get("type")
    if kind and kind not in rules.get("accessory_allowed", ()):
        yield Violation(where, f"may not hold {kind} beside it")


def _inner(block: Json, where: str) -> Iterator[Violation]:
    """Every element, option and text object inside a block."""
    for inside, thing in _walk(block, where):
        kind = thing.get("type", "")
        if kind in _TEXTS:
            rules = book()["composition"][kind]
            yield from _constraints(thing, rules, inside, "invalid_blocks")
            if not thing.get("text", "").strip():
                yield Violation(inside, "shows nothing")
        elif kind in book()["elements"] and thing is not block:
            yield from _element(thing, f"{inside} {kind}")
        elif kind == "raw_text" and not thing.get("text", "").strip():
            yield Violation(inside, "an empty cell")


def _element(thing: Json, where: str) -> Iterator[Violation]:
    kind = thing["type"]
    rules = book()["elements"][kind]
    yield from _keys(thing, rules, where, "invalid_blocks")
    yield from _constraints(thing, rules, where, "invalid_blocks")
    yield from _text_types(thing, rules, where)
    if kind in _LABELLED:
        yield from _label(thing["text"]["text"], where)
    if kind == "image" and not thing.get("alt_text", "").strip():
        yield Violation(where, "a picture without words")
    if "confirm" in thing:
        rules = book()["composition"]["confirm"]
        yield from _keys(thing["confirm"], rules, where, "invalid_blocks")
    if "options" in thing and "option_groups" in thing:
        yield Violation(where, "options and option_groups (XF5)")
    yield from _options(thing, where, book()["elements"][kind])


def _options(thing: Json, where: str, rules: Json) -> Iterator[Violation]:
    options = list(thing.get("options", ()))
    for group in thing.get("option_groups", ()):
        options += group.get("options", ())
    values = [each.get("value") for each in options]
    if len(values) != len(set(values)):
        yield Violation(where, "two options with one value")
    for each in options:
        composed = book()["composition"]["option"]
        yield from _keys(each, composed, where, "invalid_blocks")
        yield from _constraints(each, composed, where, "invalid_blocks")
        if each["text"]["type"] not in rules.get("option_text_types", _TEXTS):
            yield Violation(where, f"option text is {each['text']['type']} (XF12)")
        yield from _label(each["text"]["text"], where)
    initial = thing.get("initial_option")
    picked = [*thing.get("initial_options", ()), *([initial] if initial else ())]
    for each in picked:
        if each not in options:
            yield Violation(where, "an initial option that is not offered (XF6)")


def _label(text: str, where: str) -> Iterator[Violation]:
    """A label says something without its pictures."""
    if not any(char.isalnum() for char in _ENTITY.sub("", _CODE.sub("", text))):
        yield Violation(where, f"the label {text!r} has no words")


def _unique(blocks: Sequence[Json]) -> Iterator[Violation]:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    for block_id in {each for each in ids if ids.count(each) > 1}:
        yield Violation("blocks", f"block_id {block_id} twice (XF1)")


def _string(where: str, text: str) -> Iterator[Violation]:
    """What no string of a payload may hold, wherever it stands."""
    if any(ping in text for ping in _PINGS):
        yield Violation(where, "pings a channel (XF10)")
    if _UNPRINTABLE.search(text):
        yield Violation(where, "holds characters that nobody can see")
    is_shown = _is_text(where) or where in (".text", ".initial_comment")
    if is_shown or where.endswith((".alt_text", ".accessibility_label")):
        bare = _ENTITY.sub("", _MARKUP.sub("", text))
        if re.search(r"[&<>]", bare):
            yield Violation(where, f"unescaped: {text[:60]!r} (XF10)")


def _walk(value: Any, where: str) -> Iterator[tuple[str, Json]]:
    """Every object inside, itself included."""
    if isinstance(value, dict):
        yield where, value
        for name, each in value.items():
            yield from _walk(each, f"{where}.{name}")
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _walk(each, f"{where}[{index}]")


def _strings(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """Every string inside, with where it stands."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _strings(each, f"{where}.{name}")
    elif isinstance(value, list | tuple):
        for index, each in enumerate(value):
            yield from _strings(each, f"{where}[{index}]")
