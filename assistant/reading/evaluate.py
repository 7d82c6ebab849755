"""How well messages are read: measures against labels, as a table of text.

What is counted is written down in `tests/data/MESSAGES.md`, section "How to score".
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from assistant.domain.reasons import Reason
from assistant.reading.finding import Finding, NonDisputeKind, finding_to_json
from assistant.reading.messages import read_message

Row = Mapping[str, Any]
Pair = tuple[Row, Mapping[str, Any]]  # a labelled row and the finding as JSON
_FLAGS = ("partial_payment", "full_and_final", "legal_threat", "insolvency")
_LISTS = ("amounts", "invoice_numbers", "dates")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one yes-or-no measure: right hits, false alarms, misses."""

    hits: int
    false_alarms: int
    misses: int

    @property
    def precision(self) -> float:
        """Share of what was reported that is right; 1 when nothing was reported."""
        reported = self.hits + self.false_alarms
        return self.hits / reported if reported else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found; 1 when nothing is there."""
        there = self.hits + self.misses
        return self.hits / there if there else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both; 1 when nothing is there and nothing was reported."""
        both = 2 * self.hits + self.false_alarms + self.misses
        return 2 * self.hits / both if both else 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """The measures of one part of the messages (English, or the other languages).

    accuracy: field -> (right, of how many). scores: field -> counts.
    confusions: field -> what was read instead of what, the most frequent first.
    """

    name: str
    messages: int
    accuracy: Mapping[str, tuple[int, int]]
    scores: Mapping[str, Score]
    macro: Mapping[str, float]
    confusions: Mapping[str, tuple[tuple[str, int], ...]]

    def share(self, field: str) -> float:
        """Accuracy of a field, 1 when there was nothing to read."""
        right, of = self.accuracy[field]
        return right / of if of else 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """The measures of all parts."""

    parts: tuple[Part, ...]

    def part(self, name: str) -> Part:
        """The part of this name; KeyError if there is none."""
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)

    def table(self) -> str:
        """The measures as lines of text."""
        return "\n\n".join(_table(part) for part in self.parts)


def evaluate(rows: Iterable[Row | tuple[Row, Finding]]) -> Report:
    """Read labelled messages and compare.

    rows: labelled messages as in `messages-dev.jsonl`, or pairs of one with its finding
        where it has been read already.
    Without "lang" a row counts as English.
    """
    pairs: list[Pair] = []
    for row in rows:
        label, finding = (
            row if isinstance(row, tuple) else (row, read_message(row["text"]))
        )
        pairs.append((label, finding_to_json(finding)))
    groups = {
        "English": [pair for pair in pairs if pair[0].get("lang", "en") == "en"],
        "other languages": [
            pair for pair in pairs if pair[0].get("lang", "en") != "en"
        ],
    }
    for language in sorted({str(p[0]["lang"]) for p in groups["other languages"]}):
        groups[language] = [p for p in pairs if p[0].get("lang") == language]
    return Report(tuple(_part(name, group) for name, group in groups.items() if group))


def _part(name: str, pairs: Sequence[Pair]) -> Part:
    disputes = [pair for pair in pairs if pair[0]["is_dispute"]]
    others = [pair for pair in pairs if not pair[0]["is_dispute"]]
    grounds = {
        f"ground {one}": _score(disputes, partial(_has_ground, ground=one))
        for one in Reason
    }
    kinds = {
        f"kind {one}": _score(others, partial(_is_kind, kind=one))
        for one in NonDisputeKind
    }
    scores = {
        "dispute": _score(pairs, lambda r: r["is_dispute"]),
        "vague": _score(disputes, lambda r: r["specific"] is False),
        "grounds (micro)": _sum(grounds.values()),
        **grounds,
        **kinds,
        **{flag: _score(pairs, partial(_mention, name=flag)) for flag in _FLAGS},
        "counter_offer present": _score(
            pairs, lambda r: bool(r["mentions"]["counter_offer"])
        ),
        "counter_offer exact": _items(pairs, _offer),
        **{name: _items(pairs, partial(_mention, name=name)) for name in _LISTS},
    }
    return Part(
        name=name,
        messages=len(pairs),
        accuracy={
            "dispute": _right(pairs, lambda r: r["is_dispute"]),
            "kind": _right(others, lambda r: r["non_dispute_kind"]),
            "grounds": _right(disputes, lambda r: sorted(r["categories"])),
        },
        scores=scores,
        macro={
            "grounds": _mean(score.f1 for score in grounds.values()),
            "kind": _mean(score.f1 for score in kinds.values()),
        },
        confusions={
            "kind": _confusions(others, lambda r: r["non_dispute_kind"] or "dispute"),
            "grounds": _confusions(
                disputes, lambda r: "+".join(sorted(r["categories"]))
            ),
        },
    )


def _has_ground(row: Row, ground: Reason) -> bool:
    return ground in row["categories"]


def _is_kind(row: Row, kind: NonDisputeKind) -> bool:
    return bool(row["non_dispute_kind"] == kind)


def _mention(row: Row, name: str) -> Any:
    return row["mentions"][name]


def _offer(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    offer = row["mentions"]["counter_offer"]
    return [(offer["amount"], offer["basis"])] if offer else []


def _score(pairs: Sequence[Pair], test: Callable[[Any], bool]) -> Score:
    counts = Counter((bool(test(label)), bool(test(read))) for label, read in pairs)
    return Score(counts[True, True], counts[False, True], counts[True, False])


def _items(pairs: Sequence[Pair], of: Callable[[Any], Iterable[Any]]) -> Score:
    scores = []
    for label, read in pairs:
        wanted, found = set(of(label)), set(of(read))
        scores.append(
            Score(len(wanted & found), len(found - wanted), len(wanted - found))
        )
    return _sum(scores)


def _sum(scores: Iterable[Score]) -> Score:
    all_ = list(scores)
    return Score(
        sum(score.hits for score in all_),
        sum(score.false_alarms for score in all_),
        sum(score.misses for score in all_),
    )


def _mean(values: Iterable[float]) -> float:
    all_ = list(values)
    return sum(all_) / len(all_)


def _right(pairs: Sequence[Pair], of: Callable[[Any], Any]) -> tuple[int, int]:
    return sum(of(label) == of(read) for label, read in pairs), len(pairs)


def _confusions(
    pairs: Sequence[Pair], of: Callable[[Any], str]
) -> tuple[tuple[str, int], ...]:
    counts = Counter(
        f"{of(label) or 'none'} read as {of(read) or 'none'}"
        for label, read in pairs
        if of(label) != of(read)
    )
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:5])


def _table(part: Part) -> str:
    lines = [f"{part.name}: {part.messages} messages"]
    for field, (right, of) in part.accuracy.items():
        extra = f"  macro-F1 {part.macro[field]:.2f}" if field in part.macro else ""
        lines.append(
            f"  {field:<24}accuracy {part.share(field):.3f} ({right} of {of}){extra}"
        )
    lines.append(f"  {'':<24}{'precision':>10}{'recall':>8}{'F1':>7}{'there':>7}")
    for field, score in part.scores.items():
        there = score.hits + score.misses
        lines.append(
            f"  {field:<24}{score.precision:>10.2f}{score.recall:>8.2f}"
            f"{score.f1:>7.2f}{there:>7}"
        )
    for field, confusions in part.confusions.items():
        for words, count in confusions:
            lines.append(f"  {field}: {words}, {count}x")
    return "\n".join(lines)
