"""Text on its way to Slack and back: escaped, measured, split; tokens read as words.

Slack reads `<...>` in a text as a mention or a link and `&...;` as a character, so all
three signs are escaped in every text that is sent, whoever wrote it. Letters for bold
and the like (`*`, `_`, `~`, `` ` ``) cannot be escaped; what people wrote is therefore
never put into `mrkdwn` but into plain text.
See https://docs.slack.dev/messaging/formatting-message-text.
"""

import re
import unicodedata

from adapters.slack.limits import length_of

ELLIPSIS = "…"
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPECIAL = re.compile(r"[&<>]")
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
# What moves, hides or reorders: control characters, and forced writing directions.
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_JOINERS = ("\u200d", "\ufe0f", "\ufe0e", "\u20e3")
_BREAKS = ("\n\n", "\n", ". ", " ")
_LONGEST_CLUSTER = 16  # code points that are kept together for one visible character
_TOKEN = re.compile(r"<([^<>\n]*)>")
_EMOJI_CODE = re.compile(r":[a-z0-9_+'-]+:")
_FORMATTING = re.compile(r"[*_~`\n]")


def cleaned(text: str) -> str:
    """The text without what moves, hides or reorders; line ends as newlines."""
    return _SURROGATES.sub("\ufffd", _HIDDEN.sub("", _LINE_ENDS.sub("\n", text)))


def one_line(text: str) -> str:
    """The cleaned text with runs of white space as one space."""
    return " ".join(cleaned(text).split())


def escaped(text: str) -> str:
    """The text as Slack shows it literally."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def unescaped(text: str) -> str:
    """What `escaped` was made from; each sign is read once."""
    found = text.replace("&lt;", "<").replace("&gt;", ">")
    return found.replace("&amp;", "&")


def size_of(text: str) -> int:
    """Characters that Slack may count for a text once it is escaped."""
    return length_of(escaped(text))


def is_plain(text: str) -> bool:
    """Whether the text reads the same in `mrkdwn`, so that it may stand there."""
    return not (_FORMATTING.search(text) or _SPECIAL.search(text))


def is_blank(text: str) -> bool:
    """Whether nothing of the text can be seen."""
    return not any(
        unicodedata.category(char) not in ("Cc", "Cf", "Zs", "Zl", "Zp")
        for char in text
    )


def has_words(text: str) -> bool:
    """Whether the text says something without its signs and emoji."""
    return any(map(str.isalnum, _EMOJI_CODE.sub("", text)))


def cut(text: str, most: int) -> str:
    """The text, or its beginning and "…" where it is longer than `most` escaped.

    Whoever cuts gives a way to the whole text.
    """
    if size_of(text) <= most:
        return text
    end = _whole_cluster(text, 0, _reach(text, 0, most - len(ELLIPSIS)))
    return text[:end].rstrip() + ELLIPSIS


def pieces(text: str, most: int) -> list[str]:
    """The text in pieces that fit `most` once escaped; joined, they are the text.

    Breaks where a paragraph, a line, a sentence or a word ends, and only where none
    does between characters; never inside one that is made of several code points.
    """
    found, start = [], 0
    while start < len(text):
        end = _reach(text, start, most)
        if end < len(text):
            end = _good_break(text, start, end)
        found.append(text[start:end])
        start = end
    return found


def read(text: str) -> str:
    """A text that Slack sent as its writer saw it: links and mentions as words."""
    return unescaped(_TOKEN.sub(lambda found: _worded(found[1]), text))


def _reach(text: str, start: int, most: int) -> int:
    """The furthest end so that text[start:end] fits; at least one character."""
    room, end = most, start
    while end < len(text):
        char = text[end]
        room -= len(_ESCAPES.get(char, "")) or (2 if char > "\uffff" else 1)
        if room < 0:
            break
        end += 1
    return max(end, start + 1)


def _good_break(text: str, start: int, end: int) -> int:
    half = start + (end - start) // 2
    for sign in _BREAKS:
        found = text.rfind(sign, half, end)
        if found >= 0:
            return found + len(sign)
    return _whole_cluster(text, start, end)


def _whole_cluster(text: str, start: int, end: int) -> int:
    """The end moved back so that no visible character is taken apart."""
    for back in range(min(_LONGEST_CLUSTER, end - start - 1)):
        at = end - back
        if at >= len(text) or not _continues(text[at - 1], text[at]):
            return at
    return end


def _continues(before: str, char: str) -> bool:
    """Whether a code point belongs to the one before it."""
    if char in _JOINERS or before == "\u200d" or unicodedata.combining(char):
        return True
    is_skin = "\U0001f3fb" <= char <= "\U0001f3ff"
    is_flag = all("\U0001f1e6" <= each <= "\U0001f1ff" for each in (before, char))
    return is_skin or is_flag


def _worded(token: str) -> str:
    """What stands between `<` and `>`: a link, a mention or something special."""
    target, _, label = token.partition("|")
    if target.startswith("@"):
        return f"@{label or target[1:]}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        name = target[1:].partition("^")[0]
        return label or f"@{name}"
    address = target.removeprefix("mailto:")
    if not label or label in address or address in label:
        return label or address
    return f"{label} ({address})"
