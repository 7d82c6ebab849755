"""How good the estimate is: measures against decided cases, as a table of text.

Two views: with all facts, and with live facts only, that is without the two findings
that nobody knows before a decision.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean
from typing import Any

from assistant.advice.estimate.known import Known
from assistant.advice.estimate.reading import read_known
from assistant.advice.estimate.rules import FEWEST_FACTS, estimate, shipped_weights
from assistant.domain.estimate import Estimate, Merit
from assistant.errors import InputError

# A range narrower than this that misses by more than that was confident and wrong.
_CONFIDENT_BELOW, _WRONG_BEYOND = 0.5, 0.25
_LABELS = (Merit.CUSTOMER_RIGHT, Merit.PARTLY, Merit.SUPPLIER_RIGHT)


@dataclass(frozen=True, slots=True)
class Decided:
    """A dispute that a neutral has decided.

    share: what was awarded on the invoice, as a share of the claim, 0 to 1.
    """

    id: str
    known: Known
    share: float
    label: Merit


Pair = tuple[Decided, Estimate]
Estimator = Callable[[Decided, Known], Estimate]


@dataclass(frozen=True, slots=True)
class Measures:
    """How one view did. Shares and widths from 0 to 1, the others are counts.

    right_side: of the cases with enough live facts, how many on the right side of 0.5.
    clear: how many cases those are.
    covered_clear: the share of them whose award lies in the range.
    """

    error: float
    right_side: int
    right_side_all: int
    clear: int
    covered: float
    covered_clear: float
    width: float
    width_clear: float
    confident_and_wrong: int
    same_label: int
    unclear: int
    narrowest_unclear: float


@dataclass(frozen=True, slots=True)
class Report:
    """The measures of both views, and what the cases are like.

    learned: how many of the cases the weights were learned from.
    """

    cases: tuple[Decided, ...]
    all_facts: Measures
    live_facts: Measures
    learned: int = 0

    def table(self) -> str:
        """The measures as lines of text."""
        caution = [f"{self.learned} of these cases were learned from: no test of them"]
        head = _base_rates(self.cases) + (caution if self.learned else [])
        return "\n".join([*head, "", *_lines(self)])


def read_decided(row: Mapping[str, Any]) -> Decided:
    """One decided case from a row as in `decided-cases-dev.jsonl`.

    Raises InputError like `read_known`, and `error.assess_undecided` where the row does
    not say what share was awarded.
    """
    outcome = row.get("outcome")
    share = outcome.get("share_of_claim") if isinstance(outcome, Mapping) else None
    is_number = isinstance(share, int | float | Decimal) and share is not True
    if share is None or not is_number or not 0 <= share <= 1:
        raise InputError("error.assess_undecided")
    return Decided(
        str(row.get("id", "")), read_known(row), float(share), _label(float(share))
    )


def evaluate(cases: Sequence[Decided], by: Estimator | None = None) -> Report:
    """Estimate decided cases and compare; at least one case.

    by: estimates a case from the view of it that is given; left out, the shipped
        weights do.
    """
    seen = frozenset() if by else shipped_weights().learned_from
    by = by or (lambda _, known: estimate(known))
    return Report(
        tuple(cases),
        _measures([(case, by(case, case.known)) for case in cases]),
        _measures([(case, by(case, case.known.live())) for case in cases]),
        sum(case.id in seen for case in cases),
    )


def is_covered(found: Estimate, share: float) -> bool:
    """Whether the award lies in the range, at the range's own precision."""
    return found.low <= round(100 * share) <= found.high


def _label(share: float) -> Merit:
    if share <= 0.2:
        return Merit.CUSTOMER_RIGHT
    return Merit.SUPPLIER_RIGHT if share >= 0.8 else Merit.PARTLY


