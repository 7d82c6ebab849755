"""A small linear model: weights of words and concepts, decided in plain arithmetic.

The weights are in `data/weights.json`, written by `scripts/train_reading.py` from the
labelled messages of this repository. Same text, same score; and since a score is a sum
over features, the words with the greatest share in it can be named.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant.reading.features import Features

SCALE = {"w": 1.0, "s": 0.7, "b": 0.7, "c": 1.0, "l": 0.7, "p": 0.4, "n": 0.7}
_UNIT = 1000  # weights are kept as whole thousandths


@dataclass(frozen=True, slots=True)
class Share:
    """What one feature adds to a score. words: indexes of first and last word."""

    feature: str
    weight: float
    words: tuple[int, int]


class Model:
    """Scores of several yes-or-no questions about one message.

    heads: name -> intercept in thousandths; weights: feature -> {head index: weight}.
    """

    def __init__(
        self, heads: Mapping[str, int], weights: Mapping[str, Sequence[int]]
    ) -> None:
        self._heads = {name: index for index, name in enumerate(heads)}
        self._intercepts = [value / _UNIT for value in heads.values()]
        self._weights = weights

    def scores(self, features: Features) -> dict[str, float]:
        """Log-odds per head."""
        totals = list(self._intercepts)
        for name in features:
            row = self._weights.get(name)
            if row is None:
                continue
            scale = SCALE[name[0]] / _UNIT
            for place in range(0, len(row), 2):
                totals[row[place]] += row[place + 1] * scale
        return {name: totals[index] for name, index in self._heads.items()}

    def shares(self, features: Features, head: str) -> list[Share]:
        """The features that raise the score of a head, the greatest share first."""
        wanted = self._heads[head]
        found = []
        for name, words in features.items():
            row = self._weights.get(name)
            if row is None or wanted not in row[::2]:
                continue
            weight = row[2 * row[::2].index(wanted) + 1]
            if weight > 0:
                found.append(Share(name, weight * SCALE[name[0]] / _UNIT, words))
        return sorted(found, key=lambda share: (-share.weight, share.feature))


def probability(score: float) -> float:
    """Log-odds as a probability between 0 and 1."""
    return 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))


@cache
def shipped_model() -> Model:
    """The model that comes with the package, read once."""
    source = resources.files("assistant.reading").joinpath("data/weights.json")
    stored = json.loads(source.read_text(encoding="utf-8"))
    return Model(stored["heads"], stored["weights"])
