"""Everything about a message that later readings share, worked out once."""

import re
from dataclasses import dataclass
from decimal import Decimal

from assistant.reading.amounts import Amount, find_amounts
from assistant.reading.concepts import Match, shipped_concepts
from assistant.reading.dates import FoundDate, find_dates
from assistant.reading.features import Features, features_of
from assistant.reading.languages import detect_language
from assistant.reading.own_text import own_text
from assistant.reading.references import Reference, find_references, repeated
from assistant.reading.tokens import Token, tokenize

_LANGUAGE_SHOWS_WITHIN = 1_000  # characters
_PERCENT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)\s?(?:%|per ?cent\b|percent\b|prozent\b|"
    r"pour ?cent\b|por ciento\b|per cento\b|por cento\b|procent\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Percentage:
    """A percentage. value: in percent; start, end: its place in the text."""

    value: Decimal
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A message taken apart: its own text, words, numbers, phrases and features."""

    text: str
    language: str
    tokens: tuple[Token, ...]
    amounts: tuple[Amount, ...]
    percentages: tuple[Percentage, ...]
    dates: tuple[FoundDate, ...]
    references: tuple[Reference, ...]
    concepts: tuple[Match, ...]
    mentions: tuple[Match, ...]
    features: Features

    def snippet(self, first: int, last: int) -> str:
        """The text from one word to another, as the sender wrote it."""
        words = self.text[self.tokens[first].start : self.tokens[last].end]
        return " ".join(words.split())

    def phrases(self, *concepts: str) -> list[Match]:
        """Matches of these concepts, mentions included, in order."""
        both = (*self.concepts, *self.mentions)
        return sorted(
            (match for match in both if match.concept in concepts),
            key=lambda match: (match.first, match.last),
        )

    def quoted(self, *concepts: str, most: int = 3) -> tuple[str, ...]:
        """The words of the first few matches of these concepts."""
        words = [self.snippet(m.first, m.last) for m in self.phrases(*concepts)]
        return tuple(dict.fromkeys(words))[:most]

    def has(self, *concepts: str) -> bool:
        """Whether any of these concepts occurs."""
        return bool(self.phrases(*concepts))


def parse(text: str, language: str | None = None) -> Parsed:
    """Take a message apart. language: one of the seven codes; detected when None."""
    own = own_text(text)
    if language is None:
        head = own[:_LANGUAGE_SHOWS_WITHIN]
        language = detect_language([token.word for token in tokenize(head)], head)
    dates = find_dates(own)
    taken = [(date.start, date.end) for date in dates]
    references = find_references(own, taken)
    taken += [(one.start, one.end) for one in references]
    taken += repeated(own, references)
    percentages = [
        Percentage(Decimal(m[1].replace(",", ".")), m.start(), m.end())
        for m in _PERCENT.finditer(own)
    ]
    taken += [(one.start, one.end) for one in percentages]
    amounts = find_amounts(own, language, taken)
    marks = (
        *((one.start, one.end, "amt") for one in amounts),
        *((one.start, one.end, "date") for one in dates),
        *((one.start, one.end, "ref") for one in references),
        *((one.start, one.end, "pct") for one in percentages),
    )
    tokens = tokenize(own, marks)
    concepts = shipped_concepts("concepts", language).find(tokens)
    mentions = shipped_concepts("mentions", language).find(tokens)
    return Parsed(
        own, language, tuple(tokens), tuple(amounts), tuple(percentages), tuple(dates),
        tuple(references), tuple(concepts), tuple(mentions),
        features_of(tokens, concepts),
    )  # fmt: skip
