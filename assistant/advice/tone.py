"""The check of every text that goes out: shipped, edited or typed (X5, F-G12).

Three kinds of rules. Words that do harm are found by the list of the text's language
(`data/tone-<language>.toml`): accusation, sarcasm, threat, absolutes, admissions,
chasing during a hold, "without prejudice". The look of the text: capitals, rows of
marks. And what has to be there: a day where payment is asked for, a condition and an
end where something is offered, and no sum that is not in the claim grid.

The words of others (names, papers, what the customer said) are never found fault with.
Each hit has neutral words where there are any; `domain.tone.neutral` puts them in.
Sources: guides S0-5, S0-30, S0-34 to S0-36, S1-7, S1-17; K10.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from assistant.advice.tone_words import Entry, Role, Takes, ToneWords, words_of
from assistant.advice.wordlist import Found, sentences
from assistant.domain.letters import LetterKind
from assistant.domain.tone import Figures, Hit, HitKind, Sum, Wording

MOST_HITS = 40  # more of them help nobody
_MOST_QUOTED = 200  # names and papers of others that are looked for
_SHORTEST_QUOTE = 3  # characters; shorter ones stand in every other word

# In these a reduction is a debt to the customer or a done thing, and no offer.
_NO_OFFER = frozenset(
    {
        LetterKind.CONCESSION,
        LetterKind.CREDIT_NOTE_COVER,
        LetterKind.CORRECTED_INVOICE_COVER,
        LetterKind.SETTLEMENT_CONFIRMATION,
        LetterKind.BACK_TO_COLLECTION,
        LetterKind.CLOSING,
    }
)
# These go out when nothing is on hold any more, or as the last word before court.
_MAY_CHASE = frozenset({LetterKind.BACK_TO_COLLECTION, LetterKind.FINAL_LETTER})
# What carries facts that we want seen must not be hidden behind a label (K10).
_MAY_HAVE_LABEL = (LetterKind.GOODWILL_OFFER, None)

_MARKS = re.compile(r"[!?]*!{2,}[!?]*|\?{2,}!*|!\?+")
_LONE_MARK = re.compile(r"(?<![!?])!(?![!?])")
_MANY_MARKS = 3
_CAPITALS = re.compile(r"(?<![\w-])[^\W\d_]{2,}(?![\w$-])")
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"[\s,;:]{1,3}")
_LONG_RUN = 3  # words in capitals, one after the other, and at least so many letters:
_LOUD_LETTERS = 10
# In Spanish a cry is opened too, which is closed by the mark that was found.
_OPENED = re.compile(r"(¡+|¿{2,})([^¡¿!?\n]{1,300})\Z")
_LONGEST_CRY = 302  # characters


def check(text: str, wording: Wording, figures: Figures) -> tuple[Hit, ...]:
    """What had better be said otherwise, in the order of the text; none twice.

    text: of any length; the time grows with it evenly.
    wording: what the text may say.
    figures: the sums and dates in it.
    """
    reader = _Reader(text, wording, figures, words_of(wording.language))
    found = [hit for rule in _RULES for hit in rule(reader)]
    theirs = _Places(_places_of(wording.quoted[:_MOST_QUOTED], text))
    return tuple(_one_each(hit for hit in found if not theirs.hold(hit))[:MOST_HITS])


class _Reader:
    """One text, with its phrases and sentences found.

    marked: by kind, the sentences in which words of that kind stand.
    """

    def __init__(
        self, text: str, wording: Wording, figures: Figures, words: ToneWords
    ) -> None:
        self.text, self.wording, self.figures = text, wording, figures
        self.words = words
        self.sentences = sentences(text)
        self.begins = frozenset(
            match.start()
            for place in self.sentences
            if (match := _WORD.search(text, *place))
        )
        self.tokens = words.list.tokens(text)
        self.found = list(words.list.find(self.tokens))
        self.marked: dict[HitKind | Role, set[int]] = {}
        for each in self.found:
            kind = self.entry(each).kind
            self.marked.setdefault(kind, set()).add(self.sentence(each))

    def entry(self, found: Found) -> Entry:
        """The entry of a phrase that was found."""
        return self.words.entries[found.phrase]

    def sentence(self, found: Found) -> int:
        """The number of the sentence it stands in."""
        return self.tokens[found.first].sentence

    def place(self, found: Found) -> tuple[int, int]:
        """Where it stands."""
        return self.tokens[found.first].start, self.tokens[found.last].end

    def has(self, kind: Role, sentence: int, around: int = 0) -> bool:
        """Whether words of a kind stand in a sentence, or so many around it."""
        near = range(sentence - around, sentence + around + 1)
        return not self.marked.get(kind, set()).isdisjoint(near)

    def has_day(self, sentence: int | None = None, around: int = 0) -> bool:
        """Whether a day is named, in the text or around a sentence."""
        if sentence is None:
            return bool(self.figures.dates or self.marked.get(Role.DAY))
        first, last = max(0, sentence - around), sentence + around
        last = min(last, len(self.sentences) - 1)
        start, end = self.sentences[first][0], self.sentences[last][1]
        named = any(start <= at < end for at, _ in self.figures.dates)
        return named or self.has(Role.DAY, sentence, around)

    def will_name_a_day(self, found: Found) -> bool:
        """Whether its calm words bring a day into the text."""
        entry = self.entry(found)
        brings_one = entry.instead is not None and "{pay_by}" in entry.instead
        return brings_one and not _is_in_place(self, found, entry)

    def put_in(self, name: str) -> str | None:
        """The words that are put in under a name; None where a value is not known."""
        return self.filled(self.words.put_in.get(name))

    def filled(self, words: str | None) -> str | None:
        """Words with their values; None where one is not known."""
        if words is None:
            return None
        wording = self.wording
        values = {
            "pay_by": wording.pay_by,
            "rest": wording.rest,
            "expires_on": wording.expires_on,
        }
        for name, value in values.items():
            if f"{{{name}}}" in words and not value:
                return None
            words = words.replace(f"{{{name}}}", value)
        return words

    def in_case_of(self, start: int, words: str) -> str:
        """Words as they begin: in capitals where a sentence does."""
        return words[:1].upper() + words[1:] if start in self.begins else words


# --- words that do harm -----------------------------------------------------------


def _phrases(reader: _Reader) -> Iterator[Hit]:
    fine = _Places(
        [reader.place(f) for f in reader.found if reader.entry(f).kind is Role.FINE]
    )
    for found in reader.found:
        entry = reader.entry(found)
        if isinstance(entry.kind, Role) or _is_in_place(reader, found, entry):
            continue
        start, end = reader.place(found)
        if fine.cover(start, end):
            continue
        place, instead = _instead(reader, found, entry)
        yield Hit(
            entry.kind,
            *place,
            reader.text[start:end],
            _reason(reader, entry),
            instead,
            entry.is_strong,
            _is_barred(reader, entry),
            start,
        )


def _is_in_place(reader: _Reader, found: Found, entry: Entry) -> bool:
    """Whether such words may stand in this letter, or in this sentence."""
    kind, sentence, letter = entry.kind, reader.sentence(found), reader.wording.kind
    if letter in entry.not_in:
        return True
    if kind is HitKind.DUNNING:
        return not reader.wording.is_on_hold or letter in _MAY_CHASE
    if kind is HitKind.ADMISSION:
        return reader.has(Role.REPORTED, sentence)
    return kind is HitKind.ABSOLUTE and reader.has(Role.HEDGE, sentence)


def _reason(reader: _Reader, entry: Entry) -> str:
    is_offer = reader.wording.kind in _MAY_HAVE_LABEL
    return f"{entry.reason}_on_offer" if _is_label(entry) and is_offer else entry.reason


def _is_barred(reader: _Reader, entry: Entry) -> bool:
    hides_facts = reader.wording.kind not in _MAY_HAVE_LABEL
    return entry.is_barred or (_is_label(entry) and hides_facts)


def _is_label(entry: Entry) -> bool:
    return entry.kind is HitKind.LABEL


def _instead(
    reader: _Reader, found: Found, entry: Entry
) -> tuple[tuple[int, int], str | None]:
    """What is replaced, and by what."""
    words, sentence = reader.place(found), reader.sentences[reader.sentence(found)]
    instead = reader.filled(entry.instead)
    if entry.takes is Takes.SENTENCE:
        return sentence, instead
    if entry.takes is Takes.HEDGE:
        return _hedged(reader, sentence)
    if (
        entry.kind is HitKind.LABEL
        and reader.text[slice(*sentence)].rstrip(".:") == (reader.text[slice(*words)])
    ):
        return sentence, ""  # a heading of its own
    return words, instead and reader.in_case_of(words[0], instead)


def _hedged(
    reader: _Reader, sentence: tuple[int, int]
) -> tuple[tuple[int, int], str | None]:
    """The sentence with "As far as I can see" before it."""
    hedge = reader.put_in("hedge")
    match = _WORD.search(reader.text, *sentence)
    if hedge is None or match is None:
        return (sentence[0], sentence[0]), None
    word = match.group()
    is_common = word.casefold() in reader.words.opening
    return match.span(), hedge + (word.casefold() if is_common else word)


# --- the look of it ---------------------------------------------------------------


def _shouting(reader: _Reader) -> Iterator[Hit]:
    text = reader.text
    for run in _runs(text):
        start, end = run[0].start(), run[-1].end()
        if _is_loud([match.group() for match in run], reader.words.loud):
            calm = reader.in_case_of(start, text[start:end].casefold())
            yield _hit(HitKind.SHOUTING, text, (start, end), calm)
    marks = list(_MARKS.finditer(text))
    lone = list(_LONE_MARK.finditer(text))
    marks += lone if len(lone) >= _MANY_MARKS else []
    for match in marks[:MOST_HITS]:
        yield _calm_mark(text, match)


def _calm_mark(text: str, match: re.Match[str]) -> Hit:
    calm = "?" if "?" in match.group() else "."
    start, end = match.span()
    opened = _OPENED.search(text, max(0, start - _LONGEST_CRY), start)
    if opened is not None:
        start = opened.start()
        calm = ("¿" if calm == "?" else "") + opened.group(2) + calm
    return _hit(HitKind.SHOUTING, text, (start, end), calm)


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Words in capitals that stand together."""
    run: list[re.Match[str]] = []
    for match in _CAPITALS.finditer(text):
        if not match.group().isupper():
            continue
        if run and not _BETWEEN.fullmatch(text, run[-1].end(), match.start()):
            yield run
            run = []
        run.append(match)
    if run:
        yield run


