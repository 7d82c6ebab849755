"""Plain text as Telegram takes it: what it cleans away, and what it finds in it.

Lengths and offsets are in UTF-16 code units.
"""

import re

from tests.fakes.telegram.wire import Json

_FOUND = (
    ("url", r"\bhttps?://[^\s<>\"]+[^\s<>\".,;:!?)\]]"),
    ("email", r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}\b"),
    (
        "bot_command",
        r"(?<![\w/@<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/])",
    ),
    ("mention", r"(?<![\w@/])@[a-zA-Z][a-zA-Z0-9_]{2,31}\b"),
    ("hashtag", r"(?<![\w#/])#\w*[^\W\d_]\w*"),
    ("cashtag", r"(?<![\w$])\$[A-Z]{3,8}\b"),
    ("phone_number", r"(?<![\w+])\+\d[\d\s()-]{7,16}\d\b"),
)
_PATTERN = re.compile("|".join(f"(?P<{kind}>{rule})" for kind, rule in _FOUND))


_SPACED = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_REMOVED = re.compile(r"[\r\u2028-\u202e]")


def cleaned(text: str) -> str:
    """Without control characters: most become spaces, those for direction go."""
    return _REMOVED.sub("", _SPACED.sub(" ", text))


def units(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def part(text: str, entity: Json) -> str:
    """The words that an entity covers."""
    coded = text.encode("utf-16-le", "surrogatepass")
    start, length = entity["offset"] * 2, entity["length"] * 2
    return coded[start : start + length].decode("utf-16-le", "replace")


def detected(text: str, taken: tuple[Json, ...] = ()) -> list[Json]:
    """The entities found in a text, in order, outside of those already there."""
    found = []
    for match in _PATTERN.finditer(text):
        offset = units(text[: match.start()])
        length = units(match[0])
        if not any(_touch(entity, offset, length) for entity in taken):
            kind = str(match.lastgroup)
            found.append({"type": kind, "offset": offset, "length": length})
    return found


def _touch(entity: Json, offset: int, length: int) -> bool:
    if entity["type"] not in ("pre", "code", "text_link", "text_mention"):
        return False
    start = int(entity["offset"])
    return offset < start + int(entity["length"]) and start < offset + length
