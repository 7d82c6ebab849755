"""From what is known to a share, a range and the reasons for it.

Each known answer has one weight: how far it speaks for the supplier (above 0) or the
customer (below). The weights add up, and the sum becomes a share by the logistic curve.
Nothing known gives one half, because nobody is favoured; what is not known adds
nothing. A sign is never against common sense: a proof of the supplier never lowers the
share, one of the customer never raises it.

The doubt depends on the stronger side alone: the more of the evidence points one way,
the narrower the range, and an answer that is taken away can only widen it. Neutrals
give all or nothing far more often than they split, so the range leans to the end that
the share is near.

The weights are in `data/weights.json`, made by `scripts/train_estimate.py` from the
decided cases of this repository; there is also what they were tested against.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.advice.estimate.known import FALSE, TRUE, Fact, Known
from assistant.domain.estimate import (
    CUSTOMER_RIGHT_TO,
    SUPPLIER_RIGHT_FROM,
    Estimate,
    Merit,
    Moved,
)

# Below so many facts that can be known at once, no side is taken.
FEWEST_FACTS = 3
WIDTH_WHEN_UNCLEAR = 70  # percent points, at least
PAID_SHARE = "paid_share"
# Share of the price paid before the dispute, in percent, that speaks for nobody.
USUAL_PAID_PERCENT = 35
_UNIT = 100  # weights are kept as whole hundredths
_MOST_REASONS = 3
_LEAST_PUSH = 10  # hundredths; less is not worth a sentence

# What the supplier may be able to show: the answer, and the objections that it meets.
_PROOFS: dict[Fact, tuple[str, frozenset[str]]] = {
    Fact.CUSTOMER_APPROVED_BEFORE_WORK: (TRUE, frozenset({"scope", "authorization"})),
    Fact.CHANGE_ORDER_APPROVED: (TRUE, frozenset({"scope", "amount", "authorization"})),
    Fact.FINAL_WITHIN_ESTIMATE: (TRUE, frozenset({"amount"})),
    Fact.SUPPLIER_DOCUMENTS_WORK: (
        TRUE,
        frozenset({"quality", "not_received", "amount", "late"}),
    ),
    Fact.DELIVERABLE_ACCEPTED_OR_USED: (
        TRUE,
        frozenset({"quality", "not_received", "late"}),
    ),
    Fact.SUPPLIER_GIVEN_CHANCE_TO_FIX: (FALSE, frozenset({"quality", "late"})),
    Fact.PARTIAL_PAYMENT_UNPROTESTED: (TRUE, frozenset({"terms", "amount"})),
    Fact.INTEREST_AGREED: (TRUE, frozenset({"terms"})),
}
# Worth showing whatever is objected to.
_GENERAL = frozenset(
    {
        Fact.CUSTOMER_APPROVED_BEFORE_WORK,
        Fact.SUPPLIER_DOCUMENTS_WORK,
        Fact.DELIVERABLE_ACCEPTED_OR_USED,
    }
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each answer counts, and how doubt shrinks.

    of: fact -> answer -> weight in hundredths of log-odds.
    paid: weight of the share of the price not yet paid, in hundredths.
    narrowest: width that no evidence goes below, in percent points.
    pace: how fast the range narrows with the evidence, in hundredths.
    lean: percent points from one half at which the range reaches its end.
    learned_from: ids of the decided cases they were learned from.
    """

    of: Mapping[Fact, Mapping[str, int]]
    paid: int
    narrowest: int
    pace: int
    lean: int
    learned_from: frozenset[str] = frozenset()


@cache
def shipped_weights() -> Weights:
    """The weights that come with the package, read once."""
    source = resources.files("assistant.advice.estimate").joinpath("data/weights.json")
    stored = json.loads(source.read_text(encoding="utf-8"))
    stored["of"] = {Fact(fact): table for fact, table in stored["of"].items()}
    stored["learned_from"] = frozenset(stored["learned_from"])
    return Weights(**stored)


