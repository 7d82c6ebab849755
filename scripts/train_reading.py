"""Train the weights with which customers' messages are read.

python scripts/train_reading.py            write assistant/reading/data/weights.json
python scripts/train_reading.py --check    cross-validate on the development messages

Reads only `tests/data/`: `messages-dev.jsonl` and the training messages
(`train-*.txt`, format in `tests/data/MESSAGES.md`). Needs scikit-learn, which is not a
dependency of the assistant: `pip install scikit-learn`. Deterministic.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.reading.evaluate import evaluate  # noqa: E402 - after the path is set
from assistant.reading.messages import read_with  # noqa: E402
from assistant.reading.model import SCALE, Model  # noqa: E402
from assistant.reading.parse import parse  # noqa: E402

WEIGHTS = ROOT / "assistant/reading/data/weights.json"
DATA = ROOT / "tests/data"
CATEGORIES = ("scope", "amount", "quality", "terms", "not_received", "other")
KINDS = {
    "pay": "payment_notice",
    "delay": "delay_promise",
    "nonpay": "non_payment",
    "ask": "question",
    "visit": "scheduling",
    "misc": "other",
    "thanks": "thanks",
}
FLAGS = {
    "P": "partial_payment",
    "F": "full_and_final",
    "L": "legal_threat",
    "I": "insolvency",
    "C": "counter_offer",
}
STRENGTH = 0.2  # inverse of the penalty; chosen by cross-validation
LEAST_COUNT = 2  # a feature seen once says nothing about another message
LEAST_WEIGHT = 12  # thousandths; smaller weights change no decision

Row = dict[str, Any]


def training_rows() -> list[Row]:
    """Our own training messages, in the shape of the labelled ones."""
    rows = []
    for path in sorted(DATA.glob("train-*.txt")):
        language = "en"
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("# "):
                language = line[2:].strip()
            elif line.strip():
                rows.append(_row(line, language))
    return rows


def _row(line: str, language: str) -> Row:
    label, _, text = line.partition(" | ")
    label, _, letters = label.partition("!")
    kind = KINDS.get(label)
    names = [] if kind or label == "none?" else label.rstrip("?").split("+")
    return {
        "text": text,
        "lang": language,
        "is_dispute": kind is None,
        "non_dispute_kind": kind,
        "categories": names,
        "specific": None if kind else not label.endswith("?"),
        "mentions": {name: letter in letters for letter, name in FLAGS.items()},
    }


def development_rows() -> list[Row]:
    """The labelled development messages."""
    text = (DATA / "messages-dev.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


Question = tuple[str, Callable[[Row], bool], Callable[[Row], bool]]


def questions() -> list[Question]:
    """Each head: its name, the answer of a row, and which rows it is learned from."""

    def anything(_row: Row) -> bool:
        return True

    def disputed(row: Row) -> bool:
        return bool(row["is_dispute"])

    heads: list[Question] = [("dispute", disputed, anything)]
    heads += [
        (f"kind {kind}", lambda r, k=kind: r["non_dispute_kind"] == k,
         lambda r: not r["is_dispute"])
        for kind in KINDS.values()
    ]  # fmt: skip
    heads += [
        (f"category {name}", lambda r, n=name: n in r["categories"], disputed)
        for name in CATEGORIES
    ]
    heads.append(("vague", lambda r: r["specific"] is False, disputed))
    heads += [
        (f"mention {name}", lambda r, n=name: bool(r["mentions"][n]), anything)
        for name in FLAGS.values()
    ]
    return heads


def train(rows: Sequence[Row]) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Intercepts per head and weights per feature, in whole thousandths."""
    seen = [parse(row["text"], row["lang"]).features for row in rows]
    counts = Counter(name for features in seen for name in features)
    vectors = [
        {name: SCALE[name[0]] for name in features if counts[name] >= LEAST_COUNT}
        for features in seen
    ]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(vectors)
    names = vectorizer.get_feature_names_out()
    intercepts: dict[str, int] = {}
    weights: dict[str, list[int]] = {}
    for head, (name, answer, use) in enumerate(questions()):
        chosen = np.array([use(row) for row in rows])
        answers = np.array([answer(row) for row in rows])[chosen]
        model = LogisticRegression(
            C=STRENGTH, max_iter=5000, class_weight="balanced", tol=1e-6
        ).fit(matrix[chosen], answers)
        intercepts[name] = round(float(model.intercept_[0]) * 1000)
        for feature, value in zip(names, model.coef_[0], strict=True):
            weight = round(float(value) * 1000)
            if abs(weight) >= LEAST_WEIGHT:
                weights.setdefault(str(feature), []).extend((head, weight))
    return intercepts, weights


def folds(rows: Sequence[Row], count: int) -> Iterable[tuple[list[Row], list[Row]]]:
    """Rows to learn from and rows to test on, every row tested once."""
    for fold in range(count):
        yield (
            [row for i, row in enumerate(rows) if i % count != fold],
            [row for i, row in enumerate(rows) if i % count == fold],
        )


def check(count: int = 6) -> str:
    """The table of measures, every development message read by a model without it."""
    own = training_rows()
    pairs = []
    for learned, tested in folds(development_rows(), count):
        model = Model(*train([*own, *learned]))
        pairs += [(row, read_with(model, row["text"])) for row in tested]
    return evaluate(pairs).table()


def main() -> None:
    """Write the weights, or print the cross-validated measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="cross-validate only")
    if parser.parse_args().check:
        sys.stdout.write(check() + "\n")
        return
    heads, weights = train([*training_rows(), *development_rows()])
    lines = ",\n".join(f"{json.dumps(k)}: {v}" for k, v in sorted(weights.items()))
    WEIGHTS.write_text(
        f'{{"heads": {json.dumps(heads)},\n"weights": {{\n{lines}\n}}}}\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
