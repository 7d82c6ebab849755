"""How the estimate fares on cases that it was not learned from: chart and figures.

    python -m tests.benchmarks.estimate [--out FOLDER]

Every development case is estimated by weights and a pace learned from the other
forty-nine, with all facts and with live facts only. FOLDER (default
`benchmark-results`) gets `estimate.txt`, `estimate.json` and `estimate.png`: on the
left each case, its range and what was awarded; on the right the mean award of cases
with a similar estimate. Needs `pip install -e '.[bench]'`.
"""

import argparse
import json
import runpy
import sys
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

from assistant.advice.estimate.evaluate import Decided, Report, evaluate, is_covered
from assistant.advice.estimate.known import Known
from assistant.advice.estimate.rules import Weights, estimate
from assistant.domain.estimate import Estimate

SCRIPT = Path(__file__).parents[2] / "scripts" / "train_estimate.py"
BINS = (0, 20, 40, 60, 80, 101)  # estimated share in percent, each up to the next

Pair = tuple[Decided, Estimate]


def unseen() -> tuple[list[Decided], dict[str, Weights]]:
    """The development cases, and for each the weights learned without it."""
    script = runpy.run_path(str(SCRIPT))
    cases: list[Decided] = script["development_cases"]()
    own = {
        case.id: script["trained"]([*cases[:number], *cases[number + 1 :]])
        for number, case in enumerate(cases)
    }
    return cases, own


def binned(pairs: Sequence[Pair]) -> list[tuple[float, float, int]]:
    """Mean estimate, mean award and how many cases, per bin that has any."""
    found = []
    for low, high in pairwise(BINS):
        inside = [(c, e) for c, e in pairs if low <= e.share < high]
        if inside:
            mean = fmean(e.share / 100 for _, e in inside)
            award = fmean(case.share for case, _ in inside)
            found.append((mean, award, len(inside)))
    return found


def draw(path: Path, views: dict[str, list[Pair]], report: Report) -> None:
    """Ranges and awards beside the calibration of the share."""
    import matplotlib as mpl  # noqa: PLC0415 -- the bench extra only

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, axes = plt.subplots(1, 3, figsize=(13, 4.6), width_ratios=(1, 1, 0.9))
    measures = (report.all_facts, report.live_facts)
    for left, (name, pairs), found in zip(axes, views.items(), measures, strict=False):
        _ranges(left, pairs)
        covered = f"80 % range covers {found.covered:.0%}, mean width {found.width:.2f}"
        left.set_title(f"{name}: mean error {found.error:.2f}\n{covered}", fontsize=10)
        left.set_xlabel("50 cases by estimated share")
        left.set_ylabel("share of the claim")
    right = axes[2]
    right.plot([0, 1], [0, 1], color="grey", linewidth=1, linestyle="--")
    for name, pairs in views.items():
        points = binned(pairs)
        sizes = [30 + 12 * count for _, _, count in points]
        means, awards = [p[0] for p in points], [p[1] for p in points]
        right.scatter(means, awards, s=sizes, alpha=0.7, label=name)
    right.set_xlabel("estimated share, mean of the bin")
    right.set_ylabel("awarded share, mean of the bin")
    right.set_title("calibration (size: number of cases)", fontsize=10)
    right.legend()
    figure.tight_layout()
    figure.savefig(path, dpi=110)


def _ranges(axes: Any, pairs: Sequence[Pair]) -> None:
    ordered = sorted(pairs, key=lambda pair: (pair[1].share, pair[0].id))
    for place, (case, found) in enumerate(ordered):
        low, high = found.low / 100, found.high / 100
        axes.plot([place, place], [low, high], color="#9bb7d4", linewidth=3)
        is_hit = is_covered(found, case.share)
        mark, colour = ("o", "#1f5c99") if is_hit else ("x", "#c0392b")
        axes.plot(place, case.share, marker=mark, color=colour, markersize=5)
        axes.plot(place, found.share / 100, marker="_", color="black", markersize=6)
    axes.set_ylim(-0.04, 1.04)


def main() -> None:
    """Estimate, show, write down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("benchmark-results"))
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    cases, own = unseen()

    def by(case: Decided, known: Known) -> Estimate:
        return estimate(known, own[case.id])

    report = evaluate(cases, by)
    views = {
        "all facts": [(case, by(case, case.known)) for case in cases],
        "live facts": [(case, by(case, case.known.live())) for case in cases],
    }
    record = {
        "all_facts": asdict(report.all_facts),
        "live_facts": asdict(report.live_facts),
        "bins": {name: binned(pairs) for name, pairs in views.items()},
    }
    sys.stdout.write(report.table() + "\n")
    (out / "estimate.txt").write_text(report.table() + "\n", encoding="utf-8")
    text = json.dumps(record, indent=2)
    (out / "estimate.json").write_text(text + "\n", encoding="utf-8")
    draw(out / "estimate.png", views, report)


if __name__ == "__main__":
    main()
