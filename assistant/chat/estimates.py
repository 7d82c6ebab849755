"""The phrases that put an estimate into words, on the command line and in the chat."""

from decimal import Decimal
from typing import Any

from assistant.chat.replies import Paragraph, Phrase, Tone, phrase
from assistant.domain.estimate import Estimate, Moved
from assistant.domain.money import Money


def in_words(found: Estimate) -> Phrase:
    """The share in words: "often most of it", "could go either way" (K15)."""
    return phrase(f"estimate.words.{found.in_words}")


def moved(reason: Moved) -> Phrase:
    """What is known that moved the share, as a part of a sentence."""
    if reason.fact == "paid_share":
        return phrase("estimate.paid_share", percent=reason.value)
    answer = f"{reason.fact}.{reason.value.replace('/', '')}"
    return phrase(f"estimate.fact.{answer}")


def proof(fact: str) -> Phrase:
    """What would have to be shown, as a part of a sentence."""
    return phrase(f"estimate.proof.{fact}")


def told_privately(
    found: Estimate, amount: Money, about: Phrase | str
) -> tuple[Paragraph[Phrase], ...]:
    """The estimate for the owner alone: the words, what moved it, what would next.

    amount: what the share is a share of; about: what it is called.
    """
    values: dict[str, Any] = {
        "line": about,
        "amount": amount,
        "low": amount.percent(Decimal(found.low)),
        "high": amount.percent(Decimal(found.high)),
        "words": in_words(found),
    }
    lines = [phrase("estimate.shown", **values)]
    if found.reasons:
        facts = tuple(map(moved, found.reasons))
        lines.append(phrase("estimate.moved", facts=facts))
    if found.next_proof:
        lines.append(phrase("estimate.next_proof", proof=proof(found.next_proof)))
    return tuple(Paragraph(line, Tone.PRIVATE) for line in lines)