def estimate(known: Known, weights: Weights | None = None) -> Estimate:
    """What a neutral may award, from what is known.

    weights: others than the shipped ones, for cross-validation.
    """
    weights = weights or shipped_weights()
    pushes = _pushes(known, weights)
    exact = _share(pushes.values())
    share = round(100 * exact)
    low, high = _range(known, weights, pushes, exact)
    return Estimate(
        share=share,
        low=low,
        high=high,
        merit=merit_of(share, known.live_facts),
        reasons=_reasons(known, pushes),
        next_proof=_next_proof(known, weights),
        live_facts=known.live_facts,
    )


def merit_of(share: int, live_facts: int) -> Merit:
    """Whose side that is, or that too little is known to take one."""
    if live_facts < FEWEST_FACTS:
        return Merit.UNCLEAR
    if share <= CUSTOMER_RIGHT_TO:
        return Merit.CUSTOMER_RIGHT
    return Merit.SUPPLIER_RIGHT if share >= SUPPLIER_RIGHT_FROM else Merit.PARTLY


def _pushes(known: Known, weights: Weights) -> dict[str, int]:
    """What each known thing adds, in hundredths; nothing for what is not known."""
    pushes = {str(f): weights.of[f].get(value, 0) for f, value in known.facts.items()}
    if known.paid_percent is not None:
        unusual = USUAL_PAID_PERCENT - known.paid_percent
        pushes[PAID_SHARE] = round(weights.paid * unusual / 100)
    return pushes


def _share(pushes: Iterable[int]) -> float:
    """The logistic curve, 0 to 1; one half for nothing."""
    return 1 / (1 + math.exp(-sum(pushes) / _UNIT))


def _range(
    known: Known, weights: Weights, pushes: Mapping[str, int], exact: float
) -> tuple[int, int]:
    """Low and high in percent: as wide as the doubt, at the end the share is near."""
    width = _width(known, weights, pushes)
    reach = weights.lean / 100
    place = min(1.0, max(0.0, 0.5 + (exact - 0.5) / (2 * reach)))
    share = round(100 * exact)
    low = min(round(place * (100 - width)), share)
    low = max(low, share - width)
    return low, low + width


def _width(known: Known, weights: Weights, pushes: Mapping[str, int]) -> int:
    """The doubt in percent points; no further answer can make it grow."""
    for_supplier = sum(push for push in pushes.values() if push > 0)
    for_customer = -sum(push for push in pushes.values() if push < 0)
    evidence = max(for_supplier, for_customer) / _UNIT
    left = math.exp(-weights.pace / 100 * evidence)
    width = math.ceil(weights.narrowest + (100 - weights.narrowest) * left)
    is_unclear = known.live_facts < FEWEST_FACTS
    return max(width, WIDTH_WHEN_UNCLEAR) if is_unclear else width


def _reasons(known: Known, pushes: Mapping[str, int]) -> tuple[Moved, ...]:
    """What moved the share most, the strongest first."""
    strongest = sorted(
        (name for name, push in pushes.items() if abs(push) >= _LEAST_PUSH),
        key=lambda name: (-abs(pushes[name]), name),
    )
    values = {str(fact): value for fact, value in known.facts.items()}
    return tuple(
        Moved(
            name,
            values.get(name, str(known.paid_percent)),
            round(100 * _share([pushes[name]])) - 50,
        )
        for name in strongest[:_MOST_REASONS]
    )


def _next_proof(known: Known, weights: Weights) -> Fact | None:
    """What to look for next: an answer to the objection, the weightiest of them."""

    def gain(fact: Fact) -> int:
        return weights.of[fact].get(_PROOFS[fact][0], 0)

    left = [fact for fact in _PROOFS if fact not in known.facts and gain(fact) > 0]
    meets = [fact for fact in left if _PROOFS[fact][1] & known.objections]
    general = [fact for fact in left if fact in _GENERAL]
    anything = [] if known.objections else left
    return max(meets or general or anything, key=gain, default=None)
