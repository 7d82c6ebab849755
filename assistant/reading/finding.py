"""What was read in a customer's message: a guess to confirm, with the words for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from assistant.domain.reasons import Reason, SubReason


class NonDisputeKind(StrEnum):
    """What a message is that disputes nothing. The values are stored."""

    PAYMENT_NOTICE = "payment_notice"
    DELAY_PROMISE = "delay_promise"
    NON_PAYMENT = "non_payment"
    QUESTION = "question"
    SCHEDULING = "scheduling"
    OTHER = "other"
    THANKS = "thanks"


class OfferBasis(StrEnum):
    """What the figure of a counter-offer is: what they pay, or what comes off."""

    TOTAL = "total"
    REDUCTION = "reduction"


@dataclass(frozen=True, slots=True)
class CounterOffer:
    """What the customer would pay instead, or wants off.

    amount: plain decimal with two places, or a percentage such as "25%".
    currency: ISO 4217 code, "$" for a bare dollar sign, "" when the text has none.
    """

    amount: str
    currency: str
    basis: OfferBasis


@dataclass(frozen=True, slots=True)
class Mentions:
    """What the message mentions, whether it disputes anything or not.

    amounts: plain decimals in order, without repeats.
    dates: `YYYY-MM-DD`, or `--MM-DD` where no year is given.
    """

    partial_payment: bool = False
    full_and_final: bool = False
    legal_threat: bool = False
    insolvency: bool = False
    counter_offer: CounterOffer | None = None
    invoice_numbers: tuple[str, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slots:
    """The five things a specific objection names; each the words, or None.

    amount: for a claim the difference of its figures, a plain decimal.
    """

    line: str | None = None
    expected: str | None = None
    received: str | None = None
    amount: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """ "Agreed X, billed Y": both figures, without currency."""

    agreed: Decimal
    billed: Decimal


@dataclass(frozen=True, slots=True)
class Finding:
    """A reading of one message. Nothing in it is a fact until the owner confirms it.

    own_text: the sender's new words, on which everything else rests.
    language: code of one of the seven languages.
    dispute_confidence: 0 to 1, the model's probability that this is a dispute.
    unsure: near the border; whoever asks keeps the hold on and asks the owner.
    non_dispute_kind: None for a dispute.
    categories, sub_reasons, specific: empty or None unless it is a dispute.
    because: finding -> the words of the text that caused it.
    """

    own_text: str
    language: str
    is_dispute: bool
    dispute_confidence: float
    unsure: bool = False
    non_dispute_kind: NonDisputeKind | None = None
    categories: tuple[Reason, ...] = ()
    sub_reasons: tuple[SubReason, ...] = ()
    specific: bool | None = None
    slots: Slots = field(default_factory=Slots)
    claim: Claim | None = None
    mentions: Mentions = field(default_factory=Mentions)
    because: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: MappingProxyType({})
    )


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """The finding as plain values for JSON; keys as in `tests/data/MESSAGES.md`.

    Beyond those keys: language, dispute_confidence, unsure, sub_reasons, slots, claim
    and because. Amounts are text with two decimals.
    """
    claim = finding.claim
    slots = finding.slots
    return {
        "is_dispute": finding.is_dispute,
        "non_dispute_kind": finding.non_dispute_kind and str(finding.non_dispute_kind),
        "categories": [str(ground) for ground in finding.categories],
        "specific": finding.specific,
        "mentions": _mentions_to_json(finding.mentions),
        "language": finding.language,
        "dispute_confidence": round(finding.dispute_confidence, 3),
        "unsure": finding.unsure,
        "sub_reasons": [str(reason) for reason in finding.sub_reasons],
        "slots": {
            name: getattr(slots, name)
            for name in ("line", "expected", "received", "amount", "outcome")
        },
        "claim": claim
        and {"agreed": f"{claim.agreed:.2f}", "billed": f"{claim.billed:.2f}"},
        "because": {name: list(words) for name, words in finding.because.items()},
    }


def _mentions_to_json(mentions: Mentions) -> dict[str, Any]:
    offer = mentions.counter_offer
    return {
        "partial_payment": mentions.partial_payment,
        "full_and_final": mentions.full_and_final,
        "legal_threat": mentions.legal_threat,
        "insolvency": mentions.insolvency,
        "counter_offer": offer
        and {
            "amount": offer.amount,
            "currency": offer.currency,
            "basis": str(offer.basis),
        },
        "invoice_numbers": list(mentions.invoice_numbers),
        "amounts": [f"{amount:.2f}" for amount in mentions.amounts],
        "dates": list(mentions.dates),
    }
