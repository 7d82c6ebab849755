"""A playbook as frozen data: deadlines, and steps in the order they are tried."""

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from assistant.playbook.conditions import Condition
from assistant.playbook.names import Count, Id
from assistant.playbook.steps import STEP_TYPES

if TYPE_CHECKING:
    from assistant.playbook.steps.base import Step


class Start(StrEnum):
    """The moments from which a deadline may count."""

    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    SPECIFIED = "specified"
    FOLLOWED_UP = "followed_up"
    ANSWERED = "answered"
    REMINDED = "reminded"
    CALLED = "called"


class Deadline(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """When something has to be done.

    starts: the moment it counts from; or
    on: facts that are the date itself; the first that is known counts.
    hours: clock hours after the start, or
    days: days after it, rolled to the next business day, at the end of that day; or
    business_days: as many days that are worked, as the letters count for a reply.
    late_hours, late_days: when it counts as overdue; the due moment where left out.
    done: it no longer runs once this holds.
    """

    starts: Start | None = None
    on: tuple[Id, ...] | None = None
    hours: Count | None = None
    days: Count | None = None
    business_days: Count | None = None
    late_hours: Count | None = None
    late_days: Count | None = None
    done: Condition

    def __post_init__(self) -> None:
        if (self.starts is None) is (self.on is None):
            raise ValueError("a deadline needs either `starts` or `on`")
        lengths = (self.hours, self.days, self.business_days)
        if self.starts and sum(length is not None for length in lengths) != 1:
            raise ValueError(
                "a deadline with `starts` needs one of `hours`, `days`, `business_days`"
            )


class Playbook(msgspec.Struct, frozen=True, kw_only=True):
    """What the engine walks.

    name: as in the file's name; its words are tried first in the phrase catalogue.
    steps: in order; the first that applies and is not done comes next.
    reopen_at: the step at which a closed case starts again; answers before it stay.
    groups: by step id, the part and the groups it stands in, outermost first.
    based_on: the playbook whose words are tried after its own; empty for a shipped one.
    words: its own words by phrase key, such as `step.statement.ask`.
    """

    name: str
    version: int
    deadlines: dict[str, Deadline]
    steps: "tuple[Step, ...]"
    reopen_at: str
    groups: dict[str, tuple[str, ...]] = {}
    based_on: str = ""
    words: dict[str, str] = {}

    def step(self, step_id: str) -> "Step | None":
        """The step with this id, if the playbook still has it."""
        return next((step for step in self.steps if step.id == step_id), None)


__all__ = ["STEP_TYPES", "Deadline", "Playbook", "Start"]
