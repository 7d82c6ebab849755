"""Who may talk to the bot: its owner, whom the owner invited, or everybody.

The owner is whoever opens the link that `parley run` prints; it works once.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.telegram.deeplinks import DeepLink, Purpose
from adapters.telegram.inbound import PLATFORM
from adapters.telegram.memory import Memory
from assistant.service import Assistant

# A stranger is told no more often than so many times in so long.
_REFUSALS, _REFUSED_FOR = 5, timedelta(hours=1)


@dataclass(slots=True)
class Door:
    """Lets people in.

    is_open: whether everybody is a business of their own.
    announce: tells whoever runs the program, in a line, that the bot was claimed.
    """

    assistant: Assistant
    memory: Memory
    is_open: bool
    announce: Callable[[str], None] = lambda _: None
    _refused: dict[int, deque[datetime]] = field(default_factory=dict, repr=False)
    _claiming: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def business_of(self, _chat_id: int, user_id: int) -> str:
        """The business an account talks for: the one it was linked to, or its own."""
        account = str(user_id)
        linked = self.assistant.business_of(PLATFORM, account)
        return linked or f"{PLATFORM}:{account}"

    def admits(self, user_id: int) -> bool:
        """Whether an account may talk to the bot."""
        if self.is_open or user_id == self.memory.owner():
            return True
        return bool(self.assistant.business_of(PLATFORM, str(user_id)))

    def refuses_aloud(self, user_id: int, now: datetime) -> bool:
        """Whether to tell a stranger that they are refused: a few times an hour.

        Whoever goes on all the same must not keep the bot writing, or fill its disk.
        """
        told = self._refused.setdefault(user_id, deque(maxlen=_REFUSALS))
        if len(told) == _REFUSALS and now - told[0] < _REFUSED_FOR:
            return False
        told.append(now)
        return True

    @property
    def is_claimed(self) -> bool:
        """Whether the bot has an owner, or needs none."""
        return self.is_open or bool(self.memory.owner())

    def claim(self, link: DeepLink, user_id: int) -> bool:
        """Give the bot to whoever comes first with its link; False for all others.

        Chats are handled side by side, so two may come at the same moment.
        """
        if link.purpose is not Purpose.CLAIM:
            return False
        with self._claiming:
            if self.is_claimed or not self.memory.is_claim(link.secret):
                return False
            self.memory.claim(user_id)
        self.announce(claimed_by(user_id))
        return True

    def notice(self, username: str) -> str:
        """What `parley run` prints about the owner at the start."""
        owner = self.memory.owner()
        if self.is_open:
            return f"Telegram: everybody may talk to https://t.me/{username}"
        if owner:
            return f"Telegram: https://t.me/{username}, {claimed_by(owner)}"
        link = self.memory.claim_link().url(username)
        return (
            "Telegram: open this link on your phone to make the bot yours. It works "
            f"once:\n{link}"
        )


def claimed_by(user_id: int) -> str:
    """Who owns the bot, in words."""
    return f"claimed by the Telegram account {user_id}"
