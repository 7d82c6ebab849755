"""What is known of the law of a place that matters to money; from a dated source.

Everything may be unknown: a missing value was not verified and is never taken for a
permission. Information for planning, not legal advice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a rule was read: address, the day on which it was read, how sure it is."""

    source: str
    as_of: date
    confidence: str


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """One place.

    place: code such as `US-TX`; name: `Texas`.
    may_bank_rejecting: a cheque offered in full may be banked with an immediate
        written rejection; False where that is not so or was not verified (K14).
    is_bank_rule_known: whether it was verified at all.
    repay_days: days after a cheque was paid in which paying it back may still undo the
        settlement; None where no such rule was read.
    on_cheques, on_limitation: where those rules were read.
    limitation_years: years after which the claim may be lost, to plan on.
    """

    place: str
    name: str
    may_bank_rejecting: bool = False
    is_bank_rule_known: bool = False
    repay_days: int | None = None
    on_cheques: Cited | None = None
    limitation_years: Decimal | None = None
    on_limitation: Cited | None = None


def _no_place(_text: str) -> list[tuple[str, str]]:
    return []


def _no_rules(_code: str) -> PlaceRules | None:
    return None


@dataclass(frozen=True, slots=True)
class Atlas:
    """Looks places up; empty, it knows none.

    find: a typed text -> codes and names of the places it may mean, best first.
    rules: a code -> what is known there; None for a place that is not in the book.
    """

    find: Callable[[str], list[tuple[str, str]]] = _no_place
    rules: Callable[[str], PlaceRules | None] = _no_rules
