"""Not faster than a channel takes posts: a few at once, then one each second."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.pump import NotSentError

# `chat.postMessage` takes one a second for each channel, and short bursts above it.
# https://docs.slack.dev/apis/web-api/rate-limits
SPACING = timedelta(seconds=1)
BURST = 4


class Pace:
    """Counts posts by channel.

    now: on the clock of the assistant. burst: posts that may go at once.
    """

    def __init__(self, now: Callable[[], datetime], burst: int = BURST) -> None:
        self._now, self._burst = now, burst
        self._full_at: defaultdict[tuple[str, str], datetime] = defaultdict(now)

    def take(self, team_id: str, channel_id: str) -> None:
        """Count one post; `NotSentError` with the time to wait where it is too soon."""
        now, key = self._now(), (team_id, channel_id)
        # The instant at which the bucket will have run empty again.
        empty_at = max(self._full_at[key], now)
        wait = empty_at - now - SPACING * (self._burst - 1)
        if wait > timedelta():
            raise NotSentError("paced", after=wait.total_seconds())
        self._full_at[key] = empty_at + SPACING
