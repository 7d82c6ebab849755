"""Fit the weights with which a dispute is estimated, and test them honestly.

python scripts/train_estimate.py            write the weights that are shipped
python scripts/train_estimate.py --check    every case estimated by weights without it
python scripts/train_estimate.py --forms    other forms that were tried, likewise

Reads only `tests/data/decided-cases-dev.jsonl` (what its fields mean and where it comes
from: `tests/data/DECIDED-CASES.md`). Standard library only. Deterministic.

Fifty cases cannot teach forty weights. So each answer starts with a weight from common
sense, written below, with a sign that the cases may not turn; the cases move it as far
as they speak of it (penalised logistic regression). Nothing known means one half: an
intercept would read the silence of a judgment as evidence.
"""

import argparse
import json
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.advice.estimate.evaluate import (  # noqa: E402 - after the path is set
    Decided,
    evaluate,
    is_covered,
    read_decided,
)
from assistant.advice.estimate.known import FINDINGS, Fact, Known  # noqa: E402
from assistant.advice.estimate.rules import (  # noqa: E402
    FEWEST_FACTS,
    USUAL_PAID_PERCENT,
    Weights,
    estimate,
)
from assistant.domain.estimate import Estimate  # noqa: E402

CASES = ROOT / "tests/data/decided-cases-dev.jsonl"
WEIGHTS = ROOT / "assistant/advice/estimate/data/weights.json"

# How far each answer speaks for the supplier, in log-odds, before any case is read.
# About 0.5 is a hint, 1 a good point, 3 nearly decides alone.
START: dict[Fact, dict[str, float]] = {
    # Paper helps, but a contract is often what the customer wins on.
    Fact.WRITTEN_CONTRACT: {"true": 0.3, "false": -0.4},
    Fact.PRICE_AGREED_IN_WRITING: {"true": 0.3, "false": -0.4},
    Fact.FIXED_PRICE_OR_ESTIMATE: {
        "fixed": 0, "estimate": -0.2, "hourly": 0.1, "none": 0,
    },
    # What was agreed is owed, what goes beyond it is not.
    Fact.FINAL_WITHIN_ESTIMATE: {"true": 0.8, "false": -1.6},
    Fact.CUSTOMER_APPROVED_BEFORE_WORK: {"true": 0.8, "false": -1.2},
    Fact.CHANGE_ORDER_APPROVED: {"true": 0.8, "false": -1.5, "n/a": 0.1},
    # Who brings something to look at is believed.
    Fact.CUSTOMER_EVIDENCE_OF_DEFICIENCY: {"true": -0.8, "false": 0.8},
    Fact.SUPPLIER_DOCUMENTS_WORK: {"true": 0.8, "false": -1.4},
    # How people behaved before there was a dispute.
    Fact.DELIVERABLE_ACCEPTED_OR_USED: {"true": 0.8, "false": -0.6},
    Fact.CUSTOMER_COMPLAINED_PROMPTLY: {"true": -0.6, "false": 1.2},
    Fact.SUPPLIER_GIVEN_CHANCE_TO_FIX: {"true": -0.2, "false": 0.5},
    Fact.PARTIAL_PAYMENT_UNPROTESTED: {"true": 0.7, "false": -0.3},
    # A cashed full-settlement payment ends most claims where that is the law.
    Fact.FULL_AND_FINAL_CHEQUE: {"true": -3, "false": 0.2},
    Fact.MISCOMMUNICATION_ABOUT_SCOPE: {"true": -0.4, "false": 0.2},
    Fact.INTEREST_AGREED: {"true": 0.4, "false": -0.1},
    # The two findings: most of the answer, where they are known at all.
    Fact.DEFICIENCY_PROVED: {"none": 2, "minor": 0.5, "major": -3},
    Fact.WORK_COMPLETED: {
        "full": 0.8, "substantial": 0.2, "partial": -1.5, "none": -3,
    },
}  # fmt: skip
# The more of the price is paid, the heavier any deduction weighs on what is left.
START_PAID = 2.0

