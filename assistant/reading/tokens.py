"""Words of a message in a plain form, each with the place it came from.

Small letters, no accents, short forms written out ("won't" -> "will not", "u" ->
"you"), numbers replaced by what they are (<amt>, <date>, <ref>, <pct>, <num>), so that
one pattern serves many spellings. Built on single-pass patterns: linear in the text.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

MAX_TOKENS = 2_500

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[?!.,:;%€£$]", re.UNICODE)
_STOPS = frozenset(".?!;")

_SHORT = {
    "u": "you",
    "ur": "your",
    "r": "are",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "tx": "thanks",
    "cuz": "because",
    "bc": "because",
    "wk": "week",
    "w": "with",
    "tomoro": "tomorrow",
    "tmrw": "tomorrow",
    "2moro": "tomorrow",
    "2nite": "tonight",
    "tonite": "tonight",
    "wen": "when",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "have to",
    "cannot": "can not",
    "dont": "do not",
    "wont": "will not",
    "cant": "can not",
    "didnt": "did not",
    "doesnt": "does not",
    "isnt": "is not",
    "wasnt": "was not",
    "havent": "have not",
    "hasnt": "has not",
    "arent": "are not",
    "werent": "were not",
    "shouldnt": "should not",
    "aint": "is not",
    "couldnt": "could not",
    "wouldnt": "would not",
    "im": "i am",
    "ive": "i have",
    "youve": "you have",
    "theyve": "they have",
    "youre": "you are",
    "nothin": "nothing",
    "tho": "though",
    "thats": "that is",
    "whats": "what is",
    "nah": "no",
    "nope": "no",
    "n't": "not",
    "dun": "done",
    "allready": "already",
    "teh": "the",
    "cos": "because",
    "atm": "at the moment",
    "rn": "right now",
    "asap": "soon",
    "ok": "okay",
    "cheque": "check",
    "cheques": "checks",
    "favour": "favor",
    "colour": "color",
    "licence": "license",
    "unauthorized": "unauthorised",
    "authorized": "authorised",
    "authorization": "authorisation",
    "quotation": "quote",
    "whilst": "while",
    "qd": "quando",
    "vc": "voce",
    "vcs": "voces",
    "pq": "porque",
    "q": "que",
    "nix": "nichts",
    "nen": "einen",
    "svp": "merci",
    "aub": "graag",
    "jullie": "u",
}
_IRREGULAR = {
    "won't": "will not",
    "can't": "can not",
    "shan't": "shall not",
    "ain't": "is not",
    "let's": "let us",
    "y'all": "you",
}
_ENDINGS = {
    "n't": "not",
    "'ll": "will",
    "'ve": "have",
    "'re": "are",
    "'m": "am",
    "'d": "would",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One plain word. start, end: the place in the text that it came from."""

    word: str
    start: int
    end: int

    @property
    def ends_sentence(self) -> bool:
        """Whether this is a full stop, a question or exclamation mark."""
        return self.word in _STOPS


def plain(text: str) -> str:
    """Small letters without accents; same words, possibly another length."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss"))
    return "".join(c for c in folded if not unicodedata.combining(c))


def tokenize(text: str, marks: Iterable[tuple[int, int, str]] = ()) -> list[Token]:
    """The plain words of the text, in order; at most `MAX_TOKENS`.

    marks: (start, end, kind) of numbers already read; each becomes one token <kind>.
    """
    tokens: list[Token] = []
    position = 0
    for start, end, kind in sorted(marks):
        if start < position:
            continue
        _add_words(text, position, start, tokens)
        tokens.append(Token(f"<{kind}>", start, end))
        position = end
        if len(tokens) > MAX_TOKENS:
            break
    _add_words(text, position, len(text), tokens)
    return tokens[:MAX_TOKENS]


def _add_words(text: str, start: int, end: int, tokens: list[Token]) -> None:
    for found in _WORD.finditer(text, start, end):
        if len(tokens) > MAX_TOKENS:
            return
        raw = found.group()
        if raw.isdigit():
            tokens.append(Token("<num>", found.start(), found.end()))
            continue
        first, last = found.span()
        for word in _plain_words(raw):
            tokens.append(Token(word, first, last))  # noqa: PERF401 - a generator is slower


@lru_cache(maxsize=8192)
def _plain_words(raw: str) -> tuple[str, ...]:
    """The plain words of one written word; remembered, since words come back."""
    return tuple(_written_out(plain(raw[:200]).replace("’", "'")))


def _written_out(word: str) -> list[str]:
    if word in _SHORT:
        return _SHORT[word].split()
    if "'" not in word:
        return [word]
    if word in _IRREGULAR:
        return _IRREGULAR[word].split()
    for ending, full in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return [word[: -len(ending)], full]
    if word.endswith("'s"):
        return [word[:-2], "'s"]
    return [part for part in word.split("'") if part]