def _is_loud(words: list[str], loud: frozenset[str]) -> bool:
    is_long = len(words) >= _LONG_RUN and sum(map(len, words)) >= _LOUD_LETTERS
    return is_long or any(word.casefold() in loud for word in words)


# --- what must be there, and what must not ----------------------------------------


def _sums(reader: _Reader) -> Iterator[Hit]:
    """Sums that are in no row of the grid, and private ones (rule 7, F-R4)."""
    wording = reader.wording
    known = {amount.amount: said for amount, said in wording.amounts.items()}
    private = {amount.amount for amount in wording.private}
    # Sums that stand there as we write them are ours, however they would be read.
    written = tuple(dict.fromkeys(wording.amounts.values()))
    ours = _Places(_places_of(written, reader.text))
    for found in reader.figures.sums:
        place = found.start, found.end
        if ours.touch(*place):
            continue
        is_ours = _fits(found.currency, wording.currency)
        if is_ours and found.value in known:
            continue
        if is_ours and found.value in private:
            kind = HitKind.PRIVATE_AMOUNT
            yield _hit(kind, reader.text, place, None, is_barred=True)
        elif found.value or not is_ours:
            instead = _nearest(found, known) if is_ours else None
            yield _hit(HitKind.STRANGE_AMOUNT, reader.text, place, instead)


