"""Finer reasons, the five slots and "agreed X, billed Y" of a dispute."""

import re
from collections.abc import Collection
from decimal import Decimal

from assistant.domain.reasons import Reason, SubReason
from assistant.reading.clauses import clause_at
from assistant.reading.concepts import Match
from assistant.reading.finding import Claim, CounterOffer, OfferBasis, Slots
from assistant.reading.languages import is_small_word
from assistant.reading.parse import Parsed

# ground -> phrases that show a finer reason, the most telling first
_SUB_REASONS: dict[Reason, tuple[tuple[str, SubReason], ...]] = {
    Reason.AMOUNT: (
        ("duplicate", SubReason.DUPLICATE),
        ("tax", SubReason.TAX),
        ("quantity", SubReason.QUANTITY),
        ("too_much", SubReason.SURPRISE),
        ("rate_price", SubReason.PRICE),
        ("fees", SubReason.PRICE),
        ("wrong_figure", SubReason.PRICE),
        ("agreed", SubReason.PRICE),
    ),
    Reason.SCOPE: (
        ("no_contract", SubReason.UNAUTHORISED),
        ("cancelled", SubReason.CANCELLED),
        ("unneeded", SubReason.NOT_NECESSARY),
        ("not_asked", SubReason.EXTRA_WORK),
        ("included", SubReason.EXTRA_WORK),
        ("extra", SubReason.EXTRA_WORK),
    ),
    Reason.QUALITY: (
        ("damage", SubReason.DAMAGE),
        ("late", SubReason.LATE),
        ("incomplete", SubReason.INCOMPLETE),
        ("defect", SubReason.DEFECT),
        ("displeased", SubReason.DEFECT),
    ),
    Reason.TERMS: (
        ("wrong_party", SubReason.WRONG_PARTY),
        ("cancelled", SubReason.CANCELLED),
        ("due_terms", SubReason.DUE_DATE),
        ("no_contract", SubReason.UNAUTHORISED),
        ("paperwork", SubReason.PAPERWORK),
        ("contract", SubReason.POLICY),
    ),
    Reason.NOT_RECEIVED: (("quantity", SubReason.QUANTITY),),
    Reason.OTHER: (),
}
_USUAL = {
    Reason.AMOUNT: SubReason.PRICE,
    Reason.SCOPE: SubReason.EXTRA_WORK,
    Reason.QUALITY: SubReason.DEFECT,
    Reason.TERMS: SubReason.POLICY,
}
_QUOTED = re.compile('["“„«]([^"“”„«»\n]{2,60})["”“»]')
_LINE = ("fees", "extra", "tax", "deposit_missing", "quantity")
_NAMED_BEFORE = ("fees", "tax")
_ADJECTIVES_FOLLOW = ("fr", "es", "it", "pt")
_EXPECTED = ("agreed_sum", "agreed", "included", "not_asked", "contract")
_RECEIVED = (
    "billed_sum", "defect", "not_come", "incomplete", "late", "damage", "wrong_figure",
)  # fmt: skip
_OUTCOME = ("refund", "remove_line", "correct_it", "offer_reduction", "withhold")


def sub_reasons(
    parsed: Parsed, grounds: Collection[Reason]
) -> tuple[tuple[SubReason, ...], dict[str, tuple[str, ...]]]:
    """At most two finer reasons per ground, with the words that show each."""
    found: dict[SubReason, tuple[str, ...]] = {}
    for ground in grounds:
        telling = [
            (reason, parsed.quoted(phrase, most=2))
            for phrase, reason in _SUB_REASONS[ground]
            if parsed.has(phrase)
        ][:2]
        if not telling and ground in _USUAL:
            telling = [(_USUAL[ground], ())]
        for reason, words in telling:
            found.setdefault(reason, words)
    because = {
        f"sub_reason {reason}": words for reason, words in found.items() if words
    }
    return tuple(found), because


def read_slots(
    parsed: Parsed,
    claim: Claim | None = None,
    claim_words: tuple[str, ...] = (),
    offer: CounterOffer | None = None,
) -> Slots:
    """The words for each of the five slots of a specific objection.

    claim, claim_words: of `read_claim`; they fill expected, received and the amount,
    which is the difference. Otherwise an amount has to be the only one of the text.
    offer: what they would pay in all; that is what would settle it, and not the sum
    that is in question.
    """
    quoted = _QUOTED.search(parsed.text)
    line = quoted[1].strip() if quoted else _line(parsed)
    is_total = offer is not None and offer.basis is OfferBasis.TOTAL
    settling = ("offer_total",) if is_total else ()
    outcome = _clause(parsed, (*_OUTCOME, *settling))
    if claim and len(claim_words) == 2:
        difference = f"{abs(claim.billed - claim.agreed):.2f}"
        return Slots(line, *claim_words, difference, outcome)
    expected, received = _clause(parsed, _EXPECTED), _billed(parsed)
    received = received or _clause(parsed, _RECEIVED)
    return Slots(
        line=line,
        expected=expected,
        received=None if received in (expected, outcome) else received,
        amount=None if is_total else _only_figure(parsed, expected or ""),
        outcome=None if outcome == expected else outcome,
    )