def _measures(pairs: Sequence[Pair]) -> Measures:
    clear = [pair for pair in pairs if pair[1].live_facts >= FEWEST_FACTS]
    unclear = [e for _, e in pairs if e.live_facts < FEWEST_FACTS]
    return Measures(
        error=fmean(abs(e.share / 100 - case.share) for case, e in pairs),
        right_side=sum(map(_is_right_side, clear)),
        right_side_all=sum(map(_is_right_side, pairs)),
        clear=len(clear),
        covered=_mean(is_covered(e, case.share) for case, e in pairs),
        covered_clear=_mean(is_covered(e, case.share) for case, e in clear),
        width=_mean(e.width / 100 for _, e in pairs),
        width_clear=_mean(e.width / 100 for _, e in clear),
        confident_and_wrong=sum(map(_is_confident_and_wrong, pairs)),
        same_label=sum(e.merit is case.label for case, e in pairs),
        unclear=sum(e.merit is Merit.UNCLEAR for e in unclear),
        narrowest_unclear=min((e.width / 100 for e in unclear), default=1.0),
    )


def _mean(values: Iterable[float]) -> float:
    """The mean; 1 of nothing."""
    all_ = list(values)
    return fmean(all_) if all_ else 1.0


def _is_right_side(pair: Pair) -> bool:
    case, found = pair
    return (found.share >= 50) == (case.share >= 0.5)


def _is_confident_and_wrong(pair: Pair) -> bool:
    case, found = pair
    missed_by = max(found.low / 100 - case.share, case.share - found.high / 100)
    return found.width / 100 < _CONFIDENT_BELOW and missed_by > _WRONG_BEYOND


def _base_rates(cases: Sequence[Decided]) -> list[str]:
    shares = [case.share for case in cases]
    labels = Counter(case.label for case in cases)
    named = ", ".join(f"{label} {labels[label]}" for label in _LABELS)
    mean, count = fmean(shares), len(cases)
    guesses = {
        "the mean of the others": [
            (sum(shares) - share) / (count - 1) if count > 1 else 0.5
            for share in shares
        ],
        "always one half": [0.5] * count,
        "always all of it": [1.0] * count,
    }
    errors = [
        f"  {name:<34}{_error(guess, shares):>10.2f}" for name, guess in guesses.items()
    ]
    return [
        f"{count} cases: {named}; mean share {mean:.2f}",
        "mean absolute error of the share without looking at the case",
        *errors,
    ]


def _error(guesses: Sequence[float], shares: Sequence[float]) -> float:
    return fmean(abs(a - b) for a, b in zip(guesses, shares, strict=True))


def _lines(report: Report) -> list[str]:
    full, live, count = report.all_facts, report.live_facts, len(report.cases)
    few = count - live.clear
    rows = [
        ("mean absolute error of the share", "error", "0.20 with all facts"),
        ("80 % range covers", "covered", "0.80"),
        ("mean width of the range", "width", "at most 0.75"),
        ("confident and wrong", "confident_and_wrong", "at most 2 of 50"),
    ]
    lines = [f"{'':<36}{'all facts':>12}{'live facts':>12}   reach"]
    lines += [
        _line(name, getattr(full, field), getattr(live, field), reach)
        for name, field, reach in rows
    ]
    lines.insert(
        2,
        _line(
            "right side of 0.5",
            full.right_side_all / count,
            live.right_side_all / count,
            "",
        ),
    )
    lines.append(_line("same label of three", full.same_label, live.same_label, ""))
    lines.append(f"the {live.clear} cases with {FEWEST_FACTS} live facts or more")
    if live.clear:
        lines += [
            _line(
                "  right side of 0.5",
                full.right_side / full.clear,
                live.right_side / live.clear,
                "0.72 with live facts",
            ),
            _line("  80 % range covers", full.covered_clear, live.covered_clear, ""),
            _line("  mean width of the range", full.width_clear, live.width_clear, ""),
        ]
    lines.append(f"the {few} cases with fewer")
    if few:
        lines += [
            _line("  unclear", full.unclear, live.unclear, f"all {few}"),
            _line(
                "  narrowest range",
                full.narrowest_unclear,
                live.narrowest_unclear,
                "at least 0.70",
            ),
        ]
    return lines


def _line(name: str, full: float, live: float, reach: str) -> str:
    shown = (f"{v:>12}" if isinstance(v, int) else f"{v:>12.2f}" for v in (full, live))
    return f"{name:<36}{''.join(shown)}   {reach}".rstrip()
