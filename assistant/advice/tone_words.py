"""The word lists of the tone check, one file a language."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from assistant.advice.wordlist import Spelling, WordList
from assistant.domain.letters import LetterKind
from assistant.domain.tone import HitKind

_DATA = Path(__file__).parent / "data"


class Role(StrEnum):
    """What words can be besides harmful: they excuse, or show what the text is about.

    The names do not overlap with those of `HitKind`.
    """

    FINE = "fine"
    REPORTED = "reported"
    HEDGE = "hedge"
    OFFER = "offer"
    CONDITION = "condition"
    REQUEST = "request"
    DAY = "day"


class Takes(StrEnum):
    """What calm words take the place of."""

    WORDS = "words"
    SENTENCE = "sentence"
    HEDGE = "hedge"


@dataclass(frozen=True, slots=True)
class Entry:
    """Words that mean the same to a reader. Fields as the files explain them."""

    kind: HitKind | Role
    instead: str | None
    takes: Takes
    reason: str
    is_strong: bool
    is_barred: bool
    not_in: frozenset[LetterKind]


@dataclass(frozen=True, slots=True)
class ToneWords:
    """What is known of a language.

    list: finds the entries by their number.
    loud: ordinary words, in lower case.
    opening: words that a sentence begins with and that are no names, in lower case;
        none where the words that are put before a sentence leave it as it is.
    put_in: by name, what is put in where something is missing.
    """

    list: WordList
    entries: tuple[Entry, ...]
    loud: frozenset[str]
    opening: frozenset[str]
    put_in: dict[str, str]


@cache
def words_of(language: str) -> ToneWords:
    """The words of a language such as `en_GB`; none at all where there is no file.

    Raises ValueError for a file with a mistake.
    """
    path = _DATA / f"tone-{language.replace('-', '_').partition('_')[0]}.toml"
    if not path.is_file():
        return ToneWords(WordList((), Spelling()), (), frozenset(), frozenset(), {})
    return read_words(path.read_text(encoding="utf-8"))


def languages() -> list[str]:
    """The languages that have words, in order."""
    return sorted(path.stem.removeprefix("tone-") for path in _DATA.glob("tone-*"))


def read_words(text: str) -> ToneWords:
    """The words in a file's text; ValueError where it is wrong."""
    book = tomllib.loads(text)
    phrases = [
        (number, line)
        for number, entry in enumerate(book["entries"])
        for line in entry["say"]
    ]
    loud, opening = book["loud"].split(), book["opening"].split()
    return ToneWords(
        WordList(phrases, _spelling(book)),
        tuple(map(_entry, book["entries"])),
        frozenset(loud),
        frozenset(opening + loud if opening else ()),
        dict(book["put_in"]),
    )


def _spelling(book: dict[str, Any]) -> Spelling:
    return Spelling(
        book.get("contractions", {}),
        book.get("irregular", {}),
        any_accents=book.get("any_accents", False),
        is_elided=book.get("is_elided", False),
    )


def _entry(stored: dict[str, Any]) -> Entry:
    unknown = set(stored) - {
        *("kind", "say", "instead", "takes", "why", "strong", "barred", "except")
    }
    if unknown:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    name = stored["kind"]
    kind = Role(name) if name in set(Role) else HitKind(name)
    why = f"_{stored['why']}" if "why" in stored else ""
    return Entry(
        kind,
        stored.get("instead"),
        Takes(stored.get("takes", Takes.WORDS)),
        f"{name}{why}",
        stored.get("strong", False),
        stored.get("barred", False),
        frozenset(map(LetterKind, stored.get("except", ()))),
    )
