"""What Telegram refuses, and what we ask of ourselves, about each outgoing call.

`violations` reads the shipped limits by their paths, so every constraint in the file is
checked whether the drawing knows of it or not. Each violation carries the error text
that Telegram answers with, as far as it is known.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any

from adapters.telegram.calls import Upload
from adapters.telegram.limits import raw

Json = Any

_STYLES = "a b strong i em u ins s strike del span code pre blockquote"
_TAGS = frozenset((*_STYLES.split(), "tg-spoiler", "tg-emoji"))
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z-]*)((?:\s[^<>]*)?)>")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
_NUMBERED = re.compile(r"&#(?:\d+|x[0-9a-fA-F]+);")
_CALLBACK = re.compile(r"v1\|[A-Za-z0-9_-]{8,32}(\|\d{1,3})?")
_BLANK = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_HALVES = re.compile("[\ud800-\udfff]")
_OPENED = ("http://", "https://", "tg://")
_MOST_IN_A_ROW, _MOST_BUTTONS = 3, 10


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong.

    path: where, such as `reply_markup.inline_keyboard[0][1].callback_data`.
    error: Telegram's description of the error; empty for a rule of our own.
    """

    path: str
    rule: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A formatted piece; offset and length in UTF-16 code units."""

    type: str
    offset: int
    length: int


class ParseError(ValueError):
    """The markup cannot be read; the text is Telegram's."""


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(text: str) -> tuple[str, list[Entity]]:
    """The text without its markup, and its entities; ParseError if it is broken."""
    out: list[str] = []
    entities: list[Entity] = []
    opened: list[tuple[str, int]] = []
    at = length = 0
    for tag in _TAG.finditer(text):
        out.append(_unescaped(text, at, tag.start()))
        length += units(out[-1])
        at, name = tag.end(), tag[2].lower()
        offset = f"at byte offset {len(text[: tag.start()].encode())}"
        if name not in _TAGS:
            raise ParseError(f'Unsupported start tag "{name}" {offset}')
        if not tag[1]:
            opened.append((name, length))
            continue
        if not opened:
            raise ParseError(f"Unexpected end tag {offset}")
        last, start = opened.pop()
        if last != name:
            told = f'expected "</{last}>", found "</{name}>"'
            raise ParseError(f"Unmatched end tag {offset}, {told}")
        entities.append(Entity(name, start, length - start))
    out.append(_unescaped(text, at, len(text)))
    if opened:
        name = opened[-1][0]
        raise ParseError(f'Can\'t find end tag corresponding to start tag "{name}"')
    return "".join(out), entities


def _unescaped(text: str, start: int, end: int) -> str:
    """The words between two tags; a bracket that begins no tag is an error."""
    words = text[start:end]
    if "<" in words:
        offset = len(text[: start + words.index("<")].encode())
        raise ParseError(f'Unsupported start tag "" at byte offset {offset}')
    if "&#" in words:
        words = _NUMBERED.sub(lambda found: unescape(found[0]), words)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        words = words.replace(entity, char)
    return words


def seen(arguments: Mapping[str, Json]) -> str:
    """The text or caption as a person sees it; ParseError if its markup is broken."""
    text = arguments.get("text", arguments.get("caption", ""))
    return parse_html(text)[0] if arguments.get("parse_mode") == "HTML" else text


def violations(
    method: str,
    arguments: Mapping[str, Json],
    files: Mapping[str, int] | None = None,
) -> list[Violation]:
    """Everything about the call that Telegram would refuse.

    arguments: by name, JSON already read; an `Upload` or nothing where a file goes.
    files: sizes in bytes of the files that were sent along, by argument.
    """
    sizes = dict(files or {})
    sizes |= {
        name: len(value.content)
        for name, value in arguments.items()
        if isinstance(value, Upload)
    }
    rules = raw()["methods"].get(method, {})
    found = [
        Violation(name, "required", f"Bad Request: {name} is missing")
        for name in rules.get("required", ())
        if name not in arguments and name not in sizes
    ]
    found += _texts(arguments)
    shown = _with_visible_text(arguments)
    for path, rule in rules.get("constraints", {}).items():
        for where, value in _at(shown, path):
            found += _broken(where, value, rule)
    found += _keyboard(arguments.get("reply_markup"))
    found += _files(method, rules.get("file", {}), sizes)
    return found


def house_rules(method: str, arguments: Mapping[str, Json]) -> list[Violation]:
    """What Telegram would let pass and we do not."""
    found = []
    rows = (arguments.get("reply_markup") or {}).get("inline_keyboard", [])
    if sum(map(len, rows)) > _MOST_BUTTONS:
        found.append(Violation("reply_markup", f"more than {_MOST_BUTTONS} buttons"))
    for row_at, row in enumerate(rows):
        if not 1 <= len(row) <= _MOST_IN_A_ROW:
            found.append(Violation(f"row {row_at}", "1 to 3 buttons in a row"))
        for at, button in enumerate(row):
            path = f"reply_markup.inline_keyboard[{row_at}][{at}]"
            found += _our_button(path, button)
    if method in ("sendMessage", "editMessageText"):
        preview = arguments.get("link_preview_options") or {}
        if preview.get("is_disabled") is not True:
            found.append(Violation("link_preview_options", "previews are off"))
    if arguments.get("parse_mode") == "HTML":
        text = arguments.get("text", arguments.get("caption", ""))
        if "&" in _ENTITY.sub("", text):
            found.append(Violation("text", "every & is escaped"))
    return found


