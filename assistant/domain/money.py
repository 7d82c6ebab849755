"""Amounts of money: whole minor units and a currency, never a float."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import total_ordering
from typing import Self

# Currencies whose minor unit is not a hundredth. Source: ISO 4217, list one.
# Babel's display data is not used: it shows 1.500 IQD as "2".
DIGITS = {
    **dict.fromkeys(
        ("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF").split(),
        0,
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


def digits(currency: str) -> int:
    """How many decimals amounts in this ISO 4217 currency have."""
    return DIGITS.get(currency, 2)


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (cents, pence, yen) of one currency.

    minor: the amount in minor units; may be negative only in differences.
    currency: ISO 4217 code in capitals.
    Arithmetic between two currencies raises ValueError.
    """

    minor: int
    currency: str

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in this currency."""
        return cls(0, currency)

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> Self:
        """From a decimal amount in major units.

        Raises ValueError if it has more decimals than the currency has.
        """
        scaled = Decimal(amount).scaleb(digits(currency))
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{amount} has too many decimals for {currency}")
        return cls(int(scaled), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, with every decimal the currency has."""
        return Decimal(self.minor).scaleb(-digits(self.currency))

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def __bool__(self) -> bool:
        return self.minor != 0

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._minor_of(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._minor_of(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._minor_of(other)

    def percent(self, rate: Decimal) -> "Money":
        """This share of the amount, rounded half up, once.

        rate: in percent; 12.5 means 12.5 %.
        """
        exact = Decimal(self.minor) * rate / 100
        return Money(int(exact.to_integral_value(ROUND_HALF_UP)), self.currency)

    def split(self, weights: list[int]) -> list["Money"]:
        """Share the amount by weight without losing a minor unit.

        weights: one whole number >= 0 per share, at least one above 0.
        Returns one Money per weight, in order; they add up to this amount.
        Units left over by rounding go to the first shares with a weight.
        Raises ValueError if a weight is negative or none is above 0.
        """
        if min(weights, default=0) < 0 or not any(weights):
            raise ValueError(f"need weights >= 0, one above 0, not {weights}")
        shares = [self.minor * weight // sum(weights) for weight in weights]
        weighted = [i for i, weight in enumerate(weights) if weight]
        for i in weighted[: self.minor - sum(shares)]:
            shares[i] += 1
        return [Money(share, self.currency) for share in shares]

    def _minor_of(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")
        return other.minor


def total(amounts: list[Money], currency: str) -> Money:
    """The sum, zero of the currency when there is none."""
    result = Money.zero(currency)
    for amount in amounts:
        result += amount
    return result
