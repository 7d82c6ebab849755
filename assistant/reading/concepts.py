"""Phrases with a meaning, found in plain words; the list is `data/concepts.txt`.

The patterns are looked up by their first word and have gaps of bounded length, so the
cost grows with the number of words only: nothing can backtrack.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.reading.tokens import Token, tokenize

_GAPS = {"..": 3, "...": 7}
_MAX_MATCHES = 400
_REMEMBERED = 8_192  # words whose patterns are kept at hand
_SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found. concept: its name; first, last: indexes of its words."""

    concept: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Part:
    """One word of a pattern. gap: how many words may be skipped before it."""

    words: frozenset[str]
    stems: tuple[str, ...]
    gap: int

    def fits(self, word: str) -> bool:
        return word in self.words or bool(self.stems and word.startswith(self.stems))


@dataclass(frozen=True, slots=True)
class _Pattern:
    concept: str
    rest: tuple[_Part, ...]


class Concepts:
    """The patterns of one language, ready to be looked up."""

    def __init__(self, source: str, language: str) -> None:
        self._by_word: dict[str, list[_Pattern]] = {}
        self._by_stem: dict[str, list[_Pattern]] = {}
        for concept, text in _entries(source, language):
            self._add(concept, text)
        self._known: dict[str, tuple[_Pattern, ...]] = {}
        self._stem_lengths = sorted({len(stem) for stem in self._by_stem})

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Every phrase in the words, in the order of their first word."""
        words = [token.word for token in tokens]
        found: dict[tuple[str, int], Match] = {}
        for index, word in enumerate(words):
            patterns = self._known.get(word)
            if patterns is None:
                patterns = tuple(self._starting_with(word))
                if len(self._known) < _REMEMBERED:
                    self._known[word] = patterns
            for pattern in patterns:
                last = _match_rest(pattern.rest, words, index + 1)
                if last is not None:
                    key = (pattern.concept, index)
                    known = found.get(key)
                    if known is None or known.last < last:
                        found[key] = Match(pattern.concept, index, last)
            if len(found) >= _MAX_MATCHES:
                break
        return list(found.values())

    def _starting_with(self, word: str) -> Iterator[_Pattern]:
        yield from self._by_word.get(word, ())
        for length in self._stem_lengths:
            if length > len(word):
                break
            yield from self._by_stem.get(word[:length], ())

    def _add(self, concept: str, text: str) -> None:
        first, *rest = _parts(text)
        pattern = _Pattern(concept, tuple(rest))
        for word in first.words:
            self._by_word.setdefault(word, []).append(pattern)
        for stem in first.stems:
            self._by_stem.setdefault(stem, []).append(pattern)


@cache
def shipped_concepts(name: str, language: str) -> Concepts:
    """The patterns that come with the package as `data/<name>.txt`, read once."""
    source = resources.files("assistant.reading").joinpath(f"data/{name}.txt")
    return Concepts(source.read_text(encoding="utf-8"), language)


def _entries(source: str, language: str) -> Iterator[tuple[str, str]]:
    concept = ""
    for line in source.splitlines():
        if line.startswith("["):
            concept = line.strip("[] ")
        elif line and not line.startswith("#"):
            code, _, patterns = line.partition(":")
            if code != language:
                continue
            for text in patterns.split(" | "):
                for spelled in _spelled_out(text.replace('"', "").split()):
                    yield concept, spelled


def _spelled_out(pieces: list[str]) -> Iterator[str]:
    """A pattern in the words of tokens: "u" as "you", "po-number" as two words."""
    for at, piece in enumerate(pieces):
        if piece in _GAPS:
            continue
        names = [_in_tokens(name) for name in piece.split("/")]
        plain = "/".join(words[0] for words in names if len(words) == 1)
        joined = [words for words in names if len(words) > 1]
        if joined:
            for instead in (*([[plain]] if plain else []), *joined):
                yield from _spelled_out([*pieces[:at], *instead, *pieces[at + 1 :]])
            return
        pieces = [*pieces[:at], plain, *pieces[at + 1 :]]
    if pieces:
        yield " ".join(pieces)


def _in_tokens(name: str) -> list[str]:
    """One alternative of a pattern as the words that `tokenize` makes of it."""
    words: list[str] = []
    for part in name.replace("-", " ").split():
        is_kept = part.endswith("*") or part[0] in "<'" or not part[-1].isalnum()
        words += [part] if is_kept else [token.word for token in tokenize(part)]
    return words


def _parts(text: str) -> list[_Part]:
    parts = []
    gap = 0
    for piece in text.split():
        if piece in _GAPS:
            gap = _GAPS[piece]
            continue
        names = [_last_word(name) for name in piece.split("/") if name]
        words = frozenset(name for name in names if not name.endswith("*"))
        stems = tuple(
            name[:-1]
            for name in names
            if name.endswith("*") and len(name) > _SHORTEST_STEM
        )
        parts.append(_Part(words, stems, gap))
        gap = 0
    return parts


def _last_word(name: str) -> str:
    """The part after an apostrophe, where words are divided."""
    return name if name == "'s" else name.rsplit("'", 1)[-1] or name


def _match_rest(parts: Sequence[_Part], words: Sequence[str], start: int) -> int | None:
    """Index of the last word of the match, or None. Takes the nearest fit each time."""
    position = start
    for part in parts:
        for index in range(position, min(position + part.gap + 1, len(words))):
            word = words[index]
            if part.fits(word):
                position = index + 1
                break
            if word in {".", "?", "!", ";"}:
                return None
        else:
            return None
    return position - 1