STIFFNESS = 1.0  # of the start against the cases; 0.3 to 3 differ by noise only
# Awards lie nearer 0 and 1 than their mean does; 1 would estimate the mean.
SHARPNESS = 1.5
NARROWEST = 45  # percent points; fifty cases carry nothing narrower
LEAN = 12  # percent points
PACES = range(10, 81, 2)  # hundredths, tried from slow to fast
COVERAGE = 0.8  # what the range promises

Pair = tuple[Fact, str]
PAIRS: list[Pair] = [(fact, value) for fact in START for value in START[fact]]
_SIGNS = [math.copysign(1, START[f][v]) if START[f][v] else 0 for f, v in PAIRS] + [1]
_STARTS = [START[f][v] for f, v in PAIRS] + [START_PAID]


def row_of(known: Known) -> dict[int, float]:
    """Column -> value of one case, the empty columns left out."""
    row = {i: 1.0 for i, (f, v) in enumerate(PAIRS) if known.facts.get(f) == v}
    if known.paid_percent is not None:
        row[len(PAIRS)] = (USUAL_PAID_PERCENT - known.paid_percent) / 100
    return row


def fitted(cases: Sequence[Decided]) -> list[float]:
    """The weights in log-odds, learned from the cases with and without findings."""
    rows = [(row_of(c.known), c.share) for c in cases]
    rows += [(row_of(c.known.live()), c.share) for c in cases]
    weights = list(_STARTS)
    sums = [sum(weights[j] * x for j, x in row.items()) for row, _ in rows]
    for _ in range(200):
        moved = max(
            _improve(column, rows, weights, sums) for column in range(len(weights))
        )
        if moved < 1e-6:
            break
    return weights


def _improve(
    column: int,
    rows: Sequence[tuple[dict[int, float], float]],
    weights: list[float],
    sums: list[float],
) -> float:
    """One Newton step on one weight, kept on its side of zero; how far it went."""
    slope = 2 * STIFFNESS * (weights[column] - _STARTS[column])
    bend = 2 * STIFFNESS
    touched = [i for i, (row, _) in enumerate(rows) if column in row]
    for i in touched:
        row, share = rows[i]
        guess = 1 / (1 + math.exp(-sums[i]))
        slope += row[column] * (guess - share)
        bend += row[column] ** 2 * guess * (1 - guess)
    new = weights[column] - slope / bend
    if _SIGNS[column]:
        new = _SIGNS[column] * max(0.0, _SIGNS[column] * new)
    step = new - weights[column]
    weights[column] = new
    for i in touched:
        sums[i] += step * rows[i][0][column]
    return abs(step)


def weights_of(fit: Sequence[float], pace: int) -> Weights:
    """The fitted numbers as the package keeps them."""
    of: dict[Fact, dict[str, int]] = {fact: {} for fact in START}
    for (fact, value), weight in zip(PAIRS, fit, strict=False):
        of[fact][value] = round(weight * SHARPNESS * 100)
    paid = round(fit[-1] * SHARPNESS * 100)
    return Weights(of, paid, narrowest=NARROWEST, pace=pace, lean=LEAN)


def left_out(cases: Sequence[Decided]) -> list[Weights]:
    """For each case the weights learned from all the others; pace not set."""
    return [
        weights_of(fitted([*cases[:i], *cases[i + 1 :]]), pace=0)
        for i in range(len(cases))
    ]


def pace_for(cases: Sequence[Decided], weights: Sequence[Weights]) -> int:
    """The fastest pace whose ranges still cover what they promise.

    weights: one per case, learned without it. The promise has to hold with all facts
    and with live facts only, over all cases and over those that are not unclear.
    """
    best = PACES[0]
    for pace in PACES:
        paced = [replace(w, pace=pace) for w in weights]
        if all(_keeps_promise(hits) for hits in _hits(cases, paced)):
            best = pace
    return best


def _keeps_promise(hits: Sequence[bool]) -> bool:
    """Whether enough ranges cover; the next case, unseen, counts as one missed."""
    return sum(hits) >= COVERAGE * (len(hits) + 1)