def _fits(currency: str, wanted: str) -> bool:
    return currency in ("", wanted) or (currency == "$" and wanted.endswith("D"))


def _nearest(found: Sum, known: dict[Decimal, str]) -> str | None:
    """A sum of the case that was probably meant: not more than a tenth away."""
    near = min(known, key=lambda value: abs(value - found.value), default=None)
    if near is None or abs(near - found.value) * 10 > near:
        return None
    return known[near]


def _offers(reader: _Reader) -> Iterator[Hit]:
    """An offer names its condition and its last day beside it (S0-35, S0-36)."""
    if reader.wording.kind in _NO_OFFER:
        return
    lacks: dict[HitKind, tuple[str, Callable[[int], bool]]] = {
        HitKind.NO_CONDITION: (
            "condition",
            lambda at: reader.has(Role.CONDITION, at, around=1),
        ),
        HitKind.NO_EXPIRY: ("expiry", lambda at: reader.has_day(at, around=2)),
    }
    offers = [f for f in reader.found if reader.entry(f).kind is Role.OFFER]
    offers = offers[:MOST_HITS]
    for kind, (name, is_there) in lacks.items():
        if offers and not any(is_there(reader.sentence(each)) for each in offers):
            start, end = reader.place(offers[0])
            after = reader.sentences[reader.sentence(offers[0])][1]
            words = reader.text[start:end]
            reason = str(kind)
            yield Hit(kind, after, after, words, reason, reader.put_in(name), at=start)


