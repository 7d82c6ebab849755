"""How a neutral may see a dispute: the likely share of the claim, and how sure that is.

A share is in whole percent of what is claimed, never odds of winning (K15). The rules
that give it are in `assistant/advice/estimate`; here is what they say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.domain.money import Money


class Merit(StrEnum):
    """Whose side a neutral may take. Shares as in `tests/data/DECIDED-CASES.md`."""

    CUSTOMER_RIGHT = "customer_right"
    PARTLY = "partly"
    SUPPLIER_RIGHT = "supplier_right"
    UNCLEAR = "unclear"


# Up to this share the customer is right, from that share on the supplier.
CUSTOMER_RIGHT_TO, SUPPLIER_RIGHT_FROM = 20, 80


@dataclass(frozen=True, slots=True)
class Moved:
    """One thing that moved the share.

    fact: what is known, as `DECIDED-CASES.md` calls it, or `paid_share`.
    value: the answer as text, such as `true` or `minor`.
    points: percent points by which it alone would move an open question; below 0 when
        it speaks for the customer.
    """

    fact: str
    value: str
    points: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """The likely share of the claim that a neutral would award.

    share, low, high: whole percent of the claim, low <= share <= high; four of five
        decided cases like this one should lie between low and high.
    reasons: what moved the share most, the strongest first; at most three.
    next_proof: the one fact whose proof would raise it next; None when all is shown.
    live_facts: how many facts are known that can be known before a decision.
    """

    share: int
    low: int
    high: int
    merit: Merit
    reasons: tuple[Moved, ...]
    next_proof: str | None
    live_facts: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.share <= self.high <= 100:
            raise ValueError(f"no range: {self.low} <= {self.share} <= {self.high}")

    @property
    def width(self) -> int:
        """How wide the range is, in percent points: the doubt."""
        return self.high - self.low

    @property
    def in_words(self) -> str:
        """Which words say it: a key under `estimate.words.`"""
        if self.merit is Merit.UNCLEAR:
            return "unclear"
        for limit, words in _WORDS:
            if self.share >= limit:
                return words
        return "little"


# From this share on, these words; below all of them `little`.
_WORDS = (
    (SUPPLIER_RIGHT_FROM, "most"),
    (60, "larger_part"),
    (40, "either_way"),
    (CUSTOMER_RIGHT_TO + 1, "smaller_part"),
)


def together(parts: Sequence[tuple[Money, Estimate]]) -> tuple[int, int, int]:
    """Share, low and high of several parts of a claim: the means by their amounts.

    parts: at least one, each with what it is about, in one currency; together above 0.
    Returns whole percents.
    """
    whole = sum(amount.minor for amount, _ in parts)

    def mean(of: Callable[[Estimate], int]) -> int:
        weighed = sum(amount.minor * of(each) for amount, each in parts)
        return round(Decimal(weighed) / whole)

    return mean(lambda e: e.share), mean(lambda e: e.low), mean(lambda e: e.high)