def _hits(cases: Sequence[Decided], weights: Sequence[Weights]) -> Iterable[list[bool]]:
    """Whether each range covers: per view, of all cases and of those not unclear."""
    for view in (Known, Known.live):
        hits = []
        for case, own in zip(cases, weights, strict=True):
            known = case.known.live() if view is Known.live else case.known
            is_clear = known.live_facts >= FEWEST_FACTS
            hits.append((is_clear, is_covered(estimate(known, own), case.share)))
        yield [hit for _, hit in hits]
        yield [hit for is_clear, hit in hits if is_clear]


def trained(cases: Sequence[Decided]) -> Weights:
    """Weights from these cases, with the pace that their cross-validation allows."""
    found = weights_of(fitted(cases), pace_for(cases, left_out(cases)))
    return replace(found, learned_from=frozenset(case.id for case in cases))


def check(cases: Sequence[Decided]) -> str:
    """The measures, every case estimated by weights and a pace learned without it."""
    own = {}
    for i, case in enumerate(cases):
        own[case.id] = trained([*cases[:i], *cases[i + 1 :]])
    return evaluate(cases, lambda case, known: estimate(known, own[case.id])).table()


# Deducted from the price for what was found, where only its size is known.
_DEDUCTED = {"minor": 0.08, "major": 0.5, "substantial": 0.15, "partial": 0.4}


def less_costs(found: Estimate, known: Known) -> float:
    """The share, less the cost to fix and finish as a part of what is still claimed.

    The form "agreed price + approved extras - proved cost to fix - paid", where extras
    and agreement are weighed as evidence and the costs known by their size only.
    """
    paid = USUAL_PAID_PERCENT if known.paid_percent is None else known.paid_percent
    of_claim = 100 / max(25, 100 - paid)
    findings = (known.facts.get(fact, "") for fact in FINDINGS)
    costs = of_claim * sum(_DEDUCTED.get(value, 0) for value in findings)
    return found.share / 100 * max(0.0, 1 - costs)


def forms(cases: Sequence[Decided]) -> str:
    """Mean absolute errors of other forms, each case estimated without it."""
    own = left_out(cases)
    pairs = [
        (c, estimate(c.known, w), estimate(c.known.live(), w))
        for c, w in zip(cases, own, strict=True)
    ]
    mean = [
        (sum(c.share for c in cases) - case.share) / (len(cases) - 1) for case in cases
    ]
    errors = {
        "the mean of the others": _error(mean, cases),
        "this form": _error([e.share / 100 for _, e, _ in pairs], cases),
        "this form, live facts": _error([e.share / 100 for _, _, e in pairs], cases),
        "less the cost to fix and finish": _error(
            [less_costs(e, c.known) for c, e, _ in pairs], cases
        ),
    }
    return "\n".join(f"{name:<34}{error:.3f}" for name, error in errors.items())


def _error(guesses: Sequence[float], cases: Sequence[Decided]) -> float:
    return fmean(abs(g - c.share) for g, c in zip(guesses, cases, strict=True))


def as_json(weights: Weights) -> str:
    """The weights as their file holds them, a line per fact."""
    table = ",\n".join(
        f'  "{fact}": {json.dumps(answers)}' for fact, answers in weights.of.items()
    )
    numbers = ("paid", "narrowest", "pace", "lean")
    rest = ",\n".join(f'"{name}": {getattr(weights, name)}' for name in numbers)
    ids = json.dumps(sorted(weights.learned_from))
    return f'{{"of": {{\n{table}\n}},\n{rest},\n"learned_from": {ids}}}\n'


def development_cases() -> list[Decided]:
    """The decided cases of this repository."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [read_decided(json.loads(line)) for line in lines]


def main() -> None:
    """Write the weights, or print what they are worth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="cross-validate only")
    parser.add_argument("--forms", action="store_true", help="compare other forms")
    chosen = parser.parse_args()
    cases = development_cases()
    if chosen.check or chosen.forms:
        sys.stdout.write((check if chosen.check else forms)(cases) + "\n")
        return
    found = trained(cases)
    WEIGHTS.write_text(as_json(found), encoding="utf-8")


if __name__ == "__main__":
    main()
