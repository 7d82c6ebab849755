"""Slack's rate limits, for those tests that want them."""

import math
from collections import defaultdict, deque
from datetime import datetime, timedelta

from tests.fakes.slack.call import Call
from tests.fakes.slack.errors import RateLimitedError
from tests.fakes.slack.rules import limits
from tests.fakes.slack.timeline import Timeline

MINUTE = timedelta(minutes=1)
POST_SPACING = timedelta(seconds=1)
POST_BURST = 3  # short bursts above one a second are let through


class Rates:
    """Counts calls by method and workspace on the fake's clock.

    is_on: off at first, because a clock that stands never gives anybody room again.
    """

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._seen: dict[tuple[str, str], deque[datetime]] = defaultdict(deque)
        self.is_on = False

    def check(self, call: Call, team_id: str) -> None:
        """Count one call; RateLimitedError when there are too many."""
        if not self.is_on:
            return
        if call.method == "chat.postMessage":
            key = (call.method, f"{team_id}/{call.text('channel')}")
            self._count(key, POST_BURST, POST_SPACING * POST_BURST)
            return
        rates = limits()["rate_limits"]
        tier = rates["method_tier_read"].get(call.method, "3")
        per_minute = rates["tiers_per_minute"][tier]
        self._count((call.method, team_id), per_minute, MINUTE)

    def _count(self, key: tuple[str, str], most: int, window: timedelta) -> None:
        now, seen = self._timeline.now(), self._seen[key]
        while seen and now - seen[0] >= window:
            seen.popleft()
        if len(seen) >= most:
            left = (seen[0] + window - now).total_seconds()
            raise RateLimitedError(max(1, math.ceil(left)))
        seen.append(now)
