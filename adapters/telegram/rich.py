"""Formatted text: pieces with a style, as HTML or plain, cut to fit a message.

A piece with a style is an entity to Telegram. Pieces are short by construction (a long
text loses its style rather than being cut inside it), so a text can be cut between
them, and every part is well formed by itself.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import accumulate

_LONGEST_STYLED = 300  # UTF-16 units: a title, a hint; more is never meant as one
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
# What Telegram itself takes out of a text or turns into spaces.
_DROPPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\n]+")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*")
_LINE_END = re.compile(r"\n\s*")
_WORD_END = re.compile(r"\s+")
_BLANK = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # drawn as nothing
_JOINER = "\u200d"
_ADDED = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")  # skin tones, tags
_FLAG_LETTERS = re.compile("[\U0001f1e6-\U0001f1ff]+")  # two of them are one flag
_LONGEST_CLUSTER = 64  # characters; more is no longer a letter with accents


class Style(StrEnum):
    """How a piece looks; the value is its HTML tag, none for plain text."""

    PLAIN = ""
    BOLD = "b"
    ITALIC = "i"
    FIXED = "pre"


@dataclass(frozen=True, slots=True)
class Piece:
    """A text in one style."""

    text: str
    style: Style = Style.PLAIN


Rich = tuple[Piece, ...]


def plain(text: str) -> Rich:
    """The text without a style."""
    return (Piece(text),) if text else ()


def bold(text: str) -> Rich:
    """The text in bold; a long or blank one as it is."""
    return _styled(text, Style.BOLD)


def italic(text: str) -> Rich:
    """The text in italics; a long or blank one as it is."""
    return _styled(text, Style.ITALIC)


def fixed(text: str) -> Rich:
    """A block in which columns stand below each other; the caller keeps it short."""
    return (Piece(text, Style.FIXED),) if is_visible(text) else ()


def joined(parts: Iterable[Rich], between: str = "\n") -> Rich:
    """The parts that are not empty, with `between` between them."""
    pieces: list[Piece] = []
    for part in parts:
        if part:
            pieces += [Piece(between)] if pieces else []
            pieces += part
    return tuple(pieces)


def text_of(rich: Rich) -> str:
    """The text as a person reads it, without markup."""
    return "".join(piece.text for piece in rich)


def html_of(rich: Rich) -> str:
    """The text as Telegram's HTML, everything in it escaped."""
    return "".join(map(_tagged, rich))


def units(text: str) -> int:
    """Length as Telegram counts: UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """The text as Telegram can carry it: no controls, no halves of characters."""
    text = _DROPPED.sub("", _LINE_ENDS.sub("\n", text))
    return _SURROGATES.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The text with line ends, tabs and runs of spaces as one space."""
    return _SPACES.sub(" ", text).strip(" ")


def is_visible(text: str) -> bool:
    """Whether anything of it can be seen; Telegram refuses a message without."""
    return any(
        unicodedata.category(char) not in _BLANK and char not in _BLANK_LETTERS
        for char in text
    )


def shortened(text: str, limit: int) -> str:
    """The text in at most `limit` units, cut at a word where there is one; `…` ends it.

    The caller shows the whole text elsewhere.
    """
    if units(text) <= limit:
        return text
    end = _fitting(text, 0, limit - 1)
    space = text.rfind(" ", 0, end + 1)
    cut = space if space > end // 2 else _between_clusters(text, 0, end)
    return text[:cut].rstrip() + "…"


def split(rich: Rich, limit: int, most_styled: int) -> list[Rich]:
    """Parts of at most `limit` units and `most_styled` entities, in order.

    Cut after a paragraph, else a line, else a word, else between characters; never
    inside an entity. The parts together are the text, every space kept; only a part
    that would show nothing is left out. Empty when the text shows nothing at all.
    """
    text = text_of(rich)
    ends = list(accumulate(len(piece.text) for piece in rich))
    styled = [
        (end - len(piece.text), end)
        for piece, end in zip(rich, ends, strict=True)
        if piece.style
    ]
    parts: list[Rich] = []
    start = 0
    while start < len(text):
        end = _fitting(text, start, limit)
        end = _before_too_many(styled, start, end, most_styled)
        if end < len(text):
            end = _border(text, start, end, styled)
        if is_visible(text[start:end]):
            parts.append(_cut(rich, ends, start, end))
        start = end
    return parts


def _styled(text: str, style: Style) -> Rich:
    fits = units(text) <= _LONGEST_STYLED and is_visible(text)
    return (Piece(text, style),) if fits else plain(text)


def _tagged(piece: Piece) -> str:
    text = escape(piece.text, quote=False)
    return f"<{piece.style}>{text}</{piece.style}>" if piece.style else text


def _fitting(text: str, start: int, limit: int) -> int:
    """Where the longest stretch from `start` ends that has at most `limit` units."""
    end = min(len(text), start + limit)
    while units(text[start:end]) > limit:
        end -= (units(text[start:end]) - limit + 1) // 2
    return end


def _before_too_many(
    styled: list[tuple[int, int]], start: int, end: int, most: int
) -> int:
    """The end, or the beginning of the first entity that would be one too many."""
    inside = [begin for begin, _ in styled if start <= begin < end]
    return inside[most] if len(inside) > most else end


def _border(text: str, start: int, end: int, styled: list[tuple[int, int]]) -> int:
    """The best place to cut at or before `end`, past `start`.

    Good ends in the second half first, so that parts are not needlessly short.
    """
    half = start + (end - start) // 2
    for least in (half, start):
        for pattern in (_PARAGRAPH_END, _LINE_END, _WORD_END):
            places = (found.end() for found in pattern.finditer(text, least, end))
            good = [p for p in places if p > start and not _inside(p, styled)]
            if good:
                return good[-1]
    whole = _between_clusters(text, start, end)
    for place in (whole, end):
        begun = _inside(place, styled)
        if not begun:
            return place
        if begun[0] > start:
            return begun[0]
    return whole


def _inside(place: int, styled: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The entity that a cut at this place would go through."""
    at = bisect_right(styled, (place, 0)) - 1
    if at >= 0 and styled[at][0] < place < styled[at][1]:
        return styled[at]
    return None


def _between_clusters(text: str, start: int, end: int) -> int:
    """The place at or before `end` where no accent, joiner or flag is torn off."""
    for place in range(end, max(start, end - _LONGEST_CLUSTER), -1):
        if place == len(text) or not _belong_together(text, start, place):
            return place
    return end


def _belong_together(text: str, start: int, place: int) -> bool:
    """Whether the characters on both sides of the place are one to a reader."""
    before, after = text[place - 1], text[place]
    is_mark = unicodedata.category(after)[0] == "M" or bool(_ADDED.match(after))
    if is_mark or _JOINER in (before, after):
        return True
    if not (_FLAG_LETTERS.match(before) and _FLAG_LETTERS.match(after)):
        return False
    letters = _FLAG_LETTERS.search(text[start:place][::-1])
    return letters is not None and len(letters[0]) % 2 == 1


def _cut(rich: Rich, ends: list[int], start: int, end: int) -> Rich:
    return tuple(_cuts(rich, ends, start, end))


def _cuts(rich: Rich, ends: list[int], start: int, end: int) -> Iterator[Piece]:
    for piece, piece_end in zip(rich, ends, strict=True):
        piece_start = piece_end - len(piece.text)
        text = piece.text[max(start - piece_start, 0) : max(end - piece_start, 0)]
        if text:
            yield Piece(text, piece.style)
