"""Ids, tokens and message times as Slack shapes them, the same in every run."""

import hashlib
from collections import defaultdict
from datetime import datetime


class Mint:
    """Makes every id of one fake; none comes twice."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = defaultdict(int)
        self._last_ts = 0

    def id(self, prefix: str) -> str:
        """An id such as `C0FAKE00001`; prefix: T, U, C, G, D, F, V, B, A, E or Ev."""
        self._counts[prefix] += 1
        return f"{prefix}0FAKE{self._counts[prefix]:05}"

    def ts(self, now: datetime) -> str:
        """A message time: unique and growing in the whole fake."""
        micros = int(now.timestamp()) * 1_000_000 + now.microsecond
        self._last_ts = max(self._last_ts + 1, micros)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06}"

    def secret(self, kind: str, length: int = 32) -> str:
        """Characters that nobody guesses by counting."""
        self._counts[f"secret {kind}"] += 1
        seed = f"{kind} {self._counts[f'secret {kind}']}"
        return hashlib.sha256(seed.encode()).hexdigest()[:length]

    def short(self) -> str:
        """A block or action id as Slack gives where the app gave none."""
        return self.secret("block", 5)


def seconds_of(ts: str) -> float:
    """The instant of a message time, in seconds since 1970; 0 if it is malformed."""
    try:
        return float(ts)
    except ValueError:
        return 0.0
