"""Word lists: phrases as data, looked up in a text in one pass of bounded time.

A phrase is a line of words. `you are|were lying` has two words of which either will
do, `[so] called` one that may be missing; `apologi*` stands for any word that begins so
and `_` for any word; what stands before `>` has to be there and is not meant itself.
Texts are looked at as words in lower case with contractions taken apart, so that
"don't" is found by `do not`. A phrase never reaches over the end of a sentence.
A list may look past accents, which are often not typed, and may take every word apart
at its apostrophe, as `dell'avvocato` is `dell avvocato`.

Whatever the text, the time grows with its length only: a phrase has at most `LONGEST`
words, and all phrases together are one tree.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, groupby, product, repeat

LONGEST = 10  # words of a phrase

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# The dot of a day such as `3. Mai` ends no sentence.
_DAY = r"(?<=\d)\.\s(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)"
_ENDS = re.compile(rf"(?!{_DAY})[.!?…]+(?:[\s\"'”’“)]+|$)|\n\s*")
_ALLOWED = re.compile(r"_|[^\W_]+\*?")
_ANY = "_"
_SKIPPED = "[_]"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text.

    word: in lower case, composed; a contraction gives two tokens of one place.
    sentence: number of the sentence it stands in, from 0.
    """

    word: str
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a text: which one, and the tokens that are meant.

    first, last: indexes of tokens, both included.
    """

    phrase: int
    first: int
    last: int


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: what may come next, and what ends here.

    ends: number of the phrase, and how many of its last words are meant.
    """

    words: "dict[str, _Node]" = field(default_factory=dict)
    stems: "dict[str, _Node]" = field(default_factory=dict)
    any_word: "_Node | None" = None
    ends: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a language's words are compared.

    contractions: endings such as `n't` to the word they stand for.
    irregular: whole words such as `won't` to the words they stand for.
    any_accents: whether `mas` is found by `más`, and the other way round.
    is_elided: whether all other words are taken apart at their apostrophes.
    """

    contractions: Mapping[str, str] = field(default_factory=dict)
    irregular: Mapping[str, str] = field(default_factory=dict)
    any_accents: bool = False
    is_elided: bool = False


class WordList:
    """Phrases that are looked up together.

    phrases: each a number and its lines, in the notation above; ValueError for a line
        that is none.
    """

    def __init__(self, phrases: Iterable[tuple[int, str]], spelling: Spelling) -> None:
        self._spelling = spelling
        self._root = _Node()
        for number, line in phrases:
            for words, meant in _spelled_out(line):
                self._add(tuple(map(self._bare, words)), (number, meant))

    def tokens(self, text: str) -> list[Token]:
        """The words of a text, in order."""
        found: list[Token] = []
        ends = [match.start() for match in _ENDS.finditer(text)]
        sentence = 0
        for match in _WORD.finditer(text):
            while sentence < len(ends) and ends[sentence] < match.start():
                sentence += 1
            words = self._apart(match.group())
            found += [Token(word, *match.span(), sentence) for word in words]
        return found

    def find(self, tokens: list[Token]) -> Iterator[Found]:
        """The longest phrase that begins at each word, if any does."""
        for first in range(len(tokens)):
            longest = self._longest(tokens, first)
            if longest is not None:
                yield longest

    def _longest(self, tokens: list[Token], first: int) -> Found | None:
        open_nodes, best = [self._root], None
        for at in range(first, min(first + LONGEST, len(tokens))):
            token = tokens[at]
            if token.sentence != tokens[first].sentence:
                break
            open_nodes = [n for node in open_nodes for n in _next(node, token.word)]
            ends = [node.ends for node in open_nodes if node.ends is not None]
            if ends:
                number, meant = min(ends)
                best = Found(number, at - meant + 1, at)
            if not open_nodes:
                break
        return best

    def _apart(self, word: str) -> list[str]:
        plain = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
        return [self._bare(part) for part in self._parts(plain)]

    def _parts(self, plain: str) -> list[str]:
        if "'" not in plain:
            return [plain]
        if plain in self._spelling.irregular:
            return self._spelling.irregular[plain].split()
        for ending, meant in self._spelling.contractions.items():
            if plain.endswith(ending) and len(plain) > len(ending):
                return [plain.removesuffix(ending), meant]
        return plain.split("'") if self._spelling.is_elided else [plain]

    def _bare(self, word: str) -> str:
        """The word without accents, where they are looked past."""
        if not self._spelling.any_accents or word.isascii():
            return word
        apart = unicodedata.normalize("NFD", word)
        return "".join(char for char in apart if not unicodedata.combining(char))

    def _add(self, words: tuple[str, ...], ends: tuple[int, int]) -> None:
        node = self._root
        for word in words:
            if word == _ANY:
                node.any_word = node.any_word or _Node()
                node = node.any_word
            elif word.endswith("*"):
                node = node.stems.setdefault(word[:-1], _Node())
            else:
                node = node.words.setdefault(word, _Node())
        node.ends = min(node.ends or ends, ends)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends, its closing mark included.

    A line's end ends a sentence too; the numbers fit `Token.sentence`.
    """
    found, start = [], 0
    for match in _ENDS.finditer(text):
        found.append(_trimmed(text, start, match.end()))
        start = match.end()
    return [*found, _trimmed(text, start, len(text))]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _next(node: _Node, word: str) -> Iterator[_Node]:
    if word in node.words:
        yield node.words[word]
    for stem, after in node.stems.items():
        if word.startswith(stem):
            yield after
    if node.any_word is not None:
        yield node.any_word


def _spelled_out(line: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every way to say a line of the notation, and how many last words are meant."""
    before, _, meant = line.rpartition(">")
    for lead in product(*_parts(before, line)):
        for tail in product(*_parts(meant, line)):
            said = tuple(chain.from_iterable((*lead, *tail)))
            count = sum(map(len, tail))
            if not count or len(said) > LONGEST:
                raise ValueError(f"a phrase has 1 to {LONGEST} words: {line!r}")
            yield said, count


def _parts(words: str, line: str) -> Iterator[list[tuple[str, ...]]]:
    """What may stand in each place; so many `[_]` in a row are one place."""
    for part, same in groupby(words.split()):
        count = len(list(same))
        if part == _SKIPPED:
            yield [(_ANY,) * skipped for skipped in range(count + 1)]
        else:
            yield from repeat(_ways(part, line), count)


def _ways(part: str, line: str) -> list[tuple[str, ...]]:
    may_miss = part.startswith("[") and part.endswith("]")
    words = (part[1:-1] if may_miss else part).split("|")
    if not all(_ALLOWED.fullmatch(word) for word in words):
        raise ValueError(f"no words: {part!r} in {line!r}")
    return [*((word,) for word in words), *([()] if may_miss else [])]
