"""A customer's message read: is it a dispute, what about, and what does it mention.

Deterministic: phrases (`data/*.txt`) are looked up in the sender's own words and a
small linear model (`model.py`) weighs them. Every finding names the words behind it.
"""

from types import MappingProxyType

from assistant.domain.reasons import Reason, SubReason
from assistant.reading.clauses import clause_of
from assistant.reading.finding import (
    Finding,
    Mentions,
    NonDisputeKind,
    Slots,
    finding_to_json,
)
from assistant.reading.languages import LANGUAGES
from assistant.reading.mentions import read_mentions
from assistant.reading.model import Model, probability, shipped_model
from assistant.reading.parse import Parsed, parse
from assistant.reading.reasons import bill_came, read_claim, read_slots, sub_reasons

__all__ = ["finding_to_json", "read_message", "read_with"]

# A missed dispute means that reminders go on, so the border lies below one half.
DISPUTE_FROM = 0.47
UNSURE = (0.25, 0.7)
GROUND_FROM = 0.38
SECOND_GROUND_FROM = 0.6
VAGUE_FROM = 0.45
_FLAGS = ("partial_payment", "full_and_final", "legal_threat", "counter_offer")
_WORDS_NAMED = 3


def read_message(
    text: str, *, language: str | None = None, channel: str | None = None
) -> Finding:
    """Read what a customer wrote to the business.

    language: code of one of the seven languages; detected when None or another.
    channel: "email", "sms", "chat", "voicemail-transcript" or None; not used so far,
        the reading rests on the words alone.
    Always returns a finding; an empty text is a non-dispute of kind `other`. Time is
    linear in the text, of which at most 12,000 characters of own words are read.
    """
    del channel
    return read_with(shipped_model(), text, language=language)


def read_with(model: Model, text: str, *, language: str | None = None) -> Finding:
    """The same with another model; `scripts/train_reading.py` cross-validates so."""
    parsed = parse(text, language if language in LANGUAGES else None)
    if not any(token.word.isalnum() or "<" in token.word for token in parsed.tokens):
        return _wordless(parsed)
    scores = model.scores(parsed.features)
    confidence = probability(scores["dispute"])
    is_dispute = confidence >= DISPUTE_FROM
    likely = {name: probability(scores[f"mention {name}"]) for name in _FLAGS}
    likely["dispute"] = confidence
    mentions, because = read_mentions(parsed, is_dispute=is_dispute, likely=likely)
    unsure = UNSURE[0] <= confidence < UNSURE[1]
    if not is_dispute:
        return _harmless(parsed, model, scores, mentions, because, unsure=unsure)
    return _dispute(parsed, model, scores, mentions, because, unsure=unsure)


def _dispute(
    parsed: Parsed,
    model: Model,
    scores: dict[str, float],
    mentions: Mentions,
    because: dict[str, tuple[str, ...]],
    *,
    unsure: bool,
) -> Finding:
    because["is_dispute"] = _words_for(parsed, model, "dispute")
    grounds, came = _grounds(scores), bill_came(parsed)
    for ground in grounds:
        words = _words_for(parsed, model, f"category {ground}")
        telling = tuple(w for w in words if clause_of(parsed.text, w) not in came)
        because[f"category {ground}"] = telling or words
    finer: tuple[SubReason, ...]
    finer, shown = sub_reasons(parsed, grounds)
    claim, claim_words = read_claim(parsed) if Reason.AMOUNT in grounds else (None, ())
    if claim:
        because["claim"] = claim_words
    return Finding(
        own_text=parsed.text,
        language=parsed.language,
        is_dispute=True,
        dispute_confidence=probability(scores["dispute"]),
        unsure=unsure,
        categories=grounds,
        sub_reasons=finer,
        specific=probability(scores["vague"]) < VAGUE_FROM,
        slots=read_slots(parsed, claim, claim_words, mentions.counter_offer),
        claim=claim,
        mentions=mentions,
        because=MappingProxyType({**because, **shown}),
    )


def _harmless(
    parsed: Parsed,
    model: Model,
    scores: dict[str, float],
    mentions: Mentions,
    because: dict[str, tuple[str, ...]],
    *,
    unsure: bool,
) -> Finding:
    kind = max(NonDisputeKind, key=lambda one: scores[f"kind {one}"])
    because["non_dispute_kind"] = _words_for(parsed, model, f"kind {kind}")
    return Finding(
        own_text=parsed.text,
        language=parsed.language,
        is_dispute=False,
        dispute_confidence=probability(scores["dispute"]),
        unsure=unsure,
        non_dispute_kind=kind,
        slots=Slots(),
        mentions=mentions,
        because=MappingProxyType(because),
    )


def _wordless(parsed: Parsed) -> Finding:
    """Nothing but signs: a thumbs-up is thanks, anything else is asked about."""
    thumbs_up = any(sign in parsed.text for sign in "👍👌❤🙏✅")
    kind = NonDisputeKind.THANKS if thumbs_up else NonDisputeKind.OTHER
    return Finding(
        own_text=parsed.text,
        language=parsed.language,
        is_dispute=False,
        dispute_confidence=0.0,
        unsure=not thumbs_up,
        non_dispute_kind=kind,
    )


def _grounds(scores: dict[str, float]) -> tuple[Reason, ...]:
    """The likeliest ground when it is likely enough, then others that clearly are."""
    chances = {one: probability(scores[f"category {one}"]) for one in Reason}
    best, *others = sorted(Reason, key=lambda one: -chances[one])
    if chances[best] < GROUND_FROM:
        return ()
    return (best, *(one for one in others if chances[one] >= SECOND_GROUND_FROM))


def _words_for(parsed: Parsed, model: Model, head: str) -> tuple[str, ...]:
    """The words with the greatest share in a decision, none inside another."""
    named: list[tuple[int, int]] = []
    for share in model.shares(parsed.features, head)[:12]:
        first, last = share.words
        if last - first > 14 or not any(map(str.isalnum, parsed.snippet(first, last))):
            continue
        if any(first <= end and start <= last for start, end in named):
            continue
        named.append((first, last))
        if len(named) == _WORDS_NAMED:
            break
    return tuple(parsed.snippet(first, last) for first, last in named)
