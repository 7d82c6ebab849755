"""What is found in a text that is about to go out: the words, why, and better ones."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from assistant.domain.letter_facts import LetterFacts
from assistant.domain.letters import LetterKind
from assistant.domain.money import Money


class HitKind(StrEnum):
    """What is wrong with some words. X5."""

    THREAT = "threat"
    ACCUSATION = "accusation"
    SARCASM = "sarcasm"
    SHOUTING = "shouting"
    ABSOLUTE = "absolute"
    ADMISSION = "admission"
    DUNNING = "dunning"
    LABEL = "label"
    PRIVATE_AMOUNT = "private_amount"
    STRANGE_AMOUNT = "strange_amount"
    NO_CONDITION = "no_condition"
    NO_EXPIRY = "no_expiry"
    MISSING_DATE = "missing_date"


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that had better be others.

    start, end: what `replacement` takes the place of; equal where it is put in.
    words: what was found, as it stands at `at`.
    reason: why, the name of a phrase under `tone.reason.`
    replacement: neutral words; empty where leaving it out is better; None where only
        the writer can know.
    is_strong: whether it is better to sleep on it (F-A11).
    is_barred: whether it may not stay: what the writer may not know yet, or a promise
        of Parley's own forbids it (F-C4, F-R4, K10).
    """

    kind: HitKind
    start: int
    end: int
    words: str
    reason: str
    replacement: str | None
    is_strong: bool = False
    is_barred: bool = False
    at: int = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money in a text. currency: ISO code, `$`, or empty where unsaid."""

    value: Decimal
    currency: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums of a text, and where its dates stand."""

    sums: tuple[Sum, ...] = ()
    dates: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text may say, and the words of what it ought to say.

    language: of the text, such as `en` or `en_GB`.
    kind: which letter it is; None for a text that is none.
    amounts: sums that may stand in it, as they are written; `private` ones may not.
    quoted: names and words of others, which are theirs.
    pay_by, rest, expires_on: in the words of the language; empty where not known.
    """

    language: str
    currency: str
    kind: LetterKind | None = None
    amounts: Mapping[Money, str] = field(default_factory=dict)
    private: frozenset[Money] = frozenset()
    quoted: tuple[str, ...] = ()
    is_on_hold: bool = False
    pay_by: str = ""
    rest: str = ""
    expires_on: str = ""


_ROUNDS = 4  # of putting neutral words in; the second is rarely needed
ToneCheck = Callable[[str], tuple[Hit, ...]]


def amounts_in(facts: LetterFacts) -> frozenset[Money]:
    """Every sum that a letter of these facts may name."""
    return frozenset(_amounts(facts))


def words_in(facts: LetterFacts) -> tuple[str, ...]:
    """Names, numbers and papers in these facts, and what the customer said."""
    said, business = facts.said, facts.business
    names: list[str | None] = [
        facts.customer,
        facts.case_id,
        facts.invoice.number,
        business.name,
        business.sign_off,
        *(*business.address, business.email, business.phone, business.tax_number),
        *(line.name for line in facts.lines),
        *(line.name for line in facts.credited_lines),
        *(words for line in facts.call.lines for words in (line.name, line.objection)),
        *(facts.money.lines if facts.money else ()),
        *(paper.name for paper in facts.enclosures),
        *(said.line, said.expected, said.received, said.outcome),
        facts.money.words if facts.money else None,
        *(made.number for made in (facts.credit_note, facts.corrected_invoice) if made),
    ]
    return tuple(dict.fromkeys(name for name in names if name))


def neutral(text: str, hits: tuple[Hit, ...]) -> str:
    """The text with these hits' neutral words; hits without any stay as they are.

    hits: of this very text; of two that overlap the first counts.
    """
    parts: list[str] = []
    at = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, hit.end)):
        if hit.replacement is None or hit.start < at:
            continue
        parts += [text[at : hit.start], hit.replacement]
        at = hit.end
    return _tidy("".join([*parts, text[at:]]))


def calmed(text: str, check: ToneCheck) -> str:
    """The text with all neutral words there are; some bring up others to be found."""
    for _ in range(_ROUNDS):
        calm = neutral(text, check(text))
        if calm == text:
            break
        text = calm
    return text


def _tidy(text: str) -> str:
    """No gaps where words were left out, and no sentence twice in a row."""
    lines = []
    for line in text.split("\n"):
        words = " ".join(line.split())
        lines.append(words if words or not line else None)
    kept = [line for line in lines if line is not None]
    return "\n".join(_once(line) for line in kept).strip()


def _once(line: str) -> str:
    said: list[str] = []
    for sentence in line.replace("? ", "?\0").replace(". ", ".\0").split("\0"):
        if not said or said[-1] != sentence:
            said.append(sentence)
    return " ".join(said)


def _amounts(thing: Any) -> Iterator[Money]:
    if isinstance(thing, Money):
        yield thing
        return
    names = [each.name for each in fields(thing)] if is_dataclass(thing) else []
    inside = thing if isinstance(thing, tuple) else [getattr(thing, n) for n in names]
    for each in inside:
        yield from _amounts(each)
