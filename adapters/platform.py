"""What `parley run` needs of a platform: start, stop, routes, health."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from aiohttp import web


@dataclass(frozen=True, slots=True)
class Health:
    """How a platform is doing; shown on the health page and by `parley doctor`.

    queue: deliveries that wait or are at work. last_error: no personal data.
    """

    platform: str
    is_connected: bool
    last_event_at: datetime | None = None
    queue: int = 0
    last_error: str = ""


class Platform(Protocol):
    """One platform that is running in this process."""

    name: str

    async def start(self) -> None:
        """Work off what the last run left, then listen.

        Returns when it listens or keeps trying by itself; raises SettingsError for
        what only the owner can put right.
        """
        ...

    async def stop(self) -> None:
        """Take nothing new, finish what was begun, say goodbye."""
        ...

    async def tell_what_is_due(self, business_id: str) -> bool:
        """Have a business told what has become due; False if it has no place here."""
        ...

    def routes(self) -> Sequence["web.RouteDef"]:
        """Where the one HTTP listener hands requests to this platform."""
        ...

    def health(self) -> Health:
        """How it is doing now."""
        ...
