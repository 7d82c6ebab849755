"""Finer reasons, the five slots and "agreed X, billed Y" of a dispute."""

import re
from collections.abc import Collection
from decimal import Decimal

from assistant.domain.reasons import Reason, SubReason
from assistant.reading.clauses import clause_at, clause_of
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
        # Who says what was agreed is not just surprised that it is "too much".
        ("agreed", SubReason.PRICE),
        ("too_much", SubReason.SURPRISE),
        ("rate_price", SubReason.PRICE),
        ("fees", SubReason.PRICE),
        ("wrong_figure", SubReason.PRICE),
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
# Words behind which a quotation is what somebody said or wrote, and no line's name.
_SAID = re.compile(
    r"\b(?:sa(?:ys?|id|ying)|states?|stated|reads?|wrote|written|told|promised|quote|"
    r"called\sit|steht|stand|hie(?:ß|ss)|sagten?|schrieben?|dit|disait|indique|précise|"
    r"dice|decía|pone|ponía|diz|dizia|zegt|zei|staat|stond|c'è\sscritto|scritto)"
    r"\W{0,3}(?:(?:that|clearly|only|du|nur|dass|que|che|dat)\W{0,2})?$",
    re.IGNORECASE,
)
_QUOTED = re.compile('["“„«]([^"“”„«»\n]{2,60})["”“»]')
_LINE = ("fees", "extra", "tax", "deposit_missing", "quantity")
_COUNTED = frozenset("attendees guests seats licenses units pallets boxes".split())
_DEPOSITS = frozenset(
    "deposit retainer advance prepayment discount voucher coupon credit rebate "
    "anzahlung rabatt skonto gutschein acompte remise anticipo senal descuento acconto "
    "sconto sinal adiantamento aanbetaling korting voorschot".split()
)
_NO_NAME = frozenset(
    "yet still again been being has have had does did was were which these those any "
    "some such then than also only never nor ever more because although though why "
    "aber doch denn wieder immer schon mais encore deux pero aun todavia ancora pure "
    "mesmo toch weer".split()
)
_NAMED_BEFORE = ("fees", "tax")
_ADJECTIVES_FOLLOW = ("fr", "es", "it", "pt")
_EXPECTED = ("agreed_sum", "agreed", "included", "not_asked", "contract")
_RECEIVED = (
    "billed_sum", "defect", "not_come", "incomplete", "late", "damage", "wrong_figure",
)  # fmt: skip
_OTHER_TALK = (
    "refund", "remove_line", "correct_it", "withhold", "refuse_pay", "would_pay",
    "agreed", "included", "praise", "thanks", "legal",
)  # fmt: skip
# "Check" stands for cheque.
_NOT_AGREED = frozenset(
    "check checks payment transfer remittance invoice bill account rechnung facture "
    "factura fattura fatura conta factuur rekening assegno".split()
)
# "Wasn't it 70?" states what "it was 70" states, but reads as its opposite.
_NEGATED = re.compile(
    r"n['’]t\b|\b(?:not|never|nicht|nie|pas|jamais|no|nunca|non|mai|n[aã]o|niet|nooit)\b",
    re.IGNORECASE,
)
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
    line = _quoted_line(parsed.text) or _line(parsed)
    is_total = offer is not None and offer.basis is OfferBasis.TOTAL
    settling = ("offer_total",) if is_total else ()
    outcome = _clause(parsed, (*_OUTCOME, *settling))
    if claim and len(claim_words) == 2:
        difference = f"{abs(claim.billed - claim.agreed):.2f}"
        return Slots(line, *_claimed(parsed, claim_words), difference, outcome)
    expected, received = _clause(parsed, _EXPECTED), _billed(parsed)
    received = received or _fault(parsed)
    return Slots(
        line=line,
        expected=expected,
        received=None if received in (expected, outcome) else received,
        amount=None if is_total else _only_figure(parsed, expected or ""),
        outcome=None if outcome == expected else outcome,
    )


def _claimed(parsed: Parsed, words: tuple[str, ...]) -> tuple[str, str]:
    """What was agreed and what was billed: as clauses where these stand apart."""
    clauses = clause_of(parsed.text, words[0]), clause_of(parsed.text, words[1])
    apart = clauses[0] != clauses[1] and all(
        len([a for a in parsed.amounts if parsed.text[a.start : a.end].strip() in one])
        == 1
        and not _NEGATED.search(one)
        for one in clauses
    )
    return clauses if apart else (words[0], words[1])


