"""What the model sees of a message: words, pairs of words, concepts and counts.

Each feature remembers the words that gave rise to it, so that a finding can name them.
"""

from collections.abc import Iterable, Sequence

from assistant.reading.concepts import Match
from assistant.reading.tokens import Token

Features = dict[str, tuple[int, int]]  # name -> indexes of its first and last word

_STEM = 5
_PAIR_REACH = 2  # concepts count as a pair within this many sentences


def features_of(tokens: Sequence[Token], matches: Sequence[Match]) -> Features:
    """Named features of a message; each with the words it stands on."""
    found: Features = {}
    _add_words(tokens, found)
    sentence = _sentences(tokens)
    _add_concepts(matches, sentence, found)
    _add_counts(tokens, found)
    return found


def _add_words(tokens: Sequence[Token], found: Features) -> None:
    previous = "^"
    for index, token in enumerate(tokens):
        word = token.word
        found.setdefault(f"w {word}", (index, index))
        if len(word) > _STEM and word.isalpha():
            found.setdefault(f"s {word[:_STEM]}", (index, index))
        found.setdefault(f"b {previous} {word}", (max(index - 1, 0), index))
        previous = word
    if tokens:
        found.setdefault(f"b {previous} $", (len(tokens) - 1, len(tokens) - 1))


def _sentences(tokens: Sequence[Token]) -> list[int]:
    numbers, number = [], 0
    for token in tokens:
        numbers.append(number)
        number += token.ends_sentence
    return numbers


def _add_concepts(
    matches: Iterable[Match], sentence: Sequence[int], found: Features
) -> None:
    by_sentence: dict[int, dict[str, Match]] = {}
    last_sentence = sentence[-1] if sentence else 0
    for match in matches:
        found.setdefault(f"c {match.concept}", (match.first, match.last))
        number = sentence[match.first]
        by_sentence.setdefault(number, {}).setdefault(match.concept, match)
        if number >= last_sentence - 1 and last_sentence > 1:
            found.setdefault(f"l {match.concept}", (match.first, match.last))
    for present in by_sentence.values():
        names = sorted(present)
        for i, one in enumerate(names):
            for other in names[i + 1 :]:
                first = min(present[one].first, present[other].first)
                last = max(present[one].last, present[other].last)
                found.setdefault(f"p {one} {other}", (first, last))


def _add_counts(tokens: Sequence[Token], found: Features) -> None:
    for kind in ("<amt>", "<date>", "<ref>", "<num>", "<pct>", "?", "!"):
        places = [i for i, token in enumerate(tokens) if token.word == kind]
        for least in (1, 2, 3):
            if len(places) >= least:
                found[f"n {kind} {least}"] = (places[0], places[least - 1])
    size = len(tokens)
    for limit in (4, 8, 15, 30, 60):
        if size <= limit:
            found[f"n size {limit}"] = (0, max(size - 1, 0))