def _texts(arguments: Mapping[str, Json]) -> Iterator[Violation]:
    try:
        text = seen(arguments)
    except ParseError as error:
        yield Violation("text", "parse", f"Bad Request: can't parse entities: {error}")
        return
    is_message = "text" in arguments and "callback_query_id" not in arguments
    if is_message and not _is_visible(text):
        yield Violation("text", "blank", "Bad Request: message text is empty")
    if _HALVES.search(text):
        told = "Bad Request: strings must be encoded in UTF-8"
        yield Violation("text", "half a character", told)


def _with_visible_text(arguments: Mapping[str, Json]) -> dict[str, Json]:
    """The arguments with the text as it is counted, and its entities in a list."""
    shown = dict(arguments)
    if shown.get("parse_mode") != "HTML":
        return shown
    name = "text" if "text" in shown else "caption"
    try:
        shown[name], shown["entities"] = parse_html(shown.get(name, ""))
    except ParseError:
        shown[name] = "?"
    return shown


def _at(value: Json, path: str) -> Iterator[tuple[str, Json]]:
    """Every value at a path of the limits file, with its own path."""
    found = [("", value)]
    for step in re.findall(r"\[\*\]|[^.\[]+", path):
        if step == "[*]":
            found = [
                (f"{where}[{at}]", each)
                for where, values in found
                if isinstance(values, Sequence)
                for at, each in enumerate(values)
            ]
        else:
            found = [
                (f"{where}.{step}".lstrip("."), each[step])
                for where, each in found
                if isinstance(each, Mapping) and step in each
            ]
    yield from found


def _broken(path: str, value: Json, rule: Mapping[str, Json]) -> Iterator[Violation]:
    size = value if isinstance(value, int) else 0
    if isinstance(value, str):
        counted = {
            "length": max(len(value), units(value)),
            "bytes": len(value.encode("utf-8", "surrogatepass")),
        }
    else:
        items = len(value) if isinstance(value, Sequence) else 0
        counted = {"items": items, "value": size}
    for kind, number in counted.items():
        if number < rule.get(f"min_{kind}", 0):
            yield Violation(path, f"min_{kind}", _error_at(path))
        if number > rule.get(f"max_{kind}", number):
            yield Violation(path, f"max_{kind}", _error_at(path))
    if "pattern" in rule and not re.fullmatch(rule["pattern"], str(value)):
        yield Violation(path, "pattern", _error_at(path))
    if "enum" in rule and value not in rule["enum"]:
        yield Violation(path, "enum", _error_at(path))


def _error_at(path: str) -> str:
    name = path.rpartition(".")[2]
    known = {
        "callback_data": "Bad Request: BUTTON_DATA_INVALID",
        "command": "Bad Request: BOT_COMMAND_INVALID",
        "description": "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
        "text": "Bad Request: message is too long",
        "caption": "Bad Request: message caption is too long",
    }
    return known.get(name, f"Bad Request: {name} is invalid")


def _keyboard(markup: Json) -> Iterator[Violation]:
    if not isinstance(markup, Mapping):
        return
    rules = raw()["types"]
    actions = set(rules["InlineKeyboardButton"]["exactly_one_of"])
    buttons = list(_at(markup, "inline_keyboard[*][*]"))
    if len(buttons) > rules["InlineKeyboardMarkup"]["total_buttons_max"]:
        error = "Bad Request: reply markup is too long"
        yield Violation("reply_markup", "too many buttons", error)
    for path, button in buttons:
        if not str(button.get("text", "")).strip():
            error = "Bad Request: can't parse inline keyboard button: text is empty"
            yield Violation(path, "text", error)
        if len(actions & set(button)) != 1:
            error = "Bad Request: can't parse inline keyboard button: Text buttons are"
            yield Violation(path, "one action", f"{error} unallowed in the keyboard")
        url = button.get("url")
        if url is not None and not str(url).startswith(_OPENED):
            error = f"Bad Request: inline keyboard button URL '{url}' is invalid"
            yield Violation(path, "url", f"{error}: Unsupported URL protocol")


def _our_button(path: str, button: Mapping[str, Json]) -> Iterator[Violation]:
    label = str(button.get("text", ""))
    if not any(char.isalnum() for char in label) and "…" not in label:
        yield Violation(path, "a label has words in it")
    most = raw()["methods"]["sendMessage"]["constraints"][
        "reply_markup.inline_keyboard[*][*].text"
    ]["readable_max_length"]
    if units(label) > most:
        yield Violation(path, f"a label has at most {most} characters")
    data = button.get("callback_data")
    if data is not None and not _CALLBACK.fullmatch(data):
        yield Violation(path, "callback data is a token")


def _files(
    method: str, rule: Mapping[str, Json], sizes: Mapping[str, int]
) -> Iterator[Violation]:
    for name, size in sizes.items():
        if size == 0:
            yield Violation(name, "empty", "Bad Request: file must be non-empty")
        if size > rule.get("max_bytes", size):
            error = "Request Entity Too Large"
            if method == "sendPhoto":
                error = "Bad Request: file is too big for a photo"
            yield Violation(name, "too large", error)


def _is_visible(text: str) -> bool:
    return any(unicodedata.category(char) not in _BLANK for char in text)