def _requests(reader: _Reader) -> Iterator[Hit]:
    """Who asks for money names a day (S0-29)."""
    asks = [f for f in reader.found if reader.entry(f).kind is Role.REQUEST]
    if not asks or reader.has_day() or any(map(reader.will_name_a_day, reader.found)):
        return
    start, end = reader.place(asks[0])
    last = reader.sentences[reader.sentence(asks[0])][1]
    while last > start and reader.text[last - 1] in ".!?…":
        last -= 1
    kind = HitKind.MISSING_DATE
    words, reason = reader.text[start:end], str(kind)
    yield Hit(kind, last, last, words, reason, reader.put_in("date"), at=start)


_RULES: tuple[Callable[[_Reader], Iterator[Hit]], ...] = (
    _phrases,
    _shouting,
    _sums,
    _offers,
    _requests,
)


# --- putting them together --------------------------------------------------------


def _hit(
    kind: HitKind,
    text: str,
    place: tuple[int, int],
    instead: str | None,
    *,
    is_barred: bool = False,
) -> Hit:
    words, reason = text[slice(*place)], str(kind)
    return Hit(kind, *place, words, reason, instead, is_barred=is_barred, at=place[0])


def _one_each(hits: Iterable[Hit]) -> list[Hit]:
    """Of hits that cover the same words the gravest; in the order of the text."""
    order = list(HitKind)
    gravest = sorted(
        hits, key=lambda hit: (not hit.is_strong, order.index(hit.kind), hit.start)
    )
    kept: list[Hit] = []
    taken = _Places([])
    for hit in gravest:
        if taken.touch(hit.start, hit.end):
            continue
        kept.append(hit)
        taken.add(hit.start, hit.end)
    return sorted(kept, key=lambda hit: (hit.start, hit.end))


def _places_of(quoted: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Where the words of others stand in the text."""
    found: list[tuple[int, int]] = []
    for words in quoted:
        at = text.find(words) if len(words) >= _SHORTEST_QUOTE else -1
        while at >= 0:
            found.append((at, at + len(words)))
            at = text.find(words, at + len(words))
    return found


class _Places:
    """Stretches of a text, joined where they meet."""

    def __init__(self, places: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(places):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def cover(self, start: int, end: int) -> bool:
        """Whether one of them covers all of it."""
        found = bisect_right(self._starts, start) - 1
        return found >= 0 and end <= self._ends[found]

    def hold(self, hit: Hit) -> bool:
        """Whether the words of a hit stand in one of them."""
        return self.cover(hit.at, hit.at + len(hit.words))

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them overlaps it; a place to put something in counts too."""
        before = bisect_right(self._starts, start) - 1
        if before >= 0 and start < max(self._ends[before], self._starts[before] + 1):
            return True
        after = before + 1
        return after < len(self._starts) and self._starts[after] < end

    def add(self, start: int, end: int) -> None:
        """One more, which touches none."""
        at = bisect_right(self._starts, start)
        self._starts.insert(at, start)
        self._ends.insert(at, end)
