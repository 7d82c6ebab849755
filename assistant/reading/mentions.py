"""Mentions: payments, paid-in-full wording, threats, insolvency and counter-offers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.reading.amounts import Amount
from assistant.reading.concepts import Match
from assistant.reading.dates import FoundDate
from assistant.reading.finding import CounterOffer, Mentions, OfferBasis
from assistant.reading.parse import Parsed, Percentage
from assistant.reading.references import Reference

# Words that turn "pay 90" into its opposite, and those that turn it back.
_DENIED = frozenset(
    "not never wont dont cant cannot refuse refusing refused nicht nie pas no non nao "
    "niet".split()
)
_MORE = frozenset("more mehr plus mas piu mais meer only".split())
_NEAR = 5
_OFFER = 0.15  # how likely the model must find an offer for the words to count as one
_SURE = 0.75


def read_mentions(
    parsed: Parsed, *, is_dispute: bool, likely: Mapping[str, float]
) -> tuple[Mentions, dict[str, tuple[str, ...]]]:
    """The mentions, and the words that caused each.

    likely: flag name -> probability by the model, 0 to 1.
    """
    because: dict[str, tuple[str, ...]] = {}
    partial = _partial(parsed, because, is_dispute=is_dispute, likely=likely)
    final = _final(parsed, because, is_dispute=is_dispute, likely=likely)
    threat = _threat(parsed, because, is_dispute=is_dispute, likely=likely)
    insolvent = _insolvency(parsed, because)
    offer = _offer(parsed, because, final=final, likely=likely)
    mentions = Mentions(
        partial_payment=partial,
        full_and_final=final,
        legal_threat=threat,
        insolvency=insolvent,
        counter_offer=offer,
        invoice_numbers=tuple(one.number for one in parsed.references),
        amounts=tuple(dict.fromkeys(_plain(one.value) for one in parsed.amounts)),
        dates=tuple(dict.fromkeys(one.iso for one in parsed.dates)),
    )
    places: dict[str, Sequence[Amount | FoundDate | Reference]] = {
        "amounts": parsed.amounts,
        "dates": parsed.dates,
        "invoice_numbers": parsed.references,
    }
    for name, found in places.items():
        words = tuple(
            dict.fromkeys(parsed.text[f.start : f.end].strip() for f in found)
        )
        if words:
            because[name] = words
    return mentions, because


def _plain(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"))


def _partial(
    parsed: Parsed,
    because: dict[str, tuple[str, ...]],
    *,
    is_dispute: bool,
    likely: Mapping[str, float],
) -> bool:
    part = parsed.quoted("part_paid")
    words = part + (parsed.quoted("sent_sum") if is_dispute else ())
    chance = likely["partial_payment"]
    found = chance >= 0.5 if words else chance >= _SURE
    if found:
        because["partial_payment"] = words or parsed.quoted("paid")
    return found


def _final(
    parsed: Parsed,
    because: dict[str, tuple[str, ...]],
    *,
    is_dispute: bool,
    likely: Mapping[str, float],
) -> bool:
    """Paid-in-full wording. Missing it costs the most, so plain words are enough."""
    strong = parsed.quoted("settles_all")
    weak = parsed.quoted("settles_perhaps")
    chance = likely["full_and_final"]
    sums = bool(parsed.amounts) or parsed.has("sent_sum", "part_paid")
    found = bool(
        (strong and (is_dispute or chance >= 0.15))
        or (weak and sums and chance >= (0.35 if is_dispute else 0.6))
        or chance >= 0.85
    )
    if found:
        because["full_and_final"] = strong or weak or parsed.quoted("paid")
    return found


def _threat(
    parsed: Parsed,
    because: dict[str, tuple[str, ...]],
    *,
    is_dispute: bool,
    likely: Mapping[str, float],
) -> bool:
    words = parsed.quoted("legal")
    chance = likely["legal_threat"]
    found = bool(words and is_dispute and max(chance, likely["dispute"]) >= 0.6)
    if found:
        because["legal_threat"] = words or parsed.quoted("threat")
    return found


def _insolvency(parsed: Parsed, because: dict[str, tuple[str, ...]]) -> bool:
    """Insolvency of the sender's side, not of somebody just named before."""
    others = [match.last for match in parsed.phrases("not_own")]
    words = tuple(
        parsed.snippet(match.first, match.last)
        for match in parsed.phrases("insolvency")
        if not any(match.first - _NEAR <= last < match.first for last in others)
    )
    if words:
        because["insolvency"] = tuple(dict.fromkeys(words))[:3]
    return bool(words)


def _offer(
    parsed: Parsed,
    because: dict[str, tuple[str, ...]],
    *,
    final: bool,
    likely: Mapping[str, float],
) -> CounterOffer | None:
    """A figure that the customer would pay, or wants off, instead of the sum asked."""
    chance = likely["counter_offer"]
    willing = parsed.has("would_pay") or final
    if not final and chance < (_OFFER if willing else 0.6):
        return None
    total = _figure(parsed, "offer_total")
    less = _figure(parsed, "offer_reduction")
    if less and isinstance(less[0], Percentage) and not final:
        total = None
    if total and less and total[0] is less[0]:
        total = None if not final else total
    chosen = total or less
    if chosen is None:
        return None
    figure, words = chosen
    basis = OfferBasis.TOTAL if chosen is total else OfferBasis.REDUCTION
    because["counter_offer"] = (words,)
    if isinstance(figure, Percentage):
        return CounterOffer(f"{figure.value.normalize():f}%", "", basis)
    return CounterOffer(f"{_plain(figure.value):.2f}", _currency(parsed, figure), basis)


def _figure(parsed: Parsed, concept: str) -> tuple[Amount | Percentage, str] | None:
    """The figure in the first phrase of the concept, with the words of the phrase.

    A sum that is also what the bill says gives way to one that is not.
    """
    asked = {id(f) for m in parsed.phrases("billed_sum") for f in _figures(parsed, m)}
    found = [
        (figure, parsed.snippet(match.first, match.last))
        for match in parsed.phrases(concept)
        if not _is_refused(parsed, match)
        for figure in _figures(parsed, match)
    ]
    if not found:
        return None
    if concept == "offer_total":
        values = [f.value for f, _ in found if isinstance(f, Amount)]
        lowest = [pair for pair in found if id(pair[0]) not in asked]
        found = lowest or [pair for pair in found if pair[0].value == min(values)]
    return found[0] if found else None


def _is_refused(parsed: Parsed, match: Match) -> bool:
    """Whether it is "not pay 90", which offers nothing; "not more than 90" does."""
    before = parsed.tokens[max(0, match.first - 2) : match.first]
    words = {token.word for token in parsed.tokens[match.first : match.last + 1]}
    is_denied = any(t.word in _DENIED or t.word.endswith("n't") for t in before)
    return is_denied and not words & _MORE


def _figures(parsed: Parsed, match: Match) -> list[Amount | Percentage]:
    """The sums and percentages that stand inside a phrase, the last one first."""
    start = parsed.tokens[match.first].start
    end = parsed.tokens[match.last].end
    figures: list[Amount | Percentage] = [*parsed.amounts, *parsed.percentages]
    inside = [one for one in figures if start <= one.start < end]
    return sorted(inside, key=lambda one: -one.start)[:1]


def _currency(parsed: Parsed, figure: Amount) -> str:
    """The currency of the figure, or the only one of the text for a repeated sum."""
    if figure.currency:
        return figure.currency
    same = {
        a.currency for a in parsed.amounts if a.value == figure.value and a.currency
    }
    return same.pop() if len(same) == 1 else ""
