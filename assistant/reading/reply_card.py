"""The reply card read back: the five numbered blanks of the acknowledgement.

People answer it in every shape: after the labels, under them, with the numbers alone,
in another order, inside the quoted letter, in one paragraph, or as five bare lines. A
line is told by its label first and its number second; what follows belongs to it.
"""

import re
from collections.abc import Sequence

from assistant.reading.finding import Slots
from assistant.reading.own_text import OWN_LIMIT, own_text
from assistant.reading.reply_labels import AFTER_THE_CARD, LABELS

LONGEST = 300  # characters of one answer
_MOST_LINES = 400
_NAMES = ("line", "expected", "received", "amount", "outcome")


def _any(kind: str) -> tuple[str, ...]:
    """For each slot its labels in every language, as one pattern."""
    each = (getattr(labels, kind) for labels in LABELS.values())
    return tuple("|".join(slot) for slot in zip(*each, strict=True))


_NUMBER = r"(?:\(?#?(?P<number>[1-5])(?:[.):]\)?|\s[-–—](?=\s)|(?=\s*$)))?\s*"
_LABELLED = tuple(
    re.compile(
        rf"{_NUMBER}[*_]{{0,2}}(?:(?:{whole})[*_]{{0,2}}\s*[:=?–—-]*|"
        rf"(?:{short})[*_]{{0,2}}\s*[:=–—-])\s*(?P<answer>.*)",
        re.IGNORECASE,
    )
    for whole, short in zip(_any("whole"), _any("short"), strict=True)
)
_NUMBERED = re.compile(
    r"\(?#?(?P<number>[1-9])(?:[.):]\)?(?=\s|$)|\s[-–—](?=\s))\s*(?P<answer>.*)"
)
_NEXT_NUMBER = re.compile(r"(?<=\s)(?=\(?[1-5](?:[.)]|:)\s)")
_AFTER = re.compile("|".join(AFTER_THE_CARD), re.IGNORECASE)
_QUOTE = re.compile(r"^[\s>|]*>\s?")
_BLANK = re.compile(r"_{2,}|\.{4,}|…{2,}")
_NOTHING = frozenset(
    ("", "-", "–", "?", "n/a", "na", "none", "unknown", "don't know", "not sure")
)
_GREETING = re.compile(
    r"^(?:hi|hello|hey|dear|hallo|bonjour|hola|ciao|olá|ola|good \w+)\b.{0,60}[,!.]?$",
    re.IGNORECASE,
)


def read_reply_card(text: str) -> Slots:
    """What an answer to the acknowledgement fills in; nothing for any other text.

    text: the whole answer, quoted letter and all; 40,000 characters are looked at.
    The words of each slot are the customer's, at most 300 characters. What is written
    anew wins over what stands in the quoted letter.
    """
    lines = text.replace("\r\n", "\n")[:40_000].split("\n")[:_MOST_LINES]
    own = [line for line in lines if not _QUOTE.match(line)]
    found = {**_filled(lines), **_filled(own)} or _bare_lines(text)
    return Slots(**found)


def _filled(lines: Sequence[str]) -> dict[str, str]:
    answers: dict[str, list[str]] = {}
    labelled: set[str] = set()
    numbers: set[int] = set()
    current = ""
    for line in _pieces(lines):
        stripped = line.strip()
        slot, answer, number, has_label = _opened(stripped)
        if slot or number:
            current = slot
            numbers.add(number)
            labelled |= {slot} if has_label else set()
            answers.setdefault(slot, [])
            _add(answers[slot], answer)
        elif not stripped:
            current = "" if answers.get(current) else current
        elif current:
            _add(answers[current], stripped)
    kept = {name: _joined(parts) for name, parts in answers.items() if name and parts}
    is_list = len(numbers - {0}) > len(_NAMES) or max(numbers, default=0) > len(_NAMES)
    is_card = bool(labelled) or (len(kept) > 1 and not is_list)
    return {name: words for name, words in kept.items() if words} if is_card else {}


def _pieces(lines: Sequence[str]) -> list[str]:
    """The lines without quote marks; "1. this 2. that" in one line taken apart."""
    pieces: list[str] = []
    for line in lines:
        plain = _BLANK.sub(" ", _QUOTE.sub("", line))
        if _ends_the_answers(plain.strip()):
            break
        pieces += _NEXT_NUMBER.split(plain[:OWN_LIMIT])
    return pieces


def _ends_the_answers(line: str) -> bool:
    """A signature, or what the letter says below the card."""
    return bool(line.startswith("--") or _AFTER.match(line))


def _opened(line: str) -> tuple[str, str, int, bool]:
    """Slot, answer, number and whether a label told it; all empty for other lines.

    The slot is empty for a number that is none of the card's.
    """
    for name, pattern in zip(_NAMES, _LABELLED, strict=True):
        found = pattern.fullmatch(line)
        if found:
            return name, found["answer"], int(found["number"] or 0), True
    numbered = _NUMBERED.fullmatch(line)
    if numbered is None:
        return "", "", 0, False
    number = int(numbered["number"])
    name = _NAMES[number - 1] if number <= len(_NAMES) else ""
    return name, numbered["answer"], number, False


def _add(parts: list[str], answer: str) -> None:
    words = " ".join(answer.split())
    if words.casefold().strip(" .") not in _NOTHING:
        parts.append(words)


def _joined(parts: Sequence[str]) -> str:
    words = " ".join(parts).strip(" *_")
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _bare_lines(text: str) -> dict[str, str]:
    """Five short lines without labels or numbers, the fourth with a figure."""
    lines = [line.strip() for line in own_text(text).split("\n") if line.strip()]
    if lines and _GREETING.match(lines[0]):
        lines = lines[1:]
    is_short = all(len(line) <= LONGEST // 2 for line in lines)
    has_figure = len(lines) == len(_NAMES) and any(map(str.isdigit, lines[3]))
    return dict(zip(_NAMES, lines, strict=True)) if is_short and has_figure else {}
