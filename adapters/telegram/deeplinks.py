"""Links that open the chat: `https://t.me/<bot>?start=<payload>`.

A payload says what it is for and nothing about it: what it leads to is kept on our
side, so a link that is guessed or passed on shows nobody anything.
"""

import re
import secrets
from dataclasses import dataclass
from enum import StrEnum

_SECRET_BYTES = 12  # 96 bits
_PAYLOAD = re.compile(r"([a-z]+)_([A-Za-z0-9_-]{11,54})")  # 11 characters are 66 bits


class Purpose(StrEnum):
    """What a link is for; the value begins its payload."""

    CASE = "case"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class DeepLink:
    """A payload that was read.

    secret: what it was noted under when it was made.
    """

    purpose: Purpose
    secret: str

    @property
    def payload(self) -> str:
        """As it stands in the link: 1 to 64 of `[A-Za-z0-9_-]`."""
        return f"{self.purpose}_{self.secret}"

    def url(self, username: str) -> str:
        """The link to the bot of this name."""
        return f"https://t.me/{username}?start={self.payload}"


def new(purpose: Purpose) -> DeepLink:
    """A link that nobody can guess."""
    return DeepLink(purpose, secrets.token_urlsafe(_SECRET_BYTES))


def read(payload: str) -> DeepLink | None:
    """What came with `/start`; None when it cannot be one of ours."""
    found = _PAYLOAD.fullmatch(payload.strip())
    if found is None or found[1] not in set(Purpose):
        return None
    return DeepLink(Purpose(found[1]), found[2])