def _quoted_line(text: str) -> str | None:
    """The first quotation, unless it is what somebody said."""
    for quoted in _QUOTED.finditer(text):
        if not _SAID.search(text, max(0, quoted.start() - 30), quoted.start()):
            return quoted[1].strip()
    return None


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
    agreed = _sums(parsed, _agreed_sums(parsed))
    billed = _sums(parsed, parsed.phrases("billed_sum"))
    for value, words in agreed:
        for other, other_words in billed:
            if value < other and value not in {v for v, _ in billed}:
                return Claim(value, other), (words, other_words)
    for value, words in agreed:
        for other, other_words in billed:
            if value < other:
                return Claim(value, other), (words, other_words)
    return None, ()


def _agreed_sums(parsed: Parsed) -> list[Match]:
    """Sums that were agreed: not "a check for 400", and not "the invoice says 400"."""
    return [
        match
        for match in parsed.phrases("agreed_sum")
        if parsed.tokens[match.first].word == "<amt>"
        or not _NOT_AGREED.intersection(
            token.word for token in parsed.tokens[max(0, match.first - 2) : match.first]
        )
    ]


def _sums(parsed: Parsed, matches: list[Match]) -> list[tuple[Decimal, str]]:
    by_start = {amount.start: amount.value for amount in parsed.amounts}
    return [
        (by_start[token.start], parsed.snippet(match.first, match.last))
        for match in matches
        for token in parsed.tokens[match.first : match.last + 1]
        if token.start in by_start
    ]


def _clause(parsed: Parsed, concepts: tuple[str, ...]) -> str | None:
    """The clause around the first match of the first concept that occurs.

    "We got your bill for 400" says neither what was agreed nor what was received.
    """
    came = bill_came(parsed)
    for concept in concepts:
        is_agreed = concept == "agreed_sum"
        for match in _agreed_sums(parsed) if is_agreed else parsed.phrases(concept):
            clause = _clause_around(parsed, match)
            if clause not in came:
                return clause
    return None


def _clause_around(parsed: Parsed, match: Match, *, wide: bool = False) -> str:
    first, last = parsed.tokens[match.first], parsed.tokens[match.last]
    return clause_at(parsed.text, first.start, last.end, wide=wide)


def _fault(parsed: Parsed) -> str | None:
    """What is wrong, in the words of the first fault and of those joined to it.

    "It is crooked and it leaks" is given whole; what the customer wants or thanks for
    is not taken along.
    """
    came = bill_came(parsed)
    for concept in _RECEIVED:
        for match in parsed.phrases(concept):
            narrow = _clause_around(parsed, match)
            if narrow in came:
                continue
            wide = _clause_around(parsed, match, wide=True)
            added = " ".join(wide.split(narrow)) if narrow in wide else wide
            others = parsed.quoted(*_OTHER_TALK, most=20)
            return narrow if any(words in added for words in others) else wide
    return None


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
        for match in parsed.phrases(concept):
            # "not a euro more" is no line, and "hours" alone names none
            if any(o.first <= match.first <= o.last for o in offers):
                continue
            if not _names_something(parsed, concept, match):
                continue
            return _with_its_neighbour(parsed, concept, match)
    return None


def _names_something(parsed: Parsed, concept: str, match: Match) -> bool:
    """Whether these words can stand for a line of a bill by themselves."""
    words = [token.word for token in parsed.tokens[match.first : match.last + 1]]
    if concept == "quantity":
        return words[-1].startswith("<") or words[-1] in _COUNTED
    return concept != "deposit_missing" or not _DEPOSITS.isdisjoint(words)


def _with_its_neighbour(parsed: Parsed, concept: str, match: Match) -> str:
    first, last = match.first, match.last
    if concept == "deposit_missing":
        words = [token.word for token in parsed.tokens[first : last + 1]]
        at = first + min(i for i, word in enumerate(words) if word in _DEPOSITS)
        return parsed.snippet(at, at)
    is_before = concept in _NAMED_BEFORE or (
        concept == "extra" and parsed.language in _ADJECTIVES_FOLLOW
    )
    leans = concept == "extra" or not parsed.tokens[last].word.isalpha()
    if is_before and _belongs(parsed, first, first - 1):
        return parsed.snippet(first - 1, last)
    if leans and not is_before and _belongs(parsed, last, last + 1):
        return parsed.snippet(first, last + 1)
    return parsed.snippet(first, last)


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
        and beside not in _NO_NAME
        and not is_small_word(beside, parsed.language)
    )
