"""The collection hold: reminders and calls stop, rights and clocks do not (K8, K12)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

HOLD_REVIEW_DAYS = 30  # every hold is looked at again after this long (F-C9)


class HoldPart(StrEnum):
    """How much of the invoice is on hold."""

    ALL = "all"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Channel:
    """A place that chases, and since when it is off; None while it is still on.

    Parley never claims to have switched it off: the owner ticks it (K12).
    """

    name: str
    off_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """The hold on the invoice of one case.

    review_on: when to ask whether it should still stand.
    released_at: None while the hold is on.
    """

    part: HoldPart
    since: datetime
    by: str
    review_on: date
    channels: tuple[Channel, ...] = ()
    released_at: datetime | None = None

    @property
    def is_on(self) -> bool:
        """Whether collection is on hold now."""
        return self.released_at is None

    def still_on(self) -> tuple[str, ...]:
        """The chasing channels that nobody has switched off yet."""
        return tuple(c.name for c in self.channels if c.off_at is None)

    def with_channel(self, name: str, off_at: datetime | None) -> "Hold":
        """Tick (or untick, with None) a channel; a new name is added."""
        known = {c.name for c in self.channels}
        kept = [
            replace(c, off_at=off_at) if c.name == name else c for c in self.channels
        ]
        added = [] if name in known else [Channel(name, off_at)]
        return replace(self, channels=(*kept, *added))