def _only_figure(parsed: Parsed, expected: str) -> str | None:
    """The one figure of the text, unless it is what was expected."""
    figures = parsed.amounts or parsed.percentages
    if len({figure.value for figure in figures}) != 1:
        return None
    words = parsed.text[figures[0].start : figures[0].end].strip()
    return None if words in expected else words


def bill_came(parsed: Parsed) -> tuple[str, ...]:
    """The clauses that only say that the bill came: "got your bill for 400"."""
    found = parsed.phrases("bill_came")
    return tuple(_clause_around(parsed, match) for match in found)


def read_claim(parsed: Parsed) -> tuple[Claim | None, tuple[str, ...]]:
    """The pair "agreed X, billed Y" with its words; None when a figure is missing."""
    agreed = _sums(parsed, "agreed_sum")
    billed = _sums(parsed, "billed_sum")
    for value, words in agreed:
        for other, other_words in billed:
            if value != other and value not in {v for v, _ in billed}:
                return Claim(value, other), (words, other_words)
    for value, words in agreed:
        for other, other_words in billed:
            if value < other:
                return Claim(value, other), (words, other_words)
    return None, ()


def _sums(parsed: Parsed, concept: str) -> list[tuple[Decimal, str]]:
    by_start = {amount.start: amount.value for amount in parsed.amounts}
    return [
        (by_start[token.start], parsed.snippet(match.first, match.last))
        for match in parsed.phrases(concept)
        for token in parsed.tokens[match.first : match.last + 1]
        if token.start in by_start
    ]


def _clause(parsed: Parsed, concepts: tuple[str, ...]) -> str | None:
    """The clause around the first match of the first concept that occurs.

    "We got your bill for 400" says neither what was agreed nor what was received.
    """
    came = bill_came(parsed)
    for concept in concepts:
        for match in parsed.phrases(concept):
            clause = _clause_around(parsed, match)
            if clause not in came:
                return clause
    return None


def _clause_around(parsed: Parsed, match: Match) -> str:
    first, last = parsed.tokens[match.first], parsed.tokens[match.last]
    return clause_at(parsed.text, first.start, last.end)


def _billed(parsed: Parsed) -> str | None:
    """The clause that says what was billed, where a sum stands without such a word.

    In "you billed three. The third is 400 euros" it is the first one, not the second.
    """
    sums, words = parsed.phrases("billed_sum"), parsed.phrases("billed")
    says_so = any(s.first <= w.first <= s.last for s in sums for w in words)
    return None if says_so or not sums else _clause(parsed, ("billed",))


def _line(parsed: Parsed) -> str | None:
    """The line or item in question: a telling word with the one it leans on.

    "extra" and "12" lean on what follows ("extra round", "12 hours"; in Romance
    languages on what stands before), names of fees on what stands before ("rush fee").
    """
    offers = parsed.phrases("would_pay")
    for concept in _LINE:
        found = [
            match
            for match in parsed.phrases(concept)
            if not any(o.first <= match.first <= o.last for o in offers)
        ]  # "not a euro more" is no line
        if found:
            first, last = found[0].first, found[0].last
            is_before = concept in _NAMED_BEFORE or (
                concept == "extra" and parsed.language in _ADJECTIVES_FOLLOW
            )
            leans = concept == "extra" or not parsed.tokens[last].word.isalpha()
            if is_before and _belongs(parsed, first, first - 1):
                return parsed.snippet(first - 1, last)
            if leans and not is_before and _belongs(parsed, last, last + 1):
                return parsed.snippet(first, last + 1)
            return parsed.snippet(first, last)
    return None


def _belongs(parsed: Parsed, word: int, other: int) -> bool:
    """Whether the word beside it goes with it: no sign between, and it names."""
    if not 0 <= other < len(parsed.tokens):
        return False
    one, two = (parsed.tokens[at] for at in sorted((word, other)))
    beside = parsed.tokens[other].word
    return (
        parsed.text[one.end : two.start].isspace()
        and beside.isalpha()
        and len(beside) > 2
        and not is_small_word(beside, parsed.language)
    )
