"""The phrases that put an estimate into words, on the command line and in the chat."""

from assistant.chat.replies import Phrase, phrase
from assistant.domain.estimate import Estimate, Moved


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
