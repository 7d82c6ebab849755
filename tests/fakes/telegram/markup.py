"""Telegram's HTML: tags become entities, or the message is refused.

The refusals and their byte offsets follow what the Bot API server says, because the
text of "can't parse entities" is what a bot's fallback looks for.
"""

import re
from dataclasses import dataclass

from tests.fakes.telegram.detect import units
from tests.fakes.telegram.wire import Json, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_ATTRIBUTE = re.compile(
    r"\s*([^\s=>\"'/]+)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+)))?\s*"
)


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text without markup, and its entities."""

    text: str
    entities: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class _Open:
    name: str
    attributes: dict[str, str]
    offset: int
    place: int


def from_html(source: str) -> Formatted:
    """Read HTML as Telegram does; ApiError "can't parse entities: ..."."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._place = 0
        self._written: list[str] = []
        self._offset = 0
        self._open: list[_Open] = []
        self._entities: list[Json] = []

    def read(self) -> Formatted:
        while self._place < len(self._source):
            self._step()
        if self._open:
            name = self._open[-1].name
            raise self._error(
                f'Can\'t find end tag corresponding to start tag "{name}"'
            )
        entities = sorted(self._entities, key=lambda e: (e["offset"], -e["length"]))
        return Formatted("".join(self._written), tuple(entities))

    def _step(self) -> None:
        if self._source.startswith("</", self._place):
            self._close_tag()
        elif self._source[self._place] == "<":
            self._open_tag()
        elif match := _CHARACTER.match(self._source, self._place):
            self._write(_character(match))
            self._place = match.end()
        else:
            self._write(self._source[self._place])
            self._place += 1

    def _write(self, text: str) -> None:
        self._written.append(text)
        self._offset += units(text)

    def _open_tag(self) -> None:
        start = self._place
        match = re.compile(r"<([^\s>]*)").match(self._source, start)
        assert match
        name, self._place = match[1].lower(), match.end()
        if self._place >= len(self._source):
            raise self._error(f"Unclosed start tag at byte offset {self._byte(start)}")
        if name not in _KINDS:
            where = self._byte(start)
            raise self._error(f'Unsupported start tag "{name}" at byte offset {where}')
        attributes = self._attributes(name, start)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            where = self._byte(start)
            raise self._error(
                f'Tag "span" must have class "tg-spoiler" at byte offset {where}'
            )
        self._open.append(_Open(name, attributes, self._offset, len(self._written)))

    def _attributes(self, name: str, start: int) -> dict[str, str]:
        """The attributes up to the end of the tag, which is passed."""
        found: dict[str, str] = {}
        while not (end := re.compile(r"\s*>").match(self._source, self._place)):
            match = _ATTRIBUTE.match(self._source, self._place)
            if ">" not in self._source[self._place :]:
                where = self._byte(start)
                raise self._error(f'Unclosed start tag "{name}" at byte offset {where}')
            if not match:
                where = self._byte(start)
                raise self._error(
                    f'Empty attribute name in the tag "{name}" at byte offset {where}'
                )
            value = next((text for text in match.groups()[1:] if text is not None), "")
            found[match[1].lower()] = _CHARACTER.sub(_character, value)
            self._place = match.end()
        self._place = end.end()
        return found

    def _close_tag(self) -> None:
        start = self._place
        where = self._byte(start)
        if not self._open:
            raise self._error(f"Unexpected end tag at byte offset {where}")
        match = re.compile(r"</([^\s>]*)\s*>").match(self._source, start)
        if not match:
            raise self._error(f"Unclosed end tag at byte offset {where}")
        tag = self._open.pop()
        if match[1] and match[1].lower() != tag.name:
            raise self._error(
                f'Unmatched end tag at byte offset {where}, expected "</{tag.name}>", '
                f'found "</{match[1].lower()}>"'
            )
        self._place = match.end()
        self._add(tag)

    def _add(self, tag: _Open) -> None:
        length = self._offset - tag.offset
        covered = "".join(self._written[tag.place :])
        told = _told(tag, covered)
        if not length or told is None:
            return
        kind = told.pop("type", _KINDS[tag.name])
        if tag.name == "pre" and self._entities:
            inner = self._entities[-1]
            if (inner["type"], inner["offset"], inner["length"]) == (
                "code",
                tag.offset,
                length,
            ):
                self._entities.pop()
                told |= {key: inner[key] for key in ("language",) if key in inner}
        if kind == "code":
            told = {key: told[key] for key in ("language",) if key in told}
        entity = {"type": kind, "offset": tag.offset, "length": length}
        self._entities.append(entity | told)

    def _byte(self, place: int) -> int:
        return len(self._source[:place].encode())

    def _error(self, text: str) -> Exception:
        return bad_request(f"can't parse entities: {text}")


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return match[0]
    return chr(code)


def _told(tag: _Open, covered: str) -> Json | None:
    """The further fields of an entity; None where Telegram drops it silently."""
    match tag.name:
        case "a":
            return _link(tag.attributes.get("href") or covered)
        case "blockquote" if "expandable" in tag.attributes:
            return {"type": "expandable_blockquote"}
        case "code" if tag.attributes.get("class", "").startswith("language-"):
            return {"language": tag.attributes["class"].removeprefix("language-")}
        case "tg-emoji":
            return {"custom_emoji_id": tag.attributes.get("emoji-id", "")}
        case "tg-time":
            unix = tag.attributes.get("unix", "")
            if not unix.isdecimal():
                return None
            shown: Json = {"unix_time": int(unix)}
            if style := tag.attributes.get("format"):
                shown["date_time_format"] = style
            return shown
        case _:
            return {}


def _link(address: str) -> Json | None:
    if mentioned := re.fullmatch(r"tg://user\?id=(\d+)", address):
        person = {"id": int(mentioned[1]), "is_bot": False, "first_name": ""}
        return {"type": "text_mention", "user": person}
    if re.match(r"(?:https?|tg|ton|tonsite)://", address):
        return {"url": address}
    if re.match(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:]|$)", address):
        return {"url": f"http://{address}"}
    return None
