"""The text of a letter as blocks: paragraphs, lists and the signature.

Letters are plain text that the owner may have changed, so nothing here depends on
words: only on blank lines, on `- ` and `1. ` at the beginning of lines, and on what the
letterhead shows anyway.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.documents.paper import Block, Items, SignOff, Text

_GAP = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_BULLET = re.compile(r"[-–•*]\s+(?P<text>.*)")
_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?P<text>.*)")
_WORDS_AROUND = 30  # characters beside a number: "Our reference: ", "Tax number "
_LONGEST_SIGNATURE = 8  # lines; a longer last paragraph is no signature
_LONGEST_LINE = 90  # characters of a line of a signature


def blocks_of(
    body: str, *, shown: Iterable[str] = (), named: Iterable[str] = ()
) -> tuple[Block, ...]:
    """The blocks of a letter, in order; the signature is the last one, if there is one.

    body: plain text, paragraphs divided by blank lines.
    shown: lines that the letterhead has (an e-mail address, a street) and the end of
        the letter need not repeat.
    named: numbers that it has (of the case, for tax); a short line at the end that
        gives one with few words around it is left out as well.
    """
    texts = [text.strip() for text in _GAP.split(body) if text.strip()]
    known = _Known(frozenset(filter(None, shown)), tuple(filter(None, named)))
    while len(texts) > 1 and all(map(known.repeats, texts[-1].split("\n"))):
        texts.pop()
    blocks = [block for text in texts[:-1] for block in _blocks(text)]
    if len(texts) > 1:
        blocks += _ending(texts[-1], known)
    elif texts:
        blocks += _blocks(texts[0])
    return tuple(blocks)


@dataclass(frozen=True, slots=True)
class _Known:
    """What stands elsewhere on the paper."""

    lines: frozenset[str]
    numbers: tuple[str, ...]

    def repeats(self, line: str) -> bool:
        """Whether a line says nothing new."""
        return line.strip() in self.lines or any(
            number in line and len(line) <= len(number) + _WORDS_AROUND
            for number in self.numbers
        )


def _ending(text: str, known: _Known) -> Iterable[Block]:
    """The last paragraph: a signature if it has the shape of one."""
    first, *others = text.split("\n")
    lines = [first, *(line for line in others if not known.repeats(line))]
    is_short = all(len(line) <= _LONGEST_LINE for line in lines)
    is_list = bool(_BULLET.match(first) or _NUMBER.match(first))
    if others and is_short and not is_list and len(lines) <= _LONGEST_SIGNATURE:
        return [SignOff(tuple(line.strip() for line in lines))]
    return _blocks(text)


def _blocks(text: str) -> Iterator[Block]:
    """A paragraph, or the lists and texts of one whose lines are a list."""
    for start, lines in groupby(text.split("\n"), key=_kind):
        texts = [line.strip() for line in lines]
        if start == "text":
            yield Text("\n".join(texts))
            continue
        pattern = _NUMBER if start == "number" else _BULLET
        found = [match for line in texts if (match := pattern.fullmatch(line))]
        number = int(found[0]["number"]) if start == "number" else 0
        yield Items(tuple(match["text"] for match in found), number)


def _kind(line: str) -> str:
    if _NUMBER.fullmatch(line.strip()):
        return "number"
    return "bullet" if _BULLET.fullmatch(line.strip()) else "text"
