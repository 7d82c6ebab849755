"""Telegram's pace: a message a second to a chat, 20 a minute to a group, 30 in all."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.fakes.telegram.state import Chat
from tests.fakes.telegram.wire import too_many


@dataclass(frozen=True, slots=True)
class Breach:
    """A message that came too fast.

    rule: "chat", "group" or "bot".
    wait: seconds until it would have been in time.
    """

    chat_id: int
    rule: str
    at: datetime
    wait: float


class Pace:
    """Notes when messages went out; refuses them only where that is switched on."""

    def __init__(self) -> None:
        self.is_enforced = False
        self.breaches: list[Breach] = []
        self._sent: list[tuple[int, datetime]] = []

    def note(self, chat: Chat, now: datetime) -> None:
        """A message is to go out; ApiError 429 when too fast and that is enforced."""
        rules = [("chat", 1, 1.0, chat.id), ("bot", 30, 1.0, 0)]
        if not chat.is_private:
            rules.append(("group", 20, 60.0, chat.id))
        for rule, allowed, seconds, of in rules:
            wait = self._wait(of, allowed, timedelta(seconds=seconds), now)
            if wait > 0:
                self.breaches.append(Breach(chat.id, rule, now, wait))
                if self.is_enforced:
                    raise too_many(max(1, math.ceil(wait)))
        self._sent.append((chat.id, now))

    def _wait(self, of: int, allowed: int, span: timedelta, now: datetime) -> float:
        recent = [
            at
            for chat_id, at in self._sent[-2000:]
            if of in (0, chat_id) and now - at < span
        ]
        if len(recent) < allowed:
            return 0.0
        return (recent[-allowed] + span - now).total_seconds()
